//! The texts in a value.

use serde_json::Value;

/// What is found first in the texts of a value, keys included.
pub(super) fn find_text<T>(value: &Value, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        let found = match value {
            Value::String(text) => find(text),
            Value::Array(items) => {
                open.extend(items.iter().rev());
                None
            }
            Value::Object(map) => {
                open.extend(map.values().rev());
                map.keys().find_map(|key| find(key))
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}
