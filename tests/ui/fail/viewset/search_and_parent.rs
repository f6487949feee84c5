use restwright::Resource;

#[derive(Resource)]
pub struct Shelf {
    #[field(primary_key)]
    pub id: i64,
    pub row: i32,
}

#[derive(Resource)]
#[viewset(search_fields = ["^shelf", "@title", "pagse"], parent(resource = "Shelf", field = "pages"))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
    pub pages: i32,
    #[field(foreign_key = "Shelf", on_delete = "cascade")]
    pub shelf: i64,
}

#[derive(Resource)]
#[viewset(parent(resource = "Shelf"))]
pub struct Chapter {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Book", on_delete = "cascade")]
    pub book: i64,
}

fn main() {}
