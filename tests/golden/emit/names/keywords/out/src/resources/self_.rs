// Made by restwright 0.1.0 from specs/self.toml: change that, and run `codegen build` again.

//! `Self`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `words_self`.
#[derive(Clone, Debug)]
pub struct Self_ {
    pub id: i64,
    pub select: SelfSelect,
}

impl rw::Model for Self_ {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Self", "self", "words_self")
        .fields(&[model::Field::auto("id"), model::Field::string("select").choices(SelfSelect::CHOICES).max_length(5)]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, select: row.get(1)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

rw::choices! {
    /// The choices of `select`.
    pub enum SelfSelect {
        A = ("a", "It's"),
        B = ("b", "\\ and \""),
        #[other]
        Other(String),
    }
}

impl Self_ {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "words_self";
}

/// The names of [`Self`]'s columns, for SQL of your own.
pub struct SelfColumns;

impl SelfColumns {
    pub const ID: &'static str = "id";
    pub const SELECT: &'static str = "select";
}

/// How a [`Self`] is read and written.
pub struct SelfSerializer;

impl rw::Serializer for SelfSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::choice("select", SelfSelect::CHOICES),
    ]);
}

/// The actions on [`Self`]s.
pub struct SelfViewSet;

impl rw::ViewSet for SelfViewSet {
    type Model = Self_;
    type Serializer = SelfSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("selfs", "self");
}

impl rw::Resource for Self_ {
    type ViewSet = SelfViewSet;
    type Input = SelfInput;
}

rw::input! {
    /// What is written into a [`Self`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct SelfInput {
        pub id: i64,
        pub select: SelfSelect,
    }
}
