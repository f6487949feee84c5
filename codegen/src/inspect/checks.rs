//! Check constraints: what a condition says, if it is one comparison.

/// What was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The column holds JSON.
    Json(String),
    /// A comparison of a column with a constant or another column.
    Comparison {
        /// The column on the left.
        column: String,
        /// `=`, `!=`, `<`, `<=`, `>` or `>=`.
        op: &'static str,
        /// The right side.
        right: Operand,
    },
}

/// The right side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    Column(String),
    Number(String),
    Text(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Name(String),
    Text(String),
    Number(String),
    Op(&'static str),
    Cast,
    Parenthesis,
    Other,
}

const OPS: &[(&str, &str)] = &[(">=", ">="), ("<=", "<="), ("<>", "!="), ("!=", "!="), ("=", "="), (">", ">"), ("<", "<")];

/// The meaning of a condition in any of the databases' SQL; `None` if it is more than one comparison.
pub(super) fn meaning(sql: &str) -> Option<Meaning> {
    let tokens = tokens(sql);
    if let Some(column) = json(&tokens) {
        return Some(Meaning::Json(column));
    }
    let plain = without_casts(&tokens);
    let [left, Token::Op(op), right] = plain.as_slice() else { return None };
    let (left, op, right) = match (column(left), column(right)) {
        (Some(left), _) => (left, *op, operand(right)?),
        (None, Some(right)) => (right, mirrored(op), operand(left)?),
        (None, None) => return None,
    };
    Some(Meaning::Comparison { column: left, op, right })
}

/// `JSON_VALID(x)`, by itself or with `OR x IS NULL`, as Django writes it on SQLite and MariaDB by itself.
fn json(tokens: &[Token]) -> Option<String> {
    let words: Vec<&Token> = tokens.iter().filter(|t| !matches!(t, Token::Parenthesis)).collect();
    let is = |token: &Token, word: &str| matches!(token, Token::Word(w) if w.eq_ignore_ascii_case(word));
    match words.as_slice() {
        [call, name] if is(call, "json_valid") => column(name),
        [call, name, or, again, is_, null]
            if is(call, "json_valid") && is(or, "or") && is(is_, "is") && is(null, "null") && column(name) == column(again) =>
        {
            column(name)
        }
        _ => None,
    }
}

fn column(token: &Token) -> Option<String> {
    match token {
        Token::Name(name) => Some(name.clone()),
        Token::Word(word) if !["true", "false", "null"].iter().any(|w| word.eq_ignore_ascii_case(w)) => Some(word.clone()),
        _ => None,
    }
}

fn operand(token: &Token) -> Option<Operand> {
    match token {
        Token::Number(n) => Some(Operand::Number(n.clone())),
        // A quote within would end the text of the spec's comparison.
        Token::Text(text) if !text.contains(['\'', '"', '\\']) => Some(Operand::Text(text.clone())),
        other => column(other).map(Operand::Column),
    }
}

const fn mirrored(op: &'static str) -> &'static str {
    match op.as_bytes() {
        b"<" => ">",
        b">" => "<",
        b"<=" => ">=",
        b">=" => "<=",
        _ => op,
    }
}

/// Without parentheses and PostgreSQL's casts, whose types may be several words. A function's call leaves two words behind,
/// which no comparison has.
fn without_casts(tokens: &[Token]) -> Vec<Token> {
    let mut out = Vec::new();
    let mut cast = false;
    for token in tokens {
        match token {
            Token::Cast => cast = true,
            Token::Word(_) | Token::Name(_) if cast => {}
            Token::Parenthesis => cast = false,
            other => {
                cast = false;
                out.push(other.clone());
            }
        }
    }
    out
}

fn tokens(sql: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(c) = rest.chars().next() {
        let (token, length) = next(rest, c, out.last());
        // MySQL marks a text with its character set.
        if matches!(token, Token::Text(_)) && matches!(out.last(), Some(Token::Word(w)) if w.starts_with('_')) {
            out.pop();
        }
        out.push(token);
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    out
}

fn next(rest: &str, c: char, before: Option<&Token>) -> (Token, usize) {
    if let Some(close) = match c {
        '\'' => Some('\''),
        '"' => Some('"'),
        '`' => Some('`'),
        '[' => Some(']'),
        _ => None,
    } {
        let inner = &rest[c.len_utf8()..];
        let mut end = 0;
        // A doubled quote is part of the text.
        while let Some(at) = inner[end..].find(close) {
            end += at;
            if close != ']' && inner[end + 1..].starts_with(close) {
                end += 2;
                continue;
            }
            let text = inner[..end].replace(&format!("{close}{close}"), &close.to_string());
            return (if c == '\'' { Token::Text(text) } else { Token::Name(text) }, end + 2);
        }
        return (Token::Other, rest.len());
    }
    if let Some((written, op)) = OPS.iter().find(|(written, _)| rest.starts_with(written)) {
        return (Token::Op(op), written.len());
    }
    if rest.starts_with("::") {
        return (Token::Cast, 2);
    }
    let signed = matches!(c, '-' | '+') && matches!(before, None | Some(Token::Op(_) | Token::Parenthesis));
    let number = |text: &str| text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    if c.is_ascii_digit() || (signed && rest[1..].starts_with(|c: char| c.is_ascii_digit())) {
        let skip = usize::from(signed);
        let length = skip + number(&rest[skip..]);
        return (Token::Number(rest[..length].trim_start_matches('+').to_owned()), length);
    }
    if c.is_alphanumeric() || c == '_' {
        let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        return (Token::Word(rest[..length].to_owned()), length);
    }
    (if matches!(c, '(' | ')') { Token::Parenthesis } else { Token::Other }, c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_of_all_databases() {
        let comparison = |column: &str, op, right| Some(Meaning::Comparison { column: column.to_owned(), op, right });
        let number = |n: &str| Operand::Number(n.to_owned());
        for sql in ["\"size\" >= 0", "(size >= 0)", "`size` >= 0", "((size)::integer >= 0)", "(0 <= size)"] {
            assert_eq!(meaning(sql), comparison("size", ">=", number("0")), "{sql}");
        }
        assert_eq!(meaning("(price > (0)::numeric)"), comparison("price", ">", number("0")));
        assert_eq!(meaning("\"a\" <> -1.5"), comparison("a", "!=", number("-1.5")));
        assert_eq!(meaning("((kind)::text <> 'x y'::text)"), comparison("kind", "!=", Operand::Text("x y".into())));
        assert_eq!(meaning("`kind` = _utf8mb4'a'"), comparison("kind", "=", Operand::Text("a".into())));
        assert_eq!(meaning("(\"end\" > \"Start\")"), comparison("end", ">", Operand::Column("Start".into())));
        for sql in [
            "a > 0 AND a < 9",
            "length(a) > 3",
            "a IN (1, 2)",
            "a BETWEEN 1 AND 2",
            "(a > 0::numeric AND (b > 1))",
            "'it''s' = a",
            "a = true",
        ] {
            assert_eq!(meaning(sql), None, "{sql}");
        }
    }

    #[test]
    fn json_of_sqlite_and_mariadb() {
        for sql in ["(JSON_VALID(\"meta\") OR \"meta\" IS NULL)", "json_valid(`meta`)"] {
            assert_eq!(meaning(sql), Some(Meaning::Json("meta".into())), "{sql}");
        }
    }
}
