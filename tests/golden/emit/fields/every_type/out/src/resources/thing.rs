// Made by restwright 0.1.0 from specs/thing.toml: change that, and run `codegen build` again.

//! `Thing`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `every_type_thing`.
#[derive(Clone, Debug)]
pub struct Thing {
    pub id: i64,
    pub an_integer: i64,
    pub a_big_integer: i64,
    pub a_small_integer: i64,
    pub a_positive_integer: Option<i64>,
    pub a_float: f64,
    pub a_decimal: String,
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
    pub a_duration: rw::TimeDelta,
    pub a_json: String,
    pub an_address: Option<String>,
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
            model::Field::small_integer("a_small_integer")
                .choices(&[(rw::Literal::Int(1), "1"), (rw::Literal::Int(2), "Two")]),
            model::Field::positive_integer("a_positive_integer").null().blank(),
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
                field: "an_integer",
                op: "<",
                right: model::Operand::Value(rw::Literal::Int(5)),
            },
            model::Check {
                name: "named",
                field: "a_string",
                op: "!=",
                right: model::Operand::Value(rw::Literal::Str("taken")),
            },
            model::Check { name: "order", field: "a_first", op: "<=", right: model::Operand::Field("a_datetime") },
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
            a_float: row.get(5)?,
            a_decimal: row.get(6)?,
            a_boolean: row.get(7)?,
            a_string: row.get(8)?,
            a_text: row.get(9)?,
            a_slug: row.get(10)?,
            an_unindexed_slug: row.get(11)?,
            an_email: row.get(12)?,
            an_url: row.get(13)?,
            an_uuid: row.get(14)?,
            a_date: row.get(15)?,
            a_time: row.get(16)?,
            a_datetime: row.get(17)?,
            a_first: row.get(18)?,
            a_duration: row.get(19)?,
            a_json: row.get(20)?,
            an_address: row.get(21)?,
        })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
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
        serializer::Field::choice("a_small_integer", &[(rw::Literal::Int(1), "1"), (rw::Literal::Int(2), "Two")]),
        serializer::Field::integer("a_positive_integer").column(rw::FieldType::PositiveInteger).optional().allow_null(),
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

/// What is written into a [`Thing`]; `None` is not given.
#[derive(Default)]
pub struct ThingInput {
    pub id: Option<i64>,
    pub an_integer: Option<i64>,
    pub a_big_integer: Option<i64>,
    pub a_small_integer: Option<i64>,
    pub a_positive_integer: Option<Option<i64>>,
    pub a_float: Option<f64>,
    pub a_decimal: Option<String>,
    pub a_boolean: Option<bool>,
    pub a_string: Option<String>,
    pub a_text: Option<String>,
    pub a_slug: Option<String>,
    pub an_unindexed_slug: Option<String>,
    pub an_email: Option<String>,
    pub an_url: Option<String>,
    pub an_uuid: Option<rw::Uuid>,
    pub a_date: Option<rw::NaiveDate>,
    pub a_time: Option<Option<rw::NaiveTime>>,
    pub a_datetime: Option<rw::DateTime<rw::Utc>>,
    pub a_first: Option<rw::DateTime<rw::Utc>>,
    pub a_duration: Option<rw::TimeDelta>,
    pub a_json: Option<String>,
    pub an_address: Option<Option<String>>,
}

impl rw::Input for ThingInput {
    fn fields(&mut self, fields: &mut rw::Fields<'_>) -> rw::Result<()> {
        fields.field("id", &mut self.id)?;
        fields.field("an_integer", &mut self.an_integer)?;
        fields.field("a_big_integer", &mut self.a_big_integer)?;
        fields.field("a_small_integer", &mut self.a_small_integer)?;
        fields.field("a_positive_integer", &mut self.a_positive_integer)?;
        fields.field("a_float", &mut self.a_float)?;
        fields.field("a_decimal", &mut self.a_decimal)?;
        fields.field("a_boolean", &mut self.a_boolean)?;
        fields.field("a_string", &mut self.a_string)?;
        fields.field("a_text", &mut self.a_text)?;
        fields.field("a_slug", &mut self.a_slug)?;
        fields.field("an_unindexed_slug", &mut self.an_unindexed_slug)?;
        fields.field("an_email", &mut self.an_email)?;
        fields.field("an_url", &mut self.an_url)?;
        fields.field("an_uuid", &mut self.an_uuid)?;
        fields.field("a_date", &mut self.a_date)?;
        fields.field("a_time", &mut self.a_time)?;
        fields.field("a_datetime", &mut self.a_datetime)?;
        fields.field("a_first", &mut self.a_first)?;
        fields.field("a_duration", &mut self.a_duration)?;
        fields.field("a_json", &mut self.a_json)?;
        fields.field("an_address", &mut self.an_address)?;
        Ok(())
    }
}
