use restwright::Resource;

#[derive(Resource)]
#[serializer(fields = ["id", "title", "id"])]
#[meta(ordering = ["title", "title"])]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 10)]
    pub title: String,
}

fn main() {}
