#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A whole call centre on this machine: installs what is missing, builds, starts PostgreSQL, Asterisk, bellhopd with invented customers, a desktop
# signed in as an agent, and customers who call. Everything listens on the loopback only and is gone at the end.
set -u

usage() {
  cat <<'END'
usage: sh data/demo.sh [--headless] [--keep]

With a display: a living desk, until its window is closed. You are Alice; customers call every half minute.
  --headless   one whole story without a display, played on the desktop's own widgets; pictures, times and the
               stored contact are left in demo-out/. Exits 0 only if every step was seen.
  --keep       leave the folder with logs and database (its name is printed)
END
}

say() { printf '%s\n' "== $*"; }
die() { printf 'data/demo.sh: %s\n' "$*" >&2; exit 1; }

cd "$(dirname "$0")/.." || exit 1
headless=no keep=no
while [ $# -gt 0 ]; do
  case $1 in
    --headless) headless=yes ;;
    --keep) keep=yes ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
[ "$headless" = yes ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] ||
  die "there is no display here; sh data/demo.sh --headless plays the story without one"

sh data/install-packages.sh data/packages.txt || exit 1
if [ ! -f build/build.ninja ]; then
  say "configuring build"
  meson setup build >build.log 2>&1 || { cat build.log; die "meson setup failed"; }
  mv build.log build/meson-logs/setup.txt
fi
say "building"
ninja -C build --quiet server/bellhopd server/bellhopctl desktop/bellhop || die "the build failed"

# ---- the world: a folder that everything lives in
world=$(mktemp -d "${TMPDIR:-/tmp}/bellhop-demo.XXXXXX") || exit 1
chmod 755 "$world" # the database runs as another user when we are root
server='' life=''
clean_up() {
  trap - EXIT INT TERM
  [ -z "$life" ] || kill "$life" 2>/dev/null
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null
    wait "$server" 2>/dev/null
  fi
  [ ! -e "$world/asterisk/pid" ] || bash data/asterisk/down.sh "$world/asterisk" >/dev/null 2>&1
  if [ "$keep" = yes ]; then
    say "kept: $world"
  else
    rm -rf "$world"
  fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM

say "starting Asterisk"
bash data/asterisk/up.sh "$world/asterisk" || die "Asterisk did not start"
# shellcheck disable=SC1091
. "$world/asterisk/instance.env"

ctl() { build/server/bellhopctl "$@" --config "$world/bellhopd.conf"; }
free_port() { /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

umask 077
port=$(free_port)
# the demo's customers do not sleep
printf '[rule house-hours]\nenabled = no\n' >"$world/dial.conf"
cat >"$world/bellhopd.conf" <<END
[server]
endpoint = tcp://127.0.0.1:$port
state_dir = $world/state
runtime_dir = $world/run
log_level = debug

[desk]
wrap_up = 60
home_region = CN

[dial]
rules = $world/dial.conf

[pbx main]
kind = asterisk
host = 127.0.0.1
port = $AMI_PORT
user = bellhop
secret = $AMI_SECRET
talk_context = bellhop-talk
hold_context = bellhop-hold
dial_allowed = [0-9]{3,6};[+]?[0-9]{8,15}

[queue support]
label = Support
extension = 4000

[queue sales]
label = Sales
extension = 4001
END
umask 022

say "starting bellhopd"
build/server/bellhopd --config "$world/bellhopd.conf" 2>"$world/bellhopd.log" &
server=$!
tries=0
until ctl status >"$world/status.txt" 2>&1; do
  kill -0 "$server" 2>/dev/null || { cat "$world/bellhopd.log"; die "bellhopd ended while it started"; }
  tries=$((tries + 1))
  [ $tries -lt 300 ] || { cat "$world/bellhopd.log" "$world/status.txt"; die "bellhopd did not answer within 30 s"; }
  sleep 0.1
done

say "bringing in people and customers"
sh data/demo/people.sh "$world" || { tail -n 20 "$world/bellhopd.log"; die "the demo data could not be loaded"; }

if [ "$headless" = yes ]; then
  rm -rf demo-out
  mkdir -p demo-out
  say "playing the story"
  /usr/bin/python3 data/demo/story.py --world "$world" --server "tcp://127.0.0.1:$port" --out demo-out
  code=$?
  cp "$world/bellhopd.log" demo-out/bellhopd.log
  [ $code -eq 0 ] || { tail -n 15 "$world/bellhopd.log" >&2; die "the story was not seen to its end (demo-out/ has what was)"; }
  say "seen to its end: demo-out/ has the pictures, timeline.txt and contact.json"
  exit 0
fi

say "you are Alice (password: alice-demo), extension 1001. Customers call every half minute; close the window to end it all."
/usr/bin/python3 data/demo/life.py --world "$world" >"$world/life.log" 2>&1 &
life=$!
BELLHOP_PASSWORD_FILE="$world/alice.password" build/desktop/bellhop --server "tcp://127.0.0.1:$port" --user alice --device 1001
