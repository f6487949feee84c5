// Made by restwright 0.1.0 from specs: change that, and run `codegen build` again.

//! One module a resource: its row, serializer, filterset and viewset.

pub mod crate_;
pub mod r#gen;
pub mod mod_;
pub mod option;
pub mod self_;
pub mod string;
pub mod vec;
