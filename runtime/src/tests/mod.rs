//! Tests of rooms that are not public: what the serializers and filters make of values, held against recordings of DRF and Django.

#[path = "../../tests/common/mod.rs"]
mod common;

/// The context of a request, by default of no request (no user, all rows in scope), on a connection.
macro_rules! context {
    ($app:expr, $conn:expr, $cx:ident) => {
        let request = crate::Request::internal();
        context!($app, $conn, $cx, &request);
    };
    ($app:expr, $conn:expr, $cx:ident, $request:expr) => {
        let scopes = crate::hooks::Scopes::all_rows();
        let scoped = $app.scoped($request, &scopes);
        #[allow(unused_mut, reason = "not every test sends statements")]
        let mut $cx = crate::hooks::Context::new(&scoped, $conn, None);
    };
}

mod fields;
mod filters;
mod relations;
mod statements;
