//! The type of a column, as a spec says it: Django's own tables come back as the fields that made them, as far as the database
//! still knows.

use restwright_schema::Dialect;
use restwright_schema::model::FieldType as T;
use restwright_schema::tables::Column;

/// A type with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) kind: T,
    /// Options in TOML.
    pub(super) options: Vec<(&'static str, String)>,
    /// What had to be guessed, or is not quite so.
    pub(super) note: Option<String>,
    /// What the database itself guarantees of an integer: it is not negative.
    pub(super) unsigned: bool,
}

impl Type {
    fn plain(kind: T) -> Self {
        Self { kind, options: Vec::new(), note: None, unsigned: false }
    }

    fn option(mut self, key: &'static str, value: impl ToString) -> Self {
        self.options.push((key, value.to_string()));
        self
    }

    fn note(mut self, text: impl Into<String>) -> Self {
        self.note = Some(text.into());
        self
    }
}

/// The word of a type in a spec.
pub(super) fn word(kind: T) -> &'static str {
    crate::spec::read::kind_name(crate::spec::FieldKind::Stored(kind))
}

/// A type's words and arguments: `numeric(6,2)` → `numeric`, 6 and 2. What stands behind the parenthesis belongs to the words.
fn parts(sql_type: &str) -> (String, Vec<u32>) {
    let lower = sql_type.trim().to_lowercase();
    let Some((name, rest)) = lower.split_once('(') else { return (lower, Vec::new()) };
    let (arguments, after) = rest.split_once(')').unwrap_or((rest, ""));
    let numbers = arguments.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    (format!("{} {}", name.trim(), after.trim()).trim().to_owned(), numbers)
}

/// What a column holds; `None` if no type of a spec is it. `json` says that a check constraint wants JSON there.
pub(super) fn of(dialect: Dialect, column: &Column, json: bool) -> Option<Type> {
    let (name, arguments) = parts(&column.sql_type);
    let first = arguments.first().copied();
    if !column.values.is_empty() {
        return (dialect == Dialect::MySql).then(|| enumeration(column));
    }
    if json && matches!(name.as_str(), "text" | "longtext" | "json") {
        return Some(Type::plain(T::Json));
    }
    let (base, unsigned) = match name.split_once(" unsigned") {
        Some((base, _)) => (base.to_owned(), true),
        None => (name.trim_end_matches(" zerofill").to_owned(), false),
    };
    let integer = |kind| Some(Type { unsigned, ..Type::plain(kind) });
    match base.as_str() {
        "bool" | "boolean" => Some(Type::plain(T::Boolean)),
        "tinyint" if dialect == Dialect::MySql && first == Some(1) && !unsigned => Some(Type::plain(T::Boolean)),
        "tinyint" | "smallint" | "int2" | "smallserial" | "year" => integer(T::SmallInteger),
        "integer" | "int" | "int4" | "mediumint" | "serial" => integer(T::Integer),
        "bigint" | "int8" | "bigserial" => integer(T::BigInteger),
        "real" | "float" | "double" | "double precision" | "float4" | "float8" => Some(Type::plain(T::Float)),
        "decimal" | "numeric" | "dec" | "fixed" => Some(decimal(column, &arguments)),
        "date" => Some(Type::plain(T::Date)),
        "time" | "time without time zone" => Some(Type::plain(T::Time)),
        "datetime" | "timestamp" | "timestamptz" | "timestamp with time zone" => Some(Type::plain(T::DateTime)),
        "timestamp without time zone" => Some(Type::plain(T::DateTime).note("the database keeps no time zone: UTC is meant")),
        "interval" => Some(Type::plain(T::Duration)),
        "json" | "jsonb" => Some(Type::plain(T::Json)),
        "uuid" => Some(Type::plain(T::Uuid)),
        "inet" | "inet6" => Some(Type::plain(T::IpAddress)),
        "char" if dialect != Dialect::Postgres && first == Some(32) => {
            Some(Type::plain(T::Uuid).note("char(32) is how Django keeps a uuid; if it is none: type = \"string\", max_length = 32"))
        }
        "char" if dialect != Dialect::Postgres && first == Some(39) => Some(
            Type::plain(T::IpAddress).note("char(39) is how Django keeps an address; if it is none: type = \"string\", max_length = 39"),
        ),
        "text" | "tinytext" | "mediumtext" | "longtext" | "clob" | "citext" | "long varchar" => Some(Type::plain(T::Text)),
        "varchar" | "character varying" | "nvarchar" | "varchar2" | "varying character" | "char" | "character" | "nchar"
        | "native character" | "bpchar" => Some(text(dialect, &base, first)),
        _ => None,
    }
}

fn text(dialect: Dialect, base: &str, length: Option<u32>) -> Type {
    match length {
        Some(length) if length > 0 => {
            let out = Type::plain(T::String).option("max_length", length);
            let padded = dialect == Dialect::Postgres && matches!(base, "character" | "bpchar" | "char") && length > 1;
            if padded { out.note("the database fills this up with spaces") } else { out }
        }
        // `char` alone is one character everywhere but in SQLite.
        _ if dialect != Dialect::Sqlite && matches!(base, "char" | "character" | "bpchar") => {
            Type::plain(T::String).option("max_length", 1)
        }
        _ => Type::plain(T::Text),
    }
}

fn decimal(column: &Column, arguments: &[u32]) -> Type {
    let out = |digits: u32, places: u32| Type::plain(T::Decimal).option("max_digits", digits).option("decimal_places", places);
    match arguments {
        [digits, places, ..] if *digits > 0 && places <= digits => out(*digits, *places),
        [digits] if *digits > 0 => out(*digits, 0),
        _ => {
            // 15 digits are what SQLite keeps of a number exactly.
            let places = column.places.unwrap_or(0).clamp(2, 15);
            out(15, places).note("the database does not say how many digits: this is a guess")
        }
    }
}

/// MySQL takes and gives the words as texts.
fn enumeration(column: &Column) -> Type {
    let longest = column.values.iter().map(|v| v.chars().count()).max().unwrap_or(1).max(1);
    let words: Vec<String> = column.values.iter().map(|v| super::toml::text(v)).collect();
    Type::plain(T::String).option("max_length", longest).option("choices", format!("[{}]", words.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(sql_type: &str) -> Column {
        Column {
            name: "x".into(),
            sql_type: sql_type.into(),
            null: false,
            default: None,
            auto: false,
            generated: false,
            values: Vec::new(),
            places: None,
            comment: String::new(),
        }
    }

    #[test]
    fn types_of_django_come_back() {
        use Dialect::{MySql, Postgres, Sqlite};
        let cases = [
            (Sqlite, "char(32)", T::Uuid),
            (MySql, "char(32)", T::Uuid),
            (MySql, "uuid", T::Uuid),
            (Postgres, "uuid", T::Uuid),
            (MySql, "tinyint(1)", T::Boolean),
            (MySql, "tinyint(4)", T::SmallInteger),
            (Sqlite, "bool", T::Boolean),
            (MySql, "int(10) unsigned", T::Integer),
            (Sqlite, "integer unsigned", T::Integer),
            (Sqlite, "decimal", T::Decimal),
            (Postgres, "numeric(6,2)", T::Decimal),
            (MySql, "datetime(6)", T::DateTime),
            (Postgres, "timestamp with time zone", T::DateTime),
            (Postgres, "timestamp(3) without time zone", T::DateTime),
            (Postgres, "interval", T::Duration),
            (Postgres, "inet", T::IpAddress),
            (Sqlite, "char(39)", T::IpAddress),
            (Postgres, "jsonb", T::Json),
            (Postgres, "character varying", T::Text),
            (Postgres, "character(2)", T::String),
            (MySql, "double", T::Float),
        ];
        for (dialect, sql_type, kind) in cases {
            assert_eq!(of(dialect, &column(sql_type), false).map(|t| t.kind), Some(kind), "{sql_type}");
        }
        assert_eq!(of(MySql, &column("longtext"), true).map(|t| t.kind), Some(T::Json));
        for none in ["bytea", "geometry", "integer[]", "money", "tsvector", "blob", ""] {
            assert_eq!(of(Postgres, &column(none), false), None, "{none}");
        }
    }
}
