use restwright::Resource;

#[derive(Resource)]
#[meta(unique_together = [["title", "year"], []], indexes = [["year"], [7]])]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
    pub year: i32,
}

fn main() {}
