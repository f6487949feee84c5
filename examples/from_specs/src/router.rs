// Made by restwright 0.1.0 from specs: change that, and run `codegen build` again.

//! What is served where: the counterpart of Django's `urls.py`.

use crate::resources::author::AuthorViewSet;
use crate::resources::book::BookViewSet;
use crate::resources::event::EventViewSet;
use crate::resources::review::ReviewViewSet;
use restwright::__gen as rw;

/// What is served where.
pub fn urls() -> &'static rw::settings::Api {
    let mut router = rw::Router::new(crate::settings::API);
    router.register("authors", AuthorViewSet);
    router.register("books", BookViewSet);
    router.register("events", EventViewSet);
    router.register("reviews", ReviewViewSet);
    router.urls()
}
