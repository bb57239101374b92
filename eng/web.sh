#!/usr/bin/env bash
# Builds the dashboard into the server's wwwroot, when its sources are not those of the last build.
set -euo pipefail
cd "$(dirname "$0")/../web"
out=../src/Accountable.Server/wwwroot
now=$(find src public index.html openapi.json package-lock.json vite.config.ts tsconfig.json -type f ! -name schema.d.ts -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
[ -f "$out/index.html" ] && [ "$(cat node_modules/.built 2>/dev/null || true)" = "$now" ] && exit 0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! npm run --silent build >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
echo "$now" > node_modules/.built
echo "built the dashboard"
