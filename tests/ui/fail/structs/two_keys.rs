use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(primary_key, max_length = 10)]
    pub isbn: String,
    #[field(primary_key)]
    pub maybe: Option<i32>,
}

fn main() {}
