use restwright::{Decimal, Resource};

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub title: String,
    pub subtitle: Option<String>,
    pub price: Decimal,
}

fn main() {}
