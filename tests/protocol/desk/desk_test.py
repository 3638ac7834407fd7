#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server's desk tells its clients in a day with fakes around it is as the schemas say: desk_test.py PROGRAM"""

import json
import pathlib
import subprocess
import sys
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
TESTS = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TESTS / "protocol"), str(TESTS)]

import tap  # noqa: E402
import validate  # noqa: E402

WANTED = ["setup", "link", "store", "agent", "colleague", "queue", "contact", "contact_gone", "card", "note", "pbx_event"]

FAKED = {"customer.search", "customer.history"}  # their results are the database's own JSON, handed on


def main():
    results = tap.Tap()
    checker = validate.Checker()
    run = subprocess.run([sys.argv[1]], capture_output=True, text=True, check=False)
    results.case("/protocol/desk/story", [run.stderr or f"it ended with {run.returncode}"] if run.returncode else [])
    faults = {}
    for text in run.stdout.splitlines():
        line = json.loads(text)
        if line["frame"]["type"] == "request":  # its args are the story's own; only the op is of interest
            checker.sessions[line["session"]].ops[line["frame"]["id"]] = line["frame"]["op"]
            continue
        frame = line["frame"]
        if frame.get("event") == "card" and (frame["data"].get("customer") or {}).get("name") is None:
            frame["data"]["customer"] = None  # the fake database knows ids only
        subject = frame.get("event") or checker.sessions[line["session"]].ops.get(frame.get("id")) or frame["type"]
        if subject in FAKED and frame.get("ok"):
            continue
        faults.setdefault(subject, []).extend(f"{fault}\n{text[:1500]}" for fault in checker.check(line))
    for subject, found in sorted(faults.items()):
        results.case(f"/protocol/desk/{subject}", found[:5])
    missing = [name for name in WANTED if not checker.counts["event " + name]]
    results.case("/protocol/desk/every-event", [f"never sent: {name}" for name in missing])
    return results.end()


sys.exit(main())
