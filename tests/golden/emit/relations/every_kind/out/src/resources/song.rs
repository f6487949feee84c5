// Made by restwright 0.1.0 from specs/song.toml: change that, and run `codegen build` again.

//! `Song`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `relations_song`.
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

    fn from_row(row: &rw::Row) -> rw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            title: row.get(1)?,
            r#type: row.get(2)?,
            content_ptr: row.get(3)?,
            bars: row.get(4)?,
        })
    }
}

/// How a [`Song`] is read and written.
pub struct SongSerializer;

impl rw::Serializer for SongSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[]);
}

/// The actions on [`Song`]s.
pub struct SongViewSet;

impl rw::ViewSet for SongViewSet {
    type Model = Song;
    type Serializer = SongSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("songs", "song");
}
