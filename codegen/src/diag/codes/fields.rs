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
NO_ON_DELETE = "RW0205", Error, "{1} has no `on_delete`", "a key needs an `on_delete`",
    "choose one: cascade, protect, restrict, set_null, set_default, do_nothing",
    "When the row that a key points to is deleted, something must become of the row that has the key. Django asks its authors to decide, and so \
     do we: `cascade` deletes it too, `protect` and `restrict` refuse the deletion, `set_null` and `set_default` change the key.";
}
