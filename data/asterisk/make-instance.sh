#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail

usage() {
  cat >&2 <<'END'
make-instance.sh --root ROOT [OPTION]... FOLDER: write a complete configuration for one Asterisk on the loopback.

  --root ROOT         the Asterisk to run, as fetch.sh printed it
  --ports BASE        this instance's ports lie from BASE to BASE + 499 (default: a free block is found)
  --ami P  --sip P    the AMI (TCP) and SIP (UDP) ports (default: BASE, BASE + 1)
  --phones P          phone 100n is expected on UDP port P + n (default: P = BASE + 10)
  --ring SECONDS      how long a phone rings before the next is tried (default 15)
  --timestamps yes|no AMI events carry their time (default yes)
  --secret S          of the AMI users (default: made at random)
  --static            queues have members without anybody signing in
  --lab               an AMI user "lab" who may see and do everything: tests and recording only

FOLDER/instance.env then says the ports and secrets, as a shell and as Python read them.
END
  exit 2
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
die() { printf 'make-instance.sh: %s\n' "$*" >&2; exit 1; }

root='' base='' ami='' sip='' phones='' ring=15 timestamps=yes secret='' static=no lab=no folder=''
while [ $# -gt 0 ]; do
  case $1 in
    --root | --ports | --ami | --sip | --phones | --ring | --timestamps | --secret)
      [ $# -ge 2 ] || usage
      name=${1#--}
      [ "$name" != ports ] || name=base
      printf -v "$name" %s "$2"
      shift
      ;;
    --static) static=yes ;;
    --lab) lab=yes ;;
    -*) usage ;;
    *) [ -z "$folder" ] || usage; folder=$1 ;;
  esac
  shift
done
[ -n "$folder" ] && [ -n "$root" ] || usage
[ ! -e "$folder/etc" ] || die "$folder holds an instance already: remove it, or start it with up.sh"
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

# A block of ports nobody listens on, remembered so that instances made at the same moment do not meet.
free_block() {
  /usr/bin/python3 - "$folder" <<'END'
import os, random, socket, sys, tempfile, time

taken = os.path.join(tempfile.gettempdir(), f"bellhop-asterisk-ports-{os.getuid()}")
os.makedirs(taken, mode=0o700, exist_ok=True)

def alive(owner):
    try:
        with open(os.path.join(owner, "pid")) as file:
            os.kill(int(file.read()), 0)
        return True
    except (OSError, ValueError):
        return False

def reserve(base):
    name = os.path.join(taken, str(base))
    try:
        if time.time() - os.stat(name).st_mtime > 60:
            with open(name) as file:
                if not alive(file.read()):
                    os.unlink(name)
    except OSError:
        pass
    try:
        with open(name, "x") as file:
            file.write(sys.argv[1])
        return True
    except FileExistsError:
        return False

def free(base):
    try:
        for kind, ports in ((socket.SOCK_STREAM, [base]), (socket.SOCK_DGRAM, range(base + 1, base + 40))):
            for port in ports:
                with socket.socket(socket.AF_INET, kind) as probe:
                    probe.bind(("127.0.0.1", port))
        return True
    except OSError:
        return False

# Below what the system gives out by itself.
bases = list(range(12000, 32000, 500))
random.shuffle(bases)
for base in bases:
    if free(base) and reserve(base):
        print(base)
        break
else:
    sys.exit("no block of 500 free ports between 12000 and 32000")
END
}

random_secret() { od -An -N12 -tx1 /dev/urandom | tr -d ' \n'; }

[ -n "$base" ] || base=$(free_block)
: "${ami:=$base}" "${sip:=$((base + 1))}" "${phones:=$((base + 10))}" "${secret:=$(random_secret)}"
module=$(find "$root/usr/lib" -name app_queue.so 2>/dev/null | head -n 1 || true)
[ -n "$module" ] || die "there is no Asterisk in $root: see fetch.sh"
modules=$(dirname "$module")

# What stands between @ and @ in the templates.
declare -A value=(
  [INSTANCE]=$folder [ROOT]=$root [MODULES]=$modules
  [AMI_PORT]=$ami [SIP_PORT]=$sip [RTP_FIRST]=$((base + 100)) [RTP_LAST]=$((base + 499))
  [UA_TRUNK]=$((phones + 10)) [UA_LOAD]=$((phones + 11))
  [RING_SECONDS]=$ring [TIMESTAMPS]=$timestamps
  [SECRET]=$secret [WATCH_SECRET]=watch-$secret [PHONE_SECRET]=phone-$secret
)
for n in 1 2 3 4 5 6 7; do value[UA_$n]=$((phones + n)); done

fill() {
  local text name
  text=$(cat "$1")
  for name in "${!value[@]}"; do text=${text//"@$name@"/${value[$name]}}; done
  printf '%s\n' "$text"
}

mkdir -p "$folder"/{etc,run,moh,var/cache,var/lib/agi-bin,var/log/cdr-csv} \
  "$folder"/var/spool/{monitor,outgoing,voicemail,tmp}
for file in "$here"/etc/*.conf; do cp "$file" "$folder/etc/"; done
for file in "$here"/etc/*.conf.in; do
  name=$(basename "$file" .in)
  case $name-$static-$lab in
    queues-static.conf-no-* | manager-lab.conf-*-no) continue ;;
  esac
  fill "$file" >"$folder/etc/$name"
done
# Modules that this version has; files that Asterisk wants to see, with nothing in them to say.
awk -v folder="$modules/" '!/^load/ || system("test -e " folder $3) == 0' "$folder/etc/modules.conf" >"$folder/etc/modules.new"
mv "$folder/etc/modules.new" "$folder/etc/modules.conf"
: >"$folder/etc/acl.conf"
for name in ccss cli codecs extconfig pjproject sorcery stasis udptl; do printf '[general]\n' >"$folder/etc/$name.conf"; done
# Debian's music on hold is a package of its own: two prompts will do.
for name in demo-thanks demo-congrats queue-thankyou; do
  [ ! -e "$root/usr/share/asterisk/sounds/en/$name.gsm" ] || cp "$root/usr/share/asterisk/sounds/en/$name.gsm" "$folder/moh/"
done
chmod 600 "$folder/etc/manager.conf"

umask 077
cat >"$folder/instance.env" <<END
ASTERISK_ROOT=$root
ASTERISK_VERSION=$(cat "$root/VERSION" 2>/dev/null || echo unknown)
INSTANCE=$folder
PORT_BASE=$base
AMI_PORT=$ami
AMI_USER=bellhop
AMI_SECRET=$secret
WATCH_USER=watch
WATCH_SECRET=watch-$secret
SIP_PORT=$sip
UA_BASE=$phones
UA_TRUNK=$((phones + 10))
UA_LOAD=$((phones + 11))
PHONE_SECRET=phone-$secret
END
printf '%s\n' "$folder/instance.env"
