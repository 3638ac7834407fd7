#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fetch.sh [22|16]: put a real Asterisk, with every library that it needs, into the cache; print the folder's name.
#
# 22 (the default): from Debian sid, else forky, else 16 from bullseye. 16: from bullseye. Nothing of it is installed on
# this machine, nothing is configured or started, no package script runs. What was fetched once stays in
# ${BELLHOP_CACHE:-${XDG_CACHE_HOME:-~/.cache}/bellhop}; messages go to standard error. Exit status 75: no network.
set -euo pipefail

want=${1:-22}
cache=${BELLHOP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/bellhop}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf '%s\n' "$*" >&2; }
die() { say "fetch.sh: $1"; exit "${2:-1}"; }

case $want in
  22) suites="sid forky bullseye" ;;
  16) suites="bullseye" ;;
  *) die "usage: fetch.sh [22|16]" 2 ;;
esac

# The mirror that this machine's own packages come from.
mirror() {
  local codename
  codename=$(. /etc/os-release && printf %s "${VERSION_CODENAME:-}")
  apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -v release="$codename" '$1 == release && $2 == "main" { print $3; exit }'
}

# version FOLDER: what the Asterisk there says about itself, e.g. 22.10.1; fails when it does not run.
version() {
  "$here/run.sh" "$1" /dev/null -V 2>/dev/null | sed -n 's/^Asterisk \([0-9][0-9.]*\).*/\1/p' | grep .
}

# unpack SUITE FOLDER LOG: the packages and their dependencies, laid out in FOLDER.
unpack() {
  local suite=$1 folder=$2 log=$3 option proxy options=()
  # A machine whose clock, or whose mirror, is behind is no reason to refuse: the signatures still have to be right.
  for option in 'Acquire::Check-Valid-Until "false"' 'Acquire::Check-Date "false"' 'APT::Install-Recommends "false"' \
    'Acquire::Retries "3"' 'Acquire::http::Timeout "30"'; do
    options+=("--aptopt=$option")
  done
  proxy=$(apt-config shell proxy Acquire::http::Proxy 2>/dev/null | sed "s/^proxy='\(.*\)'$/\1/")
  [ -z "$proxy" ] || options+=("--aptopt=Acquire::http::Proxy \"$proxy\"")
  mmdebstrap --variant=extract --format=directory "${options[@]}" \
    --include=asterisk,asterisk-core-sounds-en-gsm "$suite" "$folder" "$from" >"$log" 2>&1
}

# What package scripts would have done, and we need: links of a merged /usr, and the default sounds.
finish() {
  local folder=$1 name
  for name in bin sbin lib lib64; do
    if [ ! -e "$folder/$name" ] && [ -d "$folder/usr/$name" ]; then ln -s "usr/$name" "$folder/$name"; fi
  done
  ln -sfn en_US_f_Allison "$folder/usr/share/asterisk/sounds/en"
}

# try SUITE: 0 when the suite's Asterisk is in the cache and runs; prints its folder.
try() {
  local suite=$1 root="$cache/asterisk-$1" part got
  if [ -d "$root" ]; then
    if got=$(version "$root"); then
      say "Asterisk $got (Debian $suite) is in $root"
      printf '%s\n' "$root"
      return 0
    fi
    say "the Asterisk in $root does not run any more: fetching it again"
    rm -rf "$root"
  fi
  command -v mmdebstrap >/dev/null || die "mmdebstrap is missing: apt-get install --no-install-recommends mmdebstrap"
  from=$(mirror)
  [ -n "$from" ] || die "cannot tell this machine's Debian mirror from its apt sources"
  say "fetching Asterisk from Debian $suite (about 80 MB; 10 seconds where the mirror is near)"
  # Built beside its place and moved there when whole, so that an interrupted fetch leaves nothing that looks complete.
  part=$(mktemp -d "$cache/.asterisk-$suite.XXXXXX")
  if unpack "$suite" "$part/root" "$part/log" && finish "$part/root" && got=$(version "$part/root"); then
    printf '%s\n' "$got" >"$part/root/VERSION"
    mv -T "$part/root" "$root"
    rm -rf "$part"
    say "Asterisk $got (Debian $suite) is in $root"
    printf '%s\n' "$root"
    return 0
  fi
  say "no Asterisk from Debian $suite: $(grep -E '^E:|error' "$part/log" | tail -n 1)"
  rm -rf "$part"
  return 1
}

mkdir -p "$cache"
# One at a time: tests that start together would otherwise fetch it several times.
exec 9>"$cache/.asterisk.lock"
flock 9
find "$cache" -maxdepth 1 -name '.asterisk-*.??????' -exec rm -rf {} + # of a fetch that was interrupted

for suite in $suites; do
  if try "$suite"; then exit 0; fi
done
die "could not fetch Asterisk ($suites): is there a network, and does the mirror carry these suites? A copy of the cache
folder $cache/asterisk-* from another machine does as well." 75
