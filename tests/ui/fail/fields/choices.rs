use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3, choices = ["draft", "out", "out"])]
    pub status: String,
    #[field(choices = [])]
    pub size: i32,
    #[field(choices = [("one", 1), (2, "two")])]
    pub kind: i32,
}

fn main() {}
