use restwright::Resource;

#[derive(Resource)]
pub struct Author {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub name: String,
}

#[derive(Resource)]
#[serializer(declared(
    author_name(string, source = "author.name"),
    next_title(string, source = "title.name", read_only),
))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
    #[field(foreign_key = "Author", on_delete = "cascade")]
    pub author: i64,
}

fn main() {}
