use restwright::{ManyToMany, Resource};

pub struct Author {
    pub id: i64,
}

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = Author, on_delete = "cascade")]
    pub author: i64,
    #[field(related_name = "reads")]
    pub people: ManyToMany<Author>,
}

fn main() {}
