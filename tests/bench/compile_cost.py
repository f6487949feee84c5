#!/usr/bin/env python3
"""What a resource costs: seconds to generate it, seconds to compile it, lines to read.

    tests/bench/compile_cost.py [--release] [--generate-only]

Makes spec folders of 10 and 100 resources (a dozen fields of all kinds, keys to each other, filters, a serializer with declared
fields), builds them with this checkout's `codegen`, compiles the crates, and prints a table for docs/performance.md. Dependencies
and the runtime are compiled before the clock runs. `--release` measures the release profile as well (link-time optimisation takes
minutes). Seconds of CPU are steadier than seconds on the wall where the machine is shared. A folder of 1,000 resources is only
generated, by a release build of `codegen`.
"""
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
WORK = TARGET / "compile_cost"

API = 'name = "{name}"\n\n[pagination]\nclass = "page_number"\npage_size = 50\n\n[dynamic_fields]\nenabled = true\n'
RESOURCE = '''description = "Number {i} of many that are alike."

[fields]
title = {{ type = "string", max_length = 80, help_text = "As printed." }}
code = {{ type = "slug", unique = true }}
kind = {{ type = "string", max_length = 10, choices = ["small", "large"], default = "small" }}
pages = {{ type = "integer", min_value = 1, max_value = 9999 }}
price = {{ type = "decimal", max_digits = 6, decimal_places = 2, default = "9.99" }}
published = {{ type = "date", null = true, blank = true }}
active = {{ type = "boolean", default = true }}
extra = {{ type = "json", default = {{}}, blank = true }}
created = {{ type = "datetime", auto_now_add = true }}
before = {{ type = "foreign_key", to = "Thing{other}", on_delete = "set_null", null = true, blank = true, related_name = "after{i}" }}

[meta]
ordering = ["title"]

[serializer]
fields = ["url", "id", "title", "code", "kind", "pages", "price", "published", "active", "extra", "created", "before", "before_title"]
expandable_fields = ["before"]
[serializer.declared]
url = {{ type = "hyperlinked_identity" }}
before_title = {{ type = "string", source = "before.title", read_only = true }}

[filterset]
fields = ["kind", "active", "before"]
[filterset.lookups]
title = ["exact", "icontains"]
pages = ["gt", "lt"]

[viewset]
search_fields = ["title", "=code"]
ordering_fields = ["title", "pages"]
'''


def timed(command, **more):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, **more)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{command}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def specs(count):
    folder = WORK / f"specs_{count}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "api.toml").write_text(API.format(name=f"many_{count}"))
    for i in range(count):
        (folder / f"thing{i}.toml").write_text(RESOURCE.format(i=i, other=(i + 7) % count))
    return folder


def codegen():
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "restwright-codegen"], cwd=ROOT, check=True,
                   env=dict(os.environ, CARGO_TARGET_DIR=str(TARGET)))
    return TARGET / "release" / "codegen"


def generate(program, count):
    folder, out = specs(count), WORK / f"crate_{count}"
    shutil.rmtree(out, ignore_errors=True)
    first = timed([program, "build", folder, "--out", out])
    again = timed([program, "build", folder, "--out", out])
    return out, first, again


def compile_crate(crate, profile):
    env = dict(os.environ, CARGO_TARGET_DIR=str(WORK / "target"), CARGO_INCREMENTAL="0")
    command = ["cargo", "build", "--quiet", "--offline", "--profile", profile]
    timed(command, cwd=crate, env=env)          # dependencies, and the crate once
    for file in ("src/lib.rs", "src/main.rs"):
        (crate / file).touch()
    return timed(command, cwd=crate, env=env)


def main():
    program = codegen()
    print("| resources | generated in | again, nothing to change | lines of a resource |\n| --- | --- | --- | --- |")
    crates = {}
    for count in (10, 100, 1000):
        crates[count], first, again = generate(program, count)
        lines = sum(len(f.read_text().splitlines()) for f in (crates[count] / "src/resources").glob("*.rs")) / count
        print(f"| {count} | {first[0]:.2f} s | {again[0]:.2f} s | {lines:.0f} |", flush=True)
    if "--generate-only" in sys.argv:
        return
    print("\n| profile | 10 resources | 100 resources | each further resource |\n| --- | --- | --- | --- |")
    for profile in ["dev"] + ["release"] * ("--release" in sys.argv):
        ten, hundred = (compile_crate(crates[count], profile) for count in (10, 100))
        per = [(b - a) / 90 for a, b in zip(ten, hundred)]
        print(f"| {profile} | {ten[0]:.1f} s ({ten[1]:.1f} s CPU) | {hundred[0]:.1f} s ({hundred[1]:.1f} s CPU) | "
              f"{per[0]:.3f} s ({per[1]:.3f} s CPU) |", flush=True)


if __name__ == "__main__":
    main()
