//! Lists: pages, order, search.

use super::{Found, names, shown};
use restwright_schema::link::{Graph, View};
use restwright_schema::serializer::Kind;
use restwright_schema::viewset::{Action, FilterBackend, Pagination};

pub(super) fn compare(old: &Graph, new: &Graph, (a, b): (&View, &View), place: &str, found: &mut Found) {
    if !a.actions.contains(&Action::List) || !b.actions.contains(&Action::List) {
        return;
    }
    pagination(a.pagination, b.pagination, place, found);
    let order = |graph: &Graph, view: &View| match view.ordering.filter(|_| has(view, FilterBackend::Ordering)) {
        Some(ordering) => ordering.join(", "),
        None => graph.ordering(view.model).join(", "),
    };
    // A cursor has an order of its own.
    if !matches!(b.pagination, Pagination::Cursor { .. }) {
        found.turned("ordering", true, place, "the order of a list", (order(old, a), order(new, b)), |t| shown(t));
    }
    found.sets("ordering", place, "ordering by", &orderable(old, a), &orderable(new, b));
    let search = |view: &View| if has(view, FilterBackend::Search) { names(view.search_fields) } else { Vec::new() };
    found.sets("search", place, "the search field", &search(a), &search(b));
}

pub(super) fn has(view: &View, backend: FilterBackend) -> bool {
    view.filter_backends.contains(&backend)
}

/// The names that `?ordering=` takes; without a list, those of all readable fields.
fn orderable(graph: &Graph, view: &View) -> Vec<String> {
    if !has(view, FilterBackend::Ordering) {
        return Vec::new();
    }
    let all = || {
        let fields = graph.serializers[view.serializer_of(Action::List)].fields.iter().map(|f| &f.field);
        fields
            .filter(|f| !f.write_only && !matches!(f.kind, Kind::Identity { .. } | Kind::Hidden))
            .map(|f| f.source_path().replace('.', "__"))
            .collect()
    };
    view.ordering_fields.map_or_else(all, names)
}

/// What a page is wrapped into: nothing, `count` and `results`, or `results` alone.
const fn envelope(pagination: Pagination) -> &'static str {
    match pagination {
        Pagination::None | Pagination::PageNumber { page_size: None, .. } | Pagination::LimitOffset { default_limit: None, .. } => {
            "a plain list"
        }
        Pagination::Cursor { page_size: None, .. } => "a plain list",
        Pagination::PageNumber { .. } => "numbered pages",
        Pagination::LimitOffset { .. } => "pages by limit and offset",
        Pagination::Cursor { .. } => "pages by cursor",
    }
}

fn pagination(old: Pagination, new: Pagination, place: &str, found: &mut Found) {
    found.turned("pagination", true, place, "a list", (envelope(old), envelope(new)), |t| (*t).to_owned());
    let mut sizes = |size: (Option<u64>, Option<u64>), most: (Option<u64>, Option<u64>)| {
        let word = |n: &Option<u64>| n.map_or_else(|| "none".to_owned(), |n| n.to_string());
        if size.0.is_some() && size.1.is_some() {
            found.turned("pagination", false, place, "the size of a page", (size.0, size.1), word);
        }
        let lower = most.1.is_some_and(|new| most.0.is_none_or(|old| new < old));
        found.turned("pagination", lower, place, "the greatest page that can be asked for", (most.0, most.1), word);
    };
    match (old, new) {
        (
            Pagination::PageNumber { page_size: a, page_size_query_param: p, max_page_size: m },
            Pagination::PageNumber { page_size: b, page_size_query_param: q, max_page_size: n },
        ) => {
            sizes((a, b), (m, n));
            found.turned("pagination", !p.is_empty(), place, "the parameter for a page's size", (p, q), |t| shown(t));
        }
        (Pagination::LimitOffset { default_limit: a, max_limit: m }, Pagination::LimitOffset { default_limit: b, max_limit: n }) => {
            sizes((a, b), (m, n));
        }
        (
            Pagination::Cursor { page_size: a, page_size_query_param: s, max_page_size: m, ordering: p },
            Pagination::Cursor { page_size: b, page_size_query_param: t, max_page_size: n, ordering: q },
        ) => {
            sizes((a, b), (m, n));
            found.turned("pagination", !s.is_empty(), place, "the parameter for a page's size", (s, t), |t| shown(t));
            found.turned("ordering", true, place, "the order of a list", (p.join(", "), q.join(", ")), |t| shown(t));
        }
        _ => {}
    }
}
