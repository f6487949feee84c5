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
    second(slug_related, to = "Author", slug_field = "label"),
))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Author", on_delete = "cascade")]
    pub author: i64,
    #[field(foreign_key = "Author", on_delete = "cascade", related_name = "+")]
    pub second: i64,
}

fn main() {}
