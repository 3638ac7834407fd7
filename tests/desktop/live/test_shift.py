#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_shift.py BUILD_ROOT: one agent's whole shift by keyboard alone, at a real server and a real Asterisk; then what is stored is
compared with what was done. Each part stands on the one before: after a fault the rest is not tried."""
import os
import pathlib
import queue
import shutil
import sys
import tempfile
import time

import campaign
from world import CUSTOMER, Failed, Person, World, lab, must, until
from tap import Tap  # world knows where it is

PARTS = []


def part(function):
    PARTS.append(function)
    return function


class Shift:
    """What was done, to be compared with what is stored."""

    def __init__(self, world):
        self.world, self.alice, self.bob = world, None, None
        self.desk = world.folder / "shift"
        self.desk.mkdir()
        demo = pathlib.Path(__file__).resolve().parents[3] / "data/demo"
        for what in (
            ("kb", "import", str(demo / "knowledge")),
            ("kb", "synonyms", "import", str(demo / "synonyms.txt")),
            ("script", "import", str(demo / "scripts" / "support.json")),
            ("script", "assign", "support", "--queue", "support"),
        ):
            ran = world.server.ctl(*what)
            must(ran.returncode == 0, f"{what}: {ran.stdout}{ran.stderr}")
        campaign.bring_in(self)

    def opens(self):
        """Alice starts her desktop; nothing is given to it."""
        self.alice = Person("alice", self.desk, None, build=self.world.build, GSETTINGS_BACKEND="keyfile")
        self.world.people.append(self.alice)
        return self.alice

    def signs_in(self):
        """Sees the door, and fills it in."""
        alice = self.alice
        alice.sees("^Extension$", 30)
        alice.key("ctrl+a")
        alice.types(f"tcp://127.0.0.1:{self.world.server.port}")
        for text, tabs in (("alice", 1), ("alice-secret", 1), ("1001", 2)):  # the password has a button that shows it
            alice.key(" ".join(["Tab"] * tabs))
            alice.key("ctrl+a")
            alice.types(text)
        alice.key("Return")

    def is_ready(self):
        until(lambda: self.world.opens_states(self.alice), "the keys do not open the states")
        self.alice.key("1")
        self.alice.sees("^You are ready")

    def answers(self, number, name=None):
        """@number calls the queue; the screen says who it is before the call is taken."""
        traced = len(self.alice.traced())
        since = self.world.now()
        self.world.calls(number=number)
        self.alice.sees("^Answer")
        if name:
            self.alice.sees(name)
        self.alice.key("F9")
        self.alice.shows("talking", traced)
        return since

    def notes(self, text):
        self.alice.key("ctrl+m")
        self.alice.types(text)
        self.alice.sees("(?i)^saved")

    def hangs_up(self, since):
        traced = len(self.alice.traced())
        self.alice.key("F12")
        self.alice.key("F12")
        self.world.hears("ended", "trunk", since)
        self.alice.shows("wrap_up", traced)

    def finishes(self, result, shown, then="^You are ready"):
        """Types what it came to, as much of it as tells it from the rest."""
        self.alice.key("ctrl+d")
        self.alice.types(result)
        self.alice.sees(shown)
        self.alice.key("Return")
        self.alice.key("ctrl+Return")
        self.alice.sees(then)


@part
def she_signs_in_and_compares_the_key(shift):
    alice = shift.opens()
    shift.signs_in()
    alice.sees("meets the server for the first time")
    alice.key("shift+Tab")  # the other answer has the focus
    alice.key("Return")
    alice.sees("^Live$", 30)
    shift.is_ready()
    shift.bob = shift.world.at_work("bob", "1002")


@part
def the_first_customer_wants_a_refund(shift):
    since = shift.answers(CUSTOMER, "王小明")
    alice = shift.alice
    alice.sees("王小明您好")  # the script speaks the customer's language, and knows the name
    alice.key("alt+Right")
    alice.sees("来电原因")
    alice.key("alt+Right")
    alice.sees("needs an answer")
    alice.key("3")
    alice.key("alt+Right")
    alice.key("1")
    alice.key("alt+Right")
    alice.types("refund by Friday")
    alice.key("alt+Left")  # going back keeps what was answered
    alice.sees("^is it|验证|核实")
    alice.key("alt+Right")
    alice.sees("refund by Friday")
    alice.key("alt+Right")
    alice.key("5")
    shift.notes("wants 20 back")
    shift.hangs_up(since)
    shift.finishes("ref", "Promised")


@part
def the_second_is_nobody_we_know(shift):
    since = shift.answers("13955550000", "No customer has this number")
    alice = shift.alice
    alice.key("ctrl+shift+c")
    alice.key("ctrl+a")
    alice.types("Greta Holm")
    alice.key("Tab")
    alice.types("Holm Boats")
    alice.key("Return")
    alice.sees("^Greta Holm$")
    finds_and_notes_an_article(alice)
    misses_an_article(alice)
    shift.hangs_up(since)
    shift.finishes("at once", "At once")


def finds_and_notes_an_article(alice):
    alice.key("ctrl+l")
    alice.types("stolen card")
    alice.sees("(?i)articles? found")
    alice.key("Return")
    alice.sees("^Was it useful")
    alice.key("ctrl+i")
    alice.sees("(?i)^saved")


def misses_an_article(alice):
    alice.key("ctrl+l")
    alice.key("ctrl+a")
    alice.types("helicopter landing")
    alice.sees("^0 articles found")
    alice.key("ctrl+shift+n")
    alice.sees("^Noted. The editors")


@part
def the_third_is_handed_to_bob_after_a_consultation(shift):
    since = shift.answers(CUSTOMER, "王小明")
    alice, bob = shift.alice, shift.bob
    shift.notes("asks for bob")
    alice.key("F8")
    alice.sees("^Consult first")
    alice.types("bob")
    alice.sees("Bob")
    rung = shift.world.now()
    alice.key("Return")
    shift.world.hears("incoming", "1002", rung)
    bob.sees("^Answer")
    bob.sees("王小明")
    bob.key("F9")
    shift.world.hears("answered", "1002", rung)
    until(lambda: alice.can("^Hand over"), "she cannot hand the call over")
    traced = len(alice.traced())
    alice.key("F8")
    alice.shows("wrap_up", traced)
    shift.finishes("at once", "At once")
    bob.sees("^Hang up")
    bob.key("F12")
    bob.key("F12")
    shift.world.hears("ended", "trunk", since)
    bob.sees("^Finish$")
    bob.key("ctrl+Return")
    bob.sees("^You are ready")


@part
def the_fourth_is_sent_to_bob_at_once(shift):
    since = shift.answers(CUSTOMER, "王小明")
    alice, bob = shift.alice, shift.bob
    shift.notes("bob knows")
    alice.key("F8")
    alice.sees("^Consult first")
    alice.types("bob")
    alice.sees("Bob")
    traced, rung = len(alice.traced()), shift.world.now()
    alice.key("ctrl+Return")
    alice.shows("wrap_up", traced)
    shift.world.hears("incoming", "1002", rung)
    bob.sees("^Answer")
    bob.key("F9")
    shift.finishes("at once", "At once")
    bob.sees("^Hang up")
    bob.key("F12")
    bob.key("F12")
    shift.world.hears("ended", "trunk", since)
    bob.sees("^Finish$")
    bob.key("ctrl+Return")
    bob.sees("^You are ready")


@part
def the_desktop_dies_in_the_wrap_up_of_the_fifth(shift):
    since = shift.answers(CUSTOMER, "王小明")
    shift.hangs_up(since)
    alice = shift.alice
    alice.key("ctrl+m")
    alice.types("typed before the crash")
    os.kill(alice.pid, 9)
    shift.world.people.remove(alice)
    alice.end()
    alice = shift.opens()
    alice.sees("^Extension$", 30)
    alice.types("alice-secret")  # the door knows the rest
    alice.key("Return")
    alice.sees("^Finish$", 30)
    alice.sees("typed before the crash")
    alice.sees("(?i)^saved")
    shift.finishes("at once", "At once", then="^You are not ready")  # she signed in anew, and says when
    shift.is_ready()


@part
def she_works_through_a_campaign(shift):
    campaign.Campaign(shift).work()


@part
def she_signs_out(shift):
    until(lambda: shift.world.signs_out(shift.alice), "the keys do not sign her out")
    shift.world.people.remove(shift.bob)
    until(lambda: shift.world.signs_out(shift.bob), "the keys do not sign bob out")
    shift.bob.end()


CONTACTS = """
SELECT c.customer_number, coalesce(p.name, ''), c.outcome, array_to_string(c.users, ','), d.code,
       coalesce((SELECT left(split_part(n.body, chr(10), 1), 40) FROM contact_note n WHERE n.contact_id = c.id AND n.author = 'alice' ORDER BY n.ordinal DESC LIMIT 1), ''),
       coalesce((SELECT string_agg(kind, ',') FROM transfer t WHERE t.contact_id = c.id), '')
FROM contact c LEFT JOIN customer p ON p.id = c.customer_id
LEFT JOIN contact_disposition d ON d.contact_id = c.id AND d.agent = 'alice'
WHERE c.direction = 'inbound' ORDER BY c.started
"""

ANSWERS = "SELECT DISTINCT ON (question) question, value #>> '{}' FROM script_answer ORDER BY question, revision DESC"


@part
def what_is_stored_is_what_was_done(shift):
    wang, greta = ["+8613800138000", "王小明"], ["+8613955550000", "Greta Holm"]
    done = [
        [*wang, "answered", "alice", "refund.promised", "wants 20 back", ""],
        [*greta, "answered", "alice", "solved.first", "The account was used by somebody else", ""],
        [*wang, "answered", "alice,bob", "solved.first", "asks for bob", "attended"],
        [*wang, "answered", "alice,bob", "solved.first", "bob knows", "blind"],
        [*wang, "answered", "alice", "solved.first", "typed before the crash", ""],
    ]
    until(lambda: len(shift.world.server.rows(CONTACTS)) >= len(done), "not all contacts are stored")
    stored = shift.world.server.rows(CONTACTS)
    for was, held in zip(done, stored):
        must(was == held, f"done:   {was}\nstored: {held}")
    must(len(stored) == len(done), f"stored, and not done: {stored[len(done):]}")
    answers = shift.world.server.rows(ANSWERS)
    must(answers == [["agreed", "refund by Friday"], ["reason", "password"], ["stars", "5"], ["verified", "true"]], f"answers: {answers}")
    for what, sql in (
        ("stolen card", "SELECT DISTINCT text FROM kb_search WHERE hits > 0"),
        ("opened", "SELECT how FROM kb_click WHERE how = 'opened'"),
        ("inserted", "SELECT how FROM kb_click WHERE how = 'inserted'"),
        ("helicopter landing", "SELECT text FROM kb_gap"),
    ):
        must(shift.world.server.rows(sql) == [[what]], f"{sql}: {shift.world.server.rows(sql)}")
    gaps = shift.world.server.rows(
        "SELECT count(*) FROM (SELECT ended, lead(started) OVER (PARTITION BY session_id ORDER BY started) AS next FROM agent_state_interval "
        "WHERE agent = 'alice') i WHERE next IS NOT NULL AND ended <> next")
    must(gaps == [["0"]], f"alice's intervals have gaps: {gaps}")


@part
def what_is_stored_of_the_campaign_is_what_was_done(shift):
    campaign.is_stored(shift)


def play(tap, shift):
    faults = []
    for function in PARTS:
        began = time.monotonic()
        if faults:
            tap.case(f"{function.__name__}", ["not tried: the part before went wrong"])
            continue
        try:
            function(shift)
        except (Failed, queue.Empty, KeyError, ValueError) as error:
            faults = [f"{type(error).__name__}: {error}", *shift.world.what_is_seen(function.__name__)]
        tap.case(f"{function.__name__}, {time.monotonic() - began:.1f} s", faults)


def main(build):
    tap, folder = Tap(), tempfile.mkdtemp(prefix="bellhop-shift-")
    os.chmod(folder, 0o755)  # the database runs as another user when we are root
    try:
        lack = World.lacks()
        if lack:
            print(f"1..0 # SKIP {lack}")
            return 0
        try:
            world = World(folder, os.path.abspath(build), campaign.write_rules)
        except lab.CannotFetch as reason:
            print(f"1..0 # SKIP no Asterisk: {reason}")
            return 0
        try:
            play(tap, Shift(world))
        finally:
            world.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
