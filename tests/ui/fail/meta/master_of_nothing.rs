use restwright::Resource;

#[derive(Resource)]
#[meta(extends = "Book")]
#[serializer(fields = ["pages", "title"])]
pub struct Ebook {
    pub pages: i32,
}

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
}

fn main() {}
