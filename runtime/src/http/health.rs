//! `/healthz`: whether the database answers, and whether its tables are up to date. What a load balancer asks, by whatever name it knows the
//! server.

use super::response;
use crate::App;
use axum::response::Response;
use http::StatusCode;

/// Answers without authentication. A database that does not answer is a 503.
pub(super) async fn answer(app: &App) -> Response {
    let asked = async { app.db.read().await?.fetch("SELECT 1", &[]).await };
    if let Err(error) = asked.await {
        tracing::error!(%error, "the database does not answer");
        return response::json(StatusCode::SERVICE_UNAVAILABLE, br#"{"status":"unavailable"}"#.to_vec());
    }
    // Once they are applied they stay so, and nothing more is asked.
    let pending = match app.migrations.names(&app.db, app.resources.graph.api).await {
        Ok(pending) => pending.map(|names| !names.is_empty()),
        Err(error) => {
            tracing::error!(%error, "cannot tell which migrations were applied");
            Some(true)
        }
    };
    match pending {
        None => response::json(StatusCode::OK, br#"{"status":"ok"}"#.to_vec()),
        Some(false) => response::json(StatusCode::OK, br#"{"status":"ok","migrations":"applied"}"#.to_vec()),
        Some(true) if app.settings.health_requires_migrations => {
            response::json(StatusCode::SERVICE_UNAVAILABLE, br#"{"status":"unavailable","migrations":"pending"}"#.to_vec())
        }
        Some(true) => response::json(StatusCode::OK, br#"{"status":"ok","migrations":"pending"}"#.to_vec()),
    }
}
