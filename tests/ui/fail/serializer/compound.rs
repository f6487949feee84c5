use restwright::Resource;
use restwright::serde_json::Value;

#[derive(Resource)]
#[serializer(fields = ["id", "title", "labels", "rows", "titel", "user", "seen", "deep"])]
#[serializer(declared(
    title(list, child(string)),
    labels(list, child(string, source = "x", min_value = 3), max_value = 3),
    rows(list, write_only, child(primary_key_related)),
    titel(string, read_only),
    user(hidden, source = "title", default = "current_user()"),
    seen(hidden, required),
    deep(dict, write_only, child = 5),
))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 3)]
    pub title: String,
    #[field(default = [])]
    pub labels: Value,
}

fn main() {}
