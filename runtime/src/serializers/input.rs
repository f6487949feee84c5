//! What a body holds for a field: DRF's `get_value` and `utils.html`.

use crate::request::Input;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// Django's `MultiValueDict`: names in order of their first appearance, each with its values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Form<'a> {
    entries: Vec<(Cow<'a, str>, Vec<Cow<'a, str>>)>,
}

impl<'a> Form<'a> {
    fn push(&mut self, name: Cow<'a, str>, value: Cow<'a, str>) {
        match self.entries.iter_mut().find(|(n, _)| *n == name) {
            Some((_, values)) => values.push(value),
            None => self.entries.push((name, vec![value])),
        }
    }

    fn set(&mut self, name: Cow<'a, str>, values: Vec<Cow<'a, str>>) {
        match self.entries.iter_mut().find(|(n, _)| *n == name) {
            Some((_, old)) => *old = values,
            None => self.entries.push((name, values)),
        }
    }

    fn list(&self, name: &str) -> Option<&[Cow<'a, str>]> {
        self.entries.iter().find(|(n, _)| n == name).map(|(_, values)| values.as_slice())
    }

    /// `parse_html_list`: the items at `prefix[0]`, `prefix[1]name`… in the order of their numbers.
    fn items(&self, prefix: &str) -> Option<Vec<Raw<'a>>> {
        // Numbers as their digits without leading zeros, which sort by length and then as text.
        let mut found: Vec<(String, Raw<'a>)> = Vec::new();
        for (name, values) in &self.entries {
            let Some(value) = values.last() else { continue };
            let Some((number, key)) = name.strip_prefix(prefix).and_then(|n| n.strip_prefix('[')).and_then(|n| n.split_once(']')) else {
                continue;
            };
            if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            let number = number.trim_start_matches('0').to_owned();
            let item = found.iter_mut().find(|(n, _)| *n == number).map(|(_, item)| item);
            match item {
                Some(Raw::Form(form)) if !key.is_empty() => form.set(Cow::Owned(key.to_owned()), vec![value.clone()]),
                item => {
                    let fresh = if key.is_empty() {
                        Raw::text(value)
                    } else {
                        Raw::Form(Form { entries: vec![(Cow::Owned(key.to_owned()), vec![value.clone()])] })
                    };
                    match item {
                        Some(item) => *item = fresh,
                        None => found.push((number, fresh)),
                    }
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
            if let Some(key) = key {
                out.set(Cow::Owned(key.to_owned()), values.clone());
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
            Input::Form(pairs) => {
                let mut form = Form::default();
                for (name, value) in pairs {
                    form.push(Cow::Borrowed(name), Cow::Borrowed(value));
                }
                Self::Form(form)
            }
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
