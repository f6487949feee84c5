use restwright::Resource;
use restwright::hooks::prelude as rw;

#[derive(Resource)]
#[meta(master)]
#[viewset(endpoint = "media", hooks = ["validate_title"])]
pub struct Media {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub title: String,
    pub year: i32,
}

impl MediaHooks for MediaViewSet {
    async fn validate_title(_cx: &mut rw::Context<'_>, _media: Option<&Media>, value: String) -> rw::Result<String> {
        Ok(value)
    }
}

#[derive(Resource)]
#[meta(extends = "Media")]
#[serializer(fields = ["tracks"])]
#[viewset(endpoint = "discs", hooks = ["validate", "validate_title", "validate_year"])]
pub struct Disc {
    pub tracks: i32,
}

#[derive(Resource)]
#[meta(extends = "Media")]
#[serializer(fields = ["pages"])]
#[viewset(endpoint = "prints", hooks = ["validate"])]
pub struct Print {
    pub pages: i32,
}

impl PrintHooks for PrintViewSet {
    async fn validate(_cx: &mut rw::Context<'_>, _print: Option<&Print>, _input: &mut PrintInput) -> rw::Result<()> {
        Ok(())
    }
}

async fn read(app: &restwright::App) {
    let _ = PrintRow::objects(app).all().await;
    let _ = Print::objects(app).all().await;
}

fn main() {}
