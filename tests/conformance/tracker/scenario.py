"""A tracker: uuid keys, no slashes at the end, cursors by default, a through table, tokens first, dynamic fields deep."""
from scenario_tools import Scenario

s = Scenario(mask=[
    {"key": "id", "as": "uuid"}, {"key": "said", "as": "datetime"}, {"key": "changed", "as": "datetime"},
    {"regex": "^JSON parse error - .*", "with": "JSON parse error - <the parser's words>"},
    {"regex": "cursor=[^&]+", "with": "cursor=<cursor>"},
    {"regex": "available in \\d+ seconds?", "with": "available in <n> seconds"},
    {"header": "Retry-After", "as": "int"},
])
A, X, E = "token:ada", "token:max", "token:eve"
R = "/rest/"
NO = "00000000-0000-4000-8000-000000000000"

# ---------------------------------------------------------------- no root, no slashes, no suffixes
s.get("root", "root errors.404", R)
s.get("root-no-slash", "root errors.404", "/rest")
s.get("list-slash", "slash-redirect errors.404", R + "people/")
s.get("suffix", "format-suffix errors.404", R + "people.json")
s.get("schema", "openapi", R + "schema", accept="application/json", reduce="openapi")
s.get("schema-slash", "openapi errors.404", R + "schema/")
for name in ("people", "profiles", "projects", "tickets", "labels", "taggings", "comments"):
    s.get(f"empty-{name}", "list empty-list", R + name)

# ---------------------------------------------------------------- people
P = R + "people"
s.post("person-anonymous", "permissions errors.401", P, json={})
s.post("person-ada", "create", P, auth=A, json={"handle": "ada", "name": "Ada", "user": 1, "joined": "2020-02-29", "shift": "08:30"}, capture={"ada": "body.id"})
s.post("person-max", "create relations.pk", P, auth=A, json={"handle": "max", "name": "Max", "user": "2", "boss": "{{ada}}", "joined": None, "shift": None}, capture={"max": "body.id"})
s.post("person-eve", "create relations.pk", P, auth=A, json={"handle": "eve", "name": "Eve", "boss": "{{max}}", "joined": "2021-01-01", "shift": "22:00:00.5"}, capture={"eve": "body.id"})
s.post("person-kim", "create form", P, auth=A, form={"handle": "kim", "name": "Kim", "boss": "{{ada}}", "joined": "", "shift": "", "user": ""}, capture={"kim": "body.id"})
s.post("person-multipart", "create multipart", P, auth=A, multipart={"handle": "lea", "name": "Léa", "boss": "{{ada}}", "joined": "2022-12-31"}, capture={"lea": "body.id"})
s.get("person-read", "retrieve natural-key nested-read", P + "/ada")
s.get("person-read-slash", "slash-redirect errors.404", P + "/ada/")
s.get("person-read-id", "natural-key errors.404", P + "/{{ada}}")
s.get("person-404", "natural-key errors.404", P + "/nobody")
s.post("person-wrong", "validation", P, auth=A, json={"handle": "a b", "name": ["x"], "user": 99, "boss": NO, "joined": "2021-02-29", "shift": "25:00"})
s.post("person-wrong-2", "validation", P, auth=A, json={"handle": "ada", "name": "", "user": 1, "boss": "not-a-uuid", "joined": 5, "shift": {}})
s.post("person-wrong-3", "validation", P, auth=A, json={"handle": None, "name": None, "user": True, "boss": 5, "joined": "", "shift": "8:5"})
for name, value in [("list", []), ("object", {"id": 1}), ("true", True), ("float", 1.5), ("hex", "0" * 32), ("braces", "{" + NO + "}"), ("urn", "urn:uuid:" + NO), ("upper", NO.upper()), ("blank", ""), ("negative", -1)]:
    s.post(f"person-boss-{name}", "validation relations.pk uuid", P, auth=A, json={"handle": "x y", "name": "x", "boss": value})
for name, value in [("seconds", "08:30:15"), ("micro", "08:30:15.000001"), ("short", "8:30"), ("zone", "08:30Z"), ("datetime", "2020-01-01T08:30"), ("number", 830), ("iso", "0830")]:
    s.patch(f"person-shift-{name}", "partial-update validation.time", P + "/kim", auth=A, json={"shift": value})
s.patch("person-boss-self", "partial-update", P + "/kim", auth=A, json={"boss": "{{kim}}"})
s.patch("person-boss-back", "partial-update", P + "/kim", auth=A, json={"boss": "{{ada}}", "shift": None})
s.put("person-put", "update", P + "/kim", auth=A, json={"handle": "kim", "name": "Kim K."})
s.get("person-list", "list page-number", P)
s.get("person-page-3", "page-number", P + "?page=3")
s.get("person-page-4", "page-number errors.404", P + "?page=4")
s.get("person-per", "page-number", P + "?per=4&page=2")
s.get("person-per-over", "page-number", P + "?per=9")
s.get("person-page-size-off", "page-number", P + "?page_size=9")
for name, query in [("handle", "handle=ada"), ("boss", "boss={{ada}}"), ("boss-bad", "boss=ada"), ("boss-missing", "boss=" + NO), ("user", "user=1"), ("joined", "joined__range=2020-01-01,2021-06-01"), ("joined-bad", "joined__range=2020-01-01&joined__gte=x"), ("joined-null", "joined__isnull=true"),
                    ("shift", "shift=22:00:00.5"), ("shift-lt", "shift__lt=12:00"), ("shift-bad", "shift__lt=noon"), ("boss-handle", "boss__handle=ada"), ("boss-boss", "boss__boss__handle=ada"), ("reports", "reports__handle=eve"), ("reports-in", "reports__handle__in=max,kim,lea"),
                    ("id", "id={{eve}}"), ("id-in", "id__in={{eve}},{{ada}}"), ("id-in-bad", "id__in={{eve}},x"), ("id-bad", "id=5")]:
    s.get("person-filter-" + name, "filter" + (" filter.invalid" if "bad" in name else ""), f"{P}?{query}&per=4&fields=handle")
for name, query in [("search", "search=ada"), ("search-accent", "search=LÉA"), ("ordering", "ordering=-joined,handle"), ("ordering-boss", "ordering=boss__handle,-handle"), ("ordering-name", "ordering=name")]:
    s.get("person-" + name, name.split("-")[0], f"{P}?{query}&per=4&fields=handle")
s.options("person-options", "options", P, auth=E)
s.options("person-options-anonymous", "options permissions", P + "/ada")

# ---------------------------------------------------------------- profiles: a key that is a key to another
F = R + "profiles"
s.post("profile-ada", "create one-to-one", F, auth=A, json={"person": "{{ada}}", "motto": "First.", "home": "::ffff:10.0.0.1", "languages": ["c", {"b": 1, "a": 2}]})
s.post("profile-max", "create one-to-one form", F, auth=A, form={"person": "{{max}}", "motto": "", "home": "10.0.0.2", "languages": "[]"})
s.post("profile-taken", "validation unique one-to-one", F, auth=A, json={"person": "{{ada}}"})
s.post("profile-wrong", "validation", F, auth=A, json={"person": NO, "motto": "m" * 31, "home": "10.0.0.256", "languages": None})
s.post("profile-missing", "validation", F, auth=A, json={})
s.get("profile-read", "retrieve one-to-one", F + "/{{ada}}")
s.get("profile-bad", "errors.404", F + "/1")
s.get("profile-missing-key", "errors.404", F + "/" + NO)
s.patch("profile-patch", "partial-update", F + "/{{max}}", auth=A, json={"motto": "Second.", "home": ""})
s.options("profile-options", "options one-to-one", F + "/{{max}}", auth=A)
s.get("person-with-profile", "nested-read one-to-one", P + "/max")
s.get("person-without-profile", "nested-read one-to-one", P + "/kim")
s.delete("profile-delete", "destroy", F + "/{{max}}", auth=A)

# ---------------------------------------------------------------- projects
J = R + "projects"


def project(key, number, **more):
    return {"key": key, "number": number, "title": f"Project {key}", "lead": "{{ada}}", "budget": None, **more}


s.post("project-eve", "permissions errors.403", J, auth=E, json={})
s.post("project-anonymous", "permissions errors.401", J, json={})
s.post("project-core", "create relations.hyperlink m2m", J, auth=A, json=project("CORE", 1, team=["{{eve}}", "{{ada}}"], budget="1234.5"), capture={"core": "body.id"})
s.post("project-sub", "create relations.hyperlink", J, auth=A, json=project("SUB", 2, parent="{{base}}/rest/projects/CORE", lead="{{max}}", budget=0.0001), capture={"sub": "body.id"})
s.post("project-deep", "create relations.hyperlink", J, auth=A, json=project("DEEP", 3, parent="/rest/projects/SUB", open=False), capture={"deep": "body.id"})
s.post("project-form", "create form m2m", J, auth=A, form={**{k: v for k, v in project("FORM", 4).items() if v}, "team": ["{{kim}}", "{{lea}}"], "budget": "", "parent": ""})
s.post("project-empty", "validation", J, auth=A, json={})
s.post("project-wrong", "validation", J, auth=A, json={"key": "core", "number": "one", "title": None, "lead": NO, "parent": "{{base}}/rest/projects/NONE", "team": ["{{ada}}", "x", None, NO], "budget": "1234567.0", "open": 2})
s.post("project-wrong-2", "validation", J, auth=A, json={"key": "TOOLONG", "number": 1, "title": "t" * 51, "lead": {"id": "{{ada}}"}, "parent": "{{base}}/rest/people/ada", "team": "{{ada}}", "budget": "0.00001", "open": None})
s.post("project-parent-slash", "validation relations.hyperlink", J, auth=A, json=project("NEW", 9, parent="/rest/projects/CORE/"))
s.post("project-parent-id", "validation relations.hyperlink", J, auth=A, json=project("NEW", 9, parent="/rest/projects/{{core}}"))
s.post("project-parent-lower", "validation relations.hyperlink", J, auth=A, json=project("NEW", 9, parent="/rest/projects/core"))
s.post("project-team-object", "create m2m", J, auth=A, json=project("TEMP", 9, team={"{{kim}}": 1, "{{ada}}": 2}), note="a dictionary is a list of its keys")
s.delete("project-team-object-delete", "destroy", J + "/TEMP", auth=A)
s.get("project-read", "retrieve nested-read", J + "/DEEP")
s.get("project-lower", "natural-key errors.404", J + "/deep")
s.get("project-number", "natural-key errors.404", J + "/3")
s.get("project-list", "list cursor", J, capture={"next": "body.next"})
s.get("project-list-2", "list cursor", "{{next}}", capture={"prev": "body.previous"})
s.get("project-list-back", "list cursor", "{{prev}}")
s.get("project-list-ordered", "list cursor ordering", J + "?ordering=key&fields=key", capture={"next": "body.next"})
s.get("project-list-ordered-2", "list cursor ordering", "{{next}}", capture={"prev": "body.previous"})
s.get("project-list-ordered-back", "list cursor ordering", "{{prev}}")
s.get("project-list-reversed", "list cursor ordering", J + "?ordering=-key&fields=key", capture={"next": "body.next"})
s.get("project-list-reversed-2", "list cursor ordering", "{{next}}")
s.get("project-cursor-bad", "cursor errors.404", J + "?cursor=%%%")
s.get("project-cursor-reverse", "cursor", J + "?cursor=cj0x&fields=key", note="r=1: backwards from the end")
s.get("project-cursor-offset", "cursor", J + "?cursor=bz0y&fields=key", note="o=2")
s.get("project-cursor-offset-bad", "cursor errors.404", J + "?cursor=bz1hYmM=&fields=key", note="o=abc")
s.get("project-cursor-position", "cursor", J + "?cursor=cD0z&fields=key", note="p=3")
s.patch("project-patch", "partial-update", J + "/SUB", auth=A, json={"team": ["{{kim}}"], "budget": "99"})
s.patch("project-patch-parent", "partial-update relations.hyperlink", J + "/SUB", auth=A, json={"parent": None})
s.patch("project-patch-parent-back", "partial-update relations.hyperlink", J + "/SUB", auth=A, json={"parent": "http://anywhere.example/rest/projects/CORE"})
s.put("project-put", "update", J + "/FORM", auth=A, json=project("FORM", 4, title="Forms"))
s.patch("project-eve-patch", "permissions errors.403", J + "/FORM", auth=E, json={})
s.patch("project-eve-missing", "permissions errors.403", J + "/NONE", auth=E, json={}, note="before the row is looked for")
s.options("project-options", "options", J, auth=A)
s.options("project-options-eve", "options permissions", J + "/CORE", auth=E)

# ---------------------------------------------------------------- labels
L = R + "labels"
for i, (name, colour) in enumerate([("bug", "#ff0000"), ("idea", None), ("slow", "#00ff00")], 1):
    s.post(f"label-{i}", "create", L, auth=E, json={"name": name, **({"colour": colour} if colour else {})})
s.post("label-wrong", "validation regex", L, auth=E, json={"name": "bug", "colour": "#FF0000"})
s.get("label-filters-off", "list", L + "?search=zzz&ordering=-name", note="no filter backends at all")

# ---------------------------------------------------------------- tickets, flat and nested
T = R + "tickets"


def ticket(number, project="CORE", **more):
    return {"number": number, "title": f"Ticket {number}", "project": project, "assignees": ["{{ada}}"], **more}


s.post("ticket-1", "create", T, auth=A, json=ticket(1, reporter="eve", priority=1, estimate="1 02:00:00", due="2026-01-31T12:00:00Z", body="It is <b>broken</b> & \"odd\""), capture={"t1": "body.id"})
s.post("ticket-2", "create m2m", T, auth=A, json=ticket(2, blocks=["{{t1}}"], status="doing", assignees=["{{kim}}", "{{ada}}", "{{kim}}"], due="2026-02-01T00:30:00+02:00"), capture={"t2": "body.id"})
s.post("ticket-3", "create", T, auth=A, json=ticket(3, "SUB", reporter=None, blocks=["{{t2}}", "{{t1}}"], priority="-1", estimate=3600), capture={"t3": "body.id"})
s.post("ticket-4", "create nested-routes", J + "/CORE/tickets", auth=A, json={"number": 4, "title": "Nested", "assignees": ["{{eve}}"], "project": "SUB"}, note="the parent's value from the URL wins", capture={"t4": "body.id"})
s.post("ticket-5", "create form nested-routes", J + "/SUB/tickets", auth=A, form={"number": "5", "title": "In a form", "assignees": ["{{eve}}", "{{max}}"], "reporter": "", "status": "", "priority": ""}, capture={"t5": "body.id"})
s.post("ticket-6", "create", T, auth=A, json=ticket(6, "DEEP", labels=[1], score=9), note="a relation with a through table is read-only", capture={"t6": "body.id"})
s.post("ticket-7", "create", T, auth=A, json=ticket(7, "FORM"), capture={"t7": "body.id"})
s.post("ticket-empty", "validation", T, auth=A, json={})
s.post("ticket-taken", "validation unique-together", T, auth=A, json=ticket(1))
s.post("ticket-no-assignees", "validation m2m", T, auth=A, json=ticket(20, assignees=[]))
s.post("ticket-form-no-assignees", "validation m2m form", T, auth=A, form={"number": "20", "title": "None", "project": "CORE"})
s.post("ticket-wrong", "validation", T, auth=A, json={"number": 0, "title": "ab", "body": None, "project": "core", "reporter": 5, "assignees": {"x": 1}, "blocks": [5, "x", [], {}], "status": "Open", "priority": 2, "estimate": "P", "due": "2026-01-31 25:00"})
s.post("ticket-wrong-2", "validation", T, auth=A, json={"number": 1.5, "title": "  ab  ", "project": None, "reporter": "", "assignees": None, "blocks": None, "status": None, "priority": "High", "estimate": "", "due": "31/01/2026"})
s.post("ticket-wrong-3", "validation", T, auth=A, json={"number": True, "title": {"a": 1}, "project": ["CORE"], "reporter": ["eve"], "assignees": [["{{ada}}"]], "blocks": ["{{ada}}"], "status": {}, "priority": [], "estimate": True, "due": True})
s.post("ticket-nested-taken", "validation unique-together nested-routes", J + "/CORE/tickets", auth=A, json={"number": 2, "title": "Again", "assignees": ["{{ada}}"]})
s.post("ticket-nested-no-parent", "validation nested-routes", J + "/NONE/tickets", auth=A, json={"number": 2, "title": "Again", "assignees": ["{{ada}}"]})
s.get("ticket-nested", "nested-routes list cursor", J + "/CORE/tickets?fields=number,project")
s.get("ticket-nested-slash", "nested-routes slash-redirect errors.404", J + "/CORE/tickets/")
s.get("ticket-nested-lower", "nested-routes errors.404", J + "/core/tickets")
s.get("ticket-nested-none", "nested-routes list", J + "/NONE/tickets")
s.get("ticket-nested-read", "nested-routes retrieve", J + "/CORE/tickets/{{t1}}")
s.get("ticket-nested-other", "nested-routes errors.404", J + "/SUB/tickets/{{t1}}")
s.get("ticket-nested-bad", "nested-routes errors.404", J + "/SUB/tickets/1")
s.patch("ticket-nested-patch", "nested-routes partial-update", J + "/SUB/tickets/{{t5}}", auth=A, json={"title": "Patched"})
s.put("ticket-nested-put", "nested-routes update", J + "/SUB/tickets/{{t5}}", auth=A, json={"number": 5, "title": "Put", "assignees": ["{{eve}}"]})
s.options("ticket-nested-options", "nested-routes options", J + "/SUB/tickets")
s.get("ticket-read", "retrieve", T + "/{{t1}}")
s.get("ticket-read-missing", "errors.404", T + "/" + NO)
s.get("ticket-read-upper", "retrieve uuid errors.404", T + "/" + NO.replace("0", "A", 1))
s.get("ticket-list", "list cursor", T, capture={"next": "body.next"})
s.get("ticket-list-2", "list cursor", "{{next}}", capture={"next": "body.next", "prev": "body.previous"})
s.get("ticket-list-3", "list cursor", "{{next}}")
s.get("ticket-list-back", "list cursor", "{{prev}}")
s.patch("ticket-patch", "partial-update", T + "/{{t2}}", auth=E, json={"status": "done", "blocks": [], "reporter": "kim"})
s.patch("ticket-patch-anonymous", "permissions errors.401", T + "/{{t2}}", json={})
s.patch("ticket-patch-collide", "validation unique-together", T + "/{{t2}}", auth=A, json={"number": 1})
s.patch("ticket-patch-move", "partial-update unique-together", T + "/{{t2}}", auth=A, json={"project": "DEEP"})
s.patch("ticket-patch-move-back", "partial-update unique-together", T + "/{{t2}}", auth=A, json={"project": "CORE", "blocks": ["{{t1}}", "{{t4}}"]})
s.options("ticket-options", "options", T + "/{{t2}}", auth=A)

# ---------------------------------------------------------------- taggings: the through table
G = R + "taggings"
s.post("tagging-1", "create through", G, auth=A, json={"ticket": "{{t1}}", "label": 1, "weight": 10})
s.post("tagging-2", "create through", G, auth=A, json={"ticket": "{{t1}}", "label": "2"})
s.post("tagging-3", "create through", G, json={"ticket": "{{t2}}", "label": 1}, note="nobody is no admin either")
s.post("tagging-4", "create through", G, auth=E, form={"ticket": "{{t3}}", "label": "3", "weight": ""})
s.post("tagging-4b", "create through", G, auth=E, form={"ticket": "{{t3}}", "label": "3"})
s.post("tagging-taken", "validation unique-together through", G, auth=A, json={"ticket": "{{t1}}", "label": 1})
s.post("tagging-wrong", "validation through", G, auth=A, json={"ticket": NO, "label": "bug", "weight": 11})
s.post("tagging-wrong-2", "validation through", G, auth=A, json={"weight": -1})
s.get("tagging-max", "permissions errors.403", G, auth=X)
s.get("tagging-list", "list limit-offset string-related", G)
s.get("tagging-limit", "list limit-offset string-related", G + "?limit=2&offset=1")
s.get("tagging-read", "permissions errors.403", G + "/1", auth=A, note="not: no object passes")
s.get("ticket-labels", "retrieve through", T + "/{{t1}}")
s.delete("label-delete", "destroy cascade through", L + "/3", auth=A)
s.get("tagging-after", "list cascade through", G + "?ordering=-weight")

# ---------------------------------------------------------------- comments, scoped throttle
C = R + "comments"
s.post("comment-1", "create", C, auth=A, json={"ticket": "{{t1}}", "author": "ada", "number": 1, "text": "Yes."})
s.post("comment-2", "create", C, auth=A, json={"ticket": "{{t1}}", "number": 2, "text": " It\n is. "})
s.post("comment-3", "create form", C, auth=X, form={"ticket": "{{t2}}", "author": "max", "number": "3", "text": "No."})
s.post("comment-wrong", "validation validation.text", C, auth=A, json={"ticket": None, "author": "nobody", "number": None, "text": "x"})
s.post("comment-author-null", "validation relations.slug", C, auth=A, json={"ticket": "{{t1}}", "author": None, "text": "xx"})
s.get("comment-list", "list cursor", C)
s.patch("comment-patch", "partial-update", C + "/1", auth=E, json={"text": "Yes!", "number": 4})
s.put("comment-put", "errors.405", C + "/1", auth=E, json={})
s.delete("comment-delete", "errors.405", C + "/1", auth=X)
s.delete("comment-delete-anonymous", "permissions errors.401", C + "/1")
s.options("comment-options", "options throttling", C + "/1", auth=E)
s.get("ticket-comments", "retrieve nested-read", T + "/{{t1}}?fields=number,comments")

# ---------------------------------------------------------------- votes: two a minute, composed permissions
V = R + "votes"
s.get("vote-anonymous", "permissions errors.401", V)
s.get("vote-max", "permissions errors.403", V, auth=X)
s.post("vote-1", "create throttling", V, auth=A, json={"ticket": "{{t1}}", "user": 1, "up": "yes"})
s.post("vote-taken", "validation unique-together throttling", V, auth=A, json={"ticket": "{{t1}}", "user": 1, "up": False})
s.post("vote-refused", "throttling errors.429", V, auth=A, json={"ticket": "{{t2}}", "user": 1, "up": False})
s.post("vote-missing", "validation throttling", V, auth=E, json={"ticket": "{{t1}}", "user": 3})
s.post("vote-form", "create form", V, auth=E, form={"ticket": "{{t1}}", "user": "3"}, note="an absent box is false")
s.get("vote-refused-2", "throttling errors.429", V, auth=E)
s.get("people-not-throttled", "throttling", P + "?fields=handle", auth=A)

# ---------------------------------------------------------------- credentials
for name, value in [("token", "Token tok-ada"), ("token-inactive", "Token tok-old"), ("token-unknown", "Token nothing"), ("token-empty", "Token "), ("token-three", "Token a b"), ("token-latin", "Token \u00fc"), ("keyword", "JWT tok-ada"), ("basic", "Basic YWRhOmFkYS1wdw=="), ("basic-wrong", "Basic YWRhOnB3"), ("basic-bad", "Basic x"), ("bearer", "Bearer tok-ada")]:
    s.post("auth-" + name, "auth", L, headers={"Authorization": value}, json={})

# ---------------------------------------------------------------- filters
for name, query in [
        ("status", "status=done"), ("status-bad", "status=Done"), ("priority", "priority=-1"), ("priority-bad", "priority=Low"), ("project", "project={{sub}}"), ("project-bad", "project=SUB"), ("number", "number=2"), ("number-float", "number=2.0"), ("number-lt", "number__lt=2.5"), ("number-in", "number__in=1,3,99"),
        ("number-in-bad", "number__in=1;3"), ("iexact", "title__iexact=ticket 1"), ("istartswith", "title__istartswith=TICKET"), ("iendswith", "title__iendswith=T"), ("iregex", "title__iregex=^t.*[12]$"), ("due", "due__gte=2026-01-31T12:00:00Z"), ("due-zone", "due__gte=2026-02-01T00:30:00%2B02:00"), ("due-space", "due__gte=2026-02-01T00:30:00+02:00"), ("due-month", "due__month=1"),
        ("due-null", "due__isnull=false"), ("due-bad", "due__gte=x&due__month=13x&due__isnull=y"), ("estimate", "estimate__lt=02:00:00"), ("estimate-null", "estimate__isnull=false"), ("estimate-bad", "estimate__lt=x"), ("project-key", "project__key=CORE"), ("project-key-in", "project__key__in=SUB,DEEP"), ("lead", "project__lead__handle=max"),
        ("label", "labels__name=bug"), ("label-in", "labels__name__in=bug,idea"), ("reporter", "reporter__handle=eve"), ("reporter-null", "reporter__handle__isnull=true"), ("assignee", "assignees={{kim}}"), ("assignees", "assignees={{kim}}&assignees={{ada}}"), ("assignees-bad", "assignees={{kim}}&assignees=x"), ("assignees-null", "assignees__isnull=false"),
        ("blocks", "blocks={{t1}}"), ("text", "text=NEST"), ("due-in", "due_in_after=2026-01-31T22:00:00Z&due_in_before=2026-02-02T00:00:00Z"), ("due-in-bad", "due_in_after=x&due_in_before=y"), ("no", "no_min=2&no_max=4"), ("no-bad", "no_max=x"), ("no-plain", "no=1,2"), ("several-bad", "status=x&priority=y&number=z&no_min=q&text=&due_in_before=w")]:
    s.get("ticket-filter-" + name, "filter" + (" filter.invalid" if "bad" in name else ""), f"{T}?{query}&fields=number,status")
for name, query in [("labels", "tickets__labels__name=bug"), ("labels-in", "tickets__labels__name__in=bug,idea"), ("status", "tickets__status=open"), ("status-bad", "tickets__status=x"), ("budget", "budget__gte=1"), ("budget-null", "budget__isnull=true"), ("budget-bad", "budget__gte=1,5"), ("team", "team={{ada}}"), ("open", "open=false"), ("lead", "lead={{max}}"), ("parent", "parent={{core}}"), ("key", "key=SUB"), ("parent-bad", "parent=CORE")]:
    s.get("project-filter-" + name, "filter filter.relation" + (" filter.invalid" if "bad" in name else ""), f"{J}?{query}&fields=key")
for name, query in [("title", "search=put"), ("label", "search=BUG"), ("project", "search=core"), ("project-part", "search=cor"), ("both", "search=bug%20idea"), ("quoted", "search=%22ticket%201%22"), ("html", "search=%3Cb%3E"), ("percent", "search=%25"), ("underscore", "search=_"), ("backslash", "search=%5C")]:
    s.get("ticket-search-" + name, "search", f"{T}?{query}&fields=number")
for name, query in [("key", "search=su"), ("key-middle", "search=ub"), ("lead", "search=max"), ("tickets", "search=nested")]:
    s.get("project-search-" + name, "search", f"{J}?{query}&fields=key")
for name, query in [("title", "ordering=title"), ("priority", "ordering=-priority,number"), ("unknown", "ordering=status"), ("status", "ordering=due,number")]:
    s.get("ticket-ordering-" + name, "ordering cursor", f"{T}?{query}&fields=number", capture={"next": "body.next"})
    s.get(f"ticket-ordering-{name}-2", "ordering cursor", "{{next}}")

s.get("ticket-ordering-project", "ordering cursor", T + "?ordering=project__key,number&fields=number", note="a cursor through a relation: DRF crashes")

# ---------------------------------------------------------------- dynamic fields, deep
for name, query in [
        ("fields", "fields=number,project"), ("omit", "omit=comments,blocks,blocked_by,body"), ("expand", "expand=project&fields=number,project"), ("expand-reporter", "expand=reporter&fields=number,reporter"), ("expand-deep", "expand=project.lead&fields=number,project.key,project.lead"),
        ("expand-deeper", "expand=project.lead.boss&fields=project.lead.handle,project.lead.boss"), ("expand-parent", "expand=project.parent.lead&fields=project.key,project.parent"), ("expand-many", "expand=assignees.boss&fields=assignees.handle,assignees.boss.handle"), ("expand-labels", "expand=labels&fields=labels"), ("expand-self", "expand=blocks.blocks&fields=number,blocks.number,blocks.blocks.number"),
        ("expand-omit", "expand=project.lead&omit=project.lead.profile,project.lead.reports,project.tickets,comments,project.lead_detail"), ("expand-all", "expand=~all&fields=project.key,reporter.handle,labels.name,assignees.handle,blocks.number"), ("expand-unknown", "expand=nothing,project.nothing&fields=number,project"), ("expand-tickets", "expand=project.tickets&fields=project.tickets.number"),
        ("expand-star-deep", "expand=project.*&fields=project.lead.handle,project.team.handle,project.children.key"), ("fields-deep-only", "fields=project.key"), ("omit-everything", "omit=*"), ("expand-brackets", "expand[]=project&expand[]=reporter&fields[]=project.key&fields[]=reporter.handle&omit[]=x"), ("expand-twice", "expand=project&expand=reporter&fields=project.key,reporter.handle")]:
    s.get("flex-" + name, "dynamic-fields" + (" expand" if "expand" in name else ""), f"{T}/{{{{t2}}}}?{query}")
s.get("flex-list", "dynamic-fields expand list", T + "?expand=project.lead,assignees,reporter&fields=number,project.key,project.lead.handle,assignees.handle,reporter.handle")
s.get("flex-people", "dynamic-fields expand list", P + "?expand=reports.reports,boss&fields=handle,reports.handle,reports.reports.handle,boss.name")
s.get("flex-nested-route", "dynamic-fields expand nested-routes", J + "/CORE/tickets?expand=project&fields=number,project.title")
s.patch("flex-patch", "dynamic-fields expand partial-update", T + "/{{t6}}?expand=project&fields=title,project.key", auth=A, json={"title": "Six"})
s.post("flex-post", "dynamic-fields validation", T + "?fields=number&omit=title", auth=A, json={"number": "x"})

# ---------------------------------------------------------------- the end of things
s.delete("person-protected", "destroy protect", P + "/max", auth=A)
s.delete("project-cascade", "destroy cascade", J + "/CORE", auth=A)
s.get("project-after", "list cascade", J + "?fields=key")
s.get("ticket-after", "list cascade", T + "?fields=number,blocks,reporter")
s.get("tagging-after-cascade", "list cascade", G)
s.delete("person-set-null", "destroy set-null cascade", P + "/kim", auth=A)
s.delete("person-free", "destroy set-null", P + "/max", auth=A)
s.get("person-after", "list set-null", P + "?per=4")
s.get("profile-after", "list cascade", F)
s.head("head", "head", P + "/ada")
s.head("head-404", "head errors.404", P + "/kim")
s.trace("trace", "errors.405", P)
s.put("put-list", "errors.405", P, auth=A, json={})
s.get("html", "browsable negotiation", P, accept="text/html")
s.get("format-query", "negotiation", P + "?format=json&fields=handle")
s.post("body-plain", "errors.415", L, auth=A, body="name=x", type="text/plain")
s.post("body-malformed", "validation.body", L, auth=A, body="{", type="application/json")
s.post("body-not-utf8", "validation.body", L, auth=A, body="name=%FF%FE", type="application/x-www-form-urlencoded")
s.post("body-list", "validation.body", L, auth=A, json=[{"name": "x"}])
s.dump()
