//! An axum application that had a state, routes and middleware before it got a REST API: `cargo run -p embedded`.

use restwright::axum::extract::{Request, State};
use restwright::axum::middleware::{self, Next};
use restwright::axum::response::Response;
use restwright::axum::routing::get;
use restwright::axum::{self, Router};
use restwright::chrono::{DateTime, Utc};
use restwright::{ApiError, App, Database, Resource};
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Who keeps notes.
#[derive(Resource)]
#[serializer(fields = ["id", "name", "notes"], read_only_fields = ["notes"])]
struct Author {
    #[field(primary_key)]
    id: i64,
    #[field(max_length = 60, unique)]
    name: String,
}

/// What somebody wants to remember.
#[derive(Resource)]
#[meta(ordering = ["-created"])]
#[filterset(lookups(text = ["icontains"], author.name = ["exact"]))]
struct Note {
    #[field(primary_key)]
    id: i64,
    #[field(foreign_key = "Author", on_delete = "cascade", related_name = "notes")]
    author: i64,
    #[field(type = "text")]
    text: String,
    #[field(auto_now_add)]
    created: DateTime<Utc>,
}

/// What the application keeps for itself.
#[derive(Default)]
struct Counter {
    requests: AtomicU64,
}

/// The application's own middleware sees the API's requests too.
async fn count(State(counter): State<Arc<Counter>>, request: Request, next: Next) -> Response {
    counter.requests.fetch_add(1, Ordering::Relaxed);
    next.run(request).await
}

/// The application: its own routes and state, and the API merged into it.
async fn app(db: &Database) -> Result<Router, Box<dyn Error>> {
    let api = restwright::Api::new("notes").register::<Author>().register::<Note>();
    api.migrate(db).await?;
    let counter = Arc::new(Counter::default());
    let own = Router::new().route("/", get(served)).with_state(counter.clone());
    let api = api.app(db)?;
    let own = own.merge(Router::new().route("/latest", get(latest)).with_state(api.clone()));
    Ok(own.merge(api.router()).layer(middleware::from_fn_with_state(counter, count)))
}

/// A route of the application's own.
async fn served(State(counter): State<Arc<Counter>>) -> String {
    format!("{} requests so far; the API is at /api/\n", counter.requests.load(Ordering::Relaxed))
}

/// Another one, which reads the API's rows.
async fn latest(State(api): State<Arc<App>>) -> Result<String, ApiError> {
    let note = Note::objects(&api).order_by(["-created", "-id"]).first().await?.ok_or_else(ApiError::not_found)?;
    let author = Author::get(&api, note.author).await?;
    Ok(format!("{}: {}\n", author.name, note.text))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let db = Database::connect("sqlite://notes.sqlite3").await?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
    println!("listening on http://{}/", listener.local_addr()?);
    axum::serve(listener, app(&db).await?).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use restwright::axum::body::{Body, to_bytes};
    use tower::ServiceExt as _;

    async fn ask(app: &Router, method: &str, path: &str, body: &'static str) -> Result<String, Box<dyn Error>> {
        let request = Request::builder().method(method).uri(path).header("content-type", "application/json").header("host", "localhost");
        let answer = app.clone().oneshot(request.body(Body::from(body))?).await?;
        Ok(String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await?.to_vec())?)
    }

    #[tokio::test]
    async fn the_application_and_the_api_serve_together() -> Result<(), Box<dyn Error>> {
        let app = app(&Database::connect("sqlite::memory:").await?).await?;
        assert_eq!(ask(&app, "GET", "/latest", "").await?, r#"{"detail":"Not found."}"#);
        assert_eq!(ask(&app, "POST", "/api/authors/", r#"{"name": "Ada"}"#).await?, r#"{"id":1,"name":"Ada","notes":[]}"#);
        let note = ask(&app, "POST", "/api/notes/", r#"{"author": 1, "text": "Buy paper."}"#).await?;
        assert!(note.starts_with(r#"{"id":1,"text":"Buy paper.","created":""#), "{note}");
        let found = ask(&app, "GET", "/api/notes/?author__name=Bob", "").await?;
        assert_eq!(found, "[]");
        assert_eq!(ask(&app, "GET", "/latest", "").await?, "Ada: Buy paper.\n");
        assert_eq!(ask(&app, "GET", "/", "").await?, "6 requests so far; the API is at /api/\n");
        Ok(())
    }
}
