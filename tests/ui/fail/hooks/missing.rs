use restwright::Resource;
use restwright::hooks::prelude as rw;

#[derive(Resource)]
#[viewset(endpoint = "books", hooks = ["validate", "perform_create", "validate_title"])]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 80)]
    pub title: String,
}

/// One method is missing, one is not async, and one reads another type than the field's.
impl BookHooks for BookViewSet {
    fn perform_create(_cx: &mut rw::Context<'_>, _input: BookInput) -> rw::Result<Book> {
        Err(rw::ApiError::detail(rw::StatusCode::NOT_IMPLEMENTED, "Not written yet."))
    }

    async fn validate_title(_cx: &mut rw::Context<'_>, _book: Option<&Book>, value: i64) -> rw::Result<String> {
        Ok(value.to_string())
    }
}

fn main() {}
