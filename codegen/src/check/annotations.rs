//! `[annotations]`: where their paths lead, and what can be computed there.

use restwright_schema::lookup::Lookup;
use restwright_schema::model::FieldType as T;

use super::index::{End, Found, Index, Lost, Names, report_lost};
use super::{patterns, values};
use crate::diag::{Diagnostics, codes};
use crate::source::Origin;
use crate::spec::{AnnotationSpec, FieldKind, FieldSpec, Function, Spanned, Value};

/// The type of an annotation's values; `None` if it is not known, which is reported if it is a mistake.
pub(super) fn kind(index: &Index<'_>, id: usize, annotation: &AnnotationSpec) -> Option<T> {
    if let Some(kind) = annotation.kind.as_ref().and_then(|k| k.value.stored()) {
        return Some(kind);
    }
    let (function, path) = annotation.aggregate.as_ref()?;
    match function.value {
        Function::Count | Function::Exists => function.result(T::Integer),
        function => function.result(source(index, index.path(id, path, Names::Query).ok()?)?),
    }
}

/// The type that the end of a path is stored as.
fn source<'i, 'a>(index: &'i Index<'a>, found: Found<'i, 'a>) -> Option<T> {
    stored(index, found.end)
}

/// The type that values are stored as: a relation's is that of the keys there.
pub(super) fn stored<'i, 'a>(index: &'i Index<'a>, mut end: End<'i, 'a>) -> Option<T> {
    // A key may be a key itself; a circle of them has no end.
    for _ in 0..=index.models.len() {
        match (end, end.target()) {
            (_, Some(target)) => end = End::Attr(index.models[target].attrs.iter().find(|a| a.primary_key)?),
            (End::Attr(attr), None) => return attr.stored().filter(|kind| !kind.is_relation()),
            (End::Reverse(_), None) => return None,
        }
    }
    None
}

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    for (id, resource, model) in index.resources() {
        for annotation in &resource.annotations {
            let name = &annotation.name;
            super::names::field_name(name, name.origin, d);
            let inherited = model.master.filter(|_| !model.opaque).map(|m| &index.models[m]);
            let own = model.attrs.iter().find(|a| *a.name == *name.value && a.annotation.is_none_or(|a| !std::ptr::eq(a, annotation)));
            let back = || model.reverse.iter().any(|r| r.query == name.value || r.accessor == name.value);
            if let Some(attr) = own {
                let of = match inherited {
                    Some(master) if attr.owner != id => format!("a field of its master `{}`", master.name),
                    _ => format!("the field `{}`", attr.name),
                };
                d.report(&codes::FIELD_CLASH, name.origin, &[name, &of]);
            } else if model.alias(name).is_some() {
                d.report(&codes::FIELD_CLASH, name.origin, &[name, "the column of a key"]);
            } else if back() {
                d.report(&codes::FIELD_CLASH, name.origin, &[name, "the way back of another resource's relation"])
                    .help("as in Django, a relation of this name is there already; call one of them otherwise");
            }
            if !annotation.doubtful {
                options(annotation, d);
                aggregate(index, id, annotation, d);
                expression(index, id, annotation, d);
            }
        }
    }
}

fn options(annotation: &AnnotationSpec, d: &mut Diagnostics) {
    let decimal = annotation.kind.as_ref().is_some_and(|k| k.value == FieldKind::Stored(T::Decimal));
    let Some((function, _)) = &annotation.aggregate else {
        let given = [
            (annotation.distinct.as_ref().map(|o| o.origin), "distinct"),
            (annotation.conditions.first().map(|(name, _)| name.origin), "where"),
            (annotation.default.as_ref().map(|o| o.origin), "default"),
        ];
        for (origin, option) in given.into_iter().filter_map(|(origin, option)| Some((origin?, option))) {
            let report =
                d.report(&codes::ANNOTATION_OPTION, if option == "where" { origin } else { d.key_of(origin) }, &[option, "an expression"]);
            if option == "default" {
                report.help("write `coalesce(…, …)` in the expression");
            }
        }
        return;
    };
    let of = format!("`{}`", function.value.name());
    let mut refuse = |origin: Option<Origin>, option: &str, of: &str, help: &str| {
        if let Some(origin) = origin {
            d.report(&codes::ANNOTATION_OPTION, d.key_of(origin), &[option, of]).also(function.origin, "what is computed").help(help);
        }
    };
    if !function.value.has_distinct() {
        let origin = annotation.distinct.as_ref().map(|o| o.origin);
        refuse(origin, "distinct", &of, "`distinct` is an option of `count`, `sum` and `avg`");
    }
    if !function.value.has_default() {
        let origin = annotation.default.as_ref().map(|o| o.origin);
        refuse(origin, "default", &of, "where there are no rows this is 0, or false, by itself");
    }
    if !decimal {
        for (origin, option) in [(&annotation.max_digits, "max_digits"), (&annotation.decimal_places, "decimal_places")] {
            let origin = origin.as_ref().map(|o| o.origin);
            refuse(origin, option, "an annotation without `type = \"decimal\"`", "decimals have the places of their source by themselves");
        }
    }
}

/// What is computed of the row's own columns.
fn expression(index: &Index<'_>, id: usize, annotation: &AnnotationSpec, d: &mut Diagnostics) {
    let Some(text) = &annotation.expression else { return };
    let said = annotation.kind.as_ref().map(|k| (k, k.value.stored()));
    if let Some((kind, None)) = said {
        d.report(&codes::CONTRADICTION, kind.origin, &["no annotation is of this type"]);
    }
    let Some(typed) = super::expressions::typed(index, id, text, false, d) else { return };
    if let Some((kind, Some(stored))) = said
        && !typed.value.fits(stored)
    {
        let problem = format!("the expression is {}, which no `{}` shows", typed.value.name(), word(stored));
        d.report(&codes::CONTRADICTION, kind.origin, &[&problem]).also(text.origin, "the expression");
    }
    for range in typed.integer_divisions {
        d.report(&codes::INTEGER_DIVISION, text.origin.part(text.len(), range), &[]);
    }
}

fn aggregate(index: &Index<'_>, id: usize, annotation: &AnnotationSpec, d: &mut Diagnostics) {
    let Some((function, path)) = &annotation.aggregate else { return };
    let found = resolved(index, id, path, d);
    for (lookup, value) in &annotation.conditions {
        condition(index, id, lookup, value, d);
    }
    let stored = found.and_then(|found| source(index, found));
    if let (Some(found), Some(stored)) = (found, stored) {
        let what = if found.end.target().is_some() { "a relation" } else { word(stored) };
        let summed = matches!(function.value, Function::Sum | Function::Avg) && found.end.target().is_some();
        if summed || function.value.result(stored).is_none() {
            let problem = format!("it is {what}");
            let report = d.report(&codes::NOT_COMPUTED, path.origin, &[function.value.name(), path, &problem]);
            if summed {
                report.help(format!("go on to a field: `{}.amount`; `count` counts rows", path.value));
            } else if stored == T::Boolean {
                report.help(format!("`exists` or `count` with `where = {{ \"{}\" = true }}` says how often it is true", path.value));
            }
            return;
        }
    }
    let own = annotation.kind.as_ref();
    let natural = match function.value {
        Function::Count | Function::Exists => function.value.result(T::Integer),
        other => stored.and_then(|stored| other.result(stored)),
    };
    if let (Some(said), Some(natural)) = (own, natural)
        && let Some(kind) = said.value.stored()
        && !fits(natural, kind)
    {
        let text = format!("`{}` gives {}, which no `{}` holds", function.value.name(), word(natural), word(kind));
        d.report(&codes::CONTRADICTION, said.origin, &[&text]).help("leave `type` out: it follows from the source");
    }
    if own.is_some_and(|said| said.value.stored().is_none()) {
        let said = own.map_or(annotation.origin, |s| s.origin);
        d.report(&codes::CONTRADICTION, said, &["no annotation is of this type"]);
    }
    default(index, id, annotation, d);
}

/// Whether values of a type can be shown and compared as another.
fn fits(natural: T, said: T) -> bool {
    let number = |kind: T| kind.is_integer() || matches!(kind, T::Float | T::Decimal);
    natural == said || number(natural) && number(said) && said != T::Auto || natural.is_text() && said.is_text()
}

fn default(index: &Index<'_>, id: usize, annotation: &AnnotationSpec, d: &mut Diagnostics) {
    let (Some(default), Some(kind)) = (&annotation.default, kind(index, id, annotation)) else { return };
    let mut field = FieldSpec::new(annotation.name.clone(), annotation.origin, Spanned::new(FieldKind::Stored(kind), annotation.origin));
    field.max_digits.clone_from(&annotation.max_digits);
    field.decimal_places.clone_from(&annotation.decimal_places);
    let problem = match (&default.value, kind) {
        // Each row would have a value of its own.
        (Value::Str(text), _) if text.ends_with("()") => Some("it is not a constant".to_owned()),
        (Value::Str(text), T::Duration) if duration(text).is_none() => Some("write it as `[days] hours:minutes:seconds`".to_owned()),
        (Value::Float { value, .. }, _) if !value.is_finite() => Some("it is no number".to_owned()),
        (value, _) => values::refused(&field, value),
    };
    if let Some(problem) = problem {
        d.report(&codes::DEFAULT, default.origin, &[&annotation.name, &problem]);
    }
}

/// Django's form of a duration, which is what the databases are given.
fn duration(text: &str) -> Option<()> {
    let text = text.trim_start_matches('-');
    let (days, clock) = text.split_once(' ').unwrap_or(("0", text));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = clock.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else { return None };
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    [days, hours, minutes, whole, fraction].iter().all(|part| digits(part)).then_some(())
}

/// A path through columns only.
fn resolved<'i, 'a>(index: &'i Index<'a>, id: usize, path: &Spanned<String>, d: &mut Diagnostics) -> Option<Found<'i, 'a>> {
    match index.path(id, path, Names::Query) {
        Ok(found) if matches!(found.end, End::Attr(a) if a.annotation.is_some()) => {
            let last = path.rsplit('.').next().unwrap_or_default();
            d.report(&codes::ANNOTATION_PLACE, path.origin, &[last, "no annotation is computed from another"]);
            None
        }
        Ok(found) if matches!(found.end, End::Attr(a) if a.doubtful()) => None,
        Ok(found) => Some(found),
        Err(lost) => {
            report_lost(d, &codes::UNKNOWN_FIELD, path.origin, &lost);
            None
        }
    }
}

/// One lookup of `where`.
fn condition(index: &Index<'_>, id: usize, text: &Spanned<String>, value: &Spanned<Value>, d: &mut Diagnostics) {
    let (path, lookup) = match text.rsplit_once("__").and_then(|(path, name)| Some((path, Lookup::parse(name)?))) {
        // What is called like a lookup is a field first.
        Some((path, lookup)) if index.path(id, text, Names::Query).is_err() => (Spanned::new(path.to_owned(), text.origin), lookup),
        _ => (text.clone(), Lookup::Exact),
    };
    if let Err(Lost::NotARelation { .. }) = index.path(id, &path, Names::Query)
        && let Some((_, last)) = path.rsplit_once("__")
    {
        let names: Vec<&str> = Lookup::ALL.iter().map(|l| l.name()).collect();
        d.report(&codes::UNKNOWN_LOOKUP, text.origin, &[last, "where"]).among(last, names);
        return;
    }
    let Some(found) = resolved(index, id, &path, d) else { return };
    let Some(kind) = found.end.kind() else { return };
    if !lookup.applies_to(kind) {
        super::filters::applies(&path, found, lookup, text.origin, d);
        return;
    }
    let stored = source(index, found);
    let wrong = |problem: String, d: &mut Diagnostics| {
        d.report(&codes::BAD_VALUE, value.origin, &[&shown(value), text, &problem]);
    };
    let one = |value: &Value| match (lookup, value) {
        (Lookup::IsNull, Value::Bool(_)) => None,
        (Lookup::IsNull, _) => Some("true or false".to_owned()),
        (Lookup::Year | Lookup::Month | Lookup::Day, Value::Int(_)) => None,
        (Lookup::Year | Lookup::Month | Lookup::Day, _) => Some("a whole number".to_owned()),
        (Lookup::Date, value) => values::wrong_form(T::Date, None, value),
        (Lookup::Regex | Lookup::IRegex, Value::Str(_)) => None,
        (
            Lookup::IExact
            | Lookup::Contains
            | Lookup::IContains
            | Lookup::StartsWith
            | Lookup::IStartsWith
            | Lookup::EndsWith
            | Lookup::IEndsWith
            | Lookup::Regex
            | Lookup::IRegex,
            Value::Bool(_) | Value::List(_) | Value::Table(_),
        ) => Some("a text".to_owned()),
        (Lookup::IExact | Lookup::Contains | Lookup::IContains | Lookup::StartsWith | Lookup::IStartsWith, _)
        | (Lookup::EndsWith | Lookup::IEndsWith | Lookup::Regex | Lookup::IRegex, _) => None,
        (_, Value::Str(text)) if text.ends_with("()") => Some("a constant".to_owned()),
        (_, value) => values::wrong_form(stored?, None, value),
    };
    match (lookup, &value.value) {
        (Lookup::In | Lookup::Range, Value::List(items)) => {
            if lookup == Lookup::Range && items.len() != 2 {
                wrong("a list of two values".to_owned(), d);
            } else if let Some(problem) = items.iter().find_map(|item| one(item)) {
                wrong(problem, d);
            }
        }
        (Lookup::In | Lookup::Range, _) => wrong("a list of values".to_owned(), d),
        (Lookup::Regex | Lookup::IRegex, Value::Str(pattern)) => {
            patterns::check(&Spanned::new(pattern.clone(), value.origin), "where", d);
        }
        (_, single) => {
            if let Some(problem) = one(single) {
                wrong(problem, d);
            }
        }
    }
}

fn shown(value: &Value) -> String {
    value.as_text().unwrap_or_else(|| value.to_json())
}

/// The word of a type in specs.
fn word(kind: T) -> &'static str {
    crate::spec::read::kind_name(FieldKind::Stored(kind))
}
