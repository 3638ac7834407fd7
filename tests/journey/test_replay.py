#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_replay.py BELLHOPCTL CAPTURES EXPECTED: every feed with an expectation, through stations 2-7, whole and cut to pieces.

The same contacts must come out wherever the reads end: in a name, between CR and LF, in mid-character. TAP on standard output.
"""
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
# as recorded; byte by byte; by primes that walk over every kind of boundary; by lengths that a seed decides
CUTS = ([], ["--chunk", "1"], ["--chunk", "7"], ["--chunk", "1009"], ["--chunk", "4096", "--chunk-seed", "20"])


def replay(bellhopctl, feed, cut):
    command = [bellhopctl, "replay", "--contacts", *cut, str(feed)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def disagreement(bellhopctl, feed, expected, cut):
    """What is wrong, or None."""
    ran = replay(bellhopctl, feed, cut)
    if ran.returncode != 0:
        return f"replay ended with {ran.returncode}: {ran.stderr}"
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as contacts:
        contacts.write(ran.stdout)
        contacts.flush()
        compared = subprocess.run(
            [sys.executable, HERE / "compare.py", expected, contacts.name], capture_output=True, text=True
        )
    return None if compared.returncode == 0 else compared.stdout + compared.stderr


def main():
    bellhopctl, captures, expectations = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    cases = [(path, cut) for path in sorted(expectations.glob("*.json")) for cut in CUTS]
    failed = not cases
    print(f"1..{len(cases)}")
    for number, (expected, cut) in enumerate(cases, 1):
        feed = captures / (expected.stem + ".ami")
        wrong = disagreement(bellhopctl, feed, expected, cut) if feed.exists() else f"{feed} is missing"
        print(f"{'not ok' if wrong else 'ok'} {number} {expected.stem} {' '.join(cut)}".rstrip())
        for line in (wrong or "").splitlines():
            print("# " + line)
        failed = failed or bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
