#!/usr/bin/env bash
# Installs what is missing on a fresh Debian machine and says so. Quiet when all is there.
set -euo pipefail
if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -q '^10\.'; then
    echo "The .NET 10 SDK is missing: see https://learn.microsoft.com/dotnet/core/install/linux-debian" >&2
    exit 1
fi
