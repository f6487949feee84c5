//! A serializer as the checks see it: what the resource says of it, what a table adds, and what both have from a master.

use super::index::{Index, Lost, Names};
use crate::spec::{DeclaredSpec, ExtraKwargsSpec, FieldList, SerializerSpec, Spanned};

/// A serializer with what it inherits.
pub(super) struct Scope<'a> {
    pub(super) id: usize,
    /// The table that is looked at: `[serializer]`, or one below it.
    pub(super) own: &'a SerializerSpec,
    /// Its name; empty for `[serializer]` itself.
    pub(super) table: &'a str,
    pub(super) master: Option<&'a SerializerSpec>,
    /// All that speaks of this serializer, the strongest last.
    layers: Vec<&'a SerializerSpec>,
}

impl<'a> Scope<'a> {
    /// `[serializer]` of a resource.
    pub(super) fn new(index: &Index<'a>, id: usize, own: &'a SerializerSpec) -> Self {
        let master = index.models[id].master.and_then(|m| index.models[m].spec).and_then(|s| s.serializer.as_ref());
        Self { id, own, table: "", master, layers: master.into_iter().chain([own]).collect() }
    }

    /// The serializer that a table of this name makes of it, which may be a master's.
    pub(super) fn named(index: &Index<'a>, id: usize, base: &'a SerializerSpec, name: &'a str) -> Self {
        let mut scope = Self::new(index, id, base);
        scope.table = name;
        scope.own = base.table(name).unwrap_or(base);
        let tables = scope.master.into_iter().chain([base]).filter_map(|s| s.table(name));
        scope.layers.extend(tables);
        scope
    }

    /// `[serializer]`, and each of its tables.
    pub(super) fn all(index: &Index<'a>, id: usize, base: &'a SerializerSpec) -> Vec<Self> {
        let tables = base.tables.iter().map(|table| Self::named(index, id, base, table.name.as_str()));
        std::iter::once(Self::new(index, id, base)).chain(tables).collect()
    }

    /// All that speaks of this serializer, the strongest last.
    pub(super) fn layers(&self) -> impl DoubleEndedIterator<Item = &'a SerializerSpec> {
        self.layers.iter().copied()
    }

    /// The tables of this name; none for `[serializer]` itself.
    fn tables(&self) -> impl Iterator<Item = &'a SerializerSpec> {
        self.bases_and_tables().1
    }

    fn bases_and_tables(&self) -> (impl Iterator<Item = &'a SerializerSpec>, impl Iterator<Item = &'a SerializerSpec>) {
        let bases = if self.master.is_some() { 2 } else { 1 };
        (self.layers.iter().copied().take(bases), self.layers.iter().copied().skip(bases))
    }

    /// `[serializer]` of the resource itself.
    pub(super) fn base(&self) -> Option<&'a SerializerSpec> {
        self.bases_and_tables().0.last()
    }

    /// Whether something in a list of its fields was reported.
    pub(super) fn doubtful(&self) -> bool {
        self.layers().any(|s| s.doubtful)
    }

    /// The declared field of this name.
    pub(super) fn declared(&self, name: &str) -> Option<&'a DeclaredSpec> {
        self.layers().rev().find_map(|s| s.declared(name))
    }

    /// All declared fields, each as it counts.
    pub(super) fn all_declared(&self) -> impl Iterator<Item = &'a DeclaredSpec> {
        let mut out: Vec<&'a DeclaredSpec> = Vec::new();
        for declared in self.layers().flat_map(|s| &s.declared) {
            match out.iter_mut().find(|f| f.name.value == declared.name.value) {
                Some(weaker) => *weaker = declared,
                None => out.push(declared),
            }
        }
        out.into_iter()
    }

    /// The `extra_kwargs` of this field.
    pub(super) fn extra_kwargs(&self, name: &str) -> Option<&'a ExtraKwargsSpec> {
        self.layers().rev().find_map(|s| s.extra_kwargs(name))
    }

    /// `depth`.
    pub(super) fn depth(&self) -> u8 {
        self.layers().rev().find_map(|s| s.depth.as_ref()).map_or(0, |depth| depth.value)
    }

    /// The field of the model that an undeclared field shows: DRF builds it from `source`, if `extra_kwargs` has one.
    pub(super) fn source<'n>(&self, name: &'n str) -> &'n str
    where
        'a: 'n,
    {
        let of = |s: &'a SerializerSpec| s.extra_kwargs(name).and_then(|k| k.args.source.as_ref());
        self.layers().rev().find_map(of).map_or(name, |s| s.as_str())
    }

    /// Names that are listed; `None` where all are, but for those that are left out.
    fn names(&self) -> Option<Vec<&'a Spanned<String>>> {
        let list = |s: &'a SerializerSpec| match s.fields.as_ref().map(|f| &f.value) {
            Some(FieldList::Names(names)) => Some(names),
            _ => None,
        };
        let all = |s: &SerializerSpec| matches!(s.fields.as_ref().map(|f| &f.value), Some(FieldList::All));
        if self.tables().any(|s| s.fields.is_some()) {
            return (!self.tables().any(all)).then(|| self.tables().filter_map(list).flatten().collect());
        }
        let base = self.base()?;
        if base.fields.is_none() && (self.master.is_none() || base.exclude.is_some()) || all(base) {
            return None;
        }
        Some(self.master.and_then(list).into_iter().flatten().chain(list(base).into_iter().flatten()).collect())
    }

    /// Whether the serializer leaves a field out by name.
    pub(super) fn leaves_out(&self, name: &str) -> bool {
        let said = |names: &Option<crate::spec::Names>| names.iter().any(|names| names.iter().any(|n| n.value == name));
        let replaced = self.tables().any(|s| s.fields.is_some());
        self.layers().any(|s| said(&s.omit) || (!replaced && said(&s.exclude)))
    }

    /// Whether the master lists a name that leads nowhere, and may be meant for a field that the detail declares.
    pub(super) fn master_lists_nothing(&self, index: &Index<'_>) -> bool {
        let (Some(master), Some(id)) = (self.master, index.models[self.id].master) else { return false };
        let Some(FieldList::Names(names)) = master.fields.as_ref().map(|f| &f.value) else { return false };
        let nothing = |name: &&Spanned<String>| {
            master.declared(name).is_none() && matches!(index.step(id, name, Names::Accessor), Err(Lost::Unknown { .. }))
        };
        names.iter().filter(|name| name.value != "url").any(|name| nothing(&name))
    }

    /// Whether the serializer shows a field of this name.
    pub(super) fn lists(&self, index: &Index<'_>, name: &str) -> bool {
        !self.leaves_out(name) && self.names_it(index, name)
    }

    /// Whether the serializer would show a field of this name if nothing were left out.
    pub(super) fn names_it(&self, index: &Index<'_>, name: &str) -> bool {
        let Some(names) = self.names() else {
            return self.declared(name).is_some() || index.models[self.id].attr(name).is_some_and(|a| a.annotation.is_none());
        };
        let replaced = self.tables().any(|s| s.fields.is_some());
        let all_of_master =
            !replaced && self.master.is_some_and(|m| !matches!(m.fields.as_ref().map(|f| &f.value), Some(FieldList::Names(_))));
        names.iter().any(|n| n.value == name)
            || all_of_master && index.models[self.id].attr(name).is_some_and(|a| a.owner != self.id && a.annotation.is_none())
    }
}
