//! The folder's resources as structs.

#[derive(Resource)]
#[meta(table = "kinds", ordering = ["-code", "id"], unique_together = [["key", "mail"], ["small", "large"]])]
#[meta(indexes = ["count", ["day", "-hour"]], verbose_name = "sort", verbose_name_plural = "sorts", display = "code")]
#[meta(constraints(kind_weight(check = "weight > 0.5"), kind_sizes(check = "small <= large")), managed = false)]
pub struct Kind {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 10, min_length = 2, unique, db_column = "kind_code", error_messages(unique = "Taken."))]
    pub code: String,
    /// What it is.
    /// In words.
    #[field(type = "text", blank, min_length = 3)]
    pub about: Option<String>,
    #[field(slug, db_index = false)]
    pub key: String,
    #[field(type = "email", max_length = 60)]
    pub mail: String,
    #[field(type = "url", blank, default = "")]
    pub page: String,
    #[field(min_value = 1)]
    pub small: i16,
    #[field(choices = [(1, "One"), [2, "Two"]], default = 1)]
    pub number: i32,
    #[field(db_index)]
    pub large: i64,
    #[field(default = 0)]
    pub count: u32,
    #[field(min_value = 0.5, max_value = 2)]
    pub weight: f64,
    #[field(max_digits = 8, decimal_places = 2, min_value = "0.01", default = "1.00")]
    pub price: Decimal,
    #[field(default = true, label = "In use")]
    pub active: bool,
    #[field(default = "uuid7()", editable = false)]
    pub token: Uuid,
    #[field(default = "2024-12-31")]
    pub day: NaiveDate,
    pub hour: Option<NaiveTime>,
    #[field(auto_now)]
    pub changed: DateTime<Utc>,
    #[field(auto_now_add)]
    pub made: DateTime<Utc>,
    #[field(default = "1 02:00:00")]
    pub lasts: TimeDelta,
    #[field(default = { a = [1, 2.5, "x"], b = {} }, blank)]
    pub extra: serde_json::Value,
    #[field(protocol = "ipv4", blank)]
    pub address: Option<IpAddr>,
}

/// Where a kind leads.
///
/// And back.
#[derive(Resource)]
#[meta(table = "links", unique_together = ["kind", "owner"])]
#[annotations(
    hop_count(count = "hops", distinct, where(hops.id__in = [1, 2], kind.active = true)),
    prices(sum = "kinds.price", default = "0.00", type = "decimal", max_digits = 9, decimal_places = 2),
    hopped(exists = hops),
)]
#[annotations(moved(
    expression = "(coalesce(move, 0) + 1) * 2 - 1.5 > 3 and not (move in (1, 2) or owner is null) and move != -1",
    type = "boolean"
))]
#[annotations(soon(expression = "now()", type = "datetime"))]
#[serializer(
    fields = ["url", "id", "kind", "kind_id", "kind_code", "owner", "kinds", "move", "hops", "shown", "hop_count", "prices", "hopped", "moved"],
    read_only_fields = ["move"],
    expandable_fields = ["kind"],
    create_only_fields = ["kind"],
    create(omit = ["hops", "id"], validators = [], read_only_fields = ["kind_id"]),
    short(fields = ["id", "kind_code"], expandable_fields = ["kind"], extra_kwargs(id(label = "Key"))),
)]
#[serializer(create(declared(kinds(primary_key_related, to = "Kind", many, required = false))))]
#[serializer(extra_kwargs(
    r#move(help_text = "Or not.", min_value = 2),
    prices(label = "Sum", coerce_to_string = false),
    url(view_name = "way-detail", lookup_field = "pk"),
))]
#[serializer(declared(
    kind(slug_related, to = "Kind", slug_field = "code"),
    kind_code(string, source = "kind.code", read_only),
    owner(primary_key_related, to = "auth.User", required = false),
    kinds(string_related, many),
))]
#[serializer(declared(shown(nested, to = Kind, source = "kind", read_only)))]
#[filterset(
    fields = ["kind", "owner"],
    lookups(r#move = ["exact", "gt", "range"], kind.code = ["icontains"], hops = ["isnull"]),
    filters(moves(field = "move", lookup = "range"), o(ordering, fields = ["move", "kind.code"])),
)]
#[viewset(
    endpoint = "links",
    basename = "way",
    actions = [list, create, retrieve, destroy],
    pagination(cursor, page_size = 7, ordering = ["-move", "id"]),
    filter_backends = ["filterset", "search"],
    search_fields = ["^kind__code", "=kinds__mail"],
    ordering_fields = ["move"],
    ordering = ["-move"],
    permissions = [any(is_admin_user, all(is_authenticated, not(model_permissions)))],
    authentication = ["token", "basic"],
    parent(resource = "Kind", field = "kind"),
    lookup_value_regex = "[0-9a-f-]+",
)]
pub struct Link {
    #[field(primary_key, default = "uuid4()")]
    pub id: Uuid,
    #[field(foreign_key = "Kind", on_delete = "protect", related_name = "links")]
    pub kind: i64,
    #[field(one_to_one = Kind, on_delete = "set_null", related_name = "+")]
    pub twin: Option<i64>,
    #[field(foreign_key = "auth.User", on_delete = "cascade")]
    pub owner: i64,
    #[field(blank, related_name = "many_links")]
    pub kinds: ManyToMany<Kind>,
    #[field(default = 3)]
    pub r#move: i32,
}

#[derive(Resource)]
#[meta(table = "hops")]
#[serializer(fields = "__all__", depth = 1)]
#[serializer(list(fields = ["id", "link"], declared(link(nested, to = Link, serializer = "short", read_only))))]
pub struct Hop {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Link", on_delete = "cascade", related_name = "hops")]
    pub link: Uuid,
}

/// Compound values, fields without a column, access.
#[derive(Resource)]
#[meta(table = "parts")]
#[serializer(fields = ["id", "kind", "owner", "seen", "labels", "sizes", "moods", "note", "version", "text", "kind_text"])]
#[serializer(declared(
    owner(hidden, default = "current_user()"),
    seen(hidden, default = "now()"),
    labels(list, child(list, child(string, max_length = 6, allow_null), allow_empty = false), max_length = 3, min_length = 1, required = false),
    sizes(dict, child(decimal, max_digits = 5, decimal_places = 2, min_value = "0.01"), allow_empty = false, required = false, validators = []),
    moods(multiple_choice, choices = [("a", "A"), (2, "Two")], write_only, allow_empty = false, error_messages(empty = "Choose.")),
    note(string, write_only, allow_null, required = false),
    version(string, read_only, default = "v2"),
    text(string, source = "__str__", read_only),
    kind_text(string, source = "kind.__str__", read_only),
))]
#[viewset(
    permissions = [any(is_admin_user, model_permissions(view, perms(POST = ["add", "auth.change_user"], DELETE = [])))],
    permissions_by_action(list = [allow_any], destroy = [is_admin_user, not(model_permissions(view))]),
    parsers = ["json", "form"],
    renderers = ["json"],
    throttles = [],
)]
pub struct Part {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Kind", on_delete = "cascade", related_name = "parts")]
    pub kind: i64,
    #[field(foreign_key = "auth.User", on_delete = "cascade")]
    pub owner: i64,
    pub seen: Option<DateTime<Utc>>,
    #[field(default = [], blank)]
    pub labels: serde_json::Value,
    #[field(default = {}, blank)]
    pub sizes: serde_json::Value,
}
