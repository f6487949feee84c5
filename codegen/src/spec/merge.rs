//! `extends`: what a child's `[serializer]` is together with its base's.

use super::{DeclaredSpec, ExtraKwargsSpec, FieldList, Names, Opt, SerializerSpec, Spanned, TableSpec};

impl SerializerSpec {
    /// A base's table and then the child's own: lists one after the other, declared fields and `extra_kwargs` by name (the child's whole entry
    /// wins), everything else the child's where it says it. Tables of one name are merged in the same way. Several levels are merged from the top down.
    pub fn merged(base: &Self, own: &Self) -> Self {
        let mut out = Self {
            origin: own.origin,
            doubtful: base.doubtful || own.doubtful,
            fields: listed(&base.fields, &own.fields),
            exclude: joined(&base.exclude, &own.exclude),
            omit: joined(&base.omit, &own.omit),
            create_only_fields: joined(&base.create_only_fields, &own.create_only_fields),
            validators: own.validators.or(base.validators),
            read_only_fields: joined(&base.read_only_fields, &own.read_only_fields),
            depth: own.depth.clone().or_else(|| base.depth.clone()),
            expandable_fields: own.expandable_fields.clone().or_else(|| base.expandable_fields.clone()),
            extra_kwargs: by_name(&base.extra_kwargs, &own.extra_kwargs, |k: &ExtraKwargsSpec| &k.name),
            declared: by_name(&base.declared, &own.declared, |f: &DeclaredSpec| &f.name),
            tables: base.tables.clone(),
        };
        // What is listed by the child is not left out by its base, and the other way round.
        if own.fields.is_some() {
            out.exclude.clone_from(&own.exclude);
        } else if own.exclude.is_some() {
            out.fields = None;
        }
        for table in &own.tables {
            match out.tables.iter_mut().find(|t| t.name.value == table.name.value) {
                Some(inherited) => *inherited = TableSpec { name: table.name.clone(), spec: Self::merged(&inherited.spec, &table.spec) },
                None => out.tables.push(table.clone()),
            }
        }
        out
    }
}

/// `"__all__"` is all.
fn listed(base: &Opt<FieldList>, own: &Opt<FieldList>) -> Opt<FieldList> {
    match (base, own) {
        (Some(base), Some(own)) => {
            let list = match (&base.value, &own.value) {
                (FieldList::Names(base), FieldList::Names(own)) => FieldList::Names(one_after_the_other(base, own)),
                _ => FieldList::All,
            };
            Some(Spanned::new(list, own.origin))
        }
        _ => own.clone().or_else(|| base.clone()),
    }
}

fn joined(base: &Option<Names>, own: &Option<Names>) -> Option<Names> {
    match (base, own) {
        (Some(base), Some(own)) => Some(Spanned::new(one_after_the_other(&base.value, &own.value), own.origin)),
        _ => own.clone().or_else(|| base.clone()),
    }
}

fn one_after_the_other(base: &[Spanned<String>], own: &[Spanned<String>]) -> Vec<Spanned<String>> {
    let mut out = base.to_vec();
    for name in own {
        if !out.iter().any(|n| n.value == name.value) {
            out.push(name.clone());
        }
    }
    out
}

fn by_name<T: Clone>(base: &[T], own: &[T], name: impl Fn(&T) -> &Spanned<String>) -> Vec<T> {
    let mut out = base.to_vec();
    for entry in own {
        match out.iter_mut().find(|e| name(e).value == name(entry).value) {
            Some(inherited) => *inherited = entry.clone(),
            None => out.push(entry.clone()),
        }
    }
    out
}
