"""One resource, its version in the host's name; sessions alone, so that a stranger is a 403."""
from scenario_tools import Scenario

s = Scenario(mask=[{"regex": "cursor=[^&]+", "with": "cursor=<cursor>"}])
N = "/api/notes/"
host = lambda name: {"Host": name}
s.get("root", "root versioning", "/api/")
s.get("root-v2", "root versioning", "/api/", headers=host("v2.example.com"))
s.get("root-wrong", "root versioning errors.404", "/api/", headers=host("www.example.com"))
s.post("one", "create versioning", N, json={"text": "one"}, headers=host("v1.example.com"))
s.post("two", "create versioning relations.hyperlink", N, json={"text": "two", "after": "http://v1.example.com/api/notes/1/"}, headers=host("v2.example.com:8080"))
s.post("three", "create versioning", N, json={"text": "three", "after": "/api/notes/1/"}, headers=host("deep.er.example.com"))
s.get("list", "list versioning cursor", N, headers=host("v2.example.com:8080"))
s.get("read-no-match", "retrieve versioning", N + "3/", headers=host("localhost"))
s.get("read-upper", "retrieve versioning errors.404", N + "3/", headers=host("V1.example.com"))
s.get("wrong", "versioning errors.404", N, headers=host("v3.example.com"))
s.get("slash", "slash-redirect versioning", "/api/notes", headers=host("v2.example.com"))
s.get("query-ignored", "versioning", N + "1/?version=v9")
s.options("options", "options versioning", N, headers=host("v2.example.com"))
s.get("basic-ignored", "auth", N + "1/", auth="basic:ann")
s.dump()
