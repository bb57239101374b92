#!/usr/bin/env bash
# Installs what is missing on a fresh Debian machine and says so. Quiet when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -q '^10\.'; then
    echo "The .NET 10 SDK is missing: see https://learn.microsoft.com/dotnet/core/install/linux-debian" >&2
    exit 1
fi

# Installs Debian packages where that is allowed.
debian() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" >/dev/null 2>&1 ||
        { apt-get update >/dev/null 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" >/dev/null 2>&1; }
}

# The embedded engine's library. The lock file names its version and its hash.
if [ "$(uname -sm)" = "Linux x86_64" ] && ! cmp -s eng/native/package-lock.json eng/native/node_modules/.installed; then
    if ! command -v npm >/dev/null; then
        echo "installing npm from Debian"
        debian npm || { echo "npm is missing and could not be installed: it brings the embedded engine's library" >&2; exit 1; }
    fi
    echo "installing the embedded engine's library (DuckDB) with npm ci"
    (cd eng/native && npm ci --no-audit --no-fund --silent >/dev/null)
    cp eng/native/package-lock.json eng/native/node_modules/.installed
fi

# The dashboard's libraries. Those that only its tests need come with --tests.
kind=build
[ "${1:-}" = "--tests" ] && kind=tests
installed=$(cat web/node_modules/.installed 2>/dev/null || true)
lock=$(sha256sum < web/package-lock.json)
if [ "$installed" != "tests $lock" ] && [ "$installed" != "$kind $lock" ]; then
    if ! command -v npm >/dev/null; then
        echo "installing npm from Debian"
        debian npm || { echo "npm is missing and could not be installed: the dashboard is built with it" >&2; exit 1; }
    fi
    echo "installing the dashboard's libraries with npm ci"
    without=--omit=dev
    [ "$kind" = tests ] && without=--include=dev
    (cd web && npm ci "$without" --no-audit --no-fund --silent >/dev/null)
    echo "$kind $lock" > web/node_modules/.installed
fi
if [ "$kind" = tests ] && ! command -v chromium >/dev/null; then
    echo "installing chromium from Debian for the tests"
    debian chromium || echo "Chromium could not be installed: the dashboard's end-to-end tests will say that they are skipped" >&2
fi

# The tests start a PostgreSQL of their own; without one they say that they skip it.
if [ "${1:-}" = "--tests" ] && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    echo "installing postgresql from Debian for the tests"
    debian postgresql || echo "PostgreSQL could not be installed: its tests will say that they are skipped" >&2
fi
