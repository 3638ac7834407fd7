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
dbus-run-session -- "$@"
