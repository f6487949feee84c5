use restwright::Resource;

#[derive(Resource)]
#[serializer(fields = ["id", "title", "year"])]
#[serializer(declared(
    title(strnig, source = "title"),
    name(string, source = "title", read_only),
    year(integer, source = "year"),
    shown(),
))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
    pub year: i32,
}

fn main() {}
