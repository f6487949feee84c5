//! RW11: `[annotations]`.

family! {
ANNOTATION = "RW1101", Error, "the annotation {1} computes {0}", "one of count, sum, avg, min, max, exists, expression",
    "say what it computes, and of what: `count = \"documents\"`",
    "An annotation is one value that a row's own SELECT computes. It says what by one of these keys, whose value is a path from the row through relations: \
     `count` and `exists` of rows (or of values that are not null), `sum`, `avg`, `min` and `max` of values.";
ANNOTATION_OPTION = "RW1102", Error, "`{0}` is no option of {1}", "not an option here",
    "",
    "`distinct` counts equal values once, so it is an option of `count`, `sum` and `avg`. `default` stands for no value, and a count or `exists` always \
     has one. The keys of aggregates (`where`, `distinct`, `default`) are none of expressions'. `max_digits` and `decimal_places` belong to `type = \"decimal\"`.";
NOT_COMPUTED = "RW1103", Error, "there is no `{0}` of `{1}`: {2}", "not of this",
    "",
    "Sums and averages are of numbers and durations. The least and the greatest are of what databases can put in order, which all have but booleans and JSON.";
EXPRESSION = "RW1105", Error, "`{0}` cannot stand in an expression: {1}", "here",
    "",
    "An expression computes a value of the columns of one row: numbers with `+ - * /`, texts with `concat`, `lower` and `upper`, `coalesce`, `now()`, and \
     comparisons with `and`, `or`, `not`, `in` and `is null`. docs/spec.md has its grammar.";
INTEGER_DIVISION = "RW1106", Warning, "databases divide whole numbers in different ways", "of whole numbers",
    "make one of them a decimal, where the rest matters: `* 1.0`",
    "PostgreSQL and SQLite drop what is left when whole numbers are divided, MySQL does not; SQLite drops it for decimals without places, too. So the same \
     rows would have other values in another database.";
NO_EXPRESSION_TYPE = "RW1107", Error, "{1} has no `{0}`", "an expression needs a type",
    "say what it shows: `type = \"integer\"`, or `type = \"decimal\"` with `max_digits` and `decimal_places`",
    "Like Django, we take the type of an expression's value from its author (`output_field`): it decides how the value is shown and filtered.";
ANNOTATION_PLACE = "RW1104", Error, "`{0}` is an annotation: {1}", "this is no column",
    "",
    "An annotation is a value that is computed when rows are read. No table holds it, so it cannot be part of a unique set, an index or a constraint, and \
     nobody can write it. As in Django, it belongs to its own resource: filters and orders of other resources don't reach it, and no annotation is computed from another.";
}
