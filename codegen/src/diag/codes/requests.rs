//! RW06: filtersets. RW07: viewsets, routes and permissions.

family! {
UNKNOWN_LOOKUP = "RW0601", Error, "unknown lookup `{0}`", "no such lookup",
    "",
    "The lookups are Django's: exact, iexact, contains, icontains, startswith, istartswith, endswith, iendswith, gt, gte, lt, lte, in, range, \
     isnull, regex, iregex, date, year, month and day. Which of them a field has depends on its type (RW0602).";
LOOKUP = "RW0602", Error, "`{0}` has the type `{1}`, which has no lookup `{2}`", "not for this type",
    "",
    "Django has each lookup for certain fields: date parts need dates, `date` a datetime, text lookups a column and not a key. Relations have exact, gt, gte, \
     lt, lte, in and isnull; django-filter has no filter at all for JSON. To look into the row that a relation leads to, go on with a dot: `\"author.name\" = \
     [\"icontains\"]`.";
FILTER_OPTION = "RW0603", Error, "`{0}` is not an option of {1}", "not for this filter",
    "remove it",
    "A declared filter is either a lookup on one `field`, or with `type = \"ordering\"` a parameter that orders by one of several `fields`. The options of \
     one mean nothing to the other.";
SHADOWED = "RW0604", Warning, "the parameter `{0}` is read by {1} too", "both read it",
    "name the filter otherwise: `[filterset.filters]` with `field = \"…\"`",
    "A query parameter has one value, and both the filter and another part of the request read it. As in Django REST framework both do, and the other part \
     wins where they differ: `?format=` chooses a renderer, `?page=` a page. Clients will be surprised, so choose another name for the filter.";
UNKNOWN_PERMISSION = "RW0701", Error, "unknown permission `{0}`", "no such permission",
    "",
    "Permissions are Django REST framework's classes in snake_case (`is_authenticated` is IsAuthenticated), composed with `{ any = […] }`, \
     `{ all = […] }` and `{ not = … }`. A permission of your own is a hook: `{ custom = \"name\" }`.";
PERMISSION_SHAPE = "RW0702", Error, "a composed permission has exactly one key", "one of `any`, `all`, `not`, `custom`, `model_permissions`",
    "nest them: `{ any = [\"is_admin_user\", { not = \"is_authenticated\" }] }`",
    "`{ any = […] }`, `{ all = […] }`, `{ not = … }` and `{ custom = \"name\" }` each stand alone in their braces. To combine them, put one into \
     the other; a list on the outside means that all of its permissions are asked.";
MODEL_PERMISSION = "RW0713", Error, "`{0}` is no permission of a model", "no such permission",
    "write `view`, `add`, `change` or `delete` for the resource's own, or a whole name: `\"app.codename\"`",
    "Django has four permissions for every model, and a method may need any of them. A name with a dot is a permission as `has_perm` takes it: the app's \
     label and the codename, `shop.add_thing`.";
ROUTE_CLASH = "RW0703", Error, "the route `{0}` belongs to {1} already", "the same route again",
    "give one of them another `viewset.endpoint`",
    "Each resource is routed at its endpoint below the API's prefix, a detail at `{master}/{detail}`, and the OpenAPI document and its page at theirs. Two of them \
     cannot have the same path: only the first could ever be reached. The default endpoint is the resource's name in kebab-case and in the plural.";
BASENAME_CLASH = "RW0704", Error, "the basename `{0}` is used twice", "the basename is taken",
    "give one of them another `viewset.basename`",
    "Views are named after the basename (`book-list`, `book-detail`), and hyperlinks are made by these names, so a basename belongs to one resource. Django \
     REST framework's router refuses a second registration with the same one.";
NOT_UNIQUE = "RW0705", Error, "the lookup field `{0}` is not unique", "several rows could have this value",
    "add `unique = true` to the field, or look rows up by `id`",
    "The lookup field's value stands in the URL of a row, so it must find exactly one: the primary key (called `id` here, whatever its name is), or a field with \
     `unique = true`.";
SEARCH_RELATION = "RW0706", Error, "`{0}` is a relation, and search looks into texts", "a relation",
    "",
    "The search backend compares the words of `?search=` with columns. A key or a many-to-many relation is not a text; the path goes on to a field of the \
     other resource, with `__`: `author__name`.";
CURSOR = "RW0707", Error, "lists of `{0}` cannot be cut by a cursor: {1}", "the cursor's ordering",
    "order by columns of the resource itself, such as `-id` or a datetime with `auto_now_add = true`",
    "A cursor remembers the position of a row in an order that does not change, so it orders by columns of the resource itself. With the \
     ordering backend the viewset's own `ordering` is used, otherwise the pagination's, otherwise `-created`, as in Django REST framework.";
NO_RATE = "RW0708", Error, "the throttle scope `{0}` has no rate", "no such scope",
    "",
    "A scoped throttle counts the requests of a scope against its rate in `throttling.rates` of api.toml. Without one Django REST framework raises \
     ImproperlyConfigured at the first request.";
PARENT = "RW0709", Error, "`{0}` cannot nest these routes: {1}", "parent",
    "",
    "Nested routes are `{parent endpoint}/{parent key}/{endpoint}/`: rows whose key leads to the parent. So `parent.resource` is a resource with routes, and \
     `parent.field` is the foreign key or one-to-one key of this resource that leads to it.";
HOOK = "RW0710", Error, "`{0}` cannot be a hook here: {1}", "no hook",
    "",
    "`viewset.hooks` names what a spec leaves to Rust: `validate`, `validate_<field>` for a field that the serializer writes, `perform_create`, \
     `perform_update`, `perform_destroy`, `get_queryset`, `has_permission`, `has_object_permission`, and each action of the viewset by its name \
     (`list`, `create`, …), which the hook replaces. Method fields, custom permissions and extra \
     actions are hooks without being listed.";
HOOK_CLASH = "RW0711", Error, "two hooks would be called `{0}`", "the second one",
    "rename one of them",
    "All hooks of a resource are methods of one trait: those of `viewset.hooks` by their names, custom permissions by theirs (with `_object` behind for the \
     row), method fields with `get_` in front, extra actions by theirs.";
}
