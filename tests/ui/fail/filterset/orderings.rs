use restwright::Resource;

#[derive(Resource)]
#[filterset(filters(
    o(ordering, fields = ["-pages"], lookup = "gt"),
    p(orderng, fields = ["pages"]),
    q(ordering),
    pages(fields = ["pages"]),
))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    pub pages: i32,
}

fn main() {}
