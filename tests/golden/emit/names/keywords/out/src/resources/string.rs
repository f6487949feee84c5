// Made by restwright 0.1.0 from specs/string.toml: change that, and run `codegen build` again.

//! `String`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `words_string`.
#[derive(Clone, Debug)]
pub struct String {
    pub id: i64,
    pub row: ::std::string::String,
    pub order: Option<i64>,
}

impl rw::Model for String {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("String", "string", "words_string").fields(&[
        model::Field::auto("id"),
        model::Field::text("row"),
        model::Field::integer("order").null().blank(),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, row: row.get(1)?, order: row.get(2)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl String {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "words_string";
}

/// The names of [`String`]'s columns, for SQL of your own.
pub struct StringColumns;

impl StringColumns {
    pub const ID: &'static str = "id";
    pub const ROW: &'static str = "row";
    pub const ORDER: &'static str = "order";
}

/// How a [`String`] is read and written.
pub struct StringSerializer;

impl rw::Serializer for StringSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("row"),
        serializer::Field::integer("order").column(rw::FieldType::Integer).optional().allow_null(),
    ]);
}

/// The actions on [`String`]s.
pub struct StringViewSet;

impl rw::ViewSet for StringViewSet {
    type Model = String;
    type Serializer = StringSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("strings", "string");
}

impl rw::Resource for String {
    type ViewSet = StringViewSet;
    type Input = StringInput;
}

rw::input! {
    /// What is written into a [`String`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct StringInput {
        pub id: i64,
        pub row: ::std::string::String,
        pub order: Option<i64>,
    }
}
