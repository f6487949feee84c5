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

/// The query parameters that narrow a list of [`Content`]s.
#[derive(Clone, Debug, Default)]
pub struct ContentFilterSet {
    pub r#type: Option<rw::Param>,
}

impl rw::FilterSet for ContentFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> =
        Some(&filterset::FilterSet::new(&[filterset::Filter::lookup("type", "type", rw::Lookup::Exact)]));

    fn query(&self) -> rw::Query {
        rw::query(&[("type", &self.r#type)])
    }
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

/// What is written into a [`Content`]; `None` is not given.
#[derive(Default)]
pub struct ContentInput {
    pub id: Option<i64>,
    pub title: Option<String>,
    pub r#type: Option<String>,
}

impl rw::Input for ContentInput {
    fn fields(&mut self, fields: &mut rw::Fields<'_>) -> rw::Result<()> {
        fields.field("id", &mut self.id)?;
        fields.field("title", &mut self.title)?;
        fields.field("type", &mut self.r#type)?;
        Ok(())
    }
}
