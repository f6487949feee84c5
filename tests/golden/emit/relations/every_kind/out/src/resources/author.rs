// Made by restwright 0.1.0 from specs/author.toml: change that, and run `codegen build` again.

//! `Author`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `relations_author`.
#[derive(Clone, Debug)]
pub struct Author {
    pub slug: String,
    pub user: Option<i64>,
    pub mentor: Option<String>,
}

impl rw::Model for Author {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Author", "author", "relations_author").fields(&[
        model::Field::slug("slug").primary_key().max_length(50),
        model::Field::one_to_one("user", "user_id", "auth.User", rw::OnDelete::SetNull).null().blank(),
        model::Field::foreign_key("mentor", "mentor_id", "Author", rw::OnDelete::DoNothing)
            .null()
            .blank()
            .related_name("pupils"),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { slug: row.get(0)?, user: row.get(1)?, mentor: row.get(2)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.slug)
    }
}

impl Author {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "relations_author";
}

/// The names of [`Author`]'s columns, for SQL of your own.
pub struct AuthorColumns;

impl AuthorColumns {
    pub const SLUG: &'static str = "slug";
    pub const USER: &'static str = "user_id";
    pub const MENTOR: &'static str = "mentor_id";
}

/// How a [`Author`] is read and written.
pub struct AuthorSerializer;

impl rw::Serializer for AuthorSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::hyperlinked_identity("url"),
        serializer::Field::slug("slug")
            .max_length(50)
            .validators(&[serializer::Validator::Unique("author with this slug already exists.")]),
        serializer::Field::primary_key_related("user")
            .optional()
            .allow_null()
            .validators(&[serializer::Validator::Unique("author with this user already exists.")]),
        serializer::Field::primary_key_related("mentor").optional().allow_null(),
        serializer::Field::primary_key_related("pupils"),
        serializer::Field::primary_key_related("books"),
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
        pub slug: String,
        pub user: Option<i64>,
        pub mentor: Option<String>,
        pub pupils: rw::Keys,
        pub books: rw::Keys,
    }
}
