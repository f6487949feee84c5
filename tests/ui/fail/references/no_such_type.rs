use restwright::{ManyToMany, Resource};

#[derive(Resource)]
#[serializer(declared(next(nested, to = "Chaptre", many, read_only)))]
#[viewset(parent(resource = "Libary", field = "author"))]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Autor", on_delete = "cascade")]
    pub author: i64,
    pub tags: ManyToMany<Tga>,
}

fn main() {}
