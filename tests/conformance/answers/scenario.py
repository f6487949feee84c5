"""Lists ordered by what there is several times, pages by cursor of any size, nested rows and their errors."""
from scenario_tools import Scenario

s = Scenario()
n = 0


def name(prefix):
    global n
    n += 1
    return f"{prefix}-{n}"


for row in "abcde":
    s.post(name("team"), "create", "/api/teams/", json={"name": row})
for row in "xyz":
    s.post(name("tag"), "create", "/api/tags/", json={"name": row})
for team, count, tags in [(1, 5, [1, 2]), (1, 7, []), (3, 6, [1, 2, 3]), (4, 1, [3]), (4, 2, [1]), (4, 3, [2])]:
    s.post(name("item"), "create", "/api/items/", json={"title": f"{team}{count}", "team": team, "count": count, "tags": tags})
for row, members in [("a", [1, 2]), ("b", []), ("c", [1, 2, 3]), ("d", [3])]:
    s.post(name("squad"), "create", "/api/squads/", json={"name": row, "members": members})

# An order over several related rows makes more rows than are counted: a page holds no more than the count, and past it there is nothing.
ORDERS = ["items__count,id", "-items__count,id", "items__tags__name,id", "-items__tags__name,-items__count,id", "id"]
for order in ORDERS:
    for more in ["", "&search=x", "&search=a", "&items__count__gt=1", "&items__count=5", "&items__count__in=1,2,6", "&items__count__gt=1&search=x", "&o=items__count", "&items=1"]:
        for page in ["", "&page=2", "&page=3", "&page=4", "&page_size=100"]:
            if page != "&page=4" or not more:
                s.get(name("teams"), "ordering.to-many pagination.page-number list", f"/api/teams/?ordering={order}{more}{page}")
    s.get(name("teams"), "ordering.to-many pagination.page-number list", f"/api/teams/?ordering={order}&page=last")
for order in ["members__name,id", "-members__name,id", "id"]:
    for more in ["", "&search=x", "&search=a", "&members=1", "&members=1&members=2", "&members__name__icontains=x"]:
        for page in ["", "&limit=1", "&limit=4&offset=4", "&limit=4&offset=5", "&limit=4&offset=3", "&limit=10&offset=1"]:
            s.get(name("squads"), "ordering.to-many pagination.limit-offset list", f"/api/squads/?ordering={order}{more}{page}")
for page in ["", "&page=2", "&page=3", "&page=4"]:
    s.get(name("o"), "ordering.to-many filter list", f"/api/teams/?o=items__count,name{page}")
# Without a default nothing is cut unless a limit is asked for.
for page in ["", "?limit=2", "?limit=0", "?limit=x", "?offset=1", "?limit=2&offset=2"]:
    s.get(name("tags"), "pagination.limit-offset list", f"/api/tags/{page}")

# Pages by cursor, of the size that is asked for.
for size in ["", "size=1", "size=3", "size=4", "size=0", "size=-1", "size=x", "size=", "size=1_0", "size=２", "page_size=1", "size=1&size=3", "size=99999999999999999999999"]:
    s.get(name("size"), "pagination.cursor list", f"/api/items/?{size}")
s.get("cursor-first", "pagination.cursor list", "/api/items/?size=1&team=4", capture={"second": "body.next"})
s.get("cursor-second", "pagination.cursor list", "{{second}}", capture={"third": "body.next", "first": "body.previous"})
s.get("cursor-third", "pagination.cursor list", "{{third}}")
s.get("cursor-back", "pagination.cursor list", "{{first}}")
s.get("cursor-other-size", "pagination.cursor list", "{{second}}&size=3")

# Nested rows, and rows of details.
O = "/api/orders/"
s.post("order", "nested-write create", O, json={"ref": "a", "lines": [{"num": 2, "code": "x", "parts": [{"serial": "1"}, {"serial": None}]}, {"num": 1}], "label": {"text": "l"}})
s.get("order-read", "nested-write retrieve", O + "1/")
for body in [{"lines": [{}]}, {"lines": [{"num": 1}, {"num": "x", "parts": 5}]}, {"lines": [{"num": 1, "parts": [{}, {"serial": "12345678901"}]}]}, {"lines": {"num": 1}},
             {"lines": [None]}, {"lines": None}, {"lines": "x"}, {"label": []}, {"label": {}}, {"label": "x"}, {"lines": [{"num": 1, "code": "12345678901"}]}]:
    s.post(name("wrong"), "nested-write validation", O, json={"ref": "b", **body})
    s.patch(name("wrong"), "nested-write validation", O + "1/", json=body)
s.patch("label-none", "nested-write update", O + "1/", json={"label": None})
s.patch("lines-none", "nested-write update", O + "1/", json={"lines": []})
s.put("put", "nested-write update", O + "1/", json={"ref": "c"})
s.post("film", "nested-write master create", "/api/media/films/", json={"title": "f", "minutes": 9, "tags": [1, 2], "cast": [3], "scenes": [{"number": 2}, {"number": 1}]})
s.patch("film-tags", "master relations update", "/api/media/films/1/", json={"tags": [3], "scenes": [{"number": 5}]})
s.patch("film-cast", "master relations update", "/api/media/films/1/", json={"cast": []})
s.put("film-put", "master relations update", "/api/media/films/1/", json={"title": "g"})
s.get("film-read", "master retrieve", "/api/media/films/1/")
s.patch("both-sides", "relations update", "/api/tags/1/", json={"items": [1, 2]})
s.patch("both-sides-2", "relations update", "/api/items/1/", json={"tags": [1, 3]})
s.get("both-sides-read", "relations list", "/api/tags/")

# What keeps a row, and what goes with it.
N = "/api/nodes/"
for row in range(6):
    s.post(name("node"), "create", N, json={"name": str(row)})
s.patch("keeper", "on-delete update", N + "2/", json={"keeper": 1})
s.delete("kept", "on-delete errors.500 destroy", N + "1/")
s.patch("guard", "on-delete update", N + "2/", json={"keeper": None, "guard": 1})
s.delete("guarded", "on-delete errors.500 destroy", N + "1/")
s.patch("friend", "on-delete update", N + "2/", json={"guard": None, "friend": 1, "above": 3, "peers": [1, 3, 4]})
s.delete("friend-gone", "on-delete destroy", N + "1/")
s.get("friend-left", "on-delete retrieve", N + "2/")
s.delete("above-gone", "on-delete destroy", N + "3/")
s.get("above-left", "on-delete list", N)
s.dump()
