use restwright::{Choices, Resource};

#[derive(Choices)]
pub enum Level {
    #[choice(value = 1)]
    Guest,
    #[choice(value = 2)]
    Reader,
}

#[derive(Resource)]
pub struct Member {
    #[field(primary_key)]
    pub id: i64,
    pub level: Level,
    #[field(type = "date")]
    pub since: Level,
}

fn main() {}
