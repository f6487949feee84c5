use restwright::Resource;

#[derive(Resource)]
#[meta(odering = ["title"])]
#[serializer(feilds = ["id"])]
#[filterset(field = ["title"])]
#[viewset(endpont = "books", colour = "red")]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(maxlength = 200, max_length = 100)]
    pub title: String,
}

fn main() {}
