use restwright::Resource;

#[derive(Resource)]
pub struct Tag {
    #[field(primary_key, max_length = 9)]
    pub slug: String,
}

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Tag", on_delete = "cascade")]
    pub tag: i64,
}

fn main() {}
