#!/usr/bin/env python3
"""Random specs and random requests, for a comparison of a generated server with Django REST framework itself.

    generate.py SEED FOLDER

writes FOLDER/specs/*.toml, FOLDER/users.json and FOLDER/scenario.json: the same bytes for the same seed.  See README.md.
"""
import json
import random
import sys
from pathlib import Path

NAMES = ("alpha beta gamma delta kappa sigma type order where select group move crate value level label code title state rank "
         "size note tag match loop index key day hour width user text data flag mode name kind").split()
RESOURCES = "apple bear cloud drum engine fox glass house ink_pot jar kite lamp mast_head".split()
TEXTS = ["abc", "a b", "Abc", "a", "", " ", "ABC", " pad ", "äöü", "ÄÖÜ", "x" * 12, "x" * 30, "100%", "_", "a,b", "O'Hara", "\\", "\"q\"", "<b>", "😀", "null", "true", "0", "1", "-1", "1.5", "a\u0000"]
NUMBERS = [0, 3, "1", -1, 2, 5, 7, 10, 42, 99, 100, 1000, 32767, 32768, 2 ** 31, -2 ** 31 - 1, 2 ** 63 - 1, 2 ** 63, "0", "1", " 2 ", "1.0", "1.5", "1e2", "x", "", "１"]
ODD = [None, True, False, [], {}, [1], {"a": 1}, 1.5, "", "x", -0.0]

# type -> (values that are often right, lookups)
ORDERED = ["exact", "gt", "gte", "lt", "lte", "in", "range", "isnull"]
TEXT_LOOKUPS = ["exact", "iexact", "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "in", "isnull", "gt"]
KINDS = {
    "integer": (NUMBERS, ORDERED), "big_integer": (NUMBERS, ORDERED), "small_integer": ([1, 2, 3, -4, 32767, "5"], ORDERED), "positive_integer": ([0, 1, 2, 77, -1], ORDERED),
    "float": ([0, 1, 1.5, -2.25, 1e10, 1e-5, 3.0, "2.5", "1e3", "nan", "x"], ["exact", "gt", "lt", "range", "in", "isnull"]),
    "decimal": (["1.50", 0, 2, 3.25, "-1.1", "99.99", "100", "1e1", "1.234", "x", "12345"], ORDERED),
    "boolean": ([True, False, True, "true", "false", "1", 0, "yes", "maybe"], ["exact", "isnull"]),
    "string": (TEXTS, TEXT_LOOKUPS), "text": (TEXTS, ["exact", "icontains", "isnull"]),
    "slug": (["a", "a-b", "b_c", "Z9", "a b", "ä", "long-" * 6, 5], TEXT_LOOKUPS),
    "email": (["a@x.example", "B@X.example", "b@x.example", "nobody", "c@d", "x@y.z"], ["exact", "icontains", "isnull"]),
    "url": (["http://x.example/", "https://x.example/a?b=c", "http://localhost", "x", "ftp://f.example", "http://x"], ["exact", "startswith"]),
    "uuid": (["00000000-0000-4000-8000-000000000001", "00000000000040008000000000000002", "{00000000-0000-4000-8000-000000000003}", 4, "x"], ["exact", "in", "isnull"]),
    "date": (["2024-02-29", "1999-12-31", "2030-01-01", "2023-02-29", "2024-2-1", "x", "2024-01-01T00:00:00Z"], ORDERED + ["year", "month", "day"]),
    "time": (["00:00", "12:30", "12:30:15", "23:59:59.999999", "24:00", "x"], ["exact", "gt", "lt", "isnull", "range"]),
    "datetime": (["2024-02-29T12:00:00Z", "2024-02-29T12:00:00.5+02:00", "1999-12-31 23:59", "2030-01-01", "x"], ORDERED + ["date", "year", "month", "day"]),
    "duration": (["1 00:00:00", "01:00:00", "90", 60, "P1D", "-1 00:00:00", "x"], ["exact", "gt", "lt", "isnull"]),
    "json": ([{}, [], {"a": 1, "b": [1, 2.5, None]}, "text", 1, None, True, [[]]], []),
    "ip_address": (["10.0.0.1", "::1", "2001:DB8::1", "::ffff:1.2.3.4", "x", "1.2.3"], ["exact", "startswith"]),
}
DEFAULTS = {"integer": 3, "big_integer": 4, "small_integer": 2, "positive_integer": 1, "float": 0.5, "decimal": "1.5", "boolean": True, "string": "abc", "text": "t", "slug": "s", "email": "d@x.example",
            "url": "http://d.example/", "date": "2020-01-01", "time": "10:00:00", "datetime": "2020-01-01T00:00:00Z", "duration": "1 00:00:00", "json": {}, "ip_address": "10.1.1.1"}
TEXTUAL = ("string", "text", "slug", "email", "url")
RELATIONS = ("foreign_key", "one_to_one", "many_to_many")
LINK_LOOKUPS = {"foreign_key": ["exact", "isnull"], "one_to_one": ["exact", "isnull"], "many_to_many": ["exact"]}


def toml(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"


def table(head, entries):
    if not entries:
        return ""
    return f"[{head}]\n" + "".join(f"{k if k.replace('_', '').isalnum() else json.dumps(k)} = {toml(v)}\n" for k, v in entries.items()) + "\n"


class Resource:
    def __init__(self, snake):
        self.snake, self.name = snake, "".join(part.capitalize() for part in snake.split("_"))
        self.fields, self.meta, self.serializer, self.declared, self.extra = {}, {}, {}, {}, {}
        self.filters, self.lookups, self.viewset = {}, {}, {}
        self.pk, self.nested, self.master, self.shown = "id", [], None, []

    def writable(self):
        """Name as the client writes it -> (field's options, how a relation is written)."""
        own = {n: (o, self.declared.get(n, {}).get("type", "primary_key_related")) for n, o in self.fields.items() if n in self.shown}
        return {**(self.master.writable() if self.master else {}), **own}

    def chain(self):
        """Itself, and the master that it extends: outermost first."""
        return [self.master, self] if self.master else [self]

    def field(self, name):
        return next((part.fields[name] for part in self.chain() if name in part.fields), {"type": "auto"})

    def endpoint(self):
        return "/".join(part.viewset["endpoint"] for part in self.chain())

    def unique(self):
        return [n for n, o in self.fields.items() if o.get("unique") and not o.get("null") and o["type"] in ("slug", "integer", "string")]

    def text(self):
        parts = [f"description = {toml('About ' + self.snake + '.')}\n\n", table("fields", self.fields), table("meta", self.meta), table("serializer", self.serializer),
                 table("serializer.extra_kwargs", self.extra), table("serializer.declared", self.declared)]
        if self.lookups or self.filters:
            parts += ["[filterset]\n\n", table("filterset.lookups", self.lookups), table("filterset.filters", self.filters)]
        return "".join(parts + [table("viewset", self.viewset)])


class World:
    def __init__(self, seed):
        self.seed, self.r = seed, random.Random(seed)
        self.requests, self.count = [], 0
        self.wild = seed % 2        # every other one sends mostly nonsense
        self.careful = False        # the first rows are to be there
        self.api = self.make_api()
        self.resources = []
        if self.often(0.4):
            self.make_master()
        for snake in sorted(self.r.sample(RESOURCES, self.r.randint(2, 5 - bool(self.resources)))):
            self.resources.append(self.make_fields(snake))
        for resource in self.resources:
            self.make_rest(resource)
        for resource in self.resources:
            self.make_nested(resource)

    def often(self, p=0.5):
        return self.r.random() < p

    # ------------------------------------------------------------ the API

    def make_pagination(self, cursor=None):
        kind = self.r.choice(["none", "page_number", "limit_offset"] + ["cursor"] * bool(cursor))
        page = {"class": kind}
        if kind != "none":
            page["page_size"] = self.r.randint(1, 4)
        if kind == "page_number" and self.often():
            page |= {"page_size_query_param": "size", "max_page_size": 5}
        if kind == "limit_offset" and self.often():
            page["max_page_size"] = 5
        if kind == "cursor":
            page["ordering"] = [self.r.choice(["", "-"]) + cursor]
        return page

    def make_permission(self, depth=0):
        if depth < 2 and self.often(0.3):
            word = self.r.choice(["any", "all", "not"])
            return {word: self.make_permission(depth + 1) if word == "not" else [self.make_permission(depth + 1) for _ in range(2)]}
        return self.r.choice(["allow_any"] * 3 + ["is_authenticated", "is_admin_user", "is_authenticated_or_read_only", "model_permissions", "model_permissions_or_anon_read_only"])

    def make_api(self):
        r = self.r
        classes = r.sample(["session", "basic", "token"], r.randint(1, 3))
        return {
            "name": f"fuzz_{self.seed}", "description": "Made at random.", "prefix": r.choice(["/api/", "/", "/a/b/"]),
            "router": {"kind": r.choice(["default", "simple"]), "trailing_slash": self.often(0.7)},
            "pagination": self.make_pagination(),
            "authentication": {"classes": classes},
            "permissions": {"default": [self.make_permission()] if self.often(0.2) else ["allow_any"]},
            "versioning": {"class": r.choice(["none"] * 6 + ["url_path", "namespace", "accept_header", "query_parameter"])},
            "negotiation": {"renderers": r.choice([["json", "browsable"], ["json"]]), "parsers": r.choice([["json", "form", "multipart"], ["json"], ["form", "json"]])},
            "filtering": {"backends": r.sample(["filterset", "search", "ordering"], 3), "search_param": r.choice(["search", "q"]), "ordering_param": r.choice(["ordering", "o"])},
            "formats": {"coerce_decimal_to_string": self.often(0.7)} | ({"datetime": "%d/%m/%Y %H:%M"} if self.often(0.1) else {}),
            "dynamic_fields": {"enabled": self.often()},
            "docs": {"openapi": "", "ui": ""},
        }

    # ------------------------------------------------------------ a resource

    def make_field(self):
        r = self.r
        kind = r.choice(list(KINDS))
        field = {"type": kind}
        if kind == "string":
            field["max_length"] = r.choice([5, 12, 40])
            if self.often(0.2):
                field["min_length"] = 2
        if kind == "decimal":
            field |= {"max_digits": 5, "decimal_places": r.choice([0, 1, 2])}
            if field["decimal_places"] == 0:
                field["decimal_places"] = 2
        if kind in ("integer", "decimal", "float", "small_integer") and self.often(0.3):
            field |= {"min_value": 0, "max_value": 50}
        if kind == "string" and self.often(0.3):
            field["choices"] = r.choice([["abc", "x", "yz"], [["abc", "Alphabet"], ["1", "One"]]])
        if kind == "integer" and self.often(0.2):
            field["choices"] = [[3, "Three"], [1, "One"]]
        if self.often(0.3):
            field["null"] = True
        if self.often(0.3) and (kind in TEXTUAL or field.get("null")):
            field["blank"] = True
        if kind in DEFAULTS and self.often(0.25):
            field["default"] = DEFAULTS[kind]
        if kind in ("integer", "slug", "email", "string", "date") and "choices" not in field and "default" not in field and self.often(0.25):
            field["unique"] = True
        if self.often(0.1):
            field["label"] = "The " + kind
        if self.often(0.1):
            field["help_text"] = "Some help."
        return field

    def make_master(self):
        """A master and its details; what comes later may point at any of them."""
        master = self.make_fields("record", key=False)
        master.meta["master"] = True
        self.resources.append(master)
        for snake in self.r.sample(["audio", "video", "sheet_music"], self.r.randint(1, 2)):
            detail = self.make_fields(snake, key=False, without=[*master.fields, "type"])
            detail.meta["extends"], detail.master = master.name, master
            self.resources.append(detail)

    def make_fields(self, snake, key=True, without=("type",)):
        r, resource = self.r, Resource(snake)
        names = r.sample(NAMES if key else [n for n in NAMES if n not in without], r.randint(3, 8) if key else r.randint(2, 4))
        if key and self.often(0.2):
            resource.pk = names.pop()
            resource.fields[resource.pk] = {"type": r.choice(["slug", "integer", "uuid"]), "primary_key": True}
        for name in names:
            resource.fields[name] = self.make_field()
        targets = self.resources + [resource]
        for i in range(r.randint(0, 2)):
            target, kind = r.choice(targets), r.choice(["foreign_key"] * 3 + ["many_to_many", "one_to_one"])
            field = {"type": kind, "to": target.name, "related_name": f"{snake}_back{i}"}
            if kind != "many_to_many":
                field["on_delete"] = r.choice(["cascade", "protect", "restrict", "set_null"])
                if field["on_delete"] == "set_null" or target is resource or self.often(0.3):
                    field |= {"null": True}
                    if self.often(0.7):
                        field["blank"] = True
            elif self.often(0.7):
                field["blank"] = True
            resource.fields[f"link{i}" if key else f"{snake}_link{i}"] = field
        resource.meta["ordering"] = ([r.choice(["", "-"]) + r.choice(names)] if names and self.often(0.3) else []) + [r.choice(["", "-"]) + resource.pk]
        plain = [n for n in names if resource.fields[n]["type"] not in ("json",) and n != resource.pk]
        if len(plain) > 1 and self.often(0.3):
            resource.meta["unique_together"] = [sorted(r.sample(plain, 2))]
        return resource

    def target(self, field):
        return next(x for x in self.resources if x.name == field["to"])

    def make_rest(self, resource):
        r = self.r
        shown = ([] if resource.pk != "id" else ["id"]) + list(resource.fields)
        if self.often(0.5):
            r.shuffle(shown)
        if self.often(0.4):
            shown.insert(0, "url")
        resource.shown = shown
        for name, field in resource.fields.items():
            if field["type"] in RELATIONS:
                target, many = self.target(field), field["type"] == "many_to_many"
                choice = r.random()
                keep = {"many": True} if many else {}
                if field.get("null") or field.get("blank"):
                    keep["required"] = False
                    if field.get("null"):
                        keep["allow_null"] = True
                if choice < 0.2 and target.unique():
                    resource.declared[name] = {"type": "slug_related", "to": target.name, "slug_field": r.choice(target.unique()), **keep}
                elif choice < 0.4:
                    kind = "detail_related" if target.meta.get("master") else "hyperlinked_related"
                    resource.declared[name] = {"type": kind, "to": target.name, **keep}
                if not many and target is not resource and self.often(0.3):
                    column = r.choice([n for n, o in target.fields.items() if o["type"] not in RELATIONS])
                    resource.declared[f"{name}_{column}"] = {"type": "string", "source": f"{name}.{column}", "read_only": True}
                    shown.append(f"{name}_{column}")
                if target is not resource and self.often(0.25):
                    resource.declared[f"{name}_full"] = {"type": "nested", "to": target.name, "source": name, "read_only": True, **({"many": True} if many else {})}
                    shown.append(f"{name}_full")
            elif field["type"] in ("string", "integer") and not field.get("primary_key") and self.often(0.15):
                resource.extra[name] = r.choice([{"required": False}, {"write_only": True}, {"help_text": "Extra help."}, {"label": "Extra"}, {"error_messages": {"required": "Say it."}}, {"initial": "x"}])
        self.make_declared(resource, shown)
        if resource.master:
            shown = resource.shown = [n for n in shown if n not in ("id", "url")]
        elif resource.meta.get("master"):
            shown = resource.shown = [n for n in shown if n != "url"] + ["type"]
        resource.serializer = {"fields": shown}
        if self.often(0.1):
            resource.serializer["depth"] = r.randint(1, 2)
        if self.api["dynamic_fields"]["enabled"]:
            links = [n for n, o in resource.fields.items() if o["type"] in RELATIONS]
            if links:
                resource.serializer["expandable_fields"] = links
        optional = [n for n, o in resource.fields.items() if (o.get("null") or "default" in o) and o["type"] not in RELATIONS and n not in resource.extra and n not in sum(resource.meta.get("unique_together", []), [])]
        if optional and self.often(0.2):
            resource.serializer["read_only_fields"] = [r.choice(optional)]
        self.make_filters(resource)
        self.make_viewset(resource)

    def make_declared(self, resource, shown):
        """Read-only fields of any class on any column, the labels of choices, values two relations away, keys of the far side."""
        r = self.r
        plain = lambda x: [n for n, o in x.fields.items() if o["type"] not in RELATIONS]

        def declare(name, kind, source, column):
            if "choices" in column and self.often():
                path = source.rsplit(".", 1)
                kind, source = "string", ".".join([*path[:-1], f"get_{path[-1]}_display"])
            field = {"type": kind, "source": source, "read_only": True}
            if kind == "decimal":
                field |= {"max_digits": 5, "decimal_places": r.choice([0, 2])}
            if kind in ("uuid", "duration") and self.often(0.3):
                field["format"] = r.choice({"uuid": ["hex", "int", "urn"], "duration": ["iso-8601", "django"]}[kind])
            # A default counts for unique sets, and two values for one column are one too many.
            if self.often(0.2) and source not in sum(resource.meta.get("unique_together", []), []):
                field["default"] = "none"
            resource.declared[name] = field
            shown.append(name)

        for name in plain(resource):
            if self.often(0.15):
                kind = resource.fields[name]["type"]
                kinds = [kind, "string", "text", "boolean" if kind in TEXTUAL else kind]
                declare(f"{name}_again", r.choice(kinds), name, resource.fields[name])
        for name, field in list(resource.fields.items()):
            if field["type"] not in ("foreign_key", "one_to_one"):
                continue
            target = self.target(field)
            if target is not resource and plain(target) and self.often(0.3):
                column = r.choice(plain(target))
                declare(f"{name}_there", target.fields[column]["type"], f"{name}.{column}", target.fields[column])
            beyond = [(n, o) for n, o in target.fields.items() if o["type"] in ("foreign_key", "one_to_one") and o["to"] not in (resource.name, target.name)]
            if target is not resource and beyond and self.often(0.4):
                step, further = r.choice(beyond)
                last = self.target(further)
                if plain(last):
                    column = r.choice(plain(last))
                    declare(f"{name}_beyond", last.fields[column]["type"], f"{name}.{step}.{column}", last.fields[column])

    def make_filters(self, resource):
        r = self.r
        for name, field in resource.fields.items():
            legal = LINK_LOOKUPS.get(field["type"]) or KINDS[field["type"]][1]
            if legal and self.often(0.7):
                resource.lookups[name] = r.sample(legal, r.randint(1, min(4, len(legal))))
            if field["type"] in RELATIONS and self.often():
                column, options = r.choice([(n, o) for n, o in self.target(field).fields.items()])
                legal = [] if options["type"] in RELATIONS else KINDS[options["type"]][1]
                if legal:
                    resource.lookups[f"{name}.{column}"] = r.sample(legal, r.randint(1, min(2, len(legal))))
            own = [x for x in LINK_LOOKUPS.get(field["type"]) or KINDS[field["type"]][1] if x != "range"]
            if own and self.often(0.2):
                resource.filters[f"{name}_by"] = {"field": name, "lookup": r.choice(own)}
            if field["type"] in RELATIONS and self.often(0.3):
                column, options = r.choice([(n, o) for n, o in self.target(field).fields.items()])
                legal = [] if options["type"] in RELATIONS else [x for x in KINDS[options["type"]][1] if x != "range"]
                if legal:
                    resource.filters[f"{name}_{column}_by"] = {"field": f"{name}.{column}", "lookup": r.choice(legal)}
            if field["type"] in ("integer", "date", "time", "datetime", "decimal", "float") and self.often(0.3):
                resource.filters[f"{name}_span"] = {"field": name, "lookup": "range"}
        plain = [n for n, o in resource.fields.items() if o["type"] in ("string", "integer", "date")]
        plain = [n for n in plain if n != resource.pk]
        if plain and self.often(0.3):
            resource.filters["sorted"] = {"type": "ordering", "fields": list(dict.fromkeys([*plain, resource.pk]))}

    def make_viewset(self, resource):
        r, view = self.r, resource.viewset
        view["endpoint"] = resource.snake.replace("_", "-") + "s"
        texts = [n for n, o in resource.fields.items() if o["type"] in TEXTUAL]
        if texts and self.often(0.8):
            view["search_fields"] = [r.choice(["", "", "^", "="]) + n for n in r.sample(texts, r.randint(1, len(texts)))]
            for name, field in resource.fields.items():
                beyond = [n for n, o in self.target(field).fields.items() if o["type"] in TEXTUAL] if field["type"] in RELATIONS else []
                if beyond and self.often():
                    view["search_fields"].append(f"{name}__{r.choice(beyond)}")
        plain = [n for n, o in resource.fields.items() if o["type"] not in RELATIONS + ("json",)]
        if self.often(0.7):
            view["ordering_fields"] = list(dict.fromkeys([*r.sample(plain, r.randint(0, len(plain))), resource.pk]))
        if self.often(0.2):
            view["ordering"] = [r.choice(["", "-"]) + resource.pk]
        unique = resource.unique()
        if unique and not resource.master and not resource.meta.get("master") and self.often(0.4):
            view["lookup_field"] = r.choice(unique)
            if "url" in resource.shown:
                resource.extra["url"] = {"lookup_field": view["lookup_field"]}
        if self.often(0.3):
            view["pagination"] = self.make_pagination(resource.pk)
        if self.often(0.2):
            view["permissions"] = [self.make_permission()]
        if self.often(0.15):
            view["actions"] = r.sample(["list", "create", "retrieve", "update", "partial_update", "destroy"], r.randint(3, 5))
        links = [(n, o) for n, o in resource.fields.items() if o["type"] == "foreign_key" and o["to"] != resource.name]
        links = [(n, o) for n, o in links if not self.target(o).meta.get("master")]
        if links and not resource.meta.get("master") and self.often(0.3):
            name, field = r.choice(links)
            view["parent"] = {"resource": field["to"], "field": name}

    def make_nested(self, parent):
        """Reverse keys: shown as keys, or nested, now and then writable."""
        for child in self.resources:
            for name, field in child.fields.items():
                back = field.get("related_name")
                if field.get("to") != parent.name or field["type"] == "many_to_many" or child is parent or child.master is parent or not self.often(0.4):
                    continue
                if any(d.get("type") == "nested" for d in child.declared.values()):
                    continue
                many = field["type"] == "foreign_key"
                if self.often(0.3):
                    parent.serializer["read_only_fields"] = parent.serializer.get("read_only_fields", []) + [back]
                else:
                    written = self.often()
                    parent.declared[back] = {"type": "nested", "to": child.name, **({"many": True} if many else {}), **({"read_only": True} if not written else {"required": False} if many else {"required": False, "allow_null": True})}
                    if written:
                        parent.nested.append((back, child, name, many))
                parent.shown.append(back)

    # ------------------------------------------------------------ requests

    def value(self, field, how):
        r, kind = self.r, field["type"]
        if not self.careful and self.often(0.12 if self.wild else 0.025):
            return r.choice(ODD)
        if kind in RELATIONS:
            target = self.target(field)
            one = lambda: self.reference(target, how)
            return [one() for _ in range(r.randint(0, 3))] if kind == "many_to_many" else None if field.get("null") and self.often(0.3) else one()
        if field.get("null") and self.often(0.15):
            return None
        if "choices" in field and (self.careful or self.often(0.8)):
            choice = r.choice(field["choices"])
            return choice[0] if isinstance(choice, list) else choice
        if field.get("unique") or field.get("primary_key"):
            self.count += 1
            fresh = {"integer": self.count % 40, "slug": f"s{self.count}", "string": f"u{self.count}", "email": f"e{self.count}@x.example", "date": f"2001-01-{self.count % 28 + 1:02}", "uuid": f"00000000-0000-4000-8000-{self.count:012}"}
            if self.careful or self.often(0.85):
                return fresh[kind]
        values = KINDS[kind][0]
        return r.choice(values[:3] if self.careful or self.often(0.6 if self.wild else 0.85) else values)

    def reference(self, target, how):
        number = self.r.choice([1, 1, 2] if self.careful else [1, 1, 1, 2, 2, 3, 5])
        if target.pk != "id" and how != "slug_related":
            kind = target.fields[target.pk]["type"]
            number = {"slug": f"s{number * 3}", "integer": number * 3, "uuid": f"00000000-0000-4000-8000-{number * 3:012}"}[kind]
        if how == "hyperlinked_related":
            return self.path(target, str(number))
        if how == "detail_related":
            return self.path(self.r.choice([x for x in self.resources if x.master]), str(number))
        if how == "slug_related":
            return self.r.choice([f"s{number}", f"u{number}", number])
        return number

    def body(self, resource, nest=True):
        data = {}
        for name, (field, how) in resource.writable().items():
            needed = not (field.get("null") or field.get("blank") or "default" in field)
            if self.often(0.93 if needed else 0.6):
                data[name] = self.value(field, how)
        if nest:
            for back, child, key, many in [nested for part in resource.chain() for nested in part.nested]:
                if self.often(0.6):
                    items = [self.body(child, False) for _ in range(self.r.randint(0, 2))]
                    items = [{k: v for k, v in item.items() if k != key} for item in items]
                    data[back] = self.r.choice(ODD) if self.often(0.08) else items if many else items[0] if items else None
        return data

    def path(self, resource, key=None, parent=None):
        version = {"url_path": "v1/", "namespace": "v1/"}.get(self.api["versioning"]["class"], "")
        end = "/" if self.api["router"]["trailing_slash"] else ""
        return self.api["prefix"] + version + (parent or "") + resource.endpoint() + (f"/{key}" if key is not None else "") + end

    def key(self, resource):
        field = resource.viewset.get("lookup_field", resource.pk)
        number = self.r.choice([1, 1, 2, 2, 3, 4, 6])
        kind = resource.field(field)["type"]
        return {"slug": f"s{number * 2}", "string": f"u{number * 2}", "uuid": f"00000000-0000-4000-8000-{number:012}"}.get(kind, str(number)) if self.often(0.93) else self.r.choice(["x", "0", "-1", "1.5", "ä", "99999999999999999999"])

    def query(self, resource):
        from urllib.parse import quote
        r, parts = self.r, []
        for name, lookups in [entry for part in resource.chain() for entry in part.lookups.items()]:
            for lookup in lookups:
                if self.often(0.2):
                    column = name.split(".")
                    field = resource.field(column[0])
                    field = self.target(field).fields[column[1]] if len(column) > 1 else field
                    value = lambda: str(self.reference(self.target(field), "") if field["type"] in RELATIONS else r.choice([v for v in KINDS[field["type"]][0] if not isinstance(v, (dict, list))]))
                    text = r.choice(["true", "false", "x", ""]) if lookup == "isnull" else f"{value()},{value()}" if lookup in ("in", "range") else r.choice(["2024", "2", "29", "x"]) if lookup in ("year", "month", "day") else value()
                    parts.append((name.replace(".", "__") + ("" if lookup == "exact" else "__" + lookup), text))
        for name, spec in [entry for part in resource.chain() for entry in part.filters.items()]:
            if self.often(0.2):
                if spec.get("type") == "ordering":
                    parts.append((name, r.choice(["", "-"]) + r.choice([n for n in spec["fields"] if n != resource.pk]) + "," + resource.pk))
                elif spec["lookup"] != "range":
                    path = spec["field"].split(".")
                    field = resource.field(path[0])
                    field = self.target(field).fields[path[1]] if len(path) > 1 else field
                    values = [1, 2, 9] if field["type"] in RELATIONS else [v for v in KINDS[field["type"]][0] if not isinstance(v, (dict, list))]
                    parts.append((name, r.choice(["true", "false", "x"]) if spec["lookup"] == "isnull" else str(r.choice(values))))
                else:
                    field = resource.field(spec["field"])
                    ends = ("after", "before") if field["type"] in ("date", "time", "datetime") else ("min", "max")
                    parts.append((f"{name}_{r.choice(ends)}", str(r.choice(KINDS[field["type"]][0]))))
        if self.often(0.3):
            parts.append((self.api["filtering"]["search_param"], r.choice(["a", "abc", "A", "x", "a b", "\"a b\"", "s1", "u", "%", "_", ",", "ä", "1"])))
        if self.often(0.3):
            parts.append((self.api["filtering"]["ordering_param"], r.choice(["", "-"]) + r.choice([*resource.fields, "nope"]) + "," + resource.pk))
        if self.often(0.3):
            parts.append(r.choice([("page", "1"), ("page", "2"), ("page", "last"), ("page", "9"), ("page", "x"), ("size", "2"), ("size", "9"), ("limit", "2"), ("limit", "0"), ("offset", "1"), ("offset", "99"), ("limit", "-1"), ("cursor", "x"), ("format", "json"), ("format", "xml")]))
        if self.api["dynamic_fields"]["enabled"] and self.often(0.4):
            names = [*resource.fields, "id", "nope"]
            links = [n for n, o in resource.fields.items() if o["type"] in RELATIONS] or ["nope"]
            parts.append((r.choice(["fields", "omit"]), ",".join(r.sample(names, min(3, len(names))))))
            if self.often():
                parts.append(("expand", r.choice([*links, "~all", links[0] + ".link0"])))
        return "?" + "&".join(f"{k}={quote(v)}" for k, v in parts) if parts else ""

    def root(self):
        return "basic:root" if "basic" in self.api["authentication"]["classes"] else "token:root"

    def send(self, tags, method, path, **more):
        options = {"id": f"r{len(self.requests)}", "tags": tags.split(), "method": method, "path": path}
        classes = [c for c in self.api["authentication"]["classes"] if c != "session"]
        if self.often(0.85):
            options["auth"] = self.r.choice(classes or ["token"]) + ":" + self.r.choice(["root"] * 6 + ["ann", "bob"])
        if self.api["versioning"]["class"] == "accept_header" and self.often(0.3):
            options["accept"] = "application/json; version=" + self.r.choice(["v1", "v2", "v3"])
        self.requests.append({**options, **more})

    def written(self, resource, method, path, tags):
        data = self.body(resource)
        if method == "PATCH":
            data = dict(self.r.sample(list(data.items()), self.r.randint(0, len(data))))
        flat = all(not isinstance(v, (dict, list)) for v in data.values())
        kinds = [kind for kind in self.api["negotiation"]["parsers"] if kind != "json"] or ["form"] * self.often(0.1)
        if flat and kinds and self.often(0.2):
            kind = self.r.choice(kinds)
            data = {k: "" if v is None else str(v) for k, v in data.items()}
            if not any("\u0000" in v or "\n" in v for v in data.values()):
                return self.send(tags + " " + kind, method, path, **{kind: data})
        if self.often(0.03):
            return self.send(tags + " body", method, path, body=self.r.choice(["{", "[]", "null", "5", "\"x\"", "", "{}"]), type=self.r.choice(["application/json"] * 4 + ["text/plain"]))
        self.send(tags, method, path, json=data)

    def hostile(self, resource):
        """A body in which one value, or one key, is what a reader of JSON may stumble over: deep, a lone surrogate, a key with a meaning to serde."""
        r, data = self.r, self.body(resource)
        deep = r.choice([3, 60, 200, 380, 450, 3000])
        surrogate = r.choice(["\\ud83d", "\\udfff\\ud83d", "a\\udc00b"])
        secret = r.choice(["$serde_json::private::RawValue", "$serde_json::private::Number", "\\u0024serde_json::private::RawValue", "\\u0024serde_json::private::Number"])
        inside = r.choice(['"7"', "7", '"[1]"', '"{"', "null", '["7"]', '{"' + secret + '": "1"}'])
        value = r.choice(["[" * deep + "]" * deep, '{"a":' * deep + "1" + "}" * deep, '"' + surrogate + '"', '{"' + surrogate + '": 1}', '{"' + secret + '": ' + inside + "}", '[{"a": 1, "' + secret + '": ' + inside + "}]"])
        key = r.choice(list(data) or ["x"]) if self.often(0.85) else r.choice([secret, surrogate])
        rest = {name: item for name, item in data.items() if name != key}
        text = json.dumps(rest, ensure_ascii=False)[1:-1]
        text = "{" + text + (", " if text else "") + '"' + key + '": ' + value + "}"
        method = r.choice(["POST", "POST", "PATCH", "PUT"])
        path = self.path(resource) if method == "POST" else self.path(resource, self.key(resource))
        self.send("hostile json", method, path, body=text if self.often(0.9) else value, type="application/json")

    def play(self):
        self.send("root", "GET", self.api["prefix"])
        routed = [x for x in self.resources if not x.meta.get("master")]
        for resource in routed:
            self.send("options", "OPTIONS", self.path(resource), auth=self.root())
            self.send("list", "GET", self.path(resource))
        for round in range(3):
            self.careful = round < 2
            for resource in routed:
                for _ in range(4):
                    self.written(resource, "POST", self.path(resource), "create")
        self.careful = False
        for _ in range(220):
            resource = self.r.choice(routed)
            dice = self.r.random()
            parent = resource.viewset.get("parent")
            if parent and self.often(0.3):
                above = next(x for x in self.resources if x.name == parent["resource"])
                start = above.endpoint() + "/" + self.key(above) + "/"
            else:
                start = None
            if dice < 0.45:
                self.send("list filter", "GET", self.path(resource, parent=start) + self.query(resource))
            elif dice < 0.6:
                self.send("retrieve", "GET", self.path(resource, self.key(resource), start))
            elif dice < 0.72:
                self.written(resource, "POST", self.path(resource, parent=start), "create")
            elif dice < 0.82:
                self.written(resource, "PATCH", self.path(resource, self.key(resource), start), "partial-update")
            elif dice < 0.88:
                self.written(resource, "PUT", self.path(resource, self.key(resource), start), "update")
            elif dice < 0.93:
                self.send("destroy", "DELETE", self.path(resource, self.key(resource), start))
            elif dice < 0.96:
                self.send("options", "OPTIONS", self.path(resource, self.key(resource)))
            else:
                self.send("errors", self.r.choice(["PUT", "DELETE", "PATCH", "HEAD", "TRACE"]), self.path(resource))
        for _ in range(30):
            self.hostile(self.r.choice(routed))
        for resource in routed:
            self.send("list", "GET", self.path(resource), auth=self.root())

    def write(self, folder):
        specs = folder / "specs"
        specs.mkdir(parents=True, exist_ok=True)
        for old in specs.glob("*.toml"):
            old.unlink()
        head = {k: v for k, v in self.api.items() if not isinstance(v, dict)}
        text = "".join(f"{k} = {toml(v)}\n" for k, v in head.items()) + "\n"
        (specs / "api.toml").write_text(text + "".join(table(k, v) for k, v in self.api.items() if isinstance(v, dict)), encoding="utf-8")
        for resource in self.resources:
            (specs / f"{resource.snake}.toml").write_text(resource.text(), encoding="utf-8")
        users = [{"username": "root", "password": "r", "email": "", "staff": True, "superuser": True, "token": "t-root"},
                 {"username": "ann", "password": "a", "email": "", "token": "t-ann", "permissions": ["add_" + r.name.lower() for r in self.resources]},
                 {"username": "bob", "password": "b", "email": "", "token": "t-bob"}]
        (folder / "users.json").write_text(json.dumps(users, indent=1) + "\n")
        masks = [{"regex": "^JSON parse error - .*", "with": "JSON parse error - <the parser's words>"}, {"regex": "cursor=[^&]+", "with": "cursor=<cursor>"}]
        (folder / "scenario.json").write_text(json.dumps({"mask": masks, "requests": self.requests}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main():
    world = World(int(sys.argv[1]))
    world.play()
    world.write(Path(sys.argv[2]))


if __name__ == "__main__":
    main()
