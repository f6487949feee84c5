//! Nested serializers: that there is one of the name, and that they end. A serializer is a resource and the name of one of its tables.

use std::collections::HashMap;

use super::index::{Index, Names};
use super::scope::Scope;
use crate::diag::{Diagnostics, codes};
use crate::spec::{DeclaredKind, DeclaredSpec};

/// A resource and a table's name; none for `[serializer]` itself.
type Key<'a> = (usize, &'a str);

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    let mut edges: HashMap<Key<'_>, Vec<(Key<'_>, &DeclaredSpec)>> = HashMap::new();
    let mut starts: Vec<Key<'_>> = Vec::new();
    for (id, model) in index.models.iter().enumerate() {
        starts.push((id, ""));
        let Some(serializer) = model.spec.and_then(|s| s.serializer.as_ref()) else { continue };
        // What a list leaves out is not known where the list was not read.
        for scope in Scope::all(index, id, serializer).into_iter().filter(|scope| !scope.doubtful() && !model.opaque) {
            if !scope.table.is_empty() {
                starts.push((id, scope.table));
            }
            let nested = scope.all_declared().filter(|f| f.kind.value == DeclaredKind::Nested && scope.lists(index, &f.name));
            let found = nested.filter_map(|f| {
                let at = f.args.source.as_ref().unwrap_or(&f.name);
                let named = f.to.as_ref().and_then(|to| index.id(to));
                let target = named.or_else(|| index.path(id, at, Names::Accessor).ok()?.end.target())?;
                let name = f.serializer.as_ref().map_or("", |name| name.as_str());
                known(index, target, name).then_some(((target, name), f))
            });
            edges.insert((id, scope.table), found.collect());
        }
    }
    for (id, resource, _) in index.resources() {
        for declared in resource.serializer.iter().flat_map(|s| s.all_declared()).filter(|f| !f.doubtful) {
            unknown(index, id, declared, d);
        }
    }
    // Not there: not seen, false: on the way, true: done.
    let mut done: HashMap<Key<'_>, bool> = HashMap::new();
    for start in starts {
        walk(index, &edges, start, &mut done, d);
    }
}

/// The names of a resource's other serializers, its master's included.
fn names<'a>(index: &Index<'a>, id: usize) -> Vec<&'a str> {
    let owners = [Some(id), index.models[id].master];
    let specs = owners.into_iter().flatten().filter_map(|id| index.models[id].spec.and_then(|s| s.serializer.as_ref()));
    let mut out: Vec<&str> = Vec::new();
    for spec in specs {
        out.extend(spec.tables.iter().map(|table| table.name.as_str()));
        if spec.create_only_fields.is_some() {
            out.push("update");
        }
    }
    out
}

fn known(index: &Index<'_>, id: usize, name: &str) -> bool {
    name.is_empty() || names(index, id).contains(&name)
}

/// `serializer = "…"` of a nested field.
fn unknown(index: &Index<'_>, id: usize, f: &DeclaredSpec, d: &mut Diagnostics) {
    let Some(name) = f.serializer.as_ref().filter(|_| f.kind.value == DeclaredKind::Nested) else { return };
    let at = f.args.source.as_ref().unwrap_or(&f.name);
    let named = f.to.as_ref().map(|to| index.id(to));
    let target = named.unwrap_or_else(|| index.path(id, at, Names::Accessor).ok()?.end.target());
    let Some(target) = target.filter(|target| !index.is_builtin(*target)) else { return };
    let model = &index.models[target];
    let elsewhere = model.opaque || model.master.is_some_and(|master| index.models[master].opaque);
    if elsewhere || (!name.is_empty() && known(index, target, name)) {
        return;
    }
    let report = d.report(&codes::NO_SERIALIZER, name.origin, &[name, model.name]);
    match names(index, target).as_slice() {
        [] => report.help(format!("add a table `[serializer.{}]` to `{}`", name.value, model.name)),
        names => report.among(name, names),
    };
}

fn walk<'a>(
    index: &Index<'a>,
    edges: &HashMap<Key<'a>, Vec<(Key<'a>, &'a DeclaredSpec)>>,
    start: Key<'a>,
    done: &mut HashMap<Key<'a>, bool>,
    d: &mut Diagnostics,
) {
    if done.contains_key(&start) {
        return;
    }
    done.insert(start, false);
    let mut stack = vec![(start, 0)];
    while let Some((at, next)) = stack.pop() {
        let Some((target, field)) = edges.get(&at).and_then(|found| found.get(next)) else {
            done.insert(at, true);
            continue;
        };
        stack.push((at, next + 1));
        match done.get(target) {
            None => {
                done.insert(*target, false);
                stack.push((*target, 0));
            }
            Some(false) => {
                let from = stack.iter().position(|(key, _)| key == target).unwrap_or(0);
                let mut names: Vec<String> = stack[from..].iter().map(|(key, _)| shown(index, *key)).collect();
                names.push(shown(index, *target));
                d.report(&codes::NEST_CYCLE, field.name.origin, &[&names.join(" → ")]);
            }
            Some(true) => {}
        }
    }
}

fn shown(index: &Index<'_>, (id, table): Key<'_>) -> String {
    let name = index.models[id].name;
    if table.is_empty() { name.to_owned() } else { format!("{name} ({table})") }
}
