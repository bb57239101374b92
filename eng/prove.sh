#!/usr/bin/env bash
# Proves every locked year against what CMS published, then explains one ACO.
set -euo pipefail
cd "$(dirname "$0")/.."
accountable=artifacts/accountable
echo "Every published Shared Savings result that this repository carries, settled again and compared:"
"$accountable" mssp prove cases/locked/shared-savings/*.csv
echo "GPDC and ACO REACH:"
"$accountable" reach prove cases/locked/reach/*.csv
echo "Why did A5388 earn what it earned in 2024?"
"$accountable" mssp explain cases/locked/shared-savings/2024.csv --aco A5388
"$accountable" mssp explain cases/locked/shared-savings/2024.csv --aco A5388 --format html --out artifacts/proof/A5388-2024.html
echo "The same as a page with its waterfall: artifacts/proof/A5388-2024.html"
