"""One resource, its version in Accept; and the throttles of strangers and users."""
from scenario_tools import Scenario

s = Scenario(mask=[
    {"regex": "available in \\d+ seconds?", "with": "available in <n> seconds"},
    {"header": "Retry-After", "as": "int"},
])
A, N = "token:ann", "/api/notes/"
accept = lambda v: f"application/json; version={v}"
s.get("root-none", "root errors.404", "/api/", note="a simple router has no root")
s.post("one", "create versioning", N, json={"text": "one"}, auth=A)
s.get("default", "versioning", N, auth=A)
s.get("v1", "versioning", N, auth=A, accept=accept("2026-01"))
s.get("v2", "versioning", N + "1/", auth=A, accept=accept("2026-02"))
s.get("wrong", "versioning errors.406", N, auth=A, accept=accept("2025-12"))
s.get("wrong-empty", "versioning errors.406", N, auth=A, accept=accept(""))
s.get("quoted", "versioning", N, auth=A, accept='application/json; version="2026-02"')
s.get("any", "versioning", N, auth=A, accept="*/*; version=2026-02")
s.get("other-parameter", "versioning", N, auth=A, accept="application/json; indent=4; version=2026-01")
s.get("html", "negotiation errors.406", N, auth=A, accept="text/html; version=2026-01")
s.get("two-types", "versioning", N, auth=A, accept="text/html; version=2025-12, application/json; version=2026-02")
s.get("suffix", "format-suffix errors.404", "/api/notes.json", note="nor suffixes")
s.get("format-api", "negotiation errors.404", N + "?format=api", auth=A)
s.get("bad-credential", "auth errors.401", N, headers={"Authorization": "Token x"}, note="not counted by any throttle")
s.post("invalid", "validation throttling", N, auth=A, json={}, note="counted")
s.get("missing", "errors.404 throttling", N + "9/", auth=A)
s.put("not-allowed", "errors.405 throttling", N, auth=A, json={}, note="refused requests are counted too")
s.post("unsupported", "errors.415 throttling", N, auth=A, body="x", type="text/plain")
for n in range(5):
    s.get(f"user-{n}", "throttling", N, auth=A)
s.get("other-user", "throttling", N, auth="token:bob", note="each user has a count of their own")
for n in range(11):
    s.get(f"anonymous-{n}", "throttling", N + "?n=%d" % n)
s.options("anonymous-options", "throttling options", N)
s.get("anonymous-refused", "throttling errors.429", N)
s.post("anonymous-refused-post", "throttling errors.429", N, body="{", type="application/json", note="before the body is read")
s.get("anonymous-refused-version", "versioning errors.406", N, accept=accept("1"), note="the version before the throttle")
s.get("user-refused", "throttling errors.429", N, auth=A)
s.get("other-user-still", "throttling", N, auth="token:bob")
s.dump()
