// Made by restwright 0.1.0 from specs/tag.toml: change that, and run `codegen build` again.

//! `Tag`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `relations_tag`.
#[derive(Clone, Debug)]
pub struct Tag {
    pub id: i64,
    pub name: String,
}

impl rw::Model for Tag {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Tag", "tag", "relations_tag")
        .fields(&[model::Field::auto("id"), model::Field::string("name").max_length(20)]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, name: row.get(1)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

/// How a [`Tag`] is read and written.
pub struct TagSerializer;

impl rw::Serializer for TagSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("name").max_length(20),
        serializer::Field::primary_key_related("book_set").read_only(),
        serializer::Field::primary_key_related("tagging_set"),
    ]);
}

/// The actions on [`Tag`]s.
pub struct TagViewSet;

impl rw::ViewSet for TagViewSet {
    type Model = Tag;
    type Serializer = TagSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("tags", "tag");
}

impl rw::Resource for Tag {
    type ViewSet = TagViewSet;
    type Input = TagInput;
}

/// What is written into a [`Tag`]; `None` is not given.
#[derive(Default)]
pub struct TagInput {
    pub id: Option<i64>,
    pub name: Option<String>,
    pub tagging_set: Option<rw::Keys>,
}

impl rw::Input for TagInput {
    fn fields(&mut self, fields: &mut rw::Fields<'_>) -> rw::Result<()> {
        fields.field("id", &mut self.id)?;
        fields.field("name", &mut self.name)?;
        fields.field("tagging_set", &mut self.tagging_set)?;
        Ok(())
    }
}
