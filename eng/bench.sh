#!/usr/bin/env bash
# Runs the benchmarks; each writes its result file under benchmarks/results.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet run --project benchmarks/Accountable.Benchmarks --configuration Release -- benchmarks/results
