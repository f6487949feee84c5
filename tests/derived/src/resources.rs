//! The resources, in the order of the folder's files.
#![allow(deprecated, reason = "a filter is called `format`, as is a parameter of content negotiation: the warning is right, and meant")]

use restwright::chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use restwright::serde_json::Value;
use restwright::uuid::Uuid;
use restwright::{Decimal, ManyToMany, Resource};
use std::net::IpAddr;

/// A book for the ears.
#[derive(Resource)]
#[meta(extends = "Media")]
#[serializer(fields = ["minutes", "reader"])]
#[filterset(lookups(minutes = ["gt", "lt"]))]
#[viewset(endpoint = "audio")]
pub struct Audiobook {
    pub minutes: i32,
    #[field(max_length = 30, blank)]
    pub reader: String,
}

/// Somebody who writes books.
#[derive(Resource)]
#[meta(ordering = ["name", "id"])]
#[serializer(
    fields = ["url", "id", "name", "born", "bio", "email", "secret_note", "house", "books"],
    read_only_fields = ["books"],
    expandable_fields = ["house", "books"],
)]
#[serializer(extra_kwargs(secret_note(write_only), name(help_text = "As printed on the cover.", min_length = 2)))]
#[serializer(declared(url(hyperlinked_identity)))]
#[filterset(
    lookups(
        name = ["exact", "istartswith"],
        born = ["exact", "gt", "lt", "year", "month", "day", "isnull"],
        house.country = ["exact", "in"],
    ),
)]
#[filterset(filters(alive(field = "born", lookup = "range"), book_title(field = "books.title", lookup = "icontains")))]
#[viewset(endpoint = "authors", search_fields = ["name", "bio"])]
pub struct Author {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 60)]
    pub name: String,
    pub born: Option<NaiveDate>,
    #[field(type = "text", blank, default = "", max_length = 200)]
    pub bio: String,
    #[field(type = "email", unique, blank, error_messages(unique = "Somebody else has this address."))]
    pub email: Option<String>,
    #[field(max_length = 50, blank, default = "")]
    pub secret_note: String,
    #[field(foreign_key = "Publisher", on_delete = "set_null", blank, related_name = "authors")]
    pub house: Option<i64>,
}

/// A book, with its chapters.
#[derive(Resource)]
#[meta(ordering = ["title", "id"])]
#[serializer(
    fields = [
        "url", "id", "title", "isbn", "author", "author_name", "publisher", "tags", "status", "pages", "price",
        "published", "in_print", "meta", "chapters", "reviews", "created", "updated", "internal",
    ],
    expandable_fields = ["author", "publisher", "tags"],
)]
#[serializer(extra_kwargs(title(error_messages(required = "A book needs a title.", blank = "The title is empty."))))]
#[serializer(declared(
    url(hyperlinked_identity),
    author_name(string, source = "author.name", read_only),
    publisher(hyperlinked_related, to = "Publisher", required = false, allow_null),
    tags(slug_related, to = "Tag", many, slug_field = "slug", required = false),
    chapters(nested, to = "Chapter", many, required = false),
    reviews(nested, to = "Review", many, read_only),
))]
#[filterset(
    fields = ["status", "author", "publisher", "in_print", "tags"],
    lookups(
        title = ["exact", "icontains"],
        pages = ["gt", "lt", "range"],
        price = ["lte", "in"],
        published = ["exact", "gte", "lte", "year"],
        created = ["gte", "date", "year"],
        author.name = ["istartswith"],
        publisher.country = ["exact"],
        publisher = ["isnull"],
        tags.slug = ["exact", "in"],
    ),
)]
#[filterset(
    filters(
        name_contains(field = "title", lookup = "contains"),
        title_in(field = "title", lookup = "in"),
        published_on(field = "published", lookup = "range"),
        made(field = "created", lookup = "range"),
        cost(field = "price", lookup = "range"),
        o(ordering, fields = ["title", "pages"]),
    ),
)]
#[viewset(
    endpoint = "books",
    search_fields = ["title", "^isbn", "=status", "author__name", "tags__label"],
    ordering_fields = ["title", "pages", "price", "published", "author__name"],
    ordering = ["title"],
)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 80)]
    pub title: String,
    #[field(max_length = 13, unique, regex = "^97[89][0-9]{10}$", label = "ISBN")]
    pub isbn: String,
    #[field(foreign_key = "Author", on_delete = "protect", related_name = "books")]
    pub author: i64,
    #[field(foreign_key = "Publisher", on_delete = "set_null", blank, related_name = "books")]
    pub publisher: Option<i64>,
    #[field(blank, related_name = "books")]
    pub tags: ManyToMany<Tag>,
    #[field(max_length = 10, choices = ["draft", "printed", "withdrawn"], default = "draft")]
    pub status: String,
    #[field(min_value = 1, max_value = 9999)]
    pub pages: i32,
    #[field(max_digits = 6, decimal_places = 2, min_value = 0, default = "9.99")]
    pub price: Decimal,
    #[field(blank)]
    pub published: Option<NaiveDate>,
    #[field(default)]
    pub in_print: bool,
    #[field(default(), blank)]
    pub meta: Value,
    #[field(auto_now_add)]
    pub created: DateTime<Utc>,
    #[field(auto_now)]
    pub updated: DateTime<Utc>,
    #[field(default = 7, editable = false)]
    pub internal: i32,
}

/// A place in something downloaded.
#[derive(Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "media", "place"])]
#[serializer(declared(media(detail_related, to = "Media")))]
#[viewset(endpoint = "bookmarks")]
pub struct Bookmark {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Media", on_delete = "cascade", related_name = "bookmarks")]
    pub media: i64,
    pub place: i32,
}

/// A part of a book.
#[derive(Resource)]
#[meta(ordering = ["book", "number"])]
#[serializer(fields = ["id", "book", "number", "title", "summary"])]
#[filterset(fields = ["number"])]
#[viewset(endpoint = "chapters", parent(resource = "Book", field = "book"), pagination(none))]
pub struct Chapter {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Book", on_delete = "cascade", related_name = "chapters")]
    pub book: i64,
    #[field(min_value = 1)]
    pub number: i16,
    #[field(max_length = 30)]
    pub title: String,
    #[field(type = "text", blank, default = "", min_length = 3)]
    pub summary: String,
}

/// A shelf on show, with what is behind it.
#[derive(Resource)]
#[meta(ordering = ["-id"])]
#[serializer(fields = ["id", "title", "shelf", "shelf_id", "where", "note"], depth = 2)]
#[serializer(declared(shelf_id(primary_key_related, to = "Shelf", source = "shelf", write_only), where(string_related, source = "shelf"),))]
#[viewset(endpoint = "displays", actions = ["list", "retrieve", "create", "destroy"], pagination(none))]
pub struct Display {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 30)]
    pub title: String,
    #[field(foreign_key = "Shelf", on_delete = "cascade", related_name = "displays")]
    pub shelf: i64,
    #[field(max_length = 30, default = "open")]
    pub note: String,
}

/// A book for a screen.
#[derive(Resource)]
#[meta(extends = "Media")]
#[serializer(fields = ["format"])]
#[filterset(fields = ["format"])]
#[viewset(endpoint = "ebooks")]
pub struct Ebook {
    #[field(max_length = 4, choices = ["epub", "pdf"])]
    pub format: String,
}

/// One of everything: a printing of a book with all its measurements.
#[derive(Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = "__all__")]
#[filterset(
    fields = ["bound", "kind", "serial", "size", "address"],
    lookups(
        opens = ["exact", "gt"],
        shipped = ["exact", "lt", "date", "year", "month", "day"],
        lasts = ["exact", "gt"],
        weight = ["exact", "gte"],
        price = ["exact", "range"],
        code = ["exact", "in"],
        signed = ["exact", "isnull"],
        serial = ["in"],
    ),
)]
#[filterset(filters(
    open_between(field = "opens", lookup = "range"),
    ship_between(field = "shipped", lookup = "range"),
    kinds(field = "kind", lookup = "in"),
    copies_not_null(field = "copies", lookup = "isnull"),
))]
#[viewset(endpoint = "editions")]
pub struct Edition {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 12, min_length = 3)]
    pub name: String,
    #[field(type = "text", blank, max_length = 30)]
    pub note: Option<String>,
    #[field(type = "slug", max_length = 10)]
    pub code: String,
    #[field(type = "email", max_length = 30)]
    pub mail: String,
    #[field(type = "url", max_length = 60)]
    pub site: String,
    pub serial: Uuid,
    #[field(min_value = -5, max_value = 500)]
    pub copies: i32,
    pub total: i64,
    pub shelf: i16,
    pub rank: u32,
    #[field(min_value = 0.5, max_value = 99.5)]
    pub weight: f64,
    #[field(max_digits = 7, decimal_places = 3, min_value = 0, max_value = 5000)]
    pub price: Decimal,
    pub bound: bool,
    pub signed: Option<bool>,
    pub printed: NaiveDate,
    pub opens: NaiveTime,
    pub shipped: DateTime<Utc>,
    pub lasts: TimeDelta,
    pub extra: Value,
    #[field(blank)]
    pub notes: Option<Value>,
    pub address: IpAddr,
    #[field(protocol = "ipv4", blank)]
    pub v4: Option<IpAddr>,
    #[field(protocol = "ipv6", blank)]
    pub v6: Option<IpAddr>,
    #[field(max_length = 1, choices = [["h", "Hardcover"], ["p", "Paperback"]])]
    pub kind: String,
    #[field(choices = [1, 2, 3], blank)]
    pub size: Option<i32>,
}

/// The house's log; it is only ever added to.
#[derive(Resource)]
#[meta(ordering = ["number"])]
#[serializer(fields = ["id", "number", "what", "at"])]
#[filterset(fields = ["what"], lookups(id = ["exact", "in"]))]
#[viewset(
    endpoint = "events",
    actions = ["list", "create", "retrieve"],
    pagination(cursor, page_size = 3, ordering = ["-number"]),
)]
pub struct Event {
    #[field(primary_key, default = "uuid4()", editable = false)]
    pub id: Uuid,
    #[field(unique)]
    pub number: i32,
    #[field(max_length = 20)]
    pub what: String,
    #[field(auto_now_add)]
    pub at: DateTime<Utc>,
}

/// A word from a visitor, three a day.
#[derive(Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "text"])]
#[viewset(
    endpoint = "feedback",
    actions = ["list", "create"],
    throttle_scope = "feedback",
    authentication = ["token"],
    permissions = ["is_authenticated"],
)]
pub struct Feedback {
    #[field(primary_key)]
    pub id: i64,
    #[field(type = "text")]
    pub text: String,
}

/// A book lent to a member.
#[derive(Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "book", "book_title", "user", "user_email", "due", "returned", "fine"])]
#[serializer(declared(
    book_title(string, source = "book.title", read_only),
    user(slug_related, to = "auth.User", slug_field = "username"),
    user_email(email, source = "user.email", read_only),
))]
#[filterset(fields = ["returned", "user"], lookups(due = ["lt"]))]
#[viewset(endpoint = "loans", authentication = ["token", "basic"], permissions = ["model_permissions"])]
pub struct Loan {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Book", on_delete = "restrict", related_name = "loans")]
    pub book: i64,
    #[field(foreign_key = "auth.User", on_delete = "cascade", related_name = "loans")]
    pub user: i64,
    pub due: NaiveDate,
    #[field(default = false)]
    pub returned: bool,
    #[field(max_digits = 5, decimal_places = 2, blank)]
    pub fine: Option<Decimal>,
}

/// Anything that can be downloaded.
#[derive(Resource)]
#[meta(master, ordering = ["id"])]
#[serializer(fields = ["url", "id", "type", "title", "size", "book"])]
#[serializer(declared(url(detail_identity)))]
#[filterset(fields = ["type"], lookups(title = ["icontains"]))]
#[viewset(endpoint = "media", search_fields = ["title"], permissions = ["is_authenticated_or_read_only"])]
pub struct Media {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub title: String,
    #[field(default = 0)]
    pub size: u32,
    #[field(foreign_key = "Book", on_delete = "cascade", blank, related_name = "media")]
    pub book: Option<i64>,
}

/// A reader's card.
#[derive(Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = "__all__")]
#[viewset(
    endpoint = "members",
    authentication = ["basic"],
    actions = ["list", "create", "retrieve", "partial_update"],
    permissions = [any(all("is_authenticated", not("is_admin_user")), "model_permissions")],
)]
pub struct Member {
    #[field(primary_key)]
    pub id: i64,
    #[field(one_to_one = "auth.User", on_delete = "cascade", related_name = "member")]
    pub user: i64,
    #[field(default = "uuid4()", unique)]
    pub card: Uuid,
    #[field(choices = [[1, "Guest"], [2, "Reader"], [3, "Patron"]], default = 1)]
    pub level: i32,
    #[field(max_length = 12, blank)]
    pub nick: Option<String>,
}

/// A house that prints books.
#[derive(Resource)]
#[meta(ordering = ["name"])]
#[serializer(fields = ["id", "name", "country", "website", "founded", "contact"])]
#[filterset(
    fields = ["country"],
    lookups(
        name = [
            "exact", "iexact", "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "in",
            "regex", "iregex",
        ],
        founded = ["exact", "gt", "gte", "lt", "lte", "in", "range", "isnull"],
    ),
)]
#[filterset(filters(founded_between(field = "founded", lookup = "range"), o(ordering, fields = ["name", "founded"])))]
#[viewset(
    endpoint = "publishers",
    search_fields = ["name", "^contact", "=country"],
    ordering_fields = ["name", "founded"],
)]
pub struct Publisher {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40, min_length = 2, unique)]
    pub name: String,
    #[field(max_length = 2, choices = [["de", "Germany"], ["fr", "France"], ["in", "India"], ["us", "United States"]])]
    pub country: String,
    /// Where the catalogue is.
    #[field(type = "url", blank)]
    pub website: String,
    #[field(min_value = 1400, max_value = 2100)]
    pub founded: Option<u32>,
    #[field(type = "email", blank, max_length = 60)]
    pub contact: String,
}

/// What a reader thinks of a book.
#[derive(Resource)]
#[meta(ordering = ["id"], unique_together = [["book", "reader", "edition"], ["reader", "stars"]])]
#[serializer(fields = ["id", "book", "reader", "edition", "stars"])]
#[filterset(fields = ["book", "stars"])]
#[viewset(endpoint = "reviews", basename = "opinion", filter_backends = ["filterset"])]
pub struct Review {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Book", on_delete = "cascade", related_name = "reviews")]
    pub book: i64,
    #[field(max_length = 20)]
    pub reader: String,
    #[field(max_length = 10, blank)]
    pub edition: String,
    #[field(min_value = 1, max_value = 5)]
    pub stars: i16,
}

/// A named value.
#[derive(Resource)]
#[meta(ordering = ["key"])]
#[serializer(fields = ["key", "value", "public"])]
#[filterset(fields = ["public"])]
#[viewset(
    endpoint = "settings",
    lookup_field = "key",
    pagination(limit_offset, page_size = 3, max_page_size = 5),
    permissions = ["is_authenticated_or_read_only"],
)]
pub struct Setting {
    #[field(type = "slug", primary_key, max_length = 30)]
    pub key: String,
    pub value: Value,
    #[field(default = false)]
    pub public: bool,
}

/// Where the books stand.
#[derive(Resource)]
#[meta(ordering = ["id"], verbose_name_plural = "shelves")]
#[serializer(fields = ["id", "name", "inside", "books", "keeper", "parts"], read_only_fields = ["parts"])]
#[viewset(
    endpoint = "shelves",
    authentication = ["basic", "token"],
    pagination(limit_offset),
    permissions = ["is_authenticated_or_read_only"],
)]
pub struct Shelf {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 20)]
    pub name: String,
    #[field(foreign_key = "Shelf", on_delete = "set_null", blank, related_name = "parts")]
    pub inside: Option<i64>,
    #[field(related_name = "shelves")]
    pub books: ManyToMany<Book>,
    #[field(foreign_key = "Author", on_delete = "cascade", blank)]
    pub keeper: Option<i64>,
}

/// A subject heading, known by its slug.
#[derive(Resource)]
#[meta(ordering = ["slug"], verbose_name = "subject", verbose_name_plural = "subjects")]
#[serializer(fields = ["url", "slug", "label", "books"])]
#[serializer(declared(url(hyperlinked_identity), books(hyperlinked_related, to = "Book", many, read_only)))]
#[viewset(
    endpoint = "tags",
    lookup_field = "slug",
    lookup_value_regex = r"[-\w]+",
    filter_backends = ["search"],
    search_fields = ["$label"],
    pagination(none),
)]
pub struct Tag {
    #[field(primary_key)]
    pub id: i64,
    #[field(type = "slug", unique, max_length = 20)]
    pub slug: String,
    #[field(max_length = 30)]
    pub label: String,
}
