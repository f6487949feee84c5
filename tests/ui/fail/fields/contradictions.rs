use restwright::Resource;
use restwright::chrono::{DateTime, Utc};

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(auto_now, auto_now_add)]
    pub changed: DateTime<Utc>,
    #[field(foreign_key = "Book", on_delete = "set_null")]
    pub next: i64,
    #[field(foreign_key = "Book", on_delete = "set_default", related_name = "+")]
    pub last: i64,
}

fn main() {}
