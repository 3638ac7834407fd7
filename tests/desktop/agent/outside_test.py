#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program as a person uses it: seen through AT-SPI, driven by real keys, with a made-up server behind it (`play`).

Run on a display and a session bus of its own (tests/desktop/display.sh). Each step waits for what it wants to see."""
import os
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

WAIT = 20.0


class Desktop:
    """`play`, its lines, and what a screen reader sees of it."""

    def __init__(self, program, *links):
        env = {**os.environ, "GTK_A11Y": "atspi", "NO_AT_BRIDGE": "0", "BELLHOP_NON_UNIQUE": "1"}
        self.process = subprocess.Popen(
            [program, "--server", "desk.example.org", "--user", "alice", *links], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, text=True)

    def play(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer.startswith("ok"), f"{line}: {answer!r}"
        return answer[3:].strip()

    def nodes(self):
        root = Atspi.get_desktop(0)
        for i in range(root.get_child_count()):
            application = root.get_child_at_index(i)
            if application is not None and application.get_name() == "bellhop":
                yield from walk(application)

    def find(self, name, role=None):
        for node in self.nodes():
            try:
                if node.get_name() == name and (role is None or node.get_role() == role):
                    return node
            except GLib.Error:
                continue
        return None

    def press(self, name):
        node = until(lambda: self.find(name, Atspi.Role.PUSH_BUTTON), f"a button named {name!r}")
        Atspi.Action.do_action(node, 0)

    def fill(self, name, text):
        node = until(lambda: next((n for n in self.nodes() if n.get_name() == name and is_editable(n)), None), f"an entry named {name!r}")
        Atspi.EditableText.set_text_contents(node, text)

    def sees(self, name):
        return until(lambda: self.find(name), f"{name!r} on the screen")

    def asked(self, op, times):
        until(lambda: self.play(f"count {op}") == str(times) or None, f"{op} asked {times} times")

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=WAIT)


def walk(node, depth=0):
    """All that is shown: GTK 4.8 says so by `visible`, and our stacks hide the pages behind."""
    if node is None or depth > 60:
        return
    try:
        if depth > 0 and not node.get_state_set().contains(Atspi.StateType.VISIBLE):
            return
        yield node
        children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
    except GLib.Error:
        return
    for child in children:
        yield from walk(child, depth + 1)


def is_editable(node):
    return "EditableText" in Atspi.Accessible.get_interfaces(node)


def until(func, what):
    """Waits for what it wants to see, with a time limit; the accessibility bus has no event for most of it."""
    end = time.monotonic() + WAIT
    context = GLib.MainContext.default()
    while time.monotonic() < end:
        found = func()
        if found is not None:
            return found
        while context.iteration(False):
            pass
    raise AssertionError(f"not within {WAIT:.0f} s: {what}")


def key(*names):
    subprocess.run(["xdotool", "key", "--clearmodifiers", *names], check=True)


def type_text(text):
    subprocess.run(["xdotool", "type", "--delay", "5", text], check=True)


def sign_in(desktop):
    desktop.fill("Password", "secret")
    desktop.press("Sign in")
    desktop.sees("Your queues now")


def answer_by_key(desktop):
    contact = desktop.play("offered +8613800138000 support Zhang San")
    desktop.play(f"one {contact} Huaxin 王小明")
    desktop.sees("王小明  ·  Ringing  ·  Support")
    key("F9")
    desktop.asked("call.answer", 1)
    desktop.play(f"talking {contact}")
    desktop.sees("王小明  ·  Talking  ·  Support")
    return contact


def write_notes_by_key(desktop):
    key("ctrl+m")
    type_text("asks for 1 refund")
    until(lambda: int(desktop.play("count contact.note")) >= 1 or None, "the note at the server")


def hold_by_key(desktop, contact):
    key("F7")
    desktop.asked("call.hold", 1)
    desktop.play(f"hold {contact}")
    desktop.sees("Retrieve")
    key("F7")
    desktop.asked("call.retrieve", 1)
    desktop.play(f"talking {contact}")


def consult_by_key(desktop, contact):
    key("F8")
    desktop.sees("Consult first")
    type_text("bob")
    key("Return")
    desktop.asked("call.consult", 1)
    desktop.play(f"talking {contact}")


def hang_up_by_key(desktop):
    key("F12")
    desktop.sees("Again to hang up")
    desktop.asked("call.hangup", 0)
    key("F12")
    desktop.asked("call.hangup", 1)


def wrap_up_by_key(desktop, contact):
    desktop.play(f"wrap_up {contact} 60")
    desktop.sees("Finish")
    key("ctrl+d")
    type_text("solv")
    key("Return")
    desktop.asked("contact.disposition", 1)
    key("ctrl+Return")
    desktop.asked("contact.finish", 1)
    desktop.play(f"gone {contact}")


def choose_by_digit(desktop):
    contact = desktop.play("offered +493090182014 support")
    desktop.play(f"many {contact} 3")
    desktop.play(f"talking {contact}")
    desktop.sees("Who is calling?")
    key("2")
    desktop.asked("contact.customer", 1)


def story(desktop):
    sign_in(desktop)
    contact = answer_by_key(desktop)
    write_notes_by_key(desktop)
    hold_by_key(desktop, contact)
    consult_by_key(desktop, contact)
    hang_up_by_key(desktop)
    wrap_up_by_key(desktop, contact)
    choose_by_digit(desktop)


def link_is_refused_in_words(desktop):
    desktop.sees("That link has no telephone number.")
    sign_in(desktop)
    desktop.asked("call.dial", 0)


CASES = (
    ("by-keys-and-names", story, ()),
    ("link-is-refused-in-words", link_is_refused_in_words, ("callto:alice",)),
)


def main():
    print(f"1..{len(CASES)}")
    failed = False
    for number, (name, case, links) in enumerate(CASES, 1):
        desktop = Desktop(sys.argv[1], *links)
        try:
            case(desktop)
            print(f"ok {number} /agent/outside/{name}")
        except (AssertionError, subprocess.CalledProcessError) as error:
            failed = True
            print(f"not ok {number} /agent/outside/{name}\n# {error}")
        finally:
            desktop.close()
    sys.exit(failed)


if __name__ == "__main__":
    main()
