//! DRF answers with the values that it was given, the database with what it kept.

use crate::db::Dialect;
use crate::hooks::Resources;
use crate::json;
use crate::json::encode;
use crate::schema::link::{SerField, SerId};
use crate::schema::serializer::{Field, Kind};
use crate::value::{Item, Validated, Value};

/// A field's name, and the JSON that is shown in it.
pub(super) type Echo = (&'static str, String);

/// The given values that a database does not keep as they are: no database's numbers have a decimal's negative zero, and PostgreSQL's `jsonb`
/// forgets the order of keys and how numbers were written. `shown` is the serializer of the answer.
pub(super) fn given(resources: &Resources, validated: &Validated, shown: SerId) -> Vec<Echo> {
    let fields = &resources.graph.serializers[validated.ser].fields;
    let answer = &resources.graph.serializers[shown].fields;
    let mut out = Vec::new();
    for (index, item) in &validated.items {
        let Some(field) = fields.get(*index) else { continue };
        match item {
            Item::Value(Value::Decimal(text)) if text.starts_with('-') && !text.bytes().any(|b| (b'1'..=b'9').contains(&b)) => {
                // Other fields may show the same column.
                let same = answer.iter().filter(|f| f.path.is_some() && f.path == field.path);
                out.extend(same.filter_map(|f| Some((f.field.name, zero(resources, &f.field)?))));
            }
            Item::Value(Value::Json(text)) if resources.dialect == Dialect::Postgres && !text.starts_with(['"', 't', 'f', 'n']) => {
                // The answer's own serializer may show the column under another name.
                let same = |f: &&SerField| match shown == validated.ser {
                    true => f.field.name == field.field.name,
                    false => f.path.is_some() && f.path == field.path,
                };
                for field in answer.iter().filter(same) {
                    let mut shown = Vec::with_capacity(text.len());
                    if field.field.rare.binary {
                        encode::json_text(&mut shown, text);
                    } else {
                        encode::json(&mut shown, text);
                    }
                    out.extend(String::from_utf8(shown).ok().map(|shown| (field.field.name, shown)));
                }
            }
            _ => {}
        }
    }
    out
}

/// A negative zero as a field shows it.
fn zero(resources: &Resources, field: &Field) -> Option<String> {
    let Kind::Decimal { coerce_to_string, decimal_places, .. } = field.kind else { return None };
    if !coerce_to_string.unwrap_or(resources.graph.api.coerce_decimal_to_string) {
        return Some("-0.0".to_owned());
    }
    let places = if field.rare.normalize_output { 0 } else { decimal_places? };
    Some(format!("\"-0{}{}\"", if places > 0 { "." } else { "" }, "0".repeat(usize::try_from(places).ok()?)))
}

/// The answer with them in it.
pub(super) fn show(echoes: &[Echo], body: Vec<u8>) -> Vec<u8> {
    if echoes.is_empty() {
        return body;
    }
    let Some(members) = std::str::from_utf8(&body).ok().and_then(json::members).filter(|members| !members.is_empty()) else { return body };
    let mut out = Vec::with_capacity(body.len());
    for (name, shown) in &members {
        out.push(if out.is_empty() { b'{' } else { b',' });
        encode::string(&mut out, name);
        out.push(b':');
        let given = echoes.iter().find(|(echoed, _)| echoed == name).map(|(_, given)| given.as_str());
        // Where decimals are numbers, a -0 is none.
        let given = given.filter(|given| shown.starts_with('"') || !given.starts_with('"'));
        out.extend_from_slice(given.unwrap_or(shown).as_bytes());
    }
    out.push(b'}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_values_stand_where_the_kept_ones_stood() {
        let body = br#"{"id":1,"data":{"a":1,"b":[2]},"price":"0.00","rate":0.0,"more":{"data":7}}"#.to_vec();
        let echoes = [("data", r#"{"b":[2],"a":1.0}"#.to_owned()), ("price", "\"-0.00\"".to_owned()), ("rate", "\"-0.0\"".to_owned())];
        let shown = String::from_utf8(show(&echoes, body)).unwrap_or_default();
        assert_eq!(shown, r#"{"id":1,"data":{"b":[2],"a":1.0},"price":"-0.00","rate":0.0,"more":{"data":7}}"#);
        assert_eq!(show(&echoes, b"{}".to_vec()), b"{}");
    }
}
