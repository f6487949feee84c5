// Made by restwright 0.1.0 from specs/event.toml: change that, and run `codegen build` again.

//! `Event`.

use restwright::__gen::{self as rw, filterset, model, serializer, viewset};

/// A row of `filters_event`.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: i64,
    pub name: String,
    pub at: rw::DateTime<rw::Utc>,
    pub place: i64,
}

impl rw::Model for Event {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Event", "event", "filters_event").fields(&[
        model::Field::auto("id"),
        model::Field::string("name").max_length(20),
        model::Field::datetime("at"),
        model::Field::foreign_key("place", "place_id", "Place", rw::OnDelete::Cascade),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, name: row.get(1)?, at: row.get(2)?, place: row.get(3)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Event {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "filters_event";
}

/// The names of [`Event`]'s columns, for SQL of your own.
pub struct EventColumns;

impl EventColumns {
    pub const ID: &'static str = "id";
    pub const NAME: &'static str = "name";
    pub const AT: &'static str = "at";
    pub const PLACE: &'static str = "place_id";
}

/// How a [`Event`] is read and written.
pub struct EventSerializer;

impl rw::Serializer for EventSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("name").max_length(20),
        serializer::Field::datetime("at"),
        serializer::Field::primary_key_related("place"),
    ]);
}

rw::filters! {
    /// The query parameters that narrow a list of [`Event`]s. Each field is an `Option`: `None` does not narrow.
    #[derive(Clone, Debug)]
    pub struct EventFilterSet {
        pub place: i64,
        pub name: String,
        pub name__icontains: String,
        pub at: rw::DateTime<rw::Utc>,
        pub at__lt: rw::DateTime<rw::Utc>,
        pub at__date: rw::NaiveDate,
        pub place__town: String,
        pub place__town__in: Vec<String>,
        pub when_after: rw::DateTime<rw::Utc>,
        pub when_before: rw::DateTime<rw::Utc>,
        pub town: String,
        pub seats: Vec<rw::Uuid>,
        pub seat_row: Vec<super::seat::SeatRow>,
        pub o: Vec<&'static str>,
    }
}

impl rw::FilterSet for EventFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> = Some(&filterset::FilterSet::new(&[
        filterset::Filter::lookup("place", "place", rw::Lookup::Exact),
        filterset::Filter::lookup("name", "name", rw::Lookup::Exact),
        filterset::Filter::lookup("name__icontains", "name", rw::Lookup::StartsWith),
        filterset::Filter::lookup("at", "at", rw::Lookup::Exact),
        filterset::Filter::lookup("at__lt", "at", rw::Lookup::Lt),
        filterset::Filter::lookup("at__date", "at", rw::Lookup::Date),
        filterset::Filter::lookup("place__town", "place__town", rw::Lookup::Exact),
        filterset::Filter::lookup("place__town__in", "place__town", rw::Lookup::In),
        filterset::Filter::between("when", "at"),
        filterset::Filter::lookup("town", "place__town", rw::Lookup::Exact),
        filterset::Filter::lookup("seats", "seats", rw::Lookup::Exact),
        filterset::Filter::lookup("seat_row", "seats__row", rw::Lookup::In),
        filterset::Filter::ordering("o", &["at", "place__town"]),
    ]));
}

/// The actions on [`Event`]s.
pub struct EventViewSet;

impl rw::ViewSet for EventViewSet {
    type Model = Event;
    type Serializer = EventSerializer;
    type FilterSet = EventFilterSet;
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("events", "event");
}

impl rw::Resource for Event {
    type ViewSet = EventViewSet;
    type Input = EventInput;
}

rw::input! {
    /// What is written into a [`Event`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct EventInput {
        pub id: i64,
        pub name: String,
        pub at: rw::DateTime<rw::Utc>,
        pub place: i64,
    }
}
