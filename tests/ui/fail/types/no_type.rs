use std::collections::HashMap;

use restwright::{Choices, Resource};

#[derive(Choices)]
pub enum Level {
    One = 1,
}

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub pages: usize,
    pub rating: Option<f32>,
    pub labels: Vec<String>,
    pub extra: HashMap<String, String>,
    pub printed: chrono::NaiveDateTime,
    pub cover: &'static str,
    pub part: (i64, i64),
    #[field(foreign_key = "Autor", on_delete = "cascade")]
    pub author: u64,
    #[field(type = "date")]
    pub level: Level,
}

fn main() {}
