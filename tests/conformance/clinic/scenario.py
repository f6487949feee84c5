"""A clinic: a master with two details, every lookup on every type, sessions first, HTML first, permissions composed."""
from scenario_tools import Scenario


class Json(Scenario):
    """HTML is what a client gets here that asks for nothing, so these ask."""

    def add(self, method, id, tags, path, **options):
        if options.get("accept", "") is None:
            options.pop("accept")
        else:
            options.setdefault("accept", "application/json")
        super().add(method, id, tags, path, **options)


s = Json(mask=[{"regex": "^JSON parse error - .*", "with": "JSON parse error - <the parser's words>"}])
C, N, G = "token:chief", "token:nurse", "token:guest"
R = "/v/"

# ---------------------------------------------------------------- negotiation, HTML first
s.get("root", "root", R)
s.get("root-html", "root browsable negotiation", R, accept=None)
s.get("root-any", "root browsable negotiation", R, accept="*/*")
s.get("root-suffix", "root format-suffix", R + ".json", accept=None)
s.get("root-format", "root negotiation", R + "?format=json", accept=None)
s.options("root-options", "root options", R)
s.get("log-list", "list read-only", R + "logs/")
s.get("log-missing", "errors.404 read-only", R + "logs/1/")
s.post("log-post", "errors.405 read-only", R + "logs/", json={"line": "x"})
s.delete("log-delete", "errors.405 read-only", R + "logs/1/")
s.options("log-options", "options read-only", R + "logs/")
s.options("log-options-detail", "options read-only", R + "logs/1/", auth=C)
s.post("form", "errors.415", R + "wards/", form={"label": "x"}, auth=C)

# ---------------------------------------------------------------- wards: users, a name of one's own for a column, a number as natural key
W = R + "wards/"
s.post("ward-anonymous", "permissions errors.403", W, json={"label": "North"}, note="any of the two, and anyone: reading alone is for all; a session comes first, so a 403")
s.post("ward-1", "create m2m source", W, auth=C, json={"label": "North", "floor": 1, "staff": [2, "3"], "seniors": ["chief@clinic.example"]})
s.post("ward-2", "create m2m source", W, auth=G, json={"label": "South", "floor": -2, "seniors": ["chief@clinic.example", "nurse@clinic.example"]})
s.post("ward-3", "create multipart m2m source", W, auth=G, multipart={"label": "Éast, wing", "floor": "30", "staff": ["1"], "seniors": ["chief@clinic.example"]})
s.post("ward-empty", "validation source", W, auth=C, json={})
s.post("ward-wrong", "validation source m2m", W, auth=C, json={"label": "N", "floor": "x", "staff": [9, "a", True], "seniors": []})
s.post("ward-wrong-2", "validation source m2m", W, auth=C, json={"label": "North", "floor": 1, "staff": 2, "seniors": ["nobody@clinic.example", 5]})
s.post("ward-code", "validation source", W, auth=C, json={"code": "West", "floor": 4, "seniors": None}, note="the column's name is not the field's")
s.get("ward-read", "retrieve natural-key", W + "-2/")
s.get("ward-read-text", "natural-key errors.404", W + "North/")
s.get("ward-read-none", "natural-key errors.404", W + "3/")
s.get("ward-read-float", "natural-key errors.404", W + "1.0/")
s.get("ward-suffix", "natural-key format-suffix", R + "wards/30.json", accept=None)
s.patch("ward-patch", "partial-update source m2m", W + "30/", auth=C, json={"label": "East", "staff": []})
s.patch("ward-patch-floor", "partial-update natural-key", W + "30/", auth=C, json={"floor": 3})
s.put("ward-put-old", "natural-key errors.404", W + "30/", auth=C, json={})
s.get("ward-list", "list", W)
for name, query in [("in", "code__in=North,South"), ("in-comma", "code__in=%C3%89ast%2C wing"), ("gt", "code__gt=North"), ("range", "code__range=A,O"), ("range-one", "code__range=A"), ("range-empty", "code__range=,"), ("floor-in", "floor__in=1,-2"), ("floor-range", "floor__range=-5,1"), ("staff", "staff=2"),
                    ("staff-two", "staff=2&staff=3"), ("staff-in", "staff__in=2,3"), ("staff-in-bad", "staff__in=2,x"), ("staff-bad", "staff=nurse"), ("senior", "seniors__username=chief"), ("ordering", "o=-floor"), ("ordering-source", "o=-code"), ("ordering-label", "o=label"), ("search-off", "search=North")]:
    s.get("ward-filter-" + name, "filter" + (" filter.invalid" if "bad" in name else ""), W + "?" + query)
s.options("ward-options", "options source", W, auth=C)

# ---------------------------------------------------------------- beds: nested under a natural key
B = R + "beds/"
nest = W + "1/beds/"
s.post("bed-1", "create nested-routes natural-key", nest, auth=C, json={"number": 1})
s.post("bed-2", "create nested-routes natural-key", nest, auth=C, multipart={"number": "2"})
s.post("bed-3", "create relations.slug", B, auth=C, json={"ward": "-2", "number": 1, "free": False}, note="a slug of a number column")
s.post("bed-taken", "validation unique-together nested-routes", nest, auth=C, json={"number": 2})
s.post("bed-wrong", "validation nested-routes", nest, auth=C, json={"number": -1, "free": "yes?", "ward": 3})
s.post("bed-no-parent", "validation nested-routes", W + "77/beds/", auth=C, json={"number": 1})
s.post("bed-anonymous", "permissions nested-routes errors.403", nest, json={"number": 9})
s.get("bed-list", "nested-routes list", nest)
s.get("bed-list-other", "nested-routes list", W + "-2/beds/")
s.get("bed-list-none", "nested-routes list", W + "77/beds/")
s.get("bed-list-bad", "nested-routes errors.500", W + "x/beds/")
s.get("bed-filter", "nested-routes filter", nest + "?free=true&number=2")
s.get("bed-filter-bad", "nested-routes filter filter.invalid", nest + "?number=two")
s.get("bed-read", "nested-routes retrieve", nest + "1/")
s.get("bed-other", "nested-routes errors.404", W + "-2/beds/1/")
s.put("bed-put", "nested-routes update", nest + "2/", auth=C, json={"number": 22, "free": False})
s.delete("bed-delete", "nested-routes destroy", nest + "2/", auth=C)
s.get("bed-suffix", "nested-routes format-suffix", W + "1/beds.json")
s.get("bed-slash", "nested-routes slash-redirect", W + "1/beds")
s.options("bed-options", "nested-routes options", nest, auth=C)
s.post("bed-wrong-ward", "validation relations.slug", B, auth=C, json={"ward": "North", "number": 1})
s.post("bed-wrong-ward-2", "validation relations.slug", B, auth=C, json={"ward": [1], "number": 1.0})
s.get("bed-flat-ordering", "ordering list", B + "?o=-ward,number")

# ---------------------------------------------------------------- patients: all types, all of them nullable
P = R + "patients/"
s.post("patient-1", "create", P, auth=N, json={"name": "Ida", "nick": "Ida_1", "notes": "Line one\nline two", "slug": "ida", "mail": "Ida@Example.org", "web": "https://ida.example/?a=1&b=2", "ident": "0F0E0D0C-0B0A-4908-8706-050403020100", "address": "10.0.0.1", "born": "1990-02-28",
       "wakes": "06:30", "seen": "2025-12-31T23:30:00-01:00", "stay": "2 00:00:01.5", "height": 1.7, "weight": "61.25", "visits": 12, "serial": 9007199254740993, "smokes": False, "blood": "A+", "risk": 5, "extra": {"b": [1, {"a": None}]}, "ward": 1})
s.post("patient-2", "create", P, auth=N, json={"name": "Ole", "nick": "OLE%", "notes": "", "slug": "ole-2", "mail": "ole@example.org", "ident": "ffffffffffffffffffffffffffffffff", "address": "2001:DB8:0::1", "born": "2000-12-01", "wakes": "23:59:59.999999", "seen": "2026-06-01T12:00:00.000001Z",
       "stay": "-1 12:00:00", "height": 1e-7, "weight": -0.001, "visits": 0, "serial": -1, "smokes": True, "alive": False, "blood": "0", "risk": 1, "extra": [], "ward": 2})
s.post("patient-3", "create", P, auth=N, json={"name": "Zoë", "nick": "zoË", "born": "1990-12-28", "wakes": "12:00", "seen": "2026-01-01", "stay": 60, "height": 1e22, "weight": 999.999, "visits": -12, "serial": 2 ** 63 - 1, "extra": "text", "mail": None, "risk": None})
s.post("patient-4", "create multipart", P, auth=N, multipart={"name": "Ärm", "nick": "", "slug": "", "mail": "x@y.example", "born": "", "wakes": "", "seen": "", "stay": "", "height": "", "weight": "", "visits": "", "serial": "", "smokes": "", "blood": "", "risk": "", "extra": "null", "ward": ""})
s.post("patient-5", "create", P, auth=N, json={"name": "  trimmed\t", "notes": "  kept? \n", "extra": 0.1})
s.get("patient-list", "list", P)
s.get("patient-read", "retrieve", P + "2/")
wrong = {
    "name": [None, "", "   ", True, 5, 1.50, [], {}, "x" * 31, "a\u0000b", "😀" * 30],
    "slug": [5, "ida", "ü", "a" * 51, "a b"],
    "mail": [5, "", "ida@", "Ida@Example.org", "a@b", "a@localhost", "\"q\"@x.example", "ü@x.example", "a@" + "b" * 250 + ".de"],
    "web": ["x", "ftp://x.example", "http://", "http://localhost:8000/x", "http://[::1]/", "http://x.example:99999", "HTTP://X.EXAMPLE", "http://x.example/" + "a" * 190, "http://-x.example", "http://1.2.3.4"],
    "ident": [5, -5, "x", "{0f0e0d0c-0b0a-4908-8706-050403020100}", True, 1.5, "0f0e0d0c0b0a49088706050403020100z"],
    "address": [5, "1.2.3", "1.2.3.256", "::g", "::1", "01.2.3.4", "1.2.3.4/24", "FE80::0:1"],
    "born": [5, "1990-2-30", "28.02.1990", "1990-02-28T00:00:00", "19900228", "1990-W01-1", "0000-01-01", "9999-12-31", True, ["1990-01-01"]],
    "wakes": ["24:00", "12:60", "12", "12:30:61", "T12:30", "12:30:00.1234567", 1230],
    "seen": ["2026-01-01T24:00:00Z", "2026-01-01T10:00:00+25:00", "2026-01-01T10:00:00 +0200", "2026-01-01T10", "20260101T100000Z", "2026-01-01 10:00:00,5", "0001-01-01T00:00:00+01:00", 1767225600, "now"],
    "stay": ["1:2:3:4", "P1Y", "P1W", "PT1.5S", "-PT1S", "1 day, 2:00:00", "1d", "00:00:60", 1e300, "9999999999 00:00:00"],
    "height": ["1,7", "0x10", "1e400", "inf", "1_0", " 1.5 ", "٣", True, "", None],
    "weight": ["1000", "0.0001", "1e3", "1E-3", "+5", "5.", ".5", "1_0", "sNaN", "٣", " 7 ", False],
    "visits": ["1.0", "1.5", 1.0, 1.5, "1e3", "0x10", " 7 ", "+7", "-0", "1_000", "", True, 2 ** 63, -(2 ** 63) - 1, 10 ** 30, "٣"],
    "serial": [-1, 2 ** 63, "9007199254740993.0"],
    "smokes": ["yes", "N", "null", "", 1, 0, 2, "T", "oFF", [], {}, 1.0],
    "alive": [None, "null", "", "on"],
    "blood": ["", None, "a+", "AB", 0, ["0"], {}],
    "risk": ["5", 5.0, "high", "", 0, True, "1.0"],
    "extra": [None, "", False, 123456789012345678901234567890],
    "ward": ["1", 1.9, "x", 99, {"id": 1}, [1], True, "", 10 ** 20],
}
for field, values in wrong.items():
    for i, value in enumerate(values):
        s.patch(f"patient-{field}-{i}", f"partial-update validation validation.{field}", P + "3/", auth=N, json={field: value})
s.get("patient-after", "retrieve", P + "3/")
s.put("patient-put", "update", P + "3/", auth=N, json={"name": "Zoë", "nick": "zoË", "born": "1990-12-28", "wakes": "12:00", "seen": "2026-01-01T00:00:00Z", "stay": "00:01:00", "height": 1e22, "weight": "999.999", "visits": -12, "serial": 2 ** 63 - 1, "smokes": None, "alive": True, "blood": None, "risk": None,
      "extra": "text", "mail": None, "slug": None, "web": "", "ident": None, "address": None, "ward": None})
s.options("patient-options", "options", P, auth=N)

# ---------------------------------------------------------------- every lookup on every type
for query in [
        "nick=Ida_1", "nick__iexact=ida_1", "nick__contains=da_", "nick__contains=DA", "nick__icontains=ë", "nick__startswith=O", "nick__istartswith=o", "nick__endswith=%25", "nick__iendswith=_1", "nick__in=Ida_1,OLE%25", "nick__in=", "nick__regex=^I.*1$", "nick__iregex=^o", "nick__regex=[", "nick__isnull=true", "nick__isnull=0",
        "nick__gt=J", "nick__lte=J", "nick__range=A,J", "nick__range=J", "nick=%20Ida_1%20", "nick=", "notes__icontains=LINE", "notes__regex=one.line", "notes=x", "slug__in=ida,ole-2", "slug__startswith=o", "slug__isnull=true", "slug=not a slug",
        "mail=Ida@example.org", "mail=ida", "web=https://ida.example/?a=1%26b=2", "web=x", "name=Ida", "name=trimmed",
        "ident=0f0e0d0c0b0a49088706050403020100", "ident=%7B0f0e0d0c-0b0a-4908-8706-050403020100%7D", "ident=1", "ident__in=ffffffff-ffff-ffff-ffff-ffffffffffff", "ident__in=x,y", "ident__isnull=true", "address=10.0.0.1", "address=2001:db8::1", "address=2001:0db8::0001", "address=x", "address__startswith=10.", "address__in=10.0.0.1,::1",
        "born=1990-02-28", "born=28/02/1990", "born=02/28/1990", "born=02/28/90", "born=Feb 28 1990", "born=1990-2-28", "born__gt=1990-02-28", "born__gte=1990-02-28", "born__lt=1990-12-28", "born__lte=1990-12-28", "born__in=1990-02-28,2000-12-01", "born__in=x", "born__range=1990-01-01,1990-12-31", "born__range=1990,1991", "born__year=1990", "born__year=1990.0", "born__month=12", "born__month=13", "born__day=28", "born__day=-1", "born__isnull=true", "born__isnull=x", "born__year=99999", "born__month=x&born__day=y",
        "wakes=06:30", "wakes=06:30:00", "wakes=6:30 AM", "wakes__gt=06:30", "wakes__in=06:30,12:00:00", "wakes__in=25:00", "wakes__range=06:00,13:00", "wakes__isnull=false",
        "seen=2026-01-01T00:30:00Z", "seen=2026-01-01 00:30", "seen__gt=2026-01-01T01:30:00%2B01:00", "seen__lte=2026-01-01", "seen__in=2026-01-01T00:30:00Z,2026-01-01T00:00:00Z", "seen__range=2026-01-01T00:00:00Z,2026-02-01T00:00:00Z", "seen__range=2026-01-01,2026-02-01", "seen__range=x,y", "seen__date=2026-01-01", "seen__date=01/01/2026", "seen__date=x", "seen__year=2026", "seen__month=6", "seen__day=1", "seen__isnull=true", "year=2025", "year=x",
        "stay=2 00:00:01.5", "stay=P2DT1.5S", "stay=x", "stay__gte=0", "stay__in=00:01:00,-1 12:00:00", "stay__range=00:00:00,1 00:00:00", "stays=60", "stays=00:01",
        "height=1.7", "height=1,7", "height__gt=1e-8", "height__in=1.7,1e22", "height__range=1,2", "height=nan", "height=inf", "weight=61.25", "weight=61.250", "weight=61.2501", "weight__lte=0", "weight__in=61.25,-0.001", "weight__range=0,100", "weight__isnull=true", "weight=1e2", "weight=x",
        "visits=12", "visits=12.0", "visits=12.5", "visits__lt=0.5", "visits__in=12,-12", "visits__in=12,", "visits__in=,", "visits__range=-12,0", "visits__range=0,x", "visits__contains=2", "visits=1e1", "visits=%2B12", "visits=٣", "serial=9007199254740993", "serial=9007199254740992", "serial__in=9223372036854775807,-1", "serial=1e400",
        "smokes=true", "smokes=false", "smokes=null", "smokes=", "smokes=2", "smokes__isnull=true", "smokes__in=true,false", "alive=false", "alive=0", "alive=no", "blood=0", "blood=A%2B", "blood=A ", "blood=", "blood=null", "blood__in=0,A%2B", "blood__in=0,Z", "blood__isnull=true", "bloods=0,A%2B", "bloods=Z",
        "risk=5", "risk=5.0", "risk=high", "risk__in=1,5", "risk__in=1,x", "risk__in=2", "risk__gt=1", "risk__range=1,4", "risks=1,5", "risks=7", "ward=1", "ward=x", "ward=null", "ward__in=1,2", "ward__in=x", "ward__in=9", "ward__isnull=true", "ward__code__iexact=north", "ward__floor__gt=0", "ward__floor__in=1,-2",
        "born_between_after=1990-03-01&born_between_before=2000-12-01", "born_between_before=1990-02-28", "born_between_after=x&born_between_before=y", "born_between=1990-01-01", "wakes_between_after=07:00&wakes_between_before=13:00", "wakes_between_after=7", "seen_between_after=2026-01-01T00:00:00Z&seen_between_before=2026-01-01T00:00:00Z", "seen_between_after=2026-01-01&seen_between_before=2026-06-01", "seen_between_before=x",
        "tall_min=1&tall_max=2", "tall_min=x", "tall_max=", "floor_min=0", "floor_max=0&floor_min=-5", "sorted=-name", "sorted=ward__code,name", "sorted=-ward__code,name", "sorted=born", "sorted=", "alive=true&smokes=false&born__year=1990", "o=name", "search=i", "search=^z", "search=line one", "search=i,l", "search=ole%25", "search=(", "nosuch=1", "nick__endswith=%5C", "nick__contains=%27", "notes__icontains=%0A"]:
    s.get("patient-filter-" + query.replace("&", "-and-")[:60], "filter filter." + query.split("=")[0].split("__")[0].split("_")[0], P + "?" + query)

# ---------------------------------------------------------------- master and details
F = R + "files/"
T, X = F + "blood-tests/", F + "x-rays/"
s.get("master-none", "master errors.404", F)
s.post("test-anonymous", "master permissions errors.401", T, json={})
s.get("test-anonymous-list", "master permissions errors.401", T)
s.post("test-guest", "master permissions errors.403", T, auth=G, json={})
s.get("test-guest-list", "master permissions", T, auth=G)
s.post("test-1", "master create", T, auth=N, json={"patient": 1, "title": "First", "secret": "sh", "day": "2026-01-05", "sugar": "5.50", "iron": None, "type": "xray"})
s.post("test-2", "master create", T, auth=N, json={"patient": 2, "title": "First", "day": "2026-01-04", "urgent": True, "sugar": 4, "lab": "east"})
s.post("test-3", "master create multipart", T, auth=N, multipart={"patient": "1", "title": "Second", "day": "2026-01-03", "sugar": "4.5", "iron": "7"})
s.post("test-empty", "master validation", T, auth=N, json={})
s.post("test-wrong", "master validation", T, auth=N, json={"patient": 99, "title": "x", "secret": "s" * 11, "day": "soon", "urgent": None, "sugar": "1.234", "iron": -1, "lab": ""})
s.post("test-taken", "master validation unique-together", T, auth=N, json={"patient": 1, "title": "First", "day": "2026-01-05", "sugar": 1}, note="the master's constraint holds for details")
s.post("xray-1", "master create", X, auth=G, json={"patient": 1, "title": "Arm", "day": "2026-01-06"})
s.post("xray-2", "master create", X, auth=G, json={"patient": 3, "title": "Leg", "day": "2026-01-07", "part": "leg", "doctor": 1, "title_again": "no"})
s.post("xray-taken", "master validation unique-together", X, auth=G, json={"patient": 1, "title": "First", "day": "2026-01-05"}, note="across details")
s.post("xray-wrong", "master validation", X, auth=G, json={"patient": None, "title": None, "day": None, "part": "head", "doctor": "chief"})
s.post("xray-anonymous", "master permissions errors.401", X, json={})
s.get("test-list", "master list limit-offset", T, auth=G)
s.get("test-list-2", "master list limit-offset", T + "?offset=2", auth=G)
s.get("test-read", "master retrieve", T + "1/", auth=N)
s.get("test-read-other", "master errors.404", T + "4/", auth=N)
s.get("xray-read", "master retrieve", X + "4/")
s.get("xray-list", "master list", X)
s.get("xray-suffix", "master format-suffix", F + "x-rays.json")
s.patch("test-patch", "master partial-update", T + "1/", auth=N, json={"title": "Renamed", "iron": 3})
s.patch("test-patch-collide", "master validation unique-together", T + "1/", auth=N, json={"title": "Second"})
s.put("test-put", "master update", T + "3/", auth=N, json={"patient": 1, "title": "Second", "day": "2026-01-08", "sugar": "6"})
s.put("xray-put", "master errors.405", X + "4/", auth=N, json={})
s.delete("test-delete-nurse", "master permissions errors.403", T + "1/", auth=N)
for name, path, query in [("type", T, "type=blood_test"), ("type-other", T, "type=xray"), ("patient", T, "patient=1"), ("patient-bad", T, "patient=x&type=y&sugar__gt=z&lab="), ("day", T, "day__year=2026&day__gte=2026-01-05"), ("called", T, "called=SEC"), ("lab", T, "lab=east"), ("sugar", T, "sugar__gt=4.75"), ("search", T, "search=east"),
                          ("ordering", T, "o=-sugar"), ("ordering-day", T, "o=day"), ("x-part", X, "part=leg"), ("x-part-bad", X, "part=head"), ("x-type", X, "type=xray"), ("x-ordering", X, "o=title"), ("x-search", X, "search=arm"), ("x-called", X, "called=e&patient=3"), ("x-default", X, "o=part")]:
    s.get("record-filter-" + name, "master filter" + (" filter.invalid" if "bad" in name else ""), path + "?" + query, auth=N)
s.options("test-options", "master options", T, auth=N)
s.options("test-options-guest", "master options permissions", T, auth=G)
s.options("xray-options", "master options", X, auth=G)
s.options("xray-options-detail", "master options", X + "4/", auth=G)
s.head("xray-head", "master head", X)

# ---------------------------------------------------------------- notes: links to details
M = R + "notes/"
s.post("note-1", "master relations.hyperlink create", M, auth=G, json={"record": "{{base}}/v/files/x-rays/4/", "other": 1})
s.post("note-2", "master relations.hyperlink create", M, auth=G, json={"record": "/v/files/blood-tests/1/", "text": ""})
s.post("note-3", "master relations.hyperlink create multipart", M, auth=G, multipart={"record": "http://x.example/v/files/blood-tests/2/", "other": "5", "text": "third"})
for name, value in [("kind", "/v/files/x-rays/1/"), ("missing", "/v/files/x-rays/99/"), ("master", "/v/files/1/"), ("patient", "/v/patients/1/"), ("number", 1), ("null", None), ("list", "/v/files/x-rays/"), ("text", "arm"), ("bad", "/v/files/x-rays/one/")]:
    s.post("note-record-" + name, "master relations.hyperlink validation", M, auth=G, json={"record": value, "other": "x"})
s.get("note-list", "master list", M)
for name, query in [("type", "record__type=xray"), ("type-in", "record__type__in=xray,blood_test"), ("record", "record=4"), ("record-bad", "record=99"), ("patient", "record__patient__name__istartswith=o"), ("ordering", "o=-text")]:
    s.get("note-filter-" + name, "master filter", M + "?" + query)
s.options("note-options", "master options", M, auth=G)
s.patch("note-patch", "master partial-update", M + "1/", auth=G, json={"record": "{{base}}/v/files/blood-tests/3/", "other": None})

# ---------------------------------------------------------------- findings: a key given by the client, composed permissions, PUT alone
D = R + "findings/"
s.get("finding-anonymous", "permissions errors.401", D)
s.get("finding-guest", "permissions", D, auth=G)
s.post("finding-guest-post", "permissions errors.403", D, auth=G, json={})
s.post("finding-1", "create primary-key", D, auth=N, json={"code": 7, "what": "Cough", "patient": 1})
s.post("finding-2", "create primary-key one-to-one", D, auth=C, json={"code": 3, "what": "Cold", "patient": None, "next": 7})
s.get("finding-without-previous", "retrieve one-to-one", D + "3/", auth=C)
s.post("finding-taken", "validation unique primary-key one-to-one", D, auth=N, json={"code": 7, "what": "Cough", "next": 7})
s.post("finding-taken-together", "validation unique-together", D, auth=N, json={"code": 8, "what": "x", "patient": 1, "next": None})
s.post("finding-wrong", "validation primary-key", D, auth=N, json={"code": -1, "what": None, "patient": "Ida", "next": 99, "previous": 3})
s.post("finding-no-code", "validation primary-key", D, auth=N, json={"what": "Rash"})
s.get("finding-read", "retrieve one-to-one", D + "7/", auth=G)
s.get("finding-list", "list one-to-one", D, auth=G)
s.put("finding-put", "update", D + "7/", auth=C, json={"code": 7, "what": "Bad cough"})
s.put("finding-put-nurse", "permissions errors.403", D + "7/", auth=N, json={})
s.patch("finding-patch", "errors.405", D + "7/", auth=C, json={})
s.delete("finding-delete", "errors.405", D + "7/", auth=C)
s.options("finding-options", "options", D, auth=C)
s.options("finding-options-nurse", "options permissions", D + "7/", auth=N)
s.options("finding-options-guest", "options permissions", D + "7/", auth=G)

# ---------------------------------------------------------------- the end of things
s.delete("xray-delete", "master destroy", X + "4/", auth=G)
s.get("xray-deleted", "master errors.404", X + "4/")
s.delete("patient-delete", "destroy cascade", P + "2/", auth=N)
s.get("test-after", "master list cascade", T, auth=N)
s.get("note-after", "master list cascade", M)
s.delete("test-delete", "master destroy cascade", T + "1/", auth=C)
s.get("note-after-2", "master list cascade", M)
s.delete("ward-delete", "destroy set-null cascade", W + "1/", auth=C)
s.get("patient-after-ward", "retrieve set-null", P + "1/")
s.get("bed-after", "list cascade", B)
s.post("malformed", "validation.body", P, auth=N, body="[", type="application/json")
s.post("malformed-multipart", "validation.body", P, auth=N, body="--x\r\n", type="multipart/form-data; boundary=y")
s.post("no-boundary", "validation.body", P, auth=N, body="x", type="multipart/form-data")
s.get("html-missing", "browsable errors.404", P + "77/", accept=None)
s.get("html-anonymous", "browsable errors.401", T, accept=None)
s.get("json-after-html", "negotiation", P + "77/", accept="application/json, text/html")
s.get("html-before-json", "negotiation browsable", P + "1/", accept="text/html, application/json")
s.get("accept-none", "errors.406", P, accept="application/yaml")
s.dump()
