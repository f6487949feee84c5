// Made by restwright 0.1.0 from specs: change that, and run `codegen build` again.

//! The API as a whole: the steps of its database's schema, and its router for an axum application.

use crate::router;
use restwright::__gen as rw;

/// The steps of the database's schema, in the order in which they run.
pub const MIGRATIONS: &[rw::Migration] = &[rw::Migration {
    name: "0001_initial",
    sqlite: include_str!("../migrations/0001_initial/sqlite.sql"),
    postgres: include_str!("../migrations/0001_initial/postgres.sql"),
    mysql: include_str!("../migrations/0001_initial/mysql.sql"),
}];

/// The API over a database, for typed access to its rows (`Book::objects(&app)`) and as a part of an axum application: `Router::new().merge(shop::app(db)?.router())`.
///
/// # Errors
///
/// None that a generated crate could have.
pub fn app(db: rw::Database) -> Result<rw::Arc<rw::App>, rw::MountError> {
    app_with(db, rw::Settings::default())
}

/// [`app`] with settings of your own: the host names by which clients know it, HTTPS, cookies.
///
/// # Errors
///
/// Settings that cannot hold.
pub fn app_with(db: rw::Database, settings: rw::Settings) -> Result<rw::Arc<rw::App>, rw::MountError> {
    rw::app(router::urls(), MIGRATIONS, db, settings)
}
