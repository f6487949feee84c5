"""The arguments of serializer fields that few have."""
from scenario_tools import Scenario

s = Scenario(mask=[{"regex": "^JSON parse error - .*", "with": "JSON parse error - <the parser's words>"},
                   {"path": "/code", "with": "<uuid>"}, {"path": "/results/*/code", "with": "<uuid>"}])
T, P = "/api/things/", "/api/parts/"
A = "12345678-9abc-4ef0-9234-56789abcdef0"
s.options("options", "arguments options", T)
s.options("part-options", "arguments options choices", P)
s.post("first", "arguments create", T, json={"code": A, "name": "first"})
s.post("twice", "arguments unique errors.500", T, json={"code": A, "name": "first"})
n = 0


def put(tags, key, values):
    global n
    for value in values:
        n += 1
        s.patch(f"{key}-{n}", f"arguments {tags}", T + "1/", json={key: value})


put("formats.uuid", "hexed", [A, A.replace("-", ""), "{" + A + "}", "urn:uuid:" + A, 5, -1, 2**128, 2**128 - 1, 1.0, True, "x", "", None, [], {}])
put("formats.uuid", "counted", [A, 0, "0" * 32, 2**127, 340282366920938463463374607431768211455, None])
put("formats.uuid", "named", [A.upper(), 7, None])
put("formats.input", "day", ["05.03.2024", "5.3.2024", "2024-03-05", "Mar 5, 24", "mar  05, 70", "MAR 05, 69", "March 5, 24", "30.02.2024", "05.03.24",
                             "05.03.2024 ", " 05.03.2024", "05.03.2024x", "2024-13-01", "2024-02-30", "", None, 5, ["05.03.2024"], "05.03.0000",
                             "20240305", "2024-W10-2", "29.02.2023", "31.12.9999"])
put("formats.input", "hour", ["1:05 PM", "12:00 am", "12:00 PM", "13:00 PM", "0:10 AM", "01:05 pm", "01:05", "7.8.9.5", "23.59.59.999999", "23.59.59.1234567",
                              "24.00.00.0", "12:30:00", "", None, 5])
put("formats.input", "moment", ["05/03/2024 14:30", "5/3/2024 4:05", "2024-03-05T14:30:00+0200", "2024-03-05T14:30:00+02:00", "2024-03-05T14:30:00Z",
                                "2024-03-05T14:30:00", "2024-03-05 14:30:00.5", "2024-03-05T14:30:00-23:59", "2024-03-05T14:30:00+2400", "0001-01-01T00:00:00+0100",
                                "2024-03-05", "05/03/2024", "05/13/2024 10:00", "", None, 1709642096])
put("formats.duration", "span", ["1 02:03:04", "-1 02:03:04", "0", "P3DT4H", "-P1DT1S", "00:00:00.000001", "-00:00:00.5", "100 00:00:00", "x", None])
put("formats.decimal", "price", ["1.2345", "1.5000", "100", "0", "-0.0050", "-0", "-0.0000", "-1.2355", "1.2355", "1.2545", "12345.6789", "0.0001", "99999.9999", "1e2", "1E-4", 1.25, "1.23456", "x", ""])
put("formats.decimal", "weight", ["1.5", "1,5", "1.000,5", "1,000.5", "1.2.3", " 2.50 ", "-0.0", 3, "-0.125", "1e3"])
put("big-integers", "big", [6, "7", -9007199254740993, "9007199254740993", 9007199254740994, 1.0, "1.5", None, True])
put("slug", "slug", ["plain", "straße-1", "名前_2", "a b", "a.b", "é", "ʼx", "x\u0301", "²", "٣", "a" * 13, "", " trimmed ", "a\n", "a\nb", None, 5])
put("ip", "address", ["10.0.0.1", "1.1.1.1", "127.0.0.1 ", " 127.0.0.1", "255.255.255.255", "2001:db8::1", "2001:db8:0:0:0:0:0:1", "::ffff:10.0.0.1", "::1", "10.0.0", "  ", "", None, 5])
put("json-field", "extra", ['{"a": 1}', '{"ä": "€😀\\u2028", "b": [1, 2.50, true, null], "c": {"d": "e: f, g"}}', "[]", '"text"', "5", "1e400", "NaN", "null", "", "{", {"a": 1}, [], 5, True, None,
                            '{"a":"\\\\ \\" : ,"}'])
put("validators", "short", ["abc", "ABC", "a1", "abcdef", "", "1\n2"])
s.patch("extra-form", "arguments json-field form", T + "1/", form={"extra": '{"form": true}'})
s.patch("day-form", "arguments formats.input form", T + "1/", form={"day": "06.07.2008", "hour": "2:03 AM"})
s.patch("empty-form", "arguments formats.input form", T + "1/", form={"day": "", "hour": "", "slug": "", "address": ""})
s.put("put", "arguments update", T + "1/", json={"name": "put", "day": "01.02.2003", "moment": "01/02/2003 04:05", "price": "7.1000", "weight": "0.1"})
s.get("read", "arguments retrieve", T + "1/")

# Lists of nested rows.
part = lambda label, **more: {"label": label, **more}
s.post("nested-none", "arguments nested-write", T, json={"name": "none", "parts": []})
s.post("nested-one", "arguments nested-write", T, json={"name": "one", "code": A, "parts": [part("größe", made="5 March 2024")]})
s.post("nested-two", "arguments nested-write", T, json={"name": "two", "code": A, "parts": [part("a"), part("b", state="u", grade=2)]})
s.post("nested-three", "arguments nested-write", T, json={"name": "three", "parts": [part("a"), part("b"), part("c")]})
s.post("nested-wrong", "arguments nested-write", T, json={"name": "wrong", "parts": [part("a b"), part("ok", made="2024-03-05", state="x", grade="3")]})
s.post("nested-text", "arguments nested-write", T, json={"name": "text", "parts": "ab"})
s.patch("nested-patch-none", "arguments nested-write", T + "2/", json={"parts": []})
s.patch("nested-patch-three", "arguments nested-write", T + "2/", json={"parts": [{}, {}, {}]})
s.patch("nested-patch", "arguments nested-write", T + "2/", json={"parts": [part("c")]})
s.patch("nested-left", "arguments nested-write", T + "2/", json={"name": "left"})

# Labels of choices, links with suffixes.
s.get("parts", "arguments choices relations.hyperlink list", P)
s.get("parts-suffix", "arguments choices relations.hyperlink format-suffix", "/api/parts.json")
s.get("parts-format", "arguments relations.hyperlink", P + "?format=json")
s.get("part", "arguments choices relations.hyperlink format-suffix", "/api/parts/2.json")
s.get("things-suffix", "arguments relations.hyperlink format-suffix", "/api/things.json?limit=1")
s.post("part-new", "arguments choices create", P, json={"thing": 1, "label": "neu", "state": "u", "grade": 1, "get_state_display": "x", "state_label": "y"})
s.post("part-bad", "arguments choices validation", P, json={"thing": 1, "label": "a b", "made": "5.3.2024", "state": "q"})
s.post("part-double", "arguments unique-together", P, json={"thing": 1, "label": "neu"})
s.patch("part-null", "arguments choices", P + "2/", json={"grade": None, "made": "1 may 1999"})
s.get("search", "arguments search", P + "?search=n")
s.get("search-none", "arguments search", P + "?search=eu")
s.get("filter", "arguments filter", T + "?name=two")
s.get("filter-suffix", "arguments filter format-suffix", "/api/things.json?name=left")
s.dump()
