# SPDX-License-Identifier: GPL-3.0-or-later
"""People at desktops, for stories and tests: a display, a session bus and the real program each, worked through hand.py."""
import json
import os
import pathlib
import queue
import signal
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCREEN = "1440x900x24"
WAIT = 20


class Failed(Exception):
    pass


def until(test, words, timeout=10):
    """Waits until @test () gives something; that."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        found = test()
        if found:
            return found
        time.sleep(0.02)
    raise Failed(words)


class Peer:
    """A program that takes lines of JSON and answers with lines of JSON; events among the answers are kept."""

    def __init__(self, name, command, env=None, log=None):
        self.name = name
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=env, start_new_session=True)
        self.answers, self.events = queue.Queue(), []
        self.changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if "event" in value:
                with self.changed:
                    self.events.append(value)
                    self.changed.notify_all()
            else:
                self.answers.put(value)
        self.answers.put({"ok": False, "error": f"{self.name} has ended"})
        with self.changed:
            self.changed.notify_all()

    def ask(self, timeout=WAIT + 20, **order):
        self.process.stdin.write(json.dumps(order, ensure_ascii=False) + "\n")
        self.process.stdin.flush()
        answer = self.answers.get(timeout=timeout)
        if not answer.get("ok"):
            raise Failed(f"{self.name}: {order}: {answer.get('error')}")
        return answer

    def event(self, since=0, timeout=WAIT, **wanted):
        """The first event from number `since` on whose members are as wanted."""
        end = time.monotonic() + timeout
        with self.changed:
            while True:
                for event in self.events[since:]:
                    if all(event.get(key) == value for key, value in wanted.items()):
                        return event
                if not self.changed.wait(max(0, end - time.monotonic())) and time.monotonic() >= end:
                    raise Failed(f"{self.name}: no event {wanted} within {timeout} s")

    def end(self):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=5)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            self.process.kill()


class Person(Peer):
    """Somebody at a desktop: a display, a session bus, the program, and hands. Without a @server the program asks for it."""

    def __init__(self, name, world, server, *arguments, build=ROOT / "build", **environment):
        self.world, self.trace, self.home = world, world / f"{name}.trace", world / f"{name}.home"
        inner = (
            '"$BELLHOP" "$@" 2>"$LOG" & desktop=$!; echo "{\\"event\\": \\"desktop\\", \\"pid\\": $desktop}"; '
            f'/usr/bin/python3 "{ROOT}/data/demo/hand.py"; kill $desktop 2>/dev/null; wait $desktop'
        )
        for folder in (self.home, self.home / "run"):
            folder.mkdir(mode=0o700, exist_ok=True)
        home = str(self.home)
        env = {
            **os.environ,
            "BELLHOP": str(pathlib.Path(build) / "desktop" / "bellhop"), "LOG": str(world / f"{name}.log"),
            "BELLHOP_TRACE_FILE": str(self.trace), "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo", "GSETTINGS_BACKEND": "memory",
            "HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home,
            "XDG_RUNTIME_DIR": str(self.home / "run"), "NO_AT_BRIDGE": "0", "GTK_A11Y": "atspi", **environment,
        }
        env.pop("WAYLAND_DISPLAY", None)
        env["DISPLAY"] = self._display()
        given = ["--server", server, *arguments] if server else arguments
        super().__init__(name, ["dbus-run-session", "--", "sh", "-c", inner, "sh", *given], env, subprocess.DEVNULL)

    def _display(self):
        """A screen of one's own."""
        for _ in range(5):
            number, says = os.pipe()
            self.screen = subprocess.Popen(
                ["sh", pathlib.Path(__file__).with_name("screen.sh"), str(says), SCREEN], pass_fds=[says], stderr=subprocess.DEVNULL,
                start_new_session=True)
            os.close(says)
            with os.fdopen(number, encoding="ascii") as pipe:
                display = pipe.readline().strip()
            if display:
                return f":{display}"
            self.screen.wait()
        raise Failed("no X server can be started")

    def end(self):
        super().end()
        self.screen.terminate()
        self.screen.wait()

    @property
    def pid(self):
        """Of the program itself."""
        return self.event(event="desktop")["pid"]

    def gone(self, text, timeout=WAIT):
        return self.ask(do="wait_gone", text=text, **{"for": timeout})

    def texts(self):
        return self.ask(do="look")["texts"]

    def can(self, name):
        return self.ask(do="is_sensitive", name=name)["sensitive"]

    def sees(self, text, timeout=WAIT):
        return self.ask(do="wait", text=text, **{"for": timeout})

    def presses(self, name):
        return self.ask(do="press", name=name, **{"for": WAIT})

    def fills(self, name, text):
        return self.ask(do="fill", name=name, text=text, **{"for": WAIT})

    def key(self, keys):
        return self.ask(do="key", keys=keys)

    def types(self, text):
        return self.ask(do="type", text=text)

    def painted(self, since, timeout=WAIT):
        """Line `since` or later of the desktop's own trace that tells of a painted card; its unix time."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            for event in self.traced()[since:]:
                if event["event"] == "card":
                    return event["wall_us"] / 1e6
            time.sleep(0.002)
        raise Failed(f"{self.name}: no card was painted (see {self.trace})")

    def shows(self, state, since, timeout=WAIT):
        """When a frame was painted that shows the contact in that state: the desktop's own trace, from line `since` on."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            for event in self.traced()[since:]:
                if event["event"] == "state" and event["detail"] == state:
                    return event["wall_us"] / 1e6
            time.sleep(0.005)
        raise Failed(f"{self.name}: no frame shows {state!r} (see {self.trace})")

    def traced(self):
        if not self.trace.exists():
            return []
        return [json.loads(line) for line in self.trace.read_text().splitlines() if line.endswith("}")]
