//! What a body holds for a field: DRF's `get_value` and `utils.html`.

use crate::python;
use crate::request::{self, FilePart, Input};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::collections::HashMap;

/// One value of a form.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Entry<'a> {
    Text(Cow<'a, str>),
    File(&'a FilePart),
}

impl<'a> Entry<'a> {
    fn raw(&self) -> Raw<'a> {
        match self {
            Self::Text(text) => Raw::text(text),
            Self::File(file) => Raw::File(file),
        }
    }
}

/// Django's `MultiValueDict`: names in order of their first appearance, each with its values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Form<'a> {
    entries: Vec<(Cow<'a, str>, Vec<Entry<'a>>)>,
}

impl<'a> Form<'a> {
    /// The values of a body; files come behind the texts of their name.
    fn of(given: &'a request::Form) -> Self {
        let mut form = Self::default();
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(given.pairs.len());
        let texts = given.pairs.iter().map(|(name, value)| (name, Entry::Text(Cow::Borrowed(value))));
        let files = given.files.iter().map(|(name, file)| (name, Entry::File(file)));
        for (name, value) in texts.chain(files) {
            let at = *places.entry(name).or_insert_with(|| {
                form.entries.push((Cow::Borrowed(name), Vec::new()));
                form.entries.len() - 1
            });
            if let Some((_, values)) = form.entries.get_mut(at) {
                values.push(value);
            }
        }
        form
    }

    fn list(&self, name: &str) -> Option<&[Entry<'a>]> {
        self.entries.iter().find(|(n, _)| n == name).map(|(_, values)| values.as_slice())
    }

    /// A file that was sent under this very name.
    fn file(&self, name: &str) -> Option<Raw<'a>> {
        self.list(name)?.iter().rev().find(|value| matches!(value, Entry::File(_))).map(Entry::raw)
    }

    /// `parse_html_list`: the items at `prefix[0]`, `prefix[1]name`… in the order of their numbers.
    fn items(&self, prefix: &str) -> Option<Vec<Raw<'a>>> {
        // Numbers as their digits without leading zeros, which sort by length and then as text.
        let mut found: Vec<(String, Raw<'a>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut members: HashMap<(usize, &str), usize> = HashMap::new();
        for (name, values) in &self.entries {
            let Some(value) = values.last() else { continue };
            let Some((number, key)) = name.strip_prefix(prefix).and_then(|n| n.strip_prefix('[')).and_then(|n| n.split_once(']')) else {
                continue;
            };
            if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            let number = number.trim_start_matches('0');
            let at = *places.entry(number).or_insert_with(|| {
                // Of one key or another, as the value is.
                found.push((number.to_owned(), Raw::Form(Form::default())));
                found.len() - 1
            });
            let Some((_, item)) = found.get_mut(at) else { continue };
            match item {
                Raw::Form(form) if !key.is_empty() => match members.get(&(at, key)).and_then(|member| form.entries.get_mut(*member)) {
                    Some((_, old)) => *old = vec![value.clone()],
                    None => {
                        members.insert((at, key), form.entries.len());
                        form.entries.push((Cow::Owned(key.to_owned()), vec![value.clone()]));
                    }
                },
                item if key.is_empty() => *item = value.raw(),
                // What was a text is an object from now on.
                item => {
                    members.retain(|(of, _), _| *of != at);
                    members.insert((at, key), 0);
                    *item = Raw::Form(Form { entries: vec![(Cow::Owned(key.to_owned()), vec![value.clone()])] });
                }
            }
        }
        found.sort_by(|(a, _), (b, _)| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        if found.is_empty() { None } else { Some(found.into_iter().map(|(_, item)| item).collect()) }
    }

    /// `parse_html_dict`: what stands under `prefix.name`.
    fn dict(&self, prefix: &str) -> Option<Form<'a>> {
        let mut out = Form::default();
        for (name, values) in &self.entries {
            let key = name.strip_prefix(prefix).and_then(|n| n.strip_prefix('.')).filter(|k| !k.is_empty());
            // Names are different, and so are what is behind the prefix.
            if let Some(key) = key {
                out.entries.push((Cow::Owned(key.to_owned()), values.clone()));
            }
        }
        if out.entries.is_empty() { None } else { Some(out) }
    }
}

/// A primitive value before validation.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Raw<'a> {
    /// A JSON value, or the text of a form as a JSON string.
    Plain(Cow<'a, Json>),
    /// The text of a form for a JSON field, to be parsed.
    JsonText(Cow<'a, str>),
    /// A file of a form.
    File(&'a FilePart),
    /// The items of a list in a form.
    Items(Vec<Raw<'a>>),
    /// An object in a form.
    Form(Form<'a>),
}

impl<'a> Raw<'a> {
    /// A body.
    pub(super) fn body(input: &'a Input) -> Self {
        match input {
            Input::Json(document) => Self::Plain(Cow::Borrowed(&document.value)),
            Input::Form(given) => Self::Form(Form::of(given)),
        }
    }

    pub(super) fn text(text: &str) -> Self {
        Self::Plain(Cow::Owned(Json::String(text.to_owned())))
    }

    fn plain(value: Json) -> Self {
        Self::Plain(Cow::Owned(value))
    }

    /// As a JSON value; forms count as objects and lists.
    pub(super) fn json(&self) -> Cow<'_, Json> {
        match self {
            Self::Plain(value) => Cow::Borrowed(value),
            Self::JsonText(text) => Cow::Owned(Json::String(text.to_string())),
            Self::File(file) => Cow::Owned(Json::String(file.name.clone())),
            Self::Items(items) => Cow::Owned(Json::Array(items.iter().map(|i| i.json().into_owned()).collect())),
            Self::Form(_) => Cow::Owned(Json::Object(Map::new())),
        }
    }

    /// How many items a list has; `None` if it is none.
    pub(super) fn count(&self) -> Option<usize> {
        match self {
            Self::Plain(value) => value.as_array().map(Vec::len),
            Self::Items(items) => Some(items.len()),
            Self::Form(form) => Some(form.items("").map_or(0, |items| items.len())),
            Self::JsonText(_) | Self::File(_) => None,
        }
    }

    /// `type(value).__name__`.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::File(file) => file.class(),
            Self::Plain(value) => python::type_name(value),
            Self::JsonText(_) => "str",
            Self::Items(_) => "list",
            Self::Form(_) => "MultiValueDict",
        }
    }

    /// The members of an object, of a form each with its last value: `None` if it is none.
    pub(super) fn members(&self) -> Option<Vec<(&str, Raw<'_>)>> {
        match self {
            Self::Plain(value) => {
                value.as_object().map(|map| map.iter().map(|(name, v)| (name.as_str(), Raw::Plain(Cow::Borrowed(v)))).collect())
            }
            Self::Form(form) => Some(form.entries.iter().filter_map(|(name, values)| Some((&**name, values.last()?.raw()))).collect()),
            Self::Items(_) | Self::JsonText(_) | Self::File(_) => None,
        }
    }

    /// The items of a list (`to_internal_value` of lists): `None` if it is none.
    pub(super) fn items(&self) -> Option<Vec<Raw<'_>>> {
        match self {
            Self::Plain(value) => value.as_array().map(|items| items.iter().map(|i| Raw::Plain(Cow::Borrowed(i))).collect()),
            Self::Items(items) => Some(items.clone()),
            Self::Form(form) => Some(form.items("").unwrap_or_default()),
            Self::JsonText(_) | Self::File(_) => None,
        }
    }
}

/// How a class of fields gets its value out of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One text.
    One,
    /// A checkbox, which isn't sent if it isn't checked.
    Checkbox,
    /// The text is JSON.
    Json,
    /// The values of one name.
    Keys,
    /// The values of one name, or those under numbers in brackets.
    Items,
    /// What stands under a dot, or nothing under the name itself.
    Members,
    /// Objects under numbers in brackets.
    Objects,
    /// An object under a dot.
    Object,
}

/// The options of a field that `get_value` asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Getter<'a> {
    pub(super) name: &'a str,
    pub(super) shape: Shape,
    pub(super) required: bool,
    pub(super) allow_null: bool,
    pub(super) allow_blank: bool,
    /// Nothing that is left out is looked at.
    pub(super) partial: bool,
}

impl Getter<'_> {
    /// DRF's `get_value`; `Err` is what an absent field of a form counts as (`default_empty_html`), `Ok(None)` is `empty`.
    pub(super) fn get<'r>(&self, body: &'r Raw<'_>) -> Result<Option<Raw<'r>>, EmptyCheckbox> {
        let form = match body {
            Raw::Plain(value) => return Ok(value.get(self.name).map(|v| Raw::Plain(Cow::Borrowed(v)))),
            Raw::Form(form) => form,
            Raw::Items(_) | Raw::JsonText(_) | Raw::File(_) => return Ok(None),
        };
        let values = form.list(self.name);
        Ok(match self.shape {
            // DRF passes over a file in the place of nested rows; what was sent should not be lost in silence (extension).
            Shape::Objects => form.file(self.name).or_else(|| form.items(self.name).map(Raw::Items)),
            Shape::Object => form.file(self.name).or_else(|| form.dict(self.name).map(Raw::Form)),
            Shape::Items => match values {
                Some(values) => Some(Raw::Items(values.iter().map(Entry::raw).collect())),
                None => form.items(self.name).map(Raw::Items),
            },
            Shape::Members => form.dict(self.name).or_else(|| values.map(|_| Form::default())).map(Raw::Form),
            Shape::Keys => match values {
                None if self.partial => None,
                values => Some(Raw::Items(values.unwrap_or_default().iter().map(Entry::raw).collect())),
            },
            Shape::Json => values.and_then(|v| v.last()).map(|value| match value {
                Entry::Text(text) => Raw::JsonText(Cow::Borrowed(text)),
                Entry::File(file) => Raw::File(file),
            }),
            Shape::One | Shape::Checkbox => match values.and_then(|v| v.last()) {
                None if self.shape == Shape::Checkbox && !self.partial => return Err(EmptyCheckbox),
                None => None,
                Some(Entry::Text(text)) if text.is_empty() && !self.allow_blank && self.allow_null => Some(Raw::plain(Json::Null)),
                Some(Entry::Text(text)) if text.is_empty() && !self.allow_blank && !self.required => None,
                Some(value) => Some(value.raw()),
            },
        })
    }
}

/// A checkbox that a form does not have: it is not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EmptyCheckbox;
