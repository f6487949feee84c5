//! All projections of an API: those that its serializers describe, and those that clients asked for.

use super::Projection;
use super::flex::{self, Flex};
use crate::hooks::{Resources, Table};
use crate::schema::link::SerId;
use crate::{ApiError, Request};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// How many projections of clients are kept at least; at most twice as many are.
const KEPT: usize = 128;

/// The projections of an API.
#[derive(Debug)]
pub struct Projections {
    /// How many bytes an answer may have.
    limit: usize,
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
    /// Compiles every serializer. An answer of more than `limit` bytes is refused.
    pub(crate) fn new(resources: &Resources, hooks: &Table, limit: usize) -> Self {
        let graph = &resources.graph;
        let fixed = (0..graph.serializers.len()).map(|ser| Arc::new(Projection::compile(resources, hooks, limit, ser, None))).collect();
        let defaults = graph.serializers.iter().flat_map(|s| &s.fields).any(flex::shows_default);
        Self { limit, fixed, defaults, dynamic: Mutex::default() }
    }

    /// A serializer's output, as the client wants it.
    fn get(&self, resources: &Resources, hooks: &Table, ser: SerId, flex: Option<Flex>) -> Arc<Projection> {
        let Some(flex) = flex else { return self.fixed[ser].clone() };
        let id = (ser, flex);
        let kept = || self.dynamic.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept().get(&id) {
            return known;
        }
        // Only this request waits for the compilation; two requests that need the same at once both compile it.
        let made = Arc::new(Projection::compile(resources, hooks, self.limit, ser, Some(&id.1)));
        kept().add(id, made.clone());
        made
    }

    /// A serializer's output as a request wants it. `partial`: DRF would show it with the serializer of a partial update.
    ///
    /// # Errors
    ///
    /// 400 for paths of `?fields=`, `?omit=` and `?expand=` that the API does not allow. drf-flex-fields raises it where the serializer is
    /// made, so callers pass it on where DRF's view would make its serializer.
    pub(crate) fn of_request(
        &self,
        resources: &Resources,
        hooks: &Table,
        ser: SerId,
        request: &Request,
        partial: bool,
    ) -> Result<Arc<Projection>, ApiError> {
        let flex = Flex::from_request(&resources.graph, ser, request, partial && self.defaults)?;
        Ok(self.get(resources, hooks, ser, flex))
    }

    /// A serializer's output as it is, whatever the request wants: for what has to be looked at although the answer is a refusal.
    pub(crate) fn plain(&self, ser: SerId) -> Arc<Projection> {
        self.fixed[ser].clone()
    }
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
