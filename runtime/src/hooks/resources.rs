//! The resources of an API, joined, with their hooks: what every room above this one works on.

use crate::ApiError;
use crate::columns::Columns;
use crate::db::{Dialect, Row};
use crate::orm::{FilterCall, Select, Selection, Session, Statement, own_column};
use crate::passwords::Passwords;
use crate::schema::builtin;
use crate::schema::link::{Graph, ModelId};
use crate::schema::model::FieldType;
use crate::value::Value;
use std::sync::Arc;

/// The resources of an API.
#[derive(Debug)]
pub struct Resources {
    /// The resources, joined.
    pub graph: Arc<Graph>,
    /// Which SQL their database speaks.
    pub dialect: Dialect,
    /// How whole rows are read, by model.
    pub(crate) typed: Vec<Typed>,
    /// Hashes the passwords that resources over Django's users write; none outside of a server.
    pub(crate) passwords: Option<Arc<Passwords>>,
}

impl Resources {
    /// The resources of a graph over a database.
    pub fn new(graph: Graph, dialect: Dialect) -> Self {
        let typed = (0..graph.models.len()).map(|model| Typed::new(&graph, dialect, model)).collect();
        Self { graph: Arc::new(graph), dialect, typed, passwords: None }
    }

    /// The index of a resource by its name.
    ///
    /// # Errors
    ///
    /// 500, logged, for a resource of another API.
    pub(crate) fn model(&self, name: &str) -> Result<ModelId, ApiError> {
        let found = self.graph.model_id(name).filter(|id| *id < self.graph.views.len());
        found.ok_or_else(|| ApiError::internal(format_args!("the API does not have the resource {name}")))
    }

    /// The column of a model that holds a user's password, which is stored as a hash.
    pub(crate) fn password(&self, model: ModelId) -> Option<usize> {
        let node = self.graph.model(model);
        if node.model.proxy == builtin::USER { node.position("password") } else { None }
    }

    /// Refuses to make a row of a master alone: every row of a master is a row of one of its details.
    ///
    /// # Errors
    ///
    /// 500, logged: the code that wants to make it is wrong.
    pub(crate) fn check_not_master(&self, model: ModelId) -> Result<(), ApiError> {
        let model = self.graph.model(model).model;
        if model.master {
            let name = model.name;
            return Err(ApiError::internal(format_args!("a row of the master {name} cannot be made; make a row of one of its details")));
        }
        Ok(())
    }

    /// The row with a primary key, whole.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub(crate) async fn row(&self, session: &mut Session<'_>, model: ModelId, key: &Value) -> Result<Option<Row>, ApiError> {
        let mut select = Select::new(&self.graph, self.dialect, model);
        let condition = format!("{} = ?", select.key());
        select.push(condition, [key.clone()]);
        session.fetch_one(&select.list(self.typed[model].list_for(&select), &Statement::new())).await
    }
}

/// How a model's whole rows are selected.
#[derive(Debug)]
pub(crate) struct Typed {
    /// The select list, in the order of the model's fields.
    pub(crate) list: Selection,
    /// The same for a request: annotations count what it may know of.
    scoped: Selection,
    /// Where its columns are, if nothing else is selected.
    at: Vec<usize>,
    /// Of decimals: their places.
    pub(crate) places: Vec<Option<u32>>,
}

impl Typed {
    fn new(graph: &Graph, dialect: Dialect, model: ModelId) -> Self {
        let fields = graph.row_fields(model);
        let list = |scoped: bool| {
            let mut select = Select::new(graph, dialect, model);
            if scoped {
                select = select.within_scope();
            }
            let mut list = Selection::default();
            for &at in &fields {
                let annotation = graph.model(model).fields[at].annotation.is_some().then_some(at);
                list.add(&select.place(&own_column(model, at), &mut FilterCall::default()).sql, annotation);
            }
            list
        };
        let places: Vec<Option<u32>> = fields
            .iter()
            .map(|&column| {
                let decimal = graph.stored_type(model, column) == FieldType::Decimal;
                decimal.then(|| graph.model(model).fields[column].field.decimal_places)
            })
            .collect();
        Self { at: (0..places.len()).collect(), places, list: list(false), scoped: list(true) }
    }

    /// The select list of a query.
    pub(crate) fn list_for(&self, select: &Select<'_>) -> &Selection {
        if select.is_scoped() { &self.scoped } else { &self.list }
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
