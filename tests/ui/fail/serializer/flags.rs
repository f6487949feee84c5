use restwright::Resource;

#[derive(Resource)]
#[serializer(declared(
    title(string, required, default = "x"),
    pages(integer, read_only, required),
    url(hyperlinked_identity, write_only),
))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
    pub pages: i32,
}

fn main() {}
