//! `[serializer]`.

use super::table::Table;
use super::{model, words};
use crate::diag::{Diagnostics, codes, slip};
use crate::spec::{
    DeclaredKind, DeclaredSpec, ExtraKwargsSpec, FieldArgs, FieldKind, FieldList, FieldType, Opt, Origin, RareArgs, SerializerSpec,
    Spanned, TableSpec,
};

pub(crate) fn read(mut t: Table<'_>, d: &mut Diagnostics) -> SerializerSpec {
    let mut read = SerializerSpec::new(t.origin);
    let before = d.doubts();
    read.exclude = t.names("exclude", d);
    read.create_only_fields = t.names("create_only_fields", d);
    read.doubtful = d.doubts() > before;
    table(&mut t, &mut read, d);
    // Every other table is a serializer of that name; a slip for one of the keys holds other things than a serializer does.
    let tables = t.named_tables(|name, entries| {
        slip(name, &["declared", "extra_kwargs"]).is_none() || entries.iter().any(|entry| KEYS.contains(&entry.key.as_str()))
    });
    for (name, mut t) in tables {
        let mut spec = SerializerSpec::new(t.origin);
        let before = d.doubts();
        spec.omit = t.names("omit", d);
        spec.doubtful = d.doubts() > before;
        table(&mut t, &mut spec, d);
        t.finish(d);
        read.tables.push(TableSpec { name, spec });
    }
    t.finish(d);
    read
}

/// The keys of a table of `[serializer]`.
const KEYS: [&str; 8] = ["fields", "omit", "read_only_fields", "depth", "expandable_fields", "extra_kwargs", "declared", "validators"];

/// What `[serializer]` and its tables have both.
fn table(t: &mut Table<'_>, read: &mut SerializerSpec, d: &mut Diagnostics) {
    let before = d.doubts();
    read.fields = field_list(t, d);
    read.doubtful |= d.doubts() > before;
    read.validators = no_validators(t, "checks of your own are hooks: `hooks = [\"validate\"]` in [viewset]", d);
    read.read_only_fields = t.names("read_only_fields", d);
    read.depth = t.number("depth", d);
    read.expandable_fields = t.names("expandable_fields", d);
    if let Some(mut table) = t.table("extra_kwargs", d) {
        for (name, options) in table.tables(d) {
            let before = d.doubts();
            let Some(mut options) = options else {
                let origin = name.origin;
                read.extra_kwargs.push(ExtraKwargsSpec { name, origin, args: FieldArgs::default(), doubtful: true });
                continue;
            };
            let origin = options.origin;
            let args = args(&mut options, d);
            options.finish(d);
            read.extra_kwargs.push(ExtraKwargsSpec { name, origin, args, doubtful: d.doubts() > before });
        }
    }
    if let Some(mut table) = t.table("declared", d) {
        for (name, options) in table.tables(d) {
            // What is no table has its name all the same, so that nobody misses it.
            let nothing = || DeclaredSpec {
                origin: name.origin,
                kind: Spanned::new(DeclaredKind::Unknown, name.origin),
                to: None,
                many: None,
                slug_field: None,
                serializer: None,
                child: None,
                args: FieldArgs::default(),
                doubtful: true,
                name: name.clone(),
            };
            read.declared.push(match options {
                Some(options) => declared(name, options, 0, d),
                None => nothing(),
            });
        }
    }
}

/// Where `validators = []` stands, which is all that a spec can say of them.
fn no_validators(t: &mut Table<'_>, instead: &str, d: &mut Diagnostics) -> Option<Origin> {
    let (items, origin) = t.list("validators", d)?;
    if let Some(item) = items.0.first() {
        d.report(&codes::OBJECT, item.origin, &["validators"])
            .help(format!("`validators = []` takes away what the model gives; {instead}"));
    }
    Some(origin)
}

/// `fields`: names, or `"__all__"`.
fn field_list(t: &mut Table<'_>, d: &mut Diagnostics) -> Opt<FieldList> {
    let node = t.node("fields")?;
    if let Some(text) = t.item_text(node) {
        if text.value == "__all__" {
            return Some(text.map(|_| FieldList::All));
        }
        d.report(&codes::UNKNOWN_WORD, text.origin, &[&text, "fields"]).help("a list of names, or \"__all__\"");
        return None;
    }
    t.names("fields", d).map(|names| names.map(FieldList::Names))
}

/// How deep lists and dictionaries hold each other.
const DEEPEST: usize = 8;

fn declared(name: Spanned<String>, mut t: Table<'_>, depth: usize, d: &mut Diagnostics) -> DeclaredSpec {
    let kinds = words::declared_kinds();
    let before = d.doubts();
    if !t.has_leading("type", &kinds, true) {
        t.lacks(&codes::MISSING_KEY, "type", name.origin, "");
    }
    let kind = t.leading("type", &kinds, true, d);
    let kind = kind.unwrap_or_else(|| Spanned::new(DeclaredKind::Unknown, name.origin));
    let to = t.string("to", d);
    let many = t.boolean("many", d);
    let slug_field = t.string("slug_field", d);
    let serializer = t.string("serializer", d);
    let child = child(&mut t, depth, d);
    let args = args(&mut t, d);
    if kind.value == DeclaredKind::SlugRelated && !t.has("slug_field") {
        t.lacks(&codes::MISSING_KEY, "slug_field", name.origin, "name the field of the other resource whose value is shown");
    }
    if kind.value == DeclaredKind::Value(FieldKind::Stored(FieldType::Decimal)) && !t.has("choices") {
        model::digits(&mut t, name.origin);
    }
    if kind.value == DeclaredKind::MultipleChoice && !t.has("choices") {
        t.lacks(&codes::MISSING_KEY, "choices", name.origin, "list the values that may be chosen");
    }
    if kind.value == DeclaredKind::Hidden && !t.has("default") {
        t.lacks(
            &codes::MISSING_KEY,
            "default",
            name.origin,
            "say what is set: `default = \"now()\"`, `default = \"current_user()\"`, or a constant",
        );
    }
    let origin = t.origin;
    t.finish(d);
    DeclaredSpec { name, origin, kind, to, many, slug_field, serializer, child, args, doubtful: d.doubts() > before }
}

/// What a list or a dictionary holds: a declared field without a name.
fn child(t: &mut Table<'_>, depth: usize, d: &mut Diagnostics) -> Option<Box<DeclaredSpec>> {
    let origin = t.key_origin("child")?;
    if depth >= DEEPEST {
        t.skip("child");
        d.report(&codes::DEEP_CHILD, origin, &[&DEEPEST.to_string()]);
        return None;
    }
    let options = t.table("child", d)?;
    Some(Box::new(declared(Spanned::new("child".to_owned(), origin), options, depth + 1, d)))
}

/// Arguments of file fields, which are not built.
const UNBUILT: [&str; 2] = ["allow_empty_file", "use_url"];

/// Arguments that are Python's objects.
const OBJECTS: [&str; 6] = ["decoder", "default_timezone", "encoder", "model_field", "pk_field", "queryset"];

/// DRF's arguments that only its HTML forms read.
const OF_FORMS: &[&str] = &["html_cutoff_text", "style"];

fn args(t: &mut Table<'_>, d: &mut Diagnostics) -> FieldArgs {
    for key in OF_FORMS {
        if let Some(origin) = t.key_origin(key) {
            t.skip(key);
            d.report(&codes::NO_EFFECT, origin, &[key, "it is for HTML forms, and there are none"]);
        }
    }
    for key in UNBUILT {
        if let Some(origin) = t.key_origin(key) {
            t.skip(key);
            d.report(&codes::UNBUILT_ARGUMENT, origin, &[key]);
        }
    }
    for key in OBJECTS {
        if let Some(origin) = t.key_origin(key) {
            t.skip(key);
            d.report(&codes::OBJECT, origin, &[key]);
        }
    }
    FieldArgs {
        read_only: t.boolean("read_only", d),
        write_only: t.boolean("write_only", d),
        required: t.boolean("required", d),
        default: t.value("default", d),
        initial: t.value("initial", d),
        allow_null: t.boolean("allow_null", d),
        allow_blank: t.boolean("allow_blank", d),
        allow_empty: t.boolean("allow_empty", d),
        label: t.string("label", d),
        help_text: t.string("help_text", d),
        source: t.string("source", d),
        min_length: t.number("min_length", d),
        max_length: t.number("max_length", d),
        min_value: t.value("min_value", d),
        max_value: t.value("max_value", d),
        max_digits: t.number("max_digits", d),
        decimal_places: t.number("decimal_places", d),
        coerce_to_string: t.boolean("coerce_to_string", d),
        trim_whitespace: t.boolean("trim_whitespace", d),
        choices: model::choices(t, d),
        format: t.string("format", d),
        protocol: t.word("protocol", words::PROTOCOLS, d),
        view_name: t.string("view_name", d),
        lookup_field: t.string("lookup_field", d),
        html_cutoff: t.number("html_cutoff", d),
        error_messages: model::messages(t, d),
        rare: rare(t, d),
    }
}

fn rare(t: &mut Table<'_>, d: &mut Diagnostics) -> RareArgs {
    let validators = no_validators(t, "checks of your own are hooks", d);
    RareArgs {
        input_formats: t.names("input_formats", d),
        rounding: t.word("rounding", words::ROUNDINGS, d),
        normalize_output: t.boolean("normalize_output", d),
        localize: t.boolean("localize", d),
        allow_unicode: t.boolean("allow_unicode", d),
        binary: t.boolean("binary", d),
        lookup_url_kwarg: t.string("lookup_url_kwarg", d),
        validators,
    }
}
