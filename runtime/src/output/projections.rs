//! All projections of an API: those that its serializers describe, and those that clients asked for.

use super::Projection;
use super::flex::{self, Flex};
use crate::db::Dialect;
use crate::hooks::Table;
use crate::schema::link::{Graph, SerId, ViewId};
use crate::{ApiError, App, Request};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// How many projections of clients are kept at least; at most twice as many are.
const KEPT: usize = 128;

/// The projections of an API.
#[derive(Debug)]
pub struct Projections {
    dialect: Dialect,
    /// By serializer.
    fixed: Vec<Arc<Projection>>,
    /// Whether any serializer shows a default for what is missing on the way to a value.
    defaults: bool,
    dynamic: Mutex<Kept<(SerId, Flex), Arc<Projection>>>,
}

/// What was asked for lately. When `young` is full it becomes `old`, and what was old and not asked for meanwhile is forgotten.
#[derive(Debug)]
struct Kept<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { young: HashMap::new(), old: HashMap::new() }
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    fn get(&mut self, key: &K) -> Option<V> {
        if let Some(known) = self.young.get(key) {
            return Some(known.clone());
        }
        let (key, known) = self.old.remove_entry(key)?;
        self.add(key, known.clone());
        Some(known)
    }

    fn add(&mut self, key: K, value: V) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }
}

impl Projections {
    /// Compiles every serializer.
    pub(crate) fn new(graph: &Graph, hooks: &Table, dialect: Dialect) -> Self {
        let fixed = (0..graph.serializers.len()).map(|ser| Arc::new(Projection::with_hooks(graph, hooks, dialect, ser, None))).collect();
        let defaults = graph.serializers.iter().flat_map(|s| &s.fields).any(flex::shows_default);
        Self { dialect, fixed, defaults, dynamic: Mutex::default() }
    }

    /// A serializer's output, as the client wants it.
    fn get(&self, graph: &Graph, hooks: &Table, ser: SerId, flex: Option<Flex>) -> Arc<Projection> {
        let Some(flex) = flex else { return self.fixed[ser].clone() };
        let id = (ser, flex);
        let kept = || self.dynamic.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept().get(&id) {
            return known;
        }
        // Nobody waits for the compilation but who asked; two who ask for the same at once both compile it.
        let made = Arc::new(Projection::with_hooks(graph, hooks, self.dialect, ser, Some(&id.1)));
        kept().add(id, made.clone());
        made
    }
}

/// The projection that answers a request of a view.
///
/// # Errors
///
/// 400 for paths of `?fields=`, `?omit=` and `?expand=` that the API does not allow. drf-flex-fields raises it where the serializer is made, so
/// callers pass it on where DRF's view would make its serializer.
pub fn projection(app: &App, view: ViewId, req: &Request) -> Result<Arc<Projection>, ApiError> {
    let ser = app.graph.views[view].serializer;
    let flex = Flex::from_request(&app.graph, ser, req, app.projections.defaults)?;
    Ok(app.projections.get(&app.graph, &app.hooks, ser, flex))
}

/// The projection of a view that asks for nothing: for what has to be looked at although the answer is a refusal.
pub(super) fn plain(app: &App, view: ViewId) -> Arc<Projection> {
    app.projections.fixed[app.graph.views[view].serializer].clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_kept_and_the_rest_is_bounded() {
        let mut kept = Kept::default();
        kept.add(0, 0);
        for n in 1..10 * KEPT {
            kept.add(n, n);
            assert_eq!(kept.get(&0), Some(0), "{n}");
            assert!(kept.young.len() + kept.old.len() <= 2 * KEPT);
        }
        assert_eq!(kept.get(&1), None);
    }
}
