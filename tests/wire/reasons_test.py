#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine's own reasons are the same words everywhere: model, database, wire, desktop, translations, contract."""

import json
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]

import tap  # noqa: E402


def text(path):
    return (ROOT / path).read_text("utf-8")


MODEL = re.findall(r'X \(BH_SYSTEM_REASON_\w+,\s*"(\w+)"\)', text("server/core/system-reason.h"))
ROW = re.compile(r"\('(\w+)', '(\{.*?\})', '[\w-]*', (true|false), \d+\)")


def stored():
    """code -> (labels, is it the machine's?) as the migrations make it."""
    rows = {}
    for path in sorted((ROOT / "data/sql").glob("[0-9]*.sql")):
        for part in re.findall(r"INSERT INTO reason_code .*?;", path.read_text("utf-8"), re.S):
            rows |= {code: (json.loads(labels.replace("''", "'")), own == "true") for code, labels, own in ROW.findall(part)}
    return rows


def desktop():
    """code -> English, as the desktop has it."""
    table = text("desktop/model/reason.c").split("words[] = {")[1].split("};")[0]
    return dict(re.findall(r'\{"(\w+)", NC_ \("reason", "([^"]+)"\)\}', table))


def translated(language):
    pairs = re.findall(r'msgctxt "reason"\nmsgid "([^"]+)"\nmsgstr "([^"]+)"', text(f"po/{language}.po"))
    return dict(pairs)


class Reasons(unittest.TestCase):
    def test_model_has_some(self):
        self.assertGreater(len(MODEL), 10)
        self.assertEqual(len(MODEL), len(set(MODEL)))

    def test_database(self):
        self.assertEqual(sorted(code for code, (_, own) in stored().items() if own), sorted(MODEL))

    def test_schema(self):
        schema = json.loads(text("protocol/schema/common.json"))["$defs"]["system_reason"]["enum"]
        self.assertEqual(sorted(schema), sorted(MODEL))

    def test_desktop(self):
        self.assertEqual(desktop(), {code: stored()[code][0]["en"] for code in MODEL})

    def test_chinese(self):
        words = translated("zh_CN")
        self.assertEqual({code: words.get(english) for code, english in desktop().items()},
                         {code: stored()[code][0]["zh_CN"] for code in MODEL})

    def test_contract(self):
        prose = text("protocol/README.md")
        self.assertEqual([code for code in MODEL if f"`{code}`" not in prose], [])

    def test_model_sets_no_other(self):
        """A literal would be a second source."""
        for path in (ROOT / "server/core").glob("*.c"):
            self.assertNotRegex(path.read_text("utf-8"), r'reason, "', path.name)


if __name__ == "__main__":
    tap.run_unittests()
