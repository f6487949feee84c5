use restwright::Resource;

#[derive(Resource)]
#[viewset(
    actions = ["list", "retreive"],
    permissions = ["is_autenticated", any(), nott("allow_any")],
    authentication = ["tokn"],
    filter_backends = ["filter"],
)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub pages: i32,
}

fn main() {}
