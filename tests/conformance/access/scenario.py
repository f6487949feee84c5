"""Permissions by action and by a map of one's own; parsers, renderers and throttles of single viewsets."""
from scenario_tools import Scenario

s = Scenario(mask=[{"regex": "Expected available in [0-9]+ seconds?", "with": "Expected available in <n> seconds"},
                   {"header": "Retry-After", "as": "int"}])
WHO = {"nobody": {}, "ann": {"auth": "token:ann"}, "bob": {"auth": "token:bob"}, "cyd": {"auth": "token:cyd"}, "sue": {"auth": "token:sue"}}
GUARDED = ("viewed", "mapped", "composed", "refused", "staged", "closed")
PATHS = {name: f"/api/{name}s/" for name in (*GUARDED, "form", "page", "quick", "strange", "narrow", "unscoped", "book", "coin", "stamp")}
PATHS.update({"viewed": "/api/vieweds/", "closed": "/api/closeds/", "coin": "/api/items/coins/", "stamp": "/api/items/stamps/"})
for name in GUARDED:
    path = PATHS[name]
    for who, auth in WHO.items():
        tags = f"permissions {name}"
        s.get(f"{name}-list-{who}", tags, path, **auth)
        s.head(f"{name}-head-{who}", tags, path, **auth)
        s.options(f"{name}-options-{who}", tags, path, **auth)
        s.post(f"{name}-create-{who}", tags, path, json={"name": who}, **auth)
        s.get(f"{name}-missing-{who}", tags, path + "999/", **auth)
        s.add("PUT", f"{name}-put-list-{who}", tags, path, json={}, **auth)
        s.add("TRACE", f"{name}-trace-{who}", tags, path, **auth)
    s.post(f"{name}-made", f"permissions {name}", path, json={"name": "sue"}, auth="token:sue", capture={name: "body.id"}) if name not in ("refused",) else None
    for who, auth in WHO.items():
        row = path + (f"{{{{{name}}}}}/" if name != "refused" else "1/")
        s.get(f"{name}-row-{who}", tags, row, **auth)
        s.options(f"{name}-row-options-{who}", tags, row, **auth)
        s.patch(f"{name}-patch-{who}", tags, row, json={"name": "p" + who}, **auth)
        s.put(f"{name}-put-{who}", tags, row, json={"name": "q" + who}, **auth)
        s.post(f"{name}-post-row-{who}", tags, row, json={}, **auth)
        s.delete(f"{name}-delete-{who}", tags, row + "nope/", **auth) if name == "mapped" else None
        s.patch(f"{name}-patch-missing-{who}", tags, path + "999/", json={}, **auth)
        s.delete(f"{name}-delete-missing-{who}", tags, path + "999/", **auth)
# Parsers and renderers
sue = WHO["sue"]
for name in ("form", "page"):
    path = PATHS[name]
    s.options(f"{name}-options", f"negotiation {name}", path, **sue)
    s.post(f"{name}-json", f"negotiation {name}", path, json={"name": "json"}, **sue)
    s.post(f"{name}-form", f"negotiation {name}", path, form={"name": "form"}, **sue)
    s.post(f"{name}-part", f"negotiation {name}", path, multipart={"name": "part"}, **sue)
    s.post(f"{name}-empty", f"negotiation {name}", path, **sue)
    s.post(f"{name}-empty-json", f"negotiation {name}", path, body="", type="application/json", **sue)
    for accept in ("application/json", "text/html", "*/*", "text/csv"):
        s.get(f"{name}-get-{accept.replace('/', '-')}", f"negotiation {name}", path, accept=accept, **sue)
        s.get(f"{name}-get-missing-{accept.replace('/', '-')}", f"negotiation {name}", path + "99/", accept=accept, **sue)
    s.get(f"{name}-format-json", f"negotiation {name}", path + "?format=json", **sue)
    s.get(f"{name}-format-api", f"negotiation {name}", path + "?format=api", **sue)
    s.get(f"{name}-suffix-json", f"negotiation {name}", path[:-1] + ".json", **sue)
    s.get(f"{name}-suffix-api", f"negotiation {name}", path[:-1] + ".api", **sue)
s.get("root-html", "negotiation", "/api/", accept="text/html")
s.get("root", "negotiation", "/api/")
# Nested, and details
s.post("shelf", "nested", "/api/shelves/", json={"name": "one"}, **sue)
for who, auth in WHO.items():
    for path in ("/api/shelves/1/books/", PATHS["book"]):
        at = f"{'nested' if 'shelves' in path else 'flat'}-{who}"
        s.get(f"books-{at}", "nested permissions", path, **auth)
        s.post(f"books-form-{at}", "nested permissions", path, form={"name": who, "shelf": "1"}, **auth)
        s.post(f"books-json-{at}", "nested negotiation", path, json={"name": who, "shelf": 1}, **auth)
        s.options(f"books-options-{at}", "nested permissions", path, **auth)
    for name in ("coin", "stamp"):
        key = "worth" if name == "coin" else "year"
        s.get(f"{name}-list-{who}", "details permissions", PATHS[name], **auth)
        s.post(f"{name}-json-{who}", "details permissions", PATHS[name], json={"name": who, key: 1}, **auth)
        s.post(f"{name}-form-{who}", "details permissions", PATHS[name], form={"name": who, key: "1"}, **auth)
        s.get(f"{name}-row-{who}", "details permissions", PATHS[name] + "1/", **auth)
# Throttles
for name in ("quick", "strange", "narrow", "unscoped"):
    for n in range(4):
        s.get(f"{name}-nobody-{n}", f"throttle {name}", PATHS[name])
        s.get(f"{name}-ann-{n}", f"throttle {name}", PATHS[name], **WHO["ann"])
    s.options(f"{name}-options", f"throttle {name}", PATHS[name])
s.get("viewed-after", "throttle", PATHS["viewed"], **WHO["cyd"])
s.dump()
