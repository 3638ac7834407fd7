#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads meson's test logs: failures with the end of what they printed, and as the last line the count.

A test that speaks TAP counts case by case. One that skipped everything is skipped, never passed; one that died
after its last case is a failure more; a run of no test at all is a failure."""

import json
import re
import sys

TAIL = 60
CASE = re.compile(r"^(ok|not ok)\b(.*)$", re.MULTILINE)
SKIP = re.compile(r"#\s*SKIP", re.IGNORECASE)


def entries(path):
    try:
        with open(path, encoding="utf-8") as log:
            return [json.loads(line) for line in log if line.strip()]
    except OSError as error:
        print(f"no test log: {error}")
        return []


def count(entry):
    """(passed, failed, skipped) of one meson test."""
    cases = CASE.findall(entry.get("stdout", ""))
    failed = sum(verdict == "not ok" for verdict, _ in cases)
    skipped = sum(verdict == "ok" and SKIP.search(rest) is not None for verdict, rest in cases)
    passed = len(cases) - failed - skipped
    result = entry["result"]
    if result in ("OK", "EXPECTEDFAIL"):
        return (passed, failed, skipped) if cases else (1, 0, 0)
    if result == "SKIP":
        return 0, 0, max(skipped, 1)
    return passed, max(failed, 1), skipped


def show(entry):
    print(f"\n---- {entry['name']}: {entry['result']} after {entry['duration']:.1f} s")
    text = entry.get("stdout", "") + entry.get("stderr", "")
    print("\n".join(text.splitlines()[-TAIL:]))


def main(paths):
    passed = failed = skipped = 0
    slowest = []
    for path in paths:
        found = entries(path)
        if not found:
            print(f"no test ran ({path})")
            failed += 1
        for entry in found:
            good, bad, left_out = count(entry)
            passed, failed, skipped = passed + good, failed + bad, skipped + left_out
            slowest.append((entry["duration"], entry["name"]))
            if bad:
                show(entry)
            elif not good:
                print(f"skipped: {entry['name']}")
    for duration, name in sorted(slowest, reverse=True)[:5]:
        print(f"{duration:7.1f} s  {name}")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
