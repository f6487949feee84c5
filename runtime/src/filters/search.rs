//! DRF's `SearchFilter`.

use crate::db::{Conn, Dialect};
use crate::orm::lookups::{self, BadPattern, Condition, Operand};
use crate::orm::{Clean, FilterCall, Select, Statement};
use crate::schema::link::{Graph, Path, View};
use crate::schema::lookup::Lookup;
use crate::{ApiError, Errors, Value};
use regex::Regex;
use std::sync::LazyLock;

/// One of `search_fields`.
#[derive(Clone, Debug)]
pub(super) struct SearchField {
    path: Path,
    lookup: Lookup,
    /// `@`: by PostgreSQL's full text search. The others have none, and search plainly.
    full: bool,
}

/// A view's `search_fields`, resolved. A field that leads nowhere was refused by the generator's checks.
pub(super) fn compile(graph: &Graph, view: &View) -> Vec<SearchField> {
    view.search_fields
        .iter()
        .filter_map(|text| {
            let prefixed = match text.chars().next()? {
                '^' => Some(Lookup::IStartsWith),
                '=' => Some(Lookup::IExact),
                '$' => Some(Lookup::IRegex),
                '@' => Some(Lookup::IContains),
                _ => None,
            };
            if let Some(lookup) = prefixed {
                return Some(SearchField { path: graph.path(view.model, &text[1..]).ok()?, lookup, full: text.starts_with('@') });
            }
            match graph.path(view.model, text) {
                Ok(path) => Some(SearchField { path, lookup: Lookup::IContains, full: false }),
                // Without a prefix the lookup may be written out: `title__startswith`.
                Err(_) => {
                    let (path, lookup) = text.rsplit_once("__").or_else(|| text.rsplit_once('.'))?;
                    Some(SearchField { path: graph.path(view.model, path).ok()?, lookup: Lookup::parse(lookup)?, full: false })
                }
            }
        })
        .collect()
}

/// How many words a search may have: each is a condition on each field, and SQLite's conditions are not deeper than 1,000.
const TERMS: usize = 128;

/// DRF's `search_smart_split`: words, parted by spaces and commas; a quoted phrase is one.
pub(super) fn terms(text: &str) -> Vec<String> {
    static WORDS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"[^\s'"]*(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)+|\S+"#).ok());
    let Some(words) = WORDS.as_ref() else { return Vec::new() };
    let mut terms = Vec::new();
    for word in words.find_iter(text) {
        let word = word.as_str().trim_matches(',');
        match word.chars().next() {
            Some(quote @ ('"' | '\'')) if word.ends_with(quote) => {
                let inside = word.get(1..word.len() - 1).unwrap_or("");
                terms.push(inside.replace(&format!("\\{quote}"), &quote.to_string()).replace("\\\\", "\\"));
            }
            _ => terms.extend(word.split(',').filter(|t| !t.is_empty()).map(|t| t.trim().to_owned())),
        }
    }
    terms
}

/// Narrows a list to the rows in which every term is found in one of the fields.
///
/// # Errors
///
/// 400 for null characters and for a pattern that is none.
pub(super) async fn apply(
    select: &mut Select<'_>,
    fields: &[SearchField],
    (param, text): (&str, &str),
    conn: &mut Conn,
) -> Result<(), ApiError> {
    if text.contains('\0') {
        return Err(ApiError::invalid(Errors::message("Null characters are not allowed.")));
    }
    let terms = terms(text);
    if fields.is_empty() || terms.is_empty() {
        return Ok(());
    }
    let too_much = |text: String| Err(ApiError::invalid(Errors::field(param, text)));
    if terms.len() > TERMS {
        return too_much(format!("Ensure this value has at most {TERMS} words (it has {}).", terms.len()));
    }
    let plain = Clean::Text(terms.iter().max_by_key(|term| term.len()).cloned().unwrap_or_default());
    if let Some(text) = fields.iter().find_map(|field| lookups::too_long(field.lookup, &plain)) {
        return too_much(text);
    }
    let bad = |BadPattern| ApiError::invalid(Errors::field(param, "Enter a valid value."));
    if let Some(lookup) = fields.iter().map(|f| f.lookup).find(|l| matches!(l, Lookup::Regex | Lookup::IRegex)) {
        for term in &terms {
            if !lookups::usable(conn, lookup, &[Clean::Text(term.clone())]).await? {
                return Err(bad(BadPattern));
            }
        }
    }
    if fields.iter().any(|f| f.path.many()) {
        // Rows are found once however many related ones match.
        let mut inner = select.inner();
        narrow(&mut inner, fields, &terms).map_err(bad)?;
        select.push_exists(inner);
        return Ok(());
    }
    narrow(select, fields, &terms).map_err(bad)
}

/// Django's lookup `search`: all words of the term, in whatever form and order, in the language that the database is set to.
fn full_text(column: Operand<'_>, term: &str) -> Condition {
    column.met("to_tsvector(COALESCE({}::text, '')) @@ plainto_tsquery(?)", [Value::Text(term.to_owned())])
}

fn narrow(select: &mut Select<'_>, fields: &[SearchField], terms: &[String]) -> Result<(), BadPattern> {
    let graph = select.graph;
    let dialect = select.dialect();
    let needed = select.inner_joins();
    // All of it is one `filter()`.
    let mut call = FilterCall::default();
    let placed: Vec<_> = fields.iter().map(|f| select.place(&f.path, &mut call)).collect();
    for term in terms {
        let mut found: Vec<Statement> = Vec::new();
        let mut always = false;
        for (field, placed) in fields.iter().zip(&placed) {
            let column = Operand { sql: &placed.sql, kind: graph.end_type(&field.path), dialect };
            let condition = match field.full && dialect == Dialect::Postgres {
                true => full_text(column, term),
                false => lookups::condition(dialect, column, field.lookup, &[Clean::Text(term.clone())])?,
            };
            match condition {
                Condition::Always => always = true,
                Condition::Never => {}
                Condition::Sql(condition) => found.push(condition),
            }
        }
        match (always, found.as_mut_slice()) {
            (true, _) => {}
            (false, []) => select.push("1 = 0", []),
            (false, [only]) if fields.len() == 1 => select.push_statement(std::mem::take(only)),
            (false, found) => {
                let mut any = Statement::from("(");
                any.append_joined(found.iter(), " OR ").push(")");
                select.push_statement(any);
            }
        }
    }
    // A row that one field finds need not have what the others ask for, but what all of them go through it must have.
    let on_all_ways = |join: &usize| placed.iter().all(|p| p.joins.contains(join));
    let (shared, own): (Vec<usize>, Vec<usize>) = call.joins.into_iter().partition(on_all_ways);
    select.release(&own);
    select.require(&shared);
    select.require(&needed);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::terms;

    #[test]
    fn terms_are_split_as_in_drf() {
        for (text, expected) in [
            ("a b", vec!["a", "b"]),
            ("a,b , c", vec!["a", "b", "c"]),
            (r#""a b" c"#, vec!["a b", "c"]),
            (r#"'it\'s here',x"#, vec!["'it\\'s here'", "x"]),
            (r#"'it\'s here'"#, vec!["it's here"]),
            (r#"x"y z""#, vec![r#"x"y z""#]),
            (r#"""#, vec![""]),
            ("  ,, ", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(terms(text), expected, "{text}");
        }
    }
}
