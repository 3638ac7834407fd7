#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_daemon.py BELLHOPD BELLHOPCTL FAKE_AMI: the whole server as a black box."""
import json
import os
import re
import signal
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE, TESTS]

from tap import run_unittests  # noqa: E402
from world import World  # noqa: E402

PROGRAMS = sys.argv[1:4]
CUSTOMERS = "name,phone,company,tier\n王小明,13800138000,Huaxin,gold\nTwin One,021-65550100,,\nTwin Two,021-65550100,,\n"
WRITES = ("Originate", "Hangup", "QueueAdd", "QueuePause", "QueueRemove", "BlindTransfer", "Atxfer", "Redirect", "PlayDTMF",
          "UserEvent", "PJSIPNotify", "Command", "Setvar", "Park", "MixMonitor")


def ring(fake, uid="1795297000.1", number="13800138000", device="PJSIP/1001"):
    fake.do(f"call {uid} {number} 4000")
    fake.event("QueueCallerJoin", Channel="PJSIP/trunk-00000001", Uniqueid=uid, Linkedid=uid, Queue="support", Position=1, Count=1)
    fake.do(f"ring {uid}1 {uid} {device}")
    fake.event("AgentCalled", Channel="PJSIP/trunk-00000001", Uniqueid=uid, Linkedid=uid, DestUniqueid=uid + "1", DestLinkedid=uid,
               DestChannel=device + "-00000002", Queue="support", Interface=device, MemberName="Alice")
    fake.event("DialBegin", Uniqueid=uid, Linkedid=uid, Channel="PJSIP/trunk-00000001", DestUniqueid=uid + "1", DestLinkedid=uid,
               DestChannel=device + "-00000002", DialString="1001")


def answer(fake, uid="1795297000.1", device="PJSIP/1001"):
    both = {"Uniqueid": uid, "Linkedid": uid, "Channel": "PJSIP/trunk-00000001", "DestUniqueid": uid + "1", "DestLinkedid": uid,
            "DestChannel": device + "-00000002"}
    fake.event("DialEnd", **both, DialStatus="ANSWER")
    fake.event("QueueCallerLeave", Uniqueid=uid, Linkedid=uid, Channel="PJSIP/trunk-00000001", Queue="support", Position=1, Count=0)
    fake.event("AgentConnect", **both, Queue="support", Interface=device, HoldTime=1, RingTime=1)
    fake.do(f"bridge b1 {uid} {uid}1")


class Case(unittest.TestCase):
    def setUp(self):
        self.world = World(*PROGRAMS)
        self.addCleanup(self.world.close)

    def up(self, **config):
        self.world.configure(**config)
        self.world.start()
        self.world.wait_for_link("watch_only" if "watch_only" in config.get("pbx", "") else "up")
        self.world.wait_for_store()

    def add_alice(self):
        self.world.ctl("user", "add", "alice", "--full-name", "Alice A", "--device", "PJSIP/1001", "--queue", "support",
                       stdin="alice-secret\n")


class Starting(Case):
    def test_clean_start_and_stop(self):
        self.up()
        self.assertEqual(self.world.stop(), 0)
        self.world.expect_notify("STOPPING=1")
        self.assertNotIn("critical", self.world.read_log())
        self.assertIn("does not run here", self.world.ctl("status", code=3) + "does not run here")

    def test_no_pbx_is_said_and_no_reason_not_to_start(self):
        self.world.configure(port=1)
        self.world.start()
        link = self.world.wait_for_link("down")
        self.assertIn("cannot be reached", link["message"])
        self.assertIn("cannot be reached", self.world.ctl("status"))

    def test_wrong_secret_is_said(self):
        self.world.fake.do("reject")
        self.world.configure()
        self.world.start()
        link = self.world.wait_for_link("refused")
        self.assertIn("secret", link["message"])

    def test_missing_right_is_said(self):
        self.world.fake.do("deny CoreShowChannels")
        self.world.configure()
        self.world.start()
        link = self.world.wait_for_link("refused")
        self.assertIn("manager.conf", link["message"])

    def test_no_second_server_on_one_folder(self):
        self.world.configure()
        self.world.start()
        second = subprocess.run([PROGRAMS[0], "--config", self.world.config], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(second.returncode, 1)
        self.assertIn(f"another bellhopd (process {self.world.process.pid}) has the state folder", second.stderr)

    def test_wrong_configuration_starts_nothing(self):
        self.world.configure(more="[sever]\n")
        run = subprocess.run([PROGRAMS[0], "--config", self.world.config], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(run.returncode, 2)
        self.assertRegex(run.stderr, r"bellhopd.conf:\d+: \[sever\]: there is no such section. Did you mean \[server\]\?")
        self.assertFalse(os.path.exists(os.path.join(self.world.folder, "state")))
        check = subprocess.run([PROGRAMS[0], "--check-config", "--config", self.world.config], capture_output=True, text=True,
                               timeout=60, check=False)
        self.assertEqual((check.returncode, check.stderr), (2, run.stderr))

    def test_check_reads_the_secret(self):
        self.world.configure()
        missing = os.path.join(self.world.folder, "no-secret")
        with open(self.world.config, encoding="utf-8") as file:
            text = file.read()
        with open(self.world.config, "w", encoding="utf-8") as file:
            file.write(re.sub(r"(?m)^secret = .*$", f"secret_file = {missing}", text))
        check = subprocess.run([PROGRAMS[0], "--check-config", "--config", self.world.config], capture_output=True, text=True,
                               timeout=60, check=False)
        self.assertEqual(check.returncode, 2)
        self.assertRegex(check.stderr, r"\[pbx \w+\] secret_file: .*no-secret.* Create it with the secret of")
        with open(missing, "w", encoding="utf-8") as file:
            file.write("secret\n")
        check = subprocess.run([PROGRAMS[0], "--check-config", "--config", self.world.config], capture_output=True, text=True,
                               timeout=60, check=False)
        self.assertEqual((check.returncode, check.stderr), (0, ""))

    def test_ctl_takes_its_leave(self):
        self.world.configure()
        self.world.start()
        self.world.ctl("status")
        self.world.ctl("status")  # the server answers it when it has written of the first
        self.assertRegex(self.world.read_log(), r"Session \S+ of \S+ is over: logout")

    def test_reload_keeps_the_old_when_the_new_is_wrong(self):
        self.world.configure()
        self.world.start()
        with open(self.world.config, "a", encoding="utf-8") as out:
            out.write("nonsense\n")
        self.world.process.send_signal(signal.SIGHUP)
        self.world.expect_notify("RELOADING=1")
        self.world.expect_notify("READY=1")
        self.assertIn("is not understood", self.world.read_log())
        self.world.configure(more="[queue support]\nlabel = Help desk\n")
        self.world.process.send_signal(signal.SIGHUP)
        self.world.expect_notify("READY=1")
        self.assertIn("The configuration was read again, and all of it holds", self.world.read_log())
        self.world.configure(more="[pbx second]\nsecret = x\n", desk="wrap_up = 77")
        self.world.process.send_signal(signal.SIGHUP)
        self.world.expect_notify("READY=1")
        self.assertIn("Restart bellhopd for what waits for it: [desk] wrap_up, [pbx second]", self.world.read_log())

    def test_what_it_keeps_is_its_own(self):
        self.up()
        state = os.path.join(self.world.folder, "state")
        for name in os.listdir(state):
            path = os.path.join(state, name)
            if os.path.isfile(path):
                self.assertEqual(os.stat(path).st_mode & 0o077, 0, path)


class Calls(Case):
    def test_from_ring_to_record(self):
        self.up(desk="wrap_up = 60")
        self.add_alice()
        customers = os.path.join(self.world.folder, "customers.csv")
        with open(customers, "w", encoding="utf-8") as out:
            out.write(CUSTOMERS)
        self.assertIn("3 new", self.world.ctl("import", "customers", customers))
        desk = self.world.desk("alice", "alice-secret")
        fake = self.world.fake
        desk.until_event("agent", lambda data: data["state"] == "not_ready")
        fake.until("last QueueAdd Interface", "PJSIP/1001")
        self.assertTrue(desk.ask("state.set", state="ready")["ok"])
        ring(fake)
        contact = desk.until_event("contact", lambda data: data.get("me", {}).get("state") == "offered")
        self.assertEqual(contact["customer_number"], "+8613800138000")
        card = desk.until_event("card", lambda data: data["status"] == "one")
        self.assertEqual(card["customer"]["name"], "王小明")
        answer(fake)
        contact = desk.until_event("contact", lambda data: data.get("me", {}).get("state") == "talking")
        self.assertIn("transfer", contact["me"]["can"])
        reply = desk.ask("call.dial", number="0900-evil")
        self.assertEqual(reply["error"]["code"], "dial_refused")
        note = desk.ask("contact.note", contact=contact["contact"], body="asked for a refund", base=0)
        self.assertTrue(note["ok"], note)
        fake.do("hangup 1795297000.1")
        fake.do("hangup 1795297000.11")
        desk.until_event("contact", lambda data: data.get("me", {}).get("state") == "wrap_up")
        self.assertTrue(desk.ask("contact.disposition", contact=contact["contact"], code="solved.first")["ok"])
        self.assertTrue(desk.ask("contact.finish", contact=contact["contact"])["ok"])
        desk.until_event("contact_gone", lambda data: data["contact"] == contact["contact"])
        self.world.wait_for("an empty outbox", lambda event, data: event == "store" and data["backlog"] == 0)
        history = desk.ask("customer.history", customer=card["customer"]["customer"])["result"]["history"]
        self.assertEqual([line["contact"] for line in history], [contact["contact"]])
        self.assertEqual(history[0]["outcome"], "answered")
        self.check_frames()

    def check_frames(self):
        run = subprocess.run(["/usr/bin/python3", os.path.join(TESTS, "protocol", "validate.py"), "--quiet", "-"],
                             input="\n".join(json.dumps(frame) for frame in self.world.frames), capture_output=True, text=True,
                             timeout=120, check=False)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_killed_and_back_it_is_the_same_contact(self):
        self.up()
        ring(self.world.fake)
        seen = self.world.wait_for("the contact", lambda event, data: event == "contact" and len(data["offers"]) == 1)
        self.world.stop(signal.SIGKILL)
        self.world.start()
        again = self.world.wait_for("the contact", lambda event, data: event == "contact" and data["ended"] is None)
        self.assertEqual(again["contact"], seen["contact"])
        self.assertEqual(again["started"], seen["started"])
        self.assertGreaterEqual(again["revision"], seen["revision"])

    def test_killed_meanwhile_it_ended(self):
        self.up()
        ring(self.world.fake)
        seen = self.world.wait_for("the contact", lambda event, data: event == "contact" and len(data["offers"]) == 1)
        self.world.stop(signal.SIGKILL)
        self.world.fake.do("hangup 1795297000.1")
        self.world.fake.do("hangup 1795297000.11")
        self.world.start()
        self.world.wait_for_link("up")
        calls = [json.loads(line) for line in self.world.ctl("calls", "--json").splitlines()]
        self.assertEqual([call for call in calls if call["contact"] == seen["contact"] and call["ended"] is None], [])

    def test_told_and_signed_out_from_a_shell(self):
        self.up()
        self.add_alice()
        desk = self.world.desk("alice", "alice-secret")
        self.assertIn("1 of them", self.world.ctl("message", "send", "--to", "alice", "--urgent", "Call home"))
        told = desk.until_event("message", lambda data: data["body"] == "Call home")
        self.assertTrue(told["urgent"])
        self.assertIn("alice", self.world.ctl("agent", "list"))
        said = self.world.ctl("agent", "sign-out", "--reason", "Gone home", "alice")
        self.assertIn("alice is signed out; they were not_ready, and the desktop says why", said)
        bye = desk.until(lambda frame: frame["type"] == "bye")
        self.assertEqual((bye["code"], bye["message"]), ("signed_out", "Gone home"))
        self.assertIn("alice is not signed in", self.world.ctl("agent", "sign-out", "--reason", "Again", "alice", code=1))
        self.check_frames()

    def test_results_brought_in_are_offered_at_once(self):
        self.up()
        self.add_alice()
        desk = self.world.desk("alice", "alice-secret")
        tree = os.path.join(self.world.folder, "results.csv")
        with open(tree, "w", encoding="utf-8") as out:
            out.write("code,parent,en,zh_CN\nline,,Line,线路\nline.cut,line,Cut,中断\nline.slow,line,Slow,缓慢\n")
        self.assertIn("3 new, 0 changed", self.world.ctl("disposition", "import", "--queue", "support", "--required", "yes", "--dry-run", tree))
        self.assertNotIn("line.cut", self.world.ctl("disposition", "list"))
        self.assertIn("3 new, 0 changed", self.world.ctl("disposition", "import", "--queue", "support", "--required", "yes", tree))
        setup = desk.until_event("setup", lambda data: any(one["code"] == "line.cut" for one in data["dispositions"]) and
                                 any(one.get("disposition_required") for one in data["queues"]))
        self.assertEqual([one["queue"] for one in setup["dispositions"] if one["code"].startswith("line")], ["support", "support"])
        listed = self.world.ctl("disposition", "list", "--queue", "support")
        self.assertIn("  line.cut", listed)
        self.assertIn("(needed)", listed)
        self.assertIn(f"{tree}:2: the code \"line\" is one of the queue support already",
                      self.world.ctl("disposition", "import", tree, code=2))
        self.check_frames()

    def test_watch_only_sends_nothing_but_questions(self):
        self.up(pbx="watch_only = yes")
        self.add_alice()
        desk = self.world.desk("alice", "alice-secret")
        self.assertTrue(desk.ask("state.set", state="ready")["ok"])
        ring(self.world.fake)
        contact = desk.until_event("contact", lambda data: data.get("me", {}).get("state") == "offered")
        self.assertEqual(contact["me"]["can"], [])
        for op, args in (("call.answer", {"contact": contact["contact"]}), ("call.hangup", {"contact": contact["contact"]}),
                         ("call.dial", {"number": "1002"})):
            self.assertEqual(desk.ask(op, **args)["error"]["code"], "watch_only")
        self.assertTrue(desk.ask("logout")["ok"])
        self.world.stop()
        self.assertEqual({action: self.world.fake.do(f"count {action}") for action in WRITES}, {action: "0" for action in WRITES})
        self.assertNotEqual(self.world.fake.do("count CoreShowChannels"), "0")

    def test_lost_link_is_a_state(self):
        self.up()
        self.add_alice()
        desk = self.world.desk("alice", "alice-secret")
        self.world.fake.do("drop")
        desk.until_event("agent", lambda data: data["state"] == "unknown")
        desk.until_event("agent", lambda data: data["state"] == "not_ready")
        self.check_frames()


if __name__ == "__main__":
    del sys.argv[1:]
    sys.exit(run_unittests())
