// Made by restwright 0.1.0 from specs/content.toml: change that, and run `codegen build` again.

//! `Content`.

use restwright::__gen::{self as rw, filterset, model, serializer, viewset};

/// A row of `relations_content`.
#[derive(Clone, Debug)]
pub struct Content {
    pub id: i64,
    pub title: String,
    pub r#type: String,
}

impl rw::Model for Content {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Content", "content", "relations_content")
        .fields(&[
            model::Field::auto("id"),
            model::Field::string("title").max_length(20),
            model::Field::string("type").not_editable().max_length(100),
        ])
        .master();

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, title: row.get(1)?, r#type: row.get(2)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Content {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "relations_content";
}

/// The names of [`Content`]'s columns, for SQL of your own.
pub struct ContentColumns;

impl ContentColumns {
    pub const ID: &'static str = "id";
    pub const TITLE: &'static str = "title";
    pub const TYPE: &'static str = "type";
}

/// How a [`Content`] is read and written.
pub struct ContentSerializer;

impl rw::Serializer for ContentSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::detail_identity("url"),
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("type").read_only(),
        serializer::Field::string("title").max_length(20),
    ]);
}

rw::filters! {
    /// The query parameters that narrow a list of [`Content`]s. Each field is an `Option`: `None` does not narrow.
    #[derive(Clone, Debug)]
    pub struct ContentFilterSet {
        pub r#type: String,
    }
}

impl rw::FilterSet for ContentFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> =
        Some(&filterset::FilterSet::new(&[filterset::Filter::lookup("type", "type", rw::Lookup::Exact)]));
}

/// The actions on [`Content`]s.
pub struct ContentViewSet;

impl rw::ViewSet for ContentViewSet {
    type Model = Content;
    type Serializer = ContentSerializer;
    type FilterSet = ContentFilterSet;
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("content", "content");
}

impl rw::Resource for Content {
    type ViewSet = ContentViewSet;
    type Input = ContentInput;
}

rw::input! {
    /// What is written into a [`Content`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct ContentInput {
        pub id: i64,
        pub title: String,
        pub r#type: String,
    }
}
