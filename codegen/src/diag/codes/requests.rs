//! RW06: filtersets. RW07: viewsets, routes and permissions.

family! {
UNKNOWN_LOOKUP = "RW0601", Error, "unknown lookup `{0}`", "no such lookup",
    "",
    "The lookups are Django's: exact, iexact, contains, icontains, startswith, istartswith, endswith, iendswith, gt, gte, lt, lte, in, range, \
     isnull, regex, iregex, date, year, month and day. Which of them a field has depends on its type (RW0602).";
UNKNOWN_PERMISSION = "RW0701", Error, "unknown permission `{0}`", "no such permission",
    "",
    "Permissions are Django REST framework's classes in snake_case (`is_authenticated` is IsAuthenticated), composed with `{ any = […] }`, \
     `{ all = […] }` and `{ not = … }`. A permission of your own is a hook: `{ custom = \"name\" }`.";
PERMISSION_SHAPE = "RW0702", Error, "a composed permission has exactly one key", "one of `any`, `all`, `not`, `custom`",
    "nest them: `{ any = [\"is_admin_user\", { not = \"is_authenticated\" }] }`",
    "`{ any = […] }`, `{ all = […] }`, `{ not = … }` and `{ custom = \"name\" }` each stand alone in their braces. To combine them, put one into \
     the other; a list on the outside means that all of its permissions are asked.";
}
