#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, runs the tests; the last line is "N passed, N failed". tests/README.md says more.
set -u

usage() {
  cat <<'END'
usage: sh tests/run.sh [--fast] [--asan] [--shift] [--suite NAME]...
       sh tests/run.sh --screenshots FOLDER

Without options: every suite in build/, then the same under AddressSanitizer and UBSan in build-asan/.
  --fast         only the normal build, without the suites pbx and slow: a few minutes
  --asan         only the sanitizers' build
  --shift        only an agent's whole shift, by keys, at a real server and a real Asterisk
  --suite NAME   only this suite, in the normal build (or, with --asan, in the sanitizers'); may be repeated
  --screenshots FOLDER
                 no tests: draw every view of the desktop in every language, look and size, and FOLDER/index.html
END
}

say() { printf '%s\n' "== $*"; }
die() { printf 'tests/run.sh: %s\n' "$*" >&2; exit 1; }

start=$PWD
cd "$(dirname "$0")/.." || exit 1
normal=yes asan=yes fast=no suites= screenshots=
while [ $# -gt 0 ]; do
  case $1 in
    --fast) fast=yes asan=no ;;
    --asan) normal=no ;;
    --suite)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      suites="$suites $2"
      shift
      ;;
    --screenshots)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      case $2 in /*) screenshots=$2 ;; *) screenshots=$start/$2 ;; esac
      shift
      ;;
    --shift) suites="$suites shift" ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
[ -z "$suites" ] || [ "$normal" = no ] || asan=no

# build FOLDER [OPTION]...
build() {
  folder=$1
  shift
  if [ ! -f "$folder/build.ninja" ]; then
    say "configuring $folder"
    rm -rf "$folder"
    meson setup "$folder" "$@" >"$folder.log" 2>&1 || { cat "$folder.log"; die "meson setup $folder failed"; }
    mv "$folder.log" "$folder/meson-logs/setup.txt"
  fi
  say "building $folder"
  ninja -C "$folder" --quiet || die "the build in $folder failed"
}

# run_suites FOLDER SETUP [OPTION]...
run_suites() {
  folder=$1 setup=$2
  shift 2
  say "testing $folder"
  for suite in $suites; do set -- "$@" --suite "$suite"; done
  [ "$fast" = no ] || set -- "$@" --no-suite slow --no-suite pbx
  rm -f "$folder"/meson-logs/testlog-"$setup".json
  meson test -C "$folder" --no-rebuild --setup "$setup" --quiet "$@" </dev/null >"$folder/meson-logs/run.txt" 2>&1 || :
  logs="$logs $folder/meson-logs/testlog-$setup.json"
}

sh data/install-packages.sh data/packages.txt tests/packages.txt || exit 1
if [ -n "$screenshots" ]; then
  build build
  exec /usr/bin/python3 tests/desktop/agent/gallery.py build "$screenshots"
fi
logs=
if [ "$normal" = yes ]; then
  build build
  run_suites build normal
fi
if [ "$asan" = yes ]; then
  build build-asan -Db_sanitize=address,undefined -Db_lundef=false
  run_suites build-asan sanitizers
fi
# shellcheck disable=SC2086 # one word a log
exec /usr/bin/python3 tests/report.py $logs
