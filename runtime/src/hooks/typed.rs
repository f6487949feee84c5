//! Rows as their resource's type reads them.

use crate::columns::Columns;
use crate::db::{Conn, Dialect, Row};
use crate::filters::Select;
use crate::schema::link::{Graph, ModelId, Path};
use crate::schema::model::FieldType;
use crate::{ApiError, App, Value};

/// How a model's whole rows are selected.
#[derive(Debug)]
pub(crate) struct Typed {
    /// The select list, in the order of the model's fields.
    pub(crate) list: String,
    /// Where its columns are, if it is all that is selected.
    at: Vec<usize>,
    /// Of decimals: their places.
    pub(crate) places: Vec<Option<u32>>,
}

impl Typed {
    /// Of all models of a graph.
    pub(crate) fn all(graph: &Graph, dialect: Dialect) -> Vec<Self> {
        (0..graph.models.len()).map(|model| Self::new(graph, dialect, model)).collect()
    }

    fn new(graph: &Graph, dialect: Dialect, model: ModelId) -> Self {
        let mut select = Select::new(graph, dialect, model);
        let columns: Vec<String> = stored(graph, model)
            .map(|column| select.column(&Path { root: model, hops: Vec::new(), model, column: Some(column) }))
            .collect();
        let places = stored(graph, model).map(|column| {
            let decimal = graph.stored_type(model, column) == FieldType::Decimal;
            decimal.then(|| graph.model(model).fields[column].field.decimal_places)
        });
        Self { places: places.collect(), at: (0..columns.len()).collect(), list: columns.join(", ") }
    }

    /// How many columns the list has.
    pub(crate) fn len(&self) -> usize {
        self.at.len()
    }

    /// A row that was selected by the list.
    pub(crate) fn columns<'a>(&'a self, row: &'a Row) -> Columns<'a> {
        Columns::new(row, &self.at, &self.places)
    }
}

/// The fields that have a column: indices into the model's fields.
pub(crate) fn stored(graph: &Graph, model: ModelId) -> impl Iterator<Item = usize> {
    graph.model(model).fields.iter().enumerate().filter(|(_, c)| c.field.kind != FieldType::ManyToMany).map(|(at, _)| at)
}

/// The row with a primary key, whole.
///
/// # Errors
///
/// What the database refuses.
pub(crate) async fn rows(app: &App, conn: &mut Conn, model: ModelId, key: &Value) -> Result<Option<Row>, ApiError> {
    let mut select = Select::new(&app.graph, conn.dialect(), model);
    let condition = format!("{} = ?", select.key());
    select.push(condition, [key.clone()]);
    Ok(conn.fetch_one(&select.list_sql(&app.typed[model].list, "", false), select.args()).await?)
}
