"""What models can say, beside plain columns."""
from scenario_tools import Scenario

s = Scenario(mask=[{"key": "kept", "as": "datetime"}, {"key": "created", "as": "datetime"}])
n = 0
MOMENTS = [{"key": key, "as": "any"} for key in ("day", "at", "clock")]


def name(prefix):
    global n
    n += 1
    return f"{prefix}-{n}"


# ---------------------------------------------------------------- positive types, now() and today()
G = "/api/gauges/"
s.options("gauge-options", "options", G)
s.post("gauge-1", "create default.now", G, json={"small": 1}, mask=MOMENTS)
s.post("gauge-2", "create", G, json={"small": 2, "big": 9_000_000_000, "grade": 2, "wheels": 18, "day": "2024-02-29", "at": "2024-02-29T10:00:00Z", "clock": "10:00"})
s.post("gauge-form", "create default.now form", G, form={"small": "3", "grade": "1"}, mask=MOMENTS)
s.post("gauge-set", "validation unique", G, json={"small": 2, "day": "2024-02-29"})
s.post("gauge-nothing", "validation", G, json={})
for small in (-1, 0, 32767, 32768, 65535, 65536, 70000, 2**31, 2**63 - 1, 2**63, 2**64, "5", "x", 1.5, 2.0, True, None, [1], ""):
    s.post(name("gauge-small"), "validation create", G, json={"small": small, "day": f"2020-01-{n + 1:02}", "at": "2020-01-01T00:00:00Z", "clock": "01:02:03"})
for big in (-1, 0, 2**31, 2**53 + 1, 2**63 - 1, 2**64, 10**30, "5", "x", 1.5, None, {}):
    s.post(name("gauge-big"), "validation create", G, json={"small": 4, "big": big, "day": f"2021-01-{n - 10:02}", "at": "2020-01-01T00:00:00Z", "clock": "01:02:03"})
for grade in (1, 3, "2", None, "", -1):
    s.post(name("gauge-grade"), "validation create choices", G, json={"small": 5, "grade": grade, "day": f"2022-01-{n - 20:02}", "at": "2020-01-01T00:00:00Z", "clock": "01:02:03"})
for wheels in (1, 2, 18, 19, -5, 99999, 10**30):
    s.post(name("gauge-wheels"), "validation create", G, json={"small": 6, "wheels": wheels, "day": f"2023-01-{n - 30:02}", "at": "2020-01-01T00:00:00Z", "clock": "01:02:03"})
for moment in ("now()", "today()", "", None):
    s.post(name("gauge-moment"), "validation default.now", G, json={"small": 7, "day": moment, "at": moment, "clock": moment})
s.put("gauge-put", "update default.now", G + "2/", json={"small": 2})
s.put("gauge-put-day", "update", G + "2/", json={"small": 8, "day": "2024-03-01", "big": 2**62})
s.patch("gauge-patch", "partial-update", G + "2/", json={"wheels": 3, "kept": "2000-01-01T00:00:00Z"})
s.patch("gauge-patch-set", "partial-update validation unique", G + "2/", json={"small": 1, "day": "2020-01-02"})
for query in ("small=2", "small=8", "small=-1", "small=99999999999999999999", "small=x", "small__gt=6", "small__in=0,8", "big=7&ordering=small", "big__lte=6", "big__range=1,8",
              "big=18446744073709551616", "grade=1", "grade=9", "grade=null", "day=2024-03-01", "day__year=2023", "ordering=-big,id&small__gt=5"):
    s.get(name("gauge-list"), "list filter", f"{G}?{query}", mask=MOMENTS if "day" not in query else [])
s.get("gauge-read", "retrieve", G + "2/")
s.delete("gauge-delete", "destroy", G + "2/")

# ---------------------------------------------------------------- groups, permissions and content types as targets
C = "/api/crews/"
s.options("crew-options", "options relations", C)
s.post("crew-1", "create relations.slug", C, json={"name": "A", "may": ["add_gauge", "delete_crew"], "needs": "view_gauge", "about": "gauge"})
s.post("crew-2", "create relations.slug", C, json={"name": "B", "may": [], "teams": [], "needs": None})
s.post("crew-form", "create relations.slug form", C, form={"name": "C", "may": ["change_gauge", "view_crew"], "about": "crew"})
for field in ("may", "teams", "needs", "about"):
    for value in ("nope", ["nope"], 1, [1], None, {}, [], True, [None], [[]]):
        s.post(name("crew-wrong"), "validation relations.slug errors.400", C, json={"name": "W", field: value})
s.get("crew-list", "list relations.slug relations.string", C)
s.get("crew-read", "retrieve relations.string", C + "1/")
s.patch("crew-patch", "partial-update relations.slug", C + "1/", json={"may": ["view_gauge"], "needs": "add_crew"})
s.put("crew-put", "update relations.slug", C + "2/", json={"name": "B2", "may": ["add_crew"], "about": "crew"})
for query in ("needs__codename=add_crew", "needs__codename=x", "may__codename=add_crew", "about__model=crew", "about__app_label=models", "needs__content_type__model=crew", "teams__name=x",
              "needs=99999", "teams=99999", "may=99999", "about=99999", "needs=x", "ordering=-needs__codename,id", "search=view"):
    s.get(name("crew-list"), "list filter relations", f"{C}?{query}")

s.delete("crew-delete", "destroy", C + "2/")

# ---------------------------------------------------------------- abstract bases, two levels, of a master too
s.get("base", "abstract errors.404", "/api/records/")
s.get("base-base", "abstract errors.404", "/api/assets/")
for endpoint, more in (("drills", {"serial": "S1", "value": "5.00", "lent": True}), ("lamps", {}), ("plants/trees", {"height": 3, "rings": 7})):
    e = f"/api/{endpoint}/"
    w = endpoint.split("/")[-1]
    s.options(f"{w}-options", "options abstract", e)
    s.post(f"{w}-1", "create abstract", e, json={"code": "a", "name": "Anna", "keeper": 1, **more})
    s.post(f"{w}-2", "create abstract", e, json={"code": "b", "name": "Bo"})
    s.post(f"{w}-taken", "validation unique abstract", e, json={"code": "a", "name": "Cy"})
    s.post(f"{w}-nothing", "validation abstract", e, json={})
    s.post(f"{w}-wrong", "validation abstract", e, json={"code": "x y", "name": "Z", "keeper": 99, "serial": 1, "value": "-1"})
    s.post(f"{w}-long", "validation abstract", e, json={"code": "long", "name": "123456789"})
    s.post(f"{w}-set", "validation abstract", e, json={"code": "set", "name": "Anna", "serial": "S1"})
    for query in ("", "code=a", "name__icontains=O", "name__istartswith=a", "value__gte=1", "lent=true", "search=anna", "ordering=-code", "ordering=-value,name,code"):
        s.get(name(f"{w}-list"), "list filter abstract", f"{e}?{query}")
    s.get(f"{w}-read", "retrieve abstract", e + "1/")
    s.put(f"{w}-put", "update abstract", e + "1/", json={"code": "a", "name": "Annie", "value": "9.50"})
    s.patch(f"{w}-patch", "partial-update abstract", e + "2/", json={"keeper": 2})
    s.delete(f"{w}-delete", "destroy abstract", e + "1/")

# ---------------------------------------------------------------- proxies of users and groups
T, M = "/api/teams/", "/api/members/"
R, N, TOM = ({"auth": f"token:{who}"} for who in ("root", "nina", "tom"))
s.options("team-options", "options proxy", T, **R)
s.post("team-1", "create proxy", T, json={"name": "night", "permissions": ["add_gauge", "change_member"]}, **R)
s.post("team-2", "create proxy", T, json={"name": "day"}, **R)
s.post("team-taken", "validation unique proxy", T, json={"name": "day"}, **R)
s.post("team-wrong", "validation proxy", T, json={"name": "x" * 151, "permissions": ["nope"]}, **R)
s.options("member-options", "options proxy", M, **R)
s.get("member-list", "list proxy", M, **R)
s.get("member-list-nina", "permissions proxy", M, **N)
s.post("member-tom", "permissions proxy", M, json={"username": "x", "password": "secret-1"}, **TOM)
s.post("member-nina", "permissions create proxy", M, json={"username": "olga", "password": "olga-pass-1", "email": "olga@example.org", "groups": ["night"]}, **N)
s.delete("member-nina-delete", "permissions proxy", M + "4/", **N)
s.post("member-flags", "create proxy", M, json={"username": "pete", "password": "pete-pass-1", "is_staff": True, "is_active": False, "is_superuser": True, "user_permissions": ["add_crew"]}, **R)
s.post("member-form", "create proxy form", M, form={"username": "quin", "password": "quin-pass-1", "groups": ["day"]}, **R)
for body in ({}, {"username": "olga", "password": "another-1"}, {"username": "a b", "password": "another-1"}, {"username": "ü@x.+-_", "password": "short"}, {"username": "", "password": ""},
             {"username": "x" * 151, "password": "p" * 129}, {"username": "ruth", "password": None}, {"username": "ruth", "password": "another-1", "groups": ["nope"], "email": "nope"},
             {"username": "ruth", "password": 1234567, "groups": "day"}):
    s.post(name("member-wrong"), "validation proxy", M, json=body, **R)
s.get("olga-basic", "retrieve proxy", M + "4/", **R)
s.patch("member-password", "partial-update proxy password", M + "4/", json={"password": "olga-pass-2"}, **R)
s.put("member-put", "update proxy password", M + "4/", json={"username": "olga2", "password": "olga-pass-3", "groups": ["night"]}, **R)
s.patch("member-patch", "partial-update proxy", M + "4/", json={"first_name": "Olga", "is_superuser": True, "gauges": [1]}, **N)
for query in ("is_staff=true", "is_active=false", "username__startswith=ol", "username=olga2", "groups__name=day", "groups=1", "groups=99", "gauges__small=1", "lamp_kept__code=b", "search=night", "ordering=-username"):
    s.get(name("member-list"), "list filter proxy", f"{M}?{query}", **R)
s.get("team-list", "list proxy", T)
s.get("team-of-user", "list filter proxy", T + "?user=4")
s.get("team-read", "retrieve proxy", T + "2/")
s.post("crew-teams", "create relations.slug proxy", C, json={"name": "T", "teams": ["night", "day"], "chief": 4, "needs": "add_member"})
s.get("crew-teams-list", "list proxy", C + "?teams__name=day")
s.get("crew-teams-texts", "list proxy relations.string", C + "?teams=1&teams=2")
s.put("team-put", "update proxy", T + "2/", json={"name": "dawn", "permissions": []}, **R)
s.delete("team-delete", "destroy proxy", T + "1/", **R)
s.delete("member-delete", "destroy proxy", M + "4/", **R)
s.get("crew-after", "list proxy", C)
s.get("member-after", "list proxy", M, **R)

# ---------------------------------------------------------------- named sets, sets with a condition, compound checks
BAY = "/api/bays/"
s.options("bay-options", "options unique.conditional", BAY)
for body in (
    {"code": "a"}, {"code": "b", "kind": "large"}, {"code": "a"}, {"code": "a", "kind": "large"}, {"code": "c", "label": "x"}, {"code": "d", "label": "x"}, {"code": "e", "label": None},
    {"code": "f", "vat": "DE1"}, {"code": "g", "vat": "DE1"}, {"code": "h", "vat": ""},
    {"code": "i", "main": True}, {"code": "j", "main": True}, {"code": "k", "main": True, "kind": "large"}, {"code": "l", "main": False, "kind": "large"},
    {"code": "m", "name": "n1", "owner": 1}, {"code": "n", "name": "n1", "owner": 2}, {"code": "o", "name": "n1"},
    {"code": "p", "low": 5, "state": "open"}, {"code": "q", "low": 5, "state": "held"}, {"code": "r", "low": 5, "state": "gone"}, {"code": "s", "low": 6, "state": "held"},
    {"code": "t", "low": 7, "high": 7}, {"code": "u", "low": 8, "high": 8999, "state": "wide"}, {"code": "v", "low": 9, "high": 9500, "state": "wide"},
    {}, {"code": "w", "owner": 99, "kind": "huge", "low": "x"},
):
    s.post(name("bay"), "validation create unique.conditional constraints", BAY, json=body)
s.post("bay-form", "create unique.conditional form", BAY, form={"code": "form", "main": "on", "kind": "small"})
for key, body in ((1, {"main": True}), (1, {"vat": "DE1"}), (1, {"label": "x"}), (1, {"code": "b", "kind": "large"}), (1, {"state": "open", "low": 5}), (1, {"state": "open", "low": 55}), (1, {"low": 6}), (1, {"low": 55}),
                  (1, {"state": "held"}), (2, {"main": False}), (2, {"kind": "small"})):
    s.patch(name("bay-patch"), "validation partial-update unique.conditional constraints", f"{BAY}{key}/", json=body)
s.put("bay-put", "update unique.conditional", BAY + "2/", json={"code": "b", "main": True})
s.put("bay-put-vat", "update unique.conditional", BAY + "2/", json={"code": "b", "vat": "DE1", "kind": "large"})
s.get("bay-list", "list", BAY)
for id, body in (("crash-name", {"code": "x1", "name": "n1"}), ("crash-range", {"code": "x2", "low": 5, "high": 4}), ("crash-range-high", {"code": "x3", "high": 9001}), ("crash-state", {"code": "x4", "state": "none"})):
    s.post("bay-" + id, "constraints errors.500", BAY, json=body)
s.patch("bay-crash-patch", "constraints errors.500", BAY + "1/", json={"low": 60, "high": 59, "state": "gone"})
s.get("bay-list-after", "list", BAY)

s.dump()
