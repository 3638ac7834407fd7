#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_scripts.py BELLHOPD BELLHOPCTL FAKE_AMI SCRIPTS_DESK: a script from the editor's model to an agent's contact, its answers to
PostgreSQL, and on to the next agent's desk."""
import json
import os
import signal
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE, TESTS]

from tap import run_unittests  # noqa: E402
from world import PATIENCE, ModelDesk, World  # noqa: E402

PROGRAMS = sys.argv[1:4]
DESK = sys.argv[4]
CALL = "1795297000.1"
CUSTOMER = "PJSIP/trunk-00000001"


class Scripts(unittest.TestCase):
    def setUp(self):
        self.world = World(*PROGRAMS)
        self.addCleanup(self.world.close)
        self.world.configure(more="[queue support]\nlabel = Help desk\n")
        self.world.start()
        self.world.wait_for_link("up")
        self.world.wait_for_store()
        for user, role, device in (("alice", "agent", "1001"), ("bob", "agent", "1002"), ("ed", "editor", None), ("sue", "editor", None)):
            self.world.ctl("user", "add", user, "--role", role, *(["--device", f"PJSIP/{device}"] if device else []),
                           stdin=f"{user}-secret\n")

    def desk(self, user):
        desk = ModelDesk(DESK, self.world, user)
        self.addCleanup(desk.close)
        return desk

    def joins(self):
        fake = self.world.fake
        fake.do(f"call {CALL} 13800138000 4000")
        fake.event("QueueCallerJoin", Channel=CUSTOMER, Uniqueid=CALL, Linkedid=CALL, Queue="support", Position=1, Count=1)

    def rings(self, n, device):
        fake, leg = self.world.fake, f"{CALL}{n}"
        fake.do(f"ring {leg} {CALL} PJSIP/{device}")
        fake.event("DialBegin", Uniqueid=CALL, Linkedid=CALL, Channel=CUSTOMER, DestUniqueid=leg, DestLinkedid=CALL,
                   DestChannel=f"PJSIP/{device}-0000000{n}", DialString=device)

    def answers(self, n, device):
        fake, leg = self.world.fake, f"{CALL}{n}"
        fake.event("DialEnd", Uniqueid=CALL, Linkedid=CALL, Channel=CUSTOMER, DestUniqueid=leg, DestLinkedid=CALL,
                   DestChannel=f"PJSIP/{device}-0000000{n}", DialStatus="ANSWER")
        fake.do(f"bridge b{n} {CALL} {leg}")

    def publish(self, words="Why do you return it?"):
        ed = self.desk("ed")
        self.assertEqual(ed.do(f"new {words}"), "0 problems")
        self.assertEqual([ed.do(line) for line in ("save 0", "publish 1", "assign support")], ["1", "done", "done"])
        return ed

    def hangs_up(self, *legs):
        for leg in legs:
            self.world.fake.do(f"hangup {CALL}{leg}")

    def kept(self, contact):
        """What the database has of a contact that is over, as soon as it is there."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return json.loads(self.world.ctl("script", "answers", contact, "--json"))
            except AssertionError:
                if time.monotonic() > end:
                    raise

    def test_from_the_editor_to_the_database(self):
        self.publish()
        alice = self.desk("alice")
        self.joins()
        self.rings(2, "1001")
        contact, *page = alice.do("page").split(" ", 3)
        self.assertEqual(page, ["returns/1", "ask", "Why do you return it?"])
        self.answers(2, "1001")
        self.assertEqual(alice.do("on"), alice.do("on"))  # what is required stops it, each time
        self.assertEqual([alice.do(line) for line in ("answer reason too smal", "answer reason too small", "answer urgent yes", "on")],
                         ["saved", "saved", "saved", "end"])
        bob = self.desk("bob")
        self.rings(3, "1002")
        self.assertEqual(bob.do("page"), f"{contact} returns/1 end Thank you.")
        self.assertEqual(bob.do("answered"), alice.do("answered"))
        self.answers(3, "1002")
        self.hangs_up(2, 3, "")
        self.assertEqual([(line["question"], line["value"], line["version"], line["by"]) for line in self.kept(contact)],
                         [("reason", "too small", 1, "alice"), ("urgent", True, 1, "alice")])

    def test_a_killed_server_has_each_answer_once(self):
        self.publish()
        alice = self.desk("alice")
        self.joins()
        self.rings(2, "1001")
        contact = alice.do("page").split()[0]
        self.answers(2, "1001")
        self.assertEqual(alice.do("answer reason torn"), "saved")
        self.world.stop(signal.SIGKILL)
        self.world.start()
        self.world.wait_for_store()
        again = self.desk("alice")
        self.assertEqual(again.do("page").split()[0], contact)
        self.assertEqual(again.do("answered"), "Why: torn|")
        self.hangs_up(2, "")
        self.assertEqual([line["value"] for line in self.kept(contact)], ["torn"])

    def test_who_has_begun_keeps_the_version(self):
        ed = self.publish()
        alice = self.desk("alice")
        self.joins()
        self.rings(2, "1001")
        alice.do("page")
        self.answers(2, "1001")
        self.assertEqual(alice.do("answer urgent no"), "saved")
        self.assertEqual([ed.do(line) for line in ("say Really?", "save 1", "publish 2")], ["0 problems", "2", "done"])
        bob = self.desk("bob")
        self.rings(3, "1002")
        self.assertEqual(bob.do("page").split(" ", 3)[1:], ["returns/1", "ask", "Why do you return it?"])

    def test_who_saves_second_loses_nothing(self):
        ed, sue = self.publish(), self.desk("sue")
        self.assertEqual([sue.do(line) for line in ("load returns", "say Sue's", "save 1")], ["1", "0 problems", "2"])
        ed.do("say Ed's")
        self.assertIn("saved version 2 meanwhile", ed.do("save 1"))
        self.assertEqual(ed.do("save 2"), "3")
        self.assertEqual([ed.do(f"open returns {version}") for version in (1, 2, 3)], ["1", "2", "3"])

    def test_an_agent_may_not_save(self):
        alice = self.desk("alice")
        alice.do("new Mine")
        self.assertNotEqual(alice.do("save 0"), "1")


if __name__ == "__main__":
    del sys.argv[1:]
    sys.exit(run_unittests())
