//! RW03: names, and what they lead to.

family! {
UNKNOWN_RESOURCE = "RW0301", Error, "there is no resource `{0}`", "no such resource",
    "",
    "Resources are named after their files in PascalCase: `book_copy.toml` holds `BookCopy`. `auth.User` names the built-in user. The name \
     is written so wherever a resource is meant: `to`, `through`, `extends`, `parent.resource`.";
UNKNOWN_FIELD = "RW0302", Error, "`{1}` has no field `{0}`", "no such field",
    "",
    "A name in a list or a path does not resolve: the resource has no field of that name, and no other resource's key gives it one by \
     `related_name`. Without a `related_name` the way back has Django's name: `review_set` in serializers, `review` in filters, search and ordering.";
NOT_A_RELATION = "RW0303", Error, "`{0}` of `{1}` is not a relation, so a path cannot go on there", "the path ends before this",
    "",
    "A path goes through keys and many-to-many relations and ends at a field: `author.name`. This one goes on after a field that holds a plain \
     value. Lookups are not part of a path here: write `title = [\"icontains\"]`, not `title__icontains`.";
FIELD_NAME = "RW0304", Error, "`{0}` is not a name for a field", "{1}",
    "",
    "Field names become columns, JSON keys and parts of query parameters. Django refuses names that end with an underscore, that contain two \
     underscores in a row (they part the steps of a path), `pk` (it stands for the primary key), `check` and `objects` (its models use them). Names are letters, \
     digits and underscores, and don't begin with a digit. Keywords of Rust and SQL are fine: generated code escapes them.";
PRIVATE_NAME = "RW0305", Error, "`{0}` begins with `__rw_`, which generated code keeps for itself", "private prefix",
    "choose another name",
    "Generated code has private names of its own, and all of them begin with `__rw_`, so that they can never meet a name of a spec. No field, \
     table, filter or endpoint may begin so.";
RESOURCE_CLASH = "RW0306", Error, "the resources `{0}` and `{1}` have the same name to Django", "the same name again",
    "rename one of the files",
    "Django tells models apart by their names in lower case without underscores (`bookcopy`), which also stand in permissions (`add_bookcopy`) and \
     default basenames. Two files whose names differ only in underscores, such as `book_copy.toml` and `bookcopy.toml`, clash.";
FIELD_CLASH = "RW0307", Error, "the field `{0}` clashes with {1}", "the name is taken",
    "rename one of them",
    "Two fields of one row have the same name or need the same Python attribute: a detail repeats a field of its master, or a field is \
     called like the column of a key (`author_id` beside the key `author`). Django's models.E006.";
COLUMN_CLASH = "RW0308", Error, "the column `{0}` is used by two fields", "the column is taken",
    "give one of them another `db_column`",
    "Each field has a column of its own: its name, for a key the name with `_id`, or `db_column`. Here two fields of a table have the same. \
     Django's models.E007.";
VIEW_NAME = "RW0309", Error, "there is no view `{0}`", "no such view",
    "",
    "Hyperlinks are made by a view's name. The router gives each resource `{basename}-list` and `{basename}-detail`, where the basename is \
     `viewset.basename` or the resource's name in lower case. A master has no views of its own, and a detail view exists only if the \
     actions contain one of retrieve, update, partial_update and destroy.";
}
