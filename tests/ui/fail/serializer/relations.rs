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
    author(slug_related, to = "Author", slug_field = "nmae"),
    title(nested, to = "Author"),
    tags(slug_related),
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
