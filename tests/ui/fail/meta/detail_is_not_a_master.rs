use restwright::Resource;

#[derive(Resource)]
#[meta(master)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
}

#[derive(Resource)]
#[meta(extends = "Book", master)]
pub struct Ebook {
    #[field(primary_key)]
    pub pages: i32,
}

#[derive(Resource)]
#[meta(extends = "Book")]
#[serializer(fields = ["minutes", "title"])]
pub struct Film {
    pub minutes: i32,
}

fn main() {}
