//! Resources, their URLs, actions and routes.

use super::{Found, access, fields, filters, lists, shown};
use restwright_schema::link::{Graph, View};

/// Pairs resources by name, and what is left by URL: a class that is called otherwise answers as before.
pub(super) fn compare(old: &Graph, new: &Graph, found: &mut Found) {
    let name = |graph: &Graph, view: &View| graph.model(view.model).model.name;
    let routed = |graph: &Graph| -> Vec<usize> { (0..graph.views.len()).filter(|id| graph.views[*id].routed).collect() };
    let (before, now) = (routed(old), routed(new));
    let mut pairs: Vec<(usize, Option<usize>)> = Vec::new();
    for &id in &before {
        let same_name = now.iter().copied().find(|n| name(new, &new.views[*n]) == name(old, &old.views[id]));
        pairs.push((id, same_name));
    }
    let mut taken: Vec<usize> = pairs.iter().filter_map(|(_, n)| *n).collect();
    for (id, other) in &mut pairs {
        if other.is_none() {
            *other = now.iter().copied().find(|n| !taken.contains(n) && new.views[*n].endpoint == old.views[*id].endpoint);
            taken.extend(*other);
        }
    }
    for (id, other) in pairs {
        let view = &old.views[id];
        let place = name(old, view);
        match other {
            Some(other) => resource(old, new, (view, &new.views[other]), place, found),
            None => found.add("resource", true, place, format!("the resource at `{}` is gone", view.endpoint)),
        }
    }
    for id in now.into_iter().filter(|id| !taken.contains(id)) {
        let view = &new.views[id];
        found.add("resource", false, name(new, view), format!("a new resource at `{}`", view.endpoint));
    }
}

fn resource(old: &Graph, new: &Graph, (a, b): (&View, &View), place: &str, found: &mut Found) {
    found.turned("endpoint", true, place, "the endpoint", (a.endpoint.as_str(), b.endpoint.as_str()), |t| shown(t));
    found.turned("texts", false, place, "description", (a.viewset.description, b.viewset.description), |t| shown(t));
    found.turned("lookup", true, place, "objects are looked up by", (a.lookup_field, b.lookup_field), |t| shown(t));
    found.turned("lookup", true, place, "a key in a URL matches", (a.lookup_value_regex, b.lookup_value_regex), |t| shown(t));
    let actions = |view: &View| view.actions.iter().map(|x| x.name().to_owned()).collect::<Vec<_>>();
    found.sets("action", place, "the action", &actions(a), &actions(b));
    let routes = |graph: &Graph, view: &View| {
        view.parent.iter().map(|p| format!("{}/{{{}}}/{}", graph.views[p.view].endpoint, p.parameter, view.endpoint)).collect::<Vec<_>>()
    };
    found.sets("nested-routes", place, "the route", &routes(old, a), &routes(new, b));
    lists::compare(old, new, (a, b), place, found);
    filters::compare(old, new, (a, b), place, found);
    access::view(a, b, place, found);
    access::options((old, new), (a, b), place, found);
    computed(old, new, (a, b), place, found);
    fields::compare(old, new, (a, b), place, found);
}

/// Annotations of one name that are computed otherwise. What clients see of those that came or went is told where they are shown and filtered.
fn computed(old: &Graph, new: &Graph, (a, b): (&View, &View), place: &str, found: &mut Found) {
    let all = |graph: &Graph, view: &View| -> Vec<(&'static str, String)> {
        let annotated = graph.model(view.model).fields.iter().filter_map(|c| c.annotation.as_ref());
        annotated.map(|a| (a.annotation.name, crate::explain::annotation(a.annotation))).collect()
    };
    let now = all(new, b);
    for (name, before) in all(old, a) {
        if let Some((_, after)) = now.iter().find(|(n, after)| *n == name && *after != before) {
            found.add("source", true, &format!("{place}.{name}"), format!("it was computed by `{before}`, and is now by `{after}`"));
        }
    }
}
