#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# psql.sh WORLD [OPTION]...: psql in the private database of the server that runs in WORLD.
set -eu

world=$1
shift
socket=$(find "$world/state" -name '.s.PGSQL.*' -type s | head -n 1)
[ -n "$socket" ] || { echo "psql.sh: no database runs in $world/state" >&2; exit 1; }
exec psql -X -q -v ON_ERROR_STOP=1 -h "$(dirname "$socket")" -p "${socket##*.}" -U bellhop -d bellhop "$@"
