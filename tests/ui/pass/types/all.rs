use restwright::chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use restwright::serde_json::Value;
use restwright::uuid::Uuid;
use restwright::{Choices, Decimal, Resource};
use std::net::IpAddr;

#[derive(Choices, Clone, Copy, Debug)]
pub enum Level {
    #[choice(value = 1, label = "A guest")]
    Guest,
    #[choice(value = 2)]
    Reader,
}

#[derive(Choices)]
pub enum Status {
    Draft,
    InPrint,
}

#[derive(Resource)]
pub struct Everything {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 10)]
    pub string: String,
    #[field(type = "text")]
    pub text: Option<String>,
    #[field(slug, unique)]
    pub slug: String,
    #[field(type = "email")]
    pub email: String,
    #[field(type = "url")]
    pub url: String,
    pub integer: i32,
    pub small: i16,
    pub big: i64,
    pub positive: u32,
    pub positive_small: u16,
    #[field(type = "positive_big_integer")]
    pub positive_big: i64,
    pub float: f64,
    pub boolean: bool,
    #[field(default = "uuid7()")]
    pub uuid: Uuid,
    #[field(default = "today()")]
    pub date: NaiveDate,
    #[field(default = "now()")]
    pub time: NaiveTime,
    #[field(auto_now)]
    pub datetime: DateTime<Utc>,
    pub duration: TimeDelta,
    #[field(default = { "a" = [1, 2.5] })]
    pub json: Value,
    pub address: Option<IpAddr>,
    #[field(max_digits = 5, decimal_places = 2)]
    pub decimal: Decimal,
    #[field(type = "integer", default = 1)]
    pub level: Level,
    #[field(default = "in_print")]
    pub status: Option<Status>,
}

fn main() {
    use restwright::Choices as _;
    assert_eq!(Status::MAX_LENGTH, 8);
    assert_eq!(Level::CHOICES.map_labels(), ["A guest", "Reader"]);
    let api = restwright::Api::new("everything").register::<Everything>().urls().unwrap();
    assert_eq!(api.resources[0].model.table, "everything_everything");
}

trait Labels {
    fn map_labels(&self) -> Vec<&'static str>;
}

impl<T> Labels for [(T, &'static str)] {
    fn map_labels(&self) -> Vec<&'static str> {
        self.iter().map(|(_, label)| *label).collect()
    }
}
