//! Expressions over the columns of one row.

use restwright_schema::model::FieldType;

use super::index::{End, Index, Lost};
use crate::diag::{Diagnostics, codes};
use crate::expression::{self, Column, Typed};
use crate::spec::Spanned;

/// Reads an expression over a resource's columns; what is wrong with it is reported at its place. `own`: its own table's alone, without its
/// master's.
pub(super) fn typed(index: &Index<'_>, id: usize, text: &Spanned<String>, own: bool, d: &mut Diagnostics) -> Option<Typed> {
    // What a name leads to that was reported already makes the rest unknown.
    let silent = std::cell::Cell::new(false);
    let column = |name: &str| {
        column(index, id, name, own).map_err(|problem| {
            silent.set(silent.get() || problem.is_none());
            problem.unwrap_or_default()
        })
    };
    match expression::parse(text).and_then(|node| expression::lower(&node, &column)) {
        Ok(typed) => Some(typed),
        Err(problem) => {
            if !silent.get() {
                let origin = text.origin.part(text.len(), problem.range.clone());
                let part = text.get(problem.range).unwrap_or(text.as_str());
                let report = d.report(&codes::EXPRESSION, origin, &[part, &problem.message]);
                if !problem.help.is_empty() {
                    report.help(problem.help);
                }
            }
            None
        }
    }
}

/// The column that a name stands for; the message and the help for one that cannot stand there, or nothing where that was reported.
fn column(index: &Index<'_>, id: usize, name: &str, own: bool) -> Result<Column, Option<(String, String)>> {
    let problem = |message: String, help: &str| Err(Some((message, help.to_owned())));
    if name.contains(['.']) || name.contains("__") {
        return problem(format!("`{name}` is a path"), "an expression is over the columns of one row; values of other rows are aggregates");
    }
    let attr = match index.column(id, name) {
        Ok(End::Attr(attr)) => attr,
        Ok(End::Reverse(_)) => {
            return problem(format!("`{name}` is a relation to other rows"), "aggregates look at other rows: `count = \"…\"`");
        }
        Err(Lost::Unknown { names, .. }) => {
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            let near = crate::diag::slip(name, &known);
            let help = near.map_or_else(|| format!("there are: {}", names.join(", ")), |near| format!("did you mean `{near}`?"));
            return problem(format!("there is no column `{name}`"), &help);
        }
        Err(_) => return Err(None),
    };
    if attr.annotation.is_some() {
        return problem(format!("`{name}` is an annotation"), "an expression is over columns: write out what the annotation computes");
    }
    if attr.is_many() {
        return problem(format!("`{name}` is a relation to several rows, and has no column"), "");
    }
    if own && attr.owner != id {
        return problem(format!("`{name}` is in the master's table"), "");
    }
    let kind = match attr.target {
        Some(_) => super::annotations::stored(index, End::Attr(attr)),
        None => attr.stored(),
    };
    let null = attr.field.is_some_and(|f| super::on(&f.null));
    match kind {
        Some(FieldType::ManyToMany) | None => Err(None),
        Some(kind) => Ok(Column { kind, null }),
    }
}
