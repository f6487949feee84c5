// Made by restwright 0.1.0 from specs/film.toml: change that, and run `codegen build` again.

//! `Film`.

use restwright::__gen::{self as rw, filterset, model, serializer, viewset};

/// A row of `relations_film`.
#[derive(Clone, Debug)]
pub struct Film {
    pub id: i64,
    pub title: String,
    pub r#type: String,
    pub content_ptr: i64,
    pub minutes: i64,
}

impl rw::Model for Film {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Film", "film", "relations_film")
        .fields(&[model::Field::positive_integer("minutes")])
        .extends("Content");

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            title: row.get(1)?,
            r#type: row.get(2)?,
            content_ptr: row.get(3)?,
            minutes: row.get(4)?,
        })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.content_ptr)
    }
}

impl Film {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "relations_film";
}

/// The names of [`Film`]'s columns, for SQL of your own.
pub struct FilmColumns;

impl FilmColumns {
    pub const MINUTES: &'static str = "minutes";
}

/// How a [`Film`] is read and written.
pub struct FilmSerializer;

impl rw::Serializer for FilmSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::string("title").max_length(20).min_length(2),
        serializer::Field::integer("minutes").column(rw::FieldType::PositiveInteger),
    ]);
}

rw::filters! {
    /// The query parameters that narrow a list of [`Film`]s. Each field is an `Option`: `None` does not narrow.
    #[derive(Clone, Debug)]
    pub struct FilmFilterSet {
        pub r#type: String,
        pub minutes__gt: i64,
        pub minutes__lt: i64,
    }
}

impl rw::FilterSet for FilmFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> = Some(&filterset::FilterSet::new(&[
        filterset::Filter::lookup("minutes__gt", "minutes", rw::Lookup::Gt),
        filterset::Filter::lookup("minutes__lt", "minutes", rw::Lookup::Lt),
    ]));
}

/// The actions on [`Film`]s.
pub struct FilmViewSet;

impl rw::ViewSet for FilmViewSet {
    type Model = Film;
    type Serializer = FilmSerializer;
    type FilterSet = FilmFilterSet;
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("films", "film");
}

impl rw::Resource for Film {
    type ViewSet = FilmViewSet;
    type Input = FilmInput;
}

rw::input! {
    /// What is written into a [`Film`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct FilmInput {
        pub id: i64,
        pub title: String,
        pub r#type: String,
        pub content_ptr: i64,
        pub minutes: i64,
    }
}
