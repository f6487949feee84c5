use restwright::Resource;

#[derive(Resource)]
#[meta(ordering = "title", managed = "no")]
#[serializer(depth = "deep", fields = ["id", 7])]
#[viewset(endpoint = ["books"], search_fields = true)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = "long", unique = 1)]
    pub title: String,
}

fn main() {}
