#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Becomes an X server of one's own: screen.sh FD WIDTHxHEIGHTxDEPTH. Its number is written to the file descriptor FD when it can be
# used. Left to choose its number itself, Xvfb takes no lock, and one that ends takes away the socket of another that begins with
# the same number. So the number is locked here, for as long as the server lives. Ends with an error when somebody else has it:
# try again. It does not begin anew when its last client goes: who comes just then would find the door shut.
set -eu
folder=${TMPDIR:-/tmp}/bellhop-screens-$(id -u)
mkdir -p "$folder"
number=$((100 + $$ % 800))
lock=9
[ "$1" != 9 ] || lock=8 # the caller's own, into which the number goes
for _ in $(seq 100); do
  eval "exec $lock>\"\$folder/\$number\""
  if flock -n "$lock"; then
    exec Xvfb ":$number" -displayfd "$1" -screen 0 "$2" -nolisten tcp -noreset 2>/dev/null
  fi
  number=$((number + 1))
done
echo "screen.sh: no display number is free between $((number - 100)) and $number" >&2
exit 1
