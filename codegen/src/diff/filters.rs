//! Filters: the query parameters of a list.

use super::{Found, lists, names};
use restwright_schema::filterset::{Filter, FilterKind};
use restwright_schema::link::{FilterInput, Graph, LinkedFilter, View, literal_text};
use restwright_schema::model::Literal;
use restwright_schema::viewset::{Action, FilterBackend};

pub(super) fn compare(old: &Graph, new: &Graph, (a, b): (&View, &View), place: &str, found: &mut Found) {
    if !a.actions.contains(&Action::List) || !b.actions.contains(&Action::List) {
        return;
    }
    let (before, now) = (active(a), active(b));
    for filter in &before {
        let name = filter.filter.name;
        let Some(other) = now.iter().find(|f| f.filter.name == name) else {
            found.add("filter", true, place, format!("the filter `{name}` is gone"));
            continue;
        };
        if let (FilterKind::Ordering(p), FilterKind::Ordering(q)) = (filter.filter.kind, other.filter.kind) {
            found.sets("ordering", place, &format!("the filter `{name}`: ordering by"), &names(p), &names(q));
        } else if meaning(&filter.filter) != meaning(&other.filter) {
            let message = format!("the filter `{name}`: {} is now {}", meaning(&filter.filter), meaning(&other.filter));
            found.add("filter", true, place, message);
        } else if filter.path.is_some() && other.path.is_some() {
            values(old.filter_form(filter).0, new.filter_form(other).0, name, place, found);
        }
    }
    for filter in now.iter().filter(|f| !before.iter().any(|b| b.filter.name == f.filter.name)) {
        found.add("filter", false, place, format!("the filter `{}` is new", filter.filter.name));
    }
}

fn active(view: &View) -> Vec<&LinkedFilter> {
    if lists::has(view, FilterBackend::FilterSet) { view.filters.iter().collect() } else { Vec::new() }
}

fn meaning(filter: &Filter) -> String {
    match filter.kind {
        FilterKind::Lookup(lookup) => format!("`{}` of `{}`", lookup.name(), filter.path),
        FilterKind::Between => format!("a range of `{}`", filter.path),
        FilterKind::Ordering(_) => "an ordering".to_owned(),
    }
}

/// What a parameter's value may be.
fn values(old: FilterInput, new: FilterInput, name: &str, place: &str, found: &mut Found) {
    if let (FilterInput::Choice(old), FilterInput::Choice(new)) = (old, new) {
        let words = |choices: &[(Literal, &str)]| choices.iter().map(|(value, _)| literal_text(value)).collect::<Vec<_>>();
        found.sets("filter", place, &format!("the filter `{name}`: the value"), &words(old), &words(new));
    } else if std::mem::discriminant(&old) != std::mem::discriminant(&new) {
        found.add("filter", true, place, format!("the filter `{name}` reads values of another type"));
    }
}
