//! What a body holds for a field: DRF's `get_value` and `utils.html`.

use crate::request::Input;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::collections::HashMap;

/// Django's `MultiValueDict`: names in order of their first appearance, each with its values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Form<'a> {
    entries: Vec<(Cow<'a, str>, Vec<Cow<'a, str>>)>,
}

impl<'a> Form<'a> {
    /// The pairs of a body.
    fn of(pairs: &'a [(String, String)]) -> Self {
        let mut form = Self::default();
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(pairs.len());
        for (name, value) in pairs {
            let at = *places.entry(name).or_insert_with(|| {
                form.entries.push((Cow::Borrowed(name), Vec::new()));
                form.entries.len() - 1
            });
            if let Some((_, values)) = form.entries.get_mut(at) {
                values.push(Cow::Borrowed(value));
            }
        }
        form
    }

    fn list(&self, name: &str) -> Option<&[Cow<'a, str>]> {
        self.entries.iter().find(|(n, _)| n == name).map(|(_, values)| values.as_slice())
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
                item if key.is_empty() => *item = Raw::text(value),
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
    /// The items of a list in a form.
    Items(Vec<Raw<'a>>),
    /// An object in a form.
    Form(Form<'a>),
}

impl<'a> Raw<'a> {
    /// A body.
    pub(super) fn body(input: &'a Input) -> Self {
        match input {
            Input::Json(value) => Self::Plain(Cow::Borrowed(value)),
            Input::Form(pairs) => Self::Form(Form::of(pairs)),
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
            Self::JsonText(_) => None,
        }
    }

    /// The items of a list (`to_internal_value` of lists): `None` if it is none.
    pub(super) fn items(&self) -> Option<Vec<Raw<'_>>> {
        match self {
            Self::Plain(value) => value.as_array().map(|items| items.iter().map(|i| Raw::Plain(Cow::Borrowed(i))).collect()),
            Self::Items(items) => Some(items.clone()),
            Self::Form(form) => Some(form.items("").unwrap_or_default()),
            Self::JsonText(_) => None,
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
            Raw::Items(_) | Raw::JsonText(_) => return Ok(None),
        };
        let values = form.list(self.name);
        Ok(match self.shape {
            Shape::Objects => form.items(self.name).map(Raw::Items),
            Shape::Object => form.dict(self.name).map(Raw::Form),
            Shape::Keys => match values {
                None if self.partial => None,
                values => {
                    let texts = values.unwrap_or_default().iter().map(|v| Json::String(v.to_string()));
                    Some(Raw::plain(Json::Array(texts.collect())))
                }
            },
            Shape::Json => values.and_then(|v| v.last()).map(|text| Raw::JsonText(Cow::Borrowed(text))),
            Shape::One | Shape::Checkbox => match values.and_then(|v| v.last()) {
                None if self.shape == Shape::Checkbox && !self.partial => return Err(EmptyCheckbox),
                None => None,
                Some(text) if text.is_empty() && !self.allow_blank && self.allow_null => Some(Raw::plain(Json::Null)),
                Some(text) if text.is_empty() && !self.allow_blank && !self.required => None,
                Some(text) => Some(Raw::text(text)),
            },
        })
    }
}

/// A checkbox that a form does not have: it is not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EmptyCheckbox;
