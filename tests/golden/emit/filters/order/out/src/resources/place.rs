// Made by restwright 0.1.0 from specs/place.toml: change that, and run `codegen build` again.

//! `Place`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `filters_place`.
#[derive(Clone, Debug)]
pub struct Place {
    pub id: i64,
    pub town: String,
}

impl rw::Model for Place {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Place", "place", "filters_place")
        .fields(&[model::Field::auto("id"), model::Field::string("town").max_length(20)]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, town: row.get(1)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Place {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "filters_place";
}

/// The names of [`Place`]'s columns, for SQL of your own.
pub struct PlaceColumns;

impl PlaceColumns {
    pub const ID: &'static str = "id";
    pub const TOWN: &'static str = "town";
}

/// How a [`Place`] is read and written.
pub struct PlaceSerializer;

impl rw::Serializer for PlaceSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("town").max_length(20),
    ]);
}

/// The actions on [`Place`]s.
pub struct PlaceViewSet;

impl rw::ViewSet for PlaceViewSet {
    type Model = Place;
    type Serializer = PlaceSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("places", "place");
}

impl rw::Resource for Place {
    type ViewSet = PlaceViewSet;
    type Input = PlaceInput;
}

rw::input! {
    /// What is written into a [`Place`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct PlaceInput {
        pub id: i64,
        pub town: String,
    }
}
