// Made by restwright 0.1.0 from specs: change that, and run `codegen build` again.

//! What is served where: the counterpart of Django's `urls.py`.

use crate::resources::event::EventViewSet;
use crate::resources::place::PlaceViewSet;
use crate::resources::seat::SeatViewSet;
use restwright::__gen as rw;

/// What is served where.
pub fn urls() -> &'static rw::settings::Api {
    let mut router = rw::Router::new(crate::settings::API);
    router.register("events", EventViewSet);
    router.register("places", PlaceViewSet);
    router.register("seats", SeatViewSet);
    router.urls()
}
