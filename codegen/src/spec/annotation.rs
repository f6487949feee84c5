//! `[annotations]`.

use super::{FieldKind, Opt, Origin, Spanned, Value};
pub use restwright_schema::annotation::Function;

/// One entry of `[annotations]`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the options of the spec language, under their names")]
pub struct AnnotationSpec {
    pub name: Spanned<String>,
    /// The table of its options.
    pub origin: Origin,
    /// The function, and the path that it is of; `None` where there is none, which was reported.
    pub aggregate: Option<(Spanned<Function>, Spanned<String>)>,
    /// Instead: a computation over the row's own columns.
    pub expression: Opt<String>,
    pub distinct: Opt<bool>,
    /// `where`: lookups and their values.
    pub conditions: Vec<(Spanned<String>, Spanned<Value>)>,
    pub default: Opt<Value>,
    pub kind: Opt<FieldKind>,
    pub max_digits: Opt<u32>,
    pub decimal_places: Opt<u32>,
    /// Whether something in it was reported, so that what may follow from that is not.
    pub doubtful: bool,
}
