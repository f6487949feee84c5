//! What only the text of a `CREATE TABLE` says, where the database keeps the text and not its meaning.

#[cfg(feature = "sqlite")]
use restwright_schema::tables::Check;

/// A piece of SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A word or a number, as written.
    Word(String),
    /// A quoted name or text, without its quotes.
    Quoted(String),
    /// One character of anything else.
    Sign(char),
}

/// The pieces of a text, each with the byte behind it; comments and spaces are none.
fn tokens(sql: &str) -> Vec<(Token, usize)> {
    let mut out = Vec::new();
    let mut chars = sql.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let token = match c {
            c if c.is_whitespace() => continue,
            '-' if sql[end..].starts_with('-') => {
                while chars.next_if(|(_, c)| *c != '\n').is_some() {}
                continue;
            }
            '/' if sql[end..].starts_with('*') => {
                let close = sql[end..].find("*/").map_or(sql.len(), |n| end + n + 2);
                while chars.next_if(|(at, _)| *at < close).is_some() {}
                continue;
            }
            '\'' | '"' | '`' | '[' => {
                let close = if c == '[' { ']' } else { c };
                let mut text = String::new();
                while let Some((_, inner)) = chars.next() {
                    if inner == close {
                        // A doubled quote stands for one.
                        if close != ']' && chars.next_if(|(_, next)| *next == close).is_some() {
                            text.push(close);
                            continue;
                        }
                        break;
                    }
                    text.push(inner);
                }
                Token::Quoted(text)
            }
            c if c.is_alphanumeric() || c == '_' => {
                let mut word = c.to_string();
                while let Some((_, next)) = chars.next_if(|(_, c)| c.is_alphanumeric() || *c == '_' || *c == '$') {
                    word.push(next);
                }
                Token::Word(word)
            }
            c => Token::Sign(c),
        };
        out.push((token, chars.peek().map_or(sql.len(), |(at, _)| *at)));
    }
    out
}

/// The check constraints of a SQLite `CREATE TABLE`.
#[cfg(feature = "sqlite")]
pub(crate) fn checks(sql: &str) -> Vec<Check> {
    let tokens = tokens(sql);
    let is = |at: usize, word: &str| matches!(tokens.get(at), Some((Token::Word(w), _)) if w.eq_ignore_ascii_case(word));
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is(at, "check") && matches!(tokens.get(at + 1), Some((Token::Sign('('), _))) {
            let name = match at.checked_sub(1).and_then(|n| tokens.get(n)) {
                Some((Token::Quoted(name) | Token::Word(name), _)) if at >= 2 && is(at - 2, "constraint") => name.clone(),
                _ => String::new(),
            };
            let (begin, mut depth, mut end) = (tokens[at + 1].1, 0_usize, sql.len());
            while let Some((token, after)) = tokens.get(at + 1) {
                at += 1;
                match token {
                    Token::Sign('(') => depth += 1,
                    Token::Sign(')') => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth == 0 {
                    end = *after;
                    break;
                }
            }
            let inner = sql.get(begin..end).unwrap_or_default().trim_end();
            let condition = inner.strip_suffix(')').unwrap_or(inner);
            out.push(Check { name, sql: condition.split_whitespace().collect::<Vec<_>>().join(" ") });
        }
        at += 1;
    }
    out
}

/// The words of a MySQL `enum('a','b')`; none of another type.
#[cfg(feature = "mysql")]
pub(crate) fn enum_values(sql_type: &str) -> Vec<String> {
    let Some(inner) = sql_type.strip_prefix("enum(").and_then(|t| t.strip_suffix(')')) else { return Vec::new() };
    tokens(inner).into_iter().filter_map(|(token, _)| if let Token::Quoted(text) = token { Some(text) } else { None }).collect()
}

#[cfg(all(test, feature = "sqlite", feature = "mysql"))]
mod tests {
    use super::*;

    #[test]
    fn checks_are_found_among_names_texts_and_comments() {
        let sql = "CREATE TABLE t (a int CHECK (a >= 0), -- check (no)\n b text DEFAULT 'check (b)', /* check (c) */\n\
                   \"check\" int, CONSTRAINT \"named one\" CHECK ((\"check\" > 1) AND\n a <> 2))";
        let found: Vec<(String, String)> = checks(sql).into_iter().map(|c| (c.name, c.sql)).collect();
        let expected = [("", "a >= 0"), ("named one", "(\"check\" > 1) AND a <> 2")];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn words_of_an_enumeration() {
        assert_eq!(enum_values("enum('a','it''s, so')"), ["a", "it's, so"]);
        assert!(enum_values("varchar(3)").is_empty());
    }
}
