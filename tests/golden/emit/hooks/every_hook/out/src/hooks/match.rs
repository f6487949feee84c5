//! The hooks of `Match`. This file is yours: what you write stays, and `codegen build` only adds the hooks that the specs newly name.

use crate::resources::r#match::{Match, MatchHooks, MatchInput, MatchViewSet};
use restwright::hooks::prelude as rw;

impl MatchHooks for MatchViewSet {
    /// Checks a whole body whose fields are valid, and may change it. An error is answered with 400.
    async fn validate(_cx: &mut rw::Context<'_>, _match_: Option<&Match>, _input: &mut MatchInput) -> rw::Result<()> {
        Ok(())
    }

    /// Checks a valid `name`, and gives the value that is kept. An error is answered with 400.
    async fn validate_name(_cx: &mut rw::Context<'_>, _match_: Option<&Match>, value: String) -> rw::Result<String> {
        Ok(value)
    }

    /// Checks a valid `loop`, and gives the value that is kept. An error is answered with 400.
    async fn validate_loop(
        _cx: &mut rw::Context<'_>,
        _match_: Option<&Match>,
        value: Option<String>,
    ) -> rw::Result<Option<String>> {
        Ok(value)
    }

    /// Saves changes of a row: `cx.update(row, input)` does, and gives it as it is then.
    async fn perform_update(cx: &mut rw::Context<'_>, match_: &Match, input: MatchInput) -> rw::Result<Match> {
        cx.update(match_, input).await
    }

    /// Which rows a request may know of: others are not there for it, on whatever way it asks.
    async fn get_queryset(_cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(rows.none())
    }

    /// The permission `move`: whether a request may go on.
    async fn r#move(_cx: &mut rw::Context<'_>) -> rw::Result<bool> {
        Ok(false)
    }

    /// The values of `size`: one for each of these rows, in their order.
    async fn get_size(_cx: &mut rw::Context<'_>, rows: &[Match]) -> rw::Result<rw::JsonValues> {
        Ok(rows.iter().map(|_| rw::Json::Null).collect())
    }

    /// The extra action `where` (GET, POST)
    async fn r#where(_cx: &mut rw::Context<'_>, _match_: &Match) -> rw::Result<rw::Answer> {
        Err(rw::ApiError::detail(rw::StatusCode::NOT_IMPLEMENTED, "Not written yet."))
    }
}
