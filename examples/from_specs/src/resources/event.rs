// Made by restwright 0.1.0 from specs/event.toml: change that, and run `codegen build` again.

//! What happened: written by hooks, in the transaction of what they tell of.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `shop_event`.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: i64,
    pub what: String,
}

impl rw::Model for Event {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Event", "event", "shop_event")
        .fields(&[model::Field::auto("id"), model::Field::string("what").max_length(100)])
        .ordering(&["id"]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, what: row.get(1)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Event {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "shop_event";
}

/// The names of [`Event`]'s columns, for SQL of your own.
pub struct EventColumns;

impl EventColumns {
    pub const ID: &'static str = "id";
    pub const WHAT: &'static str = "what";
}

/// How a [`Event`] is read and written.
pub struct EventSerializer;

impl rw::Serializer for EventSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("what").max_length(100),
    ]);
}

/// What happened: written by hooks, in the transaction of what they tell of.
pub struct EventViewSet;

impl rw::ViewSet for EventViewSet {
    type Model = Event;
    type Serializer = EventSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("events", "event")
        .description("What happened: written by hooks, in the transaction of what they tell of.")
        .actions(&[viewset::Action::List, viewset::Action::Retrieve]);
}

impl rw::Resource for Event {
    type ViewSet = EventViewSet;
    type Input = EventInput;
}

rw::input! {
    /// What is written into a [`Event`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct EventInput {
        pub id: i64,
        pub what: String,
    }
}
