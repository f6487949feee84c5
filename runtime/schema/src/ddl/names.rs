//! Names of indexes and constraints: those that Django 5.2 makes (`BaseDatabaseSchemaEditor._create_index_name`, `Index.set_name_with_model`), so
//! that a migration finds them in a database that Django made too. A digest of table and columns keeps them apart; the whole fits the database.

use crate::Dialect;
use md5::{Digest as _, Md5};

/// How long a name may be: bytes on PostgreSQL (which would cut it), characters on MySQL; SQLite does not care.
pub(super) fn limit(dialect: Dialect) -> usize {
    match dialect {
        Dialect::Sqlite => 200,
        Dialect::Postgres => 63,
        Dialect::MySql => 64,
    }
}

/// Django's `names_digest`.
fn digest<'a>(parts: impl Iterator<Item = &'a str>, length: usize) -> String {
    let mut hash = Md5::new();
    parts.for_each(|part| hash.update(part.as_bytes()));
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    hex.chars().take(length).collect()
}

/// The name of an index or constraint on columns; the suffix says which kind.
pub(super) fn object(dialect: Dialect, table: &str, columns: &[&str], suffix: &str) -> String {
    let limit = limit(dialect);
    let tail: String = format!("{}{suffix}", digest(std::iter::once(table).chain(columns.iter().copied()), 8));
    let columns = columns.join("_");
    let whole = format!("{table}_{columns}_{tail}");
    if whole.len() <= limit {
        return whole;
    }
    let tail: String = if tail.len() > limit / 3 { cut(&tail, limit / 3).to_owned() } else { tail };
    let other = (limit - tail.len()) / 2 - 1;
    let name = format!("{}_{}_{tail}", cut(table, other), cut(&columns, other));
    if name.starts_with(|c: char| c == '_' || c.is_ascii_digit()) { format!("D{}", cut(&name, name.len() - 1)) } else { name }
}

/// The name of an index of `[meta]`; columns have a `-` where their order is descending.
pub(super) fn meta_index(table: &str, columns: &[String]) -> String {
    let first = columns.first().map_or("", |c| c.trim_start_matches('-'));
    let parts = std::iter::once(table).chain(columns.iter().map(String::as_str)).chain(std::iter::once("idx"));
    let name = format!("{}_{}_{}_idx", cut(table, 11), cut(first, 7), digest(parts, 6));
    if name.starts_with(|c: char| c == '_' || c.is_ascii_digit()) { format!("D{}", &name[1..]) } else { name }
}

/// The name that PostgreSQL gives to a column's unnamed CHECK (`makeObjectName`).
pub(super) fn column_check(table: &str, column: &str) -> String {
    let free = 63 - "__check".len();
    let (mut one, mut other) = (table.len(), column.len());
    while one + other > free {
        if one > other { one -= 1 } else { other -= 1 }
    }
    format!("{}_{}_check", cut(table, one), cut(column, other))
}

/// At most so many bytes, and whole characters.
fn cut(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names that Django 5.2 made for its own tables.
    #[test]
    fn names_are_djangos() {
        let name = object(Dialect::Postgres, "auth_permission", &["content_type_id", "codename"], "_uniq");
        assert_eq!(name, "auth_permission_content_type_id_codename_01ab375a_uniq");
        let name = object(Dialect::Postgres, "auth_permission", &["content_type_id"], "_fk_django_content_type_id");
        assert_eq!(name, "auth_permission_content_type_id_2f476e4b_fk_django_co");
        assert_eq!(object(Dialect::Sqlite, "django_session", &["expire_date"], ""), "django_session_expire_date_a5c62663");
    }

    #[test]
    fn long_names_fit_and_stay_apart() {
        let long = "a_very_long_name_of_a_table_in_a_very_large_system_of_tables";
        let names = ["one", "other"].map(|column| object(Dialect::Postgres, long, &[column], "_uniq"));
        assert!(names.iter().all(|n| n.len() <= 63), "{names:?}");
        assert_ne!(names[0], names[1]);
        assert!(column_check(long, "a_long_column_too").len() <= 63);
    }
}
