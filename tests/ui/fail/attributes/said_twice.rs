use restwright::Resource;

#[derive(Resource)]
#[meta(ordering = ["title"], ordering = ["-title"])]
#[serializer(fields = ["id", "title"])]
#[serializer(fields = ["id"])]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 200, max_length = 100)]
    pub title: String,
}

fn main() {}
