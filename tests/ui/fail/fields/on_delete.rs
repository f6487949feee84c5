use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Book")]
    pub next: i64,
    #[field(one_to_one = "Book", on_delete = "casacde", related_name = "+")]
    pub twin: i64,
    #[field(type = "foreign_key", on_delete = "cascade")]
    pub last: i64,
}

fn main() {}
