use restwright::Resource;
use restwright::chrono::NaiveDate;

#[derive(Resource)]
pub struct Book {
    #[field(default = "many")]
    pub pages: i32,
    #[field(max_length = 3, default = "long one")]
    pub code: String,
    #[field(max_value = 5, default = 9)]
    pub stars: i32,
    #[field(default = "2024-02-30")]
    pub printed: NaiveDate,
    #[field(type = "auto", primary_key, default = 1)]
    pub number: i64,
}

fn main() {}
