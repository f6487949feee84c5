// Made by restwright 0.1.0 from specs/book.toml: change that, and run `codegen build` again.

//! `Book`.

use restwright::__gen::{self as rw, model, serializer, viewset};

/// A row of `every_hook_book`.
#[derive(Clone, Debug)]
pub struct Book {
    pub id: i64,
    pub title: String,
    pub author: i64,
}

impl rw::Model for Book {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Book", "book", "every_hook_book").fields(&[
        model::Field::auto("id"),
        model::Field::string("title").max_length(100),
        model::Field::foreign_key("author", "author_id", "Author", rw::OnDelete::Cascade).related_name("books"),
        model::Field::many_to_many("tags", "Event"),
    ]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self { id: row.get(0)?, title: row.get(1)?, author: row.get(2)? })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

impl Book {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "every_hook_book";
}

/// The names of [`Book`]'s columns, for SQL of your own.
pub struct BookColumns;

impl BookColumns {
    pub const ID: &'static str = "id";
    pub const TITLE: &'static str = "title";
    pub const AUTHOR: &'static str = "author_id";
}

/// How a [`Book`] is read and written.
pub struct BookSerializer;

impl rw::Serializer for BookSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("title").max_length(100),
        serializer::Field::primary_key_related("author"),
        serializer::Field::primary_key_related("tags").not_empty(),
        serializer::Field::nested("reviews").to("Review").many(true),
    ]);
}

/// The actions on [`Book`]s.
pub struct BookViewSet;

impl rw::ViewSet for BookViewSet {
    type Model = Book;
    type Serializer = BookSerializer;
    type FilterSet = ();
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("books", "book")
        .hooks(&[
            "validate",
            "validate_author",
            "validate_tags",
            "perform_create",
            "has_object_permission",
            "list",
            "create",
            "retrieve",
            "update",
            "partial_update",
            "destroy",
        ])
        .code(&HOOKS);
}

impl rw::Resource for Book {
    type ViewSet = BookViewSet;
    type Input = BookInput;
}

rw::input! {
    /// What is written into a [`Book`]. Each field is an `Option` with a setter of its name; `None` is not given.
    pub struct BookInput {
        pub id: i64,
        pub title: String,
        pub author: i64,
        pub tags: rw::Keys,
        pub reviews: rw::Many<<super::review::Review as rw::Resource>::Input>,
    }
}

/// What the spec of [`Book`] leaves to Rust. It runs inside the request's transaction: an error takes all of it back.
#[diagnostic::on_unimplemented(
    message = "nobody wrote the hooks that the spec of `Book` names",
    label = "hooks are missing",
    note = "write `impl BookHooks for BookViewSet` in src/hooks/book.rs"
)]
#[allow(async_fn_in_trait)]
pub trait BookHooks {
    /// Checks a whole body whose fields are valid, and may change it. An error is answered with 400.
    async fn validate(cx: &mut rw::Context<'_>, book: Option<&Book>, input: &mut BookInput) -> rw::Result<()>;

    /// Checks a valid `author`, and gives the value that is kept. An error is answered with 400.
    async fn validate_author(cx: &mut rw::Context<'_>, book: Option<&Book>, value: i64) -> rw::Result<i64>;

    /// Checks a valid `tags`, and gives the value that is kept. An error is answered with 400.
    async fn validate_tags(cx: &mut rw::Context<'_>, book: Option<&Book>, value: rw::Keys) -> rw::Result<rw::Keys>;

    /// Saves a new row: `cx.create(input)` does, and gives it.
    async fn perform_create(cx: &mut rw::Context<'_>, input: BookInput) -> rw::Result<Book>;

    /// Whether a request may go on with this row, once all other permissions let it.
    async fn has_object_permission(cx: &mut rw::Context<'_>, book: &Book) -> rw::Result<bool>;

    /// Replaces `list`. `cx.super_list()` is the built-in action.
    async fn list(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer>;

    /// Replaces `create`. `cx.super_create()` is the built-in action.
    async fn create(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer>;

    /// Replaces `retrieve`. `cx.super_retrieve()` is the built-in action.
    async fn retrieve(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer>;

    /// Replaces `update`. `cx.super_update()` is the built-in action.
    async fn update(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer>;

    /// Replaces `partial_update`. `cx.super_partial_update()` is the built-in action.
    async fn partial_update(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer>;

    /// Replaces `destroy`. `cx.super_destroy()` is the built-in action.
    async fn destroy(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer>;
}

rw::hooks! {
    BookViewSet: BookHooks for Book;
    fields { "author": validate_author, "tags": validate_tags }
    hooks { validate, perform_create, has_object_permission, list, create, retrieve, update, partial_update, destroy }
}
