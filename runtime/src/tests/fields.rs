//! What DRF's own fields made of odd input (data/fields.py asked them), asked of ours.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use crate::request::Input;
use crate::schema::model::{Field, FieldType, Literal, Model, Protocol};
use crate::schema::serializer::{self, Kind, Serializer, TextKind, Validator};
use crate::schema::{Api, Resource, ViewSet};
use crate::serializers::{ReadOptions, read};
use crate::value::Item;
use crate::{App, Database, Settings, Value};
use serde_json::{Value as Json, json};

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn keep_all<T>(values: Vec<T>) -> &'static [T] {
    Box::leak(values.into_boxed_slice())
}

fn keep_str(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn literal(value: &Json) -> Literal {
    match value {
        Json::Bool(b) => Literal::Bool(*b),
        Json::String(text) => Literal::Str(keep_str(text)),
        Json::Number(n) => n.as_i64().map_or_else(|| Literal::Float(n.as_f64().unwrap()), Literal::Int),
        _ => Literal::Null,
    }
}

/// The column and the serializer field that a row of the table describes.
fn describe(kind: &str, args: &Json) -> (FieldType, serializer::Field) {
    let number = |name: &str| args[name].as_u64().map(|n| u32::try_from(n).unwrap());
    let flag = |name: &str, default: bool| args[name].as_bool().unwrap_or(default);
    let digits = |name: &str| args[name].as_str().map(keep_str);
    let bound = |name: &str| args.get(name).map(literal);
    let text = |kind| Kind::Text {
        kind,
        max_length: number("max_length"),
        min_length: number("min_length"),
        trim_whitespace: flag("trim_whitespace", true),
        allow_blank: flag("allow_blank", false),
    };
    let (column, kind) = match kind {
        "boolean" => (FieldType::Boolean, Kind::Boolean),
        "string" => (FieldType::String, text(TextKind::Plain)),
        "email" => (FieldType::Email, text(TextKind::Email)),
        "slug" => (FieldType::Slug, text(TextKind::Slug)),
        "url" => (FieldType::Url, text(TextKind::Url)),
        "uuid" => (FieldType::Uuid, Kind::Uuid { format: "" }),
        "ip_address" => {
            let protocol = match args["protocol"].as_str() {
                Some("ipv4") => Protocol::Ipv4,
                Some("ipv6") => Protocol::Ipv6,
                _ => Protocol::Both,
            };
            (FieldType::IpAddress, Kind::Ip { protocol, max_length: None, min_length: None, trim_whitespace: true, allow_blank: false })
        }
        "integer" => {
            let (min_value, max_value) = (args["min_value"].as_i64(), args["max_value"].as_i64());
            (FieldType::Integer, Kind::Integer { min_value, max_value, column: None })
        }
        "float" => (FieldType::Float, Kind::Float { min_value: bound("min_value"), max_value: bound("max_value") }),
        "decimal" => {
            let (max_digits, decimal_places) = (number("max_digits"), number("decimal_places"));
            let (min_value, max_value) = (digits("min_value").map(Literal::Decimal), digits("max_value").map(Literal::Decimal));
            (FieldType::Decimal, Kind::Decimal { max_digits, decimal_places, min_value, max_value, coerce_to_string: None })
        }
        "date" => (FieldType::Date, Kind::Date { format: "" }),
        "time" => (FieldType::Time, Kind::Time { format: "" }),
        "datetime" => (FieldType::DateTime, Kind::DateTime { format: "" }),
        "duration" => (FieldType::Duration, Kind::Duration { format: "", min_value: None, max_value: None }),
        "json" => (FieldType::Json, Kind::Json),
        "choice" => {
            let choices = args["choices"].as_array().unwrap().iter().map(|c| (literal(c), "")).collect();
            let column = if args["choices"][0].is_number() { FieldType::Integer } else { FieldType::String };
            (column, Kind::Choice { choices: keep_all(choices), allow_blank: flag("allow_blank", false) })
        }
        other => panic!("{other}"),
    };
    let mut field = serializer::Field::new("v", kind);
    field.required = flag("required", args.get("default").is_none());
    field.allow_null = flag("allow_null", false);
    field.default = args.get("default").map(literal);
    if let Some(pattern) = args["regex"].as_str() {
        field.validators = keep_all(vec![Validator::Regex(keep_str(pattern))]);
    }
    if let Some(messages) = args["error_messages"].as_object() {
        field.error_messages = keep_all(messages.iter().map(|(k, v)| (keep_str(k), keep_str(v.as_str().unwrap()))).collect());
    }
    (column, field)
}

fn resource(index: usize, kind: &str, args: &Json) -> Resource {
    let (column, field) = describe(kind, args);
    let name = keep_str(&format!("R{index}"));
    let fields = keep_all(vec![Field::auto("id"), Field::new("v", "v", column)]);
    Resource {
        model: keep(Model::new(name, name, name).fields(fields)),
        serializer: keep(Serializer::new(keep_all(vec![field]))),
        filterset: None,
        viewset: keep(ViewSet::new(name, name)),
    }
}

/// As `shown` in data/fields.py.
fn shown(item: &Item) -> Json {
    let Item::Value(value) = item else { panic!("{item:?}") };
    let micros = |nanos: u32| if nanos == 0 { String::new() } else { format!(".{:06}", nanos / 1000) };
    use chrono::Timelike as _;
    match value {
        Value::Null => Json::Null,
        Value::Bool(b) => b.to_string().into(),
        Value::Int(n) => n.to_string().into(),
        Value::Duration(n) => n.to_string().into(),
        Value::Float(n) => json!(n).to_string().into(),
        Value::Text(text) | Value::Decimal(text) | Value::Json(text) | Value::Address(text) => text.clone().into(),
        Value::List(_) => panic!("no field reads a list as one value"),
        Value::Uuid(id) => id.to_string().into(),
        Value::Date(date) => date.to_string().into(),
        Value::Time(time) => format!("{}{}", time.format("%H:%M:%S"), micros(time.nanosecond())).into(),
        Value::DateTime(at) => format!("{}{}", at.format("%Y-%m-%dT%H:%M:%S"), micros(at.nanosecond())).into(),
    }
}

/// Floats may be laid out differently; they are compared as numbers.
fn same(ours: &Json, theirs: &Json, kind: &str) -> bool {
    let number = |v: &Json| v["value"].as_str().and_then(|t| t.parse::<f64>().ok());
    ours == theirs || (kind == "float" && number(ours).is_some() && number(ours) == number(theirs))
}

#[tokio::test]
async fn fields_read_what_drf_reads() {
    let table: Json = serde_json::from_str(include_str!("../../tests/data/fields.json")).unwrap();
    let described = table["fields"].as_object().unwrap();
    let resources = described.values().enumerate().map(|(i, field)| resource(i, field[0].as_str().unwrap(), &field[1])).collect::<Vec<_>>();
    let api = keep(Api { resources: keep_all(resources), ..Api::new("table", "Table") });
    let db = Database::connect("sqlite::memory:").await.unwrap();
    let app = App::new(api, db, Settings::default()).unwrap();
    let mut wrong = Vec::new();
    for case in table["cases"].as_array().unwrap() {
        let name = case[0].as_str().unwrap();
        let ser = described.keys().position(|k| k == name).unwrap();
        let input = match &case[1] {
            // Beyond what a double holds, serde_json keeps the digits.
            Json::String(text) => Input::Json(serde_json::from_str::<Json>(text).unwrap().into()),
            form => Input::Form(
                form["form"].as_array().unwrap().iter().map(|p| (p[0].as_str().unwrap().into(), p[1].as_str().unwrap().into())).collect(),
            ),
        };
        let partial = case.get(3).is_some();
        let draft = read(&app.serializers, ser, &input, ReadOptions { partial, update: partial, ..ReadOptions::default() });
        let ours = match draft.settled(&app.serializers).unwrap() {
            Err(errors) => json!({ "errors": errors.to_json() }),
            Ok(validated) => match validated.get(0) {
                None => json!({ "absent": true }),
                Some(item) => json!({ "value": shown(item) }),
            },
        };
        // Where DRF crashes, the input is refused.
        let raises = case[2].get("raises").is_some() && ours.get("errors").is_some();
        if !raises && !same(&ours, &case[2], described[name][0].as_str().unwrap()) {
            wrong.push(format!("{name}: {} {}\n  DRF  {}\n  ours {ours}", case[1], if partial { "(partial)" } else { "" }, case[2]));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), table["cases"].as_array().unwrap().len(), wrong.join("\n"));
}
