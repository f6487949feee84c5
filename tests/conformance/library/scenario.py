"""The library scenario: one of everything."""
from scenario_tools import Scenario

s = Scenario(mask=[
    {"key": "created", "as": "datetime"}, {"key": "updated", "as": "datetime"}, {"key": "at", "as": "datetime"},
    {"key": "card", "as": "uuid"}, {"key": "id", "as": "uuid"},
    {"regex": "^JSON parse error - .*", "with": "JSON parse error - <the parser's words>"},
    {"regex": "cursor=[^&]+", "with": "cursor=<cursor>"},
    {"regex": "available in \\d+ seconds?", "with": "available in <n> seconds"},
    {"header": "Retry-After", "as": "int"},
])
B = "{{base}}"

# ---------------------------------------------------------------- an empty API
s.get("root", "root", "/api/")
s.get("root-authenticated", "root auth", "/api/", auth="token:clara")
s.options("root-options", "root options", "/api/")
s.post("root-post", "root errors.405", "/api/", json={})
s.get("root-json-param", "root negotiation", "/api/?format=json")
s.get("root-suffix", "root format-suffix", "/api/.json")
s.get("root-browsable", "root browsable", "/api/", accept="text/html")
s.get("nowhere", "errors.404", "/api/nowhere/")
s.get("nowhere-at-all", "errors.404", "/elsewhere")
s.get("schema-json", "openapi", "/api/schema/?format=json", reduce="openapi")
s.get("schema-yaml", "openapi", "/api/schema/")
s.get("docs-ui", "openapi", "/api/docs/")
for name in ("publishers", "authors", "books", "editions"):
    s.get(f"empty-{name}", "list page-number empty-list", f"/api/{name}/")
s.get("empty-tags", "list empty-list", "/api/tags/")
s.get("empty-settings", "list limit-offset empty-list", "/api/settings/")
s.get("empty-events", "list cursor empty-list", "/api/events/")
s.get("empty-page-2", "page-number errors.404", "/api/books/?page=2")
s.get("empty-page-1", "page-number", "/api/books/?page=1")
s.get("empty-shelves", "list limit-offset empty-list", "/api/shelves/", note="no default limit: not paginated")

# ---------------------------------------------------------------- publishers: plain create, read, update, delete
pub = "/api/publishers/"
s.post("publisher-1", "create", pub, json={"name": "Aufbau", "country": "de", "website": "https://aufbau.example/", "founded": 1945, "contact": "post@aufbau.example"})
s.post("publisher-2", "create defaults", pub, json={"name": "Gallimard", "country": "fr"})
s.post("publisher-3", "create form", pub, form={"name": "Penguin", "country": "us", "founded": "1935"})
s.post("publisher-4", "create multipart", pub, multipart={"name": "Tara & Söhne", "country": "in", "founded": ""})
s.post("publisher-5", "create unicode", pub, json={"name": "Éditions Ω “日本” 🎉", "country": "fr", "founded": 1999})
s.get("publisher-read", "retrieve", pub + "1/")
s.get("publisher-list", "list page-number", pub)
s.get("publisher-404", "errors.404 retrieve", pub + "99/")
s.get("publisher-bad-pk", "errors.404 retrieve", pub + "abc/")
s.get("publisher-float-pk", "errors.404 retrieve", pub + "1.5/")
s.get("publisher-huge-pk", "errors.404 retrieve big-integers", pub + "99999999999999999999999/")
s.get("publisher-negative-pk", "errors.404 retrieve", pub + "-1/")
s.post("publisher-empty-object", "validation", pub, json={})
s.post("publisher-no-body", "validation", pub, type="application/json")
s.post("publisher-empty-form", "validation form", pub, form={})
s.post("publisher-empty-multipart", "validation multipart", pub, multipart={})
s.post("publisher-list-body", "validation validation.body", pub, json=[{"name": "X1", "country": "de"}])
s.post("publisher-string-body", "validation validation.body", pub, json="Aufbau")
s.post("publisher-number-body", "validation validation.body", pub, json=5)
s.post("publisher-null-body", "validation validation.body", pub, json=None)
s.post("publisher-true-body", "validation validation.body", pub, json=True)
s.post("publisher-malformed", "validation validation.body", pub, body='{"name": ', type="application/json")
s.post("publisher-malformed-2", "validation validation.body", pub, body="{'name': 'x'}", type="application/json")
s.post("publisher-malformed-3", "validation validation.body", pub, body='{"name": "a"} x', type="application/json")
s.post("publisher-nan", "validation validation.body", pub, body='{"name": NaN}', type="application/json")
s.post("publisher-duplicate-keys", "create", pub, body='{"name": "First", "name": "Second", "country": "de"}', type="application/json")
s.delete("publisher-6-delete", "destroy", pub + "6/")
s.delete("publisher-6-again", "destroy errors.404", pub + "6/")
s.post("publisher-unknown-key", "create", pub, json={"name": "Extra", "country": "de", "colour": "red", "id": 77})
s.delete("publisher-7-delete", "destroy", pub + "7/")
s.post("publisher-text", "errors.415", pub, body="name=Aufbau", type="text/plain")
s.post("publisher-xml", "errors.415", pub, body="<a/>", type="application/xml")
s.post("publisher-no-type", "errors.415", pub, body='{"name": "a"}')
s.post("publisher-json-charset", "create negotiation", pub, body='{"name": "Charset", "country": "de"}', type="application/json; charset=utf-8")
s.delete("publisher-8-delete", "destroy", pub + "8/")
s.post("publisher-json-suffix-type", "errors.415", pub, body='{"name": "Charset", "country": "de"}', type="application/vnd.api+json")
s.post("publisher-all-wrong", "validation validation.choice", pub, json={"name": "A", "country": "xx", "website": "aufbau", "founded": 1399, "contact": "nobody"})
s.post("publisher-unique", "validation unique", pub, json={"name": "Aufbau", "country": "de"})
s.post("publisher-unique-case", "unique create", pub, json={"name": "aufbau", "country": "de"}, capture={"extra": "body.id"})
s.delete("publisher-unique-case-delete", "destroy", pub + "{{extra}}/")
s.post("publisher-long", "validation validation.string", pub, json={"name": "x" * 41, "country": "de", "contact": "a" * 50 + "@example.org"})
s.post("publisher-range", "validation validation.integer", pub, json={"name": "New", "country": "de", "founded": 2101})
s.post("publisher-form-wrong", "validation form", pub, form={"name": "", "country": "", "founded": "old"})
s.put("publisher-put", "update", pub + "2/", json={"name": "Gallimard", "country": "fr", "website": "https://gallimard.example/a?b=c", "founded": 1911, "contact": ""})
s.put("publisher-put-missing", "update validation", pub + "2/", json={"founded": 1912})
s.put("publisher-put-keeps", "update defaults", pub + "2/", json={"name": "Gallimard", "country": "fr"}, note="fields left out of a PUT keep their value")
s.patch("publisher-patch", "partial-update", pub + "2/", json={"contact": "nrf@gallimard.example"})
s.patch("publisher-patch-nothing", "partial-update", pub + "2/", json={})
s.patch("publisher-patch-null", "partial-update", pub + "4/", json={"founded": None})
s.patch("publisher-patch-blank", "partial-update validation", pub + "2/", json={"name": ""})
s.patch("publisher-patch-null-string", "partial-update validation", pub + "2/", json={"name": None, "website": None})
s.patch("publisher-patch-own-unique", "partial-update unique", pub + "2/", json={"name": "Gallimard"})
s.patch("publisher-patch-taken", "partial-update unique validation", pub + "2/", json={"name": "Penguin"})
s.patch("publisher-patch-form", "partial-update form", pub + "2/", form={"founded": "1911"})
s.patch("publisher-patch-form-blank", "partial-update form", pub + "4/", form={"founded": "", "website": ""})
s.put("publisher-put-form", "update form", pub + "3/", form={"name": "Penguin", "country": "us"}, note="a form without a nullable field")
s.patch("publisher-patch-404", "partial-update errors.404", pub + "99/", json={"name": 5})
s.put("publisher-put-404", "update errors.404", pub + "99/", json={})
s.patch("publisher-patch-list", "partial-update validation.body", pub + "2/", json=[])
s.delete("publisher-delete-list", "errors.405", pub)
s.put("publisher-put-list", "errors.405", pub, json={})
s.patch("publisher-patch-list-route", "errors.405", pub, json={})
s.post("publisher-post-detail", "errors.405", pub + "1/", json={})
s.trace("publisher-trace", "errors.405", pub)
s.head("publisher-head", "head", pub)
s.head("publisher-head-detail", "head", pub + "1/")
s.head("publisher-head-404", "head errors.404", pub + "99/")
s.options("publisher-options", "options", pub)
s.options("publisher-options-detail", "options", pub + "1/")
s.options("publisher-options-404", "options errors.404", pub + "99/")

# ---------------------------------------------------------------- slashes, suffixes, negotiation
s.get("slash-redirect", "slash-redirect", "/api/publishers")
s.get("slash-redirect-detail", "slash-redirect", "/api/publishers/1")
s.get("slash-redirect-query", "slash-redirect", "/api/publishers?country=fr&page=1")
s.post("slash-redirect-post", "slash-redirect", "/api/publishers", json={"name": "New", "country": "de"})
s.get("slash-no-redirect", "slash-redirect errors.404", "/api/nowhere")
s.get("slash-double", "errors.404", "/api//publishers/")
s.get("suffix-list", "format-suffix", "/api/publishers.json")
s.get("suffix-detail", "format-suffix", "/api/publishers/1.json")
s.get("suffix-html", "format-suffix browsable", "/api/publishers.api")
s.get("suffix-unknown", "format-suffix errors.404", "/api/publishers.xml")
s.get("suffix-slash", "format-suffix", "/api/publishers.json/")
s.post("suffix-post", "format-suffix create", "/api/publishers.json", json={"name": "Suffix", "country": "de"}, capture={"extra": "body.id"})
s.delete("suffix-delete", "format-suffix destroy", "/api/publishers/{{extra}}.json")
s.get("suffix-paged", "format-suffix page-number", "/api/publishers.json?page_size=2")
s.get("format-json", "negotiation", pub + "?format=json&page_size=2")
s.get("format-api", "negotiation browsable", pub + "?format=api")
s.get("format-unknown", "negotiation errors.404", pub + "?format=xml")
s.get("format-empty", "negotiation", pub + "1/?format=")
s.get("accept-json", "negotiation", pub + "1/", accept="application/json")
s.get("accept-any", "negotiation", pub + "1/", accept="*/*")
s.get("accept-application", "negotiation", pub + "1/", accept="application/*")
s.get("accept-html", "negotiation browsable", pub + "1/", accept="text/html")
s.get("accept-browser", "negotiation browsable", pub, accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
s.get("accept-list", "negotiation", pub + "1/", accept="application/xml, application/json")
s.get("accept-params", "negotiation", pub + "1/", accept="application/json; indent=2")
s.get("accept-quality", "negotiation", pub + "1/", accept="text/html;q=0.1, application/json", note="DRF does not read q")
s.get("accept-none", "negotiation errors.406", pub + "1/", accept="application/xml")
s.get("accept-none-image", "negotiation errors.406", pub, accept="image/png")
s.get("accept-garbage", "negotiation errors.406", pub + "1/", accept="garbage")
s.get("accept-404", "negotiation browsable errors.404", pub + "99/", accept="text/html")
s.post("accept-406-post", "negotiation errors.406", pub, json={"name": "Not saved", "country": "de"}, accept="application/xml")
s.post("accept-html-invalid", "negotiation browsable", pub, form={"name": ""}, accept="text/html")
s.post("accept-charset", "negotiation", pub, json={}, accept="application/json; charset=utf-8")

# ---------------------------------------------------------------- authors: write-only, unique null, hyperlink, expand
aut = "/api/authors/"
s.post("author-1", "create write-only", aut, json={"name": "Anna Seghers", "born": "1900-11-19", "bio": "Born in Mainz.", "email": "anna@example.org", "secret_note": "a pen name", "house": 1})
s.post("author-2", "create relations.pk", aut, json={"name": "Albert Camus", "born": "1913-11-07", "house": 2, "email": None})
s.post("author-3", "create relations.pk", aut, json={"name": "Arundhati Roy", "born": "1961-11-24", "house": "4", "email": None})
s.post("author-4", "create unicode", aut, json={"name": "Zoë Ångström", "bio": "\n Two\nlines \t"})
s.post("author-read-only-ignored", "read-only create", aut, json={"name": "Nobody", "books": [1], "url": "http://x/", "id": 50}, capture={"extra": "body.id"})
s.delete("author-read-only-delete", "destroy", aut + "{{extra}}/")
s.post("author-short", "validation extra-kwargs", aut, json={"name": "A"})
s.post("author-bio-long", "validation validation.text", aut, json={"name": "Abc", "bio": "b" * 201})
s.post("author-unique-email", "validation unique", aut, json={"name": "Abc", "email": "anna@example.org"})
s.post("author-empty-email", "create", aut, json={"name": "Blank", "email": ""}, capture={"extra": "body.id"})
s.post("author-empty-email-2", "validation unique", aut, json={"name": "Blank too", "email": ""}, note="a blank is a value, so it has to be unique")
s.delete("author-empty-email-delete", "destroy", aut + "{{extra}}/")
for name, value in [("missing", 99), ("text", "abc"), ("object", {"id": 1}), ("list", [1]), ("true", True), ("float", 1.5), ("blank", ""), ("huge", 10 ** 25)]:
    s.post(f"author-house-{name}", "validation relations.pk", aut, json={"name": "Abc", "house": value})
    if name == "blank":
        s.requests[-1]["capture"] = {"extra": "body.id"}
s.delete("author-house-blank-delete", "destroy", aut + "{{extra}}/")
s.get("author-read", "retrieve write-only", aut + "1/")
s.get("author-list", "list", aut)
s.patch("author-secret", "partial-update write-only", aut + "1/", json={"secret_note": "changed"})
s.options("author-options", "options write-only", aut)
s.post("author-form", "create form", aut, form={"name": "From a form", "born": "", "house": ""}, capture={"extra": "body.id"})
s.delete("author-form-delete", "destroy", aut + "{{extra}}/")

# ---------------------------------------------------------------- tags: a natural key
tag = "/api/tags/"
for i, (slug, label) in enumerate([("novel", "Novels"), ("essay", "Essays"), ("war", "War & peace"), ("travel", "Travel"), ("sci-fi", "Science fiction")], 1):
    s.post(f"tag-{i}", "create natural-key", tag, json={"slug": slug, "label": label})
s.post("tag-taken", "validation unique natural-key", tag, json={"slug": "novel", "label": "x"})
s.post("tag-bad", "validation validation.slug", tag, json={"slug": "not a slug", "label": "x"})
s.post("tag-unicode", "validation validation.slug", tag, json={"slug": "größe", "label": "x"})
s.post("tag-long", "validation validation.slug", tag, json={"slug": "s" * 21, "label": "x"})
s.get("tag-read", "retrieve natural-key", tag + "sci-fi/")
s.get("tag-by-id", "natural-key errors.404", tag + "1/")
s.get("tag-404", "natural-key errors.404", tag + "no-such/")
s.get("tag-no-match", "natural-key errors.404", tag + "no.such/", note="lookup_value_regex refuses the dot; Django's 404")
s.get("tag-case", "natural-key errors.404", tag + "Novel/")
s.get("tag-list", "list natural-key", tag, note="pagination none: a bare list")
s.patch("tag-rename", "natural-key partial-update", tag + "travel/", json={"slug": "travels"})
s.get("tag-old-name", "natural-key errors.404", tag + "travel/")
s.put("tag-put", "natural-key update", tag + "travels/", json={"slug": "travel", "label": "Travel"})
s.options("tag-options", "options natural-key", tag + "novel/")
s.get("tag-search-regex", "search", tag + "?search=^(N|E)")
s.get("tag-search-regex-bad", "search", tag + "?search=science.*on")
s.get("tag-suffix", "natural-key format-suffix", "/api/tags/novel.json")
s.get("tag-page-ignored", "list", tag + "?page=9")

# ---------------------------------------------------------------- books: everything together
book = "/api/books/"


def a_book(**more):
    return {"title": "Transit", "isbn": "9780000000001", "author": 1, "pages": 280, **more}


s.post("book-1", "create nested-write relations.hyperlink relations.slug json-field", book, json=a_book(
    publisher=B + "/api/publishers/1/", tags=["novel", "war"], status="printed", price="12.50", published="1944-05-01",
    meta={"shelf": {"row": 3, "notes": ["a", None, 1.5, True]}, "ünï": "✓"},
    chapters=[{"number": 1, "title": "One"}, {"number": 2, "title": "Two", "summary": "Ships leave."}]))
s.post("book-2", "create defaults", book, json=a_book(title="The Plague", isbn="9780000000002", author=2, pages=308))
s.post("book-3", "create relations.hyperlink", book, json=a_book(title="The Fall", isbn="9780000000003", author=2, pages=147, publisher="/api/publishers/2/", tags=["novel", "essay"], status="printed", price=8, published="1956-05-16", in_print=False), note="a path instead of a URL is accepted")
s.post("book-4", "create relations.hyperlink", book, json=a_book(title="The God of Small Things", isbn="9780000000004", author=3, pages=340, publisher="http://other.example/api/publishers/3/", tags=["novel"], price="15.00", published="1997-04-04"), note="the host of a hyperlink is not looked at")
s.post("book-5", "create form m2m", book, form=dict(title="Walking", isbn="9780000000005", author="3", pages="96", tags=["essay", "travel"], price="3.5"), note="a form without in_print: an unchecked box")
s.post("book-6", "create multipart m2m", book, multipart=dict(title="ßtrange Ørder", isbn="9790000000006", author="4", pages="1", in_print="on", meta='{"a": [1, 2]}', published=""))
s.post("book-7", "create", book, json=a_book(title="Alpha", isbn="9780000000007", author=4, pages=9999, price="9999.99", published="2001-01-31", status="withdrawn", publisher=None, tags=[], chapters=[]))
s.get("book-read", "retrieve nested-read nested-write", book + "1/")
s.get("book-list", "list page-number nested-read", book)
s.get("book-list-2", "list page-number", book + "?page=2")
s.post("book-empty", "validation nested-write", book, json={})
s.post("book-blank-title", "validation extra-kwargs", book, json=a_book(title=""))
s.post("book-regex", "validation regex", book, json=a_book(isbn="1234567890123"))
s.post("book-regex-and-length", "validation regex", book, json=a_book(isbn="97800000000001"))
s.post("book-unique", "validation unique", book, json=a_book())
s.post("book-author-missing", "validation relations.pk", book, json=a_book(isbn="9780000000010", author=99))
s.post("book-author-null", "validation relations.pk", book, json=a_book(isbn="9780000000010", author=None))
for name, value in [("no-match", "not a url"), ("wrong-resource", B + "/api/authors/1/"), ("missing", B + "/api/publishers/99/"), ("bad-pk", B + "/api/publishers/abc/"), ("number", 1), ("list", []), ("other-prefix", B + "/elsewhere/1/"), ("list-url", B + "/api/publishers/"), ("blank", ""), ("true", True), ("object", {"url": "/api/publishers/1/"})]:
    s.post(f"book-publisher-{name}", "validation relations.hyperlink", book, json=a_book(isbn="9780000000010", publisher=value, pages=0))
for name, value in [("string", "novel"), ("object", {"slug": "novel"}), ("unknown", ["novel", "nope"]), ("numbers", [1]), ("null", None), ("null-item", [None]), ("nested-list", [["novel"]]), ("number", 5)]:
    s.post(f"book-tags-{name}", "validation relations.slug m2m", book, json=a_book(isbn="9780000000010", tags=value, pages=0))
for name, value in [("string", "x"), ("object", {}), ("null", None), ("items", [1, "a", None]), ("errors", [{"number": 1, "title": "ok"}, {"number": 0, "title": ""}, {}]), ("short-summary", [{"number": 1, "title": "x", "summary": "ab"}])]:
    s.post(f"book-chapters-{name}", "validation nested-write", book, json=a_book(isbn="9780000000010", chapters=value))
s.post("book-read-only-ignored", "read-only create", book, json=a_book(isbn="9780000000011", title="Zz", author_name="X", created="2000-01-01T00:00:00Z", internal=1, reviews=[{"reader": "x"}], id=500), capture={"extra": "body.id"})
s.delete("book-read-only-delete", "destroy", book + "{{extra}}/")
s.post("book-form-checkbox", "create form", book, form={**{k: str(v) for k, v in a_book(isbn="9780000000012", title="Zz").items()}, "in_print": "false", "status": "", "published": "", "publisher": ""}, capture={"extra2": "body.id"}, note="a form's empty choice that is not required is left out")
s.delete("book-form-checkbox-delete", "destroy", book + "{{extra2}}/")
s.post("book-form-true", "create form", book, form={**{k: str(v) for k, v in a_book(isbn="9780000000012", title="Zz").items()}, "in_print": "True", "publisher": ""}, capture={"extra": "body.id"})
s.patch("book-form-patch", "partial-update form", book + "{{extra}}/", form={"pages": "5"}, note="a partial form leaves the boolean alone")
s.put("book-form-put", "update form", book + "{{extra}}/", form={k: str(v) for k, v in a_book(isbn="9780000000012", title="Zz").items()}, note="a whole form without the box unchecks it, and empties the list")
s.post("book-form-nested", "create form nested-write", book, form={**{k: str(v) for k, v in a_book(isbn="9780000000013", title="Zzz").items()}, "chapters[0]number": "1", "chapters[0]title": "In a form", "chapters[1]number": "2", "chapters[1]title": "Also"}, capture={"extra2": "body.id"})
s.post("book-form-json-bad", "validation form json-field", book, form={**{k: str(v) for k, v in a_book(isbn="9780000000014").items()}, "meta": "{not json"})
s.delete("book-form-delete", "destroy", book + "{{extra}}/")
s.delete("book-form-nested-delete", "destroy", book + "{{extra2}}/")
s.put("book-put", "update nested-write", book + "1/", json=a_book(title="Transit", tags=["war"], chapters=[{"number": 1, "title": "Uno"}, {"number": 2, "title": "Due"}, {"number": 3, "title": "Tre"}]), note="replaced: new ids; publisher, price and others keep their value")
s.put("book-put-without-chapters", "update nested-write", book + "1/", json=a_book(), note="chapters left alone")
s.patch("book-patch-chapters", "partial-update nested-write", book + "1/", json={"chapters": [{"number": 7, "title": "Sette", "summary": "The only one."}]})
s.patch("book-patch-chapters-bad", "partial-update nested-write validation", book + "1/", json={"chapters": [{"title": "no number"}]}, note="partial reaches into nested serializers")
s.patch("book-patch-chapters-empty", "partial-update nested-write", book + "1/", json={"chapters": []})
s.patch("book-patch-chapters-back", "partial-update nested-write", book + "1/", json={"chapters": [{"number": 1, "title": "Un"}, {"number": 2, "title": "Deux"}]})
s.patch("book-patch-tags", "partial-update m2m", book + "1/", json={"tags": ["war", "novel", "war"]})
s.patch("book-patch-publisher", "partial-update relations.hyperlink", book + "1/", json={"publisher": None})
s.patch("book-patch-publisher-back", "partial-update relations.hyperlink", book + "1/", json={"publisher": B + "/api/publishers/1/"})
s.patch("book-patch-json", "partial-update json-field", book + "1/", json={"meta": {"deep": {"deeper": {"deepest": [[[{"x": None}]], 12345678901234567890, 1e100, -0.0, "\u0001"]}}}})
s.patch("book-patch-json-back", "partial-update json-field", book + "1/", json={"meta": {"b": {"y": 1, "x": [2.5, "two"]}, "a": None}})
s.patch("book-patch-json-list", "partial-update json-field", book + "2/", json={"meta": [1, 2, {"b": 1, "a": 2}]})
s.patch("book-patch-json-scalar", "partial-update json-field", book + "3/", json={"meta": "text"})
s.patch("book-patch-json-null", "partial-update json-field validation", book + "3/", json={"meta": None})
s.get("book-read-json", "retrieve json-field", book + "1/", note="the keys of a JSON value keep their order")
s.options("book-options", "options", book)
s.options("book-options-detail", "options", book + "1/")

# ---------------------------------------------------------------- dynamic fields
for name, query in [
        ("fields", "fields=title,id"), ("fields-order", "fields=id,title"), ("fields-unknown", "fields=nope"), ("fields-some-unknown", "fields=title,nope"),
        ("fields-repeated", "fields=title&fields=pages"), ("fields-array", "fields[]=title&fields[]=pages"), ("fields-empty", "fields="), ("fields-star", "fields=*"),
        ("fields-space", "fields=title, pages"),
        ("omit", "omit=reviews,chapters,meta,created,updated"), ("omit-unknown", "omit=nope"), ("fields-and-omit", "fields=id,title,pages&omit=pages"),
        ("fields-dot", "fields=title,chapters.title"),
        ("expand", "expand=author&fields=title,author"), ("expand-two", "expand=author,publisher&omit=reviews,chapters"), ("expand-m2m", "expand=tags&fields=tags"),
        ("expand-hyperlink", "expand=publisher&fields=publisher"), ("expand-unknown", "expand=nope&fields=title,author"), ("expand-not-allowed", "expand=reviews&fields=title,reviews"),
        ("expand-deep", "expand=author.house&fields=title,author"), ("expand-deep-unknown", "expand=author.nope&fields=title,author"), ("expand-all", "expand=~all&omit=chapters,reviews,meta"),
        ("expand-star", "expand=*&fields=title,author,publisher,tags"), ("expand-fields-dot", "expand=author&fields=title,author.name"),
        ("expand-fields-deep", "expand=author.house&fields=author.name,author.house.name"), ("expand-omit-dot", "expand=author&omit=author.bio,author.books,reviews,chapters"),
        ("expand-omitted", "expand=author&omit=author,reviews,chapters"), ("expand-not-in-fields", "expand=author&fields=title"), ("expand-recursive", "expand=author.books.author&fields=author.books.author.name"),
        ("expand-deep-all", "expand=author.~all&fields=author"), ("expand-and-deep", "expand=author,author.house&fields=author")]:
    tags = "dynamic-fields" + (" expand" if "expand" in name else "")
    s.get("flex-" + name, tags, f"{book}1/?{query}")
s.get("flex-list", "dynamic-fields list", book + "?fields=id,title&page_size=10")
s.get("flex-list-expand", "dynamic-fields expand list", book + "?fields=title,author,publisher&expand=author.house,publisher&page_size=3")
s.get("flex-null-expand", "dynamic-fields expand", book + "7/?expand=publisher&fields=title,publisher")
s.get("flex-author-books", "dynamic-fields expand", aut + "2/?expand=books&fields=name,books.title,books.tags")
s.get("flex-write-only", "dynamic-fields write-only", aut + "1/?fields=name,secret_note")
s.patch("flex-patch", "dynamic-fields partial-update", book + "7/?fields=title,pages", json={"pages": 9998})
s.patch("flex-patch-expand", "dynamic-fields expand partial-update", book + "7/?fields=author&expand=author", json={"pages": 9999})
s.post("flex-post-error", "dynamic-fields validation", book + "?fields=title", json={"title": ""}, note="validation does not look at ?fields=")
s.options("flex-options", "dynamic-fields options", pub + "?fields=name")

# ---------------------------------------------------------------- chapters: nested routes
nest = book + "1/chapters/"
s.get("chapters-all", "nested-routes list", "/api/chapters/")
s.get("chapters-nested", "nested-routes list", nest)
s.post("chapters-nested-create", "nested-routes create", nest, json={"number": 3, "title": "Trois"}, capture={"chapter": "body.id"})
s.post("chapters-nested-other-book", "nested-routes create", nest, json={"number": 4, "title": "Quatre", "book": 2}, note="the parent in the URL wins", capture={"chapter2": "body.id"})
s.post("chapters-nested-form", "nested-routes create form", nest, form={"number": "5", "title": "Cinq"})
s.post("chapters-nested-invalid", "nested-routes validation", nest, json={"title": ""})
s.post("chapters-nested-missing-parent", "nested-routes validation", book + "99/chapters/", json={"number": 1, "title": "x"})
s.get("chapters-nested-missing-parent-list", "nested-routes list", book + "99/chapters/")
s.get("chapters-nested-missing-parent-bad", "nested-routes errors.500", book + "abc/chapters/", note="the parent's key is not validated: ValueError")
s.get("chapters-nested-read", "nested-routes retrieve", nest + "{{chapter}}/")
s.get("chapters-nested-wrong-parent", "nested-routes errors.404", book + "2/chapters/{{chapter}}/")
s.get("chapters-flat-read", "nested-routes retrieve", "/api/chapters/{{chapter}}/")
s.put("chapters-nested-put", "nested-routes update", nest + "{{chapter}}/", json={"number": 30, "title": "Trente"})
s.patch("chapters-nested-patch", "nested-routes partial-update", nest + "{{chapter}}/", json={"summary": "Long enough."})
s.patch("chapters-nested-move", "nested-routes partial-update", nest + "{{chapter}}/", json={"book": 2})
s.get("chapters-nested-filter", "nested-routes filter", nest + "?number=4")
s.get("chapters-nested-suffix", "nested-routes format-suffix", book + "1/chapters.json")
s.options("chapters-nested-options", "nested-routes options", nest)
s.delete("chapters-nested-delete", "nested-routes destroy", nest + "{{chapter2}}/")
s.post("chapters-flat-create", "create relations.pk", "/api/chapters/", json={"book": 2, "number": 1, "title": "Oran"})
s.post("chapters-flat-no-book", "validation relations.pk", "/api/chapters/", json={"number": 1, "title": "Oran"})
s.post("chapters-short-summary", "validation validation.text", "/api/chapters/", json={"book": 2, "number": 1, "title": "Oran", "summary": "ab"}, note="min_length on a text field is the model's validator, with the model's words")
s.get("chapters-slash-redirect", "nested-routes slash-redirect", book + "1/chapters")

# ---------------------------------------------------------------- reviews: unique_together
rev = "/api/reviews/"
s.post("review-1", "create unique-together", rev, json={"book": 1, "reader": "ann", "edition": "1st", "stars": 5})
s.post("review-2", "create unique-together defaults", rev, json={"book": 1, "reader": "ann", "stars": 4}, note="a blank field of a unique set defaults to the empty string")
s.post("review-3", "create unique-together", rev, json={"book": 2, "reader": "bob", "edition": "1st", "stars": 3})
s.post("review-taken", "validation unique-together", rev, json={"book": 1, "reader": "ann", "edition": "1st", "stars": 1})
s.post("review-taken-default", "validation unique-together", rev, json={"book": 1, "reader": "ann", "stars": 1})
s.post("review-taken-second-set", "validation unique-together", rev, json={"book": 2, "reader": "ann", "edition": "x", "stars": 5})
s.post("review-taken-both", "validation unique-together", rev, json={"book": 1, "reader": "ann", "edition": "1st", "stars": 5})
s.post("review-missing", "validation unique-together", rev, json={"reader": "cleo"})
s.post("review-field-error-first", "validation unique-together", rev, json={"book": 1, "reader": "ann", "edition": "1st", "stars": 9})
s.put("review-put-same", "update unique-together", rev + "1/", json={"book": 1, "reader": "ann", "edition": "1st", "stars": 5})
s.patch("review-patch-collide", "partial-update validation unique-together", rev + "1/", json={"edition": ""})
s.patch("review-patch-unrelated", "partial-update unique-together", rev + "3/", json={"stars": 2})
s.get("review-list", "list", rev)
s.get("review-filter-book", "filter filter.relation", rev + "?book=1")
s.get("review-ordering-off", "ordering", rev + "?ordering=-stars", note="this viewset has no ordering backend")
s.options("review-options", "options unique-together", rev)
s.get("book-with-reviews", "nested-read", book + "1/?fields=reviews,title")

# ---------------------------------------------------------------- filters
for name, query in [
        ("choice", "status=printed"), ("choice-bad", "status=lost"), ("choice-empty", "status="), ("fk", "author=2"), ("fk-missing", "author=99"), ("fk-bad", "author=abc"),
        ("bool-true", "in_print=true"), ("bool-false", "in_print=false"), ("bool-True", "in_print=True"), ("bool-1", "in_print=1"), ("bool-bad", "in_print=maybe"),
        ("m2m", "tags=1"), ("m2m-several", "tags=1&tags=2"), ("m2m-bad", "tags=1&tags=99"), ("m2m-slug", "tags=novel"),
        ("exact", "title=Transit"), ("icontains", "title__icontains=THE"), ("gt", "pages__gt=300"), ("gt-float", "pages__gt=300.5"), ("lt", "pages__lt=100"), ("gt-bad", "pages__gt=many"), ("two-bad", "pages__gt=a&pages__lt=b&status=x"),
        ("range-csv", "pages__range=100,310"), ("range-one", "pages__range=100"), ("range-three", "pages__range=1,2,3"), ("range-bad", "pages__range=a,b"), ("range-empty", "pages__range="),
        ("decimal-lte", "price__lte=9.99"), ("decimal-in", "price__in=8,15.00"), ("decimal-in-bad", "price__in=8,x"),
        ("date", "published=1956-05-16"), ("date-bad", "published=1956-13-16"), ("date-gte", "published__gte=1990-01-01"), ("date-range", "published__gte=1940-01-01&published__lte=1960-01-01"), ("year", "published__year=1997"), ("year-bad", "published__year=x"),
        ("datetime-gte", "created__gte=2001-01-01T00:00:00Z"), ("datetime-naive", "created__gte=2999-01-01"), ("datetime-bad", "created__gte=soon"), ("datetime-date-bad", "created__date=x"), ("datetime-date", "created__date=1999-01-01"), ("datetime-year", "created__year=1999"),
        ("spans", "author__name__istartswith=a"), ("spans-country", "publisher__country=fr"), ("spans-country-bad", "publisher__country=xx"), ("isnull", "publisher__isnull=true"), ("isnull-false", "publisher__isnull=false"), ("isnull-bad", "publisher__isnull=x"),
        ("fk-null", "publisher=null"), ("spans-m2m", "tags__slug=novel"), ("spans-m2m-in", "tags__slug__in=novel,war"),
        ("declared-contains", "name_contains=The"), ("declared-contains-case", "name_contains=the"), ("declared-in", "title_in=Transit,Alpha"), ("declared-in-spaces", "title_in=Transit, Alpha"), ("declared-in-empty", "title_in="), ("declared-in-comma", "title_in=,"),
        ("from-to", "published_on_after=1950-01-01&published_on_before=1999-12-31"), ("from", "published_on_after=1990-01-01"), ("from-bad", "published_on_after=x"), ("from-min", "published_on_min=1990-01-01"),
        ("made-after", "made_after=2000-01-01T00:00:00Z"), ("made-bad", "made_before=x"), ("cost", "cost_min=8&cost_max=12"), ("cost-bad", "cost_min=cheap"),
        ("ordering-filter", "o=-pages"), ("ordering-filter-two", "o=pages,-title"), ("ordering-filter-bad", "o=price"), ("unknown-param", "colour=red"), ("lookup-not-declared", "title__startswith=T"),
        ("several", "status=printed&author=2&in_print=false"), ("repeated", "status=draft&status=printed"), ("unicode", "title__icontains=ørder"), ("whitespace", "title=%20Transit%20"), ("null-char", "title=%00")]:
    kind = {"date": "date", "year": "date", "datetime": "datetime", "choice": "choice", "bool": "boolean", "range": "range", "fk": "relation", "m2m": "relation", "spans": "relation", "isnull": "isnull", "declared": "declared", "from": "range", "made": "range", "cost": "range", "ordering": "ordering"}.get(name.split("-")[0], "plain")
    s.get("filter-" + name, f"filter filter.{kind}" + (" filter.invalid" if "bad" in name else ""), f"{book}?{query}&fields=title&page_size=20")
for name, query in [
        ("iexact", "name__iexact=AUFBAU"), ("contains", "name__contains=all"), ("startswith", "name__startswith=P"), ("startswith-case", "name__startswith=p"), ("istartswith", "name__istartswith=p"), ("endswith", "name__endswith=u"), ("iendswith", "name__iendswith=U"),
        ("in", "name__in=Aufbau,Penguin,Nobody"), ("regex", "name__regex=^[AP]"), ("iregex", "name__iregex=^[ap]"), ("like-chars", "name__contains=%25"), ("underscore", "name__contains=_"), ("ampersand", "name__contains=%26"),
        ("exact-number", "founded=1945"), ("exact-number-bad", "founded=old"), ("gte", "founded__gte=1935"), ("lte", "founded__lte=1935"), ("number-in", "founded__in=1945,1935"), ("number-in-bad", "founded__in=1945,x"), ("number-in-empty-item", "founded__in=1945,"),
        ("number-isnull", "founded__isnull=True"), ("number-range", "founded__range=1900,1940"), ("huge-number", "founded=99999999999999999999"), ("number-nan", "founded=NaN"),
        ("between", "founded_between_min=1900&founded_between_max=1940"), ("between-open", "founded_between_max=1920"), ("country", "country=in"), ("unicode-icontains", "name__icontains=ÉDITIONS"), ("ordering-filter", "o=-name"), ("ordering-filter-unknown", "o=country")]:
    s.get("filter-publisher-" + name, "filter filter.text" if name[0] not in "ngleb" else "filter filter.number", f"{pub}?{query}&page_size=20")
for name, query in [("year", "born__year=1913"), ("month", "born__month=11"), ("day", "born__day=24"), ("isnull", "born__isnull=true"), ("gt", "born__gt=1913-11-07"), ("house-in", "house__country__in=de,fr"), ("alive", "alive_after=1901-01-01&alive_before=1950-01-01"), ("reverse", "book_title=the"), ("year-range", "born__year=99999"), ("month-13", "born__month=13")]:
    s.get("filter-author-" + name, "filter filter.date" if "born" in query or "alive" in query else "filter filter.relation", f"{aut}?{query}&fields=name")

# ---------------------------------------------------------------- search and ordering
for name, query in [
        ("one", "search=transit"), ("case", "search=TRANSIT"), ("two-terms", "search=the%20fall"), ("comma-terms", "search=the,fall"), ("no-result", "search=the%20nothing"), ("prefix", "search=979"), ("prefix-middle", "search=0000006"), ("exact", "search=withdrawn"), ("exact-part", "search=withdraw"),
        ("related", "search=camus"), ("m2m-no-duplicates", "search=e"), ("m2m-label", "search=travel"), ("terms-across-fields", "search=roy%20novels"), ("empty", "search="), ("spaces", "search=%20%20"), ("quoted", 'search="small things"'), ("quoted-open", 'search="small'), ("unicode", "search=ørder"), ("null-char", "search=a%00b"), ("percent", "search=%25"), ("with-filter", "search=the&status=printed")]:
    s.get("search-" + name, "search", f"{book}?{query}&fields=title&page_size=20")
for name, query in [
        ("title", "ordering=title"), ("reverse", "ordering=-title"), ("pages", "ordering=pages"), ("two", "ordering=author__name,-pages"), ("invalid", "ordering=nope"), ("invalid-and-valid", "ordering=nope,-pages"), ("not-allowed", "ordering=isbn"), ("empty", "ordering="), ("spaces", "ordering=%20-pages%20,title"), ("double-minus", "ordering=--pages"), ("nulls", "ordering=published,title"), ("nulls-last", "ordering=-published,title"), ("decimal", "ordering=price,title"), ("repeated-param", "ordering=title&ordering=-title"), ("with-filter-ordering", "o=pages&ordering=-pages")]:
    s.get("ordering-" + name, "ordering", f"{book}?{query}&fields=title&page_size=20")
s.get("search-prefix-contact", "search", pub + "?search=post@")
s.get("search-exact-country", "search", pub + "?search=fr&ordering=-founded")
s.get("ordering-default-fields", "ordering", aut + "?ordering=-born,name&fields=name,born", note="no ordering_fields: every readable field of the serializer")
s.get("ordering-default-write-only", "ordering write-only", aut + "?ordering=secret_note&fields=name")
s.get("ordering-default-unknown", "ordering", aut + "?ordering=-house__name&fields=name")

# ---------------------------------------------------------------- pagination: page number
for name, query in [("1", "page=1"), ("2", "page=2"), ("last", "page=last"), ("past", "page=9"), ("zero", "page=0"), ("negative", "page=-1"), ("text", "page=two"), ("float", "page=1.0"), ("empty", "page="), ("size", "page_size=3"), ("size-2", "page=2&page_size=3"), ("size-over", "page_size=500"), ("size-zero", "page_size=0"), ("size-negative", "page_size=-2"), ("size-text", "page_size=all"), ("size-one-middle", "page=3&page_size=1"), ("keeps-params", "page=2&page_size=2&status=draft&search=a%20b"), ("repeated", "page=1&page=2"), ("huge", "page=99999999999999999999")]:
    s.get("page-" + name, "page-number" + (" errors.404" if name in ("past", "zero", "negative", "text", "huge", "float") else ""), f"{book}?{query}&fields=id,title")
s.get("page-unicode-params", "page-number unicode", book + "?title__icontains=e&search=ø&page_size=1&fields=title&x=ü&y=%2B+%20")

# ---------------------------------------------------------------- settings: limit/offset, primary key of one's own, permissions
st = "/api/settings/"
s.post("setting-anonymous", "permissions errors.403", st, json={"key": "a", "value": 1})
for i, (key, value) in enumerate([("colour", "blue"), ("limits", {"loans": 5, "days": [7, 14]}), ("zero", 0), ("nothing-here", []), ("flag", True), ("pi", 3.14159), ("big", 9007199254740993)], 1):
    s.post(f"setting-{i}", "create natural-key json-field auth", st, json={"key": key, "value": value, "public": i % 2 == 0}, auth="token:zoe")
s.post("setting-huge", "create json-field big-integers", st, json={"key": "huge", "value": [123456789012345678901234567890, -9223372036854775809]}, auth="token:zoe")
s.get("setting-huge-read", "json-field big-integers", st + "huge/")
s.delete("setting-huge-delete", "destroy big-integers", st + "huge/", auth="token:zoe")
s.post("setting-null", "validation json-field", st, json={"key": "null", "value": None}, auth="token:zoe")
s.post("setting-taken", "validation unique natural-key", st, json={"key": "colour", "value": 1}, auth="basic:zoe")
s.get("setting-read", "retrieve natural-key", st + "limits/")
s.get("setting-404", "natural-key errors.404", st + "nope/")
s.patch("setting-patch", "partial-update natural-key", st + "colour/", json={"value": ["red", "green"]}, auth="basic:bruno")
s.put("setting-put-new-key", "update natural-key", st + "zero/", json={"key": "nil", "value": None}, auth="basic:bruno", note="value may not be null")
s.put("setting-put-key", "update natural-key", st + "zero/", json={"key": "nil", "value": 0}, auth="basic:bruno", note="the key is the primary key: DRF saves a second row and leaves the first")
s.get("setting-both", "natural-key limit-offset", st + "?limit=5&offset=4")
s.delete("setting-delete-new", "destroy natural-key", st + "nil/", auth="basic:bruno")
s.delete("setting-delete-anonymous", "permissions errors.403", st + "zero/")
for name, query in [("default", ""), ("limit", "limit=2"), ("offset", "limit=2&offset=2"), ("end", "limit=2&offset=6"), ("past", "limit=2&offset=60"), ("over", "limit=100"), ("zero", "limit=0"), ("negative", "limit=-1"), ("text", "limit=x&offset=y"), ("offset-only", "offset=1"), ("offset-negative", "offset=-1"), ("empty", "limit=&offset="), ("uneven", "limit=2&offset=1"), ("with-filter", "public=true&limit=1"), ("overlap", "limit=3&offset=2")]:
    s.get("limit-" + name, "limit-offset", f"{st}?{query}")
s.options("setting-options-anonymous", "options permissions", st)
s.options("setting-options", "options permissions", st, auth="token:zoe")
s.options("setting-options-detail", "options permissions", st + "limits/", auth="token:zoe")

# ---------------------------------------------------------------- events: cursor pagination, few actions, uuid key
ev = "/api/events/"
for n in range(1, 9):
    s.post(f"event-{n}", "create", ev, json={"number": n, "what": "odd" if n % 2 else "even"}, capture={f"event{n}": "body.id"})
s.post("event-id-ignored", "read-only create", ev, json={"number": 9, "what": "odd", "id": "00000000-0000-4000-8000-000000000000"}, capture={"event9": "body.id"})
s.post("event-taken", "validation unique", ev, json={"number": 9, "what": "odd"})
s.get("event-read", "retrieve", ev + "{{event1}}/")
s.get("event-read-missing", "retrieve errors.404", ev + "00000000-0000-4000-8000-000000000000/")
s.get("event-read-bad", "retrieve errors.404", ev + "123/")
s.put("event-put", "errors.405", ev + "{{event1}}/", json={})
s.patch("event-patch", "errors.405", ev + "{{event1}}/", json={})
s.delete("event-delete", "errors.405", ev + "{{event1}}/")
s.options("event-options", "options", ev)
s.options("event-options-detail", "options", ev + "{{event1}}/")
s.get("cursor-1", "cursor", ev, capture={"next": "body.next"})
s.get("cursor-2", "cursor", "{{next}}", capture={"next": "body.next", "prev": "body.previous"})
s.get("cursor-3", "cursor", "{{next}}", capture={"prev3": "body.previous"})
s.get("cursor-back-2", "cursor", "{{prev3}}", capture={"prev": "body.previous"})
s.get("cursor-back-1", "cursor", "{{prev}}", capture={"next": "body.next"})
s.get("cursor-forward-again", "cursor", "{{next}}")
s.post("cursor-insert", "cursor create", ev, json={"number": 10, "what": "even"})
s.get("cursor-stable", "cursor", "{{next}}", note="a new row at the front does not move the page")
s.get("cursor-garbage", "cursor errors.404", ev + "?cursor=garbage")
s.get("cursor-garbage-base64", "cursor", ev + "?cursor=Z2FyYmFnZQ==")
s.get("cursor-empty", "cursor", ev + "?cursor=")
s.get("cursor-filtered", "cursor filter", ev + "?what=odd", capture={"next": "body.next"})
s.get("cursor-filtered-2", "cursor filter", "{{next}}")
s.get("cursor-ordering-param", "cursor ordering", ev + "?ordering=number")
s.get("cursor-page-size-ignored", "cursor", ev + "?page_size=1")
s.get("event-filter-uuid", "filter filter.uuid", ev + "?id={{event2}}")
s.get("event-filter-uuid-bad", "filter filter.uuid filter.invalid", ev + "?id=xyz")
s.get("event-filter-uuid-in", "filter filter.uuid", ev + "?id__in={{event2}},{{event3}}")
s.get("event-filter-uuid-in-bad", "filter filter.uuid filter.invalid", ev + "?id__in={{event2}},zz")

# ---------------------------------------------------------------- loans: authentication and model permissions
loan = "/api/loans/"
a_loan = {"book": 1, "user": "bruno", "due": "2030-01-31"}
s.get("loan-anonymous", "permissions errors.401", loan)
s.post("loan-anonymous-post", "permissions errors.401", loan, json=a_loan)
s.get("loan-bad-token", "auth errors.401", loan, headers={"Authorization": "Token nonsense"})
s.get("loan-token-no-value", "auth errors.401", loan, headers={"Authorization": "Token"})
s.get("loan-token-spaces", "auth errors.401", loan, headers={"Authorization": "Token a b"})
s.get("loan-bearer", "auth errors.401", loan, headers={"Authorization": "Bearer 2222222222222222222222222222222222222222"})
s.get("loan-inactive", "auth errors.401", loan, auth="token:gone")
s.get("loan-inactive-basic", "auth errors.401", loan, auth="basic:gone")
s.get("loan-basic-wrong", "auth errors.401", loan, auth="basic:clara:wrong")
s.get("loan-basic-unknown", "auth errors.401", loan, auth="basic:nobody:x")
s.get("loan-basic-empty", "auth errors.401", loan, headers={"Authorization": "Basic"})
s.get("loan-basic-not-base64", "auth errors.401", loan, headers={"Authorization": "Basic !!!"})
s.get("loan-basic-spaces", "auth errors.401", loan, headers={"Authorization": "Basic a b"})
s.get("loan-basic-no-colon", "auth errors.401", loan, headers={"Authorization": "Basic Y2xhcmE="})
s.get("loan-basic-unicode", "auth", loan, auth="basic:zoe")
s.get("loan-token-lower", "auth", loan, headers={"Authorization": "token 2222222222222222222222222222222222222222"})
s.post("loan-1", "create permissions relations.slug", loan, json=a_loan, auth="token:clara")
s.post("loan-2", "create permissions", loan, json={**a_loan, "book": 2, "user": "zoe", "fine": "0.5", "due": "2020-02-29"}, auth="basic:clara")
s.post("loan-3", "create permissions", loan, json={**a_loan, "book": 3, "returned": True, "fine": 12}, auth="token:root")
s.post("loan-view-only", "permissions errors.403", loan, json=a_loan, auth="token:bruno")
s.post("loan-none", "permissions errors.403", loan, json=a_loan, auth="token:zoe")
s.get("loan-view-none", "permissions list", loan, auth="token:zoe", note="DjangoModelPermissions asks nothing for GET but a login")
s.get("loan-view", "permissions list", loan, auth="token:bruno")
s.put("loan-put-403", "permissions errors.403", loan + "1/", json=a_loan, auth="token:bruno")
s.patch("loan-patch-404-403", "permissions errors.403", loan + "99/", json={}, auth="token:bruno", note="permission before existence")
s.patch("loan-patch", "permissions partial-update", loan + "1/", json={"returned": True}, auth="token:clara")
s.delete("loan-delete-403", "permissions errors.403", loan + "1/", auth="basic:bruno")
s.delete("loan-delete-401", "permissions errors.401", loan + "1/")
s.put("loan-put-405", "permissions errors.405", loan, json={}, auth="token:bruno")
s.put("loan-put-405-anonymous", "permissions errors.401", loan, json={})
s.trace("loan-trace", "permissions errors.405", loan, auth="token:root")
s.options("loan-options-anonymous", "options permissions errors.401", loan)
s.options("loan-options-view", "options permissions", loan, auth="token:bruno")
s.options("loan-options-clara", "options permissions", loan, auth="token:clara")
s.options("loan-options-detail-view", "options permissions", loan + "1/", auth="token:bruno")
s.options("loan-options-detail-clara", "options permissions", loan + "1/", auth="token:clara")
s.post("loan-user-unknown", "validation relations.slug", loan, json={**a_loan, "user": "nobody"}, auth="token:clara")
s.post("loan-user-number", "validation relations.slug", loan, json={**a_loan, "user": 3}, auth="token:clara")
s.post("loan-fine-digits", "validation validation.decimal", loan, json={**a_loan, "fine": "1234.56"}, auth="token:clara")
s.get("loan-filter", "filter filter.boolean", loan + "?returned=true&due__lt=2031-01-01", auth="token:clara")
s.get("loan-filter-user", "filter filter.relation", loan + "?user=3", auth="token:clara")
s.get("loan-filter-user-bad", "filter filter.relation filter.invalid", loan + "?user=99", auth="token:clara")
s.get("loan-malformed-before-auth", "permissions errors.401", loan, headers={"Authorization": "Token x"}, accept="text/html")
s.get("loan-406", "permissions errors.406", loan, accept="image/png", note="negotiation comes before authentication")
s.post("loan-malformed-anonymous", "permissions errors.401", loan, body="{", type="application/json")
s.get("books-bad-token", "auth errors.401", book, headers={"Authorization": "Token nonsense"}, note="wrong credentials fail even where anyone may read; session comes first, so 403 without WWW-Authenticate")
s.get("books-basic-wrong", "auth errors.403", book, auth="basic:clara:wrong")

# ---------------------------------------------------------------- members: one-to-one, composed permissions, integer choices
mem = "/api/members/"
s.get("member-anonymous", "permissions errors.401", mem)
s.post("member-1", "create permissions one-to-one", mem, json={"user": 3, "nick": "bru"}, auth="basic:bruno", capture={"card": "body.card"})
s.post("member-staff", "permissions errors.403", mem, json={"user": 2}, auth="basic:clara", note="staff, and without add_member")
s.post("member-2", "create permissions one-to-one", mem, json={"user": 1, "level": 3, "card": "11111111-2222-4333-8444-555555555555"}, auth="basic:root")
s.post("member-taken", "validation unique one-to-one", mem, json={"user": 3, "card": "{{card}}"}, auth="basic:bruno")
s.post("member-level-text", "create validation.choice", mem, json={"user": 4, "level": "2", "nick": None}, auth="basic:bruno")
s.post("member-level-bad", "validation validation.choice", mem, json={"user": 2, "level": 4, "nick": "much too long a nick"}, auth="basic:bruno")
s.post("member-level-null", "validation validation.choice", mem, json={"user": 2, "level": None}, auth="basic:bruno")
s.get("member-list", "list one-to-one", mem, auth="basic:bruno")
s.patch("member-patch", "partial-update", mem + "1/", json={"level": 2, "nick": ""}, auth="basic:bruno")
s.get("member-read-403", "permissions errors.403", mem + "1/", auth="basic:bruno", note="not: an object permission that nobody overrides is true, and its negation denies every object")
s.get("member-read", "permissions retrieve one-to-one", mem + "1/", auth="basic:root")
s.patch("member-patch-root", "permissions partial-update", mem + "1/", json={"level": 2, "nick": ""}, auth="basic:root")
s.put("member-put", "errors.405", mem + "1/", json={}, auth="basic:bruno", note="PATCH without PUT")
s.delete("member-delete", "errors.405", mem + "1/", auth="basic:bruno")
s.options("member-options", "options", mem, auth="basic:bruno")
s.options("member-options-detail", "options", mem + "1/", auth="basic:bruno", note="the metadata knows only PUT")

# ---------------------------------------------------------------- shelves: own key, required m2m, undeclared reverse relation
sh = "/api/shelves/"
s.post("shelf-1", "create m2m", sh, json={"name": "North", "books": [1, 2]}, auth="token:zoe")
s.post("shelf-2", "create m2m", sh, json={"name": "Top", "books": [3], "inside": 1, "keeper": 2}, auth="token:zoe")
for name, value in [("empty", []), ("missing", ...), ("string", "1"), ("unknown", [1, 99]), ("bad", ["a"]), ("null", None), ("object", {"a": 1}), ("bool", [True])]:
    s.post("shelf-books-" + name, "validation m2m", sh, json={"name": "x", **({} if value is ... else {"books": value})}, auth="token:zoe")
s.patch("shelf-books-set", "partial-update m2m", sh + "1/", json={"books": [2, 1, 2]}, auth="token:zoe")
s.patch("shelf-inside-itself", "partial-update relations.pk", sh + "1/", json={"inside": 1}, auth="token:zoe")
s.patch("shelf-inside-none", "partial-update relations.pk", sh + "1/", json={"inside": None}, auth="token:zoe")
s.get("shelf-list", "list limit-offset", sh)
s.get("shelf-list-limit", "list limit-offset", sh + "?limit=1")
s.get("shelf-list-offset", "list limit-offset", sh + "?offset=1")
s.post("shelf-form", "create form m2m", sh, form={"name": "Form", "books": ["4", "5"], "inside": ""}, auth="basic:zoe")
s.post("shelf-form-empty", "validation form m2m", sh, form={"name": "Form"}, auth="basic:zoe")
s.patch("shelf-form-patch", "partial-update form m2m", sh + "3/", form={"name": "Farm"}, auth="basic:zoe")
s.post("shelf-anonymous", "permissions errors.401", sh, json={}, note="basic comes first: 401 and WWW-Authenticate")
s.options("shelf-options", "options m2m", sh, auth="basic:zoe")

# ---------------------------------------------------------------- displays: depth
dis = "/api/displays/"
s.get("display-empty", "depth list empty-list", dis)
s.options("display-options", "depth options", dis)
s.post("display-invalid", "depth validation", dis, json={"note": "x"})
s.post("display-relation-read-only", "depth validation", dis, json={"title": "Now", "shelf": 1}, note="depth makes the relation read-only; only shelf_id can be written")
s.post("display-1", "depth create relations.string", dis, json={"title": "Summer", "shelf_id": 1, "note": "new"})
s.post("display-2", "depth create relations.string", dis, json={"title": "Winter", "shelf_id": 2})
s.get("display-list", "depth list relations.string", dis)
s.get("display-read", "depth retrieve relations.string", dis + "2/")
s.put("display-put", "depth errors.405", dis + "2/", json={})
s.delete("display-delete", "depth destroy", dis + "1/")

# ---------------------------------------------------------------- media: master and details
eb, au = "/api/media/ebooks/", "/api/media/audio/"
s.get("media-no-route", "master-detail errors.404", "/api/media/")
s.post("ebook-anonymous", "master-detail permissions errors.403", eb, json={})
s.post("ebook-1", "master-detail create", eb, json={"title": "Transit (screen)", "size": 1200, "book": 1, "format": "epub"}, auth="token:zoe")
s.post("audio-1", "master-detail create", au, json={"title": "The Plague, read aloud", "minutes": 612, "reader": "B.", "book": 2}, auth="token:zoe")
s.post("ebook-2", "master-detail create defaults", eb, json={"title": "The Fall", "format": "pdf", "type": "audiobook"}, auth="token:zoe", note="type is read-only")
s.post("ebook-invalid", "master-detail validation", eb, json={"size": -1, "format": "mobi", "book": 99}, auth="token:zoe")
s.post("audio-invalid", "master-detail validation", au, json={"title": "x" * 41, "minutes": "long"}, auth="token:zoe")
s.get("ebook-list", "master-detail list", eb)
s.get("ebook-read", "master-detail retrieve", eb + "1/")
s.get("ebook-of-audio", "master-detail errors.404", eb + "2/", note="number 2 is an audiobook")
s.get("audio-read", "master-detail retrieve", au + "2/")
s.get("ebook-filter-type", "master-detail filter", eb + "?type=ebook")
s.get("ebook-filter-type-none", "master-detail filter", eb + "?type=audiobook")
s.get("ebook-filter-own", "master-detail filter", eb + "?format=pdf", note="a filter named like DRF's format parameter")
s.get("ebook-filter-inherited", "master-detail filter", eb + "?title__icontains=SCREEN")
s.get("audio-filter", "master-detail filter", au + "?minutes__gt=600")
s.get("audio-search", "master-detail search", au + "?search=aloud")
s.patch("ebook-patch", "master-detail partial-update", eb + "1/", json={"size": 1300, "format": "pdf"}, auth="token:zoe")
s.put("ebook-put", "master-detail update", eb + "1/", json={"title": "Transit", "format": "epub"}, auth="token:zoe")
s.options("ebook-options", "master-detail options", eb, auth="token:zoe")
bm = "/api/bookmarks/"
s.post("bookmark-1", "master-detail relations.detail create", bm, json={"media": B + "/api/media/ebooks/1/", "place": 5})
s.post("bookmark-2", "master-detail relations.detail create", bm, json={"media": B + "/api/media/audio/2/", "place": 77})
s.get("bookmark-list", "master-detail relations.detail list", bm)
s.post("bookmark-wrong", "master-detail relations.detail validation", bm, json={"media": B + "/api/books/1/", "place": 5})
s.post("bookmark-missing", "master-detail relations.detail validation", bm, json={"media": B + "/api/media/audio/99/", "place": 5})
s.post("bookmark-no-url", "master-detail relations.detail validation", bm, json={"media": 1, "place": 5})
s.delete("ebook-delete", "master-detail destroy", eb + "1/", auth="token:zoe")
s.get("bookmark-cascade", "master-detail on-delete", bm)

# ---------------------------------------------------------------- on_delete
s.delete("delete-protected", "on-delete errors.500", aut + "1/", note="PROTECT: ProtectedError is not caught, so the answer is Django's 500 page")
s.get("delete-protected-still", "on-delete retrieve", aut + "1/?fields=name")
s.delete("delete-restricted", "on-delete errors.500", book + "1/", note="RESTRICT: RestrictedError, likewise")
s.get("delete-restricted-still", "on-delete retrieve", book + "1/?fields=title")
s.delete("delete-set-null", "on-delete destroy", pub + "2/")
s.get("delete-set-null-book", "on-delete", book + "3/?fields=title,publisher")
s.get("delete-set-null-author", "on-delete", aut + "2/?fields=name,house")
s.delete("delete-loan", "on-delete destroy", loan + "1/", auth="token:clara")
s.delete("delete-book", "on-delete destroy", book + "1/")
s.get("delete-cascade-chapters", "on-delete nested-routes", "/api/chapters/")
s.get("delete-cascade-reviews", "on-delete", rev)
s.get("delete-m2m", "on-delete m2m", sh + "1/")
s.get("delete-tag-links", "on-delete", tag + "war/")

# ---------------------------------------------------------------- feedback: throttling
fb = "/api/feedback/"
s.get("feedback-anonymous", "throttle errors.401", fb)
s.post("feedback-1", "throttle create", fb, json={"text": "Lovely."}, auth="token:zoe")
s.post("feedback-invalid", "throttle validation", fb, json={}, auth="token:zoe", note="a refused request counts too")
s.get("feedback-list", "throttle list", fb, auth="token:zoe")
s.get("feedback-429", "throttle errors.429", fb, auth="token:zoe")
s.post("feedback-429-post", "throttle errors.429", fb, json={"text": "More."}, auth="token:zoe")
s.options("feedback-429-options", "throttle errors.429", fb, auth="token:zoe")
s.get("feedback-other-user", "throttle list", fb, auth="token:bruno")
s.get("feedback-other-endpoint", "throttle", pub + "1/", auth="token:zoe")

# ---------------------------------------------------------------- editions: every type, every error
ed = "/api/editions/"


def an_edition(**more):
    base = {"name": "First", "note": "As sold.", "code": "first-1", "mail": "a@example.org", "site": "https://example.org/x?y=1#z",
            "serial": "6f1e2d3c-4b5a-4978-8899-aabbccddeeff", "copies": 100, "total": 5000000000, "shelf": 12, "rank": 3, "weight": 1.5, "price": "10.250",
            "bound": True, "signed": False, "printed": "2024-02-29", "opens": "09:30:00", "shipped": "2024-03-01T12:30:00Z", "lasts": "1 02:03:04",
            "extra": {"a": 1}, "notes": None, "address": "192.0.2.1", "v4": "198.51.100.7", "v6": "2001:db8::1", "kind": "h", "size": 2}
    return {k: v for k, v in {**base, **more}.items() if v is not ...}


s.post("edition-1", "create types", ed, json=an_edition())
s.post("edition-2", "create types form", ed, form={k: v for k, v in {**{k: str(v) for k, v in an_edition(name="Second").items()}, "extra": "[1]", "notes": "null", "signed": "", "bound": "off", "size": "", "v4": "", "v6": "", "note": ""}.items()})
s.post("edition-form-json-blank", "validation types form json-field", ed, form={k: v for k, v in {**{k: str(v) for k, v in an_edition(name="Second").items()}, "extra": "[1]", "notes": ""}.items()}, note="an empty string is not JSON, even for a nullable field")
s.post("edition-empty", "validation types", ed, json={})
s.post("edition-empty-form", "validation types form", ed, form={})
s.post("edition-all-null", "validation types validation.null", ed, json={k: None for k in an_edition()})
s.post("edition-all-blank", "validation types validation.blank", ed, json={k: "" for k in an_edition()})
s.post("edition-all-lists", "validation types", ed, json={k: [1] for k in an_edition()})
s.post("edition-all-objects", "validation types", ed, json={k: {"a": 1} for k in an_edition()})
s.post("edition-all-true", "validation types", ed, json={k: True for k in an_edition()})
s.post("edition-all-numbers", "validation types", ed, json={k: 12345.678 for k in an_edition()})
s.post("edition-all-text", "validation types", ed, json={k: "some words" for k in an_edition()})
CASES = {
    "string name": ["   ", "ab", "x" * 13, "a\u0000b", 12345, 1.50, "  padded  ", "日本語の本", "a\nb", "\ud83d\ude00\ud83d\ude00\ud83d\ude00" and "😀😀😀"],
    "text note": ["n" * 31, "  ", "line\nline"],
    "slug code": ["a b", "größe", "x" * 11, "-_-", "A-1"],
    "email mail": ["nope", "a@b", "a@b.c", "a@localhost", "x" * 30 + "@example.org", "a b@example.org", "ä@example.org", "A@EXAMPLE.ORG"],
    "url site": ["nope", "example.org", "ftp://example.org/", "http://", "http://localhost:8000/x", "javascript:alert(1)", "https://example.org/" + "x" * 60, "https://exa mple.org/", "https://münchen.example/", "http://[::1]/", "mailto:a@example.org"],
    "uuid serial": ["nope", 5, "6f1e2d3c4b5a49788899aabbccddeeff", "6F1E2D3C-4B5A-4978-8899-AABBCCDDEEFF", "urn:uuid:6f1e2d3c-4b5a-4978-8899-aabbccddeeff", "{6f1e2d3c-4b5a-4978-8899-aabbccddeeff}", 1.5],
    "integer copies": ["abc", 1.5, 7.0, "12", "12.0", " 12 ", "1e2", 501, -6, -5, "9" * 1001, "٣", "1_000", "0x10", 10 ** 20],
    "integer total": [9223372036854775807, 9223372036854775808, -9223372036854775808, -9223372036854775809],
    "integer shelf": [40000, -40000],
    "integer rank": [-1, 0, 3000000000],
    "float weight": ["abc", 0.4, 100, "1e1", "inf", " 2.5 ", 0.1 + 0.2, 1, "9" * 1001],
    "decimal price": ["abc", "1.2345", "12345.678", "12345", "5000.001", -1, "NaN", "Infinity", "1e2", 10, 3.14159, 0.1, "0", "-0", "1,5", " 1.5 ", "1.0000", "9" * 1001],
    "boolean bound": ["yes", "maybe", 2, 1, 0, "1", "off", "TRUE", "t", "null"],
    "boolean signed": ["null", "None", "", "x"],
    "date printed": ["2024-13-01", "2023-02-29", "nope", "2024-02-01T00:00:00", "2024-2-1", 20240201, "20240201", "0001-01-01", "01/02/2024"],
    "time opens": ["25:00", "10:30", "10:30:15.123456", "10:30:15.1", "nope", "10:30Z", "10:30:61", 1030],
    "datetime shipped": ["2024-05-01T10:00:00", "2024-05-01T10:00:00+02:00", "2024-05-01", "2024-05-01 10:00", "2024-02-30T00:00:00Z", "2024-05-01T10:00:00.123Z", "2024-05-01T10:00:00.123456789Z", "nope", 1714550400, "0001-01-01T00:00:00+14:00", "2024-05-01T10:00Z"],
    "duration lasts": ["nope", 90, "90", "1:30", "00:00:01.5", "P1DT2H", "PT36H", "-1 00:00:01", "3 days", "999999999999 00:00:00", "10 23:59:59.999999", 1.5],
    "json extra": ["text", 0, False, [], {}, {"a": {"b": [{"c": [[], {}]}]}}, 1e400 and "1e400", "\u2028"],
    "ip address": ["1.2.3", "999.1.1.1", "::1", "2001:0DB8:0:0::0001", "::ffff:1.2.3.4", "1.2.3.4/24", " 1.2.3.4 ", "01.2.3.4", "::g"],
    "ip v4": ["::1", "1.2.3.256"],
    "ip v6": ["1.2.3.4", "fe80::1", ":::"],
    "choice kind": ["x", "H", "Hardcover", 1],
    "choice size": [4, "2", "two", 2.0],
}
for key, values in CASES.items():
    kind, field = key.split()
    for i, value in enumerate(values, 1):
        s.post(f"edition-{field}-{i}", f"types validation.{kind}", f"{ed}?fields=id,{field}", json=an_edition(**{field: value}))
s.post("edition-inf-literal", "types validation.float validation.body", ed, body='{"weight": Infinity}', type="application/json")
s.put("edition-put", "update types", ed + "1/", json=an_edition(name="Renamed", size=None, note=None))
s.put("edition-put-missing", "update types validation", ed + "1/", json={"name": "Alone"})
s.patch("edition-patch", "partial-update types", ed + "1/", json={"lasts": "00:10:00", "bound": False, "extra": None})
s.patch("edition-patch-ok", "partial-update types", ed + "1/?omit=extra", json={"lasts": "00:10:00", "bound": False, "signed": None})
s.get("edition-read", "retrieve types", ed + "1/")
s.options("edition-options", "options types", ed)
s.post("edition-form-bools", "types form validation.boolean", ed + "?fields=bound,signed", form={**{k: str(v) for k, v in an_edition(bound=..., signed=..., extra=...).items()}, "extra": "{}", "notes": "null"}, note="form without the boxes: a required boolean is false, a nullable one null")
s.post("edition-multipart-json", "types multipart json-field", ed + "?fields=extra,notes", multipart={**{k: str(v) for k, v in an_edition(extra=...).items()}, "extra": '{"k": [1, "é"]}', "notes": "\"text\""})
for name, query in [("bool", "bound=false"), ("kind", "kind=p"), ("kind-bad", "kind=z"), ("uuid", "serial=6f1e2d3c-4b5a-4978-8899-aabbccddeeff"), ("uuid-bad", "serial=1"), ("size", "size=2"), ("size-bad", "size=9"), ("ip", "address=192.0.2.1"), ("time", "opens=10:30"), ("time-gt", "opens__gt=10:00"), ("time-bad", "opens=late"),
                    ("datetime", "shipped=2024-05-01T08:00:00Z"), ("datetime-offset", "shipped=2024-05-01T10:00:00%2B02:00"), ("datetime-lt", "shipped__lt=2024-03-01"), ("datetime-date", "shipped__date=2024-05-01"), ("datetime-month", "shipped__month=5"), ("datetime-day", "shipped__day=x"), ("duration", "lasts=00:10:00"), ("duration-gt", "lasts__gt=2%20days"), ("duration-bad", "lasts=long"),
                    ("float", "weight__gte=2"), ("decimal", "price=10.25"), ("decimal-range", "price__range=0,1"), ("code-in", "code__in=A-1,-_-"), ("signed", "signed=false"), ("signed-null", "signed__isnull=true"), ("open-between", "open_between_after=10:00&open_between_before=11:00"), ("open-between-min", "open_between_min=10:00"), ("ship-between", "ship_between_after=2024-04-01&ship_between_before=2024-06-01"), ("kinds", "kinds=h,p"), ("uuid-in", "serial__in=x,y"), ("not-null", "copies_not_null=false")]:
    s.get("filter-edition-" + name, "filter filter.types" + (" filter.invalid" if "bad" in name else ""), f"{ed}?{query}&fields=id&page_size=20")

# what depends on the database: SQLite's LIKE is case-insensitive for ASCII only, sorts nulls first, has 64-bit integers
SQLITE = {"filter-unicode", "filter-declared-contains", "filter-declared-contains-case", "filter-publisher-contains", "filter-publisher-startswith-case",
          "filter-publisher-unicode-icontains", "search-unicode", "page-unicode-params", "ordering-nulls", "ordering-nulls-last", "ordering-default-fields",
          "edition-shelf-1", "edition-shelf-2", "edition-rank-3"}
for request in s.requests:
    if request["id"] in SQLITE or request["id"] in {r + "-options" for r in ("edition", "publisher", "book", "chapters-nested", "member", "event")}:
        request["tags"].append("sqlite")
s.dump()
