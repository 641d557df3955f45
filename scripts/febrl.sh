#!/usr/bin/env bash
# Delivers FEBRL 4a and 4b as two agencies, runs the integration, and scores it against FEBRL's own truth.
#   febrl.sh DATA OUT     DATA/data/linkage/febrl_dataset4{a,b}.csv; OUT is made anew
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,3s/^# \{0,1\}//p' "$0" >&2; exit 2; }
data=$1/data/linkage
out=$2
here=$(cd "$(dirname "$0")/.." && pwd)
tributary() { "$here/node_modules/.bin/node" "$here/bin/tributary.mjs" --workspace "$out" "$@"; }

[ -f "$data/febrl_dataset4a.csv" ] || { echo "febrl: $data/febrl_dataset4a.csv is not there; see examples/febrl/README.md" >&2; exit 1; }
rm -rf "$out"
mkdir -p "$out"
cp -r "$here/examples/febrl/." "$out"
export SOURCE_DATE_EPOCH=1769904000 # 2026-02-01

tributary check
tributary submit --agency original --dataset people --period 2025 "$data/febrl_dataset4a.csv"
tributary submit --agency copy --dataset people --period 2025 "$data/febrl_dataset4b.csv"
tributary run --period 2025
tributary query 'SELECT * FROM people_by_state ORDER BY state, files'

"$here/node_modules/.bin/node" "$here/scripts/clusters-of-run.ts" "$out" >"$out/clusters.csv"
# rec-<person>-org and rec-<person>-dup-<k> are one person: FEBRL's truth is in its record names.
cut -d, -f1 "$data/febrl_dataset4a.csv" "$data/febrl_dataset4b.csv" | grep '^rec-' \
  | sed 's/^\(rec-\([0-9]*\)-.*\)$/\1,\2/' | sed '1i record_id,person_id' >"$out/truth.csv"
tributary evaluate --clusters "$out/clusters.csv" --truth "$out/truth.csv"
