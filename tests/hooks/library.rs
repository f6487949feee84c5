//! A library with secrets. Who sends `X-Insider` sees all of it, everybody else what is not secret; what is secret is pointed to in every way
//! that there is.
#![allow(missing_docs, reason = "a field's comment is its help text, and these need none")]

pub mod cinema;
mod counts;
mod deals;
pub mod post_office;
mod sheets;
pub mod theatre;

pub use counts::{Hall, Rack, Tier};
pub use deals::{Deal, Loop};
pub use sheets::{Line, Sheet, Slip};

use restwright::hooks::prelude as rw;
use restwright::schema::viewset::Pagination;
use restwright::{Api, ManyToMany, Resource};

/// Whether the request may know of everything.
pub(crate) fn insider(cx: &rw::Context<'_>) -> bool {
    cx.request.headers.contains_key("x-insider")
}

/// A scope over the rows' own column.
pub(crate) fn open(cx: &rw::Context<'_>, rows: rw::Rows) -> rw::Rows {
    if insider(cx) { rows } else { rows.filter("secret", false) }
}

macro_rules! secrets {
    ($($hooks:ident for $viewset:ident;)*) => {
        $(impl $hooks for $viewset {
            async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
                Ok(open(cx, rows))
            }
        })*
    };
}

secrets! {
    AuthorHooks for AuthorViewSet;
    TagHooks for TagViewSet;
    MembershipHooks for MembershipViewSet;
    EbookHooks for EbookViewSet;
}

/// Who writes.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"], display = "name")]
#[serializer(fields = ["id", "name", "secret", "books"], extra_kwargs(books(read_only)), expandable_fields = ["books"])]
#[filterset(lookups(books.title = ["icontains"], books = ["isnull"]))]
#[viewset(endpoint = "authors", search_fields = ["name", "books__title"], ordering_fields = ["id", "name", "books__title"], hooks = ["get_queryset"])]
pub struct Author {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub name: String,
    #[field(default = false)]
    pub secret: bool,
}

/// A word about books.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "label", "secret", "books", "links"])]
#[serializer(declared(
    books(string_related, many, read_only),
    links(hyperlinked_related, to = "Book", many, source = "books", lookup_field = "code", view_name = "book-detail", read_only),
))]
#[viewset(endpoint = "tags", hooks = ["get_queryset"])]
pub struct Tag {
    #[field(primary_key)]
    pub id: i64,
    #[field(type = "slug", max_length = 20, unique)]
    pub label: String,
    #[field(default = false)]
    pub secret: bool,
}

/// What is read.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"], display = "title")]
#[serializer(fields = ["id", "title", "code", "author", "tags", "labels", "tag_rows", "secret", "cover", "chapters", "length"])]
#[serializer(expandable_fields = ["author", "tags"])]
#[serializer(declared(
    labels(slug_related, to = "Tag", many, slug_field = "label", source = "tags", read_only),
    tag_rows(nested, to = "Tag", many, source = "tags", read_only),
    cover(nested, to = "Cover", read_only),
    chapters(nested, to = "Chapter", many, read_only),
    length(method),
))]
#[filterset(fields = ["author", "tags"], lookups(author.name = ["icontains"], tags.label = ["in"], tags.id = ["gt"], tags = ["isnull"]))]
#[viewset(
    endpoint = "books",
    lookup_field = "code",
    search_fields = ["title", "tags__label"],
    ordering_fields = ["id", "title", "author__name"],
    hooks = ["get_queryset"],
    extra_actions = [{ name = "lend", detail = true, methods = ["post"] }, { name = "titles", detail = false }, { name = "later", detail = false }],
)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub title: String,
    #[field(type = "slug", max_length = 20, unique)]
    pub code: String,
    #[field(foreign_key = "Author", on_delete = "protect", blank, related_name = "books")]
    pub author: Option<i64>,
    #[field(blank, related_name = "books")]
    pub tags: ManyToMany<Tag>,
    #[field(default = false)]
    pub secret: bool,
}

impl BookHooks for BookViewSet {
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(open(cx, rows))
    }

    /// Nobody outside reads a row that is hidden, by whatever way it comes here.
    async fn get_length(cx: &mut rw::Context<'_>, rows: &[Book]) -> rw::Result<rw::JsonValues> {
        if cx.request.method.is_safe() && !insider(cx) && rows.iter().any(|book| book.secret) {
            return Err(rw::ApiError::detail(rw::StatusCode::IM_A_TEAPOT, "a hidden row came to a hook"));
        }
        Ok(rows.iter().map(|book| book.title.len().into()).collect())
    }

    async fn lend(cx: &mut rw::Context<'_>, book: &Book) -> rw::Result<rw::Answer> {
        cx.render(book).await
    }

    /// Those behind a key, as the list shows them.
    async fn later(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        let behind = cx.request.param("behind").and_then(|text| text.parse::<i64>().ok()).unwrap_or_default();
        cx.render_list::<Book>(rw::Rows::default().filter("id__gt", behind)).await
    }

    async fn titles(cx: &mut rw::Context<'_>) -> rw::Result<rw::Answer> {
        let filters = || BookFilterSet { author__name__icontains: Some("a".into()), ..BookFilterSet::default() };
        let names = |books: Vec<Book>| books.into_iter().map(|book| book.code).collect::<Vec<_>>();
        let all = names(Book::objects(&mut *cx).order_by(["title"]).all().await?);
        let of_all = names(Book::objects(&mut *cx).filter(filters()).all().await?);
        let known = names(cx.objects::<Book>().order_by(["-title"]).all().await?);
        let of_known = names(cx.objects::<Book>().filter(filters()).all().await?);
        let count = cx.objects::<Book>().count().await?;
        let second = cx.objects::<Book>().get(2).await.map(|book| book.code).map_err(|error| error.status.as_u16());
        let by_author = BookFilterSet { author: Some(2.into()), ..BookFilterSet::default() };
        let by_author = cx.objects::<Book>().filter(by_author).count().await.map_err(|error| error.status.as_u16());
        Ok(rw::Answer::json(&rw::json!({
            "all": all, "of_all": of_all, "known": known, "of_known": of_known, "count": count,
            "second": format!("{second:?}"), "by_author": format!("{by_author:?}"),
        })))
    }
}

/// The face of a book: as secret as the book is.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "colour", "book"])]
#[viewset(endpoint = "covers", hooks = ["get_queryset"])]
pub struct Cover {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 20)]
    pub colour: String,
    #[field(one_to_one = "Book", on_delete = "cascade", related_name = "cover")]
    pub book: i64,
}

impl CoverHooks for CoverViewSet {
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(if insider(cx) { rows } else { rows.filter("book__secret", false).filter("colour__startswith", "r") })
    }
}

/// A part of a book, below it. No scope of its own.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "book", "title"])]
#[viewset(endpoint = "chapters", parent(resource = "Book", field = "book"))]
pub struct Chapter {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Book", on_delete = "cascade", related_name = "chapters")]
    pub book: i64,
    #[field(max_length = 40)]
    pub title: String,
}

/// What is said of a book, which is shown in every way. No scope of its own.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(
    fields = ["id", "text", "book", "cover", "title", "title_or", "writer", "about", "link", "code", "shown", "key_link", "key_shown"],
    expandable_fields = ["book"],
)]
#[serializer(declared(
    title(string, source = "book.title", read_only),
    title_or(string, source = "book.title", read_only, default = "-"),
    writer(string, source = "book.author.name", read_only),
    about(nested, to = "Book", source = "book", read_only),
    link(hyperlinked_related, to = "Book", source = "book", lookup_field = "code", view_name = "book-detail", read_only),
    code(slug_related, to = "Book", slug_field = "code", source = "book", read_only),
    shown(string_related, source = "book"),
    key_link(hyperlinked_related, to = "Cover", source = "cover", view_name = "cover-detail", read_only),
    key_shown(string_related, source = "cover"),
))]
#[filterset(fields = ["book"], lookups(book.title = ["icontains"], book.author.name = ["icontains"]))]
#[viewset(
    endpoint = "reviews",
    search_fields = ["text", "book__title", "book__author__name"],
    ordering_fields = ["id", "book__title", "book__author__name"],
)]
pub struct Review {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub text: String,
    #[field(foreign_key = "Book", on_delete = "protect", related_name = "reviews")]
    pub book: i64,
    #[field(foreign_key = "Cover", on_delete = "set_null", blank, related_name = "reviews")]
    pub cover: Option<i64>,
}

/// What points to a review, with all behind it.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "review", "cover"], depth = 3)]
#[viewset(endpoint = "marks")]
pub struct Mark {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Review", on_delete = "cascade", related_name = "marks")]
    pub review: i64,
    #[field(foreign_key = "Cover", on_delete = "cascade", related_name = "marks")]
    pub cover: i64,
}

/// In the order of its authors, by itself and by cursors.
#[derive(Clone, Resource)]
#[meta(ordering = ["author__name", "id"])]
#[serializer(fields = ["id", "text", "author"])]
#[viewset(endpoint = "poems", parent(resource = "Author", field = "author"))]
pub struct Poem {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub text: String,
    #[field(foreign_key = "Author", on_delete = "cascade", related_name = "poems")]
    pub author: i64,
}

/// The same, page by page.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "author"])]
#[viewset(endpoint = "songs", pagination(cursor, page_size = 1, ordering = ["id"]), ordering_fields = ["id", "author__name"])]
pub struct Song {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Author", on_delete = "cascade", related_name = "songs")]
    pub author: i64,
}

/// Who reads.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"], display = "name")]
#[serializer(fields = ["id", "name", "clubs"], extra_kwargs(clubs(read_only)))]
#[filterset(lookups(clubs.name = ["exact"], clubs.id = ["gt"]))]
#[viewset(endpoint = "readers", hooks = ["get_queryset"])]
pub struct Reader {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub name: String,
}

impl ReaderHooks for ReaderViewSet {
    /// Over several rows: those of a club that the header names. A way of the scope's own sees all rows.
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        let club = cx.request.headers.get("x-club").and_then(|club| club.to_str().ok()).map(str::to_owned);
        Ok(match club {
            Some(club) => rows.filter("clubs__name__startswith", club),
            None => rows,
        })
    }
}

/// Readers who meet.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "name", "readers", "names"], extra_kwargs(readers(read_only)))]
#[serializer(declared(names(slug_related, to = "Reader", many, slug_field = "name", source = "readers", read_only)))]
#[filterset(fields = ["readers"], lookups(readers.name = ["exact"]))]
#[viewset(endpoint = "clubs", search_fields = ["readers__name"])]
pub struct Club {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub name: String,
    #[field(through = "Membership", blank, related_name = "clubs")]
    pub readers: ManyToMany<Reader>,
}

/// That a reader is of a club.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[viewset(endpoint = "memberships", hooks = ["get_queryset"])]
pub struct Membership {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Club", on_delete = "cascade")]
    pub club: i64,
    #[field(foreign_key = "Reader", on_delete = "cascade")]
    pub reader: i64,
    #[field(default = false)]
    pub secret: bool,
}

/// What can be downloaded.
#[derive(Clone, Resource)]
#[meta(master, ordering = ["id"])]
#[serializer(fields = ["id", "type", "title"])]
#[viewset(endpoint = "media")]
pub struct Media {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub title: String,
}

/// For the ears. No scope of its own.
#[derive(Clone, Resource)]
#[meta(extends = "Media")]
#[serializer(fields = ["minutes"])]
#[viewset(endpoint = "audio")]
pub struct Audio {
    pub minutes: i32,
}

/// For a screen.
#[derive(Clone, Resource)]
#[meta(extends = "Media")]
#[serializer(fields = ["secret"])]
#[viewset(endpoint = "ebooks", hooks = ["get_queryset"])]
pub struct Ebook {
    #[field(default = false)]
    pub secret: bool,
}

/// Something downloaded, of whatever kind.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "media", "title", "what"])]
#[serializer(declared(title(string, source = "media.title", read_only), what(nested, to = "Media", source = "media", read_only)))]
#[filterset(fields = ["media"], lookups(media.title = ["icontains"]))]
#[viewset(endpoint = "downloads", search_fields = ["media__title"])]
pub struct Download {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Media", on_delete = "cascade", related_name = "downloads")]
    pub media: i64,
}

/// What names others in bodies by slugs and URLs.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "tags", "book"])]
#[serializer(declared(
    tags(slug_related, to = "Tag", many, slug_field = "label"),
    book(hyperlinked_related, to = "Book", view_name = "book-detail", lookup_field = "code"),
))]
#[viewset(endpoint = "shelves")]
pub struct Shelf {
    #[field(primary_key)]
    pub id: i64,
    #[field(blank, related_name = "shelves")]
    pub tags: ManyToMany<Tag>,
    #[field(foreign_key = "Book", on_delete = "cascade", related_name = "shelves")]
    pub book: i64,
}

/// The API.
pub fn api() -> Api {
    Api::new("library")
        .dynamic_fields(true)
        .pagination(Pagination::PageNumber { page_size: Some(20), page_size_query_param: "", max_page_size: None })
        .register::<Author>()
        .register::<Tag>()
        .register::<Book>()
        .register::<Cover>()
        .register::<Chapter>()
        .register::<Review>()
        .register::<Mark>()
        .register::<Poem>()
        .register::<Song>()
        .register::<Reader>()
        .register::<Club>()
        .register::<Membership>()
        .register::<Media>()
        .register::<Audio>()
        .register::<Ebook>()
        .register::<Download>()
        .register::<Sheet>()
        .register::<Line>()
        .register::<Slip>()
        .register::<Loop>()
        .register::<Shelf>()
        .register::<Deal>()
        .register::<Hall>()
        .register::<Rack>()
        .register::<Tier>()
}
