"""The newsroom: a master with relations of every kind, two details that have more, and what points at them."""
from scenario_tools import Scenario

s = Scenario(mask=[{"regex": "^JSON parse error - .*", "with": "JSON parse error - …"}, {"header": "Retry-After", "as": "int"},
                   {"regex": "Expected available in \\d+ seconds?\\.", "with": "Expected available in …"}])
R = "/n/"
A, N, B = "token:root", "token:ann", "basic:bob"
counts = {}


def go(area, method, path, tags="", auth=A, **options):
    """One request; its id is the area and a number."""
    counts[area] = counts.get(area, 0) + 1
    if auth:
        options["auth"] = auth
    s.add(method, f"{area}-{counts[area]}", f"{area} {tags}", path.replace(" ", "%20"), **options)


def gets(area, base, tags, *queries, **options):
    for query in queries:
        go(area, "GET", base + query, tags, **options)


# ---------------------------------------------------------------- the root: versions, renderers, credentials
for method in ("GET", "OPTIONS", "POST", "HEAD"):
    go("root", method, R, auth=None)
gets("root", R, "versioning", "?version=b", "?version=c", "?version=", "?version=2.0", auth=None)
gets("root", R, "negotiation", "?format=json", "?format=xml", ".json", auth=None)
for accept in ("text/html", "application/json; indent=4", "*/*;q=0", "application/json;q=0", "text/*, application/json;q=0.1", "", "application/json, text/html", "garbage"):
    go("root", "GET", R, "negotiation", accept=accept)
for auth in ("token:off", "basic:ann:bad", "basic:off"):
    go("root", "GET", R, "auth", auth=auth)
for header in ("Token nope", "Token", "Token a b", "Basic zzz", "Basic", "bearer x", "token t-root"):
    go("root", "GET", R, "auth", auth=None, headers={"Authorization": header})

# ---------------------------------------------------------------- desks: labels of choices, a scoped throttle, composed permissions
D = R + "desks/"
for auth in (None, A, N):
    go("desk", "OPTIONS", D, "options display", auth=auth)
go("desk", "POST", D, "permissions", auth=None, json={"slug": "x", "title": "X"})
go("desk", "POST", D, "permissions", json={"slug": "x"})
go("desk", "POST", D, "permissions", auth=B, json={})
for body in ({"slug": "home", "title": "Home"}, {"slug": "abroad", "title": "Abroad", "mood": "no", "rank": 2, "parent": "home", "chief": 2, "opened": "2024-01-01"}, {"slug": "home", "title": ""}, {}):
    go("desk", "POST", D, "create display throttling", auth=N, json=body)
go("desk", "GET", D, "throttling", auth=N)
for query in ("home/", "abroad/", "?find=home&by=-slug"):
    go("desk", "GET", D + query, "display ordering throttling", auth=None)
go("desk", "GET", D, "throttling", auth=None)

# ---------------------------------------------------------------- tags: a natural key of any text
T = R + "tags/"
go("tag", "OPTIONS", T, "options")
for body in ({"word": "war", "uses": 1}, {"word": "a/b"}, {"word": "peace"}, {"word": "war"}, {"word": "war", "uses": 1}, {"word": "x" * 13, "uses": 2 ** 63}):
    go("tag", "POST", T, "create unique unique-together", json=body)
go("tag", "POST", T, "form", form={"word": "ü ö", "uses": ""})
go("tag", "POST", T, "form", form={"word": "ü ö"})
gets("tag", T, "natural-key", "", "%C3%BC %C3%B6/", "a/b/", "a%2Fb/", "war.json/", "war.json", "%", "%FF/")
go("tag", "PUT", T + "war/", "errors.405", json={})
go("tag", "PATCH", T + "war/", "partial-update", json={"uses": 3})
go("tag", "PATCH", T + "war/", "unique-together", json={"word": "peace", "uses": 0})
go("tag", "OPTIONS", T + "war/", "options", auth=None)
gets("tag", T, "dynamic-fields ordering search", "?fields=word", "?omit=items,uses", "?by=-uses,word", "?find=pe")

# ---------------------------------------------------------------- places: cursors, a blank that is unique
P = R + "places/"
go("place", "OPTIONS", P, "options")
go("place", "GET", P, "permissions", auth=None)
for body in ({"code": 1, "name": "Oslo", "north": 59.9}, {"code": 2, "north": None}, {"code": 3, "name": "Bern", "north": "46.9"}, {"code": 4, "name": None, "north": -90}, {"code": 5, "name": "", "north": 90.5},
             {"code": 0, "name": "Oslo", "north": 90.6}, {"code": 100, "name": "x" * 13, "north": "-90.01"}, {"code": 3}, {"code": "7", "name": " Rome ", "north": 1e1}, {}):
    go("place", "POST", P, "create validation unique", json=body)
go("place", "GET", P, "cursor", capture={"pa": "body.next"})
go("place", "GET", "{{pa}}", "cursor", capture={"pb": "body.next"})
go("place", "GET", "{{pb}}", "cursor", capture={"pc": "body.previous"})
go("place", "GET", "{{pc}}", "cursor")
gets("place", P, "retrieve", "?by=-code", "1/", "99/", "x/", "?name=Oslo", "1/?fields=code,photo")
go("place", "PATCH", P + "1/", "read-only", json={"photo": 4})
go("place", "PUT", P + "2/", "update", json={"code": 2, "north": None})

# ---------------------------------------------------------------- items: the master has no routes
I = R + "items/"
gets("item", I, "master-detail errors.404", "", "1/")

# ---------------------------------------------------------------- articles: what a detail inherits and adds
X, Q = I + "articles/", I + "pix/"
for auth in (None, A, N):
    go("article", "OPTIONS", X, "master-detail options", auth=auth)
home, abroad = "http://h.example/n/desks/home/", "/n/desks/abroad/"
for auth, body in (
        (N, {"desk": home, "title": "First news", "author": 2, "tags": ["war", "peace"], "body": " keep ", "secret": "abc", "made": "2024-05-05T05:05:05Z", "ref": "one", "notes": [{"text": "n1"}, {"text": "n2", "number": 0}]}),
        (A, {"desk": abroad, "title": "Second", "author": None, "follows": "/n/items/articles/1/", "weight": "2.5", "kind": "essay", "words": 9, "type": "photo", "similar": [1], "ref": "two"}),
        (A, {"desk": abroad, "title": "t" * 21, "author": 9, "follows": "/n/items/pix/1/", "weight": -1, "kind": "x", "secret": "toolong", "tags": ["nope"], "made": "x", "similar": ["x"], "pictures": [9], "cover": 9, "ref": "one"}),
        (A, {}),
        (A, {"desk": "/n/desks/none/", "title": "t", "follows": "x", "author": "x", "weight": "1000", "notes": [{}, {"text": "x" * 11}]}),
        (A, {"desk": "/n/places/1/", "title": None, "follows": 1, "author": None, "tags": None, "body": None, "similar": None, "pictures": None, "notes": None}),
        (A, {"desk": home, "title": "First news", "author": None}),
        (A, {"desk": home, "title": "Notes", "author": None, "notes": [{"text": "a"}, {"text": "b"}, {"text": "c"}]}),
        (A, {"desk": home, "title": "Three", "author": 1, "tags": ["war"], "similar": [1, 2], "editors": [1], "ref": "three"}),
        (A, {"desk": home, "title": "Codes", "author": None, "notes": [{"text": "a", "code": "k"}, {"text": "a", "code": "k", "number": "x"}]}),
        (B, {"desk": home, "title": "by bob", "author": 3}), (None, {})):
    go("article", "POST", X, "master-detail create m2m nested-write", auth=auth, json=body)
go("article", "POST", X, "master-detail form", form={"desk": home, "title": "Formed", "author": "", "tags": ["war"], "follows": "", "made": "", "kind": "", "weight": "", "ref": "zero"})
go("article", "POST", X, "master-detail form m2m", form={"desk": home, "title": "Formed", "author": "", "tags": ["war"], "similar": ["1", "3"], "follows": "", "made": "", "ref": "four", "notes[0]text": "f", "notes[0]number": "3"})
go("article", "POST", X, "errors.415", multipart={"title": "x"})

# ---------------------------------------------------------------- pictures: overridden options, a one to one, both ends of a many to many
go("picture", "OPTIONS", Q, "master-detail options")
for body in ({"desk": home, "title": "Pic one", "author": 1, "width": 100, "place": 1, "taken": "10:00", "articles": ["Second"], "comments": [{"who": "a@b.example", "text": "Fine"}]},
             {"desk": home, "title": "Pic two", "author": None, "width": 50, "place": 3, "follows": "/n/items/articles/1/", "similar": [1, 5]},
             {"desk": home, "title": "Pic three", "author": 1, "width": 200, "tags": ["war"], "follows": "http://x/n/items/pix/5/", "articles": ["Second", "Three"]},
             {"desk": home, "title": "Pic four too long", "author": 1, "width": 0, "place": 9, "taken": "25:00", "articles": ["nope"], "comments": [{}, {"who": "x", "text": "x" * 21}]},
             {"desk": home, "title": "P", "author": 1, "width": None, "place": "x", "articles": "Second", "comments": {}},
             {"desk": home, "title": "Pf", "author": 1, "width": "7", "place": None, "comments": [{"who": "a@b.example", "text": "1"}, {"who": "b@b.example", "text": "2"}]}):
    go("picture", "POST", Q, "master-detail create one-to-one m2m nested-write", json=body)
gets("picture", Q, "master-detail list", "", "?limit=1&offset=1", "?limit=9", "?offset=99999999999999999999", "?by=-place__code,id", "?by=title", "?by=-width", "?find=Pic", "5/", "6/", "1/", "5/?expand=desk&omit=desk.items,desk.url", "?fields=link,followers,desk_label")
gets("picture", Q, "master-detail filter filter.relation", "?place__code=1", "?place__code__in=1,3", "?place__code__in=1,x", "?width__gt=60", "?width__range=50,100", "?type=photo", "?type=article", "?desk__slug=home", "?desk__slug__startswith=h", "?desk=1", "?desk=home", "?tags=3", "?tags=war",
     "?tags__word=war", "?tags__word__in=war,peace", "?made__date=2024-05-05", "?made__isnull=true", "?titled=pic", "?weighs_min=1&weighs_max=2", "?author=1", "?similar=1", "?similar=1&similar=5", "?follows=1", "?notes__text__icontains=n", "?followers__title=Pic three", "?editings__role=lead", "?ref__isnull=true")
gets("picture", Q, "master-detail expand", "?expand=desk", "?expand=desk.parent,tags&fields=link,desk.slug,desk.parent,tags", "?expand=desk.items&limit=1", "?expand=~all&limit=1")

# ---------------------------------------------------------------- articles again: read, filtered, changed
E = R + "editings/"
for body in ({"item": "/n/items/articles/1/", "user": 1, "role": "lead"}, {"item": "http://x/n/items/pix/5/", "user": 2}, {"item": "/n/items/pix/1/", "user": 9, "role": "x"}, {"item": "/n/items/articles/1/"}, {"item": 1, "user": None}):
    go("editing", "POST", E, "through master-detail relations.detail", json=body)
gets("editing", E, "through master-detail", "", "1/", "9/")
go("editing", "PATCH", E + "1/", "through master-detail", json={"item": "/n/items/articles/2/"})
go("editing", "OPTIONS", E, "options display")
gets("article", X, "master-detail filter", "?kind=essay", "?kind=x", "?body__icontains=KEEP", "?body__regex=^ k", "?title=Second", "?tags=3", "?tags__word__in=war,peace", "?similar=1", "?editors=1", "?editings__role__in=lead,aid", "?editings__role=x", "?pictures__title=Pic one", "?pictures__title__icontains=ONE", "?cover__width__gt=1", "?cover__place__code=1", "?ref=two", "?follows=1",
     "?find=war", "?find=first news", "?find=first,war", "?by=-id", "1/", "2/", "nope/", "99/", "1.json", "1/?version=b", "1/?version=z", "?expand=similar,pictures&fields=link,similar.id,similar.tags,pictures.width")
go("article", "GET", X, "master-detail cursor", capture={"xa": "body.next"})
go("article", "GET", "{{xa}}", "master-detail cursor", capture={"xb": "body.previous"})
go("article", "GET", "{{xb}}", "master-detail cursor")
gets("article", X, "cursor", "?cursor=%C3%A9", "?cursor=cD0z")
for auth, method, key, body in (
        (N, "PUT", "1", {"desk": home, "title": "Renamed", "author": 2, "cover": 5}), (N, "PATCH", "1", {"tags": [], "follows": "/n/items/articles/1/"}),
        (A, "PATCH", "1", {"follows": "/n/items/articles/2/", "similar": [1, 2, 5]}), (A, "PATCH", "1", {"notes": [{"text": "n1"}]}), (A, "PATCH", "1", {"notes": []}), (A, "PATCH", "2", {"pictures": [5, 6], "tags": ["peace"]}),
        (A, "PATCH", "2", {"cover": 5}), (A, "PATCH", "2", {"ref": "one"}), (A, "PATCH", "2", {"title": "Three", "desk": home}), (A, "PATCH", "2", {"editors": [3], "kind": "news"}), (N, "DELETE", "1", None), (B, "PATCH", "1", {"title": "zz"})):
    go("article", method, X + key + "/", "master-detail update m2m", auth=auth, **({"json": body} if body is not None else {}))
gets("article", X, "master-detail", "1/", "2/", "?similar=5")
for method, key, body in (("PATCH", "5", {"place": 3}), ("PATCH", "5", {"place": None, "title": "Q", "articles": []}), ("PATCH", "6", {"comments": [{"who": "c@b.example", "text": "new"}]}), ("PATCH", "6", {"similar": []}), ("PUT", "7", {"desk": home, "title": "Put", "author": None, "width": 3})):
    go("picture", method, Q + key + "/", "master-detail update m2m one-to-one nested-write", json=body)
go("picture", "OPTIONS", Q + "5/", "master-detail options")
go("picture", "OPTIONS", Q + "1/", "master-detail options")

# ---------------------------------------------------------------- routes below a desk and below a picture
W = D + "home/items/articles/"
go("nested", "GET", W, "nested-routes master-detail", auth=B)
go("nested", "POST", W, "nested-routes master-detail", json={"title": "Below", "author": None})
go("nested", "POST", W, "nested-routes master-detail", json={"title": "Below", "author": None, "desk": home})
gets("nested", D, "nested-routes master-detail", "home/items/articles/2/", "abroad/items/articles/2/", "home/items/articles.json", "home/items/articles")
C = Q + "5/comments/"
for auth in (None, B, N):
    go("nested", "GET", C, "nested-routes permissions", auth=auth)
for body in ({"who": "a@b.example", "text": "Well"}, {"who": "a@b.example", "text": "x" * 21}, {"who": "x", "text": ""}, {}):
    go("nested", "POST", C, "nested-routes", auth=N, json=body)
K = R + "comments/"
for auth in (N, A, None):
    go("comment", "OPTIONS", K, "options", auth=auth)
for body in ({"photo": "/n/items/pix/5/", "who": "a@b.example", "text": "Again"}, {"photo": "/n/items/pix/5/", "who": "e@b.example", "text": "Again"}, {"photo": "/n/items/articles/1/", "who": "x", "text": ""}, {"photo": "/n/items/pix/99/"}, {"photo": None}):
    go("comment", "POST", K, "relations.detail unique-together", auth=N, json=body)
gets("comment", K, "list", "", "?page=2", "?page=0", "1/", "?fields=id,photo")
go("comment", "PATCH", K + "1/", "permissions", auth=N, json={"who": "d@b.example"})
go("comment", "PUT", K + "1/", "update", json={"photo": "/n/items/pix/6/", "text": "ok", "who": "e@b.example", "item": 1})

# ---------------------------------------------------------------- galleries: relations to details and to the master
G = R + "galleries/"
go("gallery", "OPTIONS", G, "options")
for body in ({"name": "All", "photos": [5, 6, 7], "lead": "/n/items/articles/2/"}, {"name": "Few", "photos": [6], "lead": "/n/items/pix/6/"}, {"name": "Twice", "photos": [6, 6], "lead": None}, {"name": "Bad", "photos": [1, "x", 99], "lead": "/n/items/pix/1/"}, {"name": "All", "photos": [], "lead": "/n/galleries/1/"}, {}):
    go("gallery", "POST", G, "create m2m relations.detail", json=body)
gets("gallery", G, "filter filter.relation", "", "?photos=6", "?photos=1", "?photos=5&photos=6", "?lead=2", "?photos__title=Pic two", "?lead__desk__slug=abroad", "?best__place__code=1", "?find=pic", "?find=peace", "?by=-lead__title,name", "?by=best__width,name")
gets("gallery", G, "expand", "?expand=photos&fields=name,photos.title,photos.similar", "?expand=lead&fields=name,lead.link,lead.title", "1/?expand=photos.desk")
M = R + "notes/"
for body in ({"item": 2, "text": "on two"}, {"item": 2, "text": "on two"}, {"item": 99, "text": ""}, {"item": 5, "text": "on pic", "number": -1}):
    go("note", "POST", M, "unique-together", json=body)
gets("note", M, "filter.relation", "", "?item=2", "?item__title=Second", "?item__tags__word=peace", "?item__article__kind=news", "?item__article__kind__isnull=true", "?find=second")

# ---------------------------------------------------------------- presses: arguments that fields seldom get
Z = R + "presses/"
go("press", "OPTIONS", Z, "options extra-kwargs")
U = "00000000-0000-4000-8000-00000000000"
for body in ({"a": U + "1", "b": U + "2", "c": U + "3", "d": "1 02:03:04.5", "e": "-1 00:00:01", "ip": "1.2.3.4", "ip4": "10.0.0.1", "rollers": [{"n": 1}], "word": "yes"},
             {"c": "ffffffff-ffff-4fff-bfff-ffffffffffff", "d": 0, "e": "P3D", "ip": "::1", "ip4": "", "rollers": [{"n": 1}, {"n": 2}], "word": "OFF"}, {}, {"word": "0", "spec": {"a": [1, 2.5, None, True], "b": "it's"}}, {"word": "null", "spec": "text"}, {"spec": [1e3, "\"", {}]}, {"spec": None}, {"spec": False}, {"word": "some"}, {"rollers": []}, {"rollers": [{"n": 1}] * 3}, {"rollers": [{}, {}, {}]}, {"rollers": {}},
             {"ip": "::1234:5678:9abc:def0", "ip4": " 10.0.0.1 "}, {"ip": "::", "ip4": "1.1.1.1"}, {"ip": "x", "ip4": "1"}, {"ip": "  ", "ip4": "  "}, {"ip": " 1.2.3.4 ", "ip4": "100.100.100.100"}, {"ip": 5, "ip4": 5, "c": 7}):
    go("press", "POST", Z, "extra-kwargs validation", json=body)
go("press", "PATCH", Z + "1/", "extra-kwargs nested-write", json={"rollers": []})
go("press", "PATCH", Z + "1/", "extra-kwargs nested-write", json={"rollers": [{"n": 5}], "d": "P1DT2H"})
go("press", "PUT", Z + "1/", "extra-kwargs form", form={"word": "x", "rollers[0]n": "4", "rollers[1]n": "4", "rollers[2]n": "4"})
go("press", "GET", Z, "extra-kwargs formats")

# ---------------------------------------------------------------- deletes, and what is no URL
go("delete", "DELETE", P + "1/", "restrict")
go("delete", "DELETE", Q + "6/", "master-detail cascade")
go("delete", "DELETE", X + "2/", "master-detail cascade")
gets("delete", "", "master-detail", Q, G, M, E, X + "1/")
go("delete", "DELETE", D + "home/", "protect", auth="token:bob")
go("url", "TRACE", X, "errors.405")
go("url", "POST", X + "1/", "errors.405")
go("url", "POST", X[:-1], "slash-redirect", json={})
gets("url", "", "errors.404", "/n", "/nope/", R + "articles/", I + "articles/nope/extra/", X + "1")
s.dump()
