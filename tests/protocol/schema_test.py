#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schemas against samples, against the words and ops of the program, and against the contract's text."""

import json
import os
import pathlib
import re
import subprocess
import sys
import unittest
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import tap  # noqa: E402
import validate  # noqa: E402

SCHEMAS = validate.Schemas()
README = (HERE.parents[1] / "protocol" / "README.md").read_text("utf-8")
WORDS = json.loads(subprocess.run([os.environ["BH_PRINT_WORDS"]], check=True, capture_output=True, text=True).stdout)
BEGIN = {"type": "snapshot_begin", "epoch": "3f0c-epoch", "seq": 1, "at": "2026-11-21T14:02:11.120Z"}


def lines(name):
    return [json.loads(text) for text in (HERE / "samples" / name).read_text("utf-8").splitlines()]


class Samples(unittest.TestCase):
    def test_good(self):
        checker = validate.Checker(SCHEMAS)
        for number, line in enumerate(lines("good.jsonl"), 1):
            with self.subTest(line=number):
                self.assertEqual(checker.check(line), [])
        for event in WORDS["events"]:
            self.assertGreater(checker.counts["event " + event], 0, f"no good sample of the event {event}")
        for frame in WORDS["frames"]:
            self.assertGreater(checker.counts[frame], 0, f"no good sample of the frame {frame}")
        asked = {line["frame"]["op"] for line in lines("good.jsonl") if line["frame"]["type"] == "request"}
        self.assertEqual(asked, set(WORDS["ops"]), "every op has a good sample")

    def test_bad(self):
        for line in lines("bad.jsonl"):
            checker = validate.Checker(SCHEMAS)
            frame = line["frame"]
            if line.get("begun"):
                checker.check(BEGIN)
                frame["seq"] = max(frame["seq"], 2)
            with self.subTest(line["why"]):
                faults = checker.check({"frame": frame, "from": line.get("from")})
                self.assertNotEqual(faults, [], "it passed")
                self.assertNotIn("there is no schema", faults[0] if frame.get("type") != "dance"
                                 and frame.get("op") != "call.explode" and frame.get("type") else "")


class Words(unittest.TestCase):
    def test_every_word_has_a_schema(self):
        wanted = {f"frame-{w}.json" for w in WORDS["frames"]} | {f"event-{w}.json" for w in WORDS["events"]} \
            | {f"op-{w}.json" for w in WORDS["ops"]} | {"common.json", "script.json"}
        self.assertEqual(set(SCHEMAS.documents), wanted)

    def test_words_are_the_same(self):
        parts = SCHEMAS.documents["common.json"]["$defs"]
        self.assertEqual(sorted(parts["error_code"]["enum"]), sorted(WORDS["codes"]))
        self.assertEqual(sorted(parts["bye_code"]["enum"]), sorted(WORDS["byes"]))
        self.assertEqual(sorted(parts["event_name"]["enum"]), sorted(WORDS["events"]))

    def test_contract_names_every_word(self):
        for word in [*WORDS["events"], *WORDS["ops"], *WORDS["codes"], *WORDS["byes"], *WORDS["frames"]]:
            self.assertIn(f"`{word}`", README)

    def test_schemas_are_schemas(self):
        for name, document in SCHEMAS.documents.items():
            with self.subTest(name):
                validate.Draft202012Validator.check_schema(document)
                self.assertEqual(document["$schema"], "https://json-schema.org/draft/2020-12/schema")

    def test_objects_are_closed(self):
        """An object that lists its members lists all of them."""
        def walk(name, value):
            if isinstance(value, dict):
                if "properties" in value and name != "op-status.json":
                    self.assertIn("additionalProperties", value, f"{name}: {list(value['properties'])}")
                for part in value.values():
                    walk(name, part)
            elif isinstance(value, list):
                for part in value:
                    walk(name, part)
        for name, document in SCHEMAS.documents.items():
            walk(name, document)


def probe(arg):
    """Values that the program's table takes for @arg, and values that it refuses."""
    if arg["kind"] == "string":
        good, bad = ["x" * max(arg["min"], 1), "x" * arg["max"]], [7, True, ["x"], "x" * (arg["max"] + 1)]
        bad += [""] if arg["min"] > 0 else []
    elif arg["kind"] == "int":
        good, bad = [arg["min"], arg["max"]], ["1", 1.5, arg["min"] - 1] + ([arg["max"] + 1] if arg["max"] < 2**62 else [])
    elif arg["kind"] == "bool":
        good, bad = [True, False], ["true", 1]
    elif arg["kind"] == "texts":
        good, bad = [[], ["x"], ["x" * 64] * arg["max"]], ["x", [1], [""], ["x" * 65], ["x"] * (arg["max"] + 1)]
    elif arg["kind"] == "object":
        good, bad = [{}, {"a": 1}], ["x", [1], 7]
    elif arg["kind"] == "answer":
        good, bad = ["x" * 2000, 1.5, True, ["x"] * 50], ["x" * 2001, {}, [1], ["x"] * 51, ["x" * 65]]
    else:
        good, bad = arg["words"], ["something else", 1]
    (good if arg["nullable"] or not arg["required"] else bad).append(None)
    return good, bad


class Ops(unittest.TestCase):
    """The schema of an op's args says what the program's table says."""

    def base(self, op):
        if op == "login":
            return {"user": "a", "password": "b"}
        return {name: probe(arg)[0][0] for name, arg in WORDS["ops"][op].items() if arg["required"]}

    def faults(self, op, args):
        return SCHEMAS.faults(args, f"op-{op}.json", "/$defs/args")

    def test_args(self):
        for op, args in WORDS["ops"].items():
            self.assertEqual(self.faults(op, self.base(op)), [])
            self.assertNotEqual(self.faults(op, {**self.base(op), "surplus": 1}), [], op)
            for name, arg in args.items():
                if (op, name) in {("login", "ticket"), ("login", "user"), ("login", "password")}:
                    continue
                good, bad = probe(arg)
                for value in good:
                    with self.subTest(op=op, arg=name, good=str(value)[:40]):
                        self.assertEqual(self.faults(op, {**self.base(op), name: value}), [])
                for value in bad:
                    with self.subTest(op=op, arg=name, bad=str(value)[:40]):
                        self.assertNotEqual(self.faults(op, {**self.base(op), name: value}), [])
                if arg["required"]:
                    less = {k: v for k, v in self.base(op).items() if k != name}
                    self.assertNotEqual(self.faults(op, less), [], f"{op} without {name}")


class Contract(unittest.TestCase):
    def test_example_of_a_contact(self):
        """The contract's own example of a contact is one."""
        text = re.search(r"## 3\. A contact.*?```json\n(.*?)```", README, re.S).group(1)
        text = text.replace("0f9c…", "0f9c").replace('"…"', '"2026-11-21T14:02:11.120Z"')
        self.assertEqual(SCHEMAS.faults(json.loads(text), "event-contact.json"), [])


if __name__ == "__main__":
    tap.run_unittests()
