//! RW02: fields.

family! {
NO_MAX_LENGTH = "RW0201", Error, "{1} has no `max_length`", "a string needs a `max_length`",
    "add `max_length = 100`, or use `type = \"text\"` for texts of any length",
    "A `string` is Django's CharField, whose column has a length: `max_length` is required, and becomes a validator of the serializer \
     (\"Ensure this field has no more than 100 characters.\"). A text without a limit has the type `text`. Slugs, emails and urls have \
     Django's default lengths (50, 254 and 200).";
NO_DIGITS = "RW0202", Error, "{1} has no `{0}`", "a decimal needs `max_digits` and `decimal_places`",
    "`max_digits` counts all digits, `decimal_places` those after the point: `max_digits = 8, decimal_places = 2` reaches 999999.99",
    "A `decimal` is Django's DecimalField: exact, with a fixed number of places. Both numbers are required, and `max_digits` is at least as large \
     as `decimal_places`.";
DEFAULT = "RW0203", Error, "the field `{0}` would refuse its own default: {1}", "not a value of this field",
    "",
    "A default is used when a create leaves the field out, without being validated. So a default of another type, beyond the field's bounds or \
     lengths, or outside its choices, would be a row that no client could have sent. Dates, times, durations and UUIDs are \
     written in the form that a client sends; decimals may be texts, to be exact.";
CHOICE = "RW0204", Error, "a choice of `{0}` cannot be used: {1}", "this choice",
    "",
    "Choices are the values that the field may have, so each has the field's type, fits into `max_length` (Django's fields.E009), and stands there \
     once. A label goes beside its value: `choices = [[\"de\", \"Germany\"], [\"fr\", \"France\"]]`.";
NO_ON_DELETE = "RW0205", Error, "{1} has no `on_delete`", "a key needs an `on_delete`",
    "choose one: cascade, protect, restrict, set_null, set_default, do_nothing",
    "When the row that a key points to is deleted, something must become of the row that has the key. Django asks its authors to decide, and so \
     do we: `cascade` deletes it too, `protect` and `restrict` refuse the deletion, `set_null` and `set_default` change the key.";
CONTRADICTION = "RW0206", Error, "{0}", "these cannot both hold",
    "",
    "Two options of a field exclude each other. Django's system checks refuse the same combinations, for example a primary key that may be null \
     (fields.E007), `set_null` on a key that may not (fields.E320), `auto_now` together with a default (fields.E160), or a \
     `max_digits` less than `decimal_places` (fields.E134).";
TWO_KEYS = "RW0207", Error, "`{0}` has more than one primary key", "another `primary_key`",
    "keep one; `unique = true` or `meta.unique_together` make others unique",
    "A table has one primary key (Django's models.E026). For a second field whose values differ from row to row, say `unique = true`; \
     for several fields that are unique together, `meta.unique_together`. A detail has the key of its master.";
ID_IS_NO_KEY = "RW0208", Error, "a field `id` has to be the primary key", "not the primary key",
    "add `primary_key = true`, or give the field another name",
    "A resource without a primary key of its own gets `id`, so another field cannot have this name (Django's models.E004).";
AUTO_IS_KEY = "RW0209", Error, "`{0}` counts by itself, so it has to be the primary key", "an `auto` field",
    "add `primary_key = true`; a number that clients give is an `integer`",
    "An `auto` field is Django's BigAutoField: the database gives its values, and only a primary key can be given so (Django's fields.E100). A resource \
     without any primary key gets one called `id` without being told.";
MODEL_MESSAGE = "RW0210", Error, "the message `{0}` never reaches the API from here", "only `unique` is used here",
    "write it in `[serializer.extra_kwargs]`: `{ error_messages = { {0} = \"…\" } }`",
    "Of a model field's `error_messages` the serializer takes over only `unique`. All other messages of the API are the serializer field's, so they \
     belong in `serializer.extra_kwargs`; here they would silently have no effect.";
BAD_VALUE = "RW0211", Error, "`{0}` is not a value for `{1}`", "{2}",
    "",
    "The value has the right kind, but not the right form. What stands under it says which form is expected.";
BAD_REGEX = "RW0212", Error, "`{0}` is not a regular expression that a server can use: {1}", "this pattern",
    "",
    "The pattern is compiled when the server starts, so it is tried now. The syntax is that of Rust's `regex` crate, which is Python's without look-around \
     and backreferences: it matches in linear time, so that no request can stall a server.";
RUST_TYPE = "RW0213", Error, "`{1}` cannot hold a field of type `{0}`", "this Rust type",
    "change the Rust type, or say another `type` in `#[field(…)]`",
    "The Rust type of a struct's field has to hold what its column stores: whole numbers are `i64` (or `i32`, `i16`, `u32` as far as they reach), texts `String`, \
     decimals `restwright::Decimal` or `String`, JSON `serde_json::Value` or `String`, dates and times chrono's types, UUIDs `Uuid`, and a many-to-many relation \
     is a `restwright::ManyToMany<…>`, since it has no column. A field that can be null is an `Option`.";
PYTHON_DEFAULT = "RW0215", Warning, "the default of `{0}` is the text `{1}`, and no empty list or object", "a text",
    "write `default = []` or `default = {}`",
    "Django's JSONField takes the functions `list` and `dict` as defaults, so that each row has a list or an object of its own. In a spec the default is \
     the value itself, and a text in quotes is a text: `[]` is an empty list, `{}` an empty object, and each row has its own by itself.";
NO_FIELD_TYPE = "RW0216", Error, "`{0}` is no type of a field", "this Rust type",
    "",
    "A column's Rust type is one of `i64`, `i32`, `i16`, `u32`, `f64`, `bool`, `String`, `Uuid`, `NaiveDate`, `NaiveTime`, `DateTime<Utc>`, `TimeDelta`, \
     `serde_json::Value`, `IpAddr`, `restwright::Decimal` and `restwright::ManyToMany<…>`, an enum with `#[derive(restwright::Choices)]`, or an `Option` of one of them.";
NO_KEY = "RW0214", Error, "`{0}` has no primary key", "a struct has the key of its rows",
    "add `#[field(primary_key)] pub id: i64`, the key that a spec file has without saying so",
    "A row is found by its primary key, so the struct has a field for it. `i64` is a key that the database counts (`auto`); a `Uuid` or a `String` \
     are keys too. Only a detail (`extends`) has none of its own: it has its master's.";
}
