use restwright::Resource;

#[derive(Resource)]
#[meta(ordering = ["-titel"])]
#[viewset(ordering = ["title.name"])]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
}

fn main() {}
