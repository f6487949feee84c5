#!/usr/bin/env python3
"""Puts what a benchmark printed into docs/performance.md, so that nobody types a number:

    tests/bench/compare.sh RUNNER … | tests/bench/page.py serving
    tests/bench/compile_cost.py --release | tests/bench/page.py compiling
    tests/bench/compile_cost.py --derive | tests/bench/page.py checking
    tests/bench/compile_cost.py --lines | tests/bench/page.py lines

The text between `<!-- NAME -->` and `<!-- end of NAME -->` is replaced by standard input: of `serving`, by its first line, the tables over all
workloads, the one of memory and the line about noise. Standard input is printed too.
"""
import pathlib
import sys

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/performance.md"


def serving(lines):
    """The report without the tables of single workloads."""
    kept, keep = [], False
    for line in lines:
        if line.startswith(("Measured", "**", "### Start", "Noise")):
            keep = True
        elif line.startswith("### "):
            keep = False
        if keep and not line.startswith("### "):
            kept.append(line)
    return kept


def main():
    name = sys.argv[1]
    lines = []
    for line in sys.stdin:
        print(line, end="", flush=True)
        lines.append(line.rstrip("\n"))
    if name == "serving":
        lines = serving(lines)
    text = "\n".join(lines).strip()
    if "|" not in text:
        sys.exit("no table on standard input: the page is left as it was")
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    page = PAGE.read_text()
    head, _, rest = page.partition(begin)
    _, found, tail = rest.partition(end)
    if not found:
        sys.exit(f"{PAGE} has no {begin.strip()} … {end}")
    PAGE.write_text(f"{head}{begin}{text}\n{end}{tail}")


if __name__ == "__main__":
    main()
