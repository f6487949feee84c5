"""One resource, its version in the query; nobody is authenticated at all."""
from scenario_tools import Scenario

s = Scenario()
N = "/api/notes/"
s.get("root", "root versioning", "/api/")
s.get("root-2", "root versioning", "/api/?version=v2")
s.get("root-wrong", "root versioning errors.404", "/api/?version=v3")
for i, text in enumerate(["one", "two", "three", "four", "five"], 1):
    s.post(f"note-{i}", "create versioning", N + ("?version=v2" if i % 2 else ""), json={"text": text, "after": f"{N}{i - 1}/" if i > 1 else None})
s.post("link-with-version", "validation relations.hyperlink", N, json={"text": "x", "after": N + "1/?version=v1"}, note="a query in a link matches nothing, so a server does not take its own links")
s.get("list", "list versioning limit-offset", N)
s.get("list-2", "list versioning limit-offset", N + "?version=v2&offset=2&limit=1")
s.get("list-repeated", "list versioning limit-offset", N + "?version=v2&version=v1&offset=1")
s.get("empty", "versioning errors.404", N + "?version=")
s.get("wrong", "versioning errors.404", N + "1/?version=v9")
s.get("format", "versioning negotiation", N + "1/?format=json")
s.get("suffix", "versioning format-suffix", "/api/notes/1.json?version=v2")
s.get("html", "versioning browsable", N + "?version=v2", accept="text/html")
s.get("bad-credential", "auth", N + "1/", headers={"Authorization": "Basic eDp5"}, note="no authentication class reads it")
s.options("options", "options versioning", N + "1/?version=v2")
s.patch("patch", "partial-update versioning", N + "2/?version=v2", json={"after": "{{base}}/api/notes/5/"})
s.patch("patch-missing", "validation relations.hyperlink", N + "2/", json={"after": "{{base}}/api/notes/55/"})
s.delete("delete", "destroy versioning", N + "4/?version=v1")
s.get("after", "list versioning", N + "?limit=9")
s.dump()
