use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub pages: i32,
    #[field(max_digits = 3)]
    pub weight: f64,
    #[field(auto_now)]
    pub bound: bool,
    #[field(type = "text", regex = "x")]
    pub about: String,
}

fn main() {}
