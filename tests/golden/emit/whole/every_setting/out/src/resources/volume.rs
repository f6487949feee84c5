// Made by restwright 0.1.0 from specs/volume.toml: change that, and run `codegen build` again.

//! `Volume`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `volumes`.
#[derive(Clone, Debug)]
pub struct Volume {
    pub id: i64,
    pub name: String,
}

impl rw::Model for Volume {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Volume", "volume", "volumes")
        .fields(&[model::Field::auto("id"), model::Field::string("name").max_length(20)])
        .unmanaged();

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, name: row.get(1)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Volume {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "volumes";
}

/// The names of [`Volume`]'s columns, for SQL of your own.
pub struct VolumeColumns;

impl VolumeColumns {
    pub const ID: &'static str = "id";
    pub const NAME: &'static str = "name";
}

/// How a [`Volume`] is read and written.
pub struct VolumeSerializer;

impl rw::Serializer for VolumeSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("name").max_length(20),
    ]);
}

/// The actions on [`Volume`]s.
pub struct VolumeViewSet;

impl rw::ViewSet for VolumeViewSet {
    type Model = Volume;
    type Serializer = VolumeSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("volumes", "volume")
        .pagination(viewset::Pagination::LimitOffset { default_limit: Some(5), max_limit: Some(50) });
}

impl rw::Resource for Volume {
    type ViewSet = VolumeViewSet;
    type Input = VolumeInput;
}

rw::input! {
    /// What is written into a [`Volume`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct VolumeInput {
        pub id: i64,
        pub name: String,
    }
}
