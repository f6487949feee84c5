use restwright::Resource;

pub enum Status {
    Draft,
}

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub status: Status,
}

fn main() {}
