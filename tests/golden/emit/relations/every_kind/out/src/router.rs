// Made by restwright 0.1.0 from specs: change that, and run `codegen build` again.

//! What is served where: the counterpart of Django's `urls.py`.

use crate::resources::author::AuthorViewSet;
use crate::resources::book::BookViewSet;
use crate::resources::content::ContentViewSet;
use crate::resources::film::FilmViewSet;
use crate::resources::song::SongViewSet;
use crate::resources::tag::TagViewSet;
use crate::resources::tagging::TaggingViewSet;
use restwright::__gen as rw;

/// What is served where.
pub fn urls() -> &'static rw::settings::Api {
    let mut router = rw::Router::new(crate::settings::API);
    router.register("authors", AuthorViewSet);
    router.register("books", BookViewSet);
    router.register("content", ContentViewSet);
    router.register("films", FilmViewSet);
    router.register("songs", SongViewSet);
    router.register("tags", TagViewSet);
    router.register("taggings", TaggingViewSet);
    router.urls()
}
