#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_play.py BELLHOPCTL PLAYER CAPTURES EXPECTED: every feed with an expectation, on to stations 10 and 11.

What a desk shows at the end of each contact is compared with what the phones did, in the facts that a desk has. TAP on standard output.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

COMPARE = pathlib.Path(__file__).parents[2] / "journey" / "compare.py"
NOT_ON_A_DESK = ("offers", "transfers", "queues")


def shown(bellhopctl, player, feed):
    replay = subprocess.run([bellhopctl, "replay", "--messages", str(feed)], capture_output=True, timeout=120, check=True)
    return subprocess.run([player], input=replay.stdout, capture_output=True, timeout=120, check=True).stdout.decode()


def expectation(path):
    """Without what a desk does not hold."""
    expected = json.loads(path.read_text())
    for contact in expected["contacts"]:
        for key in NOT_ON_A_DESK:
            contact.pop(key, None)
    return expected


def disagreement(bellhopctl, player, feed, path):
    """What is wrong, or None."""
    with tempfile.TemporaryDirectory() as folder:
        contacts, expected = pathlib.Path(folder, "contacts"), pathlib.Path(folder, path.name)
        try:
            contacts.write_text(shown(bellhopctl, player, feed))
        except subprocess.CalledProcessError as error:
            return f"{error}: {error.stderr.decode(errors='replace')}"
        expected.write_text(json.dumps(expectation(path)))
        compared = subprocess.run([sys.executable, COMPARE, expected, contacts], capture_output=True, text=True, check=False)
    return None if compared.returncode == 0 else compared.stdout + compared.stderr


def main():
    bellhopctl, player, captures, expectations = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
    cases = sorted(expectations.glob("*.json"))
    failed = not cases
    print(f"1..{len(cases)}")
    for number, path in enumerate(cases, 1):
        feed = captures / (path.stem + ".ami")
        wrong = disagreement(bellhopctl, player, feed, path) if feed.exists() else f"{feed} is missing"
        print(f"{'not ok' if wrong else 'ok'} {number} {path.stem}")
        for line in (wrong or "").splitlines():
            print("# " + line)
        failed = failed or bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
