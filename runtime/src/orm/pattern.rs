//! Python's regular expressions in the dialect of the `regex` crate, which SQLite's `REGEXP` is given: linear in the text, so a client
//! cannot stall the server. What it lacks (look-around, back-references) is refused.
//!
//! PostgreSQL and MySQL have engines of their own, and are asked whether they can use a pattern ([`usable`]).

use crate::Value;
use crate::db::{Conn, DbError, Dialect};
use regex::RegexBuilder;
use regex_syntax::hir::{Hir, HirKind};

/// How many characters a pattern may look for, its counts multiplied out (`(ab){10}` looks for 20). To match a text takes this many steps for
/// each of its characters, at worst.
const LOOKED_FOR: u64 = 500;
/// How many bytes a pattern may take when it is compiled: classes such as `\w` are large.
const COMPILED: usize = 4 << 20;

/// Whether the database can use a pattern, asked before the list is: then the answer names its parameter, and is the same where no row is looked at.
///
/// # Errors
///
/// What keeps the database from answering.
pub(super) async fn usable(conn: &mut Conn, pattern: &str) -> Result<bool, DbError> {
    let sql = match conn.dialect() {
        Dialect::Sqlite => return Ok(true),
        // Without a sign of its own it is a text.
        _ if !pattern.contains(['\\', '(', ')', '[', ']', '{', '}', '*', '+', '?', '|']) => return Ok(true),
        Dialect::Postgres => "SELECT '' ~ ?",
        Dialect::MySql => "SELECT CONVERT('' USING utf8mb4) REGEXP ?",
    };
    match conn.fetch(sql, &[Value::Text(pattern.to_owned())]).await {
        Ok(_) => Ok(true),
        Err(DbError::Pattern(_) | DbError::Limit(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The pattern as the database gets it; `None` if it is not one, or needs what there is not.
pub(super) fn translate(pattern: &str, ignore_case: bool) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() + 8);
    if ignore_case {
        out.push_str("(?i)");
    }
    let mut chars = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next()? {
                'Z' if !in_class => out.push_str(r"\z"),
                // To Python these are the characters themselves, here they would be the edges of words.
                c @ ('<' | '>') => out.push(c),
                // A letter without a meaning is an error in Python, and `\pL` has none there.
                'p' | 'P' | 'z' | 'C' | 'Q' | 'E' | 'G' | 'K' | 'X' | 'R' => return None,
                'b' if in_class => out.push_str(r"\x08"),
                c => out.extend(['\\', c]),
            },
            '[' if in_class => out.push_str(r"\["),
            '[' => {
                in_class = true;
                out.push('[');
                if chars.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                // A bracket that comes first is one of the class's characters.
                if chars.next_if_eq(&']').is_some() {
                    out.push_str(r"\]");
                }
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            // Set operations of the crate.
            '&' | '~' if in_class => out.extend(['\\', c]),
            '-' if in_class && chars.peek() == Some(&'-') => out.push_str(r"\-"),
            '{' if !in_class => {
                let mut ahead = chars.clone();
                let inside: String = ahead.by_ref().take_while(|c| *c != '}').collect();
                let counts = inside.split(',').all(|n| n.bytes().all(|b| b.is_ascii_digit()));
                match (counts && pattern.contains('}'), inside.split_once(',')) {
                    (true, Some(("", most))) => {
                        out.push_str("{0,");
                        out.push_str(most);
                        out.push('}');
                        chars = ahead;
                    }
                    (true, None) if inside.is_empty() => out.push_str(r"\{"),
                    (true, _) => out.push('{'),
                    (false, _) => out.push_str(r"\{"),
                }
            }
            '}' if !in_class && !closes_count(&out) => out.push_str(r"\}"),
            c => out.push(c),
        }
    }
    let size = looked_for(&regex_syntax::parse(&out).ok()?);
    (size <= LOOKED_FOR && RegexBuilder::new(&out).size_limit(COMPILED).build().is_ok()).then_some(out)
}

/// How many characters a pattern looks for. The parser bounds how deep it is.
fn looked_for(pattern: &Hir) -> u64 {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len().try_into().unwrap_or(u64::MAX),
        HirKind::Class(_) => 1,
        HirKind::Repetition(repeated) => {
            let times = repeated.max.unwrap_or(repeated.min.saturating_add(1)).max(1);
            looked_for(&repeated.sub).saturating_mul(u64::from(times))
        }
        HirKind::Capture(group) => looked_for(&group.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(looked_for).fold(0, u64::saturating_add),
    }
}

/// Whether a brace that comes now closes a `{2,3`.
fn closes_count(out: &str) -> bool {
    out.rfind('{').is_some_and(|at| {
        !out[..at].ends_with('\\') && out[at + 1..].bytes().all(|b| b.is_ascii_digit() || b == b',') && out.len() > at + 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    fn finds(pattern: &str, text: &str) -> Option<bool> {
        translate(pattern, false).and_then(|p| Regex::new(&p).ok()).map(|p| p.is_match(text))
    }

    #[test]
    fn patterns_mean_what_they_mean_in_python() {
        for (pattern, text, expected) in [
            ("^(N|E)", "Novels", Some(true)),
            (r"a\Z", "ba", Some(true)),
            (r"[[a]", "[", Some(true)),
            (r"[]a]", "]", Some(true)),
            (r"[a&&b]", "&", Some(true)),
            (r"x{,2}y", "xxy", Some(true)),
            (r"x{2}", "xx", Some(true)),
            (r"x{2,}", "x", Some(false)),
            (r"x{y}", "x{y}", Some(true)),
            (r"\<b", "<b", Some(true)),
            ("(", "(", None),
            ("*", "*", None),
            (r"(a)\1", "aa", None),
            ("(?=a)", "a", None),
            ("(?P<x>a)", "a", Some(true)),
            (r"^\w{40}$", "a", Some(false)),
            ("[0-9a-f]{500}", "a", Some(false)),
            ("[0-9a-f]{501}", "a", None),
            ("(a|b)*a(a|b){4000}", "a", None),
            ("(ab{30}){100}", "a", None),
            ("((a{9}){9}){9999}", "a", None),
            (r"\w{1999}", "a", None),
        ] {
            assert_eq!(finds(pattern, text), expected, "{pattern}");
        }
        assert_eq!(translate("abc", true).as_deref(), Some("(?i)abc"));
    }
}
