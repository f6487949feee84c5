//! `?fields=`, `?omit=` and `?expand=` as drf-flex-fields 1.0 reads them.

use crate::Request;
use crate::schema::link::{Expandable, Graph, Ser, SerField, SerId};

/// How deep expansions go: a client's dots must not cost without bound.
pub(super) const DEPTH: usize = 32;

/// What a client asked for, at one level: dotted names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flex {
    fields: Vec<String>,
    omit: Vec<String>,
    expand: Vec<String>,
    /// The answer to a PATCH: DRF's `partial` serializer knows no defaults, so what is missing on the way to a value is left out.
    pub(super) partial: bool,
}

/// A field after a client's wishes.
pub(super) enum Choice<'g> {
    /// As the serializer has it.
    Field(&'g SerField),
    /// As objects.
    Expanded(&'g Expandable, Flex),
}

impl Flex {
    /// What a request asks for; `None` if it asks for nothing that changes the output.
    ///
    /// `defaults` says whether any serializer of the API shows defaults for what is missing.
    pub fn from_request(graph: &Graph, req: &Request, defaults: bool) -> Option<Self> {
        let partial = defaults && req.method == http::Method::PATCH;
        let mut flex = Self { partial, ..Self::default() };
        if graph.api.dynamic_fields && !req.query.is_empty() {
            flex = Self { fields: values(req, "fields"), omit: values(req, "omit"), expand: values(req, "expand"), partial };
        }
        (flex != Self::default()).then_some(flex)
    }

    /// The serializer's fields in the order and form in which they are shown.
    pub(super) fn choose<'g>(&self, graph: &'g Graph, ser: SerId) -> Vec<Choice<'g>> {
        let ser: &Ser = &graph.serializers[ser];
        let (fields, omit, expand) = (Level::new(&self.fields), Level::new(&self.omit), Level::new(&self.expand));
        let exists = |name: &str| {
            let omitted = omit.names.contains(&name) && !omit.next.iter().any(|(n, _)| *n == name);
            !omitted && (fields.names.is_empty() || fields.wildcard() || fields.names.contains(&name))
        };
        let all = expand.wildcard();
        let expanded = |name: &str| all || expand.names.contains(&name);
        let below =
            |name: &str| Self { fields: fields.below(name), omit: omit.below(name), expand: expand.below(name), partial: self.partial };

        let mut out = Vec::new();
        for field in &ser.fields {
            let name = field.field.name;
            if !exists(name) {
                continue;
            }
            out.push(match ser.expandable.iter().find(|e| e.name == name && expanded(name)) {
                Some(expandable) => Choice::Expanded(expandable, below(name)),
                None => Choice::Field(field),
            });
        }
        // What the serializer does not show by itself comes last.
        let wanted = |e: &&Expandable| expanded(e.name) && exists(e.name) && !ser.fields.iter().any(|f| f.field.name == e.name);
        let mut extra: Vec<&Expandable> = ser.expandable.iter().filter(wanted).collect();
        if !all {
            extra.sort_by_key(|e| expand.names.iter().position(|n| *n == e.name));
        }
        out.extend(extra.into_iter().map(|e| Choice::Expanded(e, below(e.name))));
        out
    }
}

/// Whether a field can show its default in the place of a row that is missing on the way to its value.
pub(super) fn shows_default(field: &SerField) -> bool {
    field.field.default.is_some() && field.path.as_ref().is_some_and(|p| !p.hops.is_empty())
}

/// The values of a parameter: one is split at commas, several are taken as they are; `name[]` will do too.
fn values(req: &Request, name: &str) -> Vec<String> {
    let all = |name: &str| -> Vec<String> { req.query.iter().filter(|(k, _)| k == name).map(|(_, v)| v.clone()).collect() };
    let mut values = all(name);
    if values.is_empty() {
        values = all(&format!("{name}[]"));
    }
    match values.as_slice() {
        [one] => one.split(',').map(str::to_owned).collect(),
        _ => values,
    }
}

/// Dotted names, split into this level's and the next one's.
struct Level<'a> {
    names: Vec<&'a str>,
    next: Vec<(&'a str, &'a str)>,
}

impl<'a> Level<'a> {
    fn new(dotted: &'a [String]) -> Self {
        let mut level = Self { names: Vec::new(), next: Vec::new() };
        for item in dotted {
            match item.split_once('.') {
                Some((first, rest)) => {
                    level.names.push(first);
                    level.next.push((first, rest));
                }
                None => level.names.push(item),
            }
        }
        level
    }

    fn wildcard(&self) -> bool {
        self.names.iter().any(|n| matches!(*n, "~all" | "*"))
    }

    fn below(&self, name: &str) -> Vec<String> {
        self.next.iter().filter(|(n, _)| *n == name).map(|(_, rest)| (*rest).to_owned()).collect()
    }
}
