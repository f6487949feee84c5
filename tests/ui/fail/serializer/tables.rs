use restwright::Resource;

#[derive(Resource)]
#[serializer(
    fields = ["id", "title", "pages", "series"],
    exclude = ["pages"],
    create_only_fields = ["titel"],
    declared(series(nested, to = Series, serializer = "brief", read_only)),
    list(omit = ["pags"]),
    create(fields = ["title"], omit = ["id"]),
    creat(omit = ["id"]),
    brief(fields = ["id", "title"], exclude = ["pages"], validators = ["unique"]),
)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
    pub pages: i32,
    #[field(foreign_key = "Series", on_delete = "cascade")]
    pub series: i64,
}

#[derive(Resource)]
#[serializer(declared(whole(nested, to = Series, source = "part_of", serializer = "full", read_only)), full(fields = ["id", "whole"]))]
pub struct Series {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Series", on_delete = "cascade")]
    pub part_of: Option<i64>,
}

fn main() {}
