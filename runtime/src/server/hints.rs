//! What an operator is told when a server starts.

use super::CommandError;
use crate::{App, Settings};
use std::net::SocketAddr;

/// How many migrations are named.
const NAMED: usize = 10;

/// Says what the settings lack for what they seem to be meant for.
pub(super) fn settings(settings: &Settings, address: SocketAddr) {
    if address.ip().is_unspecified() && settings.allowed_hosts.are_default() {
        tracing::warn!(
            "listening on every address of this machine, but only requests to localhost, 127.0.0.0/8 and [::1] are answered: \
             set ALLOWED_HOSTS to the names by which clients know the server (example.org,.example.net; * for all)"
        );
    }
    let security = &settings.security;
    if security.ssl_redirect && settings.proxy_ssl_header.is_none() {
        if settings.https {
            tracing::warn!(
                "SECURE_SSL_REDIRECT has no effect: HTTPS=true says that all clients speak HTTPS; \
                 set SECURE_PROXY_SSL_HEADER to the header by which the proxy tells them apart (X-Forwarded-Proto,https)"
            );
        } else {
            tracing::warn!("SECURE_SSL_REDIRECT sends every request to https://, which is served elsewhere; see SECURE_PROXY_SSL_HEADER");
        }
    }
    if security.hsts_seconds == 0 && (security.hsts_include_subdomains || security.hsts_preload) {
        tracing::warn!("SECURE_HSTS_INCLUDE_SUBDOMAINS and SECURE_HSTS_PRELOAD have no effect without SECURE_HSTS_SECONDS");
    }
}

/// Warns of migrations that were not applied to the database.
///
/// # Errors
///
/// What the database refuses.
pub(super) async fn migrations(app: &App) -> Result<(), CommandError> {
    let pending = app.migrations.names(&app.db, app.resources.graph.api).await?.unwrap_or_default();
    if pending.is_empty() {
        return Ok(());
    }
    let mut names = pending.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if let Some(more) = pending.len().checked_sub(NAMED).filter(|more| *more > 0) {
        names += &format!(" and {more} more");
    }
    tracing::warn!(
        "{} not applied to the database: {names}; `{} migrate` applies {} (or `serve --migrate`)",
        if pending.len() == 1 { "a migration was".to_owned() } else { format!("{} migrations were", pending.len()) },
        app.resources.graph.api.name,
        if pending.len() == 1 { "it" } else { "them" },
    );
    Ok(())
}
