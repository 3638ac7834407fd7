#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The count that closes a run is right: nothing that failed, died or skipped passes for a success."""

import contextlib
import io
import json
import os
import tempfile
import unittest

import report
import tap


def entry(result, stdout="", name="t"):
    return {"name": name, "result": result, "stdout": stdout, "duration": 0.1}


class Count(unittest.TestCase):
    CASES = [
        ("a plain test", "OK", "", (1, 0, 0)),
        ("a plain failure", "FAIL", "boom", (0, 1, 0)),
        ("cases", "OK", "1..2\nok 1 /a\nok 2 /b\n", (2, 0, 0)),
        ("a failed case", "FAIL", "1..2\nok 1 /a\nnot ok 2 /b\n", (1, 1, 0)),
        ("a skipped case", "OK", "ok 1 /a\nok 2 /b # SKIP no display\n", (1, 0, 1)),
        ("all skipped", "SKIP", "ok 1 /a # SKIP x\nok 2 /b # SKIP x\n", (0, 0, 2)),
        ("skipped whole", "SKIP", "", (0, 0, 1)),
        ("died after its last case", "ERROR", "ok 1 /a\n", (1, 1, 0)),
        ("too slow", "TIMEOUT", "ok 1 /a\n", (1, 1, 0)),
    ]

    def test_table(self):
        for what, result, stdout, expected in self.CASES:
            with self.subTest(what):
                self.assertEqual(report.count(entry(result, stdout)), expected)


class Main(unittest.TestCase):
    def run_main(self, *logs):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, found in enumerate(logs):
                paths.append(os.path.join(folder, f"{number}.json"))
                if found is not None:
                    with open(paths[-1], "w", encoding="utf-8") as log:
                        log.writelines(json.dumps(e) + "\n" for e in found)
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                code = report.main(paths)
        return code, out.getvalue().splitlines()

    def test_last_line_counts_all_logs(self):
        code, lines = self.run_main([entry("OK")], [entry("OK", "ok 1 /a\nok 2 /b # SKIP x\n")])
        self.assertEqual((code, lines[-1]), (0, "2 passed, 0 failed, 1 skipped"))

    def test_failure_shows_its_end(self):
        code, lines = self.run_main([entry("OK"), entry("FAIL", "first\nlast words", name="bad")])
        self.assertEqual((code, lines[-1]), (1, "1 passed, 1 failed"))
        self.assertIn("last words", lines)

    def test_no_test_is_a_failure(self):
        self.assertEqual(self.run_main([])[0], 1)
        self.assertEqual(self.run_main(None)[0], 1)

    def test_only_skips_is_a_failure(self):
        self.assertEqual(self.run_main([entry("SKIP")])[0], 1)


if __name__ == "__main__":
    tap.run_unittests()
