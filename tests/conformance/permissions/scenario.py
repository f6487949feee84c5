"""Permissions composed by `~`, `&` and `|`: what each user may do with the list, and with objects. DRF's `NOT` asks the object as well, whom its classes
allow to all; its `OR` lets an object pass only by a part that lets the request pass."""
from scenario_tools import Scenario

s = Scenario()
USERS = [("anonymous", None), ("ann", "token:ann"), ("staff", "token:bob"), ("granted", "token:cyd"), ("superuser", "token:sue")]
ENDPOINTS = ["not-admins", "not-not-admins", "boths", "eithers", "either-nots", "not-eithers", "not-boths", "by-objects", "by-object-ands", "not-by-objects", "deeps", "listeds"]

s.get("root", "root", "/api/")
for endpoint in ENDPOINTS:
    url = f"/api/{endpoint}/"
    for user, auth in USERS:
        who = {"auth": auth} if auth else {}
        s.post(f"{endpoint}-create-{user}", "permissions create", url, json={"name": user}, **who)
        s.get(f"{endpoint}-list-{user}", "permissions list", url, **who)
        s.options(f"{endpoint}-options-{user}", "permissions options", url, **who)
    for key in (1, 9):
        for user, auth in USERS:
            who = {"auth": auth} if auth else {}
            one, name = f"{url}{key}/", f"{endpoint}-{{}}-{key}-{user}"
            s.get(name.format("retrieve"), "permissions objects", one, **who)
            s.patch(name.format("patch"), "permissions objects", one, json={"name": user}, **who)
            s.put(name.format("put"), "permissions objects", one, json={"name": user}, **who)
            s.options(name.format("options"), "permissions objects options", one, **who)
    for key, (user, auth) in enumerate(USERS, 1):
        who = {"auth": auth} if auth else {}
        s.delete(f"{endpoint}-delete-{user}", "permissions objects", f"{url}{key}/", **who)
    s.get(f"{endpoint}-left", "permissions list", url, auth="token:bob")
    s.get(f"{endpoint}-left-ann", "permissions list", url, auth="token:ann")
s.dump()
