use restwright::{ManyToMany, Resource};

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(type = "slug")]
    pub code: i64,
    #[field(type = "big_integer")]
    pub copies: i16,
    #[field(type = "date")]
    pub printed: bool,
    #[field(type = "text")]
    pub tags: ManyToMany<Book>,
    #[field(many_to_many = "Book")]
    pub parts: i64,
}

fn main() {}
