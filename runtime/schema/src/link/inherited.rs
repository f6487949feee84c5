//! A resource's serializers with what a detail has from its master.
//!
//! What a generator made knows its master: its variants are whole. A derive sees one struct, so its details' variants are parts, which are joined here.

use super::{Graph, ModelId, SerId};
use crate::serializer::{Field, Serializer, Variant};
use crate::viewset::Action;

/// A serializer before its names are resolved.
pub(super) struct Described {
    pub(super) fields: Vec<Field>,
    pub(super) unique_together: Vec<&'static [&'static str]>,
}

impl Described {
    const fn empty() -> Self {
        Self { fields: Vec::new(), unique_together: Vec::new() }
    }

    /// Fields of one name are the later one's, in the place of the first.
    fn add(&mut self, serializer: &Serializer) {
        for field in serializer.fields {
            match self.fields.iter_mut().find(|f| f.name == field.name) {
                Some(inherited) => *inherited = *field,
                None => self.fields.push(*field),
            }
        }
        self.unique_together.extend_from_slice(serializer.unique_together);
    }
}

fn own(graph: &Graph, model: ModelId) -> &'static Serializer {
    graph.api.resources[model].serializer
}

fn named(serializer: &'static Serializer, name: &str) -> Option<&'static Variant> {
    serializer.variants.iter().find(|variant| variant.name == name)
}

/// The names of a resource's variants, its master's first.
pub(super) fn names(graph: &Graph, model: ModelId) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = Vec::new();
    for owner in graph.models[model].master.into_iter().chain([model]) {
        for variant in own(graph, owner).variants {
            if !out.contains(&variant.name) {
                out.push(variant.name);
            }
        }
    }
    out
}

/// A serializer's fields and sets: the resource's own, or with a name the variant's.
pub(super) fn described(graph: &Graph, model: ModelId, name: &str) -> Described {
    let owners = || graph.models[model].master.into_iter().chain([model]);
    let mut out = Described::empty();
    if name.is_empty() {
        owners().for_each(|owner| out.add(own(graph, owner)));
        return out;
    }
    let whole = named(own(graph, model), name).filter(|variant| !variant.part);
    if let Some(variant) = whole {
        out.add(&variant.serializer);
        return out;
    }
    let variants = || owners().filter_map(|owner| named(own(graph, owner), name));
    let listed = variants().any(|variant| variant.listed);
    for owner in owners() {
        match named(own(graph, owner), name) {
            Some(variant) if variant.listed || !listed => out.add(&variant.serializer),
            None if !listed => out.add(own(graph, owner)),
            _ => {}
        }
    }
    out.fields.retain(|field| !variants().any(|variant| variant.omit.contains(&field.name)));
    out
}

/// What `?expand=` takes. A detail's own list replaces its master's, as an attribute of an inherited `Meta` does.
pub(super) fn expandable(graph: &Graph, model: ModelId, name: &str) -> &'static [&'static str] {
    let list = |owner: ModelId| match name {
        "" => Some(own(graph, owner).expandable_fields),
        name => named(own(graph, owner), name).map(|variant| variant.serializer.expandable_fields),
    };
    if named(own(graph, model), name).is_some_and(|variant| !variant.part) {
        return list(model).unwrap_or(&[]);
    }
    let mine = list(model).filter(|names| !names.is_empty());
    mine.or_else(|| graph.models[model].master.and_then(list)).unwrap_or(&[])
}

impl Graph {
    /// The serializer of a resource that has this name; its own, if the name is empty.
    pub fn variant(&self, model: ModelId, name: &str) -> Option<SerId> {
        if name.is_empty() {
            return (model < self.api.resources.len()).then_some(model);
        }
        self.variants(model).find(|id| self.serializers[*id].name == name)
    }

    /// The serializers of a resource besides its own.
    pub fn variants(&self, model: ModelId) -> impl Iterator<Item = SerId> {
        // Each is there once under its name; those that nesting makes of them come behind.
        let mut seen: Vec<&str> = Vec::new();
        self.serializers.iter().enumerate().skip(self.api.resources.len()).filter_map(move |(id, ser)| {
            let first = ser.model == model && !ser.name.is_empty() && !seen.contains(&ser.name);
            first.then(|| seen.push(ser.name))?;
            Some(id)
        })
    }

    /// What a message calls a serializer: `Station`, or `Station (brief)`.
    pub fn serializer_name(&self, id: SerId) -> String {
        let ser = &self.serializers[id];
        let model = self.models[ser.model].model.name;
        if ser.name.is_empty() { model.to_owned() } else { format!("{model} ({})", ser.name) }
    }

    /// DRF's `get_serializer_class()`: the serializer of an action. A partial update has the one of updates, unless it has its own.
    pub(super) fn of_action(&self, model: ModelId, action: Action) -> SerId {
        let named = |name: &str| self.variant(model, name);
        let found = match action {
            Action::Destroy => None,
            Action::PartialUpdate => named(action.name()).or_else(|| named(Action::Update.name())),
            action => named(action.name()),
        };
        found.unwrap_or(model)
    }
}
