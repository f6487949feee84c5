//! The text of an expression as tokens.

use super::Problem;
use std::ops::Range;

/// The longest text that is read, in bytes.
const LONGEST: usize = 4096;

/// A piece of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or a keyword, as written.
    Word(String),
    /// Digits, maybe with a point.
    Number(String),
    /// A text, without its quotes.
    Text(String),
    /// An operator or a bracket.
    Sign(&'static str),
}

/// Longer ones first, as `<` is the beginning of `<=`.
const SIGNS: &[&str] = &["<=", ">=", "<>", "!=", "==", "=", "<", ">", "+", "-", "*", "/", "(", ")", ",", "&&", "||", "%"];

/// Takes a text apart.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Problem> {
    if text.len() > LONGEST {
        return Err(Problem::new(0..text.len(), format!("the expression has {} bytes; at most {LONGEST} are read", text.len())));
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (token, length) = if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if c.is_ascii_digit() {
            number(rest, at)?
        } else if c == '\'' || c == '"' {
            quoted(rest, c, at)?
        } else if c.is_alphabetic() || c == '_' {
            let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
            (Token::Word(rest[..length].to_owned()), length)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (Token::Sign(sign), sign.len())
        } else {
            return Err(Problem::new(at..at + c.len_utf8(), format!("`{c}` has no meaning in an expression")));
        };
        found.push((token, at..at + length));
        at += length;
    }
    Ok(found)
}

fn number(rest: &str, at: usize) -> Result<(Token, usize), Problem> {
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_')).unwrap_or(rest.len());
    let text = &rest[..length];
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if digits(whole) && digits(fraction) {
        Ok((Token::Number(text.to_owned()), length))
    } else {
        Err(Problem::new(at..at + length, format!("`{text}` is not a number"))
            .help("write digits, and a point before further digits: `12.50`"))
    }
}

/// A text in single quotes (a doubled quote is one quote, as in SQL), or in double quotes.
fn quoted(rest: &str, quote: char, at: usize) -> Result<(Token, usize), Problem> {
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(1).peekable();
    while let Some((i, c)) = characters.next() {
        if c != quote {
            text.push(c);
        } else if quote == '\'' && characters.next_if(|(_, next)| *next == quote).is_some() {
            text.push(quote);
        } else {
            return Ok((Token::Text(text), i + 1));
        }
    }
    Err(Problem::new(at..at + rest.len(), "the text has no closing quote"))
}
