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
mod parsed;
mod read;
mod relations;
mod resolve;
mod typed;
mod urls;

pub(crate) use fields::duration_of;
pub(crate) use hooked::Instance;
pub use parsed::{DbCheck, ParsedInput, ParsedList};
pub(crate) use typed::read_typed;
pub use urls::{Match, Route, Serializers, resolve_url};

use crate::db::Dialect;
use crate::python::{self, dateparse::Strptime};
use crate::request::{Above, Input as Body};
use input::Raw;
use restwright_schema::api::Input;
use restwright_schema::link::{Graph, SerId};
use restwright_schema::serializer::Validator;
use std::cell::Cell;
use std::sync::Arc;

/// How a body is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions<'a> {
    /// PATCH: what is left out is not validated.
    pub partial: bool,
    /// There is a row already (PUT, PATCH).
    pub update: bool,
    /// The request's version: with `namespace` versioning hyperlinks must have it too.
    pub version: Option<&'a str>,
    /// The parent in a nested route's URL, which the body's own row belongs to whatever the body says.
    pub parent: Option<&'a Above>,
    /// Who asks, for hidden fields with `CurrentUserDefault`: the key of a user, or an anonymous client. `None`: nobody knows, so such fields take
    /// no part (typed access).
    pub user: Option<Option<i64>>,
    /// How many items the lists of the body may still have together; as many as there are, if nobody counts.
    pub room: Option<&'a Cell<usize>>,
    /// Whether texts of the body have lone surrogates, as [`Document`](crate::json::Document)s may; set by what reads one.
    pub surrogates: bool,
}

impl ReadOptions<'_> {
    /// Makes room for the items of a list, if there is any.
    fn take_room(&self, items: usize) -> bool {
        let Some(room) = self.room else { return true };
        let left = room.get().checked_sub(items);
        room.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// How many items all lists of a body may have together: nested lists multiply.
fn room(compiled: &Serializers) -> usize {
    let input = compiled.graph.api.input;
    usize::try_from(input.max_items.saturating_mul(Input::ITEMS_IN_ALL)).unwrap_or(usize::MAX)
}

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
