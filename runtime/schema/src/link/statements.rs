//! How many statements it takes to show rows: known from the descriptors alone.

use super::{Expandable, Graph, Path, SerField, SerId};
use crate::serializer::Kind;

impl Graph {
    /// How many statements a serializer's output takes, however many rows there are: one for the rows, and one for each relation that
    /// is a list, in nested objects too. Relations to one row are joined, and count only where a statement would
    /// have more joins or columns than the runtime allows it.
    pub fn statements(&self, ser: SerId) -> usize {
        1 + self.lists(ser)
    }

    /// The same with a relation expanded.
    pub fn statements_expanded(&self, ser: SerId, expandable: &Expandable) -> usize {
        let in_its_place = self.serializers[ser].fields.iter().find(|f| f.field.name == expandable.name);
        let before = in_its_place.map_or(0, |field| self.field_lists(field));
        let own = usize::from(expandable.path.many());
        self.statements(ser) - before + own + self.lists(expandable.serializer)
    }

    fn lists(&self, ser: SerId) -> usize {
        self.serializers[ser].fields.iter().map(|field| self.field_lists(field)).sum()
    }

    fn field_lists(&self, field: &SerField) -> usize {
        let Some(path) = field.path.as_ref().filter(|_| !field.field.write_only) else { return 0 };
        let below = field.nested.map_or(0, |ser| self.lists(ser));
        match field.field.kind {
            Kind::Related(_) if ends_in_list(path) => 1,
            Kind::Nested(_) if ends_in_list(path) && field.nested.is_some() => 1 + below,
            // An attribute of a list of rows: there is none, so nothing is asked.
            Kind::Nested(_) if !path.many() => below,
            _ => 0,
        }
    }
}

/// Whether a path leads to several rows by its last step only.
fn ends_in_list(path: &Path) -> bool {
    let several = path.hops.iter().filter(|hop| hop.many).count();
    several == 1 && path.column.is_none() && path.hops.last().is_some_and(|hop| hop.many)
}
