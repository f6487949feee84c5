//! `[annotations]`.

use super::table::Table;
use super::{model, words};
use crate::diag::{Diagnostics, codes};
use crate::spec::{AnnotationSpec, FieldKind, Function, Origin, Spanned};
use restwright_schema::model::FieldType;

pub(super) fn annotations(mut table: Table<'_>, d: &mut Diagnostics) -> Vec<AnnotationSpec> {
    // What has no table has its name all the same, so that it is not reported as missing where it is used.
    let unknown = |name: Spanned<String>| AnnotationSpec {
        origin: name.origin,
        aggregate: None,
        expression: None,
        distinct: None,
        conditions: Vec::new(),
        default: None,
        kind: None,
        max_digits: None,
        decimal_places: None,
        name,
        doubtful: true,
    };
    table
        .tables(d)
        .into_iter()
        .map(|(name, options)| match options {
            Some(options) => annotation(name, options, d),
            None => unknown(name),
        })
        .collect()
}

fn annotation(name: Spanned<String>, mut t: Table<'_>, d: &mut Diagnostics) -> AnnotationSpec {
    let before = d.doubts();
    let mut found: Vec<(Spanned<Function>, Spanned<String>)> = Vec::new();
    for function in Function::ALL {
        let origin = t.key_origin(function.name());
        if let (Some(origin), Some(path)) = (origin, t.string(function.name(), d)) {
            found.push((Spanned::new(*function, origin), path));
        }
    }
    let mut read = AnnotationSpec {
        origin: t.origin,
        aggregate: None,
        expression: t.string("expression", d),
        distinct: t.boolean("distinct", d),
        conditions: t.table("where", d).map(|mut table| table.values_by_name(d)).unwrap_or_default(),
        default: t.value("default", d),
        kind: t.word("type", words::FIELD_KINDS, d),
        max_digits: t.number("max_digits", d),
        decimal_places: t.number("decimal_places", d),
        name,
        doubtful: false,
    };
    let decimal = read.kind.as_ref().is_some_and(|k| k.value == FieldKind::Stored(FieldType::Decimal));
    if decimal {
        model::digits(&mut t, read.name.origin);
    }
    let key = t.key_origin("expression");
    let said: Vec<Origin> = found.iter().map(|(function, _)| function.origin).chain(key).collect();
    if let [first, second, ..] = said.as_slice() {
        d.report(&codes::ANNOTATION, *second, &["two things", &format!("`{}`", read.name.value)]).also(*first, "the first one");
        d.doubt();
    } else if said.is_empty() && d.doubts() == before && Function::ALL.iter().all(|f| !t.has(f.name())) {
        t.lacks(&codes::ANNOTATION, "nothing", read.name.origin, "");
    }
    if key.is_some() && read.kind.is_none() && !t.has("type") {
        t.lacks(&codes::NO_EXPRESSION_TYPE, "type", read.name.origin, "");
    }
    read.aggregate = found.into_iter().next();
    t.finish(d);
    read.doubtful = d.doubts() > before || (read.aggregate.is_none() && read.expression.is_none());
    read
}
