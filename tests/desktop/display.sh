#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command with an X server and a session bus of its own; any number of tests may start at once.
set -eu
folder=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
mkfifo "$folder/number"
for _ in 1 2 3 4 5; do
  sh "$(dirname "$0")/../../data/demo/screen.sh" 3 1600x1200x24 >/dev/null 2>&1 3>"$folder/number" &
  server=$!
  ! read -r number <"$folder/number" || break
  number=
done
[ -n "$number" ] || { echo "display.sh: no X server can be started" >&2; exit 1; }
mkdir -m 0700 "$folder/run" "$folder/home"
export DISPLAY=":$number" HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run" XDG_CONFIG_HOME="$folder/home" XDG_STATE_HOME="$folder/home" \
  XDG_CACHE_HOME="$folder/home" XDG_DATA_HOME="$folder/home"
unset WAYLAND_DISPLAY
# GL drivers and fonts keep what they have, and are unloaded before the leak checker looks, so that their leaks have no name to
# be excused by; what is below the widgets is checked for leaks by the tests that need no display
[ -z "${ASAN_OPTIONS:-}" ] || export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0"
dbus-run-session -- "$@"
