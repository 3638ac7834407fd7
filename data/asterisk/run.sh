#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh ROOT INSTANCE [ARGUMENT...]: become the Asterisk unpacked in ROOT, with the configuration of INSTANCE.
#
# It runs with its own loader and libraries, so nothing of it has to be installed: no chroot, no root rights.
# run.sh ROOT INSTANCE -rx 'core show channels' asks a running one.
set -euo pipefail

root=$1 instance=$2
shift 2

machine=$(uname -m)-linux-gnu
for loader in "$root"/usr/lib/"$machine"/ld-linux*.so.? "$root"/lib/"$machine"/ld-linux*.so.?; do
  [ -x "$loader" ] && break
done
[ -x "$loader" ] || { echo "run.sh: no loader in $root: it was fetched for another kind of machine" >&2; exit 1; }

arguments=(--library-path "$root/usr/lib/$machine:$root/lib/$machine:$root/usr/lib")
# "core restart now" executes its own name again with the same arguments. Its name must therefore be a script that does
# what this one does; the loader of bullseye (glibc 2.31) cannot set a name: stop and start that one instead.
if [ -d "$root/usr/lib64" ] && [ -d "$instance" ]; then
  printf '#!/bin/bash\nexec %q %q %q "${@:3}"\n' "$(readlink -f "$0")" "$root" "$instance" >"$instance/self.$$"
  chmod +x "$instance/self.$$"
  mv "$instance/self.$$" "$instance/self"
  arguments=(--argv0 "$instance/self" "${arguments[@]}")
fi
[ "$instance" = /dev/null ] || set -- -C "$instance/etc/asterisk.conf" "$@"
exec "$loader" "${arguments[@]}" "$root/usr/sbin/asterisk" "$@"
