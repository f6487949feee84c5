use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "the author", on_delete = "cascade")]
    pub author: i64,
    #[field(foreign_key = "auth.Usr", on_delete = "cascade")]
    pub user: i64,
}

fn main() {}
