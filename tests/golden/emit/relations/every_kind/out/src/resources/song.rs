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

impl Song {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "relations_song";
}

/// The names of [`Song`]'s columns, for SQL of your own.
pub struct SongColumns;

impl SongColumns {
    pub const BARS: &'static str = "bars";
}

/// How a [`Song`] is read and written.
pub struct SongSerializer;

impl rw::Serializer for SongSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[]);
}

rw::filters! {
    /// The query parameters that narrow a list of [`Song`]s. Each field is an `Option`: `None` does not narrow.
    #[derive(Clone, Debug)]
    pub struct SongFilterSet {
        pub r#type: String,
    }
}

impl rw::FilterSet for SongFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> = None;
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

rw::input! {
    /// What is written into a [`Song`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct SongInput {
        pub id: i64,
        pub title: String,
        pub r#type: String,
        pub content_ptr: i64,
        pub bars: i64,
    }
}
