#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_live.py BELLHOPCTL SUITE: the main scenarios on a real Asterisk, seen by the AMI user "bellhop", through replay, against the phones."""
import asyncio
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, TESTS, os.path.join(TESTS, "journey")]
import compare  # noqa: E402
from lab import CannotFetch, Lab  # noqa: E402
from record import expectation, record  # noqa: E402
from scenarios import SCENARIOS  # noqa: E402
from tap import Tap  # noqa: E402


def replay(bellhopctl, feed):
    run = subprocess.run([bellhopctl, "replay", "--contacts", feed], capture_output=True, text=True, timeout=60, check=False)
    if run.returncode:
        raise RuntimeError(f"replay ended with {run.returncode}: {run.stderr}")
    return [json.loads(line) for line in run.stdout.splitlines()]


async def check(lab, bellhopctl, name, stem):
    """What is wrong with one scenario: lines."""
    contacts = await record(lab, name, stem, "bellhop")
    wanted = json.loads(json.dumps(expectation(name, "", contacts)))
    # a machine that also builds is late now and then: what the phones did is not late with it
    wanted["tolerance_ms"] = 150
    for contact in wanted["contacts"]:
        contact["tolerance_ms"] = max(150, contact.get("tolerance_ms", 0))
    return compare.differences(wanted, replay(bellhopctl, stem + ".ami"))


async def main(bellhopctl, suite):
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="bellhop-live-") as folder:
        try:
            lab = await Lab(os.path.join(folder, "pbx"), suite).open()
        except CannotFetch as reason:
            print(f"1..0 # SKIP no Asterisk {suite}: {reason}")
            return 0
        try:
            print(f"# Asterisk {lab.version}")
            for name, (_, _, live) in SCENARIOS.items():
                if not live:
                    continue
                try:
                    faults = await check(lab, bellhopctl, name, os.path.join(folder, name))
                    if faults:
                        faults += [f"{at - lab.log[0][0]:7.3f} {who:6} {what}" for at, who, what, _ in lab.log]
                except Exception as error:  # noqa: BLE001 told as a failed case, the next one is worth a try
                    faults = [f"{type(error).__name__}: {error}"]
                tap.case(name, faults)
        finally:
            await lab.close()
    return tap.end()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
