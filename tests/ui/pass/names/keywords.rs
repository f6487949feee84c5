use restwright::Resource;

#[derive(Resource)]
#[serializer(fields = ["id", "move", "where"])]
pub struct Type {
    #[field(primary_key)]
    pub id: i64,
    pub r#move: i32,
    pub r#where: bool,
}

fn main() {}
