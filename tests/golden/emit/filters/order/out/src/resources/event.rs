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

/// The query parameters that narrow a list of [`Event`]s.
#[allow(non_snake_case)]
#[derive(Clone, Debug, Default)]
pub struct EventFilterSet {
    pub place: Option<rw::Param>,
    pub name: Option<rw::Param>,
    pub name__icontains: Option<rw::Param>,
    pub at: Option<rw::Param>,
    pub at__lt: Option<rw::Param>,
    pub at__date: Option<rw::Param>,
    pub place__town: Option<rw::Param>,
    pub place__town__in: Option<rw::Param>,
    pub when_min: Option<rw::Param>,
    pub when_max: Option<rw::Param>,
    pub when_after: Option<rw::Param>,
    pub when_before: Option<rw::Param>,
    pub town: Option<rw::Param>,
    pub o: Option<rw::Param>,
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
        filterset::Filter::ordering("o", &["at", "place__town"]),
    ]));

    fn query(&self) -> rw::Query {
        rw::query(&[
            ("place", &self.place),
            ("name", &self.name),
            ("name__icontains", &self.name__icontains),
            ("at", &self.at),
            ("at__lt", &self.at__lt),
            ("at__date", &self.at__date),
            ("place__town", &self.place__town),
            ("place__town__in", &self.place__town__in),
            ("when_min", &self.when_min),
            ("when_max", &self.when_max),
            ("when_after", &self.when_after),
            ("when_before", &self.when_before),
            ("town", &self.town),
            ("o", &self.o),
        ])
    }
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

/// What is written into a [`Event`]; `None` is not given.
#[derive(Default)]
pub struct EventInput {
    pub id: Option<i64>,
    pub name: Option<String>,
    pub at: Option<rw::DateTime<rw::Utc>>,
    pub place: Option<i64>,
}

impl rw::Input for EventInput {
    fn fields(&mut self, fields: &mut rw::Fields<'_>) -> rw::Result<()> {
        fields.field("id", &mut self.id)?;
        fields.field("name", &mut self.name)?;
        fields.field("at", &mut self.at)?;
        fields.field("place", &mut self.place)?;
        Ok(())
    }
}
