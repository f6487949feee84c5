//! Rust types: which type of `[fields]` a column's Rust type stands for, and which it can hold.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;
use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, Type};

use restwright_schema::FieldType as T;

/// A field's Rust type, taken apart.
pub(super) struct RustType {
    /// Whether it is an `Option`.
    pub(super) null: bool,
    /// Without the `Option`.
    pub(super) inner: TokenStream,
    pub(super) span: Span,
    /// Of the last part of its path.
    pub(super) name: String,
    /// Of `ManyToMany<Tag>`: the other resource.
    pub(super) to: Option<TokenStream>,
}

/// The types that are known by their names, what they stand for and what else they hold.
const KNOWN: &[(&str, &str, &[T])] = &[
    ("i64", "big_integer", INTEGERS),
    ("i32", "integer", &[T::Integer, T::SmallInteger, T::PositiveInteger, T::PositiveSmallInteger]),
    ("i16", "small_integer", &[T::SmallInteger]),
    ("u32", "positive_integer", &[T::PositiveInteger, T::PositiveSmallInteger]),
    ("u16", "positive_small_integer", &[T::PositiveSmallInteger]),
    ("f64", "float", &[T::Float]),
    ("bool", "boolean", &[T::Boolean]),
    ("String", "string", &[T::String, T::Text, T::Slug, T::Email, T::Url, T::Decimal, T::Json, T::IpAddress]),
    ("Uuid", "uuid", &[T::Uuid]),
    ("NaiveDate", "date", &[T::Date]),
    ("NaiveTime", "time", &[T::Time]),
    ("DateTime", "datetime", &[T::DateTime]),
    ("TimeDelta", "duration", &[T::Duration]),
    ("Duration", "duration", &[T::Duration]),
    ("Decimal", "decimal", &[T::Decimal]),
    ("IpAddr", "ip_address", &[T::IpAddress]),
    ("ManyToMany", "many_to_many", &[T::ManyToMany]),
];
const INTEGERS: &[T] =
    &[T::Auto, T::Integer, T::BigInteger, T::SmallInteger, T::PositiveInteger, T::PositiveSmallInteger, T::PositiveBigInteger];

impl RustType {
    pub(super) fn new(ty: &Type) -> Self {
        let span = ty.span();
        if let Some(inner) = argument(ty, "Option") {
            let of = Self::new(&inner);
            return Self { null: true, span, ..of };
        }
        let path = path(ty);
        let name = path.as_ref().and_then(|p| p.segments.last()).map_or_else(String::new, |s| s.ident.to_string());
        let to = argument(ty, "ManyToMany").map(|t| t.to_token_stream());
        Self { null: false, inner: ty.to_token_stream(), span, name, to }
    }

    /// The type of `[fields]`; `None` for a type that only the compiler knows.
    pub(super) fn kind(&self, key: bool) -> Option<&'static str> {
        if key && self.name == "i64" {
            return Some("auto");
        }
        if self.is_json() {
            return Some("json");
        }
        KNOWN.iter().find(|(name, ..)| *name == self.name).map(|(_, kind, _)| *kind)
    }

    fn is_json(&self) -> bool {
        self.name == "Value"
    }

    /// Whether it holds fields of a type; `None` where only the compiler knows. A key's type is that of the other resource's key.
    pub(super) fn holds(&self, kind: T) -> Option<bool> {
        if self.is_json() {
            return Some(kind == T::Json);
        }
        let (.., holds) = KNOWN.iter().find(|(name, ..)| *name == self.name)?;
        Some(match kind {
            T::ForeignKey | T::OneToOne => self.name != "ManyToMany" && !matches!(self.name.as_str(), "f64" | "bool"),
            kind => holds.contains(&kind),
        })
    }
}

/// Rust types that are none of a field's, and what to write instead. An enum or a type of the user's own has another name, most likely.
const NO_TYPES: &[(&[&str], &str)] = &[
    (&["u64", "usize"], "write `i64`, with `positive_big_integer` if it is never negative; a column has no wider integers"),
    (&["u128", "i128", "isize"], "write `i64`; a column has no wider integers"),
    (&["u8", "i8"], "write `i16` (`small_integer`), or `u16` (`positive_small_integer`)"),
    (&["f32"], "write `f64`, or `restwright::Decimal` for exact numbers"),
    (&["char", "str", "Cow", "CString", "OsString", "PathBuf"], "write `String`"),
    (
        &["Vec", "VecDeque", "HashSet", "BTreeSet", "LinkedList"],
        "write `serde_json::Value` (`json`) for a list, or `restwright::ManyToMany<…>` for rows of another resource",
    ),
    (&["HashMap", "BTreeMap", "IndexMap", "Map"], "write `serde_json::Value` (`json`)"),
    (
        &["NaiveDateTime", "SystemTime", "Instant", "OffsetDateTime", "PrimitiveDateTime", "Timestamp", "Zoned"],
        "write `chrono::DateTime<chrono::Utc>`",
    ),
    (&["BigDecimal"], "write `restwright::Decimal`"),
    (&["Ipv4Addr", "Ipv6Addr", "SocketAddr"], "write `std::net::IpAddr`, with `protocol = \"ipv4\"` or `\"ipv6\"`"),
    (&["Box", "Rc", "Arc", "Cell", "RefCell", "Mutex"], "write the type inside"),
    (&["Option"], "one `Option` says that the field may be null"),
    (
        &["ForeignKey", "OneToOne"],
        "a key is the other row's key: `#[field(foreign_key = \"Author\", on_delete = \"cascade\")] pub author: i64`",
    ),
];

impl RustType {
    /// What to write instead of a type that no field has.
    pub(super) fn instead(&self) -> Option<&'static str> {
        if self.name.is_empty() {
            return Some("references, tuples, arrays and functions are no values of a column");
        }
        NO_TYPES.iter().find(|(names, _)| names.contains(&self.name.as_str())).map(|(_, help)| *help)
    }
}

fn path(ty: &Type) -> Option<syn::Path> {
    match ty {
        Type::Path(path) => Some(path.path.clone()),
        Type::Group(group) => path(&group.elem),
        _ => None,
    }
}

/// The one type argument of a type of this name.
fn argument(ty: &Type, name: &str) -> Option<Type> {
    let path = path(ty)?;
    let last = path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if last.ident == name && arguments.args.len() == 1 => Some(inner.clone()),
        _ => None,
    }
}
