"""Annotations: aggregates of every kind over every relation, expressions; shown, filtered, ordered, paged, nested, expanded, written beside."""
from urllib.parse import quote

from scenario_tools import Scenario

s = Scenario()
n = 0


def name(prefix):
    global n
    n += 1
    return f"{prefix}-{n}"


S, D, P, T = "/api/sites/", "/api/devices/", "/api/parts/", "/api/tags/"

# Without any rows.
s.get("empty", "annotations list", S)
s.get("empty-filter", "annotations list filter", S + "?device_count=0&worth__lt=5")

for tag in ("blue", "big", "old"):
    s.post(name("tag"), "annotations create", T, json={"name": tag})
for person in ("ann", "bob"):
    s.post(name("person"), "annotations create", "/api/persons/", json={"name": person})
for site in ({"name": "north", "kind": "hall"}, {"name": "south"}, {"name": "east"}, {"name": "west", "worth": "99", "device_count": 7}):
    s.post(name("site"), "annotations create read-only", S, json=site)
DEVICES = [
    {"site": 1, "owner": 1, "label": "a", "weight": "10.125", "size": 4, "seen": "2024-02-29T12:00:00Z", "day": "2024-03-01", "uptime": "1 02:00:00", "tags": ["blue", "big"],
     "serial": "12345678-9abc-4ef0-9234-56789abcdef0"},
    {"site": 1, "owner": 1, "label": "b", "weight": "0.005", "size": -3, "active": False, "seen": "2023-01-01T00:00:00Z", "uptime": "00:00:01.5", "tags": ["blue"]},
    {"site": 1, "label": "c", "size": None, "day": "9000-01-01", "height": 2.25},
    {"site": 2, "owner": 2, "label": "a", "weight": "7", "size": 0, "active": False, "tags": ["old", "blue", "big"]},
    {"site": 3, "label": "z", "weight": "99.999", "size": 1000, "day": "2020-01-01"},
]
for device in DEVICES:
    s.post(name("device"), "annotations create relations.many_to_many", D, json=device)
PARTS = [(1, "oil", "9.99", 1, "x"), (1, "oil", "9.99", 2, None), (1, "bolt", "0.01", 7, "b"), (2, "oil", "100.00", 3, None), (4, "nut", "1.00", 1, "N"), (4, "nut", "2.00", 2, "n"),
         (4, "bolt", "2.01", 4, ""), (5, "oil", "33.33", 1, None)]
for device, kind, price, quantity, note in PARTS:
    s.post(name("part"), "annotations create", P, json={"device": device, "kind": kind, "price": price, "quantity": quantity, "note": note})

# Output.
s.get("sites", "annotations list pagination", S)
s.get("sites-2", "annotations list pagination", S + "?page=2")
for i in range(1, 5):
    s.get(name("site"), "annotations retrieve", f"{S}{i}/")
for i in range(1, 6):
    s.get(name("device"), "annotations retrieve", f"{D}{i}/")
s.get("parts", "annotations list ordering", P + "?limit=20")
s.get("tags", "annotations list ordering", T)
s.options("sites-options", "annotations options", S)
s.options("device-options", "annotations options", D + "1/")
s.get("fields", "annotations dynamic-fields", S + "?fields=name,worth")
s.get("omit", "annotations dynamic-fields", S + "?omit=worth,devices,device_count,url,total_time&page_size=2")
s.get("only-order", "annotations dynamic-fields ordering", S + "?fields=name&ordering=-worth")

# Filters.
FILTERS = ["device_count=3", "device_count=0", "device_count=x", "device_count__gt=1", "device_count__lte=1", "device_count__in=0,3", "device_count__in=a,1", "device_count__range=1,3",
           "device_count__range=1", "device_count__isnull=true", "device_count__isnull=false", "device_count__gt=99999999999999999999", "device_count__gt=0.5", "device_count=-1",
           "worth__gte=100", "worth__lt=20.5", "worth=33.33", "worth=0", "worth__range=5,130", "worth__gte=abc", "worth__lt=1e5",
           "seen__gte=2024-01-01", "seen__isnull=true", "seen__isnull=false", "seen__year=2024", "seen__date=2024-02-29", "seen__year=x",
           "shout=NORTH (hall)", "shout__icontains=OUTH", "shout__icontains=outh", "shout__startswith=EA", "shout__startswith=ea",
           "total_time__gt=1 00:00:00", "total_time__gt=P1D", "total_time__isnull=true", "total_time__gt=x",
           "pieces_between_min=3", "pieces_between_max=3", "pieces_between_min=5&pieces_between_max=8", "pieces_between_min=a", "busy=1", "busy=2", "busy=",
           "has_spare=true", "has_spare=false", "has_spare=1", "has_spare=maybe", "tag=blue", "tag=blue&tag=old", "tag=blue&device_count=3", "tag=blue&worth__gte=100",
           "name__icontains=o&device_count__gt=0", "kind=x&device_count=x&worth__lt=x&busy=x&name__icontains=%00&pieces_between_min=x&sort=x&has_spare=x", "busy=x&device_count=x&kind=x"]
for query in FILTERS:
    s.get(name("filter"), "annotations filter list", f"{S}?{quote(query, safe='=&,%')}&fields=name,device_count,worth,seen")
for query in ["sort=device_count,name", "sort=-worth", "sort=-device_count,name", "sort=worth&tag=blue", "sort=pieces", "ordering=worth", "ordering=-worth,name", "ordering=seen,name", "ordering=-seen,name",
              "ordering=-pieces,name", "ordering=has_spare,name", "ordering=-has_spare,-name", "ordering=total_time,name", "ordering=tag_count", "ordering=-device_count&tag=blue&tag=big",
              "ordering=worth&page=2&page_size=2", "ordering=device_count,name&page_size=2", "search=north", "search=(hall", "search=YARD&ordering=-name", "search=o&ordering=worth"]:
    s.get(name("order"), "annotations ordering list", f"{S}?{query}&fields=name,worth,device_count")

for query in ["price_sum__gt=50", "price_sum__isnull=true", "price_sum=5.01", "price_avg__gte=6.67", "price_avg__gte=33.33", "quantity_avg__gt=2", "quantity_avg=2.3333", "quantity_avg=3",
              "double=9", "double__gte=1", "double=x", "ratio__lt=0", "ratio=18.75", "ratio=18.7", "note=x", "note=N", "note__icontains=n", "note__isnull=true", "kinds=2", "kinds=0", "has_parts=false",
              "has_parts=true&heavy=true", "heavy=true", "heavy=false", "heavy=x", "heavy=x&double=x&site=9&label=%00"]:
    s.get(name("device-filter"), "annotations filter list", f"{D}?{query}&fields=id,price_sum,double,ratio,note")
for query in ["cost=19.98", "cost=20", "cost__gt=20", "cost__range=1,10", "cost=x", "device=1&cost__gt=1"]:
    s.get(name("part-filter"), "annotations filter list", f"{P}?{query}")

# Cursors.
s.get("cursor", "annotations pagination cursor", D + "?fields=id,part_count")
for query in ["ordering=-part_count"]:
    s.get(name("cursor"), "annotations pagination cursor", f"{D}?{query}&fields=id,part_count")
for cursor in ("cD0z", "cD0x", "cj0xJnA9MQ==", "cD0w", "bz0xJnA9MQ==", "cD0xMDAwMDAwMDAwMDAwMDAwMDAwMDAwMA=="):
    s.get(name("cursor-at"), "annotations pagination cursor", f"{D}?cursor={quote(cursor)}&fields=id,part_count")

# Nested and expanded.
for query in ["expand=devices", "expand=devices.parts", "expand=devices.parts&fields=name,devices.label,devices.price_sum,devices.parts.cost", "expand=devices.owner,devices.site"]:
    s.get(name("expand"), "annotations expand", f"{S}1/?{query}")
    s.get(name("expand-list"), "annotations expand list", f"{S}?page_size=2&{query}")
for query in ["expand=site", "expand=owner", "expand=tags&fields=id,tags", "expand=site&fields=id,site.worth,site.name,site_devices", "expand=parts&fields=id,parts.siblings,parts.site_max"]:
    s.get(name("expand-device"), "annotations expand", f"{D}1/?{query}")
    s.get(name("expand-device"), "annotations expand", f"{D}3/?{query}")
s.get("nested-route", "annotations nested list", S + "1/devices/?fields=id,part_count,neighbours")
s.get("nested-route-filter", "annotations nested filter", S + "1/devices/?has_parts=true&fields=id,part_count")

# Writes answer with what is computed after them.
s.patch("patch-device", "annotations update", D + "1/", json={"size": 10, "weight": "3.5", "tags": ["old"], "double": 5, "part_count": 9, "heavy": True})
s.put("put-device", "annotations update", D + "3/", json={"site": 2, "label": "c", "size": 7})
s.patch("patch-part", "annotations update", P + "1/", json={"price": "20.00", "cost": "1.00"})
s.put("put-site", "annotations update read-only", S + "2/", json={"name": "southern", "kind": "hall", "shout": "x", "worth": 3})
s.delete("delete-part", "annotations destroy", P + "4/")
s.get("sites-after", "annotations list", S + "?page_size=10")
s.delete("delete-device", "annotations destroy", D + "1/")
s.get("sites-after-2", "annotations list", S + "?page_size=10&fields=name,device_count,worth,pieces,part_count,tag_count")

# A master's annotations are its details' too.
for i, (driver, seats, made) in enumerate([(1, 4, 1999), (1, 2, 2000), (2, 5, 1990)]):
    s.post(name("car"), "annotations create detail", "/api/vehicles/cars/", json={"plate": f"P{i}", "driver": driver, "seats": seats, "made": made})
for vehicle, person in [(2, 1), (2, 2), (3, 1)]:
    s.post(name("visit"), "annotations create", "/api/visits/", json={"vehicle": vehicle, "person": person})
for query in ["", "?visit_count__gte=1", "?next_year=2000", "?age_and_seats__gt=2002", "?ordering=-age_and_seats", "?ordering=next_year", "?ordering=-visit_count,driver_cars", "?age_and_seats__gt=x&visit_count__gte=y"]:
    s.get(name("cars"), "annotations list detail", "/api/vehicles/cars/" + query)
s.get("car", "annotations retrieve detail", "/api/vehicles/cars/2/")
s.get("persons", "annotations list nested", "/api/persons/")
s.get("person", "annotations retrieve nested", "/api/persons/1/")

s.dump()
