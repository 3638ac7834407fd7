#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_server.py BELLHOPD BELLHOPCTL FAKE_AMI: the whole server beside a FreeSWITCH, as people and the PBX see it."""
import json
import os
import signal
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from world import World, daemon_world, example_user  # noqa: E402
from tap import run_unittests  # noqa: E402

PROGRAMS, FAKE_AMI = sys.argv[1:3], sys.argv[3]
SUPPORT = "support@pbx.test"
EVENT = "Content-Length: {}\nContent-Type: text/event-json\n\n{}"
ALICE, BOB = "user/1001@pbx.test", "user/1002@pbx.test"


class Case(unittest.TestCase):
    def setUp(self):
        self.world = World(*PROGRAMS)
        self.addCleanup(self.world.close)
        self.fake = self.world.fake
        for user in ("1001", "1002", "1003", "1004"):
            self.fake.do("phone", user=user, behaviour="manual", obeys=True)
            self.fake.do("status", user=user, status="Logged Out")

    def up(self, **config):
        self.world.configure(**config)
        self.world.start()
        self.world.wait_for_link("watch_only" if "watch_only" in config.get("pbx", "") else "up")
        self.world.wait_for_store()

    def add(self, name, extension, *queues):
        words = ["user", "add", name, "--full-name", name.title(), "--device", f"user/{extension}@pbx.test", "--extension", extension,
                 "--profile", "notify"]
        for queue in queues:
            words += ["--queue", queue]
        self.world.ctl(*words, stdin=f"{name}-secret\n")

    def at_work(self, name, extension, *queues):
        self.add(name, extension, *queues)
        desk = self.world.desk(name, f"{name}-secret")
        self.is_in(desk, "not_ready")
        self.ok(desk, "state.set", state="ready")
        self.is_in(desk, "ready")
        return desk

    def ok(self, desk, op, **args):
        reply = desk.ask(op, **args)
        self.assertTrue(reply["ok"], f"{op}: {reply}\n{self.world.read_log()[-2000:]}")
        return reply.get("result")

    def is_in(self, desk, *states):
        return desk.until_event("agent", lambda data: data["agent"] == desk.user and data["state"] in states)

    def sees(self, desk, *states):
        """The contact in which that person is in one of @states."""
        return desk.until_event("contact", lambda data: data.get("me", {}).get("state") in states)

    def calls(self):
        return [json.loads(line) for line in self.world.ctl("calls", "--json").splitlines()]

    def alive(self):
        """The contacts that people talk or wait in: not those that only notes are written of."""
        return [call for call in self.calls() if call["ended"] is None and call["segments"][-1]["type"] != "wrap_up"]

    def pbx_until(self, question, what):
        """Until the PBX shows it."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if question():
                return
            time.sleep(0.02)  # lint: ok, the double is asked again
        self.fail(f"{what}: {self.fake.do('calls')}, {self.fake.do('agents')}\n{self.fake.seen()[-20:]}\n{self.world.read_log()[-3000:]}")

    def agent(self, user):
        return self.fake.do("agents")["agents"][f"{user}@pbx.test"]

    def answered_call(self, desk):
        call = self.fake.do("call", to="02155550101")["call"]
        contact = self.sees(desk, "offered")
        self.ok(desk, "call.answer", contact=contact["contact"])
        return call, self.sees(desk, "talking")["contact"]


class Link(Case):
    def test_nobody_there(self):
        self.world.configure(port=1)
        self.world.start()
        self.assertIn("cannot be reached", self.world.wait_for_link("down")["message"])

    def test_wrong_password(self):
        self.world.configure(secret="wrong")
        self.world.start()
        self.assertRegex(self.world.wait_for_link("refused")["message"], "(?i)password|secret")

    def test_everybodys_password_is_refused(self):
        self.world.configure(secret="ClueCon")
        run = subprocess.run([PROGRAMS[0], "--config", self.world.config], capture_output=True, text=True, timeout=60, check=False)
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("insecure", run.stderr)

    def test_everybodys_password_where_that_is_wanted(self):
        self.fake.do("password", word="ClueCon")
        self.up(user="bellhop", secret="ClueCon", pbx="insecure = yes")

    def test_the_acl_does_not_admit(self):
        self.fake.do("acl", open=False)
        self.world.configure()
        self.world.start()
        self.assertRegex(self.world.wait_for_link("refused")["message"], "(?i)acl")

    def test_a_missing_right_is_named(self):
        granted = example_user()
        self.fake.do("user", name="bellhop", password="pw", events=granted["esl-allowed-events"],
                     api=granted["esl-allowed-api"].replace("show ", ""))
        self.world.configure()
        self.world.start()
        self.assertRegex(self.world.wait_for_link("refused")["message"], "show|esl-allowed-api")

    def test_only_what_the_example_grants_is_asked(self):
        self.up()
        self.assertEqual([line for line in self.fake.seen() if " ALL" in line], [])
        subscribed = self.fake.do("connections")["subscribed"]
        self.assertTrue(any("callcenter::info" in names for names in subscribed), subscribed)

    def test_half_open_is_seen_and_mended(self):
        self.up()
        self.add("alice", "1001", SUPPORT)
        desk = self.world.desk("alice", "alice-secret")
        self.is_in(desk, "not_ready")
        self.fake.do("half_open")
        self.is_in(desk, "unknown")
        self.fake.do("half_open", on=False)
        self.is_in(desk, "not_ready")

    def test_watch_only_sends_nothing_but_questions(self):
        self.up(pbx="watch_only = yes")
        self.add("alice", "1001", SUPPORT)
        desk = self.world.desk("alice", "alice-secret")
        self.ok(desk, "state.set", state="ready")
        self.fake.do("status", user="1001", status="Available")
        self.fake.do("call", to="02155550101")
        contact = self.sees(desk, "offered")
        self.assertEqual(contact["me"]["can"], [])
        for op, args in (("call.answer", {"contact": contact["contact"]}), ("call.dial", {"number": "1002"})):
            self.assertEqual(desk.ask(op, **args)["error"]["code"], "watch_only")
        self.ok(desk, "logout")
        asked = {" ".join(line.split()[1:4]) for line in self.fake.seen() if line.startswith(("api", "bgapi"))}
        self.assertFalse([line for line in asked if line.startswith(("uuid_kill", "uuid_hold", "uuid_phone", "uuid_tr", "originate",
                                                                     "callcenter_config agent set", "callcenter_config tier add"))], asked)


class Recovery(Case):
    def test_connecting_in_the_middle_of_calls(self):
        self.fake.do("status", user="1001", status="Available")
        direct = self.fake.do("call", to="02155550202", number="13900000001")
        self.fake.do("answer", user="1002")
        queued = self.fake.do("call", to="02155550101", number="13700137000")
        self.pbx_until(lambda: self.agent("1001")["state"] == "Receiving", "1001 is offered")
        self.up()
        found = {call["customer_number"]: call for call in self.alive()}
        self.assertEqual(set(found), {"+8613900000001", "+8613700137000"}, found)
        self.assertEqual(found["+8613900000001"]["agents"], [BOB])
        self.fake.do("end", call=direct["call"])
        self.fake.do("end", call=queued["call"])
        self.pbx_until(lambda: not self.alive(), "both are over")

    def test_killed_and_back_it_is_the_same_contact(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        _, contact = self.answered_call(desk)
        self.world.stop(signal.SIGKILL)
        self.world.start()
        self.world.wait_for_link("up")
        self.assertEqual([call["contact"] for call in self.alive()], [contact])

    def test_reload_of_the_event_socket_keeps_the_call(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        call, contact = self.answered_call(desk)
        self.fake.do("reload")
        self.is_in(desk, "unknown")
        self.is_in(desk, "talking")
        self.assertEqual([one["contact"] for one in self.alive()], [contact])
        self.fake.do("end", call=call)
        self.sees(desk, "wrap_up")

    def test_a_restart_ends_all_calls(self):
        for how in ("shutdown", "kill"):
            with self.subTest(how):
                self.up()
                desk = self.at_work("alice" + how, "1001" if how == "shutdown" else "1002", SUPPORT)
                self.answered_call(desk)
                self.fake.do(how)
                self.is_in(desk, "unknown")
                self.fake.do("restart")
                self.is_in(desk, "wrap_up", "ready", "not_ready")
                self.assertEqual(self.alive(), [])
                self.world.stop()

    def test_missed_while_the_link_was_cut(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        call, contact = self.answered_call(desk)
        self.fake.do("drop")
        self.fake.do("end", call=call)
        self.pbx_until(lambda: not self.alive(), "the call that ended meanwhile is over")
        self.assertEqual([one["contact"] for one in self.calls()], [contact])

    def test_a_stale_agent_is_repaired(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        self.fake.do("stale", user="1001", state="Receiving")
        self.fake.do("drop")
        self.is_in(desk, "unknown")
        self.is_in(desk, "ready")
        self.pbx_until(lambda: self.agent("1001")["state"] == "Waiting", "the agent is Waiting again")


class Desk(Case):
    def test_signing_in_ready_not_ready_and_out(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        self.pbx_until(lambda: self.agent("1001")["status"] == "Available", "available")
        self.ok(desk, "state.set", state="not_ready", reason="lunch")
        self.is_in(desk, "not_ready")
        self.pbx_until(lambda: self.agent("1001")["status"] == "On Break", "on a break")
        self.ok(desk, "logout")
        self.pbx_until(lambda: self.agent("1001")["status"] == "Logged Out", "logged out")

    def test_answer_hold_retrieve_digits_hangup(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        _, contact = self.answered_call(desk)
        seen = self.sees(desk, "talking")
        self.assertEqual((seen["customer_number"], seen["queues"]), ("+8613800138000", [SUPPORT]))
        self.ok(desk, "call.hold", contact=contact)
        self.sees(desk, "hold")
        self.ok(desk, "call.retrieve", contact=contact)
        self.sees(desk, "talking")
        self.ok(desk, "call.dtmf", contact=contact, digits="12#")
        self.ok(desk, "call.hangup", contact=contact)
        self.sees(desk, "wrap_up")
        self.pbx_until(lambda: not self.fake.do("calls")["calls"], "nobody calls")

    def test_blind_transfer(self):
        self.up()
        alice, bob = self.at_work("alice", "1001", SUPPORT), self.at_work("bob", "1002")
        _, contact = self.answered_call(alice)
        self.ok(alice, "contact.note", contact=contact, body="wants Bob", base=0)
        self.ok(alice, "call.transfer", contact=contact, to="1002")
        self.assertEqual(self.sees(bob, "offered")["contact"], contact)
        self.came_before_the_ring(bob, contact, "transfer")
        self.ok(bob, "call.answer", contact=contact)
        seen = self.sees(bob, "talking")
        self.assertEqual([one["kind"] for one in seen["transfers"]], ["blind"])
        self.sees(alice, "wrap_up")
        self.ok(bob, "call.hangup", contact=contact)
        self.sees(bob, "wrap_up")

    def test_consultation_completed(self):
        self.up()
        alice, bob = self.at_work("alice", "1001", SUPPORT), self.at_work("bob", "1002")
        call, contact = self.answered_call(alice)
        self.fake.do("phone", user="1002", behaviour="answer", after=0.2)
        self.ok(alice, "call.consult", contact=contact, to="1002")
        alice.until_event("contact", lambda data: "consult_complete" in data.get("me", {}).get("can", []))
        self.ok(alice, "call.consult_complete", contact=contact)
        seen = self.sees(bob, "talking")
        self.assertEqual(seen["contact"], contact)
        bob.until_event("contact", lambda data: [one["kind"] for one in data["transfers"]] == ["attended"])
        self.fake.do("end", call=call)
        self.sees(bob, "wrap_up")
        self.came_before_the_ring(bob, contact, "consult")

    def came_before_the_ring(self, desk, contact, how):
        """What the desk was told of the contact, in the order of its stream: first that it comes, with card and note; never that it goes; one ring."""
        told = []
        for frame in [one["frame"] for one in self.world.frames if (one["session"], one["from"]) == (desk.user, "server")]:
            event, data = frame.get("event"), frame.get("data")
            if event is None or data.get("contact") != contact:
                continue
            state = data.get("me", {}).get("state") if event == "contact" else None
            if state != "coming":
                told.append(state or event)
            elif not told or told[-1] != "coming":
                self.assertEqual((data["me"]["coming"]["from"], data["me"]["coming"]["how"]), ("alice", how))
                told.append("coming")
        ring = next(i for i, what in enumerate(told) if what in ("offered", "talking"))
        self.assertEqual(told[0], "coming")
        self.assertIn("card", told[:ring])
        self.assertEqual("note" in told[:ring], how == "transfer")
        self.assertNotIn("contact_gone", told[:ring + 1])

    def test_consultation_that_nobody_answers(self):
        self.up()
        alice, bob = self.at_work("alice", "1001", SUPPORT), self.at_work("bob", "1002")
        _, contact = self.answered_call(alice)
        self.fake.do("phone", user="1002", behaviour="busy", after=0.2)
        alice.ask("call.consult", contact=contact, to="1002")
        bob.until_event("contact_gone", lambda data: data["contact"] == contact)
        self.assertEqual(self.sees(alice, "talking")["contact"], contact)

    def test_consultation_taken_back(self):
        self.up()
        alice = self.at_work("alice", "1001", SUPPORT)
        self.at_work("bob", "1002")
        _, contact = self.answered_call(alice)
        self.fake.do("phone", user="1002", behaviour="answer", after=0.2)
        self.ok(alice, "call.consult", contact=contact, to="1002")
        alice.until_event("contact", lambda data: "consult_cancel" in data.get("me", {}).get("can", []) and
                          "consult_complete" in data["me"]["can"])
        self.ok(alice, "call.consult_cancel", contact=contact)
        self.sees(alice, "talking")
        self.pbx_until(lambda: len(self.fake.do("calls")["calls"]) == 2, "the colleague is gone, the customer is not")

    def in_conference(self):
        """Alice, Bob and a customer together: their desks, the call, the contact."""
        self.up()
        alice, bob = self.at_work("alice", "1001", SUPPORT), self.at_work("bob", "1002")
        call, contact = self.answered_call(alice)
        self.fake.do("phone", user="1002", behaviour="answer", after=0.2)
        self.ok(alice, "call.consult", contact=contact, to="1002")
        alice.until_event("contact", lambda data: "conference" in data.get("me", {}).get("can", []))
        self.ok(alice, "call.conference", contact=contact)
        for desk in (alice, bob):
            seen = desk.until_event("contact", lambda data: data["segments"][-1]["type"] == "conference" and data["me"]["state"] == "talking")
            self.assertEqual(seen["contact"], contact)
            self.assertIn("together", seen["me"]["cannot"]["transfer"])
        return alice, bob, call, contact

    def test_conference_that_the_agent_leaves(self):
        alice, bob, call, contact = self.in_conference()
        self.ok(alice, "call.hangup", contact=contact)
        self.sees(alice, "wrap_up")
        self.pbx_until(lambda: len(self.fake.do("calls")["calls"]) == 2, "customer and colleague are still together")
        self.fake.do("end", call=call)
        self.sees(bob, "wrap_up")
        self.pbx_until(lambda: not self.fake.do("calls")["calls"], "nobody is left alone in a room")

    def test_conference_that_the_colleague_leaves(self):
        alice, bob, call, contact = self.in_conference()
        self.ok(bob, "call.hangup", contact=contact)
        self.pbx_until(lambda: len(self.fake.do("calls")["calls"]) == 2, "customer and agent are still together")
        self.ok(alice, "call.hangup", contact=contact)
        self.sees(alice, "wrap_up")
        self.pbx_until(lambda: not self.fake.do("calls")["calls"], "the customer is not left alone in a room")
        self.assertEqual([one["kind"] for one in self.calls()[0]["transfers"]], [])

    def test_click_to_dial(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        self.ok(desk, "call.dial", number="13900139000")
        contact = self.sees(desk, "dialing", "offered")
        if "answer" in contact["me"]["can"]:
            self.ok(desk, "call.answer", contact=contact["contact"])
        else:
            self.fake.do("answer", user="1001")
        contact = self.sees(desk, "talking")
        self.assertEqual((contact["direction"], contact["customer_number"]), ("outbound", "+8613900139000"))
        self.fake.do("hang_up", user="1001")
        self.sees(desk, "wrap_up")

    def test_click_to_dial_fails_in_words(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        self.fake.do("phone", user="1001", behaviour="busy")
        reply = desk.ask("call.dial", number="13900139000")
        if reply["ok"]:
            self.pbx_until(lambda: not self.fake.do("calls")["calls"] and not self.alive(), "nothing is left of it")
        self.is_in(desk, "ready")

    def test_nothing_of_a_person_reaches_the_pbx_unguarded(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        _, contact = self.answered_call(desk)
        before = len(self.fake.seen())
        for number in ("1002 &park", "{a=b}1002", "1002,1003", "1002|1003", "1002\n\napi system reboot", "[x=y]1002", "1002^^:x", "$${x}1002",
                       "99"):
            for op, args in (("call.transfer", {"contact": contact, "to": number}), ("call.consult", {"contact": contact, "to": number}),
                             ("call.dial", {"number": number}), ("call.dtmf", {"contact": contact, "digits": number + "x"})):
                self.assertFalse(desk.ask(op, **args)["ok"], f"{op} {number!r}")
        desk.ask("call.dial", number="loopback/1002")  # refused, or its digits alone are dialed
        for line in self.fake.seen()[before:]:
            words = line.split()
            self.assertIn(words[0], ("api", "bgapi"), line)
            if words[1] == "originate":
                self.assertRegex(line, r"^bgapi originate \{[a-z_]+=[^ {}\[\]|&$]*\}user/1001@pbx\.test [0-9+]+ XML bellhop-out$")
            else:
                self.assertFalse(set(line) & set("&{}[]|^$;\\\""), line)
        self.sees(desk, "talking")


class Both(Case):
    """One server, an Asterisk and a FreeSWITCH."""

    def test_each_with_its_calls_and_its_end(self):
        asterisk = daemon_world.Fake(FAKE_AMI)
        self.addCleanup(asterisk.close)
        self.up(more=f"[pbx old]\nkind = asterisk\nport = {asterisk.port}\nsecret = secret\n")
        call = self.fake.do("call", to="02155550106", number="13700137000")["call"]
        asterisk.do("call 1795297000.1 13800138000 4000")
        self.pbx_until(lambda: len(self.alive()) == 2, "a call at each")
        self.assertEqual({one["pbx"]: one["customer_number"] for one in self.alive()},
                         {"main": "+8613700137000", "old": "+8613800138000"})
        self.fake.do("kill")
        self.world.wait_for("the lost link", lambda event, data: event == "link" and (data["pbx"], data["state"]) == ("main", "down"))
        self.assertIn("old", {one["pbx"] for one in self.alive()})
        self.fake.do("restart")
        self.pbx_until(lambda: [one["pbx"] for one in self.alive()] == ["old"], f"the call {call} went with its PBX")
        asterisk.do("hangup 1795297000.1")
        self.pbx_until(lambda: not self.alive(), "nobody calls")


class BadInput(Case):
    """What comes is wrong: a clear line in the log, the link recovered, the model exact after the next snapshot."""

    def check(self, *wrongs, log, cut=True):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        call, contact = self.answered_call(desk)
        for what, words in wrongs:
            self.fake.do(what, **words)
        if cut:
            self.is_in(desk, "unknown")
        self.is_in(desk, "talking")
        self.assertEqual([one["contact"] for one in self.alive()], [contact])
        self.assertRegex(self.world.read_log(), log)
        self.fake.do("end", call=call)
        self.sees(desk, "wrap_up")
        self.assertEqual(self.alive(), [])
        self.assertNotIn("critical", self.world.read_log())

    def test_a_wrong_content_length(self):
        self.check(("length", {"off": -11}), ("heartbeat", {}), ("heartbeat", {}), log="cannot be read")

    def test_a_content_length_too_long(self):
        self.check(("length", {"off": 5}), ("heartbeat", {}), ("heartbeat", {}), log="cannot be read")

    def test_a_body_of_one_gigabyte(self):
        self.check(("huge", {}), log="cannot be read")

    def test_a_frame_that_never_ends(self):
        self.check(("endless", {}), log="cannot be read")

    def test_events_without_what_we_rely_on(self):
        self.check(("nonsense", {}), log=".", cut=False)

    def test_an_unknown_job(self):
        self.check(("unknown_job", {}), log=".", cut=False)

    def test_a_length_that_is_none(self):
        self.check(("say", {"text": EVENT.format("-1", "{}")}), log="cannot be read")

    def test_a_length_beyond_all_numbers(self):
        self.check(("say", {"text": EVENT.format("9" * 40, "{}")}), log="cannot be read")

    def test_a_length_with_a_space(self):
        self.check(("say", {"text": EVENT.format("1 2", "{}")}), log="cannot be read")

    def test_two_lengths(self):
        self.check(("say", {"text": EVENT.format("2\nContent-Length: 3", "{}")}), log="cannot be read")

    def test_a_nul_in_a_header(self):
        self.check(("say", {"text": "Content\0-Length: 2\nContent-Type: text/event-json\n\n{}"}), log="cannot be read")

    def test_a_body_that_is_no_object(self):
        self.check(("say", {"text": EVENT.format(2, "[]")}), log="cannot be read")

    def test_a_body_nested_deeply(self):
        deep = '{"a":' + "[" * 50000 + "]" * 50000 + "}"
        self.check(("say", {"text": EVENT.format(len(deep), deep)}), log=".", cut=False)

    def test_a_farewell_in_the_middle_of_a_frame(self):
        farewell = "Content-Type: text/disconnect-notice\nContent-Length: 5\n\nBye.\n"
        self.check(("say", {"text": EVENT.format(len(farewell) + 1, "{" + farewell)}), log="cannot be read")

    def test_channels_without_an_id(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        self.fake.do("strip", headers=["Unique-ID", "Caller-Unique-ID"], event="CHANNEL_CREATE")
        call = self.fake.do("call", to="02155550101")["call"]
        self.pbx_until(lambda: self.agent("1001")["state"] == "Receiving", "1001 rings")
        self.fake.do("strip", headers=[], event="CHANNEL_CREATE")
        self.fake.do("drop")
        self.is_in(desk, "unknown")
        self.sees(desk, "offered")
        self.fake.do("end", call=call)
        self.is_in(desk, "ready")
        self.assertEqual(self.alive(), [])

    def test_answers_that_do_not_come(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        _, contact = self.answered_call(desk)
        self.fake.do("silent", words=["uuid_hold", "uuid_phone_event"])
        reply = desk.ask("call.hold", contact=contact)
        self.assertFalse(reply["ok"])
        self.fake.do("silent", words=[])
        self.ok(desk, "call.hangup", contact=contact)
        self.sees(desk, "wrap_up")

    def test_a_slow_command_holds_nothing_up(self):
        self.up()
        desk = self.at_work("alice", "1001", SUPPORT)
        self.fake.do("slow", command="originate", seconds=120)  # longer than anything is waited for
        self.ok(desk, "call.dial", number="13900139000")
        self.fake.do("call", to="02155550106", number="13700137000")
        self.world.wait_for("the other call", lambda event, data: event == "contact" and data["customer_number"] == "+8613700137000")


if __name__ == "__main__":
    del sys.argv[1:]
    sys.exit(run_unittests())
