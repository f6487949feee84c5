//! A REST API of one resource: `cargo run -p quickstart -- serve --migrate`.

use restwright::chrono::NaiveDate;
use restwright::schema::viewset::Pagination;
use restwright::{Choices, Resource};
use std::process::ExitCode;

/// Books, and whether they can be bought.
#[derive(Resource)]
#[meta(ordering = ["title"])]
#[filterset(fields = ["status"], lookups(title = ["icontains"]))]
#[viewset(search_fields = ["title"])]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    /// As printed on the cover.
    #[field(max_length = 200)]
    pub title: String,
    #[field(default = "draft")]
    pub status: Status,
    pub published: Option<NaiveDate>,
}

/// Where a book is on its way.
#[derive(Choices)]
pub enum Status {
    Draft,
    Printed,
    #[choice(label = "Sold out")]
    SoldOut,
}

fn main() -> ExitCode {
    let pages = Pagination::LimitOffset { default_limit: Some(25), max_limit: Some(100) };
    restwright::Api::new("quickstart").pagination(pages).register::<Book>().main()
}
