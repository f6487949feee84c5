//! `[fields]` and `[meta]`.

use restwright_schema::model::FieldType as T;

use super::table::Table;
use super::words;
use crate::diag::{Diagnostics, codes};
use crate::spec::{ChoiceSpec, ConstraintSpec, FieldKind, FieldSpec, MetaSpec, Opt, Origin, Spanned};

const INTEGERS: &[FieldKind] = &[
    FieldKind::Stored(T::Integer),
    FieldKind::Stored(T::BigInteger),
    FieldKind::Stored(T::SmallInteger),
    FieldKind::Stored(T::PositiveInteger),
    FieldKind::Stored(T::PositiveSmallInteger),
    FieldKind::Stored(T::PositiveBigInteger),
    FieldKind::Stored(T::Float),
    FieldKind::Stored(T::Decimal),
];
const LENGTHS: &[FieldKind] = &[
    FieldKind::Stored(T::String),
    FieldKind::Stored(T::Text),
    FieldKind::Stored(T::Slug),
    FieldKind::Stored(T::Email),
    FieldKind::Stored(T::Url),
];
const TEXTS: &[FieldKind] = &[FieldKind::Stored(T::String), FieldKind::Stored(T::Text)];
const STRING: &[FieldKind] = &[FieldKind::Stored(T::String)];
const DECIMAL: &[FieldKind] = &[FieldKind::Stored(T::Decimal)];
const MOMENTS: &[FieldKind] = &[FieldKind::Stored(T::Date), FieldKind::Stored(T::Time), FieldKind::Stored(T::DateTime)];
const IP: &[FieldKind] = &[FieldKind::Stored(T::IpAddress)];
const FILES: &[FieldKind] = &[FieldKind::File, FieldKind::Image];
const RELATIONS: &[FieldKind] = &[FieldKind::Stored(T::ForeignKey), FieldKind::Stored(T::OneToOne), FieldKind::Stored(T::ManyToMany)];
const KEYS: &[FieldKind] = &[FieldKind::Stored(T::ForeignKey), FieldKind::Stored(T::OneToOne)];
const PAIRS: &[FieldKind] = &[FieldKind::Stored(T::ManyToMany)];
const ATTRIBUTES: &[FieldKind] = &[FieldKind::Attributes];

/// The options that only some types have, and which have them.
const OWN: &[(&str, &[FieldKind])] = &[
    ("min_value", INTEGERS),
    ("max_value", INTEGERS),
    ("max_length", LENGTHS),
    ("min_length", TEXTS),
    ("regex", STRING),
    ("max_digits", DECIMAL),
    ("decimal_places", DECIMAL),
    ("auto_now", MOMENTS),
    ("auto_now_add", MOMENTS),
    ("protocol", IP),
    ("upload_to", FILES),
    ("to", RELATIONS),
    ("on_delete", KEYS),
    ("related_name", RELATIONS),
    ("through", PAIRS),
    ("schema", ATTRIBUTES),
    ("for", ATTRIBUTES),
    ("scope", ATTRIBUTES),
];

/// The options that a type can't do without.
const REQUIRED: &[(&str, &[FieldKind])] = &[("max_length", STRING), ("to", RELATIONS), ("on_delete", KEYS), ("schema", ATTRIBUTES)];

pub(super) fn fields(mut table: Table<'_>, d: &mut Diagnostics) -> Vec<FieldSpec> {
    let unknown = |name: Spanned<String>| {
        let kind = Spanned::new(FieldKind::Unknown, name.origin);
        FieldSpec { doubtful: true, ..FieldSpec::new(name.clone(), name.origin, kind) }
    };
    table
        .tables(d)
        .into_iter()
        .map(|(name, options)| match options {
            Some(options) => field(name, options, d),
            // It has its name all the same, so that nobody misses it.
            None => unknown(name),
        })
        .collect()
}

fn field(name: Spanned<String>, mut t: Table<'_>, d: &mut Diagnostics) -> FieldSpec {
    let before = d.doubts();
    if !t.has_leading("type", words::FIELD_KINDS, false) {
        t.lacks(&codes::MISSING_KEY, "type", name.origin, "");
    }
    let kind = t.leading("type", words::FIELD_KINDS, false, d);
    let kind = kind.unwrap_or_else(|| Spanned::new(FieldKind::Unknown, name.origin));
    foreign_options(&mut t, kind.value, d);
    for (key, kinds) in REQUIRED {
        // The length of an enum's texts is known to the compiler.
        let by_enum = *key == "max_length" && t.has("rust_choices");
        if kinds.contains(&kind) && !t.has(key) && !by_enum {
            let code = match *key {
                "max_length" => &codes::NO_MAX_LENGTH,
                "on_delete" => &codes::NO_ON_DELETE,
                _ => &codes::MISSING_KEY,
            };
            t.lacks(code, key, name.origin, "");
        }
    }
    if kind.value == FieldKind::Stored(T::Decimal) {
        digits(&mut t, name.origin);
    }
    let own = |key: &str| OWN.iter().any(|(k, kinds)| *k == key && (kinds.contains(&kind) || *kind == FieldKind::Unknown));
    let mut field = FieldSpec::new(name, t.origin, kind.clone());
    field.null = t.boolean("null", d);
    field.blank = t.boolean("blank", d);
    field.default = t.value("default", d);
    field.unique = t.boolean("unique", d);
    field.db_index = t.boolean("db_index", d);
    field.choices = choices(&mut t, d);
    field.rust_choices = t.private("rust_choices");
    field.help_text = t.string("help_text", d);
    field.label = t.string("label", d);
    field.editable = t.boolean("editable", d);
    field.primary_key = t.boolean("primary_key", d);
    field.db_column = t.string("db_column", d);
    field.renamed_from = t.string("renamed_from", d);
    field.error_messages = messages(&mut t, d);
    if own("min_value") {
        field.min_value = t.value("min_value", d);
        field.max_value = t.value("max_value", d);
    }
    if own("max_length") {
        field.max_length = t.number("max_length", d);
    }
    if own("min_length") {
        field.min_length = t.number("min_length", d);
    }
    if own("regex") {
        field.regex = t.string("regex", d);
    }
    if own("max_digits") {
        field.max_digits = t.number("max_digits", d);
        field.decimal_places = t.number("decimal_places", d);
    }
    if own("auto_now") {
        field.auto_now = t.boolean("auto_now", d);
        field.auto_now_add = t.boolean("auto_now_add", d);
    }
    if own("protocol") {
        field.protocol = t.word("protocol", words::PROTOCOLS, d);
    }
    if own("upload_to") {
        field.upload_to = t.string("upload_to", d);
    }
    if own("to") {
        field.to = t.string("to", d);
        field.related_name = t.string("related_name", d);
    }
    if own("on_delete") {
        field.on_delete = t.word("on_delete", words::ON_DELETE, d);
    }
    if own("through") {
        field.through = t.string("through", d);
    }
    if own("schema") {
        field.schema = t.string("schema", d);
        field.for_resource = t.string("for", d);
        field.scope = t.string("scope", d);
    }
    t.finish(d);
    field.doubtful = d.doubts() > before;
    field
}

/// The two numbers that a decimal has.
pub(super) fn digits(t: &mut Table<'_>, origin: Origin) {
    let lacking: Vec<&str> = ["max_digits", "decimal_places"].into_iter().filter(|key| !t.has(key)).collect();
    if !lacking.is_empty() {
        t.lacks(&codes::NO_DIGITS, &lacking.join("` and no `"), origin, "");
    }
}

/// Options that exist, but not for this type.
fn foreign_options(t: &mut Table<'_>, kind: FieldKind, d: &mut Diagnostics) {
    if kind == FieldKind::Unknown {
        return;
    }
    let type_name = name_of(kind);
    for (key, kinds) in OWN {
        let Some(origin) = t.key_origin(key).filter(|_| !kinds.contains(&kind)) else { continue };
        t.skip(key);
        let have: Vec<String> = kinds.iter().map(|k| format!("`{}`", name_of(*k))).collect();
        d.report(&codes::OTHER_TYPES_OPTION, origin, &[key, type_name]).help(format!("`{key}` is an option of {}", have.join(", ")));
    }
}

/// The word of a type.
pub(super) fn name_of(kind: FieldKind) -> &'static str {
    words::FIELD_KINDS.iter().find(|(_, k)| *k == kind).map_or("unknown", |(name, _)| name)
}

/// `choices`: values, or pairs of value and label.
pub(super) fn choices(t: &mut Table<'_>, d: &mut Diagnostics) -> Opt<Vec<ChoiceSpec>> {
    let (items, origin) = t.list("choices", d)?;
    let mut choices = Vec::new();
    for node in items.0 {
        let Some(pair) = t.item_list(node) else {
            choices.extend(t.item_value(node, d).map(|value| ChoiceSpec { value, label: None }));
            continue;
        };
        let label = pair.get(1).and_then(|node| t.item_text(node));
        match (pair.as_slice(), label) {
            ([value, _], Some(label)) => {
                choices.extend(t.item_value(value, d).map(|value| ChoiceSpec { value, label: Some(label) }));
            }
            _ => t.wrong_item(node, "choices", "a list of values, or of [value, label] pairs", d),
        }
    }
    Some(Spanned::new(choices, origin))
}

/// `error_messages`: code and text.
pub(super) fn messages(t: &mut Table<'_>, d: &mut Diagnostics) -> Opt<Vec<(Spanned<String>, Spanned<String>)>> {
    let mut table = t.table("error_messages", d)?;
    Some(Spanned::new(table.texts_by_name(d), table.origin))
}

pub(super) fn meta(mut t: Table<'_>, d: &mut Diagnostics) -> MetaSpec {
    let before = d.doubts();
    let mut meta = MetaSpec {
        doubtful: false,
        origin: Some(t.origin),
        table: t.string("table", d),
        ordering: t.names("ordering", d),
        unique_together: t.name_sets("unique_together", true, d),
        indexes: t.name_sets("indexes", false, d),
        verbose_name: t.string("verbose_name", d),
        verbose_name_plural: t.string("verbose_name_plural", d),
        constraints: t.table_list("constraints", d).into_iter().map(|(name, c)| constraint(name, c, d)).collect(),
        master: t.boolean("master", d),
        is_abstract: t.boolean("abstract", d),
        extends: t.string("extends", d),
        proxy_lost: t.has("proxy"),
        proxy: t.string("proxy", d),
        list_master: t.boolean("list_master", d),
        managed: t.boolean("managed", d),
        display: t.string("display", d),
        renamed_from: t.string("renamed_from", d),
    };
    t.finish(d);
    meta.doubtful = d.doubts() > before;
    meta
}

fn constraint(name: Opt<String>, mut t: Table<'_>, d: &mut Diagnostics) -> ConstraintSpec {
    let name = name.unwrap_or_else(|| t.required("name", d));
    let listed = t.has("unique");
    let (unique, condition) = (t.names("unique", d), t.string("where", d));
    let (before, there) = (d.doubts(), t.has("check"));
    let check = match &unique {
        // A list in another form was reported.
        None if listed => t.string("check", d),
        None => Some(t.required("check", d)).filter(|_| there && d.doubts() == before),
        Some(_) => t.string("check", d),
    };
    let origin = t.origin;
    t.finish(d);
    ConstraintSpec { origin, name, check, unique, condition }
}
