//! The writing actions: DRF's `CreateModelMixin`, `UpdateModelMixin`, `DestroyModelMixin`, and what a `ModelSerializer` saves.
//!
//! There are two ways to write a row, with the same answers. The short one is a single statement with the open questions of validation
//! (does that key exist, is that value taken) folded into it; it is taken where nothing but the row itself is involved. Whatever makes it
//! miss (a question with the wrong answer, a constraint, a row that isn't there) is found out again by the full way: one
//! transaction that asks in DRF's order and says what is wrong.

mod checks;
mod conflict;
mod defaults;
mod direct;
mod echo;
mod hooked;
mod nested;
mod on_delete;
mod relations;
mod rows;

use crate::db::{Conn, DbError};
use crate::request::{Answer, Input, Request};
use crate::schema::link::{ModelId, SerId, ViewId};
use crate::serializers::{self, Draft, ReadOptions};
use crate::value::Validated;
use crate::{ApiError, App, Errors, Value, output};
use http::{StatusCode, header};
use std::time::Duration;

/// How often a write is tried that meets another transaction (a deadlock, a serialization failure).
const TRIES: u32 = 4;

/// Counts the tries of one write.
#[derive(Default)]
pub(crate) struct Tries {
    made: u32,
    /// Whether it was tried again after a constraint refused what validation had let pass. Once is enough: whoever was quicker is done.
    raced: bool,
}

impl Tries {
    /// Whether to do it again, after a moment: another transaction was in its way. Nothing of a try that failed is left: its transaction was
    /// rolled back.
    pub(crate) async fn again<T>(&mut self, req: &Request, result: &Result<T, ApiError>) -> bool {
        let Err(error) = result else { return false };
        self.made += 1;
        if error.raced && !std::mem::replace(&mut self.raced, true) {
            tracing::debug!("a constraint refused what was valid, and it is validated again");
        } else if error.transient && self.made < TRIES {
            tracing::info!(tries = self.made, "a write met another transaction, and is tried again");
            // Apart from each other, so that the same two do not meet again.
            let wait = rand::random_range(1..=10 * u64::from(self.made));
            tokio::time::sleep(Duration::from_millis(wait)).await;
        } else {
            return false;
        }
        req.scopes.forget();
        true
    }
}

/// POST on a list.
///
/// # Errors
///
/// 400 with the fields' errors.
pub async fn create(app: &App, view: ViewId, req: &Request, input: &Input) -> Result<Answer, ApiError> {
    let mut tries = Tries::default();
    loop {
        let result = create_once(app, view, req, input).await;
        if !tries.again(req, &result).await {
            return result;
        }
    }
}

async fn create_once(app: &App, view: ViewId, req: &Request, input: &Input) -> Result<Answer, ApiError> {
    let ser = app.graph.views[view].serializer;
    let projection = output::projection(app, view, req)?;
    let draft = serializers::read(app, ser, input, options(req, false, false));
    if app.hooks.writes(view) {
        return hooked::create(app, view, req, draft, &projection).await;
    }
    if let Some(body) = direct::insert(app, view, req, &draft, &projection).await? {
        return Ok(created(app, view, body));
    }
    let (mut conn, validated) = match draft.settled(app) {
        // A body that is refused as it stands needs no connection.
        Ok(settled) => {
            let validated = settled.map_err(ApiError::invalid)?;
            (app.db.begin().await?, validated)
        }
        Err(draft) if draft.is_refused() => return Err(refusal((app, req), draft, &mut app.db.read().await?, None).await?),
        Err(draft) => {
            let mut conn = app.db.begin().await?;
            let validated = draft.resolve(app, req, &mut conn, None).await?.map_err(ApiError::invalid)?;
            (conn, validated)
        }
    };
    let key = match nested::create((app, req), &mut conn, &validated, None).await {
        Ok(key) => key,
        Err(error) => return Err(conflict::explain(app, ser, error)),
    };
    let body = echo::show(&echo::given(app, &validated), read_back(app, req, &projection, &mut conn, &key).await?);
    finish(app, ser, conn).await?;
    Ok(created(app, view, body))
}

/// The refusal of a draft that has errors whatever the database says; it is asked for those that it may add. This takes a connection for
/// reading only: SQLite has one writer, and others wait for it.
async fn refusal((app, req): (&App, &Request), draft: Draft, conn: &mut Conn, instance: Option<&Value>) -> Result<ApiError, ApiError> {
    match draft.resolve(app, req, conn, instance).await? {
        Err(errors) => Ok(ApiError::invalid(errors)),
        Ok(_) => {
            tracing::error!("a body that was refused was found valid");
            Err(ApiError::internal())
        }
    }
}

/// PUT and PATCH on one object.
///
/// # Errors
///
/// 404 if there is no such row, 400 with the fields' errors.
pub async fn update(app: &App, view: ViewId, nested: bool, req: &Request, input: &Input, partial: bool) -> Result<Answer, ApiError> {
    let mut tries = Tries::default();
    loop {
        let result = update_once(app, view, nested, req, input, partial).await;
        if !tries.again(req, &result).await {
            return result;
        }
    }
}

async fn update_once(app: &App, view: ViewId, nested: bool, req: &Request, input: &Input, partial: bool) -> Result<Answer, ApiError> {
    let ser = app.graph.views[view].serializer;
    let projection = match output::projection(app, view, req) {
        Ok(projection) => projection,
        // DRF makes the serializer of an object that is there.
        Err(error) => {
            output::get_object(app, view, nested, req, &mut app.db.read().await?).await?;
            return Err(error);
        }
    };
    let draft = serializers::read(app, ser, input, options(req, partial, true));
    if app.hooks.writes(view) || app.hooks.permits_objects(view, app.graph.views[view].permissions) {
        return hooked::update(app, view, nested, req, draft, &projection).await;
    }
    if draft.is_refused() {
        let mut conn = app.db.read().await?;
        let target = output::get_object(app, view, nested, req, &mut conn).await?;
        return Err(refusal((app, req), draft, &mut conn, Some(&target.key)).await?);
    }
    if let Some(body) = direct::update(app, view, nested, req, &draft, &projection).await? {
        return Ok(Answer::ok(body));
    }
    let mut conn = app.db.begin().await?;
    let target = output::get_object(app, view, nested, req, &mut conn).await?;
    let validated = draft.resolve(app, req, &mut conn, Some(&target.key)).await?.map_err(ApiError::invalid)?;
    let key = match nested::update((app, req), &mut conn, &validated, &target.key).await {
        Ok(key) => key,
        Err(error) => return Err(conflict::explain(app, ser, error)),
    };
    let body = echo::show(&echo::given(app, &validated), read_back(app, req, &projection, &mut conn, &key).await?);
    finish(app, ser, conn).await?;
    Ok(Answer::ok(body))
}

/// DELETE on one object.
///
/// # Errors
///
/// 404 if there is no such row, 409 if rows that point to it keep it.
pub async fn destroy(app: &App, view: ViewId, nested: bool, req: &Request) -> Result<Answer, ApiError> {
    let mut tries = Tries::default();
    loop {
        let result = destroy_once(app, view, nested, req).await;
        if !tries.again(req, &result).await {
            return result;
        }
    }
}

async fn destroy_once(app: &App, view: ViewId, nested: bool, req: &Request) -> Result<Answer, ApiError> {
    if app.hooks.writes(view) || app.hooks.permits_objects(view, app.graph.views[view].permissions) {
        return hooked::destroy(app, view, nested, req).await;
    }
    if direct::delete(app, view, nested, req).await? {
        return Ok(Answer::no_content());
    }
    let model = app.graph.views[view].model;
    let mut conn = app.db.begin().await?;
    let target = output::get_object(app, view, nested, req, &mut conn).await?;
    on_delete::delete(app, &mut conn, model, vec![target.key]).await?;
    on_delete::finish(app, model, conn).await?;
    Ok(Answer::no_content())
}

/// Saves what was validated, as a new row or as changes of the one with this key; gives its key.
///
/// # Errors
///
/// 400 for what a constraint refuses.
pub(crate) async fn save(
    (app, req): (&App, &Request),
    conn: &mut Conn,
    validated: &Validated,
    key: Option<&Value>,
) -> Result<Value, ApiError> {
    let saved = match key {
        Some(key) => nested::update((app, req), conn, validated, key).await,
        None => nested::create((app, req), conn, validated, None).await,
    };
    saved.map_err(|error| conflict::explain(app, validated.ser, error))
}

/// Deletes a row by Django's `on_delete`.
///
/// # Errors
///
/// 409 if rows that point to it keep it.
pub(crate) async fn delete(app: &App, conn: &mut Conn, model: ModelId, key: Value) -> Result<(), ApiError> {
    on_delete::delete(app, conn, model, vec![key]).await
}

fn options(req: &Request, partial: bool, update: bool) -> ReadOptions<'_> {
    ReadOptions { partial, update, version: req.version.as_deref(), parent: req.above.as_ref(), room: None, surrogates: false }
}

/// Ends the transaction; a database that checks keys only now may still refuse.
pub(crate) async fn finish(app: &App, ser: SerId, conn: Conn) -> Result<(), ApiError> {
    conn.commit().await.map_err(|error| conflict::explain(app, ser, WriteError::Db(error)))
}

/// The row as it is in the database now, within the transaction that wrote it.
///
/// # Errors
///
/// 404 if it is gone: an update that changes no column locks nothing, and another writer may have deleted the row.
async fn read_back(app: &App, req: &Request, projection: &output::Projection, conn: &mut Conn, key: &Value) -> Result<Vec<u8>, ApiError> {
    let mut body = Vec::with_capacity(512);
    if !projection.one(app, conn, key, req, &mut body).await? {
        tracing::info!(?key, "a row that was written cannot be read");
        return Err(ApiError::not_found());
    }
    Ok(body)
}

/// 201, with a `Location` if the output has a `url` (DRF's `get_success_headers`).
fn created(app: &App, view: ViewId, body: Vec<u8>) -> Answer {
    let headers = output::location(app, view, &body).map(|url| (header::LOCATION, url)).into_iter().collect();
    Answer { status: StatusCode::CREATED, headers, body: Some(body) }
}

/// Why a row was not written.
#[derive(Debug)]
enum WriteError {
    /// The database refused it.
    Db(DbError),
    /// A constraint refused it; whether another writer may have been quicker.
    Refused(Errors, bool),
    /// It is refused with an answer of its own.
    Api(ApiError),
}

impl WriteError {
    /// What was refused of a nested row, under the name of the field that holds it and, in a list, its position.
    fn under(self, name: &str, index: Option<usize>) -> Self {
        let Self::Refused(errors, raced) = self else { return self };
        let errors = match index {
            Some(index) => Errors::Dict(vec![(index.to_string(), errors)]),
            None => errors,
        };
        Self::Refused(Errors::Dict(vec![(name.to_owned(), errors)]), raced)
    }
}

impl From<DbError> for WriteError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<ApiError> for WriteError {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}
