#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command with an X server and a session bus of its own. The server chooses its own number, so that any number of tests
# may start at once (xvfb-run looks for a free one and may lose it to another).
set -eu
folder=$(mktemp -d)
mkfifo "$folder/number"
Xvfb -displayfd 3 -screen 0 1600x1200x24 -nolisten tcp >/dev/null 2>&1 3>"$folder/number" &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
read -r number <"$folder/number"
mkdir -m 0700 "$folder/run" "$folder/home"
export DISPLAY=":$number" HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run" XDG_CONFIG_HOME="$folder/home" XDG_STATE_HOME="$folder/home" \
  XDG_CACHE_HOME="$folder/home" XDG_DATA_HOME="$folder/home"
unset WAYLAND_DISPLAY
# GL drivers and fonts keep what they have, and are unloaded before the leak checker looks, so that their leaks have no name to
# be excused by; what is below the widgets is checked for leaks by the tests that need no display
[ -z "${ASAN_OPTIONS:-}" ] || export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0"
dbus-run-session -- "$@"
