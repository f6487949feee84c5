//! Documents of several values: DRF's `ListField`, `DictField` and `MultipleChoiceField`, for reading.
//!
//! What they read is one JSON document, in which every value has the form in which its class shows it: Django's JSONField takes no dates or
//! decimals by itself (DRF crashes there), so such values are texts (*extension*).

use super::fields::Context;
use super::input::Raw;
use super::messages::{self, EMPTY, MAX_ROWS, MIN_ROWS, NOT_A_DICT, NOT_A_LIST, NULL, fail};
use super::options::ReadOptions;
use super::parsed::{Note, State};
use super::{Serializers, files, read};
use crate::json::{self, surrogates};
use crate::python::dateparse::duration_string;
use crate::value::Value;
use crate::{Errors, python};
use restwright_schema::Dialect;
use restwright_schema::link::SerField;
use restwright_schema::serializer::{Field, Kind};
use serde_json::{Map, Value as Json};

const EMPTY_DICT: &str = "This dictionary may not be empty.";
const EMPTY_SELECTION: &str = "This selection may not be empty.";

/// Reads the value of a compound field.
pub(super) fn state(compiled: &Serializers, field: &Field, raw: &Raw<'_>, options: ReadOptions<'_>) -> State {
    let reading = Reading { compiled, options };
    let refused = |text: String| State::Failed(Errors::message(text));
    let document = match reading.compound(field, raw) {
        Ok(document) => document,
        Err(errors) => return State::Failed(errors),
    };
    // Texts have been seen to; names have not.
    if let Some(surrogate) = surrogates::first_in(&document).filter(|_| options.surrogates) {
        return refused(surrogates::refusal(surrogate));
    }
    let Some(text) = json::stored(&document) else { return refused(messages::fail(field, "invalid", "Value must be valid JSON.", &[])) };
    if compiled.dialect == Dialect::Postgres && text.contains("\\u0000") && json::has_null_character(&document) {
        return refused(super::fields::NULL_CHARACTERS.to_owned());
    }
    State::Value { value: Value::Json(text), notes: Vec::new() }
}

#[derive(Clone, Copy)]
struct Reading<'a> {
    compiled: &'a Serializers,
    options: ReadOptions<'a>,
}

impl Reading<'_> {
    fn compound(self, field: &Field, raw: &Raw<'_>) -> Result<Json, Errors> {
        match field.kind {
            Kind::List { child, min_length, max_length, allow_empty } => {
                self.list(field, child, (min_length, max_length), allow_empty, raw)
            }
            Kind::Dict { child, allow_empty } => self.dict(field, child, allow_empty, raw),
            Kind::MultipleChoice { allow_empty, .. } => self.choices(field, allow_empty, raw),
            _ => self.child(field, raw),
        }
    }

    /// `child.run_validation`.
    fn child(self, field: &Field, raw: &Raw<'_>) -> Result<Json, Errors> {
        if let Raw::File(file) = raw {
            return Err(files::refusal(self.compiled, &SerField::alone(*field), file));
        }
        let data = raw.json();
        let blank = matches!(field.kind, Kind::Decimal { .. }) && data.as_str().is_some_and(python::is_blank);
        if data.is_null() || (blank && field.allow_null) {
            return if field.allow_null { Ok(Json::Null) } else { Err(Errors::message(fail(field, "null", NULL, &[]))) };
        }
        if field.kind.is_compound() {
            return self.compound(field, raw);
        }
        let (value, notes) = self.context(field).read(&data, false).map_err(Errors::message)?;
        let said = notes.into_iter().filter_map(|note| if let Note::Message(text) = note { Some(text) } else { None });
        let said: Vec<String> = said.collect();
        if said.is_empty() { Ok(document(&value)) } else { Err(Errors::List(said)) }
    }

    fn context<'a>(&'a self, field: &'a Field) -> Context<'a> {
        Context {
            field,
            index: None,
            column: None,
            places: 0,
            dialect: self.compiled.dialect,
            datetime_format: self.compiled.graph.api.datetime_format,
            compiled: self.compiled,
            max_depth: self.compiled.graph.api.input.max_depth,
            surrogates: self.options.surrogates,
            in_document: true,
        }
    }

    /// Whether there is room for so many items.
    fn room(self, field: &Field, count: usize) -> Result<(), Errors> {
        let most = self.compiled.graph.api.input.max_items;
        if u32::try_from(count).map_or(true, |count| count > most) {
            return Err(Errors::message(fail(field, "max_length", MAX_ROWS, &[("max_length", &most.to_string())])));
        }
        if self.options.take_room(count) { Ok(()) } else { Err(Errors::message(read::too_many_in_all(self.compiled))) }
    }

    fn list(
        self,
        field: &Field,
        child: &Field,
        (min, max): (Option<u32>, Option<u32>),
        allow_empty: bool,
        raw: &Raw<'_>,
    ) -> Result<Json, Errors> {
        let count = raw.count();
        let (Some(count), Some(items)) = (count, raw.items()) else {
            return Err(Errors::message(fail(field, "not_a_list", NOT_A_LIST, &[("input_type", raw.type_name())])));
        };
        if count == 0 && !allow_empty {
            return Err(Errors::message(fail(field, "empty", EMPTY, &[])));
        }
        self.room(field, count)?;
        let (mut read, mut errors) = (Vec::with_capacity(count), Vec::new());
        for (at, item) in items.iter().enumerate() {
            match self.child(child, item) {
                Ok(value) => read.push(value),
                Err(found) => errors.push((at.to_string(), found)),
            }
        }
        if !errors.is_empty() {
            return Err(Errors::Dict(errors));
        }
        let mut said = Vec::new();
        let length = |limit: u32| usize::try_from(limit).unwrap_or(usize::MAX);
        if let Some(limit) = max.filter(|limit| count > length(*limit)) {
            said.push(fail(field, "max_length", MAX_ROWS, &[("max_length", &limit.to_string())]));
        }
        if let Some(limit) = min.filter(|limit| count < length(*limit)) {
            said.push(fail(field, "min_length", MIN_ROWS, &[("min_length", &limit.to_string())]));
        }
        if said.is_empty() { Ok(Json::Array(read)) } else { Err(Errors::List(said)) }
    }

    fn dict(self, field: &Field, child: &Field, allow_empty: bool, raw: &Raw<'_>) -> Result<Json, Errors> {
        let Some(members) = raw.members() else {
            return Err(Errors::message(fail(field, "not_a_dict", NOT_A_DICT, &[("input_type", raw.type_name())])));
        };
        if members.is_empty() && !allow_empty {
            return Err(Errors::message(fail(field, "empty", EMPTY_DICT, &[])));
        }
        self.room(field, members.len())?;
        let (mut read, mut errors) = (Map::new(), Vec::new());
        for (name, member) in &members {
            match self.child(child, member) {
                Ok(value) => {
                    read.insert((*name).to_owned(), value);
                }
                Err(found) => errors.push(((*name).to_owned(), found)),
            }
        }
        if errors.is_empty() { Ok(Json::Object(read)) } else { Err(Errors::Dict(errors)) }
    }

    /// Any iterable but a text; of an object its names. Doubles count once, and the first item that is no choice is the only error.
    fn choices(self, field: &Field, allow_empty: bool, raw: &Raw<'_>) -> Result<Json, Errors> {
        let data = raw.json();
        let items: Vec<Json> = match &*data {
            Json::Array(items) => items.clone(),
            Json::Object(map) if !matches!(raw, Raw::Form(_)) => map.keys().map(|name| Json::from(name.as_str())).collect(),
            _ => return Err(Errors::message(fail(field, "not_a_list", NOT_A_LIST, &[("input_type", raw.type_name())]))),
        };
        if items.is_empty() && !allow_empty {
            return Err(Errors::message(fail(field, "empty", EMPTY_SELECTION, &[])));
        }
        self.room(field, items.len())?;
        // A file's name is no choice, whatever it is called.
        if let Raw::Items(given) = raw
            && let Some(file) = given.iter().find_map(|item| if let Raw::File(file) = item { Some(file) } else { None })
        {
            return Err(Errors::message(fail(field, "invalid_choice", messages::NO_CHOICE, &[("input", file.name.as_str())])));
        }
        let context = self.context(field);
        let mut chosen: Vec<Json> = Vec::with_capacity(items.len());
        for item in &items {
            let (value, _) = context.read(item, false).map_err(Errors::message)?;
            let value = document(&value);
            if !chosen.contains(&value) {
                chosen.push(value);
            }
        }
        Ok(Json::Array(chosen))
    }
}

/// A value as its class shows it.
fn document(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(v) => (*v).into(),
        Value::Int(v) => (*v).into(),
        Value::Float(v) => (*v).into(),
        Value::Text(v) | Value::Decimal(v) | Value::Address(v) => v.as_str().into(),
        Value::Json(text) => json::read_trusted(text).unwrap_or(Json::Null),
        Value::Uuid(v) => v.to_string().into(),
        Value::Date(v) => v.to_string().into(),
        Value::Time(v) => isoformat(v.format("%H:%M:%S"), v.format("%6f")).into(),
        Value::DateTime(v) => (isoformat(v.format("%Y-%m-%dT%H:%M:%S"), v.format("%6f")) + "Z").into(),
        Value::Duration(v) => duration_string(*v).into(),
        Value::List(items) => items.iter().map(document).collect(),
    }
}

/// Microseconds are written where there are some.
fn isoformat(moment: impl std::fmt::Display, micros: impl std::fmt::Display) -> String {
    let micros = micros.to_string();
    if micros == "000000" { moment.to_string() } else { format!("{moment}.{micros}") }
}
