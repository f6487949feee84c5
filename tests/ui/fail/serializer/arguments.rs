use restwright::Resource;

#[derive(Resource)]
#[serializer(extra_kwargs(
    pages(max_length = 3),
    title(min_value = 2, read_only, write_only),
    id(allow_blank, style = "x"),
))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
    pub pages: i32,
}

fn main() {}
