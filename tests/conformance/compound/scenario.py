"""Fields without a column, lists, dictionaries, choices of several, hidden fields."""
from scenario_tools import Scenario

s = Scenario(mask=[])
G, N, V, D = "/api/gadgets/", "/api/notes/", "/api/visits/", "/api/drops/"
ann, bob = {"auth": "token:ann"}, {"auth": "token:bob"}
n = 0


def put(tags, key, values, path=G + "1/"):
    global n
    for value in values:
        n += 1
        s.patch(f"{key}-{n}", f"compound {tags}", path, json={key: value})


for path, name in ((G, "gadget"), (N, "note"), (V, "visit"), (D, "drop")):
    s.options(f"options-{name}", "compound options", path, **ann)
s.post("bare", "compound create", G, json={"name": "bare"})
s.post("whole", "compound create", G, json={
    "name": "whole", "labels": ["ab", "cd"], "sizes": {"doors": 3, "wheels": "4"}, "features": ["abs", 3, "abs"], "grid": [[1, None], ["2"]],
    "ratings": {"a": {"x": True, "y": "no"}, "b": {}}, "anything": [1, "two", None, [3], {"four": 4.50}], "levels": ["low", ""]})
s.post("all-wrong", "compound errors", G, json={
    "name": "wrong", "labels": ["a", "toolong1", None, 5, "okay", []], "sizes": {"doors": 0, "x": "y", "ok": 2, "n": None}, "features": ["abs", "nope", "nor"],
    "grid": [[], [1, 2, 3], "x", None, ["x", None]], "ratings": {"a": 1, "b": {"x": "maybe"}}, "anything": "text", "levels": ["middle", None]})
s.put("put-bare", "compound update", G + "2/", json={"name": "again"})
s.get("kept", "compound retrieve", G + "2/")
s.get("list", "compound list", G)
put("list", "labels", [[], ["ab"], ["ab", "cd", "ef", "gh"], ["a", "b", "c", "d"], None, "ab", 5, True, {"ab": 1}, {}, [[]], [{"a": 1}], [1.5], [True], [" ab "], ["  "],
                       [""], ["ab", "a"], ["a\u0000b"], [12345678]])
put("dict", "sizes", [{}, {"a": 1}, {"a": "1"}, {"a": 1.0}, {"a": 1.5}, {"a": None}, {"a": 0, "b": -1}, [], ["a"], "a", None, 5, {"": 1}, {"ä": 2}, {"a": 2**70}, {"a": "x"}, {"a.b": 3},
                      {"a": True}, {"a": []}, {"a": "1_0"}])
put("multiple-choice", "features", [[], ["abs"], ["3"], [3], [3, "3"], ["ac", "abs", "ac"], ["x", "y"], [None], [["abs"]], [{}], {"abs": 1, "ac": 2}, {"no": 1}, "abs", 5, None, [""], [True], [3.0]])
put("list nested", "grid", [None, [], [[]], [[1]], [[1, 2]], [[1, 2, 3]], [[None]], [None], [["x"], [1, "y"]], [{"a": 1}], "x", [["5", 6.0]], [[[1]]], [[], [1]]])
put("dict nested", "ratings", [{}, {"a": {}}, {"a": {"x": True}}, {"a": {"x": "yes", "y": 0, "z": 1.0}}, {"a": {"x": None}}, {"a": {"x": 2}}, {"a": []}, [], "x", 7, {"a": {"x": "t"}, "b": {"x": "q"}}])
put("list", "anything", [[], [None], [1, 1.50, "x", True, None, [], {}], {"a": 1}, "x", None, 3, [{"deep": [{"er": 1e3}]}]])
put("list choices", "levels", [[], ["low"], ["low", "high"], ["low", ""], ["", ""], ["low", None], ["x", "low"], "low", {"low": 1}, None, ["low", "high", "low"], [1, 2]])
s.get("as-it-is", "compound retrieve", G + "1/")
# Forms


def form(pairs):
    values = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def F(id, tags, pairs, method="patch", path=G + "1/"):
    getattr(s, method)(f"form-{id}", f"compound form {tags}", path, form=form(pairs))


F("bare", "create", [["name", "form"]], "post", G)
F("repeated", "list", [["labels", "ab"], ["labels", "cd"]])
F("numbered", "list", [["labels[1]", "cd"], ["labels[0]", "ab"], ["labels[10]", "ef"]])
F("both", "list", [["labels[0]", "xx"], ["labels", "yy"]])
F("empty-text", "list", [["labels", ""]])
F("short", "list", [["labels[3]", "a"], ["labels[5]", "toolong1"]])
F("absent", "list", [["name", "still"]])
F("dict", "dict", [["sizes.doors", "3"], ["sizes.wheels", "4"], ["sizes.doors", "5"]])
F("dict-wrong", "dict", [["sizes.doors", "x"], ["sizes.", "4"]])
F("dict-empty", "dict", [["sizes", ""]])
F("dict-named", "dict", [["sizes", "7"], ["sizes.a", "7"]])
F("choices", "multiple-choice", [["features", "ac"], ["features", "3"]])
F("choices-wrong", "multiple-choice", [["features", "ac"], ["features", "no"]])
F("choices-put", "multiple-choice", [["name", "put"]], "put")
F("nested-list", "list nested", [["grid[0][0]", "1"], ["grid[0][1]", "2"], ["grid[1][0]", "3"]])
F("nested-list-wrong", "list nested", [["grid[0][0]", "x"], ["grid[1]", "3"]])
F("nested-dict", "dict nested", [["ratings.a", "1"], ["ratings.b.x", "true"]])
F("anything", "list", [["anything", "1"], ["anything", "{}"]])
F("levels", "list choices", [["levels", "low"], ["levels", ""]])
s.patch("part-list", "compound multipart list", G + "1/", multipart={"labels": "ab"})
s.patch("part-dict", "compound multipart dict", G + "1/", multipart={"sizes.a": "4"})
for field in ("labels", "sizes", "sizes.a", "features"):
    part = f'--BOUNDARY\r\nContent-Disposition: form-data; name="{field}"; filename="doc.txt"\r\n\r\nx\r\n--BOUNDARY--\r\n'
    s.patch(f"file-{field}", "compound multipart", G + "1/", body=part, type="multipart/form-data; boundary=BOUNDARY")
s.get("after-forms", "compound retrieve", G + "1/")
# Fields without a column
s.post("note", "columnless create", N, json={"text": "one", "code": 3})
s.post("note-all", "columnless create", N, json={
    "text": "two", "code": "4", "reminder": "later", "alarms": {"a": "10:00", "b": "11:30:15.5"}, "times": ["2024-01-02T03:04:05Z", "2024-01-02"], "picks": [1, "2", 1],
    "amount": "1.50", "token": "12345678-9abc-4ef0-9234-56789abcdef0", "worker": 5, "version": "v9", "gone": "x"})
s.post("note-wrong", "columnless errors", N, json={
    "text": "three", "code": 2, "reminder": "xy", "alarms": {"a": "25:00", "b": None}, "times": ["x", None], "picks": [], "amount": "1.555", "token": "x"})
s.post("note-missing", "columnless errors", N, json={"text": "four"})
s.post("note-null", "columnless errors", N, json={"text": "five", "code": None, "reminder": None, "times": None, "amount": None, "picks": None, "alarms": None})
s.put("note-put", "columnless update", N + "1/", json={"text": "put", "code": 9})
s.patch("note-patch", "columnless update", N + "1/", json={"reminder": "later"})
s.patch("note-patch-wrong", "columnless errors", N + "1/", json={"reminder": "much too late", "code": 1})
s.post("note-form", "columnless form", N, form=form([["text", "form"], ["code", "5"], ["alarms.x", "10:00"], ["times", "2024-01-02"], ["picks", "1"], ["amount", ""], ["reminder", ""]]))
s.post("note-form-2", "columnless form", N, form=form([["text", "form"], ["code", ""]]))
s.get("note-get", "columnless retrieve", N + "1/")
s.get("notes", "columnless list", N)
s.get("notes-ordered", "columnless ordering", N + "?ordering=-text")
# Hidden fields
s.post("visit-anonymous", "hidden create", V, json={"place": "hall"})
s.post("visit", "hidden create", V, json={"place": "hall", "owner": 2, "visitor": 2, "day": "1999-01-01", "kind": "mine", "when": None}, **ann)
s.post("visit-twice", "hidden unique", V, json={"place": "hall"}, **ann)
s.post("visit-other", "hidden unique", V, json={"place": "hall"}, **bob)
s.post("visit-missing", "hidden errors", V, json={}, **ann)
s.post("visit-yard", "hidden create", V, json={"place": "yard"}, **bob)
s.put("visit-put-taken", "hidden unique", V + "2/", json={"place": "hall"}, **ann)
s.put("visit-put", "hidden update", V + "3/", json={"place": "yard"}, **ann)
s.patch("visit-patch", "hidden update", V + "3/", json={"place": "roof"}, **bob)
s.patch("visit-patch-taken", "hidden unique", V + "3/", json={"place": "hall"}, **bob)
s.post("visit-form", "hidden form", V, form=form([["place", "form"], ["owner", "2"]]), **ann)
s.get("visits", "hidden list", V)
s.get("visits-ordered", "hidden ordering", V + "?ordering=-by")
s.post("drop", "hidden create", D, json={"text": "mine"}, **ann)
s.post("drop-anonymous", "hidden errors.500", D, json={"text": "nobody's"})
s.put("drop-put-anonymous", "hidden errors.500", D + "1/", json={"text": "nobody's"})
s.patch("drop-patch-anonymous", "hidden update", D + "1/", json={"text": "kept"})
s.put("drop-put", "hidden update", D + "1/", json={"text": "other"}, **bob)
s.get("drops", "hidden list", D)
# The text of a row, and how many rows there are
M, B, L = "/api/makers/", "/api/boxes/", "/api/labels/"
for path, name in ((M, "maker"), (B, "box"), (L, "label")):
    s.options(f"options-{name}", "sources options", path, **ann)
for n, name in enumerate(("Ada", "Bo", "Cy")):
    s.post(f"maker-{n}", "sources create", M, json={"name": name, "helpers": list(range(1, n + 1)), "text": "mine", "boxes": 7})
for code in ("red", "blue"):
    s.post(f"label-{code}", "sources create", L, json={"code": code})
s.post("box-1", "sources create", B, json={"maker": 1, "tags": ["red", "blue"]})
s.post("box-2", "sources create", B, json={"maker": 1, "outer": 1})
s.post("box-3", "sources create", B, json={"maker": 3, "outer": 1, "tags": ["red"]})
s.put("box-put", "sources update", B + "3/", json={"maker": 2, "outer": 2, "tags": []})
s.patch("box-patch", "sources update", B + "2/", json={"tags": ["blue"]})
s.put("maker-put", "sources update", M + "2/", json={"name": "Bob", "helpers": [2, 3]})
s.get("makers", "sources list", M)
s.get("boxes", "sources list", B)
s.get("labels", "sources list", L)
s.get("boxes-page", "sources list", B + "?limit=1&offset=1")
s.get("boxes-fields", "sources flex", B + "?fields=id,text,inner_count,first.boxes,first.text")
s.get("boxes-expand", "sources flex", B + "?expand=outer")
s.get("boxes-ordered", "sources ordering", B + "?ordering=-id")
s.get("box", "sources retrieve", B + "2/")
s.get("label", "sources retrieve", L + "red/")
s.delete("box-delete", "sources", B + "3/")
s.get("box-after", "sources retrieve", B + "2/")
s.dump()
