#!/usr/bin/env bash
# From claim files to the settlement: generates 20,000 people, an ACO among its neighbours and what CMS would publish of them; imports the
# ACO's files; computes everything; leaves a report. The people are generated, and so are the factors.
set -euo pipefail
cd "$(dirname "$0")/.."
accountable=artifacts/accountable
out=artifacts/demo
start=$(date +%s)
mkdir -p "$out"
# The store may be one of an earlier demo.
rm -rf "$out/store"
echo "1 of 3: generating 20,000 people over five years, with the truth about them"
# Its exit code says whether the calibration held, which is no matter of the demo.
"$accountable" claims generate --people 20000 --acos 1 --years 2021-2025 --seed 7 --out "$out/generated" >"$out/generated.csv" 2>/dev/null || [ $? = 1 ]
echo "2 of 3: importing the files of A0001: claims, assignment lists, participants, agreements"
"$accountable" claims import --cclf "$out/generated/A0001" --reports "$out/generated/methods.csv" --store "$out/store" >"$out/imported.csv" 2>/dev/null
"$accountable" claims import --reports "$out/generated/clinicians.csv" --store "$out/store" >>"$out/imported.csv" 2>/dev/null
echo "3 of 3: assignment, expenditures, risk scores, benchmark and settlement of performance year 2025"
"$accountable" mssp run --store "$out/store" --aco A0001 --year 2025 --factors "$out/generated/factors" --means-of-store --quality 0.80 \
    --format table --out "$out/A0001-2025" 2>"$out/notes.txt"
echo "And why CMS's expenditure report says otherwise, in dollars:"
"$accountable" mssp tie-out --store "$out/store" --aco A0001 --year 2025 --format table --out "$out/A0001-2025/tie-out" \
    --report "$out"/generated/reports/P.A0001.ACO.AEXPU.Y2025.*.csv 2>"$out/tie-out.txt" || [ $? = 1 ]
grep -E "(earns|owes|neither)" "$out/notes.txt"
echo "$(grep -c -E 'warning|note' "$out/notes.txt") warnings and notes are in the report and in $out/A0001-2025/warnings.csv."
echo "The report: $out/A0001-2025/report.html ($(($(date +%s) - start)) seconds)"
