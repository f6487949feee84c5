//! Answers for readers: DRF's `renderers`.

pub(crate) mod browsable;
pub(crate) mod docs;
pub(crate) mod json;
