//! Lists, dictionaries, choices of several and hidden fields among the declared ones.

use restwright_schema::model::FieldType as T;

use super::arguments::{self, Class};
use super::declared::{has_no_column, own_options, slip_of_column, source};
use super::index::{End, Index};
use super::values::wrong_form;
use crate::diag::{Diagnostics, codes};
use crate::source::Origin;
use crate::spec::{DeclaredKind, DeclaredSpec, FieldKind, Value};

/// Whether the class is one of these.
pub(super) const fn is(kind: DeclaredKind) -> bool {
    matches!(kind, DeclaredKind::List | DeclaredKind::Dict | DeclaredKind::MultipleChoice | DeclaredKind::Hidden)
}

/// Whether the class holds values of another one.
pub(super) const fn has_child(kind: DeclaredKind) -> bool {
    matches!(kind, DeclaredKind::List | DeclaredKind::Dict)
}

/// What a list or a dictionary holds, to its innermost child.
pub(super) fn children(f: &DeclaredSpec, d: &mut Diagnostics) {
    let mut next = f.child.as_deref();
    while let Some(child) = next {
        next = child.child.as_deref();
        if child.doubtful {
            continue;
        }
        let kind = child.kind.value;
        let plain = matches!(kind, DeclaredKind::Value(FieldKind::Stored(_))) || (is(kind) && kind != DeclaredKind::Hidden);
        if !plain && kind != DeclaredKind::Unknown {
            d.report(&codes::CHILD, child.kind.origin, &["holds plain values"]).help("other rows are a relation with `many = true`");
            continue;
        }
        for (name, origin) in not_for_children(child) {
            d.report(&codes::CHILD, d.key_of(origin), &[&format!("takes no `{name}`")]).help("remove it");
        }
        own_options(child, d);
        arguments::accepted(&child.args, Class::of_declared(child), d);
    }
}

fn not_for_children(child: &DeclaredSpec) -> Vec<(&'static str, Origin)> {
    let args = &child.args;
    let all = [
        ("source", args.source.as_ref().map(|a| a.origin)),
        ("read_only", args.read_only.as_ref().map(|a| a.origin)),
        ("write_only", args.write_only.as_ref().map(|a| a.origin)),
        ("required", args.required.as_ref().map(|a| a.origin)),
        ("default", args.default.as_ref().map(|a| a.origin)),
        ("initial", args.initial.as_ref().map(|a| a.origin)),
    ];
    all.into_iter().filter_map(|(name, origin)| Some((name, origin?))).collect()
}

/// A list, a dictionary or a choice of several stands for a JSON column, or for none.
pub(super) fn check(index: &Index<'_>, id: usize, f: &DeclaredSpec, d: &mut Diagnostics) {
    if has_no_column(index, id, f) {
        return slip_of_column(index, id, f, d);
    }
    let Some((found, origin)) = source(index, id, f, d) else { return };
    let fits = match found.end {
        End::Attr(attr) => attr.doubtful() || matches!(attr.kind, FieldKind::Stored(T::Json) | FieldKind::Unknown),
        End::Reverse(reverse) => reverse.field.is_some_and(|f| f.doubtful),
    };
    if !fits {
        d.report(&codes::SOURCE, origin, &[&f.name, "it is not a `json` field, and this type holds several values"])
            .help("let the column be of type `json`; rows of their own are a relation with `many = true`");
    }
}

/// A hidden field, its column and its default.
pub(super) fn hidden(index: &Index<'_>, id: usize, f: &DeclaredSpec, d: &mut Diagnostics) {
    let args = &f.args;
    let others = [
        ("read_only", args.read_only.as_ref().map(|a| a.origin)),
        ("write_only", args.write_only.as_ref().map(|a| a.origin)),
        ("required", args.required.as_ref().map(|a| a.origin)),
        ("allow_null", args.allow_null.as_ref().map(|a| a.origin)),
        ("initial", args.initial.as_ref().map(|a| a.origin)),
    ];
    for (name, origin) in others.into_iter().filter_map(|(name, origin)| Some((name, origin?))) {
        d.report(&codes::HIDDEN, d.key_of(origin), &[&f.name, &format!("it takes no `{name}`")]).help("remove it");
    }
    let column = match index.source(id, args.source.as_ref().unwrap_or(&f.name)) {
        Err(_) if args.source.is_none() => {
            slip_of_column(index, id, f, d);
            None
        }
        _ => match source(index, id, f, d) {
            Some((found, origin)) if found.hops > 0 => {
                d.report(&codes::HIDDEN, origin, &[&f.name, "its source is a path, and only a column of the row itself is set"])
                    .help("name a column of this resource");
                return;
            }
            Some((found, _)) => Some(found.end),
            None => return,
        },
    };
    let Some(default) = &args.default else { return };
    let attr = match column {
        None => None,
        Some(End::Attr(attr)) if attr.doubtful() => return,
        Some(End::Attr(attr)) if attr.annotation.is_some() => {
            d.report(&codes::HIDDEN, f.name.origin, &[&f.name, "its value is computed, and nobody sets it"])
                .help("name a column of this resource");
            return;
        }
        Some(End::Attr(attr)) => Some(attr),
        Some(End::Reverse(_)) => {
            d.report(&codes::HIDDEN, f.name.origin, &[&f.name, "it is a relation to rows that point here"])
                .help("name a column of this resource");
            return;
        }
    };
    let stored = attr.and_then(|attr| attr.kind.stored());
    let (problem, help) = match (&default.value, stored) {
        (Value::Str(text), _) if text == "current_user()" => {
            let key =
                attr.is_none_or(|attr| attr.target.is_some_and(|target| index.models[target].name == restwright_schema::builtin::USER));
            let key = key && stored.is_none_or(|kind| matches!(kind, T::ForeignKey | T::OneToOne));
            ((!key).then(|| "`current_user()` is a row of `auth.User`".to_owned()), "let the column be a key: `to = \"auth.User\"`")
        }
        (Value::Str(text), _) if text == "now()" => {
            let moment = stored.is_none_or(|kind| matches!(kind, T::Date | T::Time | T::DateTime));
            ((!moment).then(|| "`now()` is a moment".to_owned()), "let the column be a `date`, a `time` or a `datetime`")
        }
        (Value::Str(text), _) if text.ends_with("()") => {
            (Some(format!("nothing is called `{text}`")), "write `default = \"now()\"`, `default = \"current_user()\"`, or a constant")
        }
        (value, Some(kind)) => (wrong_form(kind, None, value), "write a constant of the column's type"),
        (_, None) => (None, ""),
    };
    if let Some(problem) = problem {
        d.report(&codes::HIDDEN, default.origin, &[&f.name, &problem]).help(help);
    }
}
