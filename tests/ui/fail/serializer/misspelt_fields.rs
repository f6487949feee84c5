use restwright::Resource;

#[derive(Resource)]
#[serializer(fields = ["id", "titel"], read_only_fields = ["pgaes"], extra_kwargs(titlle(min_length = 2)))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
    pub pages: i32,
}

fn main() {}
