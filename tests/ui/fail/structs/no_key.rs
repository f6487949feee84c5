use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(max_length = 10)]
    pub title: String,
}

#[derive(Resource)]
pub struct Author {
    pub id: i64,
}

fn main() {}
