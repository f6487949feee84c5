// Made by restwright 0.1.0 from specs/song.toml: change that, and run `codegen build` again.

//! `Song`.

use restwright::__gen::{self as rw, filterset, model, serializer, viewset};

/// A row of `relations_song`.
#[derive(Clone, Debug)]
pub struct Song {
    pub id: i64,
    pub title: String,
    pub r#type: String,
    pub content_ptr: i64,
    pub bars: i64,
}

impl rw::Model for Song {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Song", "song", "relations_song")
        .fields(&[model::Field::positive_integer("bars").default(rw::Literal::Int(12))])
        .extends("Content");

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            title: row.get(1)?,
            r#type: row.get(2)?,
            content_ptr: row.get(3)?,
            bars: row.get(4)?,
        })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.content_ptr)
    }
}

/// How a [`Song`] is read and written.
pub struct SongSerializer;

impl rw::Serializer for SongSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[]);
}

/// The query parameters that narrow a list of [`Song`]s.
#[derive(Clone, Debug, Default)]
pub struct SongFilterSet {
    pub r#type: Option<rw::Param>,
}

impl rw::FilterSet for SongFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> = None;

    fn query(&self) -> rw::Query {
        rw::query(&[("type", &self.r#type)])
    }
}

/// The actions on [`Song`]s.
pub struct SongViewSet;

impl rw::ViewSet for SongViewSet {
    type Model = Song;
    type Serializer = SongSerializer;
    type FilterSet = SongFilterSet;
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("songs", "song");
}

impl rw::Resource for Song {
    type ViewSet = SongViewSet;
    type Input = SongInput;
}

/// What is written into a [`Song`]; `None` is not given.
#[derive(Default)]
pub struct SongInput {
    pub id: Option<i64>,
    pub title: Option<String>,
    pub r#type: Option<String>,
    pub content_ptr: Option<i64>,
    pub bars: Option<i64>,
}

impl rw::Input for SongInput {
    fn fields(&mut self, fields: &mut rw::Fields<'_>) -> rw::Result<()> {
        fields.field("id", &mut self.id)?;
        fields.field("title", &mut self.title)?;
        fields.field("type", &mut self.r#type)?;
        fields.field("content_ptr", &mut self.content_ptr)?;
        fields.field("bars", &mut self.bars)?;
        Ok(())
    }
}
