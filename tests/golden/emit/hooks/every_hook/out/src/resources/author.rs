// Made by restwright 0.1.0 from specs/author.toml: change that, and run `codegen build` again.

//! `Author`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `every_hook_author`.
#[derive(Clone, Debug)]
pub struct Author {
    pub id: i64,
    pub name: String,
}

impl rw::Model for Author {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Author", "author", "every_hook_author")
        .fields(&[model::Field::auto("id"), model::Field::string("name").unique().max_length(100)])
        .ordering(&["id"]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, name: row.get(1)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Author {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "every_hook_author";
}

/// The names of [`Author`]'s columns, for SQL of your own.
pub struct AuthorColumns;

impl AuthorColumns {
    pub const ID: &'static str = "id";
    pub const NAME: &'static str = "name";
}

/// How a [`Author`] is read and written.
pub struct AuthorSerializer;

impl rw::Serializer for AuthorSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("name")
            .max_length(100)
            .validators(&[serializer::Validator::Unique("author with this name already exists.")]),
        serializer::Field::primary_key_related("books").read_only(),
    ])
    .expandable_fields(&["books"]);
}

/// The actions on [`Author`]s.
pub struct AuthorViewSet;

impl rw::ViewSet for AuthorViewSet {
    type Model = Author;
    type Serializer = AuthorSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("authors", "author");
}

impl rw::Resource for Author {
    type ViewSet = AuthorViewSet;
    type Input = AuthorInput;
}

rw::input! {
    /// What is written into a [`Author`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct AuthorInput {
        pub id: i64,
        pub name: String,
    }
}
