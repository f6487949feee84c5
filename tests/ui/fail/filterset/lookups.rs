use restwright::Resource;
use restwright::serde_json::Value;

#[derive(Resource)]
#[filterset(lookups(title = ["icontain"], pages = ["icontains", "gt"], extra = ["exact"]))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
    pub pages: i32,
    pub extra: Value,
}

fn main() {}
