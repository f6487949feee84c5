"""The real pynetbox against a server generated from specs/netbox_plugin:  netbox.py BASE_URL TOKEN

Prints what it did and exits 0 only if everything was as a NetBox user expects. The database must have no rows.
"""
import sys

import pynetbox
from pynetbox.core.query import RequestError

base, token = sys.argv[1:3]
nb = pynetbox.api(base, token=token)
models = nb.plugins.my_plugin.my_model
notes = nb.plugins.my_plugin.my_notes
done = []


def check(what, is_so):
    if not is_so:
        sys.exit(f"not as expected: {what}")
    done.append(what)


# create
first = models.create(foo="first", bar=1)
check("create gives the record", (first.id, first.foo, first.bar) == (1, "first", 1))
check("a record has exactly the three fields", set(dict(first)) == {"id", "foo", "bar"})
for number in range(2, 121):
    models.create({"foo": f"row {number}", "bar": number % 7})
check("count", models.count() == 120)
check("count of a filter", models.count(bar=3) == 17)

# list and pages: pynetbox asks limit=0 first and follows `next`
check("all, with the server's own page size", [r.id for r in models.all()] == list(range(1, 121)))
check("all in pages of 25", [r.id for r in models.all(limit=25)] == list(range(1, 121)))
check("one page at an offset", [r.id for r in models.all(limit=10, offset=100)] == list(range(101, 111)))
check("len of a result", len(models.all()) == 120)
check("a limit over the maximum is cut, not refused", len(list(models.all(limit=100000))) == 120)
threaded = pynetbox.api(base, token=token, threading=True).plugins.my_plugin.my_model
check("all, in threads", sorted(r.id for r in threaded.all(limit=50)) == list(range(1, 121)))

# get
check("get by id", models.get(17).foo == "row 17")
check("get by a filter", models.get(foo="row 33").id == 33)
check("get of a row that isn't there", models.get(4711) is None)
try:
    models.get(bar=3)
    check("get of several rows is an error", False)
except ValueError:
    check("get of several rows is an error", True)

# filter
check("filter", {r.bar for r in models.filter(bar=5)} == {5})
check("filter by id", [r.foo for r in models.filter(id=2)] == ["row 2"])
check("filter by two fields", [r.id for r in models.filter(foo="row 8", bar=1)] == [8])
check("ordering", [r.id for r in models.filter(ordering="-id", limit=3, offset=0)] == [120, 119, 118])
check("unknown parameters are ignored", len(models.filter(bar=5, colour="red")) == 17)
try:
    list(models.filter(bar="many"))
    check("a bad value is a RequestError", False)
except RequestError as error:
    check("a bad value is a RequestError", error.req.status_code == 400 and "bar" in error.error)

# save and update
first.foo = "renamed"
check("save sends what changed", first.save() is True)
check("saved", models.get(1).foo == "renamed" and models.get(1).bar == 1)
check("save without a change", first.save() is False)
check("update", first.update({"bar": 99}) is True and models.get(1).bar == 99)
for wrong in ({"foo": "x" * 51}, {"bar": "many"}, {"foo": ""}):
    try:
        models.get(2).update(wrong)
        check(f"refused: {wrong}", False)
    except RequestError as error:
        check(f"refused: {wrong}", error.req.status_code == 400)
for missing in ({"foo": "only"}, {"bar": 1}, {}):
    try:
        models.create(missing)
        check(f"incomplete: {missing}", False)
    except RequestError as error:
        check(f"incomplete: {missing}", error.req.status_code == 400)
check("nothing was written by a refusal", models.count() == 120)

# a related resource
note = notes.create(my_model=17, text="A note on seventeen.")
check("a relation is written by id", note.id == 1)
check("a field of the related row", note.foo == "row 17")
check("filter by a relation", [n.text for n in notes.filter(my_model=17)] == ["A note on seventeen."])
check("filter by a lookup", [n.id for n in notes.filter(text__icontains="SEVENTEEN")] == [1])
check("filter to nothing", len(notes.filter(my_model=18)) == 0)
try:
    notes.create(my_model=4711, text="On nothing.")
    check("a relation to nothing is refused", False)
except RequestError as error:
    check("a relation to nothing is refused", error.req.status_code == 400 and "my_model" in error.error)

# choices() reads OPTIONS
check("OPTIONS is read", models.choices() == {})

# delete
check("delete", models.get(120).delete() is True)
check("deleted", models.get(120) is None and models.count() == 119)

# without a token
try:
    pynetbox.api(base).plugins.my_plugin.my_model.count()
    check("a token is needed", False)
except RequestError as error:
    check("a token is needed", error.req.status_code in (401, 403))

print(f"{len(done)} things as expected:")
for what in done:
    print(" ", what)
