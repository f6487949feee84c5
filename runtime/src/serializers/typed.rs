//! Typed values to a draft: what a body with these values would give, hyperlinks and slugs aside, which are keys already.

use super::Serializers;
use super::compound;
use super::input::Raw;
use super::messages::fail;
use super::options::ReadOptions;
use super::parsed::{Lookup, Node, ParsedInput, State};
use super::read::{self, context};
use crate::value::{Item, Validated};
use crate::{Errors, Value, json};
use restwright_schema::link::{Ser, SerField};
use restwright_schema::model::FieldType;
use restwright_schema::serializer::Kind;
use serde_json::Value as Json;

/// A draft of what is given. With `partial`, nothing else is looked at, as in a PATCH.
pub(crate) fn read_typed(compiled: &Serializers, ser: usize, given: &Validated, partial: bool) -> ParsedInput {
    let model = compiled.graph.serializers.get(ser).map_or(ser, |s| s.model);
    ParsedInput { model, root: Ok(node(compiled, given, partial)) }
}

fn node(compiled: &Serializers, given: &Validated, partial: bool) -> Node {
    let ser = &compiled.graph.serializers[given.ser];
    let options = ReadOptions { partial, update: partial, ..ReadOptions::default() };
    let mut fields: Vec<(usize, State)> = Vec::new();
    for (index, item) in ser.fields.iter().enumerate() {
        if item.field.read_only {
            continue;
        }
        let state = match given.get(index) {
            Some(value) => Some(state(compiled, ser, item, value)),
            None => read::left_out(compiled, ser, item, options),
        };
        fields.extend(state.map(|state| (index, state)));
    }
    let together = read::unique_sets(compiled, ser, &fields, options);
    Node { ser: given.ser, fields, together }
}

fn state(compiled: &Serializers, ser: &Ser, item: &SerField, value: &Item) -> State {
    match value {
        Item::Value(Value::Null) => read::null(item),
        Item::Value(value) => match item.field.kind {
            Kind::Related(_) => State::Key { lookup: lookup(compiled, item, value), notes: read::unique_notes(item) },
            _ => plain(compiled, ser, item, value),
        },
        Item::Keys(keys) => State::Keys(keys.iter().map(|key| Ok(lookup(compiled, item, key))).collect()),
        Item::Object(object) => State::Object(object.as_ref().map(|object| Box::new(node(compiled, object, false)))),
        Item::Objects(objects) => State::Objects(objects.iter().map(|object| Ok(node(compiled, object, false))).collect()),
    }
}

fn plain(compiled: &Serializers, ser: &Ser, item: &SerField, value: &Value) -> State {
    if item.field.kind.is_compound() {
        let data = Raw::Plain(std::borrow::Cow::Owned(as_json(value)));
        return compound::state(compiled, &item.field, &data, ReadOptions::default());
    }
    match context(compiled, ser, item, ReadOptions::default()).read(&as_json(value), false) {
        Ok((value, notes)) => State::Value { value, notes },
        Err(text) => State::Failed(Errors::message(text)),
    }
}

/// The value as a body would have it.
fn as_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(v) => (*v).into(),
        Value::Int(v) => (*v).into(),
        Value::Float(v) => (*v).into(),
        Value::Text(v) | Value::Decimal(v) | Value::Address(v) => v.as_str().into(),
        Value::List(items) => items.iter().map(as_json).collect(),
        Value::Json(text) => json::read_trusted(text).unwrap_or_else(|_| text.as_str().into()),
        Value::Uuid(v) => v.to_string().into(),
        Value::Date(v) => v.to_string().into(),
        Value::Time(v) => v.format("%H:%M:%S%.6f").to_string().into(),
        Value::DateTime(v) => v.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string().into(),
        Value::Duration(v) => crate::python::dateparse::duration_text(*v).into(),
    }
}

fn lookup(compiled: &Serializers, item: &SerField, key: &Value) -> Lookup {
    let model = item.target.unwrap_or_default();
    let shown = match as_json(key) {
        Json::String(text) => text,
        other => other.to_string(),
    };
    let default = "Invalid pk \"{pk_value}\" - object does not exist.";
    let missing = Errors::message(fail(&item.field, "does_not_exist", default, &[("pk_value", &shown)]));
    // Of a number that no row can have, the database need not be asked.
    let fits = !matches!((compiled.graph.stored_type(model, compiled.graph.model(model).pk), key), (kind, Value::Text(_)) if kind == FieldType::Auto);
    Lookup {
        model,
        column: compiled.graph.model(model).pk,
        is_key: true,
        value: fits.then(|| key.clone()),
        ambiguous: missing.clone(),
        missing,
    }
}
