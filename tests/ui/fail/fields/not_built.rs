use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(type = "file")]
    pub cover: String,
    #[field(type = "image")]
    pub photo: String,
}

fn main() {}
