#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tests/run.sh in a house of cardboard: meson, ninja and apt-get are stubs that write down how they were called."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import tap

HERE = os.path.dirname(os.path.abspath(__file__))
STUB = '#!/bin/sh\necho "$(basename "$0") $*" >>"$CALLS"\n'
STUBS = {
    "dpkg-query": '#!/bin/sh\nfor last; do :; done\n[ "$last" = "$MISSING" ] || printf installed\n',
    "apt-get": STUB + '[ "$2" != "$APT_FAILS" ]\n',
    "ninja": STUB + "exit ${NINJA_FAILS:-0}\n",
    "sudo": STUB + 'while [ "${1#-}" != "$1" ]; do shift; done\nexec "$@"\n',
    "meson": STUB + """case $1 in
  setup) mkdir -p "$2/meson-logs" && : >"$2/build.ninja" ;;
  test) printf '{"name": "t", "result": "%s", "stdout": "", "duration": 1.0}\\n' "${RESULT:-OK}" >"$3/meson-logs/testlog-$6.json" ;;
esac
""",
}


class Run(unittest.TestCase):
    def setUp(self):
        self.root = self.enterContext(tempfile.TemporaryDirectory())
        for folder in ("tests", "data", "bin"):
            os.mkdir(os.path.join(self.root, folder))
        for name in ("tests/run.sh", "tests/report.py", "data/install-packages.sh"):
            shutil.copy(os.path.join(os.path.dirname(HERE), name), os.path.join(self.root, os.path.dirname(name)))
        for path, text in (("data/packages.txt", "gcc\n"), ("tests/packages.txt", "xvfb\n")):
            self.write(path, text)
        for name, text in STUBS.items():
            self.write("bin/" + name, text)
            os.chmod(os.path.join(self.root, "bin", name), 0o755)

    def write(self, path, text):
        with open(os.path.join(self.root, path), "w", encoding="utf-8") as file:
            file.write(text)

    def run_sh(self, *arguments, **environment):
        calls = os.path.join(self.root, "calls")
        path = os.path.join(self.root, "bin") + ":/usr/bin:/bin"
        run = subprocess.run(["sh", os.path.join(self.root, "tests/run.sh"), *arguments], capture_output=True, text=True,
                             check=False, stdin=subprocess.DEVNULL, env={"PATH": path, "CALLS": calls, **environment})
        self.calls = pathlib.Path(calls).read_text(encoding="utf-8").splitlines() if os.path.exists(calls) else []
        return run

    def called(self, start):
        return [call for call in self.calls if call.startswith(start)]

    def test_both_builds_are_tested_and_counted(self):
        run = self.run_sh()
        self.assertEqual((run.returncode, run.stdout.splitlines()[-1]), (0, "2 passed, 0 failed"))
        self.assertEqual(len(self.called("meson setup build")), 2)
        self.assertIn("-Db_sanitize=address,undefined", self.called("meson setup build-asan")[0])
        self.assertEqual(self.called("apt-get"), [])

    def test_fast_leaves_out_sanitizers_and_slow_suites(self):
        run = self.run_sh("--fast")
        self.assertEqual(run.stdout.splitlines()[-1], "1 passed, 0 failed")
        self.assertEqual(self.called("meson setup build-asan"), [])
        self.assertIn("--no-suite slow --no-suite pbx", self.called("meson test")[0])

    def test_asan_alone(self):
        self.run_sh("--asan")
        self.assertEqual(len(self.called("meson test -C build-asan")), 1)
        self.assertEqual(self.called("meson test -C build "), [])

    def test_a_suite_runs_in_the_normal_build(self):
        self.run_sh("--suite", "core", "--suite", "ami")
        self.assertEqual(len(self.called("meson test")), 1)
        self.assertIn("--suite core --suite ami", self.called("meson test")[0])

    def test_the_shift_alone(self):
        self.run_sh("--shift")
        self.assertEqual(len(self.called("meson test")), 1)
        self.assertIn("--suite shift", self.called("meson test")[0])

    def test_a_failure_fails(self):
        run = self.run_sh("--fast", RESULT="FAIL")
        self.assertEqual((run.returncode, run.stdout.splitlines()[-1]), (1, "0 passed, 1 failed"))

    def test_a_broken_build_fails(self):
        run = self.run_sh("--fast", NINJA_FAILS="1")
        self.assertEqual(run.returncode, 1)
        self.assertIn("the build in build failed", run.stderr)
        self.assertEqual(self.called("meson test"), [])

    def test_what_is_missing_is_installed_once(self):
        run = self.run_sh("--fast", MISSING="xvfb")
        self.assertEqual(run.returncode, 0)
        installs = [call for call in self.called("apt-get") if " install " in call]
        self.assertEqual(len(installs), 1)
        self.assertTrue(installs[0].rstrip().endswith("xvfb"))

    def test_no_network_is_said(self):
        run = self.run_sh("--fast", MISSING="xvfb", APT_FAILS="update")
        self.assertEqual(run.returncode, 1)
        self.assertIn("is there a network? Missing: xvfb", run.stderr)

    def test_what_is_not_known_is_refused(self):
        for arguments in (["--screenshots"], ["--nonsense"], ["--suite"]):
            with self.subTest(arguments):
                self.assertEqual(self.run_sh(*arguments).returncode, 2)
                self.assertEqual(self.calls, [])


if __name__ == "__main__":
    tap.run_unittests()
