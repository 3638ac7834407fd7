#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""record.py [--suite 22|16] [--user bellhop|lab] [--timestamps yes|no] OUT [SCENARIO]...: record feeds with their ground truth.

OUT/feeds gets NAME.ami, .tidx, .actions and .truth; OUT/expected gets NAME.json. Two versions, two AMI users, with and without
the PBX's own times: so that Bellhop is proven on feeds that it was not written from."""
import argparse
import asyncio
import os
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ami import Recording  # noqa: E402
from lab import Lab  # noqa: E402
from scenarios import SCENARIOS  # noqa: E402
import scenarios_odd  # noqa: E402,F401 registers its own
from truth import Contact, dumps  # noqa: E402


def expectation(capture, text, contacts):
    return {
        "capture": capture,
        "what": text,
        "contacts": [c.as_json() if isinstance(c, Contact) else c for c in contacts],
    }


def write_truth(path, name, text, lab, began, ended):
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"# {name} (Asterisk {lab.version})\n{text}\nstarted {began:.3f} ended {ended:.3f} (unix time)\n\n")
        file.write("## phones (time from start, phone, what, SIP call id)\n")
        for at, user, what, dialog in lab.log:
            file.write(f"{at - began:8.3f} {user:6} {what} {dialog[:8]}\n")


async def record(lab, name, stem, user):
    """Plays one scenario with a recording AMI connection beside it; the contacts that it made."""
    function, _, _ = SCENARIOS[name]
    await lab.clear()
    lab.recording, lab.ear_user, lab.asks_first = Recording(stem), user, function.late
    if not function.late:
        await lab.listen()
    try:
        contacts = await function(lab)
        await asyncio.sleep(0.6)
        return contacts
    finally:
        for phone in (*lab.agents, lab.trunk):
            await phone.hangup_all()
        await lab.ear.close()
        lab.recording.close()


async def run(options):
    with tempfile.TemporaryDirectory(prefix="bellhop-record-") as folder:
        lab = await Lab(
            os.path.join(folder, "pbx"), options.suite, "--static", "--lab", "--ring", "4", "--timestamps", options.timestamps
        ).open()
        feeds, expected = os.path.join(options.out, "feeds"), os.path.join(options.out, "expected")
        os.makedirs(feeds, exist_ok=True)
        os.makedirs(expected, exist_ok=True)
        failed = []
        print(f"Asterisk {lab.version}")
        for name in options.scenario or SCENARIOS:
            began = time.time()
            try:
                contacts = await record(lab, name, os.path.join(feeds, name), options.user)
            except Exception:  # noqa: BLE001 the next scenario is worth a try
                traceback.print_exc()
                print("\n".join(f"  {at - began:.3f} {who} {what} {dialog[:6]}" for at, who, what, dialog in lab.log))
                failed.append(name)
                continue
            write_truth(os.path.join(feeds, name + ".truth"), name, SCENARIOS[name][1], lab, began, time.time())
            with open(os.path.join(expected, name + ".json"), "w", encoding="utf-8") as file:
                file.write(dumps(expectation(name, SCENARIOS[name][1], contacts)))
            print(f"{name:32} {time.time() - began:5.1f} s, {len(contacts)} contacts", flush=True)
        await lab.close()
    if failed:
        print("FAILED:", *failed)
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", default="22", choices=["22", "16"])
    parser.add_argument("--user", default="bellhop", choices=["bellhop", "lab"])
    parser.add_argument("--timestamps", default="yes", choices=["yes", "no"])
    parser.add_argument("out")
    parser.add_argument("scenario", nargs="*")
    return asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
