// Made by restwright 0.1.0 from specs/mod.toml: change that, and run `codegen build` again.

//! `Mod`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `words_mod`.
#[derive(Clone, Debug)]
pub struct Mod {
    pub id: i64,
    pub r#move: String,
    pub rw: Option<String>,
}

impl rw::Model for Mod {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Mod", "mod", "words_mod").fields(&[
        model::Field::auto("id"),
        model::Field::string("move").max_length(10),
        model::Field::text("rw").null().blank(),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, r#move: row.get(1)?, rw: row.get(2)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Mod {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "words_mod";
}

/// The names of [`Mod`]'s columns, for SQL of your own.
pub struct ModColumns;

impl ModColumns {
    pub const ID: &'static str = "id";
    pub const MOVE: &'static str = "move";
    pub const RW: &'static str = "rw";
}

/// How a [`Mod`] is read and written.
pub struct ModSerializer;

impl rw::Serializer for ModSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("move").max_length(10),
        serializer::Field::string("rw").allow_blank().optional().allow_null(),
    ]);
}

/// The actions on [`Mod`]s.
pub struct ModViewSet;

impl rw::ViewSet for ModViewSet {
    type Model = Mod;
    type Serializer = ModSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("mods", "mod");
}

impl rw::Resource for Mod {
    type ViewSet = ModViewSet;
    type Input = ModInput;
}

rw::input! {
    /// What is written into a [`Mod`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct ModInput {
        pub id: i64,
        pub r#move: String,
        pub rw: Option<String>,
    }
}
