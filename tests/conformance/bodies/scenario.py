"""Bodies: files for fields that take none, deep and odd JSON, surrogates, documents and durations as they are stored."""
from scenario_tools import Scenario

s = Scenario(mask=[{"key": "id", "as": "int"}])
I, T, G = "/api/items/", "/api/things/", "/api/tags/"
MULTIPART = "multipart/form-data; boundary=BOUNDARY"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
n = 0


def ask(method, tags, path, body, type=JSON, **more):
    global n
    n += 1
    s.add(method, f"{tags.split()[0]}-{n}", tags, path, body=body, type=type, **more)


def parts(*given):
    """(name, value), or (name, file's name, content); a name that holds a `;` is a whole header."""
    lines = []
    for name, *rest in given:
        file = f'; filename="{rest[0]}"' if len(rest) == 2 else ""
        head = name if ";" in name else f'form-data; name="{name}"{file}'
        lines += ["--BOUNDARY", f"Content-Disposition: {head}", "", rest[-1]]
    return "\r\n".join([*lines, "--BOUNDARY--", ""])


s.post("tag-one", "create", G, json={"name": "one"})
s.post("item-one", "create", I, json={"title": "one"})

# Files for fields that take none [3]. Where DRF would take the file's name we don't, so none is called like a value.
PLAIN = ["title", "note", "code", "mail", "site", "count", "total", "weight", "price", "active", "known", "day", "hour", "moment", "span", "token", "address",
         "state", "grade", "data", "tag", "tags", "named", "names", "linked", "label", "box", "steps[0]", "steps[0]title", "plan.title", "unknown"]
for field in PLAIN:
    title = [] if field == "title" else [("title", "t")]
    ask("POST", "files multipart", I, parts(*title, (field, "doc.json", '{"a": 1}')), MULTIPART)
    ask("PATCH", "files multipart", I + "1/", parts((field, "a/b\\\\c&amp;d.txt", "x")), MULTIPART)
ask("PATCH", "files multipart", I + "1/", parts(("title", "text"), ("title", "doc.json", "x")), MULTIPART)
ask("PATCH", "files multipart", I + "1/", parts(("title", "doc.json", "x"), ("title", "text")), MULTIPART)
ask("PATCH", "files multipart", I + "1/", parts(("title", "..", "x"), ("note", "", "empty")), MULTIPART)
ask("PATCH", "files multipart", I + "1/", parts(("steps[0]title", "s"), ("steps[0]data", "doc.json", "1"), ("steps[1]", "doc.json", "1")), MULTIPART)
ask("PATCH", "files multipart", I + "1/", parts(("names", "one"), ("names", "doc.json", "1")), MULTIPART)
ask("PUT", "files multipart", I + "1/", parts(("title", "doc.json", "x"), ("count", "doc.json", "x")), MULTIPART)
for header in ["form-data; name*=utf-8''t%69tle", "form-data; name*=iso-8859-1'en'title", "form-data; name*0=ti; name*1=tle", "form-data; name*=klingon''title",
               "form-data; name=x; name*=utf-8''title", "form-data; name*=title", "form-data; name=title; filename*=utf-8''d%C3%B6c.json",
               "form-data; name=state; filename*=utf-8''d%C3%B6c.json", "form-data; name=state; filename*0=doc; filename*1=.json"]:
    ask("PATCH", "names multipart", I + "1/", parts((header, "by a header")), MULTIPART)

# Texts that are no JSON, in Python's words.
for text in ["  ", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', "{,}", "[1,]", "[", "[1 2]", '{"a" 1}', "{'a':1}", "nul", "truE", "NaN", "[-Infinity]",
             "-", "01", "1.", ".5", "1e+", "+1", '"abc', '"a\tb"', '"\\x"', '"\\u12g4"', '"\\', "{} x", "\ufeff{}", '\n\n {"é":\n x}', "é", '["é" x]',
             "1" * 4301, "\u00a0{}", '"\\ud83d\\u12"', "[1,\n,2]", '{"a":1;}']:
    ask("POST", "words errors.parse", G, text)

# Nested documents [8].
for levels in [30, 31, 100, 127, 128, 400]:
    # Few readers of transcripts go as deep: that it is taken is what counts here.
    deep = {"reduce": "no-body"} if levels > 100 else {}
    ask("POST", "depth json", I, '{"title": "deep", "data": ' + "[" * levels + "]" * levels + "}", **deep)
    ask("POST", "depth json", I, '{"title": "deep", "data": ' + '{"a":' * levels + "1" + "}" * levels + "}", **deep)
    ask("POST", "depth json form", I, "title=deep&data=" + "[" * levels + "]" * levels, FORM, **deep)
ask("POST", "depth json", G, '{"name": "deep", "more": ' + "[" * 500 + "]" * 500 + "}")

# Lone surrogates [9].
S = "\\ud83d"
for field in ["title", "note", "code", "mail", "site", "count", "weight", "price", "active", "day", "hour", "moment", "span", "token", "address", "state", "tag", "named", "linked", "label", "box"]:
    ask("PATCH", "surrogates", I + "1/", f'{{"{field}": "{S}"}}')
for body in ['{"title": "a%sb"}', '{"title": ["%s"]}', '{"tags": ["%s"]}', '{"tags": {"%s": 1}}', '{"names": ["%s"]}', '{"state": ["%s"]}', '{"state": {"%s": 1}}',
             '{"steps": [{"title": "%s"}]}', '{"steps": [{"title": "x", "%s": 1}]}', '{"plan": {"title": "%s"}}', '{"named": {"a": "%s"}}', '{"title": "x", "%s": 1}',
             '{"note": "%s\\ude00"}', '{"note": "\\udfff%s"}', '{"title": "' + "%s" * 40 + '"}', '["%s"]', '"%s"']:
    ask("PATCH", "surrogates", I + "1/", body.replace("%s", S))
ask("POST", "surrogates", G, '{"name": "' + S + '"}')
ask("POST", "surrogates", G, '{"name": "x", "' + S + '": 1}')

# Keys, numbers, doubled names.
for key in ["$serde_json::private::Number", "$serde_json::private::RawValue", "\\u0024serde_json::private::Number", "\\u0024serde_json::private::RawValue"]:
    for value in ['"7"', "7", '"[1]"', '"{"', '["7"]']:
        ask("POST", "keys json", T, f'{{"data": {{"{key}": {value}}}}}')
        ask("POST", "keys json", T, f'{{"data": [{{"a": 1, "{key}": {value}}}]}}')
    ask("POST", "keys json", G, f'{{"{key}": "7"}}')
    ask("POST", "keys json", T, f'{{"data": 1, "{key}": "7"}}')
ask("POST", "keys json form", T, "data=%7B%22%24serde_json%3A%3Aprivate%3A%3ANumber%22%3A%20%227%22%7D", FORM)
ask("POST", "keys json", T, '{"data": {"a": 1, "b": 2, "a": 3}, "span": "1", "span": "2"}')
for number in ["1", "1.0", "-0", "-0.0", "1e5", "1E+2", "1e400", "-1e400", "1e-400", "12345678901234567890123", "9007199254740993", "0.1", "1.5e300", "1e-7",
               "123456789.123456789", "1" * 300, "1" * 4300]:
    ask("POST", "numbers json", T, f'{{"data": {{"n": {number}}}}}')

# As it is stored [12]: the order of documents is the order of their texts.
for value in ['"z"', '"é"', '"a"', '"Z"', '{"b": 1, "a": "é"}', '{"b": 1}', "[1, 2]", "[1]", "10", "9", "1.0", "true", "null", '"😀"', '"\\u0041"', '"/"', "[]", "{}"]:
    ask("POST", "stored json", T, f'{{"data": {value}}}')
s.get("stored-order", "stored json ordering", T + "?ordering=data,id&limit=100", mask=[{"key": "count", "as": "int"}])
s.get("stored-backwards", "stored json ordering", T + "?ordering=-data,id&limit=100", mask=[{"key": "count", "as": "int"}])
for value in ['"é"', '"\\u00e9"', '{"a": 1, "b": [true, null]}', '{"b": [true, null], "a": 1}', '{"a":1,"b":[true,null]}', "1", "1.0", "null", '""']:
    ask("POST", "unique json", T, f'{{"data": 1, "one": {value}}}')

# Durations [10].
for span in ["106751991 04:00:54.775807", "106751991 04:00:54.775808", "106751992 00:00:00", "999999999 23:59:59.999999", "-999999999 00:00:00", "1000000000 00:00:00",
             "-106751992 19:59:05.224192", "-106751992 19:59:05.224191", "-1000000000 00:00:00", "P999999999D", "8640000000000", "1 00:00:00", "-1 23:59:59", "00:00:00"]:
    ask("POST", "durations", T, f'{{"data": 1, "span": "{span}"}}')
s.get("durations-order", "durations ordering", T + "?ordering=span,id&limit=100&span__gt=-999999999%2000:00:00", mask=[{"key": "count", "as": "int"}])
s.get("durations-exact", "durations filter", T + "?span=1%2000:00:00")
s.get("durations-less", "durations filter", T + "?span__lt=00:00:00&ordering=id")
s.get("durations-far", "durations filter", T + "?span__gt=200000000%2000:00:00&ordering=id")

# Bodies of methods that have none, below a parent.
N = I + "1/steps/"
for method in ["DELETE", "PUT", "PATCH"]:
    ask(method, "methods nested-routes", N, '{"a')
ask("POST", "methods nested-routes", N, '{"a')
ask("POST", "methods nested-routes", N, '{"title": "s"}')
ask("POST", "methods nested-routes", N, "x", "text/plain")
ask("GET", "methods nested-routes", N, '{"item": 5}')
ask("DELETE", "methods nested-routes", I + "1/", '{"a')
s.dump()
