use restwright::Resource;

#[derive(Resource)]
#[serializer(fields = ["url", "id"])]
#[viewset(actions = ["list", "create"])]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub pages: i32,
}

fn main() {}
