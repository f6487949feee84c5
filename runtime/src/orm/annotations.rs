//! Annotations as SQL: each is an expression over the row under an alias. An aggregate is a subquery of its own, so that several don't multiply
//! each other's rows, and so that one expression serves output, filters, orders and cursors.

use super::lookups::{self, Condition, Operand};
use super::select::{FilterCall, Select};
use super::statement::Statement;
use super::{clean::Clean, scope::cleaned};
use crate::Value;
use crate::db::Dialect;
use crate::schema::annotation::{Aggregate, Computed, Function};
use crate::schema::ddl::constants;
use crate::schema::expression::{self, ColumnRef};
use crate::schema::link::{Annotated, Counted, Graph, Hop, ModelId, ModelNode, Path, Source, Via};
use crate::schema::lookup::Lookup;
use crate::schema::model::{FieldType, Literal};
use std::borrow::Cow;

/// The value of an annotation of the row of a model under an alias. `column` gives the SQL of the row's own columns, by their index. With `scoped`
/// rows outside of their resources' scopes are not counted.
pub(crate) fn value(
    graph: &Graph,
    dialect: Dialect,
    scoped: bool,
    (model, alias): (ModelId, &str),
    annotated: &Annotated,
    column: &mut dyn FnMut(usize) -> String,
) -> Statement {
    match (annotated.annotation.value, &annotated.source) {
        (Computed::Aggregate(aggregate), Source::Rows { path, kind, conditions }) => {
            let result = annotated.annotation.kind.or(aggregate.function.result(*kind)).unwrap_or(*kind);
            let path = &*if scoped { to_the_row(graph, path) } else { Cow::Borrowed(path) };
            let with = |select| Query { select, aggregate, path, source: *kind, result, conditions }.written(scoped);
            // The rows that the first relation leads to are found by the row's key; the row itself need not be looked up again.
            with(Select::computing(graph, dialect, model, alias))
                .or_else(|| with(Select::computing_apart(graph, dialect, model, alias)))
                .unwrap_or_else(|| "NULL".into())
        }
        (Computed::Expression(tree), _) => {
            let kind = annotated.annotation.kind;
            let mut out = Text { dialect, sql: String::new(), node: graph.model(model), column };
            expression::write(dialect, tree, &mut out);
            let sql = out.sql;
            match (dialect, kind) {
                // As for aggregates.
                (Dialect::Sqlite, Some(FieldType::Decimal)) => format!("CAST({sql} AS NUMERIC)").into(),
                _ => format!("({sql})").into(),
            }
        }
        (Computed::Aggregate(_), Source::Columns(_)) => "NULL".into(),
    }
}

/// A path that ends with a key goes on to the row, if that may be out of scope: then the key does not count either.
fn to_the_row<'p>(graph: &Graph, path: &'p Path) -> Cow<'p, Path> {
    let found = path.column.and_then(|at| Some((at, graph.model(path.model).fields.get(at)?.target?)));
    match found.filter(|(_, to)| graph.is_scoped(*to)) {
        Some((at, to)) => {
            let mut longer = path.clone();
            longer.hops.push(Hop { from: path.model, to, via: Via::Key(at), many: false });
            (longer.model, longer.column) = (to, None);
            Cow::Owned(longer)
        }
        None => Cow::Borrowed(path),
    }
}

/// The SQL of an expression over a row.
struct Text<'a> {
    dialect: Dialect,
    sql: String,
    node: &'a ModelNode,
    column: &'a mut dyn FnMut(usize) -> String,
}

impl expression::Writer for Text<'_> {
    fn sql(&mut self, text: &str) {
        self.sql.push_str(text);
    }

    fn column(&mut self, column: &ColumnRef) {
        // The link has found all of them.
        let sql = self.node.position(column.field).map_or_else(|| "NULL".to_owned(), |at| (self.column)(at));
        self.sql.push_str(&sql);
    }

    fn constant(&mut self, value: Literal, kind: FieldType) {
        self.sql.push_str(constants::default(self.dialect, kind, value).as_deref().unwrap_or("NULL"));
    }
}

struct Query<'g> {
    select: Select<'g>,
    aggregate: Aggregate,
    path: &'g Path,
    /// The type of what the path leads to.
    source: FieldType,
    /// The type of the value.
    result: FieldType,
    conditions: &'g [Counted],
}

impl Query<'_> {
    /// The subquery; `None` if it needs the row in a table of its own.
    fn written(mut self, scoped: bool) -> Option<Statement> {
        self.select.scoped = scoped;
        let apart = self.select.is_apart();
        // All of it is one call: the same relation means the same rows.
        let mut call = FilterCall::default();
        let of = self.select.place(self.path, &mut call);
        for counted in self.conditions {
            let placed = self.select.place(&counted.path, &mut call);
            let kind = self.select.graph.end_type(&counted.path);
            let clean: Vec<Clean> = counted.values.iter().map(|value| cleaned(counted.lookup, &constant(*value), kind)).collect();
            let operand = Operand { sql: &placed.sql, kind, dialect: self.select.dialect() };
            let absent = matches!((counted.lookup, clean.first()), (Lookup::IsNull, Some(Clean::Bool(true))));
            if !absent {
                self.select.require(&placed.joins);
            }
            match lookups::condition(self.select.dialect(), operand, counted.lookup, &clean) {
                Ok(Condition::Always) => {}
                Ok(Condition::Sql(condition)) => self.select.push_statement(condition),
                // A pattern that cannot be used was refused by the generator's checks.
                Ok(Condition::Never) | Err(_) => self.select.push("1 = 0", []),
            }
        }
        // No aggregate looks at what is not there.
        self.select.require(&of.joins);
        if !apart && (of.joins.is_empty() || !self.select.starts_at_join()) {
            return None;
        }
        let mut sql = Statement::new();
        if self.aggregate.function == Function::Exists {
            self.select.push_statement(Statement::fill("{} IS NOT NULL", &of.sql, []));
            sql.push("EXISTS (SELECT 1");
        } else {
            sql.push("(SELECT ").append(&self.aggregated(&of.sql));
        }
        if apart {
            self.select.push_apart();
            self.select.write_apart(&mut sql);
        } else {
            self.select.write_correlated(&mut sql);
        }
        sql.push(")");
        Some(sql)
    }

    /// The function, with what stands for no value.
    fn aggregated(&self, of: &Statement) -> Statement {
        let (dialect, source, kind) = (self.select.dialect(), self.source, self.result);
        let distinct = if self.aggregate.distinct { "DISTINCT " } else { "" };
        let name = self.aggregate.function.name().to_uppercase();
        let extreme = matches!(self.aggregate.function, Function::Min | Function::Max);
        let mut template = match (dialect, source) {
            // PostgreSQL has no order of uuids in aggregates; their texts have the same.
            (Dialect::Postgres, FieldType::Uuid) if extreme => format!("{name}({{}}::text)::uuid"),
            // Sums of these are of a type without end there, and an average of microseconds has places.
            (Dialect::Sqlite | Dialect::MySql, FieldType::Duration) if self.aggregate.function == Function::Avg => {
                let whole = if dialect == Dialect::Sqlite { "INTEGER" } else { "SIGNED" };
                format!("CAST(ROUND({name}({distinct}{{}})) AS {whole})")
            }
            _ => format!("{name}({distinct}{{}})"),
        };
        if let Some(default) = self.aggregate.default
            && let Some(default) = constants::default(dialect, kind, typed(default, kind))
        {
            template = format!("COALESCE({template}, {default})");
        }
        // Without a type a number of SQLite is not compared with the text that a decimal is bound as.
        if dialect == Dialect::Sqlite && kind == FieldType::Decimal {
            template = format!("CAST({template} AS NUMERIC)");
        }
        Statement::fill(&template, of, [])
    }
}

/// A constant as a value to compare with.
fn constant(value: Literal) -> Value {
    match value {
        Literal::Bool(value) => Value::Bool(value),
        Literal::Int(value) => Value::Int(value),
        Literal::Float(value) => Value::Float(value),
        Literal::Str(text) | Literal::Decimal(text) | Literal::Json(text) => Value::Text(text.to_owned()),
        Literal::Null | Literal::Uuid4 | Literal::Uuid7 | Literal::Now => Value::Null,
    }
}

/// A default in the form of its type: of a number the digits without quotes.
fn typed(value: Literal, kind: FieldType) -> Literal {
    match value {
        Literal::Str(digits) if kind.is_integer() || matches!(kind, FieldType::Decimal | FieldType::Float) => Literal::Decimal(digits),
        value => value,
    }
}
