use restwright::Resource;

#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub page__count: i32,
    pub pages_: i32,
    pub pk: i32,
    pub __rw_x: i32,
    pub objects: bool,
}

fn main() {}
