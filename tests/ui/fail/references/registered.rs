pub struct Author {
    pub id: i64,
}

fn main() {
    let _ = restwright::Api::new("library").register::<Author>();
}
