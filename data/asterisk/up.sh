#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# up.sh [--suite 22|16] [OPTION OF make-instance.sh]... FOLDER: have an Asterisk run in FOLDER; come back when it is ready.
#
# Fetches it if it is not in the cache, makes the instance if FOLDER has none, starts it, waits until it says "fully booted".
# Any number of instances may run side by side, each in its own folder. down.sh FOLDER stops it. FOLDER/instance.env has the ports.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
die() { printf 'up.sh: %s\n' "$*" >&2; exit 1; }

suite=22 options=()
while [ $# -gt 1 ]; do
  case $1 in
    --suite) suite=$2; shift ;;
    --static | --lab) options+=("$1") ;;
    *) options+=("$1" "$2"); shift ;;
  esac
  shift
done
folder=${1:?usage: up.sh [--suite 22|16] [OPTION OF make-instance.sh]... FOLDER}

if [ -e "$folder/pid" ] && kill -0 "$(cat "$folder/pid")" 2>/dev/null; then
  die "an Asterisk runs in $folder already (pid $(cat "$folder/pid")): down.sh $folder stops it"
fi
if [ ! -e "$folder/instance.env" ]; then
  root=$("$here/fetch.sh" "$suite")
  "$here/make-instance.sh" --root "$root" ${options[@]+"${options[@]}"} "$folder" >/dev/null
fi
# shellcheck disable=SC1091
. "$folder/instance.env"

setsid "$here/run.sh" "$ASTERISK_ROOT" "$INSTANCE" -f </dev/null >"$INSTANCE/console.log" 2>&1 9>&- &
pid=$!
printf '%s\n' "$pid" >"$INSTANCE/pid"

ready() {
  [ -S "$INSTANCE/run/asterisk.ctl" ] &&
    "$here/run.sh" "$ASTERISK_ROOT" "$INSTANCE" -rx 'core waitfullybooted' 2>/dev/null | grep -q 'fully booted'
}
for _ in $(seq 200); do
  if ! kill -0 "$pid" 2>/dev/null; then
    rm -f "$INSTANCE/pid"
    tail -n 20 "$INSTANCE/console.log" "$INSTANCE/var/log/messages" >&2 2>/dev/null || true
    die "Asterisk ended while it started; its last words are above"
  fi
  if ready; then
    echo "Asterisk $ASTERISK_VERSION runs in $INSTANCE: pid $pid, AMI 127.0.0.1:$AMI_PORT, SIP 127.0.0.1:$SIP_PORT"
    exit 0
  fi
  sleep 0.05
done
"$here/down.sh" "$INSTANCE"
die "Asterisk in $INSTANCE was not ready after 10 s: see console.log and var/log/messages there"
