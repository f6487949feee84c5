//! What counts others: only what the request may know of counts.

use crate::{Book, Tag, insider, open};
use restwright::hooks::prelude as rw;
use restwright::{ManyToMany, Resource};

/// Where racks stand; outside nobody knows of an empty one.
#[derive(Clone, Resource)]
#[meta(ordering = ["-rack_count", "id"])]
#[annotations(rack_count(count = "racks"), tiers(count = "racks.tiers"))]
#[serializer(fields = ["id", "name", "rack_count", "tiers"])]
#[viewset(endpoint = "halls", hooks = ["get_queryset"])]
pub struct Hall {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub name: String,
}

impl HallHooks for HallViewSet {
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(if insider(cx) { rows } else { rows.filter("rack_count__gt", 0) })
    }
}

/// What is counted in every way.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[annotations(
    tag_count(count = "tags"),
    tier_count(count = "tiers"),
    pages(sum = "tiers.pages", default = 0),
    thickest(max = "tiers.pages"),
    mean(avg = "tiers.pages"),
    books(count = "tiers.book", distinct),
    authors(count = "tiers.book.author", distinct),
    titled(max = "tiers.book.title"),
    has_thick(exists = "tiers", where(tiers.pages__gt = 100, tiers.book.title__startswith = "P")),
    neighbours(count = "hall.racks"),
    shout(expression = "concat(upper(name), '!')", type = "string"),
)]
#[serializer(fields = ["id", "name", "hall", "tags", "tag_count", "tier_count", "pages", "thickest", "mean", "books", "authors", "titled", "has_thick", "neighbours", "shout"])]
#[serializer(expandable_fields = ["hall", "tiers"])]
#[filterset(fields = ["has_thick"], lookups(tier_count = ["exact", "gt"], titled = ["icontains"], pages = ["gte"], books = ["exact"]))]
#[viewset(endpoint = "racks", pagination(limit_offset, page_size = 20), search_fields = ["titled"], ordering_fields = ["thickest", "tier_count", "titled", "id"])]
pub struct Rack {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40)]
    pub name: String,
    #[field(foreign_key = "Hall", on_delete = "set_null", blank, related_name = "racks")]
    pub hall: Option<i64>,
    #[field(blank, related_name = "racks")]
    pub tags: ManyToMany<Tag>,
}

/// A part of a rack.
#[derive(Clone, Resource)]
#[meta(ordering = ["id"])]
#[serializer(fields = ["id", "rack", "book", "pages", "secret", "rack_pages"])]
#[serializer(declared(rack_pages(integer, source = "rack.pages", read_only)))]
#[viewset(endpoint = "tiers", hooks = ["get_queryset"])]
pub struct Tier {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Rack", on_delete = "cascade", related_name = "tiers")]
    pub rack: i64,
    #[field(foreign_key = "Book", on_delete = "cascade", related_name = "tiers")]
    pub book: i64,
    pub pages: i32,
    #[field(default = false)]
    pub secret: bool,
}

impl TierHooks for TierViewSet {
    async fn get_queryset(cx: &mut rw::Context<'_>, rows: rw::Rows) -> rw::Result<rw::Rows> {
        Ok(open(cx, rows))
    }
}
