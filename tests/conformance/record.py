#!/usr/bin/env python3
"""Records what Django answers to a folder's scenario:  ORACLE=DIR python record.py FOLDER [DATABASE…] [--check | --leave-out-crashes]

ORACLE is the folder of a recorder that serves a spec folder on Django (`record.py`, `serve.py`, `scenario_tools.py`). This adds
what the specs here use and that recorder does not know: a strftime format as `formats.datetime`, arguments of serializer fields that few have, extra actions, which find their object and answer 501, and a request's own `Host` header. DATABASE is sqlite, postgres or mysql (default: all three); the last two are made on the servers
of TEST_POSTGRES_URL and TEST_MYSQL_URL, under a name of their own, and dropped. `--check` writes nothing: it fails where the
recording differs from the transcript that lies in the folder. `--leave-out-crashes` writes into left-out.json, for PostgreSQL and MariaDB,
the writes at which Django crashes after it may have used up a key, and records without them.

The scenario is what `scenario.py` in the folder prints, or else `scenario.json`.
"""
import http.client
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

ORACLE = Path(os.environ.get("ORACLE", "oracle")).resolve()
sys.path.insert(0, str(ORACLE))
USED_UP = "Django answers 500 after it has used up a key, which a refused write does not do here."
TRANSCRIPTS = {"sqlite": "transcripts.jsonl", "postgres": "transcripts.postgres.jsonl", "mysql": "transcripts.mysql.jsonl"}


# ---------------------------------------------------------------- Django, with what the recorder's own server lacks

def extend():
    """`formats.datetime` is DATETIME_FORMAT, `extra_actions` are `@action`s that nobody wrote."""
    from django.conf import settings
    from oracle import site, spec        # not `models`: it can be imported only when the settings are there

    arguments = {"allow_unicode", "binary", "html_cutoff_text", "input_formats", "localize", "lookup_url_kwarg", "normalize_output", "rounding",
                 "style", "validators"}
    spec.FIELD_KWARGS |= arguments
    spec.DECLARED |= arguments
    read_api, formats = spec.Api.__init__, []

    def read_with_format(api, data, where="api.toml"):
        formats.append(data.get("formats", {}).pop("datetime", "iso-8601"))
        read_api(api, data, where)

    class Settings:
        """Django's settings, as `site` configures them, with the API's format."""

        def __getattr__(self, name):
            return getattr(settings, name)

        def configure(self, REST_FRAMEWORK, **options):
            settings.configure(REST_FRAMEWORK={**REST_FRAMEWORK, "DATETIME_FORMAT": formats[-1]}, **options)

    make_router, read_resource = site.make_router, spec.Resource.__init__

    def read_without_actions(resource, path, data):
        actions = data.get("viewset", {}).pop("extra_actions", None)
        read_resource(resource, path, data)
        if actions:
            resource.viewset["extra_actions"] = actions

    def make_router_with_actions(*parts):
        from oracle import views            # which reads the settings
        make_viewset = views.make_viewset

        def make_with_actions(spec, resource, *parts):
            made = make_viewset(spec, resource, *parts)
            for told in resource.viewset_option("extra_actions", []):
                setattr(made, told["name"], not_written(**told))
            return made

        views.make_viewset = make_with_actions
        return make_router(*parts)

    spec.Api.__init__, site.settings = read_with_format, Settings()
    spec.Resource.__init__, site.make_router = read_without_actions, make_router_with_actions


def not_written(name, detail, methods=("get",), url_path=None, description=None):
    """An extra action of which only its author knows what it does."""
    from rest_framework.decorators import action
    from rest_framework.exceptions import APIException

    def handler(view, request, *args, **kwargs):
        if detail:
            view.get_object()
        error = APIException("Not written yet.")
        error.status_code = 501
        raise error

    handler.__name__, handler.__doc__ = name, description
    return action(detail=detail, methods=methods, url_path=url_path)(handler)


def serve():
    """`serve.py` of the recorder; the arguments are its own."""
    extend()
    import serve as server
    server.main()


# ---------------------------------------------------------------- databases

class Database:
    """A database of the recording's own: its URL, for as long as the `with` lasts."""

    def __init__(self, kind):
        self.kind, self.name = kind, f"restwright_record_{os.getpid()}"

    def run(self, statement):
        url = urlsplit(self.server)
        if self.kind == "postgres":
            import psycopg
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(statement)
        else:
            import MySQLdb
            place = {"host": url.hostname, "port": url.port or 3306, "user": url.username or "", "passwd": url.password or ""}
            connection = MySQLdb.connect(**place)
            connection.cursor().execute(statement)
            connection.close()

    def __enter__(self):
        if self.kind == "sqlite":
            return None
        default = {"postgres": "postgres://root@127.0.0.1:5432/test", "mysql": "mysql://root@127.0.0.1:3306/test"}[self.kind]
        self.server = os.environ.get(f"TEST_{self.kind.upper()}_URL", default)
        if self.kind == "postgres":
            self.run(f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
        else:
            self.run(f"CREATE DATABASE {self.name} CHARACTER SET utf8mb4")
        return urlsplit(self.server)._replace(path="/" + self.name).geturl()

    def __exit__(self, *_):
        if self.kind != "sqlite":
            self.run(f"DROP DATABASE {self.name}")


# ---------------------------------------------------------------- the recording

class Connection(http.client.HTTPConnection):
    """A request's own `Host` header is the only one: two of them are a 400 of Django's."""

    own_host = False

    def putrequest(self, method, url, **options):
        super().putrequest(method, url, skip_host=Connection.own_host, **options)


def read_scenario(folder):
    """What is to be asked."""
    if not (folder / "scenario.py").exists():
        return json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    environment = {**os.environ, "PYTHONPATH": str(ORACLE), "PYTHONDONTWRITEBYTECODE": "1"}
    printed = subprocess.run([sys.executable, str(folder / "scenario.py")], check=True, capture_output=True, env=environment).stdout
    return json.loads(printed)


def read_left_out(folder):
    """What is not asked: kind of database → id → reason."""
    path = folder / "left-out.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def leave_out_crashes(folder, kind, transcript):
    """Adds the writes that crashed to `left-out.json`; whether there were any."""
    entries = [json.loads(line) for line in transcript.read_text(encoding="utf-8").split("\n") if line]
    crashed = [e["id"] for e in entries if e["response"]["status"] == 500 and e["request"]["method"] in ("POST", "PUT", "PATCH")]
    if kind == "sqlite" or not crashed:
        return False
    left_out = read_left_out(folder)
    left_out.setdefault(kind, {}).update({id: USED_UP for id in crashed})
    (folder / "left-out.json").write_text(json.dumps(left_out, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return True


def without(scenario, folder, kind):
    """The scenario without what `left-out.json` names for this kind of database."""
    left_out = read_left_out(folder).get(kind, {})
    unknown = set(left_out) - {request["id"] for request in scenario["requests"]}
    if unknown:
        raise SystemExit(f"left-out.json: no requests {sorted(unknown)}")
    scenario["requests"] = [request for request in scenario["requests"] if request["id"] not in left_out]
    return scenario


def record(folder, kind, out):
    """What Django answers on this kind of database, written to `out`."""
    import record as recorder
    import replay

    send = replay.Player.exchange

    def exchange(self, method, path, headers, body):
        Connection.own_host = "Host" in headers
        return send(self, method, path, headers, body)

    def start(specs, db, users):
        server = subprocess.Popen([sys.executable, __file__, "serve", str(specs), "--port", "0", "--db", str(db), "--users", str(users)],
                                  stdout=subprocess.PIPE, text=True)
        line = server.stdout.readline()
        if "http://" not in line:
            raise SystemExit("the oracle did not start")
        return server, line.split()[-1]

    http.client.HTTPConnection, replay.Player.exchange, recorder.start_oracle = Connection, exchange, start
    with Database(kind) as url, tempfile.TemporaryDirectory() as place:
        (Path(place) / "scenario.json").write_text(json.dumps(without(read_scenario(folder), folder, kind)), encoding="utf-8")
        sys.argv = ["record.py", str(folder / "specs"), str(Path(place) / "scenario.json"), "--out", str(out),
                    "--users", str(folder / "users.json"), *(["--db", url] if url else [])]
        recorder.main()


def main():
    options, words = [w for w in sys.argv[1:] if w.startswith("--")], [w for w in sys.argv[1:] if not w.startswith("--")]
    unknown = set(options) - {"--check", "--leave-out-crashes"}
    if unknown or not words or set(words[1:]) - set(TRANSCRIPTS):
        raise SystemExit(__doc__)
    check, folder, same = "--check" in options, Path(words[0]), True
    for kind in words[1:] or TRANSCRIPTS:
        transcript = folder / TRANSCRIPTS[kind]
        with tempfile.TemporaryDirectory() as place:
            out = Path(place) / "out.jsonl" if check else transcript
            # The recorder is patched once: each recording has a process.
            one = [sys.executable, __file__, "one", str(folder), kind, str(out)]
            subprocess.run(one, check=True)
            while "--leave-out-crashes" in options and leave_out_crashes(folder, kind, out):
                subprocess.run(one, check=True)
            if check and out.read_bytes() != transcript.read_bytes():
                print(f"{transcript}: Django answers otherwise")
                same = False
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        del sys.argv[1]
        serve()
    elif sys.argv[1:2] == ["one"]:
        record(Path(sys.argv[2]), sys.argv[3], sys.argv[4])
    else:
        main()
