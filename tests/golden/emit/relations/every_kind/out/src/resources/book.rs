// Made by restwright 0.1.0 from specs/book.toml: change that, and run `codegen build` again.

//! `Book`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `relations_book`.
#[derive(Clone, Debug)]
pub struct Book {
    pub id: i64,
    pub author: String,
    pub sequel: Option<i64>,
}

impl rw::Model for Book {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Book", "book", "relations_book").fields(&[
        model::Field::auto("id"),
        model::Field::foreign_key("author", "author_id", "Author", rw::OnDelete::Protect).related_name("books"),
        model::Field::many_to_many("editors", "Author").blank().related_name("edited"),
        model::Field::many_to_many("tags", "Tag").through("Tagging"),
        model::Field::one_to_one("sequel", "sequel_id", "Book", rw::OnDelete::Restrict)
            .null()
            .blank()
            .related_name("prequel"),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, author: row.get(1)?, sequel: row.get(2)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Book {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "relations_book";
}

/// The names of [`Book`]'s columns, for SQL of your own.
pub struct BookColumns;

impl BookColumns {
    pub const ID: &'static str = "id";
    pub const AUTHOR: &'static str = "author_id";
    pub const SEQUEL: &'static str = "sequel_id";
}

/// How a [`Book`] is read and written.
pub struct BookSerializer;

impl rw::Serializer for BookSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::nested_depth("author", 0).many(false),
        serializer::Field::nested_depth("sequel", 0).many(false),
        serializer::Field::nested_depth("editors", 0).many(true),
        serializer::Field::nested_depth("tags", 0).many(true),
    ]);
}

/// The actions on [`Book`]s.
pub struct BookViewSet;

impl rw::ViewSet for BookViewSet {
    type Model = Book;
    type Serializer = BookSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("books", "book");
}

impl rw::Resource for Book {
    type ViewSet = BookViewSet;
    type Input = BookInput;
}

rw::input! {
    /// What is written into a [`Book`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct BookInput {
        pub id: i64,
        pub author: String,
        pub editors: rw::Keys,
        pub tags: rw::Keys,
        pub sequel: Option<i64>,
    }
}
