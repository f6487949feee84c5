// Made by restwright 0.1.0 from specs/book.toml: change that, and run `codegen build` again.

//! What is sold. A seller sees drafts of their own, and everybody what is published.

use restwright::__gen::{self as rw, filterset, model, serializer, viewset};

/// A row of `shop_book`.
#[derive(Clone, Debug)]
pub struct Book {
    pub id: i64,
    pub title: String,
    pub author: i64,
    pub seller: Option<i64>,
    pub price: rw::Decimal,
    pub status: BookStatus,
    pub year: Option<i64>,
}

impl rw::Model for Book {
    const DESCRIPTOR: &'static model::Model = &model::Model::new("Book", "book", "shop_book")
        .fields(&[
            model::Field::auto("id"),
            model::Field::string("title").max_length(100),
            model::Field::foreign_key("author", "author_id", "Author", rw::OnDelete::Protect).related_name("books"),
            model::Field::foreign_key("seller", "seller_id", "auth.User", rw::OnDelete::Cascade).null().not_editable(),
            model::Field::decimal("price").digits(8, 2),
            model::Field::string("status")
                .default(rw::Literal::Str("draft"))
                .choices(BookStatus::CHOICES)
                .max_length(10),
            model::Field::integer("year").null().blank(),
        ])
        .ordering(&["id"]);

    fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            title: row.get(1)?,
            author: row.get(2)?,
            seller: row.get(3)?,
            price: row.get(4)?,
            status: row.get(5)?,
            year: row.get(6)?,
        })
    }

    fn key(&self) -> rw::Value {
        rw::key(&self.id)
    }
}

rw::choices! {
    /// The choices of `status`.
    pub enum BookStatus {
        Draft = ("draft", "draft"),
        Published = ("published", "published"),
        #[other]
        Other(String),
    }
}

impl Book {
    /// The table's name, for SQL of your own.
    pub const TABLE: &'static str = "shop_book";
}

/// The names of [`Book`]'s columns, for SQL of your own.
pub struct BookColumns;

impl BookColumns {
    pub const ID: &'static str = "id";
    pub const TITLE: &'static str = "title";
    pub const AUTHOR: &'static str = "author_id";
    pub const SELLER: &'static str = "seller_id";
    pub const PRICE: &'static str = "price";
    pub const STATUS: &'static str = "status";
    pub const YEAR: &'static str = "year";
}

/// How a [`Book`] is read and written.
pub struct BookSerializer;

impl rw::Serializer for BookSerializer {
    const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[
        serializer::Field::integer("id").column(rw::FieldType::Auto).read_only().label("ID"),
        serializer::Field::string("title").max_length(100),
        serializer::Field::primary_key_related("author"),
        serializer::Field::primary_key_related("seller").read_only().allow_null(),
        serializer::Field::decimal("price").digits(Some(8), Some(2)),
        serializer::Field::choice("status", BookStatus::CHOICES).optional(),
        serializer::Field::integer("year").column(rw::FieldType::Integer).optional().allow_null(),
        serializer::Field::method("age"),
        serializer::Field::nested("reviews").to("Review").many(true).read_only(),
    ])
    .expandable_fields(&["author"]);
}

rw::filters! {
    /// The query parameters that narrow a list of [`Book`]s. Each field is an `Option`: `None` does not narrow.
    #[derive(Clone, Debug)]
    pub struct BookFilterSet {
        pub author: i64,
        pub status: BookStatus,
        pub price__gte: rw::Decimal,
        pub price__lte: rw::Decimal,
    }
}

impl rw::FilterSet for BookFilterSet {
    const DESCRIPTOR: Option<&'static filterset::FilterSet> = Some(&filterset::FilterSet::new(&[
        filterset::Filter::lookup("author", "author", rw::Lookup::Exact),
        filterset::Filter::lookup("status", "status", rw::Lookup::Exact),
        filterset::Filter::lookup("price__gte", "price", rw::Lookup::Gte),
        filterset::Filter::lookup("price__lte", "price", rw::Lookup::Lte),
    ]));
}

/// What is sold. A seller sees drafts of their own, and everybody what is published.
pub struct BookViewSet;

impl rw::ViewSet for BookViewSet {
    type Model = Book;
    type Serializer = BookSerializer;
    type FilterSet = BookFilterSet;
    const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("books", "book")
        .description("What is sold. A seller sees drafts of their own, and everybody what is published.")
        .search_fields(&["title", "author__name"])
        .ordering_fields(&["title", "price"])
        .permissions(&[viewset::Permission::Any(&[
            viewset::Permission::IsAdminUser,
            viewset::Permission::Custom("is_seller"),
        ])])
        .extra_actions(&[
            viewset::ExtraAction {
                name: "price_list",
                detail: false,
                methods: &["GET"],
                url_path: "price-list",
                description: "",
            },
            viewset::ExtraAction {
                name: "publish",
                detail: true,
                methods: &["POST"],
                url_path: "publish",
                description: "Shows the book to everybody.",
            },
        ])
        .hooks(&[
            "validate",
            "validate_title",
            "perform_create",
            "perform_update",
            "perform_destroy",
            "get_queryset",
            "has_permission",
            "has_object_permission",
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
        pub seller: Option<i64>,
        pub price: rw::Decimal,
        pub status: BookStatus,
        pub year: Option<i64>,
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

    /// Checks a valid `title`, and gives the value that is kept. An error is answered with 400.
    async fn validate_title(cx: &mut rw::Context<'_>, book: Option<&Book>, value: String) -> rw::Result<String>;

    /// Saves a new row: `cx.create(input)` does, and gives it.
    async fn perform_create(cx: &mut rw::Context<'_>, input: BookInput) -> rw::Result<Book>;

    /// Saves changes of a row: `cx.update(row, input)` does, and gives it as it is then.
    async fn perform_update(cx: &mut rw::Context<'_>, book: &Book, input: BookInput) -> rw::Result<Book>;

    /// Deletes a row: `cx.delete(row)` does.
    async fn perform_destroy(cx: &mut rw::Context<'_>, book: &Book) -> rw::Result<()>;

    /// Which rows a request may know of: others are not there for it, on whatever way it asks.
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows>;

    /// Whether a request may go on, once all other permissions let it.
    async fn has_permission(cx: &mut rw::Context<'_>) -> rw::Result<bool>;

    /// Whether a request may go on with this row, once all other permissions let it.
    async fn has_object_permission(cx: &mut rw::Context<'_>, book: &Book) -> rw::Result<bool>;

    /// The permission `is_seller`: whether a request may go on.
    async fn is_seller(cx: &mut rw::Context<'_>) -> rw::Result<bool>;

    /// The permission `is_seller`: whether a request may go on with this row.
    async fn is_seller_object(cx: &mut rw::Context<'_>, book: &Book) -> rw::Result<bool> {
        let _ = (cx, book);
        Ok(true)
    }

    /// The values of `age`: one for each of these rows, in their order.
    async fn get_age(cx: &mut rw::Context<'_>, rows: &[Book]) -> rw::Result<rw::JsonValues>;

    /// The extra action `price_list` (GET)
    async fn price_list(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer>;

    /// The extra action `publish` (POST): Shows the book to everybody.
    async fn publish(cx: &mut rw::Context<'_>, book: &Book) -> rw::Result<rw::Answer>;
}

rw::hooks! {
    BookViewSet: BookHooks for Book;
    fields { "title": validate_title }
    permissions { "is_seller": is_seller, is_seller_object }
    methods { "age": get_age }
    actions { "price_list": list price_list, "publish": detail publish }
    hooks { validate, perform_create, perform_update, perform_destroy, get_queryset, has_permission, has_object_permission }
}
