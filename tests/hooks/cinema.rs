//! A master and its details from a folder, with hooks.

restwright::resources!("cinema/");

use resources::disc::{Disc, DiscHooks, DiscInput, DiscViewSet};
use resources::film::{Film, FilmHooks, FilmInput, FilmViewSet};
use resources::poster::{Poster, PosterHooks, PosterInput, PosterViewSet};
use resources::ticket::{Ticket, TicketHooks, TicketInput, TicketLevel, TicketState, TicketViewSet};
use restwright::hooks::prelude as rw;
use rw::Resource as _;

/// What the master names, written for a detail that names nothing.
impl FilmHooks for FilmViewSet {
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(crate::open(cx, rows))
    }

    async fn validate_title(_cx: &mut rw::Context<'_>, film: Option<&Film>, value: String) -> rw::Result<String> {
        let now = film.map(|film| format!("{}, {} minutes", film.title, film.minutes));
        if value == "none" { Err(rw::ApiError::validation(format!("A film has a title ({now:?})."))) } else { Ok(value) }
    }

    async fn perform_create(cx: &mut rw::Context<'_>, input: FilmInput) -> rw::Result<Film> {
        let film = cx.create::<Film>(input).await?;
        if film.minutes > 300 { Err(rw::ApiError::validation("Too long.")) } else { Ok(film) }
    }
}

impl DiscHooks for DiscViewSet {
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        // By columns of both tables.
        Ok(if crate::insider(cx) { rows } else { rows.filter("tracks__lte", 9).filter("title__startswith", "D") })
    }

    async fn validate(_cx: &mut rw::Context<'_>, disc: Option<&Disc>, input: &mut DiscInput) -> rw::Result<()> {
        if disc.is_some_and(|disc| input.tracks.is_some_and(|tracks| tracks < disc.tracks)) {
            return Err(rw::ApiError::validation("Tracks are not lost."));
        }
        Ok(())
    }

    async fn perform_update(cx: &mut rw::Context<'_>, disc: &Disc, mut input: DiscInput) -> rw::Result<Disc> {
        let title = input.title.take().unwrap_or_else(|| disc.title.clone());
        input.title = Some(format!("{title}!"));
        let disc = cx.update(disc, input).await?;
        if disc.title.len() > 8 { Err(rw::ApiError::validation("Too loud.")) } else { Ok(disc) }
    }

    async fn perform_destroy(cx: &mut rw::Context<'_>, disc: &Disc) -> rw::Result<()> {
        cx.delete(disc).await?;
        if disc.tracks > 5 { Err(rw::ApiError::forbidden()) } else { Ok(()) }
    }

    async fn play(cx: &mut rw::Context<'_>, disc: &Disc) -> rw::Result<rw::Answer> {
        let disc = disc.update(&mut *cx, DiscInput { tracks: Some(disc.tracks + 1), ..DiscInput::default() }).await?;
        cx.render(&disc).await
    }
}

impl PosterHooks for PosterViewSet {
    async fn validate(_cx: &mut rw::Context<'_>, _poster: Option<&Poster>, _input: &mut PosterInput) -> rw::Result<()> {
        Ok(())
    }
}

/// Typed values come as they went: each hook changes what it gets.
impl TicketHooks for TicketViewSet {
    async fn validate(_cx: &mut rw::Context<'_>, ticket: Option<&Ticket>, input: &mut TicketInput) -> rw::Result<()> {
        if input.fee.is_none() && ticket.is_none() {
            input.fee = Some(Some(rw::decimal!("0.5")));
        }
        Ok(())
    }

    async fn validate_state(_cx: &mut rw::Context<'_>, _ticket: Option<&Ticket>, value: TicketState) -> rw::Result<TicketState> {
        match value {
            TicketState::SoldOut => Err(rw::ApiError::validation(format!("{} ({value})", value.label()))),
            value => Ok(value),
        }
    }

    async fn validate_level(
        _cx: &mut rw::Context<'_>,
        _ticket: Option<&Ticket>,
        value: Option<TicketLevel>,
    ) -> rw::Result<Option<TicketLevel>> {
        Ok(if value == Some(TicketLevel::Below) { None } else { value })
    }

    async fn validate_price(_cx: &mut rw::Context<'_>, _ticket: Option<&Ticket>, value: rw::Decimal) -> rw::Result<rw::Decimal> {
        if value < rw::decimal!("2.5") { Ok(rw::decimal!("2.50")) } else { Ok(value) }
    }

    async fn validate_from(
        _cx: &mut rw::Context<'_>,
        _ticket: Option<&Ticket>,
        value: Option<rw::IpAddr>,
    ) -> rw::Result<Option<rw::IpAddr>> {
        if value.is_some_and(|from| from.is_loopback()) { Err(rw::ApiError::validation("From here.")) } else { Ok(value) }
    }

    async fn validate_extra(_cx: &mut rw::Context<'_>, _ticket: Option<&Ticket>, value: Option<rw::Json>) -> rw::Result<Option<rw::Json>> {
        Ok(value.map(|extra| rw::json!([extra])))
    }

    async fn validate_at(
        _cx: &mut rw::Context<'_>,
        _ticket: Option<&Ticket>,
        value: Option<rw::DateTime<rw::Utc>>,
    ) -> rw::Result<Option<rw::DateTime<rw::Utc>>> {
        Ok(value.map(|at| at + rw::TimeDelta::hours(1)))
    }
}
