//! RW04: `[meta]`, and what clashes between resources. RW08: `api.toml`.

family! {
NOT_A_COMPARISON = "RW0401", Error, "`{0}` is not a condition: {1}", "not a condition over the columns",
    "write `end > start`, `pages >= 1`, `kind in ('draft', 'open')` or `owner is null`; `and`, `or` and `not` join them",
    "A constraint's `check` and `where` are conditions over columns of the resource's own table: comparisons of columns, numbers, `true`, `false`, texts \
     in quotes and what is computed from them, `in (…)`, `is null`, joined by `and`, `or`, `not` and brackets (docs/spec.md has the grammar). A `check` \
     becomes a CHECK constraint in the database, and a row that fails it is answered with 400.";
TABLE_CLASH = "RW0402", Error, "the table `{0}` belongs to `{1}` already", "the same table again",
    "give one of them another `meta.table`, or say `managed = false` if both show one table that exists",
    "Each resource has a table of its own, `{api}_{resource}` unless `meta.table` names another (Django's models.E028). Two resources may show the \
     same table only if migrations have nothing to do with it for one of them: `managed = false`.";
NOT_A_COLUMN = "RW0403", Error, "`{0}` cannot stand here: {1}", "not a column of this table",
    "",
    "`unique_together`, `indexes` and `constraints` work on the columns of the resource's own table. A many-to-many relation has its pairs in another \
     table (Django's models.E013), a detail's inherited fields are in its master's table (models.E016), and the way back of another resource's \
     key is a column there.";
CONSTRAINT_NAME = "RW0404", Error, "the constraint name `{0}` is used twice", "the name is taken",
    "constraint names are the whole database's; put the resource's name in front",
    "The database knows constraints by their names, and so do the errors that it reports; names are unique across all resources (Django's models.E031 and \
     E032).";
DRIFT = "RW0405", Warning, "the tables of the specs are not those that the migrations up to `{0}` make: {1}", "recorded here",
    "run `codegen makemigrations SPECS`; or, if no database was made with these migrations yet, remove them and build again",
    "The first `codegen build` records the tables as `migrations/0001_initial` beside the specs, and a database is brought up to date by what is \
     recorded, never by the specs themselves. Here the specs have changed since, so a server would ask for tables, columns or indexes that its database \
     does not have. `codegen makemigrations SPECS` writes the next step: the statements for each database, and the state that they lead to. A step that \
     was written by hand has no `state.toml`, and specs are not compared with it. Without a database that anybody needs, it is simpler to remove \
     the recorded folders: the next build records the tables as they are now.";
IDENTIFIER_LENGTH = "RW0406", Error, "`{0}` is too long a name for a {1}: {2} bytes, and PostgreSQL cuts names after 63", "{2} bytes",
    "give it a shorter one: `meta.table` for a table, `db_column` for a column, `name` for a constraint",
    "PostgreSQL keeps 63 bytes of a name and MySQL 64 characters; what is longer is cut silently by the one and refused by the other. The table of a many-to-many \
     relation is named after its resource's table and the field. Names of indexes are made to fit.";
RENAMED = "RW0407", Error, "`{0}` was not called `{1}`: {2}", "no earlier name",
    "remove the key, unless another name was meant",
    "`renamed_from` is the name that a field or resource had in the last migration, so that the next one renames its column or table instead of making a \
     new one and dropping the old. Once that migration is written, the key may stay or go. One that names nothing would be passed over, and the rows \
     would be lost with what they are really in: so a name that the last migration's `state.toml` does not have, or that something else still has, is \
     refused. After two renames it is the name in between.";
CONDITIONAL_SET = "RW0409", Warning, "MySQL and MariaDB have no conditional unique sets: there `{0}` is only validated", "unique among some rows",
    "",
    "`unique` with `where` is a partial unique index on PostgreSQL and SQLite. MySQL has none (Django's models.W036), so there only what the validator asks \
     before a row is written holds: two requests at the same time, and conditions that meet a null, get by.";
SHARED_PAIRS = "RW0408", Error, "no table holds the pairs of `{0}`: `{1}` has no such relation", "no pairs",
    "give both resources the relation, under one name and to the same rows; or keep the pairs in a resource of their own (`through`)",
    "Two resources may show one table, one of them with `managed = false`. Migrations make the tables of the pairs for the resource that the table belongs to, \
     named after it; the other resource reads and writes the same pairs if its many-to-many relation has the same name and leads to the same rows. \
     A relation that only the second resource has would have no table.";
API_VALUE = "RW0801", Error, "`{0}` is not a value for `{1}`", "{2}",
    "",
    "The value has the right kind, but not the form that this key needs. Prefixes begin and end with a slash, because the router's routes are put behind \
     them; a rate is a number and a period (`100/day`: second, minute, hour, day or their first letters); names are snake_case.";
SETTINGS = "RW0802", Error, "{0}", "these settings exclude each other",
    "",
    "Two settings of `api.toml` cannot both hold, for example an empty list of renderers, `namespace` versioning without a version, a cursor pagination with an \
     empty ordering, or one path for the OpenAPI document and its page.";
NO_EFFECT = "RW0803", Warning, "`{0}` has no effect: {1}", "without effect",
    "remove it, or change what it depends on",
    "What is written is valid, but another setting keeps it from doing anything. Nothing is wrong with the server that is generated; the spec may \
     not say what was meant.";
OPEN_ORIGIN = "RW0804", Warning, "`{0}` allows more origins than it seems: {1}", "more than it seems",
    "",
    "As in django-cors-headers a pattern is matched from the beginning of an origin, not to its end (Python's `re.match`): `https://shop\\.example` allows \
     `https://shop.example.evil.org` too, so patterns end with `$`. The origin `null` is that of every page in a sandbox, whatever site has put it there.";
}
