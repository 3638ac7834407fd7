#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A checker that cannot fail is a defect: every kind of fault is planted, and compare.py has to find it."""
import copy
import datetime
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import compare  # noqa: E402
import tap  # noqa: E402

FOLDERS = [os.path.join(HERE, name) for name in ("expected", "expected-extra")]


def first(value):
    if isinstance(value, dict) and "any" in value:
        return first(value["any"][0])
    return value


def stamp(unix_ms):
    moment = datetime.datetime.fromtimestamp(unix_ms / 1000, datetime.timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def perfect_offers(expected):
    for group in expected.get("offers", []):
        for offer in group if isinstance(group, list) else [group]:
            yield {"agent": first(offer["agent"]), "outcome": first(offer["outcome"]), "ring_ms": offer.get("ring_ms", 0)}


def perfect(expected, number=0):
    """What a faultless program would print for an expected contact."""
    start = compare.to_ms(expected["started"])
    unsaid = [{"type": "ring", "start_ms": 0, "end_ms": 1000}] if expected.get("offers") else [{"type": "ivr", "start_ms": 0, "end_ms": 1000}]
    segments = [
        {**{k: first(v) for k, v in s.items() if k not in ("may_split", "any_start", "optional")}}
        for s in expected.get("segments", unsaid)
    ]
    ended = expected.get("ended")
    if "segments" not in expected and ended:
        segments[-1]["end_ms"] = compare.to_ms(ended) - start
    if "ended" not in expected and segments:
        ended = stamp(start + segments[-1]["end_ms"])
    out = {"contact": f"id-{number}", "started": expected["started"], "ended": ended, "segments": segments}
    absent = {"queues": [], "agents": [], "outcome": "failed", "direction": "internal"}
    for key in ("direction", "customer_number", "dialed", "outcome", "queues", "agents", "ended_by"):
        out[key] = first(expected.get(key, absent.get(key, "")))
    out["offers"] = list(perfect_offers(expected))
    out["transfers"] = [{k: first(v) for k, v in t.items()} for t in expected.get("transfers", [])]
    return out


def expectations():
    for top in FOLDERS:
        for folder, _, names in sorted(os.walk(top)):
            for name in sorted(names):
                if name.endswith(".json"):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        yield os.path.join(os.path.basename(folder), name), json.load(file)


CASE = {
    "capture": "made-up",
    "contacts": [
        {
            "started": "2026-01-01T00:00:00.000Z",
            "ended": "2026-01-01T00:00:09.000Z",
            "direction": "inbound",
            "customer_number": "123",
            "dialed": "4000",
            "outcome": "answered",
            "queues": ["support"],
            "agents": ["PJSIP/1", "PJSIP/2"],
            "ended_by": {"any": ["caller", "system"]},
            "offers": [
                {"agent": "PJSIP/3", "outcome": "no_answer", "ring_ms": 1000},
                [
                    {"agent": "PJSIP/1", "outcome": "answered", "ring_ms": 2000},
                    {"agent": "PJSIP/4", "outcome": "cancelled", "ring_ms": 2000},
                ],
                {"agent": "PJSIP/2", "outcome": "answered", "ring_ms": 1000, "optional": True},
            ],
            "transfers": [{"kind": "blind", "from": "PJSIP/1", "to": "PJSIP/2", "at_ms": 5000}],
            "segments": [
                {"type": "ring", "start_ms": 0, "end_ms": 1000, "queue": "support", "agent": "PJSIP/3"},
                {"type": "queue", "start_ms": 1000, "end_ms": 2000, "queue": "support"},
                {"type": "ring", "start_ms": 2000, "end_ms": 4000, "queue": "support"},
                {"type": "talk", "start_ms": 4000, "end_ms": 5000, "agent": "PJSIP/1", "with": "123"},
                {"type": "ring", "start_ms": 5000, "end_ms": 6000, "agent": "PJSIP/2"},
                {"type": "talk", "start_ms": 6000, "end_ms": 9000, "agent": "PJSIP/2", "with": "123"},
            ],
        },
        {"started": "2026-01-01T00:00:30.000Z", "direction": "internal", "optional": True},
    ],
}


class Compare(unittest.TestCase):
    def setUp(self):
        self.case = copy.deepcopy(CASE)
        self.got = [perfect(self.case["contacts"][0])]

    def faults(self):
        return compare.differences(self.case, self.got)

    def assert_found(self, words):
        found = self.faults()
        self.assertTrue(any(words in line for line in found), f"{words!r} is not in {found}")

    def test_the_right_answer_passes(self):
        self.assertEqual(self.faults(), [])

    def test_within_tolerance_passes(self):
        self.got[0]["segments"][0]["end_ms"] = self.got[0]["segments"][1]["start_ms"] = 1050
        self.assertEqual(self.faults(), [])

    def test_a_blink_of_a_segment_passes(self):
        self.got[0]["segments"][0]["start_ms"] = 30
        self.got[0]["segments"].insert(0, {"type": "queue", "start_ms": 0, "end_ms": 30, "queue": "support"})
        self.assertEqual(self.faults(), [])

    def test_offers_that_rang_together_come_in_any_order(self):
        offers = self.got[0]["offers"]
        offers[1], offers[2] = offers[2], offers[1]
        self.assertEqual(self.faults(), [])

    def test_an_optional_offer_may_be_absent(self):
        del self.got[0]["offers"][3]
        self.assertEqual(self.faults(), [])

    def test_the_other_allowed_value_passes(self):
        self.got[0]["ended_by"] = "system"
        self.assertEqual(self.faults(), [])

    def test_a_split_segment_passes_only_where_allowed(self):
        segments = self.got[0]["segments"]
        segments[2]["end_ms"] = 3000
        segments.insert(3, {"type": "ring", "start_ms": 3000, "end_ms": 4000, "queue": "support"})
        self.assertTrue(self.faults())
        self.case["contacts"][0]["segments"][2]["may_split"] = True
        self.assertEqual(self.faults(), [])

    def test_each_plain_field_counts(self):
        for key, value in {
            "direction": "outbound", "customer_number": "124", "dialed": "4001", "outcome": "abandoned", "queues": [],
            "agents": ["PJSIP/2", "PJSIP/1"], "ended_by": "agent",
        }.items():
            with self.subTest(key):
                self.setUp()
                self.got[0][key] = value
                self.assert_found(key)

    def test_a_gap_an_overlap_and_a_short_end_are_found(self):
        self.got[0]["segments"][1]["start_ms"] += 1
        self.assert_found("a gap or an overlap")
        self.setUp()
        self.got[0]["segments"][1]["end_ms"] += 1
        self.assert_found("a gap or an overlap")
        self.setUp()
        self.got[0]["segments"][-1]["end_ms"] -= 1
        self.assert_found("the contact lasted")

    def test_wrong_segments_are_found(self):
        self.got[0]["segments"][3]["type"] = "hold"
        self.assert_found("type")
        self.setUp()
        self.got[0]["segments"][3]["agent"] = "PJSIP/2"
        self.assert_found("agent")
        self.setUp()
        self.got[0]["segments"][3]["end_ms"] = self.got[0]["segments"][4]["start_ms"] = 5100
        self.assert_found("end: expected 5000, got 5100")
        self.setUp()
        del self.got[0]["segments"][1]
        self.got[0]["segments"][0]["end_ms"] = 2000
        self.assert_found("missing")
        self.setUp()
        self.got[0]["segments"][1]["end_ms"] = 1500
        self.got[0]["segments"].insert(2, {"type": "ivr", "start_ms": 1500, "end_ms": 2000})
        self.assert_found("not expected")

    def test_wrong_offers_are_found(self):
        del self.got[0]["offers"][2]
        self.assert_found("offer: expected")
        self.setUp()
        self.got[0]["offers"][0]["outcome"] = "rejected"
        self.assert_found("offer: expected")
        self.setUp()
        self.got[0]["offers"][0]["ring_ms"] += 61
        self.assert_found("offer: expected")
        self.setUp()
        self.got[0]["offers"].append({"agent": "PJSIP/9", "outcome": "answered", "ring_ms": 1})
        self.assert_found("was not expected")
        self.setUp()
        self.got[0]["offers"].reverse()
        self.assertTrue(self.faults())
        self.setUp()
        self.got[0]["offers"][0]["ring_ms"] = 99999
        self.assert_found("all the ring segments")

    def test_wrong_transfers_are_found(self):
        self.got[0]["transfers"] = []
        self.assert_found("transfers: expected")
        for key, value in {"kind": "attended", "from": "PJSIP/2", "to": "PJSIP/3", "at_ms": 5061}.items():
            self.setUp()
            self.got[0]["transfers"][0][key] = value
            self.assert_found("transfer")

    def test_a_lost_or_doubled_or_strange_contact_is_found(self):
        self.got = []
        self.assert_found("missing")
        self.setUp()
        self.got.append(copy.deepcopy(self.got[0]))
        self.assert_found("not expected")
        self.assert_found("is there 2 times")
        self.setUp()
        self.got[0]["started"] = stamp(compare.to_ms(CASE["contacts"][0]["started"]) + 61)
        self.assert_found("started")

    def test_an_optional_contact_may_come_and_must_then_be_right(self):
        other = perfect({**self.case["contacts"][1], "outcome": "answered", "agents": ["PJSIP/1"]}, 1)
        self.got.append(other)
        self.assertEqual(self.faults(), [])
        other["direction"] = "inbound"
        self.assert_found("direction")

    def test_contacts_have_sense_by_themselves(self):
        for change, words in (
            ({"outcome": "won"}, "no such outcome"), ({"direction": "up"}, "no such direction"), ({"contact": ""}, "no id"),
            ({"segments": []}, "no segments"), ({"started": "soon"}, "cannot be read"), ({"agents": []}, "answered by nobody"),
            ({"ended": None}, "with ended"), ({"agents": ["PJSIP/1"]}, "not among the agents"),
        ):
            with self.subTest(words):
                self.setUp()
                self.got[0].update(change)
                self.assert_found(words)

    def test_the_command_line(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, value in (("case", self.case), ("got", self.got[0])):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    json.dump(value, file)
            self.got[0]["outcome"] = "abandoned"
            for text, code in (("", 0), (json.dumps(self.got[0]), 1), ("{", 2)):
                names = [os.path.join(folder, "case")] + ([os.path.join(folder, "got")] if not text else ["-"])
                run = subprocess.run(
                    [sys.executable, os.path.join(HERE, "compare.py"), *names], input=text, capture_output=True, text=True, check=False
                )
                self.assertEqual(run.returncode, code, run.stdout + run.stderr)


class Files(unittest.TestCase):
    """The expectations themselves: each can be met, and none is met by nothing or by something broken."""

    def test_each_can_be_met(self):
        for name, expectation in expectations():
            with self.subTest(name):
                for with_optional in (False, True):
                    got = [
                        perfect(c, i)
                        for i, c in enumerate(expectation["contacts"])
                        if not c.get("optional") or (with_optional and c.get("outcome") != {"any": ["answered", "no_agent"]})
                    ]
                    self.assertEqual(compare.differences(expectation, got), [])

    def test_each_notices_a_change_of_any_segment(self):
        for name, expectation in expectations():
            got = [perfect(c, i) for i, c in enumerate(expectation["contacts"]) if not c.get("optional")]
            for contact in got:
                for segment in contact["segments"]:
                    before = segment["type"]
                    if segment["end_ms"] is None or segment["end_ms"] - segment["start_ms"] <= compare.TOLERANCE_MS or "ended" not in contact:
                        continue
                    segment["type"] = "voicemail"
                    if not any("segments" in c for c in expectation["contacts"] if c["started"] == contact["started"]):
                        segment["type"] = before
                        continue
                    with self.subTest(name, segment=segment):
                        self.assertTrue(compare.differences(expectation, got))
                    segment["type"] = before

    def test_each_notices_that_there_is_nothing_or_too_much(self):
        for name, expectation in expectations():
            with self.subTest(name):
                strange = perfect(CASE["contacts"][0], 77)
                self.assertTrue(compare.differences(expectation, [strange]))
                if any(not c.get("optional") for c in expectation["contacts"]):
                    self.assertTrue(compare.differences(expectation, []))


if __name__ == "__main__":
    tap.run_unittests()
