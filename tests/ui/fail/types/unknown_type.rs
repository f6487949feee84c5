use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(type = "varchar", max_length = 3)]
    pub title: String,
    #[field(type = "strng", max_length = 3)]
    pub name: String,
    pub pages: usize,
}

fn main() {}
