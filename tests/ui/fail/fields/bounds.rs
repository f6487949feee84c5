use restwright::{Decimal, Resource};

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(min_value = 9, max_value = 1)]
    pub pages: i32,
    #[field(min_length = 9, max_length = 3)]
    pub code: String,
    #[field(max_digits = 2, decimal_places = 4)]
    pub price: Decimal,
    #[field(max_length = 0)]
    pub title: String,
}

fn main() {}
