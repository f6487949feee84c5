// Made by restwright 0.1.0 from specs/thing.toml: change that, and run `codegen build` again.

//! `Thing`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `every_type_thing`.
#[derive(Clone, Debug)]
pub struct Thing {
    pub id: i64,
    pub an_integer: i64,
    pub a_big_integer: i64,
    pub a_small_integer: ThingASmallInteger,
    pub a_positive_integer: Option<i64>,
    pub a_positive_small: i64,
    pub a_positive_big: i64,
    pub a_float: f64,
    pub a_decimal: rw::Decimal,
    pub a_boolean: bool,
    pub a_string: String,
    pub a_text: String,
    pub a_slug: String,
    pub an_unindexed_slug: String,
    pub an_email: String,
    /// Where it is.
    pub an_url: String,
    pub an_uuid: rw::Uuid,
    pub a_date: rw::NaiveDate,
    pub a_time: Option<rw::NaiveTime>,
    pub a_datetime: rw::DateTime<rw::Utc>,
    pub a_first: rw::DateTime<rw::Utc>,
    pub a_day: rw::NaiveDate,
    pub a_moment: rw::DateTime<rw::Utc>,
    pub a_duration: rw::TimeDelta,
    pub a_json: rw::Json,
    pub an_address: Option<rw::IpAddr>,
}

impl rw::Model for Thing {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Thing", "thing", "every_type_thing")
        .fields(&[
            model::Field::auto("id"),
            model::Field::integer("an_integer")
                .default(rw::Literal::Int(-1))
                .min_value(rw::Literal::Int(-5))
                .max_value(rw::Literal::Int(5)),
            model::Field::big_integer("a_big_integer").db_index(),
            model::Field::small_integer("a_small_integer").choices(ThingASmallInteger::CHOICES),
            model::Field::positive_integer("a_positive_integer").null().blank(),
            model::Field::positive_small_integer("a_positive_small").max_value(rw::Literal::Int(9)),
            model::Field::positive_big_integer("a_positive_big").default(rw::Literal::Int(7)),
            model::Field::float("a_float")
                .default(rw::Literal::Float(1.0))
                .min_value(rw::Literal::Float(-1.5))
                .max_value(rw::Literal::Int(10)),
            model::Field::decimal("a_decimal")
                .default(rw::Literal::Decimal("1.00"))
                .min_value(rw::Literal::Decimal("0.50"))
                .digits(6, 2),
            model::Field::boolean("a_boolean").default(rw::Literal::Bool(true)),
            model::Field::string("a_string")
                .unique()
                .min_length(2)
                .max_length(20)
                .regex("^[a-z]+$")
                .unique_message("Taken."),
            model::Field::text("a_text").blank().default(rw::Literal::Str("")).min_length(3).max_length(300),
            model::Field::slug("a_slug").max_length(50),
            model::Field::slug("an_unindexed_slug").no_index().max_length(10),
            model::Field::email("an_email").label("Mail").max_length(254),
            model::Field::url("an_url").help_text("Where it is.").max_length(200),
            model::Field::uuid("an_uuid").not_editable().default(rw::Literal::Uuid7),
            model::Field::date("a_date").default(rw::Literal::Str("2024-02-29")),
            model::Field::time("a_time").null().blank(),
            model::Field::datetime("a_datetime").auto_now(),
            model::Field::datetime("a_first").auto_now_add(),
            model::Field::date("a_day").default(rw::Literal::Now),
            model::Field::datetime("a_moment").default(rw::Literal::Now),
            model::Field::duration("a_duration").default(rw::Literal::Str("1 00:00:00")),
            model::Field::json("a_json").default(rw::Literal::Json("{\"list\":[1,\"two\",true]}")),
            model::Field::ip_address("an_address").column("address").null().blank().protocol(rw::Protocol::Ipv6),
        ])
        .ordering(&["-a_date", "id"])
        .unique_together(&[&["a_slug", "a_date"]])
        .indexes(&[&["a_float"], &["a_boolean", "a_text"]])
        .constraints(&[
            model::Check {
                name: "small",
                condition: &rw::expression::Expression::Compare(
                    rw::expression::Comparison::Less,
                    &rw::expression::Expression::Column(rw::expression::ColumnRef {
                        field: "an_integer",
                        kind: rw::FieldType::Integer,
                        null: false,
                    }),
                    &rw::expression::Expression::Constant(rw::Literal::Int(5), rw::FieldType::BigInteger),
                ),
            },
            model::Check {
                name: "named",
                condition: &rw::expression::Expression::Compare(
                    rw::expression::Comparison::NotEqual,
                    &rw::expression::Expression::Column(rw::expression::ColumnRef {
                        field: "a_string",
                        kind: rw::FieldType::String,
                        null: false,
                    }),
                    &rw::expression::Expression::Constant(rw::Literal::Str("taken"), rw::FieldType::String),
                ),
            },
            model::Check {
                name: "order",
                condition: &rw::expression::Expression::Compare(
                    rw::expression::Comparison::LessOrEqual,
                    &rw::expression::Expression::Column(rw::expression::ColumnRef {
                        field: "a_first",
                        kind: rw::FieldType::DateTime,
                        null: false,
                    }),
                    &rw::expression::Expression::Column(rw::expression::ColumnRef {
                        field: "a_datetime",
                        kind: rw::FieldType::DateTime,
                        null: false,
                    }),
                ),
            },
        ])
        .verbose_names("object", "objects")
        .display("a_string");

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            an_integer: row.get(1)?,
            a_big_integer: row.get(2)?,
            a_small_integer: row.get(3)?,
            a_positive_integer: row.get(4)?,
            a_positive_small: row.get(5)?,
            a_positive_big: row.get(6)?,
            a_float: row.get(7)?,
            a_decimal: row.get(8)?,
            a_boolean: row.get(9)?,
            a_string: row.get(10)?,
            a_text: row.get(11)?,
            a_slug: row.get(12)?,
            an_unindexed_slug: row.get(13)?,
            an_email: row.get(14)?,
            an_url: row.get(15)?,
            an_uuid: row.get(16)?,
            a_date: row.get(17)?,
            a_time: row.get(18)?,
            a_datetime: row.get(19)?,
            a_first: row.get(20)?,
            a_day: row.get(21)?,
            a_moment: row.get(22)?,
            a_duration: row.get(23)?,
            a_json: row.get(24)?,
            an_address: row.get(25)?,
        })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

rw::choices! {
    /// The choices of `a_small_integer`.
    pub enum ThingASmallInteger {
        Value1 = (1, "1"),
        Two = (2, "Two"),
        #[other]
        Other(i64),
    }
}

impl Thing {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "every_type_thing";
}

/// The names of [`Thing`]'s columns, for SQL of your own.
pub struct ThingColumns;

impl ThingColumns {
    pub const ID: &'static str = "id";
    pub const AN_INTEGER: &'static str = "an_integer";
    pub const A_BIG_INTEGER: &'static str = "a_big_integer";
    pub const A_SMALL_INTEGER: &'static str = "a_small_integer";
    pub const A_POSITIVE_INTEGER: &'static str = "a_positive_integer";
    pub const A_POSITIVE_SMALL: &'static str = "a_positive_small";
    pub const A_POSITIVE_BIG: &'static str = "a_positive_big";
    pub const A_FLOAT: &'static str = "a_float";
    pub const A_DECIMAL: &'static str = "a_decimal";
    pub const A_BOOLEAN: &'static str = "a_boolean";
    pub const A_STRING: &'static str = "a_string";
    pub const A_TEXT: &'static str = "a_text";
    pub const A_SLUG: &'static str = "a_slug";
    pub const AN_UNINDEXED_SLUG: &'static str = "an_unindexed_slug";
    pub const AN_EMAIL: &'static str = "an_email";
    pub const AN_URL: &'static str = "an_url";
    pub const AN_UUID: &'static str = "an_uuid";
    pub const A_DATE: &'static str = "a_date";
    pub const A_TIME: &'static str = "a_time";
    pub const A_DATETIME: &'static str = "a_datetime";
    pub const A_FIRST: &'static str = "a_first";
    pub const A_DAY: &'static str = "a_day";
    pub const A_MOMENT: &'static str = "a_moment";
    pub const A_DURATION: &'static str = "a_duration";
    pub const A_JSON: &'static str = "a_json";
    pub const AN_ADDRESS: &'static str = "address";
}

/// How a [`Thing`] is read and written.
pub struct ThingSerializer;

impl rw::Serializer for ThingSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::integer("an_integer")
            .column(rw::FieldType::Integer)
            .min_value(rw::Literal::Int(-5))
            .max_value(rw::Literal::Int(5))
            .optional(),
        serializer::Field::integer("a_big_integer").column(rw::FieldType::BigInteger),
        serializer::Field::choice("a_small_integer", ThingASmallInteger::CHOICES),
        serializer::Field::integer("a_positive_integer").column(rw::FieldType::PositiveInteger).optional().allow_null(),
        serializer::Field::integer("a_positive_small")
            .column(rw::FieldType::PositiveSmallInteger)
            .max_value(rw::Literal::Int(9)),
        serializer::Field::integer("a_positive_big").column(rw::FieldType::PositiveBigInteger).optional(),
        serializer::Field::float("a_float")
            .min_value(rw::Literal::Float(-1.5))
            .max_value(rw::Literal::Int(10))
            .optional(),
        serializer::Field::decimal("a_decimal")
            .digits(Some(6), Some(2))
            .min_value(rw::Literal::Decimal("0.50"))
            .optional(),
        serializer::Field::boolean("a_boolean").optional(),
        serializer::Field::string("a_string")
            .max_length(20)
            .min_length(2)
            .validators(&[serializer::Validator::Regex("^[a-z]+$"), serializer::Validator::Unique("Taken.")]),
        serializer::Field::string("a_text")
            .max_length(300)
            .allow_blank()
            .optional()
            .validators(&[serializer::Validator::MinLength(3)]),
        serializer::Field::slug("a_slug").max_length(50),
        serializer::Field::slug("an_unindexed_slug").max_length(10),
        serializer::Field::email("an_email").max_length(254).label("Mail"),
        serializer::Field::url("an_url").max_length(200).help_text("Where it is."),
        serializer::Field::uuid("an_uuid").read_only(),
        serializer::Field::date("a_date").default(rw::Literal::Str("2024-02-29")),
        serializer::Field::time("a_time").optional().allow_null(),
        serializer::Field::datetime("a_datetime").read_only(),
        serializer::Field::datetime("a_first").read_only(),
        serializer::Field::date("a_day").optional(),
        serializer::Field::datetime("a_moment").optional(),
        serializer::Field::duration("a_duration").optional(),
        serializer::Field::json("a_json").optional(),
        serializer::Field::ip_address("an_address").protocol(rw::Protocol::Ipv6).optional().allow_null(),
    ])
    .unique_together(&[&["a_slug", "a_date"]]);
}

/// The actions on [`Thing`]s.
pub struct ThingViewSet;

impl rw::ViewSet for ThingViewSet {
    type Model = Thing;
    type Serializer = ThingSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("things", "thing");
}

impl rw::Resource for Thing {
    type ViewSet = ThingViewSet;
    type Input = ThingInput;
}

rw::input! {
    /// What is written into a [`Thing`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct ThingInput {
        pub id: i64,
        pub an_integer: i64,
        pub a_big_integer: i64,
        pub a_small_integer: ThingASmallInteger,
        pub a_positive_integer: Option<i64>,
        pub a_positive_small: i64,
        pub a_positive_big: i64,
        pub a_float: f64,
        pub a_decimal: rw::Decimal,
        pub a_boolean: bool,
        pub a_string: String,
        pub a_text: String,
        pub a_slug: String,
        pub an_unindexed_slug: String,
        pub an_email: String,
        pub an_url: String,
        pub an_uuid: rw::Uuid,
        pub a_date: rw::NaiveDate,
        pub a_time: Option<rw::NaiveTime>,
        pub a_datetime: rw::DateTime<rw::Utc>,
        pub a_first: rw::DateTime<rw::Utc>,
        pub a_day: rw::NaiveDate,
        pub a_moment: rw::DateTime<rw::Utc>,
        pub a_duration: rw::TimeDelta,
        pub a_json: rw::Json,
        pub an_address: Option<rw::IpAddr>,
    }
}
