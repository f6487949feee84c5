use restwright::Resource;

#[derive(Resource)]
#[filterset(fields = ["titel", "pages.count"], filters(long(field = "pges", lookup = "gt")))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
    pub pages: i32,
}

fn main() {}
