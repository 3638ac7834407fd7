#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_doctor.py BELLHOPD BELLHOPCTL: bellhopctl doctor at a FreeSWITCH, well and ill; each finding with its cure."""
import glob
import json
import os
import subprocess
import sys
import unittest
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from world import KIT, World, example_user  # noqa: E402
from tap import run_unittests  # noqa: E402

PROGRAMS = sys.argv[1:3]


class Doctor(unittest.TestCase):
    def setUp(self):
        self.world = World(*PROGRAMS)
        self.addCleanup(self.world.close)
        self.fake = self.world.fake
        self.world.configure()

    def examine(self):
        """{text: (level, cure)} of what is said about the PBX."""
        run = subprocess.run([PROGRAMS[1], "doctor", "--json", "--config", self.world.config], capture_output=True, text=True,
                             timeout=60, check=False)
        return {one["text"]: (one["level"], one["cure"] or "") for one in json.loads(run.stdout) if one["check"] == "pbx main"}

    def assert_says(self, text, level, cure=""):
        found = self.examine()
        one = next((key for key in found if text in key), None)
        self.assertIsNotNone(one, f"\"{text}\" is not among {json.dumps(found, indent=1, ensure_ascii=False)}")
        self.assertEqual(found[one][0], level)
        self.assertIn(cure, found[one][1])

    def test_nothing_is_wrong_with_the_example_user(self):
        found = self.examine()
        self.assertEqual({level for level, _ in found.values()}, {"OK"}, json.dumps(found, indent=1))
        self.assertIn("mod_callcenter has 2 queues and 4 agents", found)

    def test_the_watcher_may_all_that_it_needs(self):
        granted = example_user(1)
        self.fake.do("user", name="watch", password="pw", events=granted["esl-allowed-events"], api=granted["esl-allowed-api"])
        self.world.configure(pbx="watch_only = yes", user="watch@pbx.test")
        self.assertEqual({level for level, _ in self.examine().values()}, {"OK"})

    def test_examples_are_xml(self):
        files = glob.glob(os.path.join(KIT, "**", "*.xml"), recursive=True)
        self.assertEqual(len(files), 5)
        for name in files:
            xml.etree.ElementTree.parse(name)

    def test_nobody_there(self):
        self.world.configure(port=1)
        self.assert_says("cannot be used", "FAIL", "listen-port")

    def test_not_in_the_acl(self):
        self.fake.do("acl", open=False)
        self.assert_says("its ACL does not admit", "FAIL", "apply-inbound-acl")

    def test_wrong_password(self):
        self.world.configure(secret="wrong")
        self.assert_says("the login failed", "FAIL", "esl-password")

    def test_everybodys_password(self):
        self.fake.do("password", word="ClueCon")
        self.assert_says("the password that every new FreeSWITCH has opens it", "FAIL", "event_socket.conf.xml")

    def test_the_sockets_own_password_may_too_much(self):
        self.world.configure(user="bellhop", secret="not-everybodys")
        self.assert_says("may do everything", "WARN", "esl-allowed-api")

    def test_missing_and_dangerous_commands(self):
        granted = example_user()
        self.fake.do("user", name="bellhop", password="pw", events=granted["esl-allowed-events"],
                     api=granted["esl-allowed-api"].replace(" originate", " system"))
        self.assert_says("may not ask: originate", "FAIL", "\"originate\"")
        self.assert_says("may do more than Bellhop needs: system", "WARN", "take it out")

    def test_missing_events(self):
        granted = example_user()
        self.fake.do("user", name="bellhop", password="pw", api=granted["esl-allowed-api"],
                     events=granted["esl-allowed-events"].replace("CHANNEL_BRIDGE ", "").replace(" callcenter::info", ""))
        self.assert_says("events are not granted: CHANNEL_BRIDGE callcenter::info", "FAIL", "esl-allowed-events")

    def test_clock(self):
        self.fake.do("skew", seconds=-7)
        self.assert_says("s behind ours", "WARN", "NTP")

    def test_settings_that_spoil_reports(self):
        for line in ("agent set wrap_up_time 1001@pbx.test 5", "agent set max_no_answer 1002@pbx.test 3"):
            self.fake.api("callcenter_config " + line)
        self.fake.do("queue", name="sales@pbx.test", strategy="ring-all", abandoned_resume_allowed="true",
                     skip_agents_with_external_calls="false")
        for text, cure in (("the agents 1001@pbx.test have a wrap-up time of the PBX", "set wrap_up_time"),
                           ("the agents 1002@pbx.test are sent on a break", "set max_no_answer"),
                           ("the queues sales@pbx.test ring everybody at once", "another strategy"),
                           ("the queues sales@pbx.test let a caller who gave up go on", "abandoned-resume-allowed = false"),
                           ("the queues sales@pbx.test offer calls to agents who talk", "skip-agents-with-external-calls = true")):
            self.assert_says(text, "WARN", cure)

    def test_wrap_up_of_the_pbx_alone_is_no_fault(self):
        self.world.configure(desk="wrap_up = 0")
        self.fake.api("callcenter_config agent set wrap_up_time 1001@pbx.test 5")
        self.assertFalse([text for text in self.examine() if "wrap-up" in text])

    def test_stale_agents(self):
        self.fake.do("stale", user="1001", state="Receiving")
        self.assert_says("takes for busy who has no call: 1001@pbx.test", "WARN", "agent set state")

    def test_no_callcenter(self):
        self.fake.do("lack", command="callcenter_config")
        self.assert_says("mod_callcenter is not loaded", "WARN", "modules.conf.xml")

    def test_no_event_comes(self):
        self.fake.do("silent", words=["uptime"])
        self.assert_says("no event came back", "FAIL", "BACKGROUND_JOB")

    def test_it_only_asks(self):
        self.examine()
        words = {" ".join(line.split()[:2]) for line in self.fake.seen()}
        self.assertLessEqual({word for word in words if word.startswith(("api", "bgapi"))},
                             {"api show", "api callcenter_config", "bgapi uptime"})


if __name__ == "__main__":
    del sys.argv[1:]
    sys.exit(run_unittests())
