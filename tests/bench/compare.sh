#!/usr/bin/env bash
# The server generated from specs/bench beside hand-written ones, in one run, on SQLite and on PostgreSQL:
#
#   tests/bench/compare.sh RUNNER [arguments of the runner's `bench`]
#
# RUNNER is the folder of the side-by-side runner (run.py, its schema, its hand-written servers). BENCH_DATA, BENCH_BIN and BENCH_PYTHON
# are the runner's own settings. First the answers of all servers are compared; nothing is measured unless they are equal.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
runner=${1:?the folder of the runner}
shift
out=${BENCH_OUT:-$root/target/bench}
mkdir -p "$out"

cargo build --release --manifest-path "$root/Cargo.toml" -p restwright-codegen
"$root/target/release/codegen" build "$root/specs/bench" --out "$out/server"
(cd "$out/server" && CARGO_TARGET_DIR="$out/target" cargo build --release --features postgres)

extra="$out/targets.toml"
sed "s#{restwright}#$out/target/release/bench#" "$here/targets.toml" >"$extra"
targets=()
for kind in sqlite pg; do
  targets+=(-t "handwritten-$kind" -t "handwritten-$kind-tuned" -t "restwright-$kind")
done
python3 "$runner/run.py" prepare "${targets[@]}" --extra "$extra"
python3 "$runner/run.py" check "${targets[@]}" --extra "$extra"
python3 "$runner/run.py" bench "${targets[@]}" --extra "$extra" "$@"
