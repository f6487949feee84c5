//! The API of `tests/conformance/library` as structs with `#[derive(Resource)]`. `tests/tests/conformance.rs` plays the folder's
//! conversation with this server too.

mod resources;

use resources::{
    Audiobook, Author, Book, Bookmark, Chapter, Display, Ebook, Edition, Event, Feedback, Loan, Media, Member, Publisher, Review, Setting,
    Shelf, Tag,
};
use restwright::schema::api::{ThrottleKind, Throttling};
use restwright::schema::viewset::Pagination;
use std::process::ExitCode;

fn main() -> ExitCode {
    let pages = Pagination::PageNumber { page_size: Some(4), page_size_query_param: "page_size", max_page_size: Some(20) };
    let throttling = Throttling { classes: &[ThrottleKind::Scoped], rates: &[("feedback", "3/day")], ..Throttling::NONE };
    restwright::Api::new("library")
        .title("Library API")
        .description("Books, the people who write them and the people who borrow them.")
        .version("1.4.0")
        .pagination(pages)
        .throttling(throttling)
        .dynamic_fields(true)
        .register::<Audiobook>()
        .register::<Author>()
        .register::<Book>()
        .register::<Bookmark>()
        .register::<Chapter>()
        .register::<Display>()
        .register::<Ebook>()
        .register::<Edition>()
        .register::<Event>()
        .register::<Feedback>()
        .register::<Loan>()
        .register::<Media>()
        .register::<Member>()
        .register::<Publisher>()
        .register::<Review>()
        .register::<Setting>()
        .register::<Shelf>()
        .register::<Tag>()
        .main()
}
