//! Actions as unit tests of the rooms below run them.

use super::call::Call;
use crate::app::App;
use crate::hooks::Scopes;
use crate::request::Answer;
use crate::schema::link::ViewId;
use crate::{ApiError, Request};

/// The answer of a list.
pub(crate) async fn list(app: &App, view: ViewId, request: &Request) -> Result<Answer, ApiError> {
    super::list::list(&Call::new(app, request, &Scopes::default(), view, false)).await
}

/// The answer of a detail route.
pub(crate) async fn retrieve(app: &App, view: ViewId, request: &Request) -> Result<Answer, ApiError> {
    super::retrieve::retrieve(&Call::new(app, request, &Scopes::default(), view, false)).await
}
