use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
}

#[derive(Resource)]
#[meta(extends = "Book")]
pub struct Ebook {
    pub pages: i32,
}

#[derive(Resource)]
#[meta(extends = "Book")]
pub struct Film {
    pub minutes: i32,
}

fn main() {}
