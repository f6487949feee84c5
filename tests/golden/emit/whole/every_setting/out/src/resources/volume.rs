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

/// What is written into a [`Volume`]; `None` is not given.
#[derive(Default)]
pub struct VolumeInput {
    pub id: Option<i64>,
    pub name: Option<String>,
}

impl rw::Input for VolumeInput {
    fn fields(&mut self, fields: &mut rw::Fields<'_>) -> rw::Result<()> {
        fields.field("id", &mut self.id)?;
        fields.field("name", &mut self.name)?;
        Ok(())
    }
}
