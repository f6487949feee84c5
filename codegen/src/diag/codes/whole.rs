//! RW04: `[meta]`, and what clashes between resources. RW08: `api.toml`.

family! {
NOT_A_COMPARISON = "RW0401", Error, "`{0}` is not a comparison", "one comparison of a field with a field or a literal",
    "write `end > start`, `pages >= 1` or `kind != 'draft'`; for two conditions, two constraints",
    "A constraint's `check` is one comparison: a field on the left, one of `=`, `!=`, `<>`, `<`, `<=`, `>` and `>=`, and on the right another field of \
     the resource, a number, `true` or `false`, or a text in quotes. It becomes a CHECK constraint in the database, and a row that fails it is \
     answered with 400. Several conditions are several constraints.";
}
