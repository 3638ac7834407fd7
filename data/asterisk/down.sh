#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# down.sh FOLDER: stop the Asterisk that up.sh started in FOLDER. Nothing runs there: nothing to do.
set -euo pipefail

folder=${1:?usage: down.sh FOLDER}
[ -e "$folder/pid" ] || exit 0
pid=$(cat "$folder/pid")
kill -TERM "$pid" 2>/dev/null || true
for _ in $(seq 60); do
  kill -0 "$pid" 2>/dev/null || break
  sleep 0.05
done
kill -KILL "$pid" 2>/dev/null || true
rm -f "$folder/pid"
base=$(sed -n 's/^PORT_BASE=//p' "$folder/instance.env" 2>/dev/null || true)
[ -z "$base" ] || rm -f "${TMPDIR:-/tmp}/bellhop-asterisk-ports-$(id -u)/$base"
