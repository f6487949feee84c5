// Made by restwright 0.1.0 from specs: change that, and run `codegen build` again.

//! One module a resource: its row, serializer, filterset and viewset.

pub mod event;
pub mod place;
pub mod seat;
