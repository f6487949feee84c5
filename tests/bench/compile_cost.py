#!/usr/bin/env python3
"""What a resource costs: seconds to generate it, seconds to compile it, lines to read.

    tests/bench/compile_cost.py [--release] [--generate-only]
    tests/bench/compile_cost.py --derive [--counts 10,100]
    tests/bench/compile_cost.py --lines

Makes spec folders of 10 and 100 resources (a dozen fields of all kinds, keys to each other, filters, a serializer with declared
fields), builds them with this checkout's `codegen`, compiles the crates, and prints a table for docs/performance.md. Dependencies
and the runtime are compiled before the clock runs. `--release` measures the release profile as well (link-time optimisation takes
minutes). Seconds of CPU are steadier than seconds on the wall where the machine is shared. A folder of 1,000 resources is only
generated, by a release build of `codegen`.

`--derive` measures something else: `cargo check` of a crate with that many resources as structs with `#[derive(Resource)]`, beside the
crate that is generated for the same resources as files, and one that has the files by `resources!`. It is what somebody waits for who
writes code. `--lines` counts the lines of the resources of this checkout's own spec folders.
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


STRUCT = '''use restwright::chrono::{{DateTime, NaiveDate, Utc}};
use restwright::serde_json::Value;
use restwright::{{Decimal, Resource}};

use crate::thing{other}::Thing{other};

/// Number {i} of many that are alike.
#[derive(Resource)]
#[meta(ordering = ["title"])]
#[serializer(
    fields = ["url", "id", "title", "code", "kind", "pages", "price", "published", "active", "extra", "created", "before", "before_title"],
    expandable_fields = ["before"],
    declared(url(hyperlinked_identity), before_title(string, source = "before.title", read_only)),
)]
#[filterset(fields = ["kind", "active", "before"], lookups(title = ["exact", "icontains"], pages = ["gt", "lt"]))]
#[viewset(search_fields = ["title", "=code"], ordering_fields = ["title", "pages"])]
pub struct Thing{i} {{
    #[field(primary_key)]
    pub id: i64,
    /// As printed.
    #[field(max_length = 80)]
    pub title: String,
    #[field(slug, unique)]
    pub code: String,
    #[field(max_length = 10, choices = ["small", "large"], default = "small")]
    pub kind: String,
    #[field(min_value = 1, max_value = 9999)]
    pub pages: i32,
    #[field(max_digits = 6, decimal_places = 2, default = "9.99")]
    pub price: Decimal,
    #[field(blank)]
    pub published: Option<NaiveDate>,
    #[field(default = true)]
    pub active: bool,
    #[field(default = {{}}, blank)]
    pub extra: Value,
    #[field(auto_now_add)]
    pub created: DateTime<Utc>,
    #[field(foreign_key = "Thing{other}", on_delete = "set_null", blank, related_name = "after{i}")]
    pub before: Option<i64>,
}}
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


def own_crate(name, main, modules=()):
    """A crate that a user would write."""
    crate = WORK / name
    shutil.rmtree(crate, ignore_errors=True)
    (crate / "src").mkdir(parents=True)
    (crate / "Cargo.toml").write_text(f'[package]\nname = "{name}"\nedition = "2024"\n\n[dependencies]\n'
                                      f'restwright = {{ path = "{ROOT / "runtime"}" }}\n\n[workspace]\n')
    shutil.copy(ROOT / "Cargo.lock", crate)
    (crate / "src/main.rs").write_text(main)
    for module, text in modules:
        (crate / f"src/{module}.rs").write_text(text)
    return crate


def derived(count):
    names = [f"thing{i}" for i in range(count)]
    lines = [f"mod {name};" for name in names] + ["", "fn main() -> std::process::ExitCode {"]
    lines += [f'    let api = restwright::Api::new("many_{count}").dynamic_fields(true);']
    lines += [f"    let api = api.register::<{name}::T{name[1:]}>();" for name in names] + ["    api.main()", "}"]
    structs = [(name, STRUCT.format(i=i, other=(i + 7) % count)) for i, name in enumerate(names)]
    return own_crate(f"derived_{count}", "\n".join(lines) + "\n", structs)


def by_macro(count):
    main = (f'restwright::resources!("../specs_{count}");\n\nfn main() -> std::process::ExitCode {{\n'
            "    restwright::Api::of(router::urls()).migrations(MIGRATIONS).main()\n}\n")
    return own_crate(f"macro_{count}", main)


def check_crate(crate):
    env = dict(os.environ, CARGO_TARGET_DIR=str(WORK / "target"), CARGO_INCREMENTAL="0")
    command = ["cargo", "check", "--quiet", "--offline"]
    timed(command, cwd=crate, env=env)          # dependencies, and the crate once
    for file in (crate / "src").glob("*.rs"):
        file.touch()
    return timed(command, cwd=crate, env=env)


def check_costs(counts):
    subprocess.run(["cargo", "build", "--quiet", "-p", "restwright-codegen"], cwd=ROOT, check=True,
                   env=dict(os.environ, CARGO_TARGET_DIR=str(TARGET)))
    program = TARGET / "debug" / "codegen"
    few, many = counts
    print(f"| `cargo check` of | {few} resources | {many} resources | each further resource |\n| --- | --- | --- | --- |")
    kinds = [("a generated crate", lambda count: generate(program, count)[0]), ("`resources!` of the same files", by_macro),
             ("structs with `#[derive(Resource)]`", derived)]
    for what, make in kinds:
        first, last = (check_crate(make(count)) for count in counts)
        per = [(b - a) / (many - few) for a, b in zip(first, last)]
        print(f"| {what} | {first[0]:.1f} s ({first[1]:.1f} s CPU) | {last[0]:.1f} s ({last[1]:.1f} s CPU) | "
              f"{per[0]:.3f} s ({per[1]:.3f} s CPU) |", flush=True)


def count_lines(program):
    print("| specs | resources | lines of a resource, on average | of the longest |\n| --- | --- | --- | --- |")
    for folder in sorted((ROOT / "specs").iterdir()) + [ROOT / "tests/conformance/market/specs"]:
        out = WORK / "lines"
        shutil.rmtree(out, ignore_errors=True)
        # A first build writes migrations beside the specs: those of a copy.
        copy = WORK / "lines_specs"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        timed([program, "build", copy, "--out", out])
        counts = [len(f.read_text().splitlines()) for f in (out / "src/resources").glob("*.rs")]
        print(f"| {folder.relative_to(ROOT)} | {len(counts)} | {sum(counts) / len(counts):.0f} | {max(counts)} |")


def main():
    if "--lines" in sys.argv:
        WORK.mkdir(parents=True, exist_ok=True)
        return count_lines(codegen())
    if "--derive" in sys.argv:
        counts = sys.argv[sys.argv.index("--counts") + 1] if "--counts" in sys.argv else "10,100"
        return check_costs([int(count) for count in counts.split(",")])
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
