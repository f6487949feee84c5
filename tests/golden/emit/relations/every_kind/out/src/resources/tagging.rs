// Made by restwright 0.1.0 from specs/tagging.toml: change that, and run `codegen build` again.

//! `Tagging`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `relations_tagging`.
#[derive(Clone, Debug)]
pub struct Tagging {
    pub id: i64,
    pub book: i64,
    pub tag: i64,
    pub weight: i64,
}

impl rw::Model for Tagging {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Tagging", "tagging", "relations_tagging")
        .fields(&[
            model::Field::auto("id"),
            model::Field::foreign_key("book", "book_id", "Book", rw::OnDelete::Cascade),
            model::Field::foreign_key("tag", "tag_id", "Tag", rw::OnDelete::Cascade),
            model::Field::integer("weight").default(rw::Literal::Int(1)),
        ])
        .unique_together(&[&["book", "tag", "weight"]]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, book: row.get(1)?, tag: row.get(2)?, weight: row.get(3)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Tagging {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "relations_tagging";
}

/// The names of [`Tagging`]'s columns, for SQL of your own.
pub struct TaggingColumns;

impl TaggingColumns {
    pub const ID: &'static str = "id";
    pub const BOOK: &'static str = "book_id";
    pub const TAG: &'static str = "tag_id";
    pub const WEIGHT: &'static str = "weight";
}

/// How a [`Tagging`] is read and written.
pub struct TaggingSerializer;

impl rw::Serializer for TaggingSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::integer("weight").column(rw::FieldType::Integer).default(rw::Literal::Int(1)),
        serializer::Field::primary_key_related("book"),
        serializer::Field::primary_key_related("tag"),
    ])
    .unique_together(&[&["book", "tag", "weight"]]);
}

/// The actions on [`Tagging`]s.
pub struct TaggingViewSet;

impl rw::ViewSet for TaggingViewSet {
    type Model = Tagging;
    type Serializer = TaggingSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("taggings", "tagging");
}

impl rw::Resource for Tagging {
    type ViewSet = TaggingViewSet;
    type Input = TaggingInput;
}

rw::input! {
    /// What is written into a [`Tagging`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct TaggingInput {
        pub id: i64,
        pub book: i64,
        pub tag: i64,
        pub weight: i64,
    }
}
