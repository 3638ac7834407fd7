#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""story.py --world FOLDER --server ADDRESS --out FOLDER: one whole contact, played by people.

Alice and Bob sit at desktops of their own (each under its own Xvfb and session bus, worked through hand.py); a customer calls over
SIP. Every step must be seen on the screen, at the phones or in the database; the first one that is not ends the story with 1.
Leaves numbered pictures, timeline.txt and contact.json in --out.
"""
import argparse
import json
import os
import pathlib
import queue
import shutil
import subprocess
import sys
import time

from desks import ROOT, WAIT, Failed, Peer, Person

CUSTOMER, CUSTOMER_NAME = "13800138000", "王小明"


class Story:
    def __init__(self, options):
        self.world, self.out, self.server = pathlib.Path(options.world), pathlib.Path(options.out), options.server
        self.config = self.world / "bellhopd.conf"
        self.started, self.number, self.lines = time.time(), 0, []
        self.peers = []

    # ---- telling

    def step(self, text, event_at=None, seen_at=None):
        """One line of the time line; with both times, how long it took from the PBX's event to the screen."""
        now = seen_at or time.time()
        line = f"{now - self.started:8.3f}  {text}"
        if event_at is not None:
            line += f"  [{(now - event_at) * 1000:.0f} ms after the PBX]"
        self.lines.append(line)
        print("   " + line, flush=True)
        (self.out / "timeline.txt").write_text("\n".join(self.lines) + "\n")

    def picture(self, person, name):
        self.number += 1
        person.ask(do="shot", file=str(self.out.resolve() / f"{self.number:02}-{name}.png"))

    # ---- the people

    def open_desktops(self):
        self.alice, self.bob = (Person(name, self.world, self.server) for name in ("alice", "bob"))
        self.peers += [self.alice, self.bob]
        self.phones = Peer(
            "phones",
            ["/usr/bin/python3", str(ROOT / "tests" / "fakes" / "sip_phone.py"), "--instance", str(self.world / "asterisk"), "1001", "1002",
             "1003", "1004", "trunk"])
        self.peers.append(self.phones)
        for phone in ("1001", "1002", "trunk"):
            self.phones.event(event="ready", phone=phone)

    def sign_in(self, person, extension):
        person.sees("Sign in", 30)
        if person is self.alice:
            self.picture(person, "sign-in")
        person.fills("^Server$", self.server)
        person.fills("^Your name$", person.name)
        person.fills("^Password$", f"{person.name}-demo")
        person.fills("^Extension$", extension)
        person.presses("^Sign in$")
        person.sees("trust it")
        if person is self.alice:
            self.picture(person, "server-key")
        person.presses("trust it")
        person.sees("(?i)not ready|just signed in")
        self.step(f"{person.name} is signed in at {extension}")

    def get_ready(self, person):
        person.key("F6")
        person.sees("Ready")
        person.key("1")
        person.sees("^Ready")
        self.step(f"{person.name} is ready")

    # ---- the acts

    def customer_calls(self):
        since, traced = len(self.phones.events), len(self.alice.traced())
        self.phones.ask(phone="trunk", do="call", to="4000", number=CUSTOMER, name="Wang Xiaoming")
        self.step(f"{CUSTOMER} calls 4000")
        rang = self.phones.event(since=since, event="incoming", phone="1001")
        self.alice.sees(CUSTOMER_NAME)
        self.step(f"alice's phone rings, and the card of {CUSTOMER_NAME} is on her screen", rang["at"], self.alice.painted(traced))
        self.alice.sees("Huaxin Electronics")
        self.alice.sees("(?i)gold")
        self.alice.sees("4312")
        self.alice.sees("(?i)support")
        self.picture(self.alice, "ringing")
        self.step("company, tier, open matter, queue and what was said last are on the card")

    def alice_answers(self):
        since, traced = len(self.phones.events), len(self.alice.traced())
        self.alice.key("F9")
        answered = self.phones.event(since=since, event="answered", phone="1001")
        self.step("alice answers with F9; the desktop shows the talk", answered["at"], self.alice.shows("talking", traced))
        self.picture(self.alice, "talking")

    def alice_notes(self):
        self.alice.key("ctrl+m")
        self.alice.types("Asks about the refund of order 4312")
        self.alice.sees("Asks about the refund of order 4312")
        self.alice.sees("(?i)saved")
        self.step("alice's note is saved while she types")

    def hold_and_retrieve(self):
        since, traced = len(self.phones.events), len(self.alice.traced())
        self.alice.key("F7")
        held = self.phones.event(since=since, event="held", phone="1001")
        self.step("alice holds with F7", held["at"], self.alice.shows("hold", traced))
        self.picture(self.alice, "hold")
        since, traced = len(self.phones.events), len(self.alice.traced())
        self.alice.key("F7")
        back = self.phones.event(since=since, event="retrieved", phone="1001")
        self.step("alice retrieves with F7", back["at"], self.alice.shows("talking", traced))

    def transfer_to_bob(self):
        self.alice.key("F8")
        self.alice.sees("Bob Brown")
        self.alice.types("bob")
        time.sleep(0.5)  # a person looks before sending the customer away
        self.picture(self.alice, "transfer")
        since, traced, self.left = len(self.phones.events), len(self.bob.traced()), len(self.alice.traced())
        self.alice.key("ctrl+Return")
        rang = self.phones.event(since=since, event="incoming", phone="1002")
        self.step("the blind transfer rings at bob, with the same card", rang["at"], self.bob.painted(traced))
        self.bob.sees(CUSTOMER_NAME)
        self.picture(self.bob, "bob-ringing")
        since, traced = len(self.phones.events), len(self.bob.traced())
        self.bob.key("F9")
        answered = self.phones.event(since=since, event="answered", phone="1002")
        self.step("bob answers", answered["at"], self.bob.shows("talking", traced))

    def alice_wraps_up(self):
        self.step("alice's desktop is in wrap-up", seen_at=self.alice.shows("wrap_up", self.left))
        self.picture(self.alice, "alice-wrap-up")
        self.finish(self.alice, "refund")

    def bob_hangs_up(self):
        since, traced = len(self.phones.events), len(self.bob.traced())
        self.bob.presses("^Hang up")
        ended = self.phones.event(since=since, event="ended", phone="trunk")
        self.step("bob hangs up; wrap-up begins", ended["at"], self.bob.shows("wrap_up", traced))
        self.picture(self.bob, "bob-wrap-up")
        self.finish(self.bob, "solved")

    def finish(self, person, disposition):
        person.key("ctrl+d")
        person.types(disposition)
        time.sleep(0.5)
        person.key("Return")
        time.sleep(0.5)
        self.picture(person, f"{person.name}-disposition")
        person.key("ctrl+Return")
        end = time.monotonic() + WAIT
        while self.agent_state(person.name) == "wrap_up":
            if time.monotonic() > end:
                raise Failed(f"{person.name} is still in wrap-up")
            time.sleep(0.1)
        self.step(f"{person.name} chose a disposition and finished")

    def agent_state(self, name):
        command = [str(ROOT / "build" / "server" / "bellhopctl"), "agents", "--json", "--config", str(self.config)]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(ran.stdout) if ran.stdout.lstrip().startswith("[") else [json.loads(l) for l in ran.stdout.splitlines()]
        return next((agent["state"] for agent in found if agent["agent"] == name), None)

    def contact_is_stored(self):
        end = time.monotonic() + WAIT
        contact = None
        while time.monotonic() < end:
            contact = self.stored_contact()
            if contact is not None and contact.get("ended"):
                break
            time.sleep(0.1)
        if contact is None or not contact.get("ended"):
            raise Failed("the finished contact is not in PostgreSQL")
        (self.out / "contact.json").write_text(json.dumps(contact, ensure_ascii=False, indent=2) + "\n")
        self.check(contact)
        self.step("the whole contact, segment by segment, is in PostgreSQL")

    def stored_contact(self):
        env = {**os.environ, "PGOPTIONS": "-c search_path=public"}
        sql = (
            "SELECT to_jsonb(c) || jsonb_build_object("
            "'segments', (SELECT jsonb_agg(s ORDER BY s.ordinal) FROM segment s WHERE s.contact_id = c.id),"
            "'offers', (SELECT jsonb_agg(o ORDER BY o.ordinal) FROM offer o WHERE o.contact_id = c.id),"
            "'transfers', (SELECT jsonb_agg(t ORDER BY t.ordinal) FROM transfer t WHERE t.contact_id = c.id),"
            "'notes', (SELECT jsonb_agg(n) FROM contact_note n WHERE n.contact_id = c.id),"
            "'dispositions', (SELECT jsonb_agg(d) FROM contact_disposition d WHERE d.contact_id = c.id)) "
            f"FROM contact c WHERE c.started > to_timestamp({self.started}) AND c.direction = 'inbound' ORDER BY c.started LIMIT 1")
        ran = subprocess.run(["sh", str(ROOT / "data" / "demo" / "psql.sh"), str(self.world), "-At", "-c", sql], capture_output=True, text=True,
                             env=env)
        if ran.returncode != 0:
            raise Failed(f"psql: {ran.stderr}")
        return json.loads(ran.stdout) if ran.stdout.strip() else None

    @staticmethod
    def check(contact):
        faults = []
        at = 0
        for segment in contact["segments"]:
            if segment["start_ms"] != at:
                faults.append(f"segment {segment['ordinal']} begins at {segment['start_ms']}, not at {at}")
            at = segment["end_ms"]
        types = [segment["type"] for segment in contact["segments"]]
        for wanted in ("ring", "talk", "hold", "wrap_up"):
            if wanted not in types:
                faults.append(f"no segment {wanted}")
        for key, wanted in (("outcome", "answered"), ("agents", ["PJSIP/1001", "PJSIP/1002"]), ("queues", ["support"])):
            if contact[key] != wanted:
                faults.append(f"{key} is {contact[key]}, not {wanted}")
        if [t["kind"] for t in contact["transfers"] or []] != ["blind"]:
            faults.append(f"transfers are {contact['transfers']}")
        if not any("4312" in note["body"] for note in contact["notes"] or []):
            faults.append("the note is missing")
        if len(contact["dispositions"] or []) < 1:
            faults.append("no disposition is stored")
        if faults:
            raise Failed("the stored contact is wrong: " + "; ".join(faults))

    def play(self):
        self.open_desktops()
        self.sign_in(self.alice, "1001")
        self.sign_in(self.bob, "1002")
        self.picture(self.alice, "signed-in")
        self.get_ready(self.alice)
        self.picture(self.alice, "empty-desk")
        self.customer_calls()
        self.alice_answers()
        self.alice_notes()
        self.hold_and_retrieve()
        self.get_ready(self.bob)
        self.transfer_to_bob()
        self.alice_wraps_up()
        self.bob_hangs_up()
        self.contact_is_stored()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--world", "--server", "--out"):
        parser.add_argument(name, required=True)
    story = Story(parser.parse_args())
    try:
        story.play()
        return 0
    except (Failed, queue.Empty) as error:
        story.step(f"NOT SEEN: {error}")
        for person in story.peers[:2]:
            try:
                story.picture(person, f"{person.name}-at-the-end")
                (story.out / f"{person.name}-texts.json").write_text(
                    json.dumps(person.ask(do="look")["texts"], ensure_ascii=False, indent=1))
            except (Failed, queue.Empty, OSError):
                pass
            log = story.world / f"{person.name}.log"
            if log.exists():
                shutil.copy(log, story.out / f"{person.name}.log")
        return 1
    finally:
        for peer in story.peers:
            peer.end()


if __name__ == "__main__":
    sys.exit(main())
