#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_units.py FOLDER: the systemd unit is hardened, by systemd's own judgement."""
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from tap import Tap  # noqa: E402

LIMIT = 1.5


def main():
    unit = os.path.join(sys.argv[1], "bellhopd.service")
    tap = Tap()
    if shutil.which("systemd-analyze") is None:
        tap.case("daemon/units/exposure", skip="systemd-analyze is not installed")
        return tap.end()
    run = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", unit], capture_output=True, text=True,
                         check=False)
    found = re.search(r"exposure level for bellhopd.service: ([0-9.]+)", run.stdout)
    faults = [] if found and float(found.group(1)) <= LIMIT else [run.stdout[-2000:] + run.stderr]
    tap.case("daemon/units/exposure", faults)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
