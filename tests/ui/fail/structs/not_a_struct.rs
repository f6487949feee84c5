use restwright::Resource;

#[derive(Resource)]
pub enum Book {
    Novel,
}

#[derive(Resource)]
pub struct Pair(i64, String);

#[derive(Resource)]
pub struct Shelf<T> {
    #[field(primary_key)]
    pub id: i64,
    pub content: T,
}

fn main() {}
