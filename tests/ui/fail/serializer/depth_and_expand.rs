use restwright::Resource;

#[derive(Resource)]
#[serializer(depth = 11, expandable_fields = ["pages", "next.next"])]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub pages: i32,
    #[field(foreign_key = "Book", on_delete = "cascade")]
    pub next: i64,
}

fn main() {}
