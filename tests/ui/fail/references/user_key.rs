use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "auth.User", on_delete = "cascade")]
    pub user: f64,
    #[field(one_to_one = "auth.User", on_delete = "cascade", related_name = "groups")]
    pub twin: i64,
}

fn main() {}
