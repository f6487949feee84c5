use restwright::Resource;

#[derive(Resource)]
#[viewset(pagination(cursor, page_size = 0, max_page_size = 3, ordering = ["-printed", "next.pages"]))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub pages: i32,
    pub printed: Option<i32>,
    #[field(foreign_key = "Book", on_delete = "cascade")]
    pub next: i64,
}

#[derive(Resource)]
#[viewset(pagination(cursor, page_size = 3))]
pub struct Author {
    #[field(primary_key)]
    pub id: i64,
    pub age: i32,
}

#[derive(Resource)]
#[viewset(pagination(pages))]
pub struct Shelf {
    #[field(primary_key)]
    pub id: i64,
    pub row: i32,
}

fn main() {}
