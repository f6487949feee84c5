//! What is in a database already, and what a script would make.

use super::error::CommandError;
use crate::Value;
use crate::db::Conn;
use crate::schema::Dialect;
use std::collections::HashSet;

const APPLIED: &str = "SELECT name FROM restwright_migrations WHERE app = ?";

/// The tables that there are.
pub(super) async fn tables(conn: &mut Conn) -> Result<HashSet<String>, CommandError> {
    let sql = match conn.dialect() {
        Dialect::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        Dialect::Postgres => "SELECT CAST(table_name AS text) FROM information_schema.tables WHERE table_schema = current_schema()",
        Dialect::MySql => "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
    };
    Ok(conn.fetch(sql, &[]).await?.iter().filter_map(|row| row.text(0).map(|name| name.to_string())).collect())
}

/// The migrations of an API that were applied; none where the database was never migrated.
pub(super) async fn applied(conn: &mut Conn, app: &str) -> Result<HashSet<String>, CommandError> {
    if !tables(conn).await?.contains("restwright_migrations") {
        return Ok(HashSet::new());
    }
    let rows = conn.fetch(APPLIED, &[Value::Text(app.to_owned())]).await?;
    Ok(rows.iter().filter_map(|row| row.text(0).map(|name| name.to_string())).collect())
}

/// The tables that a script of ours makes.
pub(super) fn created(sql: &str) -> Vec<&str> {
    let name = |line: &str| -> Option<(usize, usize)> {
        let rest = line.strip_prefix("CREATE TABLE ")?;
        let rest = rest.strip_prefix("IF NOT EXISTS ").unwrap_or(rest);
        let start = line.len() - rest.len();
        let end = rest.find([' ', '(']).map_or(line.len(), |end| start + end);
        Some((start, end))
    };
    sql.lines().filter_map(|line| name(line).and_then(|(start, end)| line.get(start..end))).map(|n| n.trim_matches(['"', '`'])).collect()
}

/// Whether a table gets its name in a script of ours: it is made there, or another one is renamed to it.
pub(crate) fn names_table(sql: &str, table: &str) -> bool {
    let renamed = |line: &str| {
        line.trim_end().trim_end_matches(';').rsplit_once(" RENAME TO ").is_some_and(|(_, to)| to.trim_matches(['"', '`']) == table)
    };
    created(sql).contains(&table) || sql.lines().any(|line| !line.trim_start().starts_with("--") && renamed(line))
}

/// A script's statements. Quotes, comments and names in backticks may hold semicolons; a comment that stands alone is no statement.
pub(super) fn statements(sql: &str) -> Vec<&str> {
    let bytes = sql.as_bytes();
    let (mut found, mut start, mut at, mut says) = (Vec::new(), 0, 0, false);
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied();
        at = match (byte, next) {
            (b'\'' | b'"' | b'`', _) => {
                says = true;
                quoted(bytes, at)
            }
            (b'-', Some(b'-')) | (b'#', _) => bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |end| at + end + 1),
            (b'/', Some(b'*')) => sql[at..].find("*/").map_or(bytes.len(), |end| at + end + 2),
            (b';', _) => {
                if says {
                    found.push(sql[start..at].trim());
                }
                (start, says) = (at + 1, false);
                at + 1
            }
            _ => {
                says |= !byte.is_ascii_whitespace();
                at + 1
            }
        };
    }
    if says {
        found.push(sql[start..].trim());
    }
    found
}

/// The place behind a quoted text; a quote that is doubled or behind a backslash is a part of it (names have no backslashes).
fn quoted(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\\' && quote == b'\'' {
            at += 2;
        } else if byte == quote {
            return at + 1;
        } else {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_parted() {
        let sql = "-- a; b\nCREATE TABLE `a;b` (x /*M!100700 uuid; */); INSERT INTO a VALUES ('it''s; \\'');\n-- end\n";
        assert_eq!(statements(sql), ["-- a; b\nCREATE TABLE `a;b` (x /*M!100700 uuid; */)", "INSERT INTO a VALUES ('it''s; \\'')"]);
        assert!(statements("-- nothing;\n/* ; */\n").is_empty());
    }

    #[test]
    fn tables_are_found() {
        let sql = "CREATE TABLE \"a\" (\n);\nCREATE TABLE IF NOT EXISTS `b` (\n);\nCREATE INDEX c ON a (b);\n";
        assert_eq!(created(sql), ["a", "b"]);
    }
}
