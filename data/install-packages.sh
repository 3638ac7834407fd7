#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# install-packages.sh LIST...: install the Debian packages of the lists (one a line) that this machine does not have.
set -u

say() { printf '%s\n' "== $*"; }
die() { printf 'install-packages.sh: %s\n' "$*" >&2; exit 1; }

if ! command -v apt-get >/dev/null 2>&1; then
  say "not a Debian system: see $* for what must be there"
  exit 0
fi
missing=$(
  sort -u "$@" | while read -r name; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)
    [ "$state" = installed ] || printf '%s ' "$name"
  done
)
[ -n "$missing" ] || exit 0
say "installing $missing"
root=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null 2>&1 || die "these packages are missing, and only root may install them: apt-get install $missing"
  root=sudo
  [ -t 0 ] || root='sudo -n' # nobody is there to type a password
fi
# shellcheck disable=SC2086 # one word a package
{
  $root apt-get -q update || die "apt-get update failed: is there a network? Missing: $missing"
  $root env DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends $missing >/dev/null ||
    die "apt-get could not install: $missing"
}
