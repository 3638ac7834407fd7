#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_desk.py BUILD_ROOT [STORY...]: the real desktop, worked by its keys, at a real server and a real Asterisk."""
import asyncio
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / part) for part in ("tests", "tests/fakes", "tests/pbx/live", "data/demo")]
import lab  # noqa: E402
from desks import Failed, Peer, Person, until  # noqa: E402
from server import Server  # noqa: E402
from sip_phone import read_instance  # noqa: E402
from tap import Tap  # noqa: E402

STORIES = []
CUSTOMER = "13800138000"


def story(function):
    STORIES.append(function)
    return function


def must(condition, words):
    if not condition:
        raise Failed(words)


class World:
    def __init__(self, folder, build):
        self.folder, self.build = pathlib.Path(folder), build
        self.people, self.numbers = [], 0
        self.pbx = str(self.folder / "pbx")
        lab.up(self.pbx, "22", "--lab", "--ring", "20")
        self.instance = read_instance(self.pbx)
        self.phones = Peer(
            "phones", ["/usr/bin/python3", str(ROOT / "tests/fakes/sip_phone.py"), "--instance", self.pbx, "1001", "1002", "1003", "trunk"])
        self.server = Server(build, str(self.folder / "server"), self.instance)
        asyncio.run(self.server.start())
        self.server.add_user("alice", "1001", "support")
        self.server.add_user("bob", "1002")
        maker = [sys.executable, str(ROOT / "data/demo/make_customers.py"), str(self.folder), "60"]
        subprocess.run(maker, check=True, stdout=subprocess.DEVNULL)
        ran = self.server.ctl("import", "customers", str(self.folder / "customers.csv"))
        must(ran.returncode == 0, f"import: {ran.stdout}{ran.stderr}")
        self.server.add_user("eve", "1007", "support", profile="softphone")

    def sits_down(self, name, extension, *arguments, password=None, at=None, **environment):
        """@name opens the desktop, which signs in by itself; with a new home, or with that of somebody who was there before (@at)."""
        self.numbers += 1
        folder = at.world if at else self.folder / f"desk-{self.numbers}"
        folder.mkdir(exist_ok=True)
        secret = folder / "password"
        secret.write_text(password or f"{name}-secret")
        person = Person(
            name, folder, f"tcp://127.0.0.1:{self.server.port}", "--user", name, "--device", extension, *arguments, build=self.build,
            BELLHOP_PASSWORD_FILE=str(secret), BELLHOP_TRUST_NEW_KEY="1", **environment)
        self.people.append(person)
        return person

    def at_work(self, name, extension, **environment):
        person = self.sits_down(name, extension, **environment)
        person.sees("^Live$", 30)
        must("login" not in person.texts(), "a word of the wire is shown")
        if "Finish" in person.texts():  # what the story before left behind
            person.key("ctrl+Return")
        until(lambda: self.opens_states(person), f"{name}'s keys do not open the states")
        person.key("1")
        person.sees("^You are ready")
        return person

    @staticmethod
    def opens_states(person):
        """F6, again where the window was too new to have the keys."""
        person.key("F6")
        try:
            return person.sees("^Ready", 1)
        except Failed:
            return None

    @staticmethod
    def signs_out(person):
        """Ctrl+Shift+Q, again where the window was too new to have the keys."""
        person.key("ctrl+shift+q")
        try:
            return person.sees("^Sign in$", 1)
        except Failed:
            return None

    def calls(self, to="4000", number=CUSTOMER):
        self.phones.ask(phone="trunk", do="call", to=to, number=number, name="Zhang San")

    def hears(self, event, phone, since=0, **more):
        return self.phones.event(since=since, event=event, phone=phone, **more)

    def now(self):
        return len(self.phones.events)

    def restart_pbx(self):
        """The same one again, with the same files."""
        lab.up(self.pbx, "22")

    def goes_home(self):
        for phone in ("1001", "1002", "1003", "trunk"):
            for call in self.phones.ask(phone=phone, do="calls")["calls"]:
                self.phones.ask(phone=phone, do="hangup", call=call["call"])
        while self.people:
            self.people.pop().end()

    def close(self):
        self.goes_home()
        self.phones.end()
        self.server.stop()
        lab.down(self.pbx)


def children(pid, name):
    """Processes of that name that @pid began."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            before, _, after = stat.read_text().rpartition(")")
        except OSError:
            continue
        if before.partition("(")[2] == name and int(after.split()[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def is_alive(pid):
    try:
        return "\nState:\tZ" not in pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def softphone_desk(world):
    """Eve's phone is a baresip on her own machine; her machine has no sound card, so a bridge of baresip's stands
    for it, which is mute after a hold."""
    sip_password = world.folder / "sip-password"
    sip_password.write_text(world.instance["PHONE_SECRET"])
    settings = world.folder / "eve-settings" / "glib-2.0" / "settings"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "keyfile").write_text(
        f"[org/bellhop/Agent]\nsoftphone-audio='aubridge,bellhop'\nphone-server='127.0.0.1:{world.instance['SIP_PORT']}'\n")
    return world.at_work(
        "eve", "1007", GSETTINGS_BACKEND="keyfile", XDG_CONFIG_HOME=str(settings.parents[1]), BELLHOP_SIP_PASSWORD_FILE=str(sip_password))


@story
def a_softphone_is_worked_by_the_desktop_s_keys(world):
    eve = softphone_desk(world)
    eve.sees("1007.*phone idle")
    since, traced = world.now(), len(eve.traced())
    world.calls()
    eve.sees("^Answer")
    eve.painted(traced)
    must(eve.can("^Answer"), "Answer is possible while the softphone rings")
    traced = len(eve.traced())
    eve.key("F9")
    world.hears("answered", "trunk", since)
    eve.shows("talking", traced)
    since = world.now()
    eve.key("ctrl+t")
    eve.types("42#")
    for digit in "42#":
        world.hears("heard", "trunk", since, text=f"heard {digit}")
    eve.key("Escape")
    for key, state in (("F7", "hold"), ("F7", "talking")):
        traced = len(eve.traced())
        eve.key(key)
        eve.shows(state, traced)
    since, traced = world.now(), len(eve.traced())
    eve.key("F12")
    eve.key("F12")
    world.hears("ended", "trunk", since)
    eve.shows("wrap_up", traced)
    eve.sees("1007.*phone idle")
    eve.key("ctrl+Return")
    eve.sees("^You are ready")


@story
def a_softphone_ends_with_its_desktop_however_that_ends(world):
    for kill in (signal.SIGTERM, signal.SIGKILL):
        eve = softphone_desk(world)
        eve.sees("1007.*phone idle")
        (phone,) = until(lambda: children(eve.pid, "baresip"), "no baresip runs")
        os.kill(eve.pid, kill)
        until(lambda: not is_alive(phone), f"baresip lives on after signal {kill}")
        left = [str(path) for path in eve.home.rglob("accounts")]
        must(not left, f"the phone's password is left on the disk: {left}")
        world.goes_home()


@story
def a_consultation_is_begun_left_and_handed_over_by_keys(world):
    alice, bob = world.at_work("alice", "1001"), world.at_work("bob", "1002")
    world.calls()
    alice.sees("^Answer")
    traced = len(alice.traced())
    alice.key("F9")
    alice.shows("talking", traced)
    for hand_over in (False, True):
        since = world.now()
        alice.key("F8")
        alice.sees("^Consult first")
        alice.types("bob")
        alice.sees("Bob")
        alice.key("Return")
        world.hears("incoming", "1002", since)
        bob.sees("^Answer")
        bob.sees("王小明")
        bob.key("F9")
        alice.sees("is with you")
        since, traced = world.now(), len(alice.traced())
        alice.key("F8" if hand_over else "F7")
        if hand_over:
            alice.shows("wrap_up", traced)
            bob.sees("^Hang up")
        else:
            alice.shows("talking", traced)
            world.hears("ended", "1002", since)
            bob.gone("^Hang up")
    alice.key("ctrl+Return")
    alice.sees("^You are ready")
    since = world.now()
    bob.key("F12")
    bob.key("F12")
    world.hears("ended", "trunk", since)
    bob.key("ctrl+Return")
    bob.sees("^You are ready")


@story
def nobody_s_number_becomes_a_new_customer_by_keys(world):
    alice = world.at_work("alice", "1001")
    world.calls(number="13955550000")
    alice.sees("No customer has this number")
    traced = len(alice.traced())
    alice.key("F9")
    alice.shows("talking", traced)
    alice.key("ctrl+shift+c")
    alice.key("ctrl+a")
    alice.types("Greta Holm")
    alice.key("Tab")
    alice.types("Holm Boats")
    alice.key("Return")
    alice.sees("^Greta Holm$")
    alice.sees("Holm Boats")
    alice.gone("^Who is calling")
    alice.key("F12")
    alice.key("F12")
    alice.sees("^Finish$")
    alice.key("ctrl+Return")
    alice.sees("^You are ready")
    world.calls(number="13955550000")
    alice.sees("Greta Holm")


@story
def a_caller_s_number_is_remembered_for_a_customer_who_was_found_by_keys(world):
    alice = world.at_work("alice", "1001")
    world.calls(number="13966660000")
    alice.sees("^Answer")
    traced = len(alice.traced())
    alice.key("F9")
    alice.shows("talking", traced)
    alice.key("ctrl+f")
    alice.types("grace o")
    alice.sees("Grace O.Brien")
    alice.key("Return")
    alice.gone("^Who is calling")
    alice.sees("^Grace O.Brien$")


@story
def one_of_several_customers_is_chosen_by_a_digit(world):
    alice = world.at_work("alice", "1001")
    world.calls(number="02165550100")
    alice.sees("Who is calling")
    traced = len(alice.traced())
    alice.key("F9")
    alice.shows("talking", traced)
    alice.key("2")
    alice.gone("^Who is calling")
    alice.sees("^(陈静|李娜|赵敏)$")


@story
def states_and_calls_out_by_keys(world):
    alice = world.at_work("alice", "1001")
    alice.key("F6")
    alice.sees("^Lunch$")
    alice.key("3")
    alice.sees(r"You are not ready \(Lunch\)")
    alice.key("F6")
    alice.sees("^Ready$")
    alice.key("1")
    alice.sees("^You are ready")
    since = world.now()
    alice.key("ctrl+n")
    alice.types("13900001111")
    alice.key("Return")
    world.hears("incoming", "1001", since)
    alice.sees("^Calling")
    world.hears("answered", "1001", since)
    world.hears("incoming", "trunk", since)
    alice.sees("139 0000 1111")
    alice.key("F12")
    alice.key("F12")
    world.hears("ended", "1001", since)


@story
def a_server_that_dies_is_told_and_what_is_typed_is_kept(world):
    alice = world.at_work("alice", "1001")
    world.calls()
    alice.sees("^Answer")
    traced = len(alice.traced())
    alice.key("F9")
    alice.shows("talking", traced)
    alice.key("ctrl+m")
    alice.types("before ")
    alice.sees("(?i)^saved")
    world.server.kill()
    alice.sees("(?i)server away since .*your call is not affected")
    alice.types("and after")
    must(not alice.can("^Hold"), "nothing can be held while the server is away")
    asyncio.run(world.server.start())
    alice.gone("(?i)server away")
    alice.sees("before and after")
    alice.sees("(?i)^saved")
    until(lambda: alice.can("^Hold"), "Hold is possible again")
    since = world.now()
    alice.key("F12")
    alice.key("F12")
    world.hears("ended", "trunk", since)


@story
def a_phone_system_that_dies_is_told(world):
    alice = world.at_work("alice", "1001")
    lab.down(world.pbx)
    alice.sees("(?i)no connection to the phone system since")
    alice.sees("^Unknown")
    world.restart_pbx()
    alice.gone("(?i)no connection to the phone system", 30)
    alice.sees("^You are ready", 30)


@story
def what_is_wrong_is_said_at_the_door(world):
    alice = world.sits_down("alice", "1001", password="not-hers")
    alice.sees("name or the password is not right", 30)
    nobody = world.sits_down("alice", "1001", "--server", "tcp://127.0.0.1:1")
    nobody.sees("No Bellhop server answers at 127.0.0.1:1", 30)


@story
def another_key_is_refused(world):
    alice = world.sits_down("alice", "1001")
    alice.sees("(?i)not ready|just signed in", 30)
    known = list(alice.home.rglob("known-servers"))
    must(len(known) == 1, f"the key is kept: {known}")
    until(lambda: world.signs_out(alice), "alice's keys do not sign her out")
    words = known[0].read_text()
    name, key = words.split()
    known[0].write_text(f"{name} {key[1]}{key[0]}{key[2:]}\n")
    again = world.sits_down("alice", "1001", at=alice)
    again.sees("(?i)another key|key has changed|different key|not the key", 30)


def play(tap, world, function):
    began, faults = time.monotonic(), []
    try:
        function(world)
    except (Failed, queue.Empty, KeyError, ValueError) as error:
        faults = [f"{type(error).__name__}: {error}", world.server.words()]
        for person in world.people:
            try:
                faults.append(f"{person.name} sees: {person.texts()}")
                log = person.world / f"{person.name}.log"
                faults.append(log.read_text()[-2000:])
                shots = os.environ.get("BELLHOP_TEST_SHOTS")
                if shots:
                    person.ask(do="shot", file=os.path.join(shots, f"{function.__name__}-{person.name}.png"))
            except (Failed, queue.Empty, OSError):
                pass
        faults += [str(event) for event in world.phones.events[-30:]]
    world.goes_home()
    tap.case(f"{function.__name__}, {time.monotonic() - began:.1f} s", faults)


def missing():
    """What these tests need and is not here, or None."""
    for program in ("baresip", "Xvfb", "xdotool", "dbus-run-session"):
        if not shutil.which(program):
            return f"{program} is not installed"
    return None


def main(build, *only):
    tap, folder = Tap(), tempfile.mkdtemp(prefix="bellhop-desk-")
    os.chmod(folder, 0o755)  # the database runs as another user when we are root
    try:
        lack = missing()
        if lack:
            print(f"1..0 # SKIP {lack}")
            return 0
        try:
            world = World(folder, os.path.abspath(build))
        except lab.CannotFetch as reason:
            print(f"1..0 # SKIP no Asterisk: {reason}")
            return 0
        try:
            for function in STORIES:
                if not only or function.__name__ in only:
                    play(tap, world, function)
        finally:
            world.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
