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

impl Tag {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "relations_tag";
}

/// The names of [`Tag`]'s columns, for SQL of your own.
pub struct TagColumns;

impl TagColumns {
    pub const ID: &'static str = "id";
    pub const NAME: &'static str = "name";
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

rw::input! {
    /// What is written into a [`Tag`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct TagInput {
        pub id: i64,
        pub name: String,
        pub tagging_set: rw::Keys,
    }
}
