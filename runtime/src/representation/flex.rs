//! `?fields=`, `?omit=` and `?expand=` as drf-flex-fields 1.0 reads them.
//!
//! The paths of a request are checked ([`Wishes::check`]), then resolved to a [`Flex`]: what is shown, by position, without a name that
//! leads nowhere. So the same output is the same value however it was asked for, and what a client invents is not kept.

use crate::schema::api::Api;
use crate::schema::link::{Expandable, Graph, SerField, SerId};
use crate::{ApiError, Errors, Request};
use std::collections::HashSet;

/// How many relations one request may expand: each costs a join or a statement, and `max_depth` bounds only how deep they lie.
const EXPANSIONS: usize = 100;

/// A serializer's output as a client wants it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flex {
    /// What is shown, in the order of the output.
    shown: Vec<Shown>,
    /// At the root, and for all below: the answer to a PATCH: DRF's `partial` serializer knows no defaults, so what is missing on the way to a value is left out.
    pub(super) partial: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Shown {
    /// A field as the serializer has it, by its index.
    Field(usize),
    /// A relation as objects, by its index among the expandable ones; what is shown of them, or `None`: all, as their serializer has it.
    Expanded(usize, Option<Box<Flex>>),
}

/// A field after a client's wishes.
pub(super) enum Choice<'g> {
    /// As the serializer has it.
    Field(&'g SerField),
    /// As objects.
    Expanded(&'g Expandable, Option<&'g Flex>),
}

impl Flex {
    /// What a request asks of a serializer's output; `None` if it asks for nothing that changes it.
    ///
    /// `partial`: the answer is a partial serializer's, and there are serializers which show defaults for what is missing.
    ///
    /// # Errors
    ///
    /// 400 for a path that is too deep or, where that is not permitted, recursive, and for too many expansions.
    pub fn from_request(graph: &Graph, ser: SerId, req: &Request, partial: bool) -> Result<Option<Self>, ApiError> {
        let wishes = Wishes::of(graph.api, req);
        wishes.check(graph.api)?;
        if wishes.is_empty() {
            return Ok(partial.then(|| Self::plain(graph, ser, partial)));
        }
        match wishes.resolve(graph, ser, &mut EXPANSIONS.clone()) {
            Some(flex) if !partial && flex == Self::plain(graph, ser, false) => Ok(None),
            Some(flex) => Ok(Some(Self { partial, ..flex })),
            None => Err(ApiError::invalid(Errors::message(format!("At most {EXPANSIONS} relations can be expanded at once.")))),
        }
    }

    /// Every field as the serializer has it.
    fn plain(graph: &Graph, ser: SerId, partial: bool) -> Self {
        Self { shown: (0..graph.serializers[ser].fields.len()).map(Shown::Field).collect(), partial }
    }

    /// The serializer's fields in the order and form in which they are shown.
    pub(super) fn choose<'g>(&'g self, graph: &'g Graph, ser: SerId) -> impl Iterator<Item = Choice<'g>> {
        let ser = &graph.serializers[ser];
        self.shown.iter().filter_map(|shown| {
            Some(match shown {
                Shown::Field(index) => Choice::Field(ser.fields.get(*index)?),
                Shown::Expanded(index, below) => Choice::Expanded(ser.expandable.get(*index)?, below.as_deref()),
            })
        })
    }
}

/// The paths of a request, or what is left of them at one level.
#[derive(Debug, Default)]
struct Wishes<'r> {
    expand: Vec<&'r str>,
    fields: Vec<&'r str>,
    omit: Vec<&'r str>,
}

impl<'r> Wishes<'r> {
    fn of(api: &Api, req: &'r Request) -> Self {
        if !api.dynamic_fields || req.query.is_empty() {
            return Self::default();
        }
        Self { expand: values(req, "expand"), fields: values(req, "fields"), omit: values(req, "omit") }
    }

    fn is_empty(&self) -> bool {
        self.expand.is_empty() && self.fields.is_empty() && self.omit.is_empty()
    }

    /// drf-flex-fields' `_validate_recursive_expansion` and `_validate_expansion_depth`, of every value in its order. They count the names of a
    /// path, in `fields` and `omit` too, and do not ask whether there are such names.
    fn check(&self, api: &Api) -> Result<(), ApiError> {
        let most = usize::try_from(api.dynamic_fields_max_depth).unwrap_or(usize::MAX);
        for path in self.expand.iter().chain(&self.fields).chain(&self.omit) {
            let mut seen = HashSet::new();
            if !api.dynamic_fields_recursive && !path.split('.').all(|name| seen.insert(name)) {
                return Err(ApiError::invalid(Errors::message("Recursive expansion found")));
            }
            if path.split('.').count() > most {
                return Err(ApiError::invalid(Errors::message("Expansion depth exceeded")));
            }
        }
        Ok(())
    }

    /// What is shown of a serializer; `None` if more is expanded than is `left`.
    fn resolve(&self, graph: &Graph, ser: SerId, left: &mut usize) -> Option<Flex> {
        let ser = &graph.serializers[ser];
        let known = |name: &str| ser.fields.iter().any(|f| f.field.name == name) || ser.expandable.iter().any(|e| e.name == name);
        let expand = Level::new(&self.expand, known);
        let fields = Level::new(&self.fields, known);
        let omit = Level::new(&self.omit, known);
        let exists = |name: &str| {
            let omitted = omit.names.contains(&name) && !omit.next.iter().any(|(n, _)| *n == name);
            !omitted && (self.fields.is_empty() || fields.wildcard || fields.names.contains(&name))
        };
        let expanded = |name: &str| expand.wildcard || expand.names.contains(&name);
        let mut below = |index: usize, expandable: &Expandable| {
            *left = left.checked_sub(1)?;
            let name = expandable.name;
            let wishes = Self { expand: expand.below(name), fields: fields.below(name), omit: omit.below(name) };
            let below = if wishes.is_empty() { None } else { Some(Box::new(wishes.resolve(graph, expandable.serializer, left)?)) };
            Some(Shown::Expanded(index, below))
        };

        let mut shown = Vec::with_capacity(ser.fields.len());
        for (index, field) in ser.fields.iter().enumerate() {
            let name = field.field.name;
            if !exists(name) {
                continue;
            }
            shown.push(match ser.expandable.iter().enumerate().find(|(_, e)| e.name == name && expanded(name)) {
                Some((index, expandable)) => below(index, expandable)?,
                None => Shown::Field(index),
            });
        }
        // What the serializer does not show by itself comes last, in the order in which it is asked for.
        let wanted = |e: &Expandable| expanded(e.name) && exists(e.name) && !ser.fields.iter().any(|f| f.field.name == e.name);
        let mut extra: Vec<(usize, &Expandable)> = ser.expandable.iter().enumerate().filter(|(_, e)| wanted(e)).collect();
        if !expand.wildcard {
            extra.sort_by_key(|(_, e)| expand.names.iter().position(|n| *n == e.name));
        }
        for (index, expandable) in extra {
            shown.push(below(index, expandable)?);
        }
        Some(Flex { shown, partial: false })
    }
}

/// Whether a field can show its default: in the place of a row that is missing on the way to its value, or for want of a column.
pub(super) fn shows_default(field: &SerField) -> bool {
    let missing = field.path.as_ref().map_or(field.field.read_only, |path| !path.hops.is_empty());
    field.field.default.is_some() && missing
}

/// The values of a parameter: one is split at commas, several are taken as they are; `name[]` will do too.
fn values<'r>(req: &'r Request, name: &str) -> Vec<&'r str> {
    let mut values: Vec<&'r str> = req.query.iter().filter(|(k, _)| k == name).map(|(_, v)| v.as_str()).collect();
    if values.is_empty() {
        values = req.query.iter().filter(|(k, _)| k.strip_suffix("[]") == Some(name)).map(|(_, v)| v.as_str()).collect();
    }
    match values.as_slice() {
        [one] => one.split(',').collect(),
        _ => values,
    }
}

/// Paths, split into this level's names and what is left of each for the next one. Only names that are known are kept, and each once.
struct Level<'a> {
    names: Vec<&'a str>,
    next: Vec<(&'a str, &'a str)>,
    wildcard: bool,
}

impl<'a> Level<'a> {
    fn new(paths: &[&'a str], known: impl Fn(&str) -> bool) -> Self {
        let mut level = Self { names: Vec::new(), next: Vec::new(), wildcard: false };
        for path in paths {
            let (name, rest) = match path.split_once('.') {
                Some((name, rest)) => (name, Some(rest)),
                None => (*path, None),
            };
            level.wildcard |= matches!(name, "~all" | "*");
            if !known(name) {
                continue;
            }
            if !level.names.contains(&name) {
                level.names.push(name);
            }
            level.next.extend(rest.map(|rest| (name, rest)));
        }
        level
    }

    fn below(&self, name: &str) -> Vec<&'a str> {
        self.next.iter().filter(|(n, _)| *n == name).map(|(_, rest)| *rest).collect()
    }
}
