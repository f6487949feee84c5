// Made by restwright 0.1.0 from specs/seat.toml: change that, and run `codegen build` again.

//! `Seat`.

use restwright::__gen::{self as rw, filterset, model, serializer, viewset};

/// A row of `filters_seat`.
#[derive(Clone, Debug)]
pub struct Seat {
    pub code: rw::Uuid,
    pub row: SeatRow,
    pub event: i64,
    pub price: Option<rw::Decimal>,
    pub sold: Option<rw::DateTime<rw::Utc>>,
    pub lasts: rw::TimeDelta,
    pub from: Option<rw::IpAddr>,
    pub held: bool,
}

impl rw::Model for Seat {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Seat", "seat", "filters_seat").fields(&[
        model::Field::uuid("code").primary_key(),
        model::Field::string("row").choices(SeatRow::CHOICES).max_length(2),
        model::Field::foreign_key("event", "event_id", "Event", rw::OnDelete::Cascade).related_name("seats"),
        model::Field::decimal("price").null().blank().digits(6, 2),
        model::Field::datetime("sold").null().blank(),
        model::Field::duration("lasts").default(rw::Literal::Str("1:00:00")),
        model::Field::ip_address("from").null().blank(),
        model::Field::boolean("held").default(rw::Literal::Bool(false)),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self {
            code: row.get(0)?,
            row: row.get(1)?,
            event: row.get(2)?,
            price: row.get(3)?,
            sold: row.get(4)?,
            lasts: row.get(5)?,
            from: row.get(6)?,
            held: row.get(7)?,
        })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.code)
    }
}

rw::choices! {
    /// The choices of `row`.
    pub enum SeatRow {
        A = ("A", "A"),
        B = ("B", "B"),
        #[other]
        Other(String),
    }
}

impl Seat {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "filters_seat";
}

/// The names of [`Seat`]'s columns, for SQL of your own.
pub struct SeatColumns;

impl SeatColumns {
    pub const CODE: &'static str = "code";
    pub const ROW: &'static str = "row";
    pub const EVENT: &'static str = "event_id";
    pub const PRICE: &'static str = "price";
    pub const SOLD: &'static str = "sold";
    pub const LASTS: &'static str = "lasts";
    pub const FROM: &'static str = "from";
    pub const HELD: &'static str = "held";
}

/// How a [`Seat`] is read and written.
pub struct SeatSerializer;

impl rw::Serializer for SeatSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::uuid("code")
            .validators(&[serializer::Validator::Unique("seat with this code already exists.")]),
        serializer::Field::choice("row", SeatRow::CHOICES),
        serializer::Field::decimal("price").digits(Some(6), Some(2)).optional().allow_null(),
        serializer::Field::datetime("sold").optional().allow_null(),
        serializer::Field::duration("lasts").optional(),
        serializer::Field::ip_address("from").optional().allow_null(),
        serializer::Field::boolean("held").optional(),
        serializer::Field::primary_key_related("event"),
    ]);
}

rw::filters! {
    /// The query parameters that narrow a list of [`Seat`]s. Each field is an `Option`: `None` does not narrow.
    #[derive(Clone, Debug)]
    pub struct SeatFilterSet {
        pub row: SeatRow,
        pub row__in: Vec<SeatRow>,
        pub row__iregex: String,
        pub held: bool,
        pub price__gte: rw::Decimal,
        pub price__lt: rw::Decimal,
        pub price__range: rw::RangeInclusive<rw::Decimal>,
        pub price__in: Vec<rw::Decimal>,
        pub price__isnull: bool,
        pub price__contains: String,
        pub sold__year: i64,
        pub sold__month: i64,
        pub sold__day: i64,
        pub sold__date: rw::NaiveDate,
        pub sold__gt: rw::DateTime<rw::Utc>,
        pub lasts__lte: rw::TimeDelta,
        pub from: rw::IpAddr,
        pub from__in: Vec<rw::IpAddr>,
        pub event__place: i64,
        pub event__place__in: Vec<i64>,
        pub event__place__town__startswith: String,
        pub cost_min: rw::Decimal,
        pub cost_max: rw::Decimal,
        pub during_after: rw::DateTime<rw::Utc>,
        pub during_before: rw::DateTime<rw::Utc>,
        pub at_after: rw::DateTime<rw::Utc>,
        pub at_before: rw::DateTime<rw::Utc>,
    }
}

impl rw::FilterSet for SeatFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> = Some(&filterset::FilterSet::new(&[
        filterset::Filter::lookup("row", "row", rw::Lookup::Exact),
        filterset::Filter::lookup("row__in", "row", rw::Lookup::In),
        filterset::Filter::lookup("row__iregex", "row", rw::Lookup::IRegex),
        filterset::Filter::lookup("held", "held", rw::Lookup::Exact),
        filterset::Filter::lookup("price__gte", "price", rw::Lookup::Gte),
        filterset::Filter::lookup("price__lt", "price", rw::Lookup::Lt),
        filterset::Filter::lookup("price__range", "price", rw::Lookup::Range),
        filterset::Filter::lookup("price__in", "price", rw::Lookup::In),
        filterset::Filter::lookup("price__isnull", "price", rw::Lookup::IsNull),
        filterset::Filter::lookup("price__contains", "price", rw::Lookup::Contains),
        filterset::Filter::lookup("sold__year", "sold", rw::Lookup::Year),
        filterset::Filter::lookup("sold__month", "sold", rw::Lookup::Month),
        filterset::Filter::lookup("sold__day", "sold", rw::Lookup::Day),
        filterset::Filter::lookup("sold__date", "sold", rw::Lookup::Date),
        filterset::Filter::lookup("sold__gt", "sold", rw::Lookup::Gt),
        filterset::Filter::lookup("lasts__lte", "lasts", rw::Lookup::Lte),
        filterset::Filter::lookup("from", "from", rw::Lookup::Exact),
        filterset::Filter::lookup("from__in", "from", rw::Lookup::In),
        filterset::Filter::lookup("event__place", "event__place", rw::Lookup::Exact),
        filterset::Filter::lookup("event__place__in", "event__place", rw::Lookup::In),
        filterset::Filter::lookup("event__place__town__startswith", "event__place__town", rw::Lookup::StartsWith),
        filterset::Filter::between("cost", "price"),
        filterset::Filter::between("during", "sold"),
        filterset::Filter::between("at", "event__at"),
    ]));
}

/// The actions on [`Seat`]s.
pub struct SeatViewSet;

impl rw::ViewSet for SeatViewSet {
    type Model = Seat;
    type Serializer = SeatSerializer;
    type FilterSet = SeatFilterSet;
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("seats", "seat");
}

impl rw::Resource for Seat {
    type ViewSet = SeatViewSet;
    type Input = SeatInput;
}

rw::input! {
    /// What is written into a [`Seat`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct SeatInput {
        pub code: rw::Uuid,
        pub row: SeatRow,
        pub event: i64,
        pub price: Option<rw::Decimal>,
        pub sold: Option<rw::DateTime<rw::Utc>>,
        pub lasts: rw::TimeDelta,
        pub from: Option<rw::IpAddr>,
        pub held: bool,
    }
}
