#!/usr/bin/env bash
# Builds the dashboard, publishes the command line and writes the launcher.
set -euo pipefail
cd "$(dirname "$0")/.."
eng/web.sh
runtime=()
# Ahead-of-time code makes start-up fast; where it cannot be made, the same program starts slower.
[ "$(uname -sm)" = "Linux x86_64" ] && runtime=(-p:ReleaseRuntime=linux-x64)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! dotnet publish src/Accountable.Cli "${runtime[@]}" --configuration Release --output artifacts/app --verbosity quiet >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
cat > artifacts/accountable <<'SH'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/app/accountable" "$@"
SH
chmod +x artifacts/accountable
echo "built artifacts/accountable"
