#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Column, Typed, ValueType, lower, parse};
use restwright_schema::Dialect;
use restwright_schema::ddl::constants;
use restwright_schema::expression::{ColumnRef, Writer, write};
use restwright_schema::model::{FieldType, Literal};

struct Text(Dialect, String);

impl Writer for Text {
    fn sql(&mut self, text: &str) {
        self.1.push_str(text);
    }
    fn column(&mut self, column: &ColumnRef) {
        self.1.push_str(column.field);
    }
    fn constant(&mut self, value: Literal, kind: FieldType) {
        self.1.push_str(&constants::default(self.0, kind, value).unwrap());
    }
}

fn column(name: &str) -> Result<Column, (String, String)> {
    let (kind, null) = match name {
        "n" | "m" => (FieldType::Integer, false),
        "maybe" => (FieldType::Integer, true),
        "price" => (FieldType::Decimal, false),
        "weight" => (FieldType::Float, false),
        "name" | "nick" => (FieldType::String, name == "nick"),
        "on" => (FieldType::Boolean, false),
        "perhaps" => (FieldType::Boolean, true),
        "day" => (FieldType::Date, false),
        "at" => (FieldType::DateTime, true),
        "doc" => (FieldType::Json, true),
        _ => return Err((format!("`{name}` is not a column"), String::new())),
    };
    Ok(Column { kind, null })
}

fn read(text: &str) -> Result<Typed, super::Problem> {
    lower(&parse(text)?, &column)
}

fn sql(dialect: Dialect, text: &str) -> String {
    let mut out = Text(dialect, String::new());
    write(dialect, read(text).unwrap().expression, &mut out);
    out.1
}

#[test]
fn expressions_become_djangos_sql() {
    for (text, value, expected) in [
        ("n", ValueType::Integer, "n"),
        ("n * 2 + 1", ValueType::Integer, "((n * 2) + 1)"),
        ("n * (m - -2)", ValueType::Integer, "(n * (m - -2))"),
        ("-n / m", ValueType::Integer, "((-n) / m)"),
        ("price + price * n", ValueType::Decimal, "(price + (price * n))"),
        ("price * 1.50 * weight", ValueType::Float, "((price * 1.50) * weight)"),
        ("coalesce(nick, name, 'nobody''s')", ValueType::Text, "COALESCE(nick, name, 'nobody''s')"),
        ("concat(upper(name), ': ', n)", ValueType::Text, "(COALESCE(UPPER(name), '') || COALESCE(': ', '') || COALESCE(n, ''))"),
        ("day < now() and name = 'open'", ValueType::Boolean, "(day < strftime('%Y-%m-%d %H:%M:%f', 'now') AND name = 'open')"),
        ("n > 1 or (m = 2 and on)", ValueType::Boolean, "(n > 1 OR (m = 2 AND on))"),
        ("3 < n", ValueType::Boolean, "(n > 3)"),
        ("n <> 3", ValueType::Boolean, "(n <> 3)"),
        ("maybe != 3", ValueType::Boolean, "(NOT ((maybe = 3 AND maybe IS NOT NULL)))"),
        ("not maybe = 3", ValueType::Boolean, "(NOT ((maybe = 3 AND maybe IS NOT NULL)))"),
        ("not (maybe != 3)", ValueType::Boolean, "(NOT (NOT (maybe = 3)))"),
        ("n < maybe", ValueType::Boolean, "(n < maybe)"),
        ("maybe is null and at is not null", ValueType::Boolean, "(maybe IS NULL AND NOT (at IS NULL))"),
        ("name in ('a', \"b\")", ValueType::Boolean, "(name IN ('a', 'b'))"),
        ("maybe not in (1, 2)", ValueType::Boolean, "(NOT ((maybe IN (1, 2) AND maybe IS NOT NULL)))"),
        ("not perhaps", ValueType::Boolean, "(NOT ((perhaps AND perhaps IS NOT NULL)))"),
        ("on = true", ValueType::Boolean, "(on = 1)"),
        ("doc is null", ValueType::Boolean, "(doc IS NULL)"),
        ("day >= '2024-01-01'", ValueType::Boolean, "(day >= '2024-01-01')"),
    ] {
        assert_eq!((sql(Dialect::Sqlite, text), read(text).unwrap().value), (expected.to_owned(), value), "{text}");
    }
    assert_eq!(sql(Dialect::Postgres, "concat(name, n)"), "(COALESCE(name::text, '') || COALESCE(n::text, ''))");
    assert_eq!(sql(Dialect::MySql, "concat(name, n)"), "CONCAT_WS('', name, n)");
    assert_eq!(read("n / m").unwrap().integer_divisions.first(), Some(&(0..5)));
}

#[test]
fn problems_name_their_place() {
    for (text, part, message) in [
        ("", "", "ends where a column"),
        ("n +", "", "ends where a column"),
        ("n m", "m", "`m` stands where an operator"),
        ("(n", "", "ends where `)`"),
        ("n == 1", "==", "`==` stands where"),
        ("n = 1 = 2", "=", "a comparison cannot be compared"),
        ("n # 1", "#", "no meaning"),
        ("1x", "1x", "not a number"),
        ("name = 'a", "'a", "closing quote"),
        ("length(name)", "length", "not a function"),
        ("lower(name, nick)", "lower(name, nick)", "takes one argument"),
        ("coalesce(n)", "coalesce(n)", "takes two or more"),
        ("nope + 1", "nope", "not a column"),
        ("name + 1", "name", "computes with numbers"),
        ("n and on", "n", "a condition has to stand here"),
        ("not 5", "5", "a condition has to stand here"),
        ("n = 'a'", "'a'", "a whole number is compared with a text"),
        ("name = 5", "5", "a text is compared with a whole number"),
        ("n = null", "n = null", "nothing is equal"),
        ("1 = 2", "1 = 2", "two constants"),
        ("day = name", "day = name", "a date is compared with a text"),
        ("day = '2024-13-01'", "'2024-13-01'", "cannot be compared"),
        ("doc = 'a'", "'a'", "a value without an order is compared"),
        ("n in (m)", "m", "holds constants"),
        ("lower(n)", "n", "takes a text"),
        ("coalesce(n, name)", "name", "have one type"),
        ("99999999999999999999", "99999999999999999999", "64 bits"),
    ] {
        let problem = read(text).unwrap_err();
        assert_eq!(
            (text.get(problem.range.clone()).unwrap(), problem.message.contains(message)),
            (part, true),
            "{text}: {}",
            problem.message
        );
    }
    let deep = format!("{}n{}", "(".repeat(1000), ")".repeat(1000));
    assert!(read(&deep).unwrap_err().message.contains("deep in each other"));
    let deep = format!("{}n", "-".repeat(1000));
    assert!(read(&deep).unwrap_err().message.contains("deep in each other"));
    let wide = format!("n{}", " + n".repeat(1000));
    assert!(read(&wide).unwrap_err().message.contains("operands"));
    let many = format!("n = 1{}", " or n = 1".repeat(400));
    assert!(read(&many).is_ok());
}
