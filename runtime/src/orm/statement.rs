//! A statement on its way to the database: its text, its values, and the places where row scopes go.

use crate::Value;
use crate::schema::link::{Graph, ModelId};
use std::borrow::Cow;

/// SQL with its values. The text has a `?` for each value, in order; everything else in it comes from descriptors.
///
/// A statement, or a part of one, may read rows of a resource that has a row scope (`get_queryset`). Then it names the resource and the alias
/// of its rows at the place where the condition belongs (`Statement::scope`), and only the `Session` that sends it knows
/// the condition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    text: String,
    values: Vec<Value>,
    scopes: Vec<ScopePoint>,
}

/// A place in a statement where the condition of a row scope belongs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ScopePoint {
    /// The resource.
    pub(crate) model: ModelId,
    /// The alias of its rows.
    pub(crate) alias: String,
    /// The byte of the text before which the condition belongs.
    text: usize,
    /// How many values of the statement come before it.
    values: usize,
}

impl Statement {
    /// An empty statement.
    pub fn new() -> Self {
        Self::default()
    }

    /// SQL with a `?` for each of its values.
    pub fn with(text: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Self {
        Self { text: text.into(), values: values.into_iter().collect(), scopes: Vec::new() }
    }

    /// The text; without the conditions of row scopes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The values.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The values of a statement that was built once and leaves one open, which is NULL in it: that one is given.
    pub(crate) fn bound<'v>(&self, open: &'v Value) -> Cow<'v, [Value]> {
        match self.values.as_slice() {
            [_] => Cow::Borrowed(std::slice::from_ref(open)),
            values => values.iter().map(|value| if *value == Value::Null { open.clone() } else { value.clone() }).collect(),
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.scopes.is_empty()
    }

    /// Appends SQL that binds nothing.
    pub fn push(&mut self, sql: &str) -> &mut Self {
        self.text.push_str(sql);
        self
    }

    /// Appends SQL with a `?` for each of its values.
    pub fn push_with(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) -> &mut Self {
        self.text.push_str(sql);
        self.values.extend(values);
        self
    }

    /// Appends another statement, or a part of one.
    pub fn append(&mut self, other: &Self) -> &mut Self {
        let (text, values) = (self.text.len(), self.values.len());
        self.scopes.extend(other.scopes.iter().map(|point| ScopePoint {
            text: point.text + text,
            values: point.values + values,
            ..point.clone()
        }));
        self.text.push_str(&other.text);
        self.values.extend_from_slice(&other.values);
        self
    }

    /// Appends statements with SQL between them.
    pub fn append_joined<'s>(&mut self, parts: impl IntoIterator<Item = &'s Self>, between: &str) -> &mut Self {
        for (at, part) in parts.into_iter().enumerate() {
            if at > 0 {
                self.push(between);
            }
            self.append(part);
        }
        self
    }

    /// SQL with `{}` for each use of `part`, and a `?` for each of `values`; it has no other `?`.
    pub(crate) fn fill(template: &str, part: &Self, values: impl IntoIterator<Item = Value>) -> Self {
        let mut values = values.into_iter();
        let mut out = Self::new();
        for (at, sql) in template.split("{}").enumerate() {
            if at > 0 {
                out.append(part);
            }
            out.push_with(sql, values.by_ref().take(sql.matches('?').count()));
        }
        out
    }

    /// Appends the condition that the rows under an alias are within their resource's scope.
    pub(crate) fn scope(&mut self, model: ModelId, alias: &str) -> &mut Self {
        self.scopes.push(ScopePoint { model, alias: alias.to_owned(), text: self.text.len(), values: self.values.len() });
        self
    }

    /// Appends ` AND` and the condition that the rows under an alias are within their resource's scope, if the resource has one.
    pub(crate) fn and_scope(&mut self, graph: &Graph, model: ModelId, alias: &str) -> &mut Self {
        if graph.is_scoped(model) {
            self.push(" AND ").scope(model, alias);
        }
        self
    }

    /// The places where row scopes go, in order.
    pub(crate) fn scopes(&self) -> &[ScopePoint] {
        &self.scopes
    }

    /// The statement with `values` instead of its own, and a condition at each of its scope points; a resource without a condition has all of
    /// its rows.
    pub(crate) fn complete(&self, values: &[Value], conditions: &[Option<Statement>]) -> (String, Vec<Value>) {
        let added = || conditions.iter().flatten();
        let mut text = String::with_capacity(self.text.len() + added().map(|c| c.text.len()).sum::<usize>());
        let mut all = Vec::with_capacity(values.len() + added().map(|c| c.values.len()).sum::<usize>());
        let (mut text_done, mut values_done) = (0, 0);
        for (point, condition) in self.scopes.iter().zip(conditions) {
            text.push_str(self.text.get(text_done..point.text).unwrap_or_default());
            all.extend_from_slice(values.get(values_done..point.values).unwrap_or_default());
            (text_done, values_done) = (point.text, point.values);
            match condition {
                Some(condition) => {
                    text.push_str(&condition.text);
                    all.extend_from_slice(&condition.values);
                }
                None => text.push_str("1 = 1"),
            }
        }
        text.push_str(self.text.get(text_done..).unwrap_or_default());
        all.extend_from_slice(values.get(values_done..).unwrap_or_default());
        (text, all)
    }
}

impl From<String> for Statement {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl From<&str> for Statement {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_of_scopes_stand_in_their_places_with_their_values() {
        let mut inner = Statement::with("t1.a = ? AND ", [Value::Int(1)]);
        inner.scope(3, "t1");
        let mut statement = Statement::from("SELECT \"a?\" FROM t AS t0 JOIN u AS t1 ON ");
        statement.append(&inner).push_with(" WHERE t0.b = ? AND ", [Value::Int(2)]).scope(4, "t0").push_with(" LIMIT ?", [Value::Int(3)]);
        let conditions = [Some(Statement::with("(t1.x = ?)", [Value::Int(7)])), None];
        let (text, values) = statement.complete(statement.values(), &conditions);
        assert_eq!(text, "SELECT \"a?\" FROM t AS t0 JOIN u AS t1 ON t1.a = ? AND (t1.x = ?) WHERE t0.b = ? AND 1 = 1 LIMIT ?");
        assert_eq!(values, [1, 7, 2, 3].map(Value::Int));
    }
}
