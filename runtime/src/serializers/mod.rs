//! Input to validated values: DRF's `fields`, `relations`, `serializers` and `validators`, for reading.
//!
//! First a body is read without the database ([`read`]), which gives a [`Draft`]: every field's value or errors, and the questions that only
//! the database can answer, each in its place. Then the questions are asked, all of a kind in one statement ([`Draft::resolve`]), or the
//! writer folds them into its own statement ([`Draft::assume`]). Errors come in the serializer's order with DRF's texts.

mod draft;
mod fields;
mod files;
mod hooked;
mod input;
mod lookup;
mod messages;
mod numbers;
mod parse;
pub(crate) mod python;
mod questions;
mod read;
mod relations;
mod resolve;
mod text;
mod typed;
mod urls;

pub use draft::{Draft, ListDraft, Question};
pub(crate) use fields::duration_of;
pub(crate) use hooked::Instance;
pub(crate) use lookup::Odd;
pub use lookup::literal;
pub use numbers::integer_range;
pub(crate) use parse::{Parsed, moment, parse};
pub use text::python_regex;
pub(crate) use typed::read_typed;
pub use urls::{Compiled, Match, Route, resolve_url};

use crate::App;
use crate::dateparse::Strptime;
use crate::request::Input;
use input::Raw;
use restwright_schema::link::{Graph, SerId};
use restwright_schema::serializer::Validator;

/// How a body is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions<'a> {
    /// PATCH: what is left out is not validated.
    pub partial: bool,
    /// There is a row already (PUT, PATCH).
    pub update: bool,
    /// The request's version: with `namespace` versioning hyperlinks must have it too.
    pub version: Option<&'a str>,
    /// Whether texts of the body have lone surrogates, as [`Document`](crate::json::Document)s may; set by what reads one.
    pub surrogates: bool,
}

impl Compiled {
    /// Compiles what reading input needs of an API.
    pub fn new(graph: &Graph) -> Self {
        let fields = graph.serializers.iter().flat_map(|ser| &ser.fields);
        let formats = fields.clone().flat_map(|f| f.field.rare.input_formats).map(|format| (*format, Strptime::new(format)));
        let formats = formats.collect();
        let patterns = fields.flat_map(|f| f.field.validators).filter_map(|validator| match validator {
            Validator::Regex(pattern) => Some((*pattern, python_regex(pattern).ok())),
            _ => None,
        });
        Self { patterns: patterns.collect(), formats, routes: urls::Routes::compile(graph) }
    }
}

/// Reads a body, without the database.
pub fn read(app: &App, ser: SerId, input: &Input, options: ReadOptions<'_>) -> Draft {
    let (body, options) = begin(input, options);
    let root = match &body {
        Raw::Plain(value) if value.is_null() => Err(crate::Errors::non_field("No data provided")),
        body => read::object(app, ser, body, options, None),
    };
    Draft { model: app.graph.serializers.get(ser).map_or(ser, |s| s.model), root }
}

/// A body, and how it is read.
fn begin<'a, 'o>(input: &'a Input, options: ReadOptions<'o>) -> (Raw<'a>, ReadOptions<'o>) {
    let surrogates = matches!(input, Input::Json(document) if document.surrogates);
    (Raw::body(input), ReadOptions { surrogates, ..options })
}

/// Reads a list of bodies (`bulk`), without the database.
pub fn read_list(app: &App, ser: SerId, input: &Input, options: ReadOptions<'_>) -> ListDraft {
    let (body, options) = begin(input, options);
    let items = match &body {
        Raw::Plain(value) if value.is_null() => Err(crate::Errors::non_field("No data provided")),
        body => read::list(app, ser, body, true, options, None),
    };
    ListDraft { items }
}
