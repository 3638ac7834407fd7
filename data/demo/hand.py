#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""hand.py: a person's eyes and hands at one desktop.

Runs inside the desktop's own session (same display, same session bus), sees through AT-SPI what a screen reader would, and acts
through the widgets' own actions and the keyboard. Driven by lines of JSON on standard input; each is answered by one line.

  {"do": "wait", "text": REGEX, "for": SECONDS}       until a shown name or text matches; answers "saw" and "at" (unix time)
  {"do": "wait_gone", "text": REGEX, "for": SECONDS}
  {"do": "press", "name": REGEX}                      the first shown, sensitive thing of that name that can be pressed
  {"do": "fill", "name": REGEX, "text": TEXT}         an entry
  {"do": "key", "keys": "F9"}                         as xdotool names them
  {"do": "type", "text": TEXT}                        into what has the focus
  {"do": "is_sensitive", "name": REGEX}               answers "sensitive"
  {"do": "look"}                                      answers "texts": all that is shown
  {"do": "shot", "file": FILE}                        a picture of the screen
"""
import json
import re
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

APPLICATION = re.compile(r"bellhop", re.I)


def applications():
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(i)
        if child is not None and APPLICATION.search(child.get_name() or ""):
            yield child


def walk(node, depth=0):
    """Everything below that is shown, parents first."""
    if node is None or depth > 60:
        return
    try:
        states = node.get_state_set()
        if depth > 0 and not states.contains(Atspi.StateType.SHOWING) and not states.contains(Atspi.StateType.VISIBLE):
            return
        yield node
        children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
    except GLib.Error:
        return  # it went away while we looked
    for child in children:
        yield from walk(child, depth + 1)


def texts_of(node):
    """Its name, and its text when it has one."""
    try:
        yield node.get_name() or ""
        text = node.get_text_iface()
        if text is not None:
            yield Atspi.Text.get_text(text, 0, -1) or ""
    except GLib.Error:
        return


def everything():
    for application in applications():
        yield from walk(application)


def find_text(pattern):
    for node in everything():
        for text in texts_of(node):
            if pattern.search(text):
                return text
    return None


def is_sensitive(node):
    states = node.get_state_set()
    return states.contains(Atspi.StateType.SENSITIVE) or states.contains(Atspi.StateType.ENABLED)


def find_node(pattern, usable):
    for node in everything():
        try:
            if pattern.search(node.get_name() or "") and usable(node):
                return node
        except GLib.Error:
            continue
    return None


def until(func, seconds):
    end = time.monotonic() + seconds
    while True:
        found = func()
        if found is not None or time.monotonic() > end:
            return found
        time.sleep(0.02)


def wait(order):
    saw = until(lambda: find_text(re.compile(order["text"])), order.get("for", 10))
    if saw is None:
        raise LookupError(f"nothing shown matches {order['text']!r}")
    return {"saw": saw, "at": time.time()}


def wait_gone(order):
    pattern = re.compile(order["text"])
    if until(lambda: True if find_text(pattern) is None else None, order.get("for", 10)) is None:
        raise LookupError(f"{order['text']!r} is still shown")
    return {"at": time.time()}


def press(order):
    pattern = re.compile(order["name"])

    def usable(node):
        return node.get_action_iface() is not None and Atspi.Action.get_n_actions(node.get_action_iface()) > 0 and is_sensitive(node)

    node = until(lambda: find_node(pattern, usable), order.get("for", 10))
    if node is None:
        raise LookupError(f"nothing that can be pressed is named {order['name']!r}")
    Atspi.Action.do_action(node.get_action_iface(), 0)
    return {"at": time.time()}


def fill(order):
    pattern = re.compile(order["name"])
    node = until(lambda: find_node(pattern, lambda n: n.get_editable_text_iface() is not None), order.get("for", 10))
    if node is None:
        raise LookupError(f"no entry is named {order['name']!r}")
    Atspi.EditableText.set_text_contents(node.get_editable_text_iface(), order["text"])
    return {}


def sensitive(order):
    node = find_node(re.compile(order["name"]), lambda n: n.get_action_iface() is not None)
    return {"sensitive": node is not None and is_sensitive(node)}


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {"at": time.time()}


def strike(*command):
    """Keys, and until the program has taken them: a popover that is being closed still has the keyboard, and takes the next key with it."""
    struck = run(*command)
    for _ in range(2):  # its answer comes from the loop that takes keys, perhaps from the turn before
        for application in applications():
            try:
                application.get_toolkit_version()
            except GLib.Error:
                pass  # the keys ended it
    return struck


def look(_order):
    seen = []
    for node in everything():
        seen.extend(text for text in texts_of(node) if text and text not in seen)
    return {"texts": seen}


DOINGS = {
    "wait": wait,
    "wait_gone": wait_gone,
    "press": press,
    "fill": fill,
    "is_sensitive": sensitive,
    "look": look,
    "key": lambda order: strike("xdotool", "key", "--clearmodifiers", *order["keys"].split()),
    "type": lambda order: strike("xdotool", "type", "--delay", "15", order["text"]),
    "shot": lambda order: run("import", "-window", "root", order["file"]),
}


def main():
    for line in sys.stdin:
        try:
            order = json.loads(line)
            answer = {"ok": True, **DOINGS[order["do"]](order)}
        except (LookupError, subprocess.CalledProcessError, GLib.Error, ValueError) as error:
            answer = {"ok": False, "error": str(error)}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
