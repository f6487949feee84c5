//! Serving: connections in, requests to the router, an orderly end.
//!
//! hyper speaks HTTP/1; what clients can do to it is bounded here. [`accept`] takes connections and closes them, [`stream`] passes on the bytes of
//! requests whose framing is beyond doubt ([`framing`]) and ends what takes too long, [`exchange`] passes requests to the router, and [`shared`]
//! is what these three know of a connection. docs/security.md has the promises, with their tests.

mod accept;
mod exchange;
mod framing;
mod shared;
mod stream;
mod warning;

use super::out::errln;
use super::{CommandError, hints};
use crate::migrations::Migration;
use crate::schema::Api;
use crate::schema::viewset::{Authentication, Permission};
use crate::{App, Database, Settings};
use framing::Refusal;
use shared::Server;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How many connections may wait to be accepted, as in tokio's own listener.
const BACKLOG: u32 = 1024;

/// Serves an API until the process is told to stop (SIGTERM or SIGINT). `bind` is an address with a port, or a port of this machine alone.
///
/// # Errors
///
/// A database without the tables that authentication needs, settings that cannot hold, and an address that cannot be listened on.
pub async fn serve(api: &'static Api, db: Database, settings: Settings, bind: &str) -> Result<(), CommandError> {
    serve_with(api, db, settings, bind, None).await
}

/// [`serve`], which says whether these migrations were applied.
pub(super) async fn serve_with(
    api: &'static Api,
    db: Database,
    mut settings: Settings,
    bind: &str,
    migrations: Option<&'static [Migration]>,
) -> Result<(), CommandError> {
    let bind = super::bind::address(bind)?;
    let refused = |e: std::io::Error| CommandError::new(format!("cannot listen on {bind}: {e}"));
    let (socket, address) = super::bind::bound(&bind).await.map_err(refused)?;
    settings.allowed_hosts.bind(&bind, address);
    let app = App::with_migrations(api, db, settings, migrations).map_err(CommandError::from_link)?;
    hints::settings(&app.settings, address);
    hints::migrations(&app).await?;
    check_tables(&app).await?;
    let mut signals = Signals::new().map_err(|e| CommandError::new(e.to_string()))?;
    let listener = socket.listen(BACKLOG).map_err(refused)?;
    errln!("{} listening on http://{address}{}", api.name, api.prefix);
    let mut limits = app.settings.connections.clone();
    limits.max = connections_that_fit(limits.max);
    let refuse = {
        let app = app.clone();
        Box::new(move |refusal: Refusal| crate::http::refused(&app, refusal.status, refusal.detail))
    };
    let server = Server::new(app.router(), refuse, limits);
    accept::accept(listener, server, async || signals.any().await).await;
    let _ = tokio::time::timeout(Duration::from_secs(5), app.db.close()).await;
    tracing::info!("stopped");
    Ok(())
}

struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Raises the limit of open files to what the system allows, and says how many connections fit in.
fn connections_that_fit(wanted: usize) -> usize {
    /// Open files that are no client's: the database's, the log's, and those of clients that are being turned away.
    const OTHERS: usize = 512;
    let files = match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => usize::try_from(files).unwrap_or(usize::MAX),
        Err(error) => {
            tracing::warn!(%error, "the limit of open files (RLIMIT_NOFILE) is unknown");
            return wanted;
        }
    };
    let fit = files.saturating_sub(OTHERS).max(files / 2);
    if fit < wanted {
        tracing::warn!(files, connections = fit, "the limit of open files is too low for MAX_CONNECTIONS: fewer connections are taken");
    }
    wanted.min(fit)
}

/// An API that asks who it talks to needs the tables that say so: better told now than by the first request.
async fn check_tables(app: &App) -> Result<(), CommandError> {
    let classes = || app.resources.graph.views.iter().flat_map(|v| v.authentication).chain(app.resources.graph.api.authentication);
    let mut conn = app.db.read().await?;
    for class in [Authentication::Session, Authentication::Basic, Authentication::Token] {
        if !classes().any(|c| *c == class) {
            continue;
        }
        let sql = match class {
            Authentication::Session => "SELECT session_key FROM django_session WHERE session_key = ''",
            Authentication::Basic => "SELECT id FROM auth_user WHERE username = ''",
            Authentication::Token => "SELECT user_id FROM authtoken_token t WHERE t.key = ''",
        };
        let Err(error) = conn.fetch(sql, &[]).await else { continue };
        let message = format!("the tables for authentication are missing ({error}); `{} migrate` makes them", app.resources.graph.api.name);
        let open = |permissions: &[Permission]| permissions.iter().all(|p| *p == Permission::AllowAny);
        if !app.resources.graph.views.iter().all(|v| v.all_permissions().all(open)) {
            return Err(CommandError::new(message));
        }
        // Everybody may do everything here: only requests with credentials would need the tables.
        tracing::warn!("{message}");
        break;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
