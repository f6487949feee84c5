use restwright::Resource;

#[derive(Resource)]
#[serializer(depth = 300)]
#[viewset(pagination(page_number, page_size = -1))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 5000000000)]
    pub title: String,
}

fn main() {}
