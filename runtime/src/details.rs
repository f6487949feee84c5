//! Details that are structs: `#[meta(extends = "Media")]`.
//!
//! A derive sees its own struct alone, so a detail's struct holds its own columns, and [`Detail`] joins them with its master's: that is the row
//! which hooks and typed access get. A detail of a spec file has one struct with all columns, and needs none of this.

use crate::columns::Columns;
use crate::hooks::{Input, ResourceParts, ViewSet};
use crate::{ApiError, Model, Value, schema};
use std::ops::{Deref, DerefMut};

/// What a router serves by its name: a [`Resource`](crate::Resource), or a detail's struct, whose rows are [`Detail`]s.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource",
    label = "not a resource",
    note = "a resource is a struct with `#[derive(restwright::Resource)]`, or a row type of a generated crate or of `restwright::resources!`"
)]
pub trait Registered {
    /// Its rows, whole.
    type Row: ResourceParts;
}

impl<R: ResourceParts> Registered for R {
    type Row = R;
}

/// A detail's struct: its own columns, and where it belongs. Implemented by the derive.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not extend another resource",
    label = "not a detail",
    note = "a detail is a struct with `#[derive(restwright::Resource)]` and `#[meta(extends = \"…\")]`; of another resource the row is the struct itself"
)]
pub trait Extends: Sized + Send + Sync + 'static {
    /// What it extends.
    type Master: ResourceParts;
    /// Its viewset, which leads to its serializer and filterset.
    type ViewSet: ViewSet<Model = Detail<Self>>;
    /// What is written into a row, the master's columns with it.
    type Input: Input;
    /// What its attributes say.
    const DESCRIPTOR: &'static schema::Model;

    /// Reads its own columns: the last ones of the whole row.
    ///
    /// # Errors
    ///
    /// A column that is not what the model says.
    fn from_row(row: Columns<'_>) -> Result<Self, ApiError>;
}

/// A whole row of a detail that is a struct: its own columns, which it leads to by itself (`row.minutes`), and its master's
/// (`row.master.title`). The derive names it too: of `Audio` it is `AudioRow`.
pub struct Detail<D: Extends> {
    /// The master's columns, with the primary key.
    pub master: D::Master,
    /// Its own.
    pub detail: D,
}

impl<D: Extends> Deref for Detail<D> {
    type Target = D;

    fn deref(&self) -> &D {
        &self.detail
    }
}

impl<D: Extends> DerefMut for Detail<D> {
    fn deref_mut(&mut self) -> &mut D {
        &mut self.detail
    }
}

impl<D: Extends + Clone> Clone for Detail<D>
where
    D::Master: Clone,
{
    fn clone(&self) -> Self {
        Self { master: self.master.clone(), detail: self.detail.clone() }
    }
}

impl<D: Extends + std::fmt::Debug> std::fmt::Debug for Detail<D>
where
    D::Master: std::fmt::Debug,
{
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Detail").field("master", &self.master).field("detail", &self.detail).finish()
    }
}

impl<D: Extends> Model for Detail<D> {
    const DESCRIPTOR: &'static schema::Model = D::DESCRIPTOR;

    /// The master's columns are in front.
    fn from_row(row: Columns<'_>) -> Result<Self, ApiError> {
        Ok(Self { master: D::Master::from_row(row)?, detail: D::from_row(row)? })
    }

    fn key(&self) -> Value {
        self.master.key()
    }
}

impl<D: Extends> ResourceParts for Detail<D> {
    type ViewSet = D::ViewSet;
    type Input = D::Input;
}

/// Compiles only for resources.
pub const fn is_resource<R: Registered>() {}
