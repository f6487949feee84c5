//! Keys and texts as TOML writes them.

pub(super) use restwright_schema::tables::toml_text as text;

/// A key in TOML.
pub(super) fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { name.to_owned() } else { text(name) }
}
