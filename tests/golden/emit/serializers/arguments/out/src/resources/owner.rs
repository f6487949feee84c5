// Made by restwright 0.1.0 from specs/owner.toml: change that, and run `codegen build` again.

//! `Owner`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `arguments_owner`.
#[derive(Clone, Debug)]
pub struct Owner {
    pub id: i64,
    pub name: String,
}

impl rw::Model for Owner {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Owner", "owner", "arguments_owner")
        .fields(&[model::Field::auto("id"), model::Field::string("name").unique().max_length(20)]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, name: row.get(1)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Owner {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "arguments_owner";
}

/// The names of [`Owner`]'s columns, for SQL of your own.
pub struct OwnerColumns;

impl OwnerColumns {
    pub const ID: &'static str = "id";
    pub const NAME: &'static str = "name";
}

/// How a [`Owner`] is read and written.
pub struct OwnerSerializer;

impl rw::Serializer for OwnerSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("name")
            .max_length(20)
            .validators(&[serializer::Validator::Unique("owner with this name already exists.")]),
        serializer::Field::nested("notes").to("Note").many(true).read_only(),
    ]);
}

/// The actions on [`Owner`]s.
pub struct OwnerViewSet;

impl rw::ViewSet for OwnerViewSet {
    type Model = Owner;
    type Serializer = OwnerSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("owners", "owner").lookup_field("name");
}

impl rw::Resource for Owner {
    type ViewSet = OwnerViewSet;
    type Input = OwnerInput;
}

rw::input! {
    /// What is written into a [`Owner`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct OwnerInput {
        pub id: i64,
        pub name: String,
    }
}
