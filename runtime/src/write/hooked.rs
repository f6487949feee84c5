//! The writing actions of a resource with hooks: always one transaction, in which DRF's methods are called in DRF's order.

use super::{created, echo, finish, on_delete, read_back, save};
use crate::db::Conn;
use crate::hooks::Context;
use crate::output::Projection;
use crate::request::{Answer, Request};
use crate::schema::link::ViewId;
use crate::serializers::{Draft, Instance};
use crate::value::Validated;
use crate::{ApiError, App, Value, output};

/// `create`: `is_valid`, `perform_create`, the row as it is then.
pub(super) async fn create(app: &App, view: ViewId, req: &Request, draft: Draft, projection: &Projection) -> Result<Answer, ApiError> {
    let mut conn = app.db.begin().await?;
    let validated = draft.validated(app, req, &mut conn, None).await?;
    let key = match app.hooks.of(view).perform_create {
        Some(hook) => {
            let mut cx = saving(app, req, &mut conn, &validated);
            hook(&mut cx, &validated).await?
        }
        None => save((app, req), &mut conn, &validated, None).await?,
    };
    let body = shown((app, req), projection, &mut conn, &validated, &key).await?;
    finish(app, app.graph.views[view].serializer, conn).await?;
    Ok(created(app, view, body))
}

/// `update` and `partial_update`.
pub(super) async fn update(
    app: &App,
    view: ViewId,
    nested: bool,
    req: &Request,
    draft: Draft,
    projection: &Projection,
) -> Result<Answer, ApiError> {
    let mut conn = app.db.begin().await?;
    let target = output::get_object(app, view, nested, req, &mut conn).await?;
    let instance = Instance { key: &target.key, row: target.row.as_ref() };
    let validated = draft.validated(app, req, &mut conn, Some(instance)).await?;
    let key = match (app.hooks.of(view).perform_update, &target.row) {
        (Some(hook), Some(row)) => {
            let mut cx = saving(app, req, &mut conn, &validated);
            hook(&mut cx, app.typed[view].columns(row), &validated).await?
        }
        (Some(_), None) => return Err(ApiError::internal()),
        (None, _) => save((app, req), &mut conn, &validated, Some(&target.key)).await?,
    };
    let body = shown((app, req), projection, &mut conn, &validated, &key).await?;
    finish(app, app.graph.views[view].serializer, conn).await?;
    Ok(Answer::ok(body))
}

/// `destroy`.
pub(super) async fn destroy(app: &App, view: ViewId, nested: bool, req: &Request) -> Result<Answer, ApiError> {
    let mut conn = app.db.begin().await?;
    let target = output::get_object(app, view, nested, req, &mut conn).await?;
    match (app.hooks.of(view).perform_destroy, &target.row) {
        (Some(hook), Some(row)) => hook(&mut Context::new(app, req, &mut conn, Some(view)), app.typed[view].columns(row)).await?,
        (Some(_), None) => return Err(ApiError::internal()),
        (None, _) => super::delete(app, &mut conn, app.graph.views[view].model, target.key).await?,
    }
    on_delete::finish(app, app.graph.views[view].model, conn).await?;
    Ok(Answer::no_content())
}

fn saving<'a>(app: &'a App, req: &'a Request, conn: &'a mut Conn, validated: &Validated) -> Context<'a> {
    let mut cx = Context::new(app, req, conn, Some(validated.ser));
    cx.pending = Some(validated.clone());
    cx
}

/// The row as it is now.
async fn shown(
    (app, req): (&App, &Request),
    projection: &Projection,
    conn: &mut Conn,
    validated: &Validated,
    key: &Value,
) -> Result<Vec<u8>, ApiError> {
    Ok(echo::show(&echo::given(app, validated), read_back(app, req, projection, conn, key).await?))
}
