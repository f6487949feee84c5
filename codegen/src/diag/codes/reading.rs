//! RW00: files and TOML. RW01: tables, keys and kinds of values.

family! {
SYNTAX = "RW0001", Error, "the TOML does not parse: {0}", "here",
    "",
    "The file is not valid TOML, so its meaning is not known. The message is the parser's; what follows the mistake is read as far as \
     possible, so that other mistakes are reported in the same run. Frequent causes: a text without its closing quote, a comma \
     missing between two items of a list, a key that is written twice, or a path with dots as a key without quotes \
     (`\"author.name\" = …`).";
UNREADABLE = "RW0002", Error, "cannot read {0}: {1}", "",
    "spec files are TOML in UTF-8",
    "The file is there, but the operating system does not let it be read, or its bytes are not UTF-8, which TOML requires. Check \
     its permissions, and save it as UTF-8 in your editor.";
NO_API = "RW0003", Error, "{0} has no api.toml", "",
    "make a file `api.toml` with at least `name = \"…\"`",
    "A spec folder is one API, and `api.toml` describes it as a whole; every other `.toml` file beside it is one resource. Only `name` \
     is required in it. If the folder holds several spec folders, give that folder to `codegen check` or `codegen build`: they take each.";
FILE_NAME = "RW0004", Error, "`{0}` is not a name for a resource file", "this file",
    "use snake_case: lower-case words of letters and digits, joined by single underscores",
    "The file's name is the resource's name: `book_copy.toml` holds the resource `BookCopy`, whose table and endpoint are named after it as \
     well. So the name must be snake_case: lower-case letters and digits in words that single underscores join, beginning with a letter.";
ATTRIBUTE = "RW0005", Error, "the attribute does not parse: {0}", "here",
    "write `key = value`, `key(…)`, or `key` alone for a flag, with commas between them",
    "The attributes of `#[derive(Resource)]` hold what the tables of a spec file hold: `key = value` with texts, numbers, `true`, `false` and lists in \
     brackets, `key(…)` for a table in the table, and `key` alone for `key = true`. What follows the mistake is read all the same.";
NOT_A_STRUCT = "RW0006", Error, "this is no row: {0}", "`#[derive(Resource)]` takes a struct",
    "write `pub struct Book { #[field(primary_key)] pub id: i64, … }`",
    "A resource is a struct with named fields, a column each, and without type parameters or lifetimes: its rows are read from the database as they are. A Rust \
     enum is `#[derive(Choices)]`, the choices of a field.";
NOT_AN_ENUM = "RW0007", Error, "these are no choices: {0}", "`#[derive(Choices)]` takes an enum",
    "write `pub enum Status { Draft, #[choice(value = \"done\", label = \"Printed\")] Printed }`",
    "The choices of a field are an enum's variants, without fields of their own. A variant's value is its name in snake_case, its label the name in words, unless \
     `#[choice(value = …, label = \"…\")]` says otherwise; the values are all texts or all whole numbers, and no two are the same.";
UNKNOWN_TABLE = "RW0101", Error, "unknown table `{0}`", "no such table",
    "",
    "The spec language has a fixed set of tables. A resource file has `description`, `[fields]`, `[meta]`, `[serializer]`, `[filterset]` and \
     `[viewset]`; the tables of `api.toml` stand in docs/spec.md. Nothing that is written is ignored, so an unknown table is an error.";
UNKNOWN_KEY = "RW0102", Error, "unknown key `{0}` in {1}", "no such key",
    "",
    "Each table has a fixed set of keys, and nothing that is written is ignored: a misspelt option that silently did nothing would be found \
     out in production. The help line names the valid key that is nearest, or lists them.";
WRONG_KIND = "RW0103", Error, "`{0}` must be {1}, not {2}", "wrong kind of value",
    "",
    "The key exists, but its value is of another kind: a text where a list is due, a number in quotes, a single name where a list of names \
     is expected. Values are never converted silently. Only the numbers of decimals (`default`, `min_value`, `max_value`) may be \
     given as texts, to be exact.";
UNKNOWN_WORD = "RW0104", Error, "`{0}` is not a value of `{1}`", "unknown value",
    "",
    "The key takes one of a few words (or a list of them), and this is none of them. The words are those of Django and Django REST \
     framework in snake_case; docs/spec.md lists them at each key.";
UNKNOWN_TYPE = "RW0105", Error, "unknown type `{0}`", "no such type",
    "",
    "The type of a field in `[fields]` is one of Django's model fields in snake_case (`string` is CharField, `foreign_key` is ForeignKey). In \
     `[serializer.declared]` the value types are there too, together with the relational ones (`hyperlinked_related`, `nested`, …), but no \
     `foreign_key` or `many_to_many`: a serializer shows a relation by `primary_key_related`.";
OTHER_TYPES_OPTION = "RW0106", Error, "`{0}` is not an option of `{1}`", "not for this type",
    "",
    "The option exists, but fields of this type have no use for it: `max_length` belongs to texts, `max_digits` to decimals, `on_delete` to \
     keys. In Django such an argument is either a TypeError or silently without effect; here it is an error.";
MISSING_KEY = "RW0107", Error, "`{0}` is missing in {1}", "`{0}` is required here",
    "",
    "Some keys have no default: the `name` of an API, the `type` of a field, the resource that a relation leads `to`, the parts of an entry \
     that mean nothing alone. Add the key.";
NUMBER_RANGE = "RW0108", Error, "the number of `{0}` is out of range", "too small or too large",
    "",
    "Lengths, sizes and digits are whole numbers that are not negative and fit into 32 bits; other integers fit into 64 bits. TOML's own \
     integers have 64 bits as well.";
LISTED_TWICE = "RW0109", Error, "`{0}` is listed twice in `{1}`", "again here",
    "remove one of them",
    "A name stands twice in one list. For a list of fields the second would have no effect, or two columns of the same name; for orderings and \
     search fields the repetition changes nothing. It is nearly always a slip for another name.";
UNQUOTED_PATH = "RW0110", Error, "`{0}` is a table here, where a list of lookups is expected", "a dot makes a table",
    "quote a path through relations: `\"{0}.…\" = [\"exact\"]`",
    "In TOML a key with a dot is a table in a table: `author.name = […]` is the key `name` in the table `author`. A path through a relation is \
     one key, so it needs quotes: `\"author.name\" = [\"istartswith\"]`.";
SAID_TWICE = "RW0111", Error, "`{0}` is said twice", "again here",
    "remove one of them",
    "A key stands once in a table. Several attributes of one kind, such as two `#[serializer(…)]`, are one table, and so are several `declared(…)`; but \
     one name in them has one value.";
}
