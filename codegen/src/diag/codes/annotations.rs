//! RW11: `[annotations]`.

family! {
ANNOTATION = "RW1101", Error, "the annotation `{0}` computes {1}", "one of count, sum, avg, min, max, exists",
    "say what it computes, and of what: `count = \"documents\"`",
    "An annotation is one value that a row's own SELECT computes. It says what by one of these keys, whose value is a path from the row through relations: \
     `count` and `exists` of rows (or of values that are not null), `sum`, `avg`, `min` and `max` of values.";
ANNOTATION_OPTION = "RW1102", Error, "`{0}` is no option of {1}", "not an option here",
    "",
    "`distinct` counts equal values once, so it is an option of `count`, `sum` and `avg`. `default` stands for no value, and a count or `exists` always \
     has one. `max_digits` and `decimal_places` belong to `type = \"decimal\"`.";
NOT_COMPUTED = "RW1103", Error, "there is no `{0}` of `{1}`: {2}", "not of this",
    "",
    "Sums and averages are of numbers and durations. The least and the greatest are of what databases can put in order, which all have but booleans and JSON.";
ANNOTATION_PLACE = "RW1104", Error, "`{0}` is an annotation: {1}", "this is no column",
    "",
    "An annotation is a value that is computed when rows are read. No table holds it, so it cannot be part of a unique set, an index or a constraint, and \
     nobody can write it. As in Django, it belongs to its own resource: filters and orders of other resources don't reach it, and no annotation is computed from another.";
}
