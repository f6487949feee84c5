use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(null)]
    pub pages: i32,
    #[field(null = false)]
    pub copies: Option<i32>,
}

fn main() {}
