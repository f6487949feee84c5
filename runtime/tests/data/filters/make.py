#!/usr/bin/env python3
"""Asks Django REST framework what the filters of `spec` find:  make.py ORACLE-FOLDER [URL]

ORACLE-FOLDER holds the `oracle` package that serves a spec folder on Django. URL is a database whose content is dropped, postgres://… or
mysql://… (psycopg, mysqlclient); without it SQLite is asked. Writes database.sql (tables and rows), expected.json (one entry a query: path,
status, and the ids with the count, or the errors) and failed.json (where Django failed); on the other databases database.postgres.sql and so
on. There an entry has `"ties": true` where its order is not settled by what it is sorted by, and its ids are sorted by themselves."""
import datetime as dt
import itertools
import json
import sqlite3
import sys
import tempfile
import uuid
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

HERE = Path(__file__).parent
sys.path.insert(0, sys.argv[1])
DB = sys.argv[2] if len(sys.argv) > 2 else Path(tempfile.mkdtemp()) / "db.sqlite3"
KIND = {"postgres": "postgres", "postgresql": "postgres", "mysql": "mysql"}.get(urlsplit(str(DB)).scheme, "sqlite")

from oracle.site import load    # noqa: E402

load(str(HERE / "spec"), str(DB))

from django.apps import apps                        # noqa: E402
from django.db import connection                    # noqa: E402
from django.test import Client                      # noqa: E402
from rest_framework import pagination               # noqa: E402

M = {m.__name__: m for m in apps.get_app_config("shop").get_models()}
UTC = dt.timezone.utc


def rows():
    for code, name in [("fr", "France"), ("in", "India"), ("nz", "New_Zealand"), ("xx", "Nowhere%")]:
        M["Country"].objects.create(code=code, name=name)
    makers = []
    for i, (name, born, country, boss) in enumerate([
            ("Ada", dt.date(1815, 12, 10), "fr", None), ("Bob", None, "in", 0), ("Cyd", dt.date(1956, 5, 16), None, 0),
            ("Dan", dt.date(1956, 12, 31), "fr", 1), ("Eve", dt.date(2006, 10, 25), "nz", 2), ("ada", None, None, None)]):
        makers.append(M["Maker"].objects.create(name=name, born=born, country_id=country, boss=makers[boss] if boss is not None else None))
    tags = [M["Tag"].objects.create(slug=s, label=l, stars=n) for s, l, n in [
        ("novel", "Novel", 5), ("war", "War_100%", None), ("sci-fi", "Science fiction", 0), ("zoo", "novel\\Ä", 12), ("none", "ä", 21)]]
    boxes = [M["Box"].objects.create(key=uuid.UUID(int=0x1234 << 112 | i), name=f"box {i}") for i in range(3)]
    items = []
    for i in range(12):
        items.append(M["Item"].objects.create(
            title=["Alpha", "beta gamma", "Gamma", "Delta, \"quoted\"", "alphabet", "100% a_b"][i % 6] + ("" if i < 6 else f" {i}"),
            body=[None, "", "Body text", "50%"][i % 4], maker=makers[i % 5], editor=makers[(i * 2) % 6] if i % 3 else None,
            box=boxes[i % 3] if i % 4 else None, pages=None if i == 7 else i * 50 - 50, price=Decimal(i * 125) / 100,
            weight=None if i == 3 else i / 4, flag=i % 2 == 0, maybe=[True, False, None][i % 3],
            serial=uuid.UUID(int=0xabcdef << 100 | i) if i % 2 else None,
            day=None if i == 5 else dt.date(2020 + i % 3, 1 + i, 28 - i), opens=dt.time(8 + i, 30, 0, i % 2 * 1000) if i % 4 else None,
            made=dt.datetime(2023 + i % 2, 1 + i, 1 + i, i, 0, i, i % 3 * 500, tzinfo=UTC) if i != 6 else None,
            lasts=dt.timedelta(hours=i) if i % 5 else None, address=["1.2.3.4", "::1", None, "2001:db8::a"][i % 4],
            kind=["a", "b", "null"][i % 3], size=[1, 2, 3, None][i % 4]))
        items[-1].tags.set(tags[j] for j in range(4) if (i >> j) & 1)
        if i:
            items[-1].near.add(items[i - 1])
    for i in range(20):
        M["Note"].objects.create(item=items[i * 7 % 11], text=["good", "bad", "Alpha note", "x_y"][i % 4], stars=i % 5)
    for i in (0, 3, 4, 9):
        M["Cover"].objects.create(item=items[i], colour=["red", "blue"][i % 2])
    disks = []
    for i in range(6):
        disks.append(M["Disk"].objects.create(title=["Song", "Tune", "song b"][i % 3], owner=makers[i] if i % 2 else None, tracks=i * 3,
                                              twin=disks[i - 2] if i > 2 else None))
        disks[-1].tags.set(tags[j] for j in range(3) if (i >> j) & 1)


NUMBERS = ["0", "1", "50", "100.9", "-50", "-1", " 100 ", "1e2", "abc", "", "NaN", "1_0", "9" * 30, "-" + "9" * 30, "1e51", "0.5"]
TEXTS = ["Alpha", "alpha", "a", "%", "_", "\\", " Gamma ", "", "novel", "100%", "ä", "Ä", "good"]
BOOLEANS = ["true", "False", "1", "0", "x", "", "TRUE"]
DATES = ["1956-05-16", "10/25/2006", "10/25/06", "Oct 25 2006", "25 October, 2006", "1956-13-01", "x", "", "2020-01-28", " 2021-02-27 ", "2020-1-28"]
MOMENTS = ["2023-01-01T00:00:00Z", "2024-02-02T01:00:01.000500Z", "2024-02-02 01:00:01", "2023-03-03T04:00:02.001+02:00", "2023-05-05", "20230505", "soon", "", "2023-3-3 2:00"]
TIMES = ["09:30", "09:30:00.001", "9:30", "10:30:00", "late", "", "25:00", "12:30:00.0"]
DURATIONS = ["01:00:00", "3600", "P0DT1H", "2 days", "1 day, 00:00:00", "long", "", "-1", "9999999999 days"]
UUIDS = [str(uuid.UUID(int=0xabcdef << 100 | 1)), uuid.UUID(int=0xabcdef << 100 | 3).hex, "urn:uuid:" + str(uuid.UUID(int=0xabcdef << 100 | 5)), "x", "", "0abcdef"]
KEYS = ["1", "2", "99", "abc", "", "01", " 3 ", "1.0", "null", "9" * 20, "1_1"]


def csv(values):
    plain = [v for v in values if "," not in v]
    return [",".join(plain[i:i + 2]) for i in range(0, len(plain) - 1, 2)] + [plain[0], plain[0] + ",", ",", "", ",".join(plain[:3])]


def fuzz(endpoint, spec):
    for name, values in spec.items():
        for value in values:
            yield f"/api/{endpoint}/?{name}={quote(value)}"


def queries():
    text_lookups = ["", "__iexact", "__contains", "__icontains", "__startswith", "__istartswith", "__endswith", "__iendswith", "__gt"]
    yield from (f"/api/{e}/" for e in ["countries", "makers", "tags", "boxes", "items", "notes", "covers", "contents/disks"])
    yield from fuzz("tags", {
        **{f"label{lookup}": TEXTS for lookup in text_lookups},
        "label__in": csv(TEXTS), "label__range": csv(TEXTS), "labels": csv(TEXTS), "label__isnull": BOOLEANS, "slug__in": ["novel,war", "x"],
        "label__regex": ["^N", "^n", "Ä$", "[a-", "no.el", "(?i)NOVEL", r"\d+", r"[\w]{5}$", "", "a|b"], "label__iregex": ["^n", "WAR", "*"],
        **{f"stars{lookup}": NUMBERS for lookup in ["", "__gt", "__gte", "__lt", "__lte"]},
        "stars__in": ["5,0", "5,", ",", "", "12,21", "5,x", "5.5,12"], "stars__range": ["1,12", "1,", "1", "", "5,1", "1,2,3", "a,b", ",5"],
        "stars__isnull": BOOLEANS, "stars__icontains": ["1", "2", "1.0", "x"], "stars__startswith": ["2", "1"], "stars__regex": ["1", "x"],
        "starry_min": NUMBERS, "starry_max": ["5", "x", " "], "items": KEYS, "items__isnull": BOOLEANS,
        "search": ["^n", "WAR", "Ä", "novel fiction", "ä"]})
    yield from ["/api/tags/?starry_min=1&starry_max=12", "/api/tags/?starry_min=x&starry_max=y", "/api/tags/?starry_min=1&starry_max=y",
                "/api/tags/?items=1&items=2", "/api/tags/?items=4&items=99", "/api/tags/?label=Novel&label=zzz", "/api/tags/?label=zzz&label=Novel",
                "/api/tags/?stars=x&label__range=1&items=a"]
    yield from fuzz("makers", {
        "country": ["fr", "xx", "zz", "", "FR", "null"], "boss": KEYS, "items": KEYS, "items__tags": KEYS, "country__in": ["fr,in", "fr,", "fr,zz", ","],
        "country__isnull": BOOLEANS, "country__name": TEXTS + ["France"], "country__name__isnull": BOOLEANS,
        **{f"born{lookup}": DATES for lookup in ["", "__gt", "__lte", "__contains"]}, "born__range": csv(DATES), "born__in": csv(DATES),
        "born__year": ["1956", "1956.7", "x", "", "0", "1e3"], "born__month": ["12", "5", "13", "x"], "born__day": ["31", "16", "-1"], "born__isnull": BOOLEANS,
        "boss__name__istartswith": ["a", "B", ""], "boss__name__isnull": BOOLEANS, "boss__country": ["fr", "in", "q"], "items__isnull": BOOLEANS,
        "items__price__gt": ["5", "0", "x"], "items__price__lt": ["5"], "items__tags__slug": ["novel", "war", ""], "maker__name": ["Bob", "Dan"],
        "lived_after": DATES, "lived_before": DATES, "lived_min": ["1900-01-01"],
        "search": ["a", "France", "b", "ada fr", "A,B", "new_", "%", "\"Ada\"", "'a' b", "", ","],
        "ordering": ["name", "-name", "born", "-born", "country", "-country", "country__name", "boss", "-boss", "boss__country", "items__price",
                     "items", "id", "nope", "nope,name", "country,name", " -name ,born", "-country,-name", "--name", "name,-name", ""],
        "o": ["name", "-born", "country", "-country", "name,-born", "nope", "", ",", "country__name", "-", "name,nope"]})
    yield from ["/api/makers/?lived_after=1900-01-01&lived_before=1956-05-16", "/api/makers/?lived_after=x&lived_before=y", "/api/makers/?o=name&ordering=born",
                "/api/makers/?items__price__gt=5&items__price__lt=10", "/api/makers/?items__price__gt=5&items__tags__slug=war&ordering=items__price",
                "/api/makers/?country__name__isnull=true&ordering=country__name", "/api/makers/?items__isnull=true&ordering=items",
                "/api/makers/?items=1&items=6&ordering=items__price", "/api/makers/?items__tags=1&search=a&ordering=-name",
                "/api/makers/?boss__name__istartswith=a&search=France", "/api/makers/?boss__name__isnull=true&search=a"]
    yield from fuzz("countries", {"code": ["fr", "FR", ""], "code__in": ["fr,nz", "q"], "code__gt": ["fr"], "makers__items__title__icontains": ["a", "gamma"],
                                  "search": ["a", "ada", "gamma", "alpha France", "new", "e"]})
    box = str(uuid.UUID(int=0x1234 << 112 | 1))
    yield from fuzz("boxes", {"key": [box, box.replace("-", ""), "x", ""], "key__in": [box + "," + box, "x,y"], "key__contains": [box, "x"], "key__iexact": [box, box.upper()],
                              "key__startswith": [box], "items": KEYS, "search": ["1234", "box", "1234-0000", "12340000-0000", "box 1"]})
    yield from fuzz("items", {
        "maker": KEYS, "editor": KEYS, "box": [box, box.replace("-", ""), "x", "", str(uuid.UUID(int=7))], "tags": KEYS, "near": KEYS, "notes": KEYS, "cover": KEYS,
        "flag": BOOLEANS, "maybe": BOOLEANS, "kind": ["a", "b", "null", "c", "", "A", " a"], "size": ["1", "3", "4", "", "1.0", "x", " 1"], "serial": UUIDS,
        "address": ["1.2.3.4", "::1", "0:0:0:0:0:0:0:1", "2001:DB8::A", "x", ""], "title": TEXTS, "title__icontains": TEXTS, "title__in": csv(TEXTS),
        "title__gt": TEXTS, "title__range": csv(TEXTS), "title__regex": ["^[A-C]", "a$", "[", r"\d\d"], "body__isnull": BOOLEANS, "body__contains": TEXTS,
        "maker__in": ["1,2", "1,99", "1,", "a", ""], "maker__gt": ["1", "9", "x"], "tags__isnull": BOOLEANS, "tags__in": ["1", "1,2", ""],
        **{f"pages{lookup}": NUMBERS for lookup in ["", "__gt", "__gte", "__lt", "__lte"]}, "pages__in": csv([n for n in NUMBERS if len(n) < 9]),
        "pages__range": ["0,100", "100,0", "0.9,100.9", "1,", "x,1"], "pages__isnull": BOOLEANS,
        **{f"price{lookup}": [n for n in NUMBERS if len(n) < 9 and n != "1e51"] + ["1.25", "1.254", "1.255", "1.2549", "3.750"] for lookup in ["", "__gt", "__lte"]},
        "price__in": ["1.25,2.5", "2.50", ",", "x"], "price__range": ["1,3.75", "1,x"], "price__icontains": ["2", "1.25", "1.250", ".5"],
        **{f"weight{lookup}": NUMBERS + ["0.25"] for lookup in ["", "__gte"]}, "weight__range": ["0.25,1", "1,0"],
        "serial__in": csv(UUIDS), "serial__contains": UUIDS, "serial__startswith": UUIDS,
        **{f"day{lookup}": DATES for lookup in ["", "__gt", "__icontains"]}, "day__in": csv(DATES), "day__range": csv(DATES), "day__year": ["2020", "2021", "1"],
        "day__month": ["1", "12", "x"], "day__day": ["28", "17", "99"],
        **{f"opens{lookup}": TIMES for lookup in ["", "__gt", "__contains"]}, "opens__range": ["09:30,12:30", "x,y", "09:30"],
        **{f"made{lookup}": MOMENTS for lookup in ["", "__gt", "__lte", "__contains"]}, "made__in": csv(MOMENTS), "made__range": csv(MOMENTS),
        "made__date": DATES + ["2023-01-01", "2024-02-02"], "made__year": ["2023", "2024", "x"], "made__month": ["2", "12"], "made__day": ["2", "12"],
        **{f"lasts{lookup}": DURATIONS for lookup in ["", "__gt"]}, "lasts__in": ["01:00:00,7200", "x", ","],
        "size__in": ["1,2", "4", "x"], "size__gt": ["1", "x"], "kind__in": ["a,b", "zz", "a, b"], "kind__icontains": ["A", "ul"],
        "maker__country": ["fr", "zz"], "maker__country__isnull": BOOLEANS, "maker__country__name": ["France", ""], "maker__country__name__icontains": ["a", "_", "%"],
        "editor__name": ["Ada", "ada"], "editor__name__isnull": BOOLEANS, "editor__country__name": ["France"], "editor__country__name__isnull": BOOLEANS,
        "tags__label": ["Novel", "x"], "tags__label__icontains": ["n", "o"], "tags__label__in": ["Novel,War_100%", "Novel"], "tags__stars__gt": ["0", "-1", "-5", "9"],
        "tags__stars__isnull": BOOLEANS, "notes__text__icontains": ["a", "alpha", "_"], "notes__stars__gte": ["3", "9"], "notes__stars__isnull": BOOLEANS,
        "notes__isnull": BOOLEANS, "cover__isnull": BOOLEANS, "cover__colour": ["red", "x"], "cover__colour__isnull": BOOLEANS, "near__title": ["Alpha", "Gamma"],
        "cost_min": NUMBERS, "cost_max": ["5", "x", "1.254"], "long_min": ["100.9", "x"], "long_max": ["100.9", "-1"], "heavy_min": ["0.5"], "heavy_max": ["0.5"],
        "days_after": DATES, "days_before": DATES, "days_min": ["x"], "open_after": TIMES, "open_before": TIMES, "when_after": MOMENTS, "when_before": MOMENTS, "titles": csv(TEXTS),
        "o": ["title", "-price", "maker", "-maker", "editor__name", "-editor__name,title", "nope", ",", ""],
        "ordering": ["title", "-price", "pages", "-pages", "maker", "-maker", "maker__country", "-maker__country__name", "editor", "-editor", "editor__name", "box", "tags__label",
                     "notes__stars", "cover", "cover__colour,title", "tags", "made", "-made", "maker,-title", "price,nope", "nope"],
        "search": ["alpha", "a b", "Body", "50", "ody", "null", "good", "x_y", "novel", "Ada novel", "\"beta gamma\"", "'Delta, ", "gamma,beta", "100%", "a_b", "\\", "\"", "zzz", " , ", "\0"]})
    yield from ["/api/items/?tags=1&tags=2", "/api/items/?tags=1&tags=2&ordering=tags__label", "/api/items/?tags=1&tags__label=Novel", "/api/items/?tags__label=Novel&tags__stars__gt=1",
                "/api/items/?tags__label__icontains=n&ordering=-tags__label", "/api/items/?tags=1&ordering=notes__stars", "/api/items/?tags=1&search=alpha",
                "/api/items/?tags__label__icontains=o&search=alpha", "/api/items/?notes__stars__gte=3&search=good", "/api/items/?search=good&ordering=notes__stars",
                "/api/items/?editor__name__isnull=true&ordering=editor__name", "/api/items/?editor__country__name__isnull=true&editor__name__isnull=false",
                "/api/items/?editor__name=Ada&ordering=editor", "/api/items/?notes__isnull=true&notes__stars__isnull=true", "/api/items/?notes=1&notes=2&notes=3",
                "/api/items/?cost_min=1&cost_max=5", "/api/items/?cost_min=a&cost_max=b", "/api/items/?days_after=2020-01-01&days_before=2020-12-31", "/api/items/?days_after=x&days_before=2020-01-01",
                "/api/items/?when_after=2023-01-01&when_before=2023-12-31", "/api/items/?open_after=09:00&open_before=11:00", "/api/items/?maker=1&title=Alpha&pages__gt=x&kind=q&o=nope&cost_min=z",
                "/api/items/?ordering=title&ordering=-title", "/api/items/?tags=1&tags=abc", "/api/items/?flag=true&flag=x", "/api/items/?tags=&maker=", "/api/items/?tags__in=&tags__in="]
    yield from fuzz("notes", {"item": KEYS, "item__maker": KEYS, "item__tags": KEYS, "item__maker__country__name": ["France"], "item__editor__name__isnull": BOOLEANS,
                              "search": ["good", "alpha", "Ada", "good alpha"], "ordering": ["item", "-item", "stars", "text,-stars", "id", "item__title"]})
    yield from ["/api/notes/?item__tags=1&item__tags=2", "/api/notes/?item__tags=1&ordering=item"]
    yield from fuzz("covers", {"item": KEYS, "colour": ["red", "RED"], "item__title": ["Alpha"], "search": ["RED", "novel", "re"], "ordering": ["item", "-item", "colour"]})
    yield from fuzz("contents/disks", {"type": ["disk", "x", ""], "tags": KEYS, "title__icontains": ["song", "B"], "owner__name": ["Bob", "x"], "twin": KEYS, "tracks__gt": ["3", "x"],
                                      "title": ["Song", "song"], "twin__title": ["Song", "Tune"], "twin__tags__slug": ["novel", "war"], "id": ["1", "x", "2.5"], "id__in": ["1,2", "9"],
                                      "search": ["song", "novel", "tune war"], "ordering": ["title", "-title", "tracks", "-tracks", "owner", "twin", "-twin", "id", "type,-id", "tags", "nope"]})
    yield from ["/api/contents/disks/?tags=1&tags=2&ordering=title", "/api/contents/disks/?twin__title=Song&ordering=twin", "/api/contents/disks/?owner__name=Bob&search=song"]


PAGINATED = []


class Remembering:
    """Pagination that keeps the queryset it was given."""

    paginate = pagination.PageNumberPagination.paginate_queryset

    def paginate_queryset(self, queryset, request, view=None):
        PAGINATED.append(queryset)
        return Remembering.paginate(self, queryset, request, view)


def has_ties(queryset):
    """Whether rows are equal in what they are sorted by: then the way back is not the way, turned round."""
    if not queryset.ordered:
        return True
    there, back = (list(q.values_list("pk", flat=True)) for q in (queryset, queryset.reverse()))
    return there != back[::-1]


def dump_sqlite():
    """All tables before any row that points to one."""
    tables = {t for (t,) in sqlite3.connect(DB).execute("select name from sqlite_master") if t.startswith("shop_")}
    lines = []
    for line in sqlite3.connect(DB).iterdump():
        if any(line.startswith((f'CREATE TABLE "{t}"', f'INSERT INTO "{t}"')) or line.startswith("CREATE ") and f' ON "{t}" ' in line for t in tables):
            lines.append(line)
    return sorted(lines, key=lambda line: line.startswith("INSERT"))


def dump_server():
    """As Django's schema editor makes the tables, and the rows as the driver writes literals."""
    models = list(apps.get_app_config("shop").get_models())
    with connection.schema_editor(collect_sql=True) as editor:
        for model in models:
            editor.create_model(model)
    # What Django defers are foreign keys and indexes: rows first, so that they need no order.
    tables = [sql for sql in editor.collected_sql if sql.startswith("CREATE TABLE")]
    rest = [sql for sql in editor.collected_sql if not sql.startswith("CREATE TABLE")]
    names = sorted({m._meta.db_table for m in models} | {f.m2m_db_table() for m in models for f in m._meta.local_many_to_many})
    rows = []
    with connection.cursor() as cursor:
        if KIND == "postgres":
            from psycopg import sql
            literal = lambda value: sql.Literal(value).as_string(cursor.connection)
        else:
            literal = lambda value: connection.connection.literal(value).decode()
        for name in names:
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"SELECT * FROM {quoted} ORDER BY 1")
            for row in cursor.fetchall():
                rows.append(f"INSERT INTO {quoted} VALUES ({', '.join(literal(value) for value in row)});")
    return tables + rows + rest


def main():
    pagination.PageNumberPagination.paginate_queryset = Remembering.paginate_queryset
    rows()
    key = {"countries": "code", "boxes": "key"}
    client = Client(raise_request_exception=False)
    out, failed = [], []
    for path in itertools.chain(queries()):
        answer = client.get(path)
        if answer.status_code >= 500:
            failed.append(path)     # an exception that nobody caught: whatever is right, this is not
            continue
        body = answer.json()
        if answer.status_code == 200:
            name = key.get(path.split("/")[2], "id")
            ids = [str(row[name]) for row in body["results"]]
            ties = KIND != "sqlite" and has_ties(PAGINATED[-1])
            out.append({"path": path, "count": body["count"], "ids": sorted(ids) if ties else ids} | ({"ties": True} if ties else {}))
        else:
            out.append({"path": path, "errors": body})
    name = lambda stem, end: HERE / (f"{stem}.{end}" if KIND == "sqlite" else f"{stem}.{KIND}.{end}")
    name("expected", "json").write_text("[\n" + ",\n".join(json.dumps(e, ensure_ascii=False) for e in out) + "\n]\n")
    name("failed", "json").write_text("[\n" + ",\n".join(json.dumps(e, ensure_ascii=False) for e in failed) + "\n]\n")
    lines = dump_sqlite() if KIND == "sqlite" else dump_server()
    connection.close()
    name("database", "sql").write_text("\n".join(lines) + "\n")
    print(len(out), "answers", len(failed), "failures")


main()
