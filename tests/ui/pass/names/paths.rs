use restwright::{ManyToMany, Resource};

mod people {
    use restwright::Resource;

    #[derive(Resource)]
    pub struct Author {
        #[field(primary_key)]
        pub id: i64,
        #[field(max_length = 3)]
        pub name: String,
    }
}

#[derive(Resource)]
#[serializer(declared(author(slug_related, to = people::Author, slug_field = "name")))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = people::Author, on_delete = "cascade")]
    pub author: i64,
    #[field(related_name = "read")]
    pub readers: ManyToMany<people::Author>,
}

fn main() {}
