# SPDX-License-Identifier: GPL-3.0-or-later
"""Test results as TAP, so that meson and tests/report.py count case by case."""
import sys
import unittest


class Tap:
    def __init__(self, stream=None):
        self.stream = stream or sys.stdout
        self.number = self.bad = 0

    def case(self, name, faults=(), skip=None):
        """One case; @faults are the lines that say what is wrong (none: passed)."""
        self.number += 1
        faults = list(faults)
        self.bad += bool(faults)
        word = "not ok" if faults else "ok"
        print(f"{word} {self.number} {name}" + (f" # SKIP {skip}" if skip else ""), file=self.stream)
        for fault in faults:
            for line in str(fault).splitlines():
                print(f"# {line}", file=self.stream)
        self.stream.flush()

    def end(self):
        """Writes the plan and gives the exit status."""
        print(f"1..{self.number}", file=self.stream)
        return 1 if self.bad else 0


class _Result(unittest.TestResult):
    def __init__(self, tap):
        super().__init__()
        self.tap, self.faults = tap, []

    def startTest(self, test):
        super().startTest(test)
        self.faults = []

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.faults.append(self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self.faults.append(self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.faults.append(f"{subtest}: {self._exc_info_to_string(err, test)}")

    def stopTest(self, test):
        self.tap.case(test.id().removeprefix("__main__."), self.faults)
        super().stopTest(test)


def run_unittests():
    """All unittest cases of the program that calls, as TAP; exits."""
    tap = Tap()
    unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]).run(_Result(tap))
    sys.exit(tap.end())
