//! What Django, Django REST framework and django-filter call otherwise: whoever writes their words is told ours.

/// A key or word of theirs.
#[derive(Clone, Copy)]
pub(super) struct Foreign {
    /// The key or word of ours that says the same with the same value.
    pub(super) meant: Option<&'static str>,
    /// What to write.
    pub(super) help: &'static str,
}

/// The tables that a key belongs to, by what messages call them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Meta,
    Serializer,
    Filterset,
    Viewset,
    /// An entry of `[fields]`, `declared`, `extra_kwargs` or `filters`, which are called by their names.
    Entry,
}

const fn same(meant: &'static str, help: &'static str) -> Foreign {
    Foreign { meant: Some(meant), help }
}

const fn other(help: &'static str) -> Foreign {
    Foreign { meant: None, help }
}

/// Keys.
const KEYS: &[(At, &str, Foreign)] = &[
    (At::Meta, "db_table", same("table", "the key is called `table`")),
    (
        At::Meta,
        "abstract",
        other("write the fields in each resource; `master = true` and `extends` are for rows of one kind with several forms"),
    ),
    (At::Meta, "proxy", other("a second resource with the same `table` and `managed = false` shows the same rows")),
    (At::Meta, "app_label", other("the app is called as the API, by `name` in api.toml")),
    (At::Meta, "permissions", other("who may do what is `permissions` in [viewset]; the models' own are add, change, delete and view")),
    (At::Meta, "get_latest_by", other("there is no `latest()` here; `ordering` says the order of rows")),
    (At::Serializer, "model", other("the serializer is that of the resource's own file")),
    (At::Serializer, "list_serializer_class", other("lists are the viewset's; what is special about them is a hook or an extra action")),
    (At::Filterset, "model", other("the filterset is that of the resource's own file")),
    (At::Filterset, "exclude", other("list in `fields`, `lookups` and `filters` what can be filtered by")),
    (At::Filterset, "filter_overrides", other("each filter has its type by the field; declare others in `[filterset.filters]`")),
    (At::Viewset, "queryset", other("the rows are all of the resource's table; a hook narrows them: `hooks = [\"get_queryset\"]`")),
    (At::Viewset, "serializer_class", other("the serializer is the table `[serializer]` of this file")),
    (
        At::Viewset,
        "permission_classes",
        same("permissions", "the key is called `permissions`, and its classes are written in snake_case: `[\"is_authenticated\"]`"),
    ),
    (At::Viewset, "authentication_classes", same("authentication", "the key is called `authentication`: `[\"session\", \"token\"]`")),
    (At::Viewset, "throttle_classes", same("throttles", "the key is called `throttles`: `[\"anon\", \"user\", \"scoped\"]`")),
    (At::Viewset, "pagination_class", other("write `pagination = { class = \"page_number\", page_size = 20 }`, or `{ class = \"none\" }`")),
    (At::Viewset, "renderer_classes", same("renderers", "the key is called `renderers`: `[\"json\", \"browsable\"]`")),
    (At::Viewset, "parser_classes", same("parsers", "the key is called `parsers`: `[\"json\", \"form\", \"multipart\"]`")),
    (
        At::Viewset,
        "http_method_names",
        other("list what it can do: `actions = [\"list\", \"retrieve\"]` (also create, update, partial_update, destroy)"),
    ),
    (
        At::Viewset,
        "filterset_fields",
        other(
            "filters are a table of their own: `[filterset]` with `fields = [\"…\"]`, or `[filterset.lookups]` with `name = [\"exact\", \"icontains\"]`",
        ),
    ),
    (At::Viewset, "filter_fields", other("filters are a table of their own: `[filterset]` with `fields = [\"…\"]`")),
    (At::Viewset, "filterset_class", other("filters are a table of their own: `[filterset]`")),
    (At::Viewset, "lookup_url_kwarg", other("the parameter of the URL is called as `lookup_field`, or `pk`")),
    (At::Viewset, "page_size", other("it belongs to `pagination = { class = \"page_number\", page_size = … }`")),
    (At::Entry, "field_name", same("field", "django-filter's `field_name` is `field` here")),
    (At::Entry, "lookup_expr", same("lookup", "django-filter's `lookup_expr` is `lookup` here")),
    (At::Entry, "verbose_name", same("label", "a field's `verbose_name` is `label` here")),
    (
        At::Entry,
        "validators",
        other(
            "write `min_value`, `max_value`, `min_length` or `regex`; checks of your own are hooks: `hooks = [\"validate_…\"]` in [viewset]",
        ),
    ),
    (At::Entry, "related_query_name", other("`related_name` is the name in filters too")),
    (At::Entry, "limit_choices_to", other("a hook refuses other rows: `hooks = [\"validate_…\"]` in [viewset]")),
    (At::Entry, "db_default", same("default", "`default` is the column's too")),
    (At::Entry, "unique_for_date", other("write `meta.unique_together`, or a hook")),
    (At::Entry, "unique_for_month", other("write a hook: `hooks = [\"validate\"]` in [viewset]")),
    (At::Entry, "unique_for_year", other("write a hook: `hooks = [\"validate\"]` in [viewset]")),
    (At::Entry, "db_column_name", same("db_column", "the key is called `db_column`")),
    (At::Entry, "through_fields", other("`through` finds its two keys by where they lead")),
    (At::Entry, "primary", same("primary_key", "the key is called `primary_key`")),
    (
        At::Entry,
        "required",
        other(
            "a field is required unless it has a `default`, `blank = true` or `null = true`; for the API alone: `required` in [serializer.extra_kwargs]",
        ),
    ),
    (At::Entry, "read_only", other("write `editable = false`, or list it in `read_only_fields` of [serializer]")),
    (At::Entry, "write_only", other("write it in [serializer.extra_kwargs]: `{ write_only = true }`")),
    (At::Entry, "allow_null", same("null", "a field that may be null is `null = true`; `allow_null` is the serializer's")),
    (At::Entry, "allow_blank", same("blank", "a text that may be empty is `blank = true`; `allow_blank` is the serializer's")),
    (At::Entry, "nullable", same("null", "the key is called `null`")),
    (At::Entry, "index", same("db_index", "the key is called `db_index`")),
    (At::Entry, "child", other("a list is a `json` field")),
    (At::Entry, "method_name", other("the hook of a method field is `get_` and the field's name")),
];

/// Types.
const TYPES: &[(&str, Foreign)] = &[
    (
        "list",
        same("json", "a list is kept in a field of type `json`; rows of their own are another resource with a `foreign_key` to this one"),
    ),
    ("array", same("json", "a list is kept in a field of type `json`")),
    ("arrayfield", same("json", "a list is kept in a field of type `json`")),
    ("listfield", same("json", "a list is kept in a field of type `json`")),
    ("dict", same("json", "an object is kept in a field of type `json`")),
    ("object", same("json", "an object is kept in a field of type `json`")),
    ("dictfield", same("json", "an object is kept in a field of type `json`")),
    ("jsonb", same("json", "the type is called `json`")),
    ("char", same("string", "Django's CharField is `string`")),
    ("charfield", same("string", "Django's CharField is `string`")),
    ("varchar", same("string", "a text of limited length is `string`")),
    ("str", same("string", "a text of limited length is `string`, any other `text`")),
    ("int", same("integer", "the type is called `integer`")),
    ("bigint", same("big_integer", "the type is called `big_integer`")),
    ("bool", same("boolean", "the type is called `boolean`")),
    ("timestamp", same("datetime", "the type is called `datetime`")),
    ("double", same("float", "the type is called `float`")),
    ("number", other("whole numbers are `integer`, others `decimal` (exact) or `float`")),
    ("numeric", same("decimal", "the type is called `decimal`")),
    ("enum", other("write `type = \"string\"` with `choices = [\"…\", \"…\"]`")),
    ("choice", other("write `type = \"string\"` with `choices = [\"…\", \"…\"]`")),
    ("choicefield", other("write `type = \"string\"` with `choices = [\"…\", \"…\"]`")),
    ("fk", same("foreign_key", "the type is called `foreign_key`")),
    ("m2m", same("many_to_many", "the type is called `many_to_many`")),
    ("serializermethodfield", same("method", "the type is called `method`")),
    ("serializer_method", same("method", "the type is called `method`")),
    ("readonlyfield", other("write the type of the value, with `read_only = true`")),
    ("genericipaddressfield", same("ip_address", "the type is called `ip_address`")),
];

/// A key of theirs in a table of ours.
pub(super) fn find(table: &str, key: &str) -> Option<Foreign> {
    let at = match table {
        "[meta]" => At::Meta,
        "[serializer]" => At::Serializer,
        _ if table.starts_with("[serializer.") => At::Serializer,
        "[filterset]" => At::Filterset,
        "[viewset]" => At::Viewset,
        _ if table.starts_with('`') => At::Entry,
        _ => return None,
    };
    KEYS.iter().find(|(place, name, _)| *place == at && *name == key).map(|(.., foreign)| *foreign)
}

/// A word of theirs as the value of a key.
pub(super) fn word(key: &str, word: &str) -> Option<Foreign> {
    let plain = word.rsplit('.').next().unwrap_or(word).to_lowercase();
    let names = [plain.as_str(), plain.strip_suffix("field").unwrap_or(&plain)];
    TYPES.iter().filter(|_| key == "type").find(|(name, _)| names.contains(name)).map(|(_, foreign)| *foreign)
}
