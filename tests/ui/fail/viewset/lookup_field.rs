use restwright::Resource;

#[derive(Resource)]
#[viewset(lookup_field = "pages", lookup_value_regex = "[", endpoint = "/books/", basename = "a b")]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub pages: i32,
}

#[derive(Resource)]
#[viewset(lookup_field = "nick")]
pub struct Author {
    #[field(primary_key)]
    pub id: i64,
    pub pages: i32,
}

fn main() {}
