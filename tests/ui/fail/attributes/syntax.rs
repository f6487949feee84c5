use restwright::Resource;

#[derive(Resource)]
#[meta(ordering = )]
#[serializer(fields = ["id"] read_only_fields = ["id"])]
#[viewset("books")]
#[filterset = "title"]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3 + 4)]
    pub title: String,
}

fn main() {}
