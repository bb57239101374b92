#!/usr/bin/env bash
# Makes the demo's store once, then serves it to a guest who may look and change nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
accountable=artifacts/accountable
demo=artifacts/demo/serve
# The runs that a demo keeps are those of the program that made them: another program makes its own.
program=$(cat artifacts/app/Accountable.*.dll artifacts/app/accountable.dll | sha256sum | cut -d' ' -f1)
if [ ! -f "$demo/complete" ] || [ "$(cat "$demo/complete")" != "$program" ]; then
    rm -rf "$demo"
    mkdir -p "$demo"
    echo "generating claims" >&2
    "$accountable" claims generate --people 1000 --acos 2 --years 2021-2025 --seed 7 --zip --out "$demo/generated" >/dev/null 2>&1 || [ $? = 1 ]
    echo "importing them" >&2
    "$accountable" claims import --cclf "$demo/generated" --store "$demo/claims" >/dev/null 2>"$demo/import.log"
    # What the neighbours' clinicians practice, as CMS lists them for everybody.
    "$accountable" claims import --reports "$demo/generated/clinicians.csv" --store "$demo/claims" >/dev/null 2>>"$demo/import.log"
    # CMS's target prices rest on spending of earlier years: here the year before stands in, without case mix and trend.
    "$accountable" episodes build --store "$demo/claims" --model bpci-advanced --year 2024 --out "$demo/episodes" --format csv \
        >/dev/null 2>>"$demo/import.log"
    awk -F, 'NR == 1 { print "stratum,episode_kind,efficiency,case_mix,trend" }
        NR > 1 { print $4 "," ($3 ~ /procedures|surgery|spinal|orthopedics/ ? "surgical" : "medical") "," $9 ",1,1" }' \
        "$demo/episodes/strata.csv" >"$demo/prices.csv"
    mv "$demo/generated/factors" "$demo/factors"
    rm -rf "$demo/generated"
    echo "$program" >"$demo/complete"
fi
exec "$accountable" serve --demo --store "$demo/claims" --factors "$demo/factors" --means-of-store \
    --quality A0001=0.80 --quality A0002=0.80 --qp-facts E1=samples/qpp/facts --episode-prices bpci-advanced="$demo/prices.csv" \
    --mips A0001=samples/mips/aco-2025.json --mips-eligibility A0001=samples/mips/aco-2025-eligibility.json --port "${PORT:-8080}" 2>"$demo/server.log"
