#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_server.py BUILD_ROOT: a real Asterisk, the real bellhopd, and people who work by the session door alone."""
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(os.path.dirname(HERE))]
from lab import CannotFetch, Lab, device  # noqa: E402
from server import Person, Refused, Server  # noqa: E402
from sip_phone import answer_after, ring_only  # noqa: E402
from tap import Tap  # noqa: E402

STORIES = []
OUTSIDE = "13900001111"


def story(function):
    STORIES.append(function)
    return function


def must(condition, words):
    if not condition:
        raise AssertionError(words)


class World:
    async def open(self, folder, build):
        self.lab = await Lab(os.path.join(folder, "pbx"), "22", "--lab", "--ring", "6").open()
        self.server = Server(build, os.path.join(folder, "server"), self.lab.instance, dial_ring="5")
        await self.server.start()
        self.server.add_user("alice", "1001", "support", "sales")
        self.server.rows("UPDATE user_queue SET penalty = 3 WHERE queue = 'sales' RETURNING 1")
        self.server.add_user("bob", "1002", "support")
        self.server.add_user("sue", None, role="supervisor")
        return self

    async def members(self, queue="support"):
        """interface -> (paused, reason) as the PBX has it."""
        items = await self.lab.ami.list("QueueStatus", Queue=queue)
        return {m["Location"]: (m["Paused"] == "1", m.get("PausedReason", "")) for m in items if m.get("Event") == "QueueMember"}

    async def calm(self):
        """Everybody gone, phones silent, log empty."""
        await self.lab.clear()

    async def at_work(self, *names):
        people = [await Person(self.server, name).sign_in() for name in names]
        for person in people:
            await person.until(lambda p=person: p.me, "told who they are")
            await person.ask("state.set", state="ready")
            await person.is_in("ready")
        return people

    async def go_home(self, *people):
        for person in people:
            for contact in list(person.contacts):
                try:
                    await person.ask("contact.finish", contact=contact)
                except Refused:
                    pass
            await person.sign_out()

    async def close(self):
        self.server.stop()
        await self.lab.close()


@story
async def signing_in_joins_the_queues_and_ready_takes_calls(world):
    alice = await Person(world.server, "alice").sign_in()
    await alice.until(lambda: alice.me, "told who they are")
    await world.lab.wait_for(lambda: True)
    members = {}
    for _ in range(100):
        members = await world.members()
        if device("1001") in members:
            break
        await asyncio.sleep(0.05)
    must(members.get(device("1001"), (None,))[0] is True, f"paused in support after sign-in: {members}")
    must(device("1001") in await world.members("sales"), "a member of sales as well")
    await alice.ask("state.set", state="ready")
    await alice.is_in("ready")
    must((await world.members())[device("1001")][0] is False, "not paused when ready")
    await alice.ask("state.set", state="not_ready", reason="lunch")
    await alice.is_in("not_ready")
    must((await world.members())[device("1001")] == (True, "lunch"), f"paused with the reason: {await world.members()}")
    await alice.sign_out()
    for _ in range(100):
        if device("1001") not in await world.members():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("still a member after sign-out")


@story
async def a_call_is_answered_held_retrieved_and_ended_from_the_desk(world):
    (alice,) = await world.at_work("alice")
    customer = await world.lab.inbound()
    phone = await world.lab.ringing(world.lab.p1001)
    contact = await alice.sees("offered")
    late = time.time() - world.lab.began(phone)
    must(late < 0.5, f"the contact was there {late:.3f} s after the ring")
    must((contact["customer_number"], contact["dialed"], contact["queues"]) == ("13800138000", "4000", ["support"]) or
         contact["number_shown"] == "13800138000", f"who calls, whom, where: {contact}")
    ident = contact["contact"]
    for op, state in (("answer", "talking"), ("hold", "hold"), ("retrieve", "talking")):
        await alice.ask(f"call.{op}", contact=ident)
        await alice.sees(state)
    await world.lab.wait_for(lambda: world.lab.has_done(phone, "reinvite sendrecv"))  # Asterisk tells of it before the phone has its answer
    must(world.lab.when(phone, "reinvite sendonly") < world.lab.when(phone, "reinvite sendrecv"), "the phone held and retrieved")
    await alice.ask("call.dtmf", contact=ident, digits="12#")
    await alice.ask("call.hangup", contact=ident)
    await alice.sees("wrap_up")
    await customer.ended()
    await alice.ask("contact.note", contact=ident, body="asked for a refund", base=0)
    await alice.ask("contact.finish", contact=ident)
    await alice.until(lambda: ident not in alice.contacts, "rid of the finished contact")
    await alice.is_in("ready")
    await world.go_home(alice)


@story
async def the_doctor_tries_the_contexts(world):
    def said(**changed):
        with open(world.server.file, encoding="utf-8") as file:
            lines = [line for line in file if line.split(" = ")[0] not in changed]
        other = world.server.file + ".doctor"
        with open(other, "w", encoding="utf-8") as file:
            os.chmod(other, 0o600)
            file.writelines(lines + [f"{key} = {value}\n" for key, value in changed.items()])
        program = os.path.join(world.server.build, "server", "bellhopctl")
        run = subprocess.run([program, "doctor", "--json", "--config", other], capture_output=True, text=True, check=False, timeout=60)
        return [one for one in json.loads(run.stdout) if "context" in one["text"]]

    (good,) = said()
    must(good["level"] == "OK", f"all contexts are there: {good}")
    (bad,) = said(hold_context="no-such-place")
    must(bad["level"] == "FAIL" and "hold_context = no-such-place" in bad["text"], f"the one that is not there is named: {bad}")


def came_before_the_ring(person, ident, how, *with_it):
    """In the order of @person's stream: first that it comes and from whom, then what belongs to it, then one ring; it never goes in between."""
    told = [(event, data.get("me", {}).get("state"), data) for _, event, data in person.history if data.get("contact") == ident]
    must(told[0][1] == "coming" and told[0][2]["me"]["coming"]["how"] == how, f"first that it comes: {told[0][:2]}")
    must(told[0][2]["me"]["coming"]["from"] == "alice", f"from Alice: {told[0][2]['me']}")
    ring = next(i for i, (event, state, _) in enumerate(told) if event == "contact" and state != "coming")
    before = [event for event, _, _ in told[:ring]]
    must(all(event in before for event in with_it), f"{with_it} before the ring: {before}")
    must("contact_gone" not in [event for event, _, _ in told[:ring + 1]], "it never went")


@story
async def a_blind_transfer_takes_the_customer_and_what_is_known_along(world):
    alice, bob = await world.at_work("alice", "bob")
    await bob.ask("state.set", state="not_ready", reason="lunch")
    await world.lab.inbound()
    ident = (await alice.sees("offered"))["contact"]
    await alice.ask("call.answer", contact=ident)
    await alice.sees("talking")
    await alice.ask("contact.note", contact=ident, body="wants Bob", base=0)
    await alice.ask("call.transfer", contact=ident, to="1002")
    contact = await bob.sees("offered")
    must(contact["contact"] == ident, "the same contact")
    came_before_the_ring(bob, ident, "transfer", "card", "note")
    await bob.ask("call.answer", contact=ident)
    contact = await bob.sees("talking")
    must([t["kind"] for t in contact["transfers"]] == ["blind"], f"one blind transfer: {contact['transfers']}")
    must(contact["transfers"][0]["to"] == device("1002"), f"to Bob: {contact['transfers']}")
    notes = [data["body"] for _, event, data in bob.history if event == "note" and data["contact"] == ident]
    must("wants Bob" in notes, f"the note came along: {notes}")
    await bob.ask("call.hangup", contact=ident)
    await bob.sees("wrap_up")
    await world.go_home(alice, bob)


@story
async def a_consultation_is_completed(world):
    alice, bob = await world.at_work("alice", "bob")
    await bob.ask("state.set", state="not_ready", reason="lunch")
    world.lab.answering(0.3, world.lab.p1002)
    customer = await world.lab.inbound()
    contact = await alice.sees("offered")
    ident = contact["contact"]
    await alice.ask("call.answer", contact=ident)
    await alice.sees("talking")
    asked = time.time()
    await alice.ask("call.consult", contact=ident, to="1002")
    await alice.sees("consult", timeout=10)
    phone = await world.lab.up(world.lab.p1002)
    must(world.lab.began(phone) - asked < 1.5, f"Bob's phone rang {world.lab.began(phone) - asked:.2f} s after the wish")
    await alice.until(lambda: "consult_complete" in alice.contacts[ident]["me"]["can"], "able to complete")
    await alice.ask("call.consult_complete", contact=ident)
    contact = await bob.sees("talking", timeout=10)
    must(contact["contact"] == ident, "the same contact")
    await bob.until(lambda: bob.contacts[ident]["transfers"], "told of the transfer")
    must(bob.contacts[ident]["transfers"][0]["kind"] == "attended", f"attended: {bob.contacts[ident]['transfers']}")
    came_before_the_ring(bob, ident, "consult", "card")
    await customer.hangup()
    await bob.sees("wrap_up")
    await world.go_home(alice, bob)


@story
async def a_consultation_becomes_a_conference(world):
    alice, bob = await world.at_work("alice", "bob")
    await bob.ask("state.set", state="not_ready", reason="lunch")
    world.lab.answering(0.3, world.lab.p1002)
    customer = await world.lab.inbound()
    ident = (await alice.sees("offered"))["contact"]
    await alice.ask("call.answer", contact=ident)
    await alice.sees("talking")
    phone = await world.lab.up(world.lab.p1001)
    await alice.ask("call.consult", contact=ident, to="1002")
    await alice.until(lambda: "conference" in alice.contacts[ident]["me"]["can"], "able to join all three")
    await alice.ask("call.conference", contact=ident)
    for person in (alice, bob):
        await person.until(lambda p=person: ident in p.contacts and p.contacts[ident]["segments"][-1]["type"] == "conference" and
                           p.contacts[ident]["me"]["state"] == "talking", "in the conference")
    must("together" in alice.contacts[ident]["me"]["cannot"]["consult"], "nobody else is asked from there")
    await alice.ask("call.hangup", contact=ident)
    await phone.ended()
    await alice.sees("wrap_up")
    contact = await bob.until(lambda: bob.contacts[ident]["segments"][-1]["type"] == "talk" and bob.contacts[ident], "left with the customer")
    must(customer.state == "up" and contact["transfers"] == [], f"the customer talks with Bob, and nobody handed over: {contact['transfers']}")
    await customer.hangup()
    await bob.sees("wrap_up")
    await world.go_home(alice, bob)


@story
async def a_consultation_is_taken_back(world):
    alice, bob = await world.at_work("alice", "bob")
    await bob.ask("state.set", state="not_ready", reason="lunch")
    world.lab.answering(0.3, world.lab.p1002)
    await world.lab.inbound()
    ident = (await alice.sees("offered"))["contact"]
    await alice.ask("call.answer", contact=ident)
    await alice.sees("talking")
    await alice.ask("call.consult", contact=ident, to="1002")
    phone = await world.lab.up(world.lab.p1002)
    await alice.until(lambda: {"consult_cancel", "consult_complete"} <= set(alice.contacts[ident]["me"]["can"]), "able to take it back, answered")
    await alice.ask("call.consult_cancel", contact=ident)
    await phone.ended()
    await alice.sees("talking", timeout=10)
    await alice.ask("call.hangup", contact=ident)
    await alice.sees("wrap_up")
    await world.go_home(alice, bob)


async def second_call(world):
    """Alice talks with a customer, holds by the phone's own key, and calls Bob by a second call of the phone's own."""
    alice, bob = await world.at_work("alice", "bob")
    await bob.ask("state.set", state="not_ready", reason="lunch")
    world.lab.answering(0.3, world.lab.p1002)
    customer = await world.lab.inbound()
    ident = (await alice.sees("offered"))["contact"]
    await alice.ask("call.answer", contact=ident)
    await alice.sees("talking")
    first = await world.lab.up(world.lab.p1001)
    await first.hold()
    second = await world.lab.p1001.call("1002")
    await second.answered()
    await alice.until(
        lambda: alice.contacts[ident]["me"]["state"] == "consult" and "consult_complete" in alice.contacts[ident]["me"]["can"],
        "in a consultation that can be completed",
    )
    return alice, bob, customer, ident, first, second


@story
async def a_second_call_of_the_phone_is_joined_from_the_desk(world):
    alice, bob, customer, ident, first, second = await second_call(world)
    await alice.ask("call.consult_complete", contact=ident)
    await first.ended()
    await second.ended()
    contact = await bob.until(lambda: bob.contacts.get(ident, {}).get("me", {}).get("state") == "talking" and bob.contacts[ident], "talking")
    await bob.until(lambda: [t["kind"] for t in bob.contacts[ident]["transfers"]] == ["attended"], f"told of the transfer: {contact}")
    await customer.hangup()
    await bob.sees("wrap_up")
    await world.go_home(alice, bob)


@story
async def a_second_call_of_the_phone_is_taken_back_from_the_desk(world):
    alice, bob, customer, ident, first, second = await second_call(world)
    await alice.ask("call.consult_cancel", contact=ident)
    await second.ended()
    must(first.state == "up", "the customer is still there")
    await alice.until(lambda: alice.contacts[ident]["me"]["state"] == "hold", "back to the customer on hold")
    await alice.ask("call.retrieve", contact=ident)
    await alice.until(lambda: alice.contacts[ident]["me"]["state"] == "talking", "talking again")
    await alice.ask("call.hangup", contact=ident)
    await customer.ended()
    await world.go_home(alice, bob)


@story
async def a_number_is_dialled_from_the_desk(world):
    (alice,) = await world.at_work("alice")
    world.lab.trunk.policy = answer_after(0.5)
    await alice.ask("call.dial", number=OUTSIDE)
    await world.lab.ringing(world.lab.p1001)
    contact = await alice.sees("offered", "dialing")
    if "answer" in contact["me"]["can"]:
        await alice.ask("call.answer", contact=contact["contact"])
    else:
        world.lab.p1001.live("incoming")[0].answer()
    contact = await alice.sees("talking")
    must(contact["direction"] == "outbound", f"outbound: {contact}")
    must(OUTSIDE in contact["number_shown"] or OUTSIDE in contact["customer_number"], f"whom we call: {contact}")
    far = world.lab.trunk.live("up")[0]
    must(far.invite.first.split("sip:")[1].split("@")[0] == OUTSIDE, f"what the trunk was asked for: {far.invite.first}")
    must("02088880000" in far.remote, f"the house's number was shown: {far.remote}")
    await far.hangup()
    await alice.sees("wrap_up")
    await world.go_home(alice)


@story
async def a_phone_that_is_to_dial_rings_no_longer_than_configured(world):
    (alice,) = await world.at_work("alice")
    await alice.ask("call.dial", number=OUTSIDE)
    phone = await world.lab.ringing(world.lab.p1001)
    await phone.ended()
    rang = time.time() - world.lab.began(phone)
    must(4 < rang < 6.5, f"dial_ring = 5, and it rang {rang:.1f} s")
    await alice.is_in("ready")
    await world.go_home(alice)


@story
async def a_number_outside_of_the_patterns_is_refused(world):
    (alice,) = await world.at_work("alice")
    for number in ("112233445566778899", "99", "*8", "1002&SIP/evil", "13900001111\r\nAction: Hangup"):
        try:
            await alice.ask("call.dial", number=number)
        except Refused as refusal:
            must(refusal.code in ("dial_refused", "bad_request"), f"{number!r}: {refusal}")
            continue
        raise AssertionError(f"{number!r} was dialled")
    must(not world.lab.p1001.calls, "no phone rang")
    await world.go_home(alice)


@story
async def what_is_done_on_the_pbx_is_shown(world):
    (alice,) = await world.at_work("alice")
    await world.lab.ami.ask("QueuePause", Interface=device("1001"), Paused="true", Reason="meeting")
    await alice.is_in("not_ready")
    await world.lab.ami.ask("QueuePause", Interface=device("1001"), Paused="false")
    await alice.is_in("ready")
    await world.go_home(alice)


@story
async def a_missed_call_goes_to_the_next(world):
    alice, bob = await world.at_work("alice", "bob")
    await world.lab.inbound()
    first = await world.lab.ringing(world.lab.p1001, world.lab.p1002)
    mine, other = (alice, bob) if first.phone is world.lab.p1001 else (bob, alice)
    ident = (await mine.sees("offered"))["contact"]
    contact = await other.sees("offered", timeout=15)
    must(contact["contact"] == ident, "the same contact")
    await other.until(
        lambda: [o["outcome"] for o in other.contacts[ident]["offers"]] == ["no_answer", "ringing"],
        f"told that one missed it and the other's phone rings: {contact['offers']}",
    )
    await other.ask("call.answer", contact=ident)
    await other.sees("talking")
    await other.ask("call.hangup", contact=ident)
    await other.sees("wrap_up")
    await world.go_home(alice, bob)


@story
async def a_server_that_is_killed_in_mid_call_finds_it_again(world):
    (alice,) = await world.at_work("alice")
    await world.lab.inbound()
    ident = (await alice.sees("offered"))["contact"]
    await alice.ask("call.answer", contact=ident)
    await alice.sees("talking")
    alice.leave()
    world.server.kill()
    await asyncio.sleep(0.5)
    await world.server.start()
    alice = await Person(world.server, "alice").sign_in()
    contact = await alice.sees("talking", timeout=15)
    must(contact["contact"] == ident, f"the same contact: {contact['contact']} is not {ident}")
    must(contact["agents"] == [device("1001")], f"its agent is known: {contact['agents']}")
    await alice.ask("call.hangup", contact=ident)
    await alice.sees("wrap_up")
    await world.go_home(alice)


async def killed(world, *people):
    for person in people:
        person.leave()
    world.server.kill()
    await world.server.start()


async def pausing(world, name, wanted, queue="support"):
    """Until the PBX has @name as @wanted, (paused, reason)."""
    for _ in range(100):
        if (await world.members(queue)).get(device(name)) == wanted:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{name} is not {wanted} in {queue}: {await world.members(queue)}")


@story
async def a_desk_that_outlives_the_server_goes_on_as_it_was(world):
    alice, bob = await world.at_work("alice", "bob")
    await bob.ask("state.set", state="not_ready", reason="lunch")
    await pausing(world, "1002", (True, "lunch"))
    await killed(world, alice, bob)
    await alice.come_back()
    await bob.come_back()
    await alice.is_in("ready", timeout=15)
    me = await bob.is_in("not_ready", timeout=15)
    must(me["reason"] == "lunch", f"still at lunch: {me}")
    states = [data["state"] for _, event, data in alice.history if event == "agent" and data["agent"] == "alice"]
    must("not_ready" not in states[states.index("ready"):], f"never not ready meanwhile: {states}")
    await pausing(world, "1001", (False, ""))
    await pausing(world, "1002", (True, "lunch"))
    await world.lab.inbound()
    await alice.sees("offered")
    await world.calm()
    await world.go_home(alice, bob)


@story
async def what_the_database_has_of_a_killed_server_is_gapless_and_not_doubled(world):
    (alice,) = await world.at_work("alice")
    began = world.server.rows("SELECT now()")[0][0]
    await killed(world, alice)
    await alice.come_back()
    await alice.is_in("ready", timeout=15)
    await alice.sign_out()
    for _ in range(100):
        left = world.server.rows("SELECT count(*) FROM agent_session WHERE agent = 'alice' AND signed_out IS NULL")[0][0]
        if left == "0":
            break
        await asyncio.sleep(0.1)
    sessions = world.server.rows(f"SELECT end_reason FROM agent_session WHERE agent = 'alice' AND signed_out > '{began}'")
    must(sessions == [["logout"]], f"one session, ended once: {sessions}")
    holes = world.server.rows(
        "SELECT started, ended, state, next FROM (SELECT i.*, lead(i.started) OVER (ORDER BY i.started) AS next FROM agent_state_interval AS i "
        "JOIN agent_session AS s ON s.agent = i.agent AND i.started >= s.signed_in AND i.started < s.signed_out "
        f"WHERE i.agent = 'alice' AND s.signed_out > '{began}') AS i WHERE ended IS NULL OR ended <> next"
    )
    must(holes == [], f"no hole and no overlap: {holes}")


@story
async def a_wrap_up_goes_on_after_the_server_was_killed(world):
    (alice,) = await world.at_work("alice")
    await world.lab.inbound()
    ident = (await alice.sees("offered"))["contact"]
    await alice.ask("call.answer", contact=ident)
    await alice.sees("talking")
    await alice.ask("call.hangup", contact=ident)
    before = await alice.sees("wrap_up")
    await pausing(world, "1001", (True, "wrap_up"))
    await killed(world, alice)
    await alice.come_back()
    after = await alice.sees("wrap_up", timeout=15)
    must(after["contact"] == ident, f"the same contact: {after}")
    must(after["me"]["wrap_up_until"] == before["me"]["wrap_up_until"], f"by the same clock: {before['me']}, {after['me']}")
    await alice.ask("contact.finish", contact=ident)
    await alice.is_in("ready")
    await pausing(world, "1001", (False, ""))
    await world.go_home(alice)


@story
async def members_that_the_pbx_forgot_join_again_as_they_were(world):
    alice, bob = await world.at_work("alice", "bob")
    await bob.ask("state.set", state="not_ready", reason="lunch")
    await pausing(world, "1002", (True, "lunch"))
    world.lab.console("core restart now")
    await alice.until(lambda: alice.links["main"]["state"] != "up", "told that the link is down")
    await alice.until(lambda: alice.links["main"]["state"] == "up", "told that it is back", 20)
    await again(world)
    await pausing(world, "1001", (False, ""))
    await pausing(world, "1002", (True, "lunch"))
    await alice.is_in("ready")
    me = await bob.is_in("not_ready")
    must(me["reason"] == "lunch", f"still at lunch: {me}")
    items = await world.lab.ami.list("QueueStatus", Queue="sales")
    penalties = {m["Location"]: m["Penalty"] for m in items if m.get("Event") == "QueueMember"}
    must(penalties.get(device("1001")) == "3", f"with the penalty of the database: {penalties}")
    await world.go_home(alice, bob)


@story
async def a_pbx_that_restarts_in_mid_call_is_told_and_comes_back(world):
    (alice,) = await world.at_work("alice")
    await world.lab.inbound()
    ident = (await alice.sees("offered"))["contact"]
    await alice.ask("call.answer", contact=ident)
    await alice.sees("talking")
    world.lab.console("core restart now")
    await alice.until(lambda: alice.links["main"]["state"] != "up", "told that the link is down")
    await alice.until(lambda: alice.links["main"]["state"] == "up", "told that it is back", 20)
    await alice.until(lambda: ident not in alice.contacts or alice.contacts[ident]["me"]["state"] in ("wrap_up", "ended"), "rid of the dead call", 15)
    for _ in range(100):
        if device("1001") in await again(world):
            break
        await asyncio.sleep(0.1)
    must(device("1001") in await world.members(), "a member again after the restart")
    await world.go_home(alice)


async def again(world):
    """The PBX is new: our own hand on it as well."""
    if world.lab.ami.closed.is_set():
        await world.lab.connect()
    return await world.members()


async def play(tap, world, function):
    began = time.time()
    faults = []
    try:
        await world.calm()
        await asyncio.wait_for(function(world), 60)
    except Exception as error:  # noqa: BLE001 the next story is worth a try
        where = traceback.extract_tb(error.__traceback__)
        lines = [f"line {f.lineno}: {f.line}" for f in where if f.filename == os.path.abspath(__file__)]
        faults = [f"{type(error).__name__}: {error}", *lines, world.server.words()]
        faults += [f"{at - began:7.3f} {who:6} {what}" for at, who, what, _ in world.lab.log]
    tap.case(f"{function.__name__} # {time.time() - began:.1f} s".replace(" #", ","), faults)


async def main(build, *only):
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="bellhop-server-")
    os.chmod(folder, 0o755)
    try:
        try:
            world = await World().open(folder, build)
        except CannotFetch as reason:
            print(f"1..0 # SKIP no Asterisk: {reason}")
            return 0
        try:
            for function in STORIES:
                if not only or function.__name__ in only:
                    await play(tap, world, function)
        finally:
            await world.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
