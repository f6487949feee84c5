//! A body to a draft: DRF's `Serializer.to_internal_value` and `ListSerializer.to_internal_value`, without the database.

use super::Serializers;
use super::fields::Context;
use super::input::{EmptyCheckbox, Getter, Raw, Shape};
use super::messages::{self, EMPTY, MAX_ROWS, MIN_ROWS, NOT_A_LIST, NULL, REQUIRED, fail};
use super::options::{self, ReadOptions};
use super::parsed::{Lookup, Node, Note, Part, State, Together};
use super::{compound, files, relations};
use crate::request::Above;
use crate::value::literal;
use crate::{Errors, Value};
use restwright_schema::link::{Ser, SerField, SerId};
use restwright_schema::model::Literal;
use restwright_schema::serializer::{Field, Kind, Nested, Related, Validator};
use serde_json::Value as Json;
use std::cmp::Ordering;

/// Reads one object.
pub(super) fn object(
    compiled: &Serializers,
    id: SerId,
    body: &Raw<'_>,
    options: ReadOptions<'_>,
    invalid: Option<&Field>,
) -> Result<Node, Errors> {
    let ser = compiled.graph.serializers.get(id).ok_or_else(|| Errors::List(Vec::new()))?;
    if !matches!(body, Raw::Form(_)) && !body.json().is_object() {
        let default = messages::NO_DICT;
        let template = invalid.map_or(default, |field| messages::template(field, "invalid", default));
        return Err(Errors::non_field(messages::brace(template, &[("datatype", body.type_name())])));
    }
    let mut fields = Vec::new();
    for (index, item) in ser.fields.iter().enumerate() {
        if item.field.read_only {
            continue;
        }
        let state = match options.parent {
            Some(above) if leads_to_parent(item, above) => Some(relations::parent(compiled, item, above, options)),
            _ => one(compiled, ser, item, body, options),
        };
        fields.extend(state.map(|state| (index, if options.surrogates { state.without_surrogates() } else { state })));
    }
    let together = unique_sets(compiled, ser, &fields, options);
    Ok(Node { ser: id, fields, together })
}

/// Reads a list of objects. `field`: the nested field, if it is one.
pub(super) fn list(
    compiled: &Serializers,
    id: SerId,
    body: &Raw<'_>,
    allow_empty: bool,
    options: ReadOptions<'_>,
    field: Option<&Field>,
) -> Result<Vec<Result<Node, Errors>>, Errors> {
    let text = |code: &str, default: &'static str| field.map_or(default, |f| messages::template(f, code, default));
    let Some(count) = body.count() else {
        let template = text("not_a_list", NOT_A_LIST);
        return Err(Errors::non_field(messages::brace(template, &[("input_type", body.type_name())])));
    };
    if count == 0 && !allow_empty {
        return Err(Errors::non_field(text("empty", EMPTY)));
    }
    let nested = field.map(|f| f.kind).and_then(|kind| if let Kind::Nested(nested) = kind { Some(nested) } else { None });
    let refuse =
        |code: &str, default, limit: u32| Err(Errors::non_field(messages::brace(text(code, default), &[(code, &limit.to_string())])));
    let over = |limit: u32| u32::try_from(count).map_or(Ordering::Greater, |n| n.cmp(&limit));
    let most = compiled.graph.api.input.max_items;
    let most = nested.and_then(|n| n.max_length).map_or(most, |own| own.min(most));
    if over(most) == Ordering::Greater {
        return refuse("max_length", MAX_ROWS, most);
    }
    if let Some(limit) = nested.and_then(|n| n.min_length).filter(|limit| over(*limit) == Ordering::Less) {
        return refuse("min_length", MIN_ROWS, limit);
    }
    if !options.take_room(count) {
        return Err(Errors::non_field(too_many_in_all(compiled)));
    }
    let items = body.items().unwrap_or_default();
    let item = |raw: &Raw<'_>| {
        if matches!(raw, Raw::Plain(value) if value.is_null()) {
            return Err(Errors::message(text("null", NULL)));
        }
        object(compiled, id, raw, options, field)
    };
    Ok(items.iter().map(item).collect())
}

pub(super) fn context<'a>(compiled: &'a Serializers, ser: &Ser, item: &'a SerField, options: ReadOptions<'_>) -> Context<'a> {
    let index = own_column(item);
    let column = index.and_then(|i| compiled.graph.model(ser.model).fields.get(i));
    Context {
        field: &item.field,
        index,
        column: index.map(|i| compiled.graph.stored_type(ser.model, i)),
        places: column.map_or(0, |c| c.field.decimal_places),
        dialect: compiled.dialect,
        datetime_format: compiled.graph.api.datetime_format,
        compiled,
        max_depth: compiled.graph.api.input.max_depth,
        surrogates: options.surrogates,
        in_document: false,
    }
}

/// The column of the serializer's model that a field writes.
pub(super) fn own_column(item: &SerField) -> Option<usize> {
    item.path.as_ref().filter(|p| p.hops.is_empty() && !item.label).and_then(|p| p.column)
}

/// Whether a field is the key to the parent in a nested route's URL.
pub(super) fn leads_to_parent(item: &SerField, above: &Above) -> bool {
    !item.many && matches!(item.field.kind, Kind::Related(_)) && own_column(item) == Some(above.field)
}

/// A field's state; `None` if it takes no part.
fn one(compiled: &Serializers, ser: &Ser, item: &SerField, body: &Raw<'_>, options: ReadOptions<'_>) -> Option<State> {
    let field = &item.field;
    if field.kind == Kind::Hidden {
        return default(compiled, ser, item, options);
    }
    let (shape, allow_blank) = shape(item);
    let getter =
        Getter { name: field.name, shape, required: field.required, allow_null: field.allow_null, allow_blank, partial: options.partial };
    let raw = match getter.get(body) {
        Ok(raw) => raw,
        Err(EmptyCheckbox) => Some(match field.default {
            Some(Literal::Bool(checked)) => Raw::Plain(std::borrow::Cow::Owned(Json::Bool(checked))),
            _ if field.allow_null => Raw::Plain(std::borrow::Cow::Owned(Json::Null)),
            _ => Raw::Plain(std::borrow::Cow::Owned(Json::Bool(false))),
        }),
    };
    let Some(raw) = raw else { return left_out(compiled, ser, item, options) };
    if let Raw::File(file) = &raw {
        return Some(State::Failed(files::refusal(compiled, item, file)));
    }
    let json = raw.json();
    let empty_text = |trim: bool| json.as_str().is_some_and(|t| if trim { crate::python::is_blank(t) } else { t.is_empty() });
    let null = match field.kind {
        _ if json.is_null() => true,
        Kind::Related(_) => !item.many && empty_text(false),
        Kind::Decimal { .. } => field.allow_null && empty_text(true),
        _ => false,
    };
    if null {
        return Some(self::null(item));
    }
    Some(match field.kind {
        Kind::Related(related) if item.many => keys(compiled, item, related, &raw, options),
        Kind::Related(related) => match relations::lookup(compiled, item, related.kind, &json, options) {
            Ok(lookup) => State::Key { lookup, notes: unique_notes(item) },
            Err(errors) => State::Failed(errors),
        },
        Kind::Nested(nested) => objects(compiled, item, nested, &raw, options),
        kind if kind.is_compound() => compound::state(compiled, field, &raw, options),
        _ => match context(compiled, ser, item, options).read(&json, matches!(raw, Raw::JsonText(_))) {
            Ok((value, notes)) => {
                let own = own_column(item).map(|column| compiled.graph.stored_type(ser.model, column));
                let stored = own.or_else(|| item.path.is_none().then(|| field.kind.stored()));
                State::Value {
                    value: match stored {
                        Some(stored) => value.stored_as(stored),
                        None => value,
                    },
                    notes,
                }
            }
            Err(text) => State::Failed(Errors::message(text)),
        },
    })
}

/// A field that the body does not have; `None` if it takes no part.
pub(super) fn left_out(compiled: &Serializers, ser: &Ser, item: &SerField, options: ReadOptions<'_>) -> Option<State> {
    let field = &item.field;
    if options.partial && field.kind != Kind::Hidden {
        return None;
    }
    if field.required && field.kind != Kind::Hidden {
        return Some(State::Failed(Errors::message(fail(field, "required", REQUIRED, &[]))));
    }
    default(compiled, ser, item, options)
}

/// A field that is null.
pub(super) fn null(item: &SerField) -> State {
    let field = &item.field;
    // A list of keys is never null; it is empty.
    if !field.allow_null || (item.many && matches!(field.kind, Kind::Related(_))) {
        return State::Failed(Errors::message(fail(field, "null", NULL, &[])));
    }
    match field.kind {
        Kind::Nested(_) if !item.many => State::Object(None),
        Kind::Nested(_) => State::Objects(Vec::new()),
        _ => State::Value { value: Value::Null, notes: Vec::new() },
    }
}

/// How the field's class reads forms, and whether it may be blank.
fn shape(item: &SerField) -> (Shape, bool) {
    match item.field.kind {
        Kind::Boolean => (Shape::Checkbox, false),
        Kind::Json => (Shape::Json, false),
        Kind::List { .. } => (Shape::Items, false),
        Kind::Dict { .. } => (Shape::Members, false),
        Kind::MultipleChoice { .. } => (Shape::Keys, false),
        Kind::Related(_) if item.many => (Shape::Keys, false),
        Kind::Nested(_) if item.many => (Shape::Objects, false),
        Kind::Nested(_) => (Shape::Object, false),
        Kind::Text { allow_blank, .. } | Kind::Ip { allow_blank, .. } | Kind::Choice { allow_blank, .. } => (Shape::One, allow_blank),
        _ => (Shape::One, false),
    }
}

/// DRF's `get_default`: not validated.
fn default(compiled: &Serializers, ser: &Ser, item: &SerField, options: ReadOptions<'_>) -> Option<State> {
    if item.field.rare.current_user {
        let user = options.user.filter(|_| !options.partial)?;
        return Some(match user {
            Some(id) => State::Value { value: Value::Int(id), notes: Vec::new() },
            // DRF hands an AnonymousUser on, and crashes.
            None => State::Failed(Errors::message("Authentication credentials were not provided.")),
        });
    }
    let value = item.field.default.filter(|_| !options.partial)?;
    let index = own_column(item);
    let column = index.and_then(|i| compiled.graph.model(ser.model).fields.get(i));
    if options.update && item.field.kind == Kind::Hidden && column.is_some_and(|c| c.field.auto_now_add) {
        return None;
    }
    let kind = index.map_or_else(|| item.field.kind.stored(), |i| compiled.graph.stored_type(ser.model, i));
    Some(State::Value { value: literal(&value, kind, column.map_or(0, |c| c.field.decimal_places)), notes: Vec::new() })
}

pub(super) fn unique_notes(item: &SerField) -> Vec<Note> {
    let column = own_column(item);
    let mut notes = Vec::new();
    for validator in item.field.validators {
        let (text, condition) = match validator {
            Validator::Unique("") => ("This field must be unique.", None),
            Validator::Unique(text) => (*text, None),
            Validator::UniqueWhere(text, condition) => (*text, Some(*condition)),
            _ => continue,
        };
        notes.extend(column.map(|column| Note::Unique { column, text: text.to_owned(), condition }));
    }
    notes
}

/// What is said of the list with which a body has too many items.
pub(super) fn too_many_in_all(compiled: &Serializers) -> String {
    format!("Ensure the lists of this body have no more than {} elements in all.", options::room(compiled))
}

/// DRF's `ManyRelatedField`: any iterable but a text; of an object its names.
fn keys(compiled: &Serializers, item: &SerField, related: Related, raw: &Raw<'_>, options: ReadOptions<'_>) -> State {
    let find = |data: &Json| relations::lookup(compiled, item, related.kind, data, options);
    let names = |name: &String| find(&Json::from(name.as_str()));
    let count = match raw {
        Raw::Plain(data) => match &**data {
            Json::Array(items) => items.len(),
            Json::Object(map) => map.len(),
            _ => return no_list(item, raw),
        },
        Raw::Items(items) => items.len(),
        _ => return no_list(item, raw),
    };
    let most = compiled.graph.api.input.max_items;
    if u32::try_from(count).map_or(true, |count| count > most) {
        return State::Failed(Errors::message(fail(&item.field, "max_length", MAX_ROWS, &[("max_length", &most.to_string())])));
    }
    if !options.take_room(count) {
        return State::Failed(Errors::message(too_many_in_all(compiled)));
    }
    let lookups = match raw {
        Raw::Plain(data) => match &**data {
            Json::Array(items) => up_to_error(items.iter().map(find)),
            Json::Object(map) => up_to_error(map.keys().map(names)),
            _ => return no_list(item, raw),
        },
        Raw::Items(items) => up_to_error(items.iter().map(|raw| match raw {
            Raw::File(file) => Err(files::refusal(compiled, item, file)),
            raw => find(&raw.json()),
        })),
        _ => return no_list(item, raw),
    };
    match lookups.as_slice() {
        [] if !related.allow_empty => State::Failed(Errors::message(fail(&item.field, "empty", EMPTY, &[]))),
        [Err(errors)] => State::Failed(errors.clone()),
        _ => State::Keys(lookups),
    }
}

fn no_list(item: &SerField, raw: &Raw<'_>) -> State {
    State::Failed(Errors::message(fail(&item.field, "not_a_list", NOT_A_LIST, &[("input_type", raw.type_name())])))
}

/// The lookups up to the first that fails: its error is the only one.
fn up_to_error(lookups: impl Iterator<Item = Result<Lookup, Errors>>) -> Vec<Result<Lookup, Errors>> {
    let mut out = Vec::with_capacity(lookups.size_hint().0);
    for found in lookups {
        let failed = found.is_err();
        out.push(found);
        if failed {
            break;
        }
    }
    out
}

/// Nested rows are never patched: an item is always complete.
fn objects(compiled: &Serializers, item: &SerField, nested: Nested, raw: &Raw<'_>, options: ReadOptions<'_>) -> State {
    let Some(id) = item.nested else { return State::Objects(Vec::new()) };
    let options = ReadOptions { partial: false, update: false, parent: None, ..options };
    if item.many {
        return match list(compiled, id, raw, nested.allow_empty, options, Some(&item.field)) {
            Ok(items) => State::Objects(items),
            Err(errors) => State::Failed(errors),
        };
    }
    match object(compiled, id, raw, options, Some(&item.field)) {
        Ok(node) => State::Object(Some(Box::new(node))),
        Err(errors) => State::Failed(errors),
    }
}

/// DRF's `UniqueTogetherValidator`s of a serializer.
pub(super) fn unique_sets(compiled: &Serializers, ser: &Ser, fields: &[(usize, State)], options: ReadOptions<'_>) -> Vec<Together> {
    let whole = ser.unique_together.iter().filter_map(|set| unique_set(compiled, ser, set, fields, options));
    let conditional = ser.unique_where.iter().filter_map(|set| {
        let all = set.all_fields();
        let Together { parts, missing, .. } = unique_set(compiled, ser, &all, fields, options)?;
        // With the parent's key nobody can tell before the parent is there: the database decides.
        if parts.iter().any(|(_, part)| *part == Part::Parent) {
            return None;
        }
        let own = unique_set(compiled, ser, set.fields, fields, options)?;
        let node = compiled.graph.model(ser.model);
        let mut of = Vec::new();
        for column in set.condition?.columns() {
            let at = node.position(column.field)?;
            let known = own.parts.iter().chain(&of).any(|(column, _)| *column == at);
            of.extend(parts.iter().find(|(column, _)| *column == at && !known).cloned());
        }
        Some(Together { missing, condition: Some((set.condition?, of)), ..own })
    });
    whole.chain(conditional).collect()
}

/// One set of DRF's `UniqueTogetherValidator`s, if the serializer has all of its fields.
fn unique_set(
    compiled: &Serializers,
    ser: &Ser,
    set: &[&'static str],
    fields: &[(usize, State)],
    options: ReadOptions<'_>,
) -> Option<Together> {
    let node = compiled.graph.model(ser.model);
    let mut parts = Vec::with_capacity(set.len());
    let mut names = Vec::with_capacity(set.len());
    let mut missing = Vec::new();
    let mut nested_set = false;
    for name in set {
        let column = node.position(name)?;
        let candidate =
            |read_only: bool| ser.fields.iter().enumerate().find(|(_, f)| own_column(f) == Some(column) && f.field.read_only == read_only);
        let shown = candidate(false).or_else(|| candidate(true));
        names.push(shown.map_or(*name, |(_, f)| f.field.name));
        let part = if ser.parent_key == Some(column) {
            nested_set = true;
            Part::Parent
        } else if let Some((index, item)) = candidate(false) {
            if fields.iter().any(|(i, _)| *i == index) {
                Part::Field(index)
            } else if options.update {
                Part::Instance
            } else {
                missing.push((item.field.name.to_owned(), Errors::message(REQUIRED)));
                continue;
            }
        } else {
            let (_, item) = candidate(true)?;
            let value = item.field.default?;
            match default(compiled, ser, item, options) {
                Some(State::Value { value, .. }) => Part::Value(value),
                _ if options.update => Part::Instance,
                _ => Part::Value(literal(&value, compiled.graph.stored_type(ser.model, column), 0)),
            }
        };
        parts.push((column, part));
    }
    if nested_set && !missing.is_empty() {
        return None;
    }
    let missing = (!missing.is_empty()).then_some(Errors::Dict(missing));
    Some(Together { parts, missing, text: format!("The fields {} must make a unique set.", names.join(", ")), condition: None })
}
