use restwright::Resource;

#[derive(Resource)]
#[viewset(bulk = ["create"], set_queries)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub pages: i32,
}

fn main() {}
