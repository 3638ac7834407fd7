#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# people.sh WORLD: the demo's agents, customers and their history, into the server that runs in WORLD.
set -eu

world=$1
ctl() { build/server/bellhopctl "$@"; }
config="--config $world/bellhopd.conf"

# the database may still be on its way
tries=0
until ctl user list $config >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ $tries -lt 300 ] || { ctl user list $config; exit 1; }
  sleep 0.1
done

# name, full name, extension, role, queues; the password is the name with "-demo" behind it
while IFS='|' read -r name full extension role queues; do
  set -- user add "$name" --full-name "$full" --role "$role"
  [ -z "$extension" ] || set -- "$@" --device "PJSIP/$extension" --extension "$extension" --profile notify
  for queue in $queues; do set -- "$@" --queue "$queue"; done
  # shellcheck disable=SC2086 # two words
  printf '%s-demo\n' "$name" | ctl "$@" $config >/dev/null
done <<'END'
alice|Alice Adams|1001|agent|support sales
bob|Bob Brown|1002|agent|support
carol|Carol Clark|1003|agent|sales
dave|Dave Davis|1004|agent|support
sue|Sue Summers||supervisor|
END
(umask 077; printf alice-demo >"$world/alice.password"; printf bob-demo >"$world/bob.password")

/usr/bin/python3 data/demo/make_customers.py "$world" 1500
# shellcheck disable=SC2086
ctl import customers "$world/customers.csv" $config
# shellcheck disable=SC2086
ctl kb import data/demo/knowledge $config
# shellcheck disable=SC2086
ctl kb synonyms import data/demo/synonyms.txt $config
# shellcheck disable=SC2086
ctl script import data/demo/scripts/*.json $config >/dev/null
# shellcheck disable=SC2086
for queue in support sales; do ctl script assign "$queue" --queue "$queue" $config; done
sh data/demo/psql.sh "$world" -f "$world/history.sql"

# two campaigns: one whose records are looked at before they are called, one that dials by itself
for campaign in renewals survey; do
  case $campaign in
    renewals) set -- --label "Renewals in November" --about "Contracts that end in December" --mode preview ;;
    survey) set -- --label "How was the repair?" --about "Ask a day after a repair" --mode progressive --decide 60 ;;
  esac
  # shellcheck disable=SC2086
  ctl campaign create "$@" --purpose service --retry "busy 10m 5; no_answer 2h 4 next" "$campaign" $config
  /usr/bin/python3 data/demo/make_campaign.py "$world" 40
  # shellcheck disable=SC2086
  ctl campaign import --skip-duplicates --campaign "$campaign" "$world/campaign.csv" $config
  # shellcheck disable=SC2086
  ctl campaign start "$campaign" $config
done
# shellcheck disable=SC2086
ctl script assign renewal --campaign renewals $config
