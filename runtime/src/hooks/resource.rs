//! The contract with generated code: the four parts of a resource as traits.

use super::input::Input;
use crate::columns::Columns;
use crate::orm::Given;
use crate::{ApiError, Value, schema};

/// A row type: `[fields]` and `[meta]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource",
    label = "not a resource",
    note = "a resource is a struct with `#[derive(restwright::Resource)]`, or a row type of a generated crate or of `restwright::resources!`"
)]
pub trait Model: Sized + Send + Sync + 'static {
    /// What the spec says of it.
    const DESCRIPTOR: &'static schema::Model;

    /// Reads a row whose columns are the model's, in their order; many-to-many fields have none.
    ///
    /// # Errors
    ///
    /// A column that is not what the model says.
    fn from_row(row: Columns<'_>) -> Result<Self, ApiError>;

    /// The primary key's value.
    fn key(&self) -> Value;
}

/// `[serializer]`.
pub trait Serializer {
    /// What the spec says of it, with everything that `ModelSerializer` derives.
    const DESCRIPTOR: &'static schema::Serializer;
}

/// `[filterset]`; `()` is the one of a resource without.
pub trait FilterSet: FilterValues {
    /// What the spec says of it.
    const DESCRIPTOR: Option<&'static schema::FilterSet>;
}

/// The typed values of a filterset, for typed access.
pub trait FilterValues: Sized {
    /// The filters that are set.
    fn given(self) -> Given;
}

impl FilterValues for () {
    fn given(self) -> Given {
        Given::default()
    }
}

impl FilterSet for () {
    const DESCRIPTOR: Option<&'static schema::FilterSet> = None;
}

/// `[viewset]`, which holds the other three together.
pub trait ViewSet {
    /// Its rows.
    type Model: Model;
    /// How they are read and written.
    type Serializer: Serializer;
    /// How lists of them are narrowed.
    type FilterSet: FilterSet;
    /// What the spec says of it.
    const DESCRIPTOR: &'static schema::ViewSet;
}

/// A row type with its other three parts: what a router serves. [`Resource`](crate::Resource) reads and writes rows by it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource",
    label = "not a resource",
    note = "a resource is a struct with `#[derive(restwright::Resource)]`, or a row type of a generated crate or of `restwright::resources!`"
)]
pub trait ResourceParts: Model {
    /// Its viewset, which leads to the others.
    type ViewSet: ViewSet<Model = Self>;
    /// What is written into a row.
    type Input: Input;
}

/// The four descriptors of a viewset.
pub(crate) const fn described<V: ViewSet>() -> schema::Resource {
    schema::Resource {
        model: V::Model::DESCRIPTOR,
        serializer: V::Serializer::DESCRIPTOR,
        filterset: V::FilterSet::DESCRIPTOR,
        viewset: V::DESCRIPTOR,
    }
}

/// A row, typed, if there is one.
///
/// # Errors
///
/// A column that holds something else.
pub fn row<M: Model>(columns: Option<Columns<'_>>) -> Result<Option<M>, ApiError> {
    columns.map(M::from_row).transpose()
}

/// Rows, typed.
///
/// # Errors
///
/// As [`row`].
pub fn rows<M: Model>(columns: &[Columns<'_>]) -> Result<Vec<M>, ApiError> {
    columns.iter().map(|row| M::from_row(*row)).collect()
}
