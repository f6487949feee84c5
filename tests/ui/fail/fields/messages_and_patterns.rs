use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3, error_messages(blank = "no"))]
    pub code: String,
    #[field(max_length = 3, regex = "(")]
    pub shelf: String,
    #[field(max_length = 3, regex = "(?=x)")]
    pub row: String,
}

fn main() {}
