//! RW03, second half: relations seen from the far side.

family! {
REVERSE_CLASH = "RW0311", Error, "the way back to `{0}`, `{1}`, is already {2}", "this relation needs another name",
    "give the relation a `related_name` of its own (`related_name = \"+\"` hides the way back)",
    "A relation has a name on the far side too, in serializers and in paths: `related_name`, or Django's `review_set` and `review`. Two relations that \
     lead to the same resource, or a relation and a field there, cannot share it (Django's fields.E302 to E305). Two keys of one resource \
     to the same other resource always need at least one `related_name`.";
THROUGH = "RW0312", Error, "the pairs of `{0}` have {2} for `{1}`", "this resource holds the pairs",
    "",
    "A many-to-many relation with `through` keeps its pairs in a resource of yours, which has one key to each side; for a relation of a resource with \
     itself, two keys to it (Django's fields.E331 to E336, models.E003). Without `through` the table of pairs is made by itself.";
NO_DETAILS = "RW0313", Error, "`{0}` is a master, but no resource extends it", "a master without details",
    "write `meta.extends = \"{0}\"` in a resource, or remove `master = true`",
    "A master has no routes of its own: its rows are made and shown by the details that extend it. Without any detail its table could never be reached.";
NOT_A_MASTER = "RW0314", Error, "`{0}` cannot be used so: {1}", "master and detail",
    "",
    "`meta.extends` names a resource that has `master = true`. There is one level: a master stands on its own, and a detail extends one master and \
     cannot be extended itself.";
BASE = "RW0315", Error, "the abstract base `{0}` cannot be used so: {1}", "an abstract base",
    "",
    "`meta.abstract = true` makes a file a base: no table and no routes of its own, and `extends` copies its fields, options, serializer, filters and \
     viewset into a resource (Django's abstract Meta). A base may extend another base, and a master may extend one too. Nothing can point to a base, since it has no rows.";
PROXY = "RW0317", Error, "`{0}` cannot be a proxy: {1}", "rows of Django's own",
    "",
    "`meta.proxy` makes a resource over a table of Django's own, `auth.User` or `auth.Group` (Django's proxy models): serializer, filters and viewset are \
     yours, the columns are those of the table. A proxy has permissions of its own (`add_account`). What points to `auth.User` can be reached from it.";
PASSWORD_HASH = "RW0318", Error, "`{0}` leads to the hash of a password", "a hash that clients could read or guess",
    "leave it out; a resource over `auth.User` writes passwords with the field `password`, which is write-only",
    "The column `password` of `auth.User` holds hashes. A client that sees one can try passwords against it, and a filter, a search or an order by it gives the hash away \
     bit by bit. So nothing leads there but the field `password` of a resource over `auth.User` (`meta.proxy`), which is write-only and hashes what it gets.";
UNUSED_BASE = "RW0316", Warning, "nothing extends the abstract base `{0}`", "not used",
    "write `meta.extends = \"{0}\"` in a resource",
    "An abstract base has neither a table nor routes: it is there for the resources that extend it, and is checked as a part of them.";
}
