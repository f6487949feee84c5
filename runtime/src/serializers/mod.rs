//! Input to validated values: DRF's `fields`, `relations`, `serializers` and `validators`, for reading.
//!
//! First a body is read without the database ([`read`]), which gives a [`ParsedInput`]: every field's value or errors, and the questions that only
//! the database can answer, each in its place. Then the questions are asked, all of a kind in one statement (`ParsedInput::resolve`), or the
//! writer folds them into its own statement ([`ParsedInput::assume`]). Errors come in the serializer's order with DRF's texts.

mod compound;
mod db_checks;
mod fields;
mod files;
mod hooked;
mod input;
mod messages;
mod options;
mod parsed;
mod read;
mod relations;
mod resolve;
mod typed;
mod urls;

pub(crate) use fields::duration_of;
pub(crate) use hooked::Instance;
pub use options::ReadOptions;
pub use parsed::{DbCheck, ParsedInput, ParsedList};
pub(crate) use typed::read_typed;
pub use urls::{Match, Route, Serializers, resolve_url};

use crate::db::Dialect;
use crate::python::{self, dateparse::Strptime};
use crate::request::{Above, Input as Body};
use input::Raw;
use options::room;
use restwright_schema::link::{Graph, SerId};
use restwright_schema::serializer::Validator;
use std::cell::Cell;
use std::sync::Arc;

impl Serializers {
    /// Compiles what reading input needs of an API.
    pub fn new(graph: &Arc<Graph>, dialect: Dialect) -> Self {
        let fields = graph.serializers.iter().flat_map(|ser| &ser.fields);
        let formats = fields.clone().flat_map(|f| f.field.rare.input_formats).map(|format| (*format, Strptime::new(format)));
        let formats = formats.collect();
        let patterns = fields.flat_map(|f| f.field.validators).filter_map(|validator| match validator {
            Validator::Regex(pattern) => Some((*pattern, python::regex(pattern).ok())),
            _ => None,
        });
        Self { graph: graph.clone(), dialect, patterns: patterns.collect(), formats, routes: urls::Routes::compile(graph) }
    }
}

/// Whether a view's serializer writes the key to the parent in the URL, so that the body need not say it.
pub(crate) fn takes_parent(compiled: &Serializers, ser: SerId, above: &Above) -> bool {
    let Some(ser) = compiled.graph.serializers.get(ser) else { return false };
    ser.fields.iter().any(|item| !item.field.read_only && read::leads_to_parent(item, above))
}

/// Reads a body, without the database.
pub fn read(compiled: &Serializers, ser: SerId, input: &Body, options: ReadOptions<'_>) -> ParsedInput {
    let room = Cell::new(room(compiled));
    let (body, options) = begin(input, ReadOptions { room: Some(&room), ..options });
    let root = match &body {
        Raw::Plain(value) if value.is_null() => Err(crate::Errors::non_field("No data provided")),
        body => read::object(compiled, ser, body, options, None),
    };
    ParsedInput { model: compiled.graph.serializers.get(ser).map_or(ser, |s| s.model), root }
}

/// A body, and how it is read.
fn begin<'a, 'o>(input: &'a Body, options: ReadOptions<'o>) -> (Raw<'a>, ReadOptions<'o>) {
    let surrogates = matches!(input, Body::Json(document) if document.surrogates);
    (Raw::body(input), ReadOptions { surrogates, ..options })
}

/// Reads a list of bodies (`bulk`), without the database.
pub fn read_list(compiled: &Serializers, ser: SerId, input: &Body, options: ReadOptions<'_>) -> ParsedList {
    let room = Cell::new(room(compiled));
    let (body, options) = begin(input, ReadOptions { room: Some(&room), ..options });
    let items = match &body {
        Raw::Plain(value) if value.is_null() => Err(crate::Errors::non_field("No data provided")),
        body => read::list(compiled, ser, body, true, options, None),
    };
    ParsedList { items }
}
