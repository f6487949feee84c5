use restwright::{ManyToMany, Resource};

#[derive(Resource)]
pub struct Tag {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub label: String,
}

#[derive(Resource)]
#[serializer(declared(
    tags(primary_key_related),
    next(hyperlinked_related, many),
    user(nested, to = "auth.User", read_only),
))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub tags: ManyToMany<Tag>,
    #[field(foreign_key = "Book", on_delete = "cascade")]
    pub next: i64,
    #[field(foreign_key = "auth.User", on_delete = "cascade")]
    pub user: i64,
}

fn main() {}
