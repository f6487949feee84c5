// Made by restwright 0.1.0 from specs/gen.toml: change that, and run `codegen build` again.

//! `Gen`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `words_gen`.
#[derive(Clone, Debug)]
pub struct Gen {
    pub id: i64,
    pub r#gen: i64,
}

impl rw::Model for Gen {
    const DESCRIPTOR: &'static model::Model =
        &model::Model::new("Gen", "gen", "words_gen").fields(&[model::Field::auto("id"), model::Field::integer("gen")]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, r#gen: row.get(1)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Gen {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "words_gen";
}

/// The names of [`Gen`]'s columns, for SQL of your own.
pub struct GenColumns;

impl GenColumns {
    pub const ID: &'static str = "id";
    pub const GEN: &'static str = "gen";
}

/// How a [`Gen`] is read and written.
pub struct GenSerializer;

impl rw::Serializer for GenSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::integer("gen").column(rw::FieldType::Integer),
    ]);
}

/// The actions on [`Gen`]s.
pub struct GenViewSet;

impl rw::ViewSet for GenViewSet {
    type Model = Gen;
    type Serializer = GenSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("gens", "gen");
}

impl rw::Resource for Gen {
    type ViewSet = GenViewSet;
    type Input = GenInput;
}

rw::input! {
    /// What is written into a [`Gen`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct GenInput {
        pub id: i64,
        pub r#gen: i64,
    }
}
