//! Sources that are no column: the text of a row (`__str__`), and how many rows a relation leads to (`parts.count`).

use restwright_schema::model::FieldType as T;

use super::declared::is_text;
use super::index::{End, Index, Lost, Names, report_lost};
use super::on;
use crate::diag::{Diagnostics, codes};
use crate::spec::{DeclaredSpec, FieldKind};

/// Checks a field with such a source; `false`: it is none.
pub(super) fn check(index: &Index<'_>, id: usize, f: &DeclaredSpec, kind: FieldKind, d: &mut Diagnostics) -> bool {
    let Some(source) = &f.args.source else { return false };
    if source.value == "__str__" || source.ends_with(".__str__") {
        let rest = source.strip_suffix(".__str__");
        text(index, id, f, rest, d);
        return true;
    }
    let Some(rest) = source.strip_suffix(".count") else { return false };
    // A column of this name comes first.
    if index.source(id, source).is_ok() {
        return false;
    }
    let found = match index.path(id, rest, Names::Accessor) {
        Ok(found) if found.end.is_many() => found,
        // A path that leads on is another mistake; a name that may be another resource's is the router's.
        Ok(_) | Err(Lost::Silent) => return false,
        Err(lost) => {
            report_lost(d, &codes::UNKNOWN_FIELD, source.origin, &lost);
            return true;
        }
    };
    let number = matches!(kind, FieldKind::Stored(T::Integer | T::BigInteger | T::SmallInteger | T::PositiveInteger | T::Auto));
    if found.many {
        d.report(&codes::SOURCE, source.origin, &[&f.name, "it goes through a relation to several rows"]);
    } else if !on(&f.args.read_only) {
        d.report(&codes::SOURCE, source.origin, &[&f.name, "it is the number of rows, which nobody can write"])
            .help("add `read_only = true`");
    } else if !number && !is_text(f.kind.value) || f.args.choices.is_some() {
        d.report(&codes::SOURCE, source.origin, &[&f.name, "it is the number of rows"]).help("use `type = \"integer\"`");
    }
    true
}

fn text(index: &Index<'_>, id: usize, f: &DeclaredSpec, rest: Option<&str>, d: &mut Diagnostics) {
    let origin = f.args.source.as_ref().map_or(f.name.origin, |source| source.origin);
    if !on(&f.args.read_only) {
        d.report(&codes::SOURCE, origin, &[&f.name, "it is the text of a row, which nobody can write"]).help("add `read_only = true`");
        return;
    }
    if !is_text(f.kind.value) || f.args.choices.is_some() {
        d.report(&codes::SOURCE, origin, &[&f.name, "it is the text of a row"]).help("use `type = \"string\"`");
        return;
    }
    let Some(rest) = rest else { return };
    match index.path(id, rest, Names::Accessor) {
        Ok(found) if found.many || found.end.is_many() => {
            d.report(&codes::SOURCE, origin, &[&f.name, "it goes through a relation to several rows"]);
        }
        Ok(found) => {
            let row = matches!(found.end, End::Reverse(_)) || matches!(found.end, End::Attr(a) if a.kind.is_relation() || a.doubtful());
            if !row {
                d.report(&codes::SOURCE, origin, &[&f.name, "what stands before `__str__` is no row"])
                    .help("name a relation, or the value alone");
            }
        }
        Err(Lost::Silent) => {}
        Err(lost) => report_lost(d, &codes::UNKNOWN_FIELD, origin, &lost),
    }
}
