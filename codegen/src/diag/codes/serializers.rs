//! RW05: serializers.

family! {
NOT_LISTED = "RW0501", Error, "`{0}` is declared, but not listed in `fields`", "declared here",
    "add it to `serializer.fields`, or remove it",
    "A field that is declared on a serializer has to stand in its `fields` too, as they say the order of the output. Django REST framework asserts the \
     same. With `fields = \"__all__\"` declared fields are included by themselves.";
FLAGS = "RW0502", Error, "{0}", "these exclude each other",
    "remove one of them",
    "Django REST framework asserts that a field is not both read-only and write-only, not both read-only and required, and not required while it has a \
     default. Identity links, `string_related` and method fields are read-only by themselves.";
EXTRA_FOR_DECLARED = "RW0503", Error, "`{0}` is a declared field, so `extra_kwargs` cannot change it", "has no effect",
    "move the arguments into the declaration",
    "`extra_kwargs` changes fields that the serializer derives from the model. A declared field is made of its own arguments alone, and Django REST \
     framework silently ignores `extra_kwargs` for it. Nothing that a spec says is ignored here, so it is an error.";
EXPAND = "RW0504", Error, "`{0}` cannot be expanded: {1}", "not expandable",
    "",
    "`?expand=` replaces a relation by the rows that it leads to, written by the other resource's serializer. So an expandable field is a relation to a \
     resource, listed by its plain name, in an API with `dynamic_fields.enabled = true`. How far a client may go on with dots is \
     decided by the other resource's own `expandable_fields`.";
NESTED_WRITE = "RW0505", Error, "the nested field `{0}` cannot be written", "needs rows that point here",
    "add `read_only = true`, or nest the rows whose key points to this resource",
    "Nested rows are created, replaced and deleted together with their parent, so they must belong to it: rows of another resource whose foreign key or \
     one-to-one key points to this one. Rows that this one points to are not its own; they can be shown nested only with `read_only = true`.";
NEST_CYCLE = "RW0506", Error, "nested serializers go in a circle: {0}", "closes the circle",
    "show one of the relations by key or link instead: `primary_key_related`, `hyperlinked_related`",
    "Each nested serializer is written in full inside its parent, so a circle of them would never end. Break it at one place with a field that \
     shows the other row by its key or URL; `expandable_fields` let clients ask for the rest.";
ARGUMENT = "RW0507", Error, "`{0}` is not an argument of this field's class", "not for this class",
    "",
    "Each class of serializer fields has arguments of its own: lengths belong to texts, `min_value` and `max_value` to numbers, `view_name` to hyperlinks, \
     `many` and `to` to relations. Python would raise a TypeError. A field of the model that has `choices` is a ChoiceField, which has no lengths.";
REDUNDANT_SOURCE = "RW0508", Error, "`source` repeats the field's own name `{0}`", "redundant",
    "remove `source`",
    "A serializer field shows the model's field of the same name unless `source` names another. Django REST framework asserts that the two differ.";
SOURCE = "RW0509", Error, "the source of `{0}` does not fit: {1}", "this source",
    "",
    "A serializer field shows what its `source` leads to, or the field of its own name. A plain value needs a path that ends at a column and goes only through \
     keys on its way; a related or nested field needs one that ends at a relation.";
MANY = "RW0510", Error, "`{0}` leads to {1}", "one row, or several",
    "",
    "A many-to-many relation and the way back of a foreign key lead to several rows, and are declared with `many = true`; a key and the way back of a \
     one-to-one key lead to one, and are declared without.";
OTHER_TARGET = "RW0511", Error, "`{0}` leads to `{1}`", "another resource",
    "name the resource that the relation leads to, or leave `to` out",
    "The `to` of a declared field and the relation that it shows lead to different resources. `to` may be left out: the relation knows where it leads.";
USER_TARGET = "RW0512", Error, "`{0}` has neither routes nor a serializer", "not a resource",
    "use `primary_key_related`, `slug_related` with a `slug_field`, or a plain field with a path as its `source`",
    "`auth.User`, `auth.Group`, `auth.Permission` and `contenttypes.ContentType` are Django's own models, not resources: there is no URL to link to \
     and no serializer to nest. Show them by their keys, by a slug (`username`, `name`, `codename`, `model`), or by a field of them.";
NO_DETAIL_LINK = "RW0513", Error, "`{0}` is neither a master nor a detail", "links to details",
    "use `hyperlinked_identity` or `hyperlinked_related`",
    "`detail_identity` and `detail_related` link to the URL of a row's own detail, whatever the static type of the relation. They make sense only for a \
     resource that has `meta.master = true` or `meta.extends`.";
DOTTED_WRITE = "RW0514", Error, "`{0}` would have to be written through a relation", "a path",
    "add `read_only = true`",
    "A field whose `source` goes through a relation shows a value of another row. Django REST framework refuses to write there (it raises an assertion at the \
     first request that tries), so such a field is `read_only`.";
DOUBLE_SOURCE = "RW0515", Error, "two fields have a value for `{0}`, which is part of a unique set", "one of the two",
    "make one of them `read_only`, or list only one",
    "The fields of `unique_together` are validated together, so each of them comes from exactly one writable field of the serializer. Django REST framework \
     asserts it.";
NOT_OWN = "RW0516", Error, "`{0}` is none of the struct's own fields", "not in this struct",
    "a master's fields come by themselves; a way back from another resource is declared: `declared({0}(primary_key_related, many))`",
    "A derive sees one struct, and a detail's other fields are its master's. So a detail lists, and changes by `extra_kwargs` and `read_only_fields`, only fields \
     of its own: those that it inherits are shown as its master's serializer shows them, in front of its own. What should be shown otherwise is declared anew.";
MESSAGE_CODE = "RW0518", Error, "no message of this field has the code `{0}`", "never looked for",
    "",
    "Each class of serializer fields has messages of its own, under codes: `required`, `null`, and for a text `blank`, `max_length` and so on, as \
     `default_error_messages` of Django REST framework's classes say. A code that the field does not have would be passed over in silence.";
DEEP_CHILD = "RW0519", Error, "lists and dictionaries hold each other more than {0} levels deep", "too deep",
    "let the innermost child be `{ type = \"json\" }`, which takes any value",
    "A `list` or a `dict` says by `child` what it holds, which may be a list or a dictionary again. The classes of one field stand in each other a few levels deep, \
     and no deeper: a body's own depth is bounded too, and an error names each level.";
CHILD = "RW0520", Error, "the child of a list or a dictionary {0}", "not for a child",
    "",
    "What a `list` or a `dict` holds is a class without a name of its own: it has no `source`, is neither read-only nor write-only, and is never left out, so it has no \
     `default` and is not `required` either. Django REST framework asserts the first, and never looks at the others. It holds plain values: a list of other \
     rows is a relation with `many = true`.";
NO_COLUMN = "RW0521", Warning, "`{0}` is not a column of `{1}`, so it {2}", "no column of this name",
    "",
    "A declared field without a column of its name is one of its own: a read-only one shows its `default` (or null with `allow_null`, else it is left out), and a \
     write-only one is validated and given to hooks. This name is one or two letters away from a column's, so it may be a slip.";
HIDDEN = "RW0522", Error, "the hidden field `{0}` does not fit: {1}", "hidden",
    "",
    "A hidden field is neither shown nor read. POST and PUT set it to its `default`: a constant, the present moment (`\"now()\"`, of a date, a time or a datetime), or \
     the user who asks (`\"current_user()\"`, of a key to `auth.User`). So it takes `default` and `source`, and no argument of fields that clients see.";
OBJECT = "RW0517", Error, "`{0}` takes an object of Python's, which a spec cannot say", "no value of a spec",
    "",
    "Some arguments of Django REST framework's fields are objects: a validator, a queryset, a timezone, another field. What they would do \
     is a hook here: `validate_<field>` checks a value, `get_queryset` narrows the rows, a method field shows what is computed.";
NO_SERIALIZER = "RW0530", Error, "`{1}` has no serializer `{0}`", "no such table of `[serializer]`",
    "",
    "A nested field may name which of the other resource's serializers shows its rows: `serializer = \"brief\"` is the table `[serializer.brief]` of that resource, \
     or of its master. Without it, the rows are shown as that resource's own answers are.";
LEFT_OUT = "RW0531", Error, "`{0}` cannot be left out: {1}", "not shown",
    "",
    "`omit` takes fields away from those that `[serializer]` shows, and `exclude` takes columns away from all that the model has (`Meta.exclude`). A name that is not \
     among them is nearly always a slip, and the field that was meant would be shown.";
FIELD_LISTS = "RW0532", Error, "`{0}` beside `fields`", "two lists of fields",
    "keep one of them",
    "`fields` lists what a serializer shows. `omit` and `exclude` say what it does not show, of the fields that there are without a list. One of the two is enough; \
     Django REST framework refuses `exclude` beside `fields` as well.";
TABLE_NAME = "RW0533", Error, "`{0}` is not a name of a serializer: {1}", "this table",
    "",
    "A table of `[serializer]` is another serializer of the resource. Those called `create`, `update`, `partial_update`, `list` and `retrieve` are the serializers of these \
     actions; any other name is for the nested fields that say `serializer = \"…\"`. The name becomes a part of names in OpenAPI, so it is in snake_case.";
NEVER_READ = "RW0534", Error, "no row can be created: `{0}` is required, and nothing gives it a value", "has no default",
    "list it where `create` reads, give it a `default` (or `null = true`), or name a hook that sets it: `hooks = [\"perform_create\"]`",
    "A column that is not null and has no default needs a value for every new row. Here the serializer of `create` does not read it, no parent in the URL gives it, and no hook is \
     named that could (`validate`, `perform_create`). Django's database would refuse each POST. A text would be stored as an empty one, which is hardly meant.";
CREATE_ONLY = "RW0535", Error, "`{0}` cannot be read on creation only: {1}", "not read",
    "",
    "`create_only_fields` are read by POST and only shown by PUT and PATCH. So each is a field of the serializer that updates would read without it, or one that `create` reads.";
}
