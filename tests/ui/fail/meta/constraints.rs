use restwright::Resource;

#[derive(Resource)]
#[meta(constraints(book_pages(check = "pages"), book_year(check = "yeer > 0"), book_name()))]
#[meta(table = "")]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub pages: i32,
    pub year: i32,
}

fn main() {}
