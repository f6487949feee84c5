"""A shop: nesting two deep, chains of on_delete, Python's own words as names, numbers as numbers, dates in another dress."""
from scenario_tools import Scenario

s = Scenario(mask=[{"regex": "^JSON parse error - .*", "with": "JSON parse error - <the parser's words>"}])
R = "/shop/v2/"
O, K, G = "basic:owner", "basic:clerk", "basic:guest"

# ---------------------------------------------------------------- the root, negotiation with one renderer
s.get("root", "root", R)
s.get("root-no-slash", "root slash-redirect", "/shop/v2")
s.options("root-options", "root options", R)
s.post("root-post", "root errors.405 permissions", R, json={})
s.get("root-html", "root negotiation errors.406", R, accept="text/html")
s.get("root-browser", "root negotiation", R, accept="text/html,*/*;q=0.8")
s.get("root-inactive", "root auth", R, auth="basic:closed")
s.get("root-colon", "root auth", R, auth="basic:guest")
s.get("schema", "openapi", R + "openapi", accept="application/json", reduce="no-body")
s.get("schema-yaml", "openapi", R + "openapi", reduce="no-body")

# ---------------------------------------------------------------- categories: a key of one's own, on itself
C = R + "categories/"
s.post("category-anonymous", "permissions errors.401", C, json={"code": "misc", "name": "Misc"})
s.post("category-clerk", "permissions errors.403", C, json={"code": "misc", "name": "Misc"}, auth=K)
for i, (code, name, parent, position) in enumerate([("misc", "Miscellaneous", None, 9), ("food", "Food & drink", None, 1), ("fruit", "Früchte", "food", 2), ("veg", "Greens", "food", 2), ("berry", "Berries", "fruit", -3)], 1):
    s.post(f"category-{i}", "create primary-key", C, json={"code": code, "name": name, "parent": parent, "position": position}, auth=O)
s.get("category-list", "list string-related", C)
s.get("category-read", "retrieve string-related", C + "food/")
s.get("category-missing", "errors.404", C + "meat/")
s.get("category-upper", "errors.404", C + "FOOD/")
s.get("category-dot", "errors.404", C + "a.b/")
s.get("category-suffix", "format-suffix", R + "categories/fruit.json")
s.post("category-taken", "validation unique primary-key", C, json={"code": "food", "name": "x"}, auth=O)
s.post("category-wrong", "validation", C, json={"code": "no good", "name": "x" * 31, "parent": "nope", "position": "third"}, auth=O)
for name, value in [("number", 5), ("list", ["food"]), ("object", {"code": "food"}), ("true", True), ("blank", ""), ("float", 1.5), ("nul", "a\u0000b")]:
    s.post(f"category-parent-{name}", "validation relations.pk", C, json={"code": "new-" + name, "name": "x", "parent": value}, auth=O)
s.delete("category-parent-blank-delete", "destroy", C + "new-blank/", auth=O)
s.post("category-position-huge", "validation validation.integer sqlite", C, json={"code": "q", "name": "x", "position": 2 ** 63}, auth=O)
s.post("category-read-only", "read-only create", C, json={"code": "toys", "name": " Toys ", "children": ["x"], "parent_name": "y"}, auth=O)
s.patch("category-parent-self", "partial-update relations.pk", C + "toys/", json={"parent": "toys"}, auth=O)
s.put("category-put", "update primary-key", C + "toys/", json={"code": "toys", "name": "Games", "parent": None, "position": 4}, auth=O)
s.delete("category-protected", "destroy protect", C + "food/", auth=O)
s.get("category-sort", "ordering", C + "?sort=-position,code")
s.get("category-sort-read-only", "ordering", C + "?sort=name")
s.get("category-ordering-name", "ordering", C + "?ordering=name", note="the parameter is called otherwise here")
s.get("category-sorted", "filter ordering-filter", C + "?sorted=-name")
s.get("category-filter-self", "filter filter.relation", C + "?parent=food")
s.get("category-filter-self-bad", "filter filter.invalid", C + "?parent=meat")
s.get("category-filter-deep", "filter filter.relation", C + "?parent__parent=food")
s.get("category-filter-deep-null", "filter filter.isnull", C + "?parent__parent__isnull=true")
s.get("category-filter-reverse", "filter filter.relation", C + "?children__name__icontains=r", note="once for each child")
s.get("category-filter-in", "filter", C + "?position__in=2,,9")
s.get("category-filter-in-bad", "filter filter.invalid", C + "?position__in=2,x&position__gte=y")
s.get("category-limit-ignored", "list", C + "?limit=1")
s.options("category-options", "options", C, auth=O)
s.options("category-options-guest", "options permissions", C, auth=G)
s.options("category-options-anonymous", "options permissions", C)
s.options("category-options-detail", "options", C + "food/", auth=O)
s.head("category-head", "head", C)

# ---------------------------------------------------------------- suppliers: one to one, nested
S = R + "suppliers/"
s.post("supplier-1", "create nested-write one-to-one", S, json={"name": "Apfel & Sohn", "vat": "DE123", "rating": 4.5, "site": "http://apfel.example", "address": {"street": "Weg 1", "zip": "28195"}}, auth=O)
s.post("supplier-2", "create nested-write one-to-one", S, json={"name": "Beeren AG", "rating": 3, "address": None}, auth=O)
s.post("supplier-3", "create", S, json={"name": "Gemüse Co", "vat": None, "address": {"street": "Platz 2", "city": "Kiel", "zip": ""}}, auth=O)
s.post("supplier-4", "create", S, form={"name": "Anon", "vat": "", "rating": "0"}, auth=O, note="an empty string for a nullable one that may be blank")
s.post("supplier-form-nested", "create form nested-write", S, form={"name": "Form", "rating": "", "address.street": "Allee 3", "address.city": "Ulm"}, auth=O)
s.get("supplier-list", "list limit-offset nested-read", S)
for name, value in [("string", "Weg 1"), ("list", [{"street": "a"}]), ("number", 1), ("empty", {}), ("bad", {"street": "", "city": None, "zip": "123"}), ("keys", {"strasse": "x"}), ("false", False)]:
    s.post(f"supplier-address-{name}", "validation nested-write one-to-one", S, json={"name": "New", "address": value}, auth=O)
for name, value in [("format", "123"), ("long", "DE1234567890123"), ("taken", "DE123"), ("number", 5), ("list", [])]:
    s.post(f"supplier-vat-{name}", "validation regex unique", S, json={"name": "New", "vat": value}, auth=O)
for name, value in [("high", 5.01), ("text", "good"), ("nan", "NaN"), ("inf", "Infinity"), ("exp", "1e1"), ("true", True), ("list", [1]), ("blank", "")]:
    s.post(f"supplier-rating-{name}", "validation validation.float", S, json={"name": "Apfel & Sohn", "rating": value}, auth=O)
s.patch("supplier-patch-address", "partial-update nested-write one-to-one", S + "1/", json={"address": {"street": "Weg 2"}}, auth=O)
s.patch("supplier-patch-address-null", "partial-update nested-write one-to-one", S + "1/", json={"address": None}, auth=O)
s.patch("supplier-patch-address-new", "partial-update nested-write one-to-one", S + "1/", json={"address": {"street": "Weg 3", "city": "Köln", "supplier": 3}}, auth=O, note="the key to the parent is read-only")
s.patch("supplier-patch-name", "partial-update nested-write one-to-one", S + "1/", json={"rating": "4.25"}, auth=O)
s.put("supplier-put-without", "update nested-write one-to-one", S + "1/", json={"name": "Apfel & Sohn"}, auth=O)
s.get("supplier-filter-city", "filter filter.relation", S + "?address__city__iexact=KIEL")
s.get("supplier-filter-city-in", "filter filter.relation", S + "?address__city__in=Ulm,Köln")
s.get("supplier-filter-address-null", "filter filter.isnull", S + "?address__isnull=true")
s.get("supplier-filter-rating", "filter filter.number", S + "?rating__range=0,3.5")
s.get("supplier-filter-rating-null", "filter filter.isnull", S + "?rating__isnull=True&vat__isnull=false")
s.get("supplier-filter-rating-bad", "filter filter.invalid", S + "?rating=high&rating__gt=1,5&rating__range=1")
s.get("supplier-search", "search", S + "?q=anon")
s.get("supplier-search-part", "search", S + "?q=ano", note="= is the whole value")
s.get("supplier-search-vat", "search", S + "?q=de1")
s.get("supplier-search-city", "search", S + "?q=ul")
s.get("supplier-search-other-name", "search", S + "?search=nobody")
s.get("supplier-sort-city", "ordering", S + "?sort=address__city,name")
s.get("supplier-sort-vat", "ordering", S + "?sort=vat")
s.get("supplier-limit", "limit-offset", S + "?limit=2&offset=1&sort=name")
s.get("supplier-limit-max", "limit-offset", S + "?limit=50")
s.options("supplier-options", "options nested-write", S, auth=O)

A = R + "addresses/"
s.get("address-list", "list", A)
s.post("address-taken", "validation unique one-to-one", A, json={"supplier": 1, "street": "x"}, auth=G)
s.post("address-new", "create one-to-one", A, json={"supplier": 2, "street": "x"}, auth=G, capture={"address": "body.id"})
s.post("address-wrong", "validation", A, json={"supplier": "abc", "street": ["x"], "city": {}, "zip": "12"}, auth=G)
s.post("address-missing", "validation", A, json={}, auth=G)
s.post("address-anonymous", "permissions errors.401", A, json={})
s.patch("address-move-taken", "validation unique one-to-one", A + "{{address}}/", json={"supplier": 3}, auth=G)
s.put("address-same", "update unique one-to-one", A + "{{address}}/", json={"supplier": 2, "street": "y"}, auth=G)
s.delete("address-delete", "errors.405", A + "{{address}}/", auth=G)
s.get("address-sort", "ordering", A + "?sort=-supplier__name")
s.options("address-options", "options one-to-one", A + "{{address}}/", auth=G)

# ---------------------------------------------------------------- products: nesting two deep
P = R + "products/"


def product(n, **more):
    return {"sku": f"AB-{n:03}", "title": f"Thing {n}", "price": "1.50", **more}


s.post("product-1", "create nested-write", P, auth=K, json=product(1, category="fruit", supplier=1, weight=120, available="2026-03-01T10:00:00Z", extra={"a": [1, 2.0, None]}, variants=[
    {"size": 36, "colour": "red", "stock": 3, "barcodes": [{"value": "40000001"}, {"value": "40000002", "kind": "upc"}]},
    {"size": 40, "colour": None}, {"size": "44", "barcodes": []}]))
s.post("product-2", "create defaults", P, auth=K, json=product(2, title="  Spaced  ", price=2))
s.post("product-3", "create m2m", P, auth=K, json=product(3, category="berry", supplier=2, similar=["AB-001", "AB-002"], lead_time="1:30:00", weight=0.5))
s.post("product-4", "create form", P, auth=K, form={**{k: str(v) for k, v in product(4).items()}, "category": "veg", "weight": "", "available": "2025-12-31T23:59:59.5+01:00", "extra": '{"n": 1}', "similar": ["AB-003", "AB-001"],
       "variants[0]size": "40", "variants[0]colour": "blue", "variants[0]barcodes[0]value": "50000001", "variants[0]barcodes[1]value": "50000002", "variants[1]size": "36"})
s.get("product-read", "retrieve nested-read", P + "AB-001/")
s.get("product-read-2", "retrieve", P + "AB-003/")
s.get("product-list", "list limit-offset", P)
s.get("product-lower", "errors.404 natural-key", P + "ab-001/")
s.get("product-missing", "errors.404 natural-key", P + "AB-999/")
s.get("product-suffix", "format-suffix natural-key", R + "products/AB-002.json")
s.post("product-empty", "validation", P, auth=K, json={})
s.post("product-all-wrong", "validation", P, auth=K, json={"sku": "abc", "title": None, "category": None, "supplier": 99, "similar": ["AB-001", "ZZ-000", 5, None], "price": "0.001", "weight": "heavy", "lead_time": "soon", "available": "yesterday", "extra": None, "margin": 10, "variants": {}})
for name, value in [("deep", [{"size": 36, "barcodes": [{"value": "1"}, {}, {"value": "12345678", "kind": "qr"}]}, {"size": 37}]), ("deep-type", [{"size": 36, "barcodes": {"value": "12345678"}}]), ("deep-item", [{"size": 36, "barcodes": [[], "x", 5, None]}]),
                    ("null", None), ("items", [None, [], 1]), ("string", "[]"), ("colour", [{"size": 40, "colour": ""}, {"size": 40, "colour": "pink"}, {"size": True, "colour": 5}])]:
    s.post(f"product-variants-{name}", "validation nested-write", P, auth=K, json=product(50, variants=value))
for name, value in [("zero", 0), ("digits", "1234567.00"), ("places", 1.234), ("nan", "NaN"), ("inf", "-Infinity"), ("text", "1,50"), ("exp", "1e2"), ("true", True), ("list", [1]), ("null", None), ("blank", ""), ("long", "9" * 1001)]:
    s.post(f"product-price-{name}", "validation validation.decimal", P, auth=K, json=product(1, price=value))
for name, value in [("days", "3 00:00:00"), ("iso", "P1DT2H30M"), ("number", 90), ("float", 1.5), ("minutes", "15:30"), ("negative", "-1 00:00:01"), ("bad", "1 day and a bit"), ("null", None), ("list", [])]:
    s.patch(f"product-lead-{name}", "partial-update validation.duration", P + "AB-002/", auth=K, json={"lead_time": value})
for name, value in [("date", "2026-01-02"), ("naive", "2026-01-02 03:04"), ("offset", "2026-01-02T03:04:05+05:30"), ("micro", "2026-01-02T03:04:05.123456Z"), ("output", "02.01.2026 03:04:05"), ("number", 5), ("bad", "2026-13-01T00:00:00Z"), ("blank", ""), ("null", None)]:
    s.patch(f"product-available-{name}", "partial-update validation.datetime formats", P + "AB-002/", auth=K, json={"available": value})
s.patch("product-similar-self", "partial-update m2m", P + "AB-001/", auth=K, json={"similar": ["AB-001"]})
s.get("product-similar-symmetric", "m2m", P + "AB-003/", note="a relation to the resource's own name is not symmetrical")
s.patch("product-similar-empty", "partial-update m2m", P + "AB-001/", auth=K, json={"similar": []})
s.patch("product-check", "partial-update errors.500 constraints", P + "AB-001/", auth=K, json={"weight": -1})
s.get("product-check-kept", "retrieve constraints", P + "AB-001/")
s.put("product-put", "update nested-write", P + "AB-001/", auth=K, json=product(1, title="Apple", category="fruit", supplier=1, variants=[{"size": 40, "colour": "green", "stock": 1, "barcodes": [{"value": "40000009"}]}, {"size": 36, "colour": "red", "barcodes": [{"value": "40000001"}]}]))
s.patch("product-patch-variants-partial", "validation nested-write", P + "AB-001/", auth=K, json={"variants": [{"stock": 5}]})
s.patch("product-patch-title", "partial-update nested-write", P + "AB-001/", auth=K, json={"title": " Apple "})
s.delete("product-delete-clerk", "permissions errors.403", P + "AB-004/", auth=K)
s.post("product-csrf-free", "auth errors.401", P, json=product(9))
s.options("product-options", "options nested-write", P, auth=O)
for name, query in [
        ("price", "price__range=1,1.75"), ("price-bad", "price__lt=a&price__range=1,b"), ("weight-null", "weight__isnull=true"), ("lead", "lead_time__gt=1 00:00:00"), ("lead-bad", "lead_time__lte=long"), ("available", "available__lt=2026-01-01T00:00:00Z"),
        ("available-date", "available__date=2025-12-31"), ("available-year", "available__year=2025"), ("available-year-bad", "available__year=MMXXV"), ("parent-name", "category__parent__name=Food %26 drink"), ("parent-iname", "category__parent__name__iexact=FRÜCHTE"),
        ("colour", "variants__colour=blue"), ("colour-bad", "variants__colour=pink"), ("colour-in", "variants__colour__in=blue,green"), ("size", "variants__size=40"), ("size-gte", "variants__size__gte=36"), ("barcode", "variants__barcodes__value__startswith=4"),
        ("city", "supplier__address__city__iexact=köln"), ("supplier-bad", "supplier=7"), ("category", "category=veg"), ("several", "category=veg&price__gte=1&variants__size=36")]:
    s.get("product-filter-" + name, "filter" + (" filter.invalid" if "bad" in name else ""), P + "?" + query + "&sort=title")
for name, query in [("title", "q=apple"), ("sku", "q=ab-00"), ("sku-middle", "q=003"), ("supplier", "q=beeren%20ag"), ("supplier-quoted", 'q="Beeren AG"'), ("supplier-quoted-single", "q='beeren ag',thing"), ("regex", "q=^5.*2$"), ("two", "q=thing%20^5"), ("none", "q=zzz"), ("nul", "q=a%00b"), ("empty", "q=")]:
    s.get("product-search-" + name, "search", P + "?" + query)
for name, query in [("position", "sort=category__position,-title"), ("city", "sort=-supplier__address__city,title"), ("price", "sort=-price,title"), ("spaces", "sort=%20price%20,%20-title"), ("double", "sort=--price"), ("sku", "sort=-sku")]:
    s.get("product-sort-" + name, "ordering", P + "?" + query)
for name, query in [("one", "limit=1&sort=title"), ("middle", "limit=2&offset=1&sort=title"), ("odd", "limit=3&offset=2"), ("past", "offset=40"), ("eleven", "limit=11"), ("minus", "offset=-1"), ("float", "limit=1.5"), ("plus", "limit=%2B2"), ("spaces", "limit=%202"), ("twice", "limit=1&limit=2")]:
    s.get("product-limit-" + name, "limit-offset", P + "?" + query)

# ---------------------------------------------------------------- variants and barcodes, nested routes two deep in the data
V = R + "variants/"
s.get("variant-list", "list nested-read", V, capture={"variant": "body.results.0.id"})
s.post("variant-new", "create relations.slug", V, json={"product": "AB-002", "size": 36, "colour": "red", "barcodes": [{"value": "70000001"}]}, capture={"v": "body.id"})
s.post("variant-taken", "validation unique-together", V, json={"product": "AB-002", "size": 36, "colour": "red"})
s.post("variant-null", "create unique-together", V, json={"product": "AB-002", "size": 36, "colour": None}, capture={"v2": "body.id"})
s.post("variant-null-twice", "create unique-together", V, json={"product": "AB-002", "size": 36, "colour": None}, capture={"v3": "body.id"}, note="a null is never equal to another")
s.post("variant-missing", "validation unique-together", V, json={"colour": "red"})
s.post("variant-wrong", "validation", V, json={"product": 1, "size": "Small", "colour": [], "stock": -1, "barcodes": None})
s.patch("variant-patch-collide", "validation unique-together", V + "{{v2}}/", json={"colour": "red"})
s.patch("variant-patch-same", "partial-update unique-together", V + "{{v}}/", json={"size": 36})
s.get("variant-filter", "filter filter.choice", V + "?size=36&colour=red")
s.get("variant-filter-bad", "filter filter.invalid", V + "?size=37&colour=pink&product=x&stock=many")
s.get("variant-filter-product", "filter filter.relation", V + "?product=2&sort=stock,-id")
s.options("variant-options", "options", V)
BC = V + "{{variant}}/barcodes/"
s.get("barcode-nested", "nested-routes list", BC)
s.post("barcode-nested-create", "nested-routes create", BC, json={"value": "80000001"}, capture={"b": "body.id"})
s.post("barcode-nested-wrong", "nested-routes validation", BC, json={"value": "8", "kind": "qr", "variant": 999})
s.get("barcode-nested-read", "nested-routes retrieve", BC + "{{b}}/")
s.put("barcode-nested-put", "nested-routes errors.405", BC + "{{b}}/", json={})
s.patch("barcode-nested-patch", "nested-routes partial-update", BC + "{{b}}/", form={"kind": "upc"})
s.get("barcode-nested-elsewhere", "nested-routes errors.404", V + "{{v}}/barcodes/{{b}}/")
s.delete("barcode-nested-delete", "nested-routes destroy", BC + "{{b}}/")
s.get("barcode-flat", "list", R + "barcodes/?limit=3")
s.options("barcode-options", "options", R + "barcodes/")
s.options("barcode-options-detail", "options nested-routes", BC + "{{b}}/")
s.delete("variant-delete", "destroy cascade", V + "{{v3}}/")

# ---------------------------------------------------------------- orders: names that other languages keep to themselves
D = R + "orders/"


def order(where, *lines, **more):
    return {"where": where, "customer": 3, "lines": [{"product": p, "quantity": q} for p, q in lines], **more}


s.post("order-anonymous", "permissions errors.401", D, json={})
s.get("order-anonymous-list", "permissions errors.401", D)
s.post("order-guest", "permissions errors.403", D, json={}, auth=G)
s.get("order-guest-list", "permissions list", D, auth=G)
s.post("order-1", "create nested-write keywords", D, json=order("Select", ("AB-001", 2), ("AB-003", 1), select=True, type=2, group="by", move="2026-02-28", crate=7, self_service=False, total=10, paid="5"), auth=K)
s.post("order-2", "create nested-write keywords unique-together", D, json=order("from", ("AB-001", 1), group="a", move=None), auth=K)
s.post("order-3", "create unique-together", D, json=order("from", ("AB-002", 1), group=None, move=None, total="99.90"), auth=K)
s.post("order-form", "create form nested-write", D, form={"where": "here", "type": "", "select": "on", "group": "", "move": "2026-03-01", "self_service": "", "customer": "2", "lines[0]product": "AB-002", "lines[0]quantity": "3"}, auth=K)
s.post("order-taken", "validation unique-together", D, json=order("from", ("AB-001", 1), group="a", move=None), auth=K)
s.post("order-taken-default", "validation unique-together", D, json=order("Select", ("AB-001", 1), group="by", move=None, type=2), auth=K)
s.post("order-missing", "validation unique-together", D, json={}, auth=K)
s.post("order-no-lines", "validation nested-write", D, json=order("x", move=None, group="g"), auth=K)
s.post("order-wrong", "validation", D, json={"where": {}, "type": "1.0", "select": "perhaps", "group": 5, "move": "28.02.2026", "crate": 0, "self_service": "null", "customer": "guest", "total": [], "paid": "1.005", "lines": [{"product": "AB-001", "quantity": 0}, {"product": None, "quantity": "1.5"}]}, auth=K)
for name, value in [("text", "2"), ("float", 2.0), ("text-float", "2.0"), ("none", "None"), ("blank", ""), ("true", True), ("list", [1]), ("label", "Order")]:
    s.post(f"order-type-{name}", "validation validation.choice", D, json=order(f"t-{name}", ("AB-001", 1), move=None, group="t", type=value, crate="x"), auth=K)
s.post("order-overpaid", "create errors.500 constraints", D, json=order("over", ("AB-001", 1), move=None, group="o", total=1, paid=2), auth=K)
s.get("order-list", "list keywords", D, auth=G)
s.patch("order-patch", "partial-update keywords", D + "1/", json={"where": "SELECT", "select": False, "crate": None}, auth=K)
s.patch("order-patch-collide", "validation unique-together", D + "2/", json={"group": "by", "where": "SELECT", "type": 2}, auth=K)
s.patch("order-patch-lines-empty", "validation nested-write", D + "2/", json={"lines": []}, auth=K)
s.patch("order-patch-overpaid", "partial-update errors.500 constraints", D + "2/", json={"paid": "0.01"}, auth=K)
s.put("order-put", "update unique-together", D + "2/", json=order("from", ("AB-003", 4), group="a", move="2026-01-01"), auth=K)
s.put("order-put-form", "update form", D + "4/", form={"where": "here", "group": "g", "customer": "2", "move": "", "lines[0]product": "AB-002", "lines[0]quantity": "1"}, auth=K)
for name, query in [("type", "type=2"), ("type-bad", "type=9"), ("type-text", "type=two"), ("select", "select=false"), ("group", "group=by"), ("where-in", "where__in=from,here"), ("where-regex", "where__regex=^[a-z]%2B$"), ("where-regex-bad", "where__regex=("), ("crate", "crate__range=1,9"),
                    ("crate-null", "crate__isnull=false"), ("move", "move__month=2"), ("move-bad", "move=2026-02-30&move__month=x&move__lt="), ("nullable", "self_service=false"), ("nullable-null", "self_service=null"), ("nullable-unknown", "self_service=unknown"),
                    ("customer", "customer=2"), ("customer-bad", "customer=guest"), ("sum", "sum_min=5&sum_max=50"), ("sum-bad", "sum_min=a&sum_max=b"), ("order", "order=-total,where"), ("order-where", "order=where,total"), ("order-bad", "order=paid"), ("search", "q=FROM"), ("sort", "sort=customer__username,-where,total"), ("sort-select", "sort=-select,where,-total")]:
    s.get("order-filter-" + name, "filter keywords" + (" filter.invalid" if "bad" in name else "") + (" errors.500" if name == "where-regex-bad" else ""), D + "?" + query, auth=G)
s.options("order-options", "options keywords", D, auth=K)
s.options("order-options-guest", "options permissions", D, auth=G)
s.options("order-options-detail", "options keywords", D + "1/", auth=K)
s.delete("order-delete-clerk", "permissions errors.403", D + "1/", auth=K)
L = R + "order-lines/"
s.get("line-list", "list", L, capture={"line": "body.results.0.id"})
s.get("line-filter", "filter", L + "?order=2")
s.post("line-clerk", "create permissions", L, json={"order": 3, "product": "AB-003", "quantity": 100}, auth=K)
s.post("line-taken", "validation unique-together", L, json={"order": 3, "product": "AB-003", "quantity": 1}, auth=K)
s.post("line-wrong", "validation", L, json={"order": {"id": 1}, "product": "ab-003", "quantity": 101}, auth=K)
s.patch("line-clerk-patch", "permissions errors.403", L + "1/", json={"quantity": 2}, auth=K)

# ---------------------------------------------------------------- on_delete, in chains
F = R + "refunds/"
s.get("line-first", "list", L + "?order=1", capture={"line": "body.results.0.id"})
s.post("refund-1", "create", F, json={"order": 1, "line": "{{line}}", "amount": "1.00"})
s.post("refund-missing-line", "validation", F, json={"order": 1, "amount": 1})
s.delete("line-restricted", "destroy restrict", L + "{{line}}/", auth=O)
s.delete("order-takes-refund-along", "destroy restrict cascade", D + "1/", auth=O, note="the line is restricted, but its refund goes with the order too")
s.get("refund-gone", "list cascade", F)
s.delete("product-protected", "destroy protect", P + "AB-002/", auth=O)
s.delete("product-4-delete", "destroy cascade", P + "AB-004/", auth=O)
s.get("variant-after", "list cascade", V + "?sort=id&limit=8")
s.delete("supplier-restricted", "destroy restrict", S + "1/", auth=O)
s.patch("product-no-supplier", "partial-update", P + "AB-003/", json={"supplier": None}, auth=K)
s.delete("supplier-cascade", "destroy cascade one-to-one", S + "2/", auth=O)
s.get("address-after", "list cascade", A)
s.delete("category-set-default", "destroy set-default", C + "berry/", auth=O)
s.get("product-set-default", "retrieve set-default", P + "AB-003/")
s.delete("category-leaf", "destroy set-default", C + "fruit/", auth=O)
s.get("product-list-after", "list set-default", P)

# ---------------------------------------------------------------- depth
T = R + "stocktakes/"
s.post("stocktake-1", "create depth", T, json={"product_sku": "AB-001", "variant_id": None, "counted": 12, "product": 5, "counter": 1}, note="what depth shows is read-only")
s.get("stocktake-variant", "list", V + "?product=1", capture={"pv": "body.results.0.id"})
s.post("stocktake-2", "create depth", T, json={"product_sku": "AB-001", "variant_id": "{{pv}}", "counted": "12"})
s.post("stocktake-wrong", "validation depth", T, json={"product_sku": None, "variant_id": "x", "counted": 1.5})
s.get("stocktake-list", "list depth", T)
s.put("stocktake-put", "update depth", T + "1/", json={"product_sku": "AB-003", "counted": 3})
s.patch("stocktake-patch", "errors.405", T + "1/", json={"counted": 3})
s.options("stocktake-options", "options depth", T)
s.delete("stocktake-delete", "errors.405", T + "1/")

# ---------------------------------------------------------------- coupons: every argument, composed permissions
U = R + "coupons/"
a_coupon = {"code": "SAVE", "percent": 20, "note": "n", "starts": "2026-01-01"}
s.get("coupon-anonymous", "permissions errors.401", U)
s.get("coupon-clerk", "permissions", U, auth="token:clerk")
s.post("coupon-clerk-post", "permissions errors.403", U, json=a_coupon, auth="token:clerk")
s.get("coupon-guest", "permissions", U, auth=G)
s.get("coupon-session-token", "auth errors.401", R + "orders/", auth="token:clerk", note="no tokens there")
s.post("coupon-1", "create extra-kwargs", U, json=a_coupon, auth=O)
s.post("coupon-2", "create extra-kwargs", U, json={**a_coupon, "code": "LETTERS", "letters": 44, "ends": "2027-01-01", "once": False, "comment": "c", "value": "12.5", "made": "2026-05-05T12:34:56Z", "mail": "a@b.example", "product": 1, "secret": "xy"}, auth=O)
s.post("coupon-3", "create form extra-kwargs", U, form={"code": "FORMS", "percent": "5", "note": " spaced ", "starts": "2026-02-03", "value": "", "product": "", "made": "", "comment": ""}, auth=O)
s.post("coupon-empty", "validation extra-kwargs", U, json={}, auth=O)
s.post("coupon-wrong", "validation extra-kwargs", U, json={"code": "abc", "percent": 100, "note": "", "comment": None, "secret": "x", "starts": None, "value": "100.5", "colour": "pink", "made": "noon", "product": 77, "letters": 0}, auth=O)
s.post("coupon-wrong-2", "validation extra-kwargs", U, json={"code": "", "percent": "many", "note": None, "comment": 5, "secret": None, "starts": "2026/01/01", "value": "0.5", "colour": ["red"], "made": [], "product": "x", "mail": "nobody"}, auth=O)
s.post("coupon-wrong-3", "validation extra-kwargs", U, json={"code": "NINECHARS", "percent": 0, "note": "x" * 51, "starts": "", "value": 1.25, "colour": None, "letters": "a", "product": []}, auth=O)
s.post("coupon-taken", "validation unique error-messages", U, json={**a_coupon, "percent": 200}, auth=O)
s.get("coupon-read", "retrieve natural-key formats", U + "LETTERS/", auth=O)
s.get("coupon-list", "list page-number", U, auth=O)
s.get("coupon-list-2", "list page-number", U + "?page=2", auth=O)
s.get("coupon-list-size", "list page-number", U + "?page_size=1&limit=1", auth=O)
s.get("coupon-list-past", "page-number errors.404", U + "?page=3", auth=O)
s.get("coupon-sort", "ordering", U + "?sort=starts,-code", auth=O)
s.get("coupon-sort-secret", "ordering", U + "?sort=secret", auth=O)
s.get("coupon-search-off", "search", U + "?q=SAVE", auth=O)
s.get("coupon-staff-retrieve", "permissions", U + "SAVE/", auth="token:clerk")
s.get("coupon-guest-missing", "permissions errors.404", U + "NOPE/", auth=G)
s.put("coupon-put", "update extra-kwargs", U + "SAVE/", json={**a_coupon, "percent": 30, "comment": ""}, auth=O)
s.patch("coupon-patch", "partial-update extra-kwargs", U + "SAVE/", json={"mail": "", "comment": "x"}, auth=O)
s.patch("coupon-patch-mail-null", "partial-update extra-kwargs errors.500", U + "SAVE/", json={"mail": None}, auth=O, note="the serializer allows what the column does not")
s.patch("coupon-rename", "partial-update natural-key", U + "SAVE/", json={"code": "SAVED"}, auth=O)
s.get("coupon-old-name", "errors.404 natural-key", U + "SAVE/", auth=O)
s.delete("coupon-product", "destroy", P + "AB-001/", auth=O, note="no order holds it any more")
s.options("coupon-options", "options extra-kwargs", U, auth=O)
s.options("coupon-options-detail", "options extra-kwargs", U + "SAVED/", auth=O)
s.options("coupon-options-clerk", "options permissions", U, auth="token:clerk")
s.delete("coupon-delete", "destroy natural-key", U + "SAVED/", auth=O)

# ---------------------------------------------------------------- bodies
s.post("body-multipart", "errors.415", V, multipart={"product": "AB-002", "size": "44"})
s.post("body-malformed", "validation.body", V, body='{"product": "AB-002",}', type="application/json")
s.post("body-two", "validation.body", V, body="{} {}", type="application/json")
s.post("body-empty", "validation.body", V, body="", type="application/json")
s.post("body-latin", "validation.body", V, json=["AB-002"])
s.put("body-string", "validation.body", V + "{{v}}/", json="text")
s.patch("body-null", "validation.body", V + "{{v}}/", json=None)
s.post("body-form-twice", "form", V, form={"product": ["AB-001", "AB-002"], "size": ["36", "44"], "colour": "blue"}, note="the last one of several counts")
s.get("format-none", "negotiation errors.404", V + "?format=html")
s.get("nowhere", "errors.404", R + "nothing/")
s.get("outside", "errors.404", "/")
s.dump()
