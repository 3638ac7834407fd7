# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Asterisk, a real bellhopd, phones, and people at real desktops."""
import asyncio
import os
import pathlib
import queue
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / part) for part in ("tests", "tests/fakes", "tests/pbx/live", "data/demo")]
import lab  # noqa: E402
from desks import Failed, Peer, Person, until  # noqa: E402
from server import Server  # noqa: E402
from sip_phone import read_instance  # noqa: E402

CUSTOMER = "13800138000"


def must(condition, words):
    if not condition:
        raise Failed(words)


class World:
    """Asterisk with phones, Bellhop with some customers; alice (1001) and eve (1007, a softphone) serve the queue support, bob (1002)
    does not. Made once for all stories: a process each takes seconds to begin."""

    def __init__(self, folder, build, rules=None):
        """@rules: a function that writes rules about dialing into a file."""
        self.folder, self.build = pathlib.Path(folder), build
        self.people, self.numbers = [], 0
        self.pbx = str(self.folder / "pbx")
        lab.up(self.pbx, "22", "--lab", "--ring", "20")
        self.instance = read_instance(self.pbx)
        self.phones = Peer(
            "phones", ["/usr/bin/python3", str(ROOT / "tests/fakes/sip_phone.py"), "--instance", self.pbx, "1001", "1002", "1003", "trunk"])
        self.server = Server(build, str(self.folder / "server"), self.instance)
        if rules:
            rules(self.folder / "dial.conf")
            with open(self.server.file, "a", encoding="utf-8") as file:
                file.write(f"[dial]\nrules = {self.folder / 'dial.conf'}\n")
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
        names = {person.name for person in self.people}
        while self.people:
            self.people.pop().end()
        if self.server.is_up():
            for name in sorted(names):
                self.server.signs_out(name)

    @staticmethod
    def lacks():
        """What these tests need and is not here, or None."""
        for program in ("baresip", "Xvfb", "xdotool", "dbus-run-session"):
            if not shutil.which(program):
                return f"{program} is not installed"
        return None

    def what_is_seen(self, name):
        """Of what went wrong in the story @name, for its reader: the server's words, and what each desk shows."""
        words, shots = [self.server.words()], os.environ.get("BELLHOP_TEST_SHOTS")
        for person in self.people:
            try:
                words.append(f"{person.name} sees: {person.texts()}")
                words.append((person.world / f"{person.name}.log").read_text()[-2000:])
                if shots:
                    person.ask(do="shot", file=os.path.join(shots, f"{name}-{person.name}.png"))
            except (Failed, queue.Empty, OSError):
                pass
        for command in ("queue show support", "pjsip show contacts"):
            words.append(lab.console(self.instance, self.pbx, command))
        return words + [str(event) for event in self.phones.events[-30:]]

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
