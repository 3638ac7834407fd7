#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_parity.py BELLHOPCTL CAPTURES PARITY.json: the same story gives the same contact, whichever PBX tells it.

A story is told here without its times and names: agents are A, B, C by their first appearance. A row of the table names what is
told otherwise on the other side and why: because the PBXs do not do the same ("pbx"), or because the recorded people did not
("recording"). A difference that is not named fails, and so does one that is named and is none.
TAP on standard output.
"""
import json
import pathlib
import subprocess
import sys

BLINK_MS = 60
REASONS = ("pbx", "recording")


class Cast:
    """Agents by letters, everybody else is the customer."""

    def __init__(self):
        self.names = {}

    def letter(self, device):
        if not device:
            return None
        if "/" not in device:
            return "customer"
        return self.names.setdefault(device, chr(ord("A") + len(self.names)))


def segment_words(cast, segment):
    words = [segment["type"]]
    agent, other = cast.letter(segment.get("agent")), cast.letter(segment.get("with"))
    words += [agent] if agent else []
    words += ["with", other] if other and other != "customer" else []
    words += ["in queue"] if segment.get("queue") and segment["type"] in ("queue", "ring") else []
    return " ".join(words)


def without_repeats(items):
    return [item for at, item in enumerate(items) if at == 0 or item != items[at - 1]]


def story_of(contact):
    cast = Cast()
    long_ones = [s for s in contact["segments"] if s["end_ms"] is None or s["end_ms"] - s["start_ms"] > BLINK_MS]
    offers = [f"{cast.letter(o['agent'])} {o['outcome']}" for o in contact["offers"]]
    segments = [segment_words(cast, segment) for segment in long_ones]
    return {
        "direction": contact["direction"],
        "outcome": contact["outcome"],
        "ended_by": contact["ended_by"],
        "queues": len(contact["queues"]),
        "agents": [cast.letter(agent) for agent in contact["agents"]],
        "offers": offers,
        "transfers": [f"{t['kind']} {cast.letter(t['from'])} {cast.letter(t['to'])}" for t in contact["transfers"]],
        "segments": without_repeats(segments),
    }


def contact_of(bellhopctl, feed, index):
    command = [bellhopctl, "replay", "--contacts", str(feed)]
    lines = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()
    return json.loads(lines[index])


def faults(bellhopctl, captures, row):
    folder, name, index = row["asterisk"]
    one = story_of(contact_of(bellhopctl, captures / folder / (name + ".ami"), index))
    name, index = row["freeswitch"]
    two = story_of(contact_of(bellhopctl, captures / "freeswitch-1.10" / (name + ".esl"), index))
    named = {difference["what"]: difference for difference in row.get("differences", [])}
    for key in one:
        difference = named.pop(key, None)
        if difference is None and one[key] != two[key]:
            yield f"{key}: Asterisk {json.dumps(one[key])}, FreeSWITCH {json.dumps(two[key])}"
        if difference is not None and (one[key], two[key]) != (difference["asterisk"], difference["freeswitch"]):
            yield f"{key}: not the difference that is named: {json.dumps(one[key])}, {json.dumps(two[key])}"
        if difference is not None and (one[key] == two[key] or not difference["why"] or difference["by"] not in REASONS):
            yield f"{key}: a difference is named that is none, or has no reason"
    yield from (f"{key}: there is no such thing to compare" for key in named)


def main():
    bellhopctl, captures = sys.argv[1], pathlib.Path(sys.argv[2])
    with open(sys.argv[3], encoding="utf-8") as file:
        rows = json.load(file)["stories"]
    print(f"1..{len(rows)}")
    failed = not rows
    for number, row in enumerate(rows, 1):
        found = list(faults(bellhopctl, captures, row))
        print(f"{'not ok' if found else 'ok'} {number} {row['story']}")
        for line in found:
            print("# " + line)
        failed = failed or bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
