//! A master and its details from a folder, with hooks.

restwright::resources!("cinema/");

use resources::disc::{Disc, DiscHooks, DiscInput, DiscViewSet};
use resources::film::{Film, FilmHooks, FilmInput, FilmViewSet};
use resources::poster::{Poster, PosterHooks, PosterInput, PosterViewSet};
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
