#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every message that the server's stations make of every recorded feed is as the schemas say:
replay_test.py BELLHOPCTL FOLDER..."""

import json
import pathlib
import subprocess
import sys
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import tap  # noqa: E402
import validate  # noqa: E402

SCHEMAS = validate.Schemas()
WITH = [["--messages"], ["--messages", "--home-region=CN", "--wrap-up=5"]]


def faults_of(program, feed):
    for options in WITH:
        run = subprocess.run([program, "replay", *options, str(feed)], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            yield f"replay ended with {run.returncode}: {run.stderr}"
        checker = validate.Checker(SCHEMAS)
        for number, text in enumerate(run.stdout.splitlines(), 1):
            for fault in checker.check(json.loads(text)):
                yield f"message {number}: {fault}"
        if checker.counts["event"] + checker.counts["snapshot_end"] == 0:
            yield "no message at all"


def main():
    results = tap.Tap()
    for folder in sys.argv[2:]:
        for feed in sorted(pathlib.Path(folder).glob("*.ami")):
            results.case(f"/protocol/schema/replay/{feed.stem}", list(faults_of(sys.argv[1], feed))[:10])
    return results.end()


sys.exit(main())
