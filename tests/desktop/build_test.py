#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who builds the desktop alone, as data/demo.sh does, gets a program that starts: what it reads at run time is built with it."""
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

BUILD = os.environ["BELLHOP_BUILD_ROOT"]


class Desktop(unittest.TestCase):
    def test_what_it_reads_at_run_time_is_built_with_it(self):
        run = subprocess.run(["ninja", "-C", BUILD, "-t", "inputs", "desktop/bellhop"], capture_output=True, text=True, check=True)
        for file in ("data/gschemas.compiled", "po/zh_CN/LC_MESSAGES/bellhop.mo"):
            self.assertIn(file, run.stdout.split())


if __name__ == "__main__":
    tap.run_unittests()
