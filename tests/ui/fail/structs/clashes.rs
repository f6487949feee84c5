use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Book", on_delete = "cascade", related_name = "next")]
    pub next: i64,
    pub next_id: i64,
    #[field(db_column = "COUNT")]
    pub total: i32,
    pub count: i32,
}

fn main() {}
