#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader finds on the real program: in every view that can be reached from outside, whatever takes the focus says by AT-SPI
what it is and what it is called. Run on a display and a session bus of its own (tests/desktop/display.sh)."""
import re
import subprocess
import sys

from outside_test import Atspi, Desktop, GLib, key, sign_in, type_text, until, walk

# What says nothing to somebody who cannot see it.
NO_ROLE = {Atspi.Role.INVALID, Atspi.Role.UNKNOWN, Atspi.Role.FILLER, Atspi.Role.REDUNDANT_OBJECT}
# Containers whose parts are named: the focus passes through them.
PASSED_THROUGH = {Atspi.Role.FRAME, Atspi.Role.WINDOW, Atspi.Role.DIALOG, Atspi.Role.SCROLL_PANE, Atspi.Role.LIST, Atspi.Role.PANEL,
                  Atspi.Role.GROUPING, Atspi.Role.APPLICATION, Atspi.Role.FILLER}
# The inside of GTK's own compound widgets is named by the whole.
NAMED_BY_PARENT = {Atspi.Role.TEXT, Atspi.Role.ENTRY, Atspi.Role.PASSWORD_TEXT, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.PUSH_BUTTON}
NAMED_BY_CONTENT = {Atspi.Role.LIST_ITEM, Atspi.Role.PAGE_TAB, Atspi.Role.TREE_ITEM, Atspi.Role.TABLE_ROW}

# Windows of the libraries themselves, in which these are theirs and out of reach: (view, role).
OF_THE_LIBRARY = {("preferences", Atspi.Role.ENTRY), ("shortcuts", Atspi.Role.ENTRY), ("shortcuts", Atspi.Role.PUSH_BUTTON)}


def is_stop(node):
    states = node.get_state_set()
    return all(states.contains(state) for state in (Atspi.StateType.FOCUSABLE, Atspi.StateType.SENSITIVE))


def said(node):
    """GTK calls what has no name by its type."""
    name = node.get_name() or ""
    return "" if re.fullmatch(r"(Gtk|Adw|Bh)[A-Z]\w+", name) else name


def name_of(node):
    """Its own, that of what labels it, or, of a row or a tab, what stands in it."""
    if said(node):
        return said(node)
    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            return said(relation.get_target(0))
    if node.get_role() in NAMED_BY_CONTENT:
        return next((said(part) for part in walk(node) if part.get_role() == Atspi.Role.LABEL and said(part)), "")
    return ""


def path_of(node):
    names = []
    while node is not None and len(names) < 5:
        names.insert(0, f"{node.get_role_name()}{f' {node.get_name()!r}' if node.get_name() else ''}")
        node = node.get_parent()
    return " > ".join(names)


def problem_of(node):
    role = node.get_role()
    if role in PASSED_THROUGH and role not in NO_ROLE:
        return None
    if role in NO_ROLE:
        # GTK 4.8 makes a focusable bin of some rows and scrolled windows, with children that are named
        return None if node.get_child_count() > 0 else "has no role"
    if name_of(node) or (role in NAMED_BY_PARENT and name_of(node.get_parent())):
        return None
    return "has no name"


def check_view(desktop, view):
    """What is wrong with what is shown now; a view without anything to stop at has not been seen."""
    stops, problems = 0, set()
    for node in desktop.nodes():
        try:
            if not is_stop(node) or (view, node.get_role()) in OF_THE_LIBRARY:
                continue
            stops += 1
            problem = problem_of(node)
            if problem:
                problems.add(f"{path_of(node)} {problem}")
        except GLib.Error:
            continue  # gone meanwhile
    return sorted(problems) + ([f"only {stops} things take the focus"] if stops < 4 else [])


class Views:
    """The way through the program, and what was found on it."""

    def __init__(self, desktop):
        self.desktop, self.count, self.failed = desktop, 0, 0

    def see(self, name):
        problems = check_view(self.desktop, name)
        self.count += 1
        self.failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {self.count} /agent/roles/{name}", flush=True)
        for problem in problems:
            print(f"# {problem}")

    def open(self, name, keys, waited):
        """A view behind a key: opened, seen, closed."""
        key(*keys)
        self.desktop.sees(waited)
        self.see(name)
        key("Escape")
        until(lambda: None if self.desktop.find(waited) else True, f"{waited!r} gone")

    def close(self, waited):
        """A window that Escape does not close, because something is written there."""
        self.desktop.play("close")
        until(lambda: None if self.desktop.find(waited) else True, f"{waited!r} gone")


def see_empty_desk(views):
    views.desktop.play("allow kb.save kb.editor script.save script.publish script.list")
    views.desktop.play("outbound")
    sign_in(views.desktop)
    views.see("empty")
    views.open("states", ["F6"], "Meeting")
    views.open("dial", ["ctrl+n"], "Name or number")
    views.open("palette", ["ctrl+k"], "Found")
    views.open("preferences", ["ctrl+comma"], "Appearance")
    views.open("shortcuts", ["ctrl+question"], "Hang up: twice, or hold it")


def see_away(views):
    desktop = views.desktop
    desktop.play("drop")
    desktop.sees("Away")
    views.see("away")
    desktop.play("return")
    until(lambda: None if desktop.find("Away") else True, "the server back")
    desktop.play("link down")
    banner = "No connection to the phone system"
    until(lambda: next((n for n in desktop.nodes() if (n.get_name() or "").startswith(banner)), None), "the banner")
    views.see("link-down")
    desktop.play("link up")


def see_two_contacts(views):
    desktop = views.desktop
    first = desktop.play("offered +8613800138000 support Zhang San")
    desktop.play(f"one {first} Huaxin 王小明")
    desktop.play(f"talking {first}")
    desktop.play(f"hold {first}")
    desktop.sees("Retrieve")
    second = desktop.play("offered +8613900139000 support Li Si")
    desktop.play(f"looking {second}")
    until(lambda: next((n for n in desktop.nodes() if "Li Si" in (n.get_name() or "")), None), "the second one")
    views.see("held-and-ringing")
    desktop.play(f"gone {second}")
    desktop.play(f"wrap_up {first} 60")
    desktop.sees("Finish")
    key("ctrl+d")
    type_text("ref")
    desktop.sees("Promised")
    views.see("results")
    desktop.play(f"gone {first}")


def see_contact(views):
    desktop = views.desktop
    contact = desktop.play("offered +8613800138000 support Zhang San")
    desktop.play(f"one {contact} Huaxin 王小明")
    desktop.sees("王小明  ·  Ringing  ·  Support")
    views.see("ringing")
    desktop.play(f"talking {contact}")
    desktop.sees("王小明  ·  Talking  ·  Support")
    views.see("talking")
    views.open("transfer", ["F8"], "Consult first")
    views.open("keypad", ["ctrl+t"], "Key 5")
    desktop.play(f"consult {contact} Bob")
    desktop.sees("Hand over")
    views.see("consult")
    desktop.play(f"talking {contact}")
    desktop.play(f"wrap_up {contact} 60")
    desktop.sees("Finish")
    views.see("wrap-up")
    desktop.play(f"gone {contact}")


def see_unknown_caller(views):
    desktop = views.desktop
    contact = desktop.play("offered +493090182014 support")
    desktop.play(f"many {contact} 3")
    desktop.play(f"talking {contact}")
    desktop.sees("Who is calling?")
    views.see("many")
    desktop.play(f"none {contact}")
    desktop.sees("Create the customer")
    views.see("unknown")
    desktop.play(f"gone {contact}")


def see_knowledge(views):
    desktop = views.desktop
    key("ctrl+l")
    desktop.sees("Suggested")
    views.see("suggested-articles")
    type_text("password")
    desktop.sees("2 articles found")
    views.see("found-articles")
    key("Return")
    desktop.sees("Was it useful?")
    views.see("article")
    key("ctrl+shift+l")
    desktop.sees("Put it away")
    views.see("read-out")
    desktop.press("Put it away")
    until(lambda: None if desktop.find("Put it away") else True, "the card gone")


def see_script(views, contact):
    desktop = views.desktop
    desktop.play(f"script {contact} returns")
    desktop.sees("Flow chart of the script")
    views.see("script")
    views.open("flow-chart", ["ctrl+j"], "Flow chart")


def see_around_the_contact(views):
    desktop = views.desktop
    contact = desktop.play("offered +8613800138000 support Zhang San")
    desktop.play(f"one {contact} Huaxin 王小明")
    desktop.play(f"talking {contact}")
    desktop.sees("王小明  ·  Talking  ·  Support")
    key("ctrl+h")
    desktop.sees("Which contacts")
    views.see("time-line-search")
    key("Escape")
    see_knowledge(views)
    see_script(views, contact)
    desktop.play("message Lines are long")
    desktop.sees("Lines are long")
    views.see("message")
    key("ctrl+g")
    desktop.sees("Hour by hour")
    views.see("my-day")
    views.close("Hour by hour")
    desktop.play(f"wrap_up {contact} 60")
    desktop.sees("Finish")
    key("ctrl+Return")
    desktop.sees("Finished: 王小明")
    key("ctrl+u")
    desktop.sees("The customer hung up")
    views.see("correction")


def see_outbound(views):
    desktop = views.desktop
    desktop.play("ready")
    desktop.play("act win.campaign-join::renewals")
    desktop.sees("Earlier attempts")
    views.see("preview")
    desktop.play("act win.record-skip")
    desktop.sees("Why it is skipped")
    views.see("skip")
    key("Escape")
    desktop.play("act win.record-callback")
    desktop.sees("What about")
    views.see("promise")
    views.close("What about")
    desktop.play("act win.campaign-leave")
    until(lambda: None if desktop.find("Earlier attempts") else True, "the record gone")


def see_writing(views):
    desktop = views.desktop
    key("ctrl+shift+e")
    desktop.sees("Text in Markdown")
    views.see("article-editor")
    views.close("Text in Markdown")
    desktop.play("act win.script-editor")
    desktop.sees("Add step")
    views.see("script-editor")
    desktop.press("Try")
    desktop.sees("What the script knows")
    views.see("script-player")
    views.close("Add step")


def see_compact(views):
    desktop = views.desktop
    key("F11")
    desktop.sees("Whole window")
    views.see("compact")
    desktop.play("act win.compact")  # the window was small and came anew: without a window manager no key reaches it
    until(lambda: None if desktop.find("Whole window") else True, "the whole window")


def main():
    desktop = Desktop(sys.argv[1])
    views = Views(desktop)
    problem = None
    try:
        desktop.sees("Your name")
        views.see("sign-in")
        for part in (see_empty_desk, see_away, see_contact, see_two_contacts, see_unknown_caller, see_outbound, see_around_the_contact, see_writing, see_compact):
            part(views)
    except (AssertionError, subprocess.CalledProcessError) as error:
        problem = error
    finally:
        desktop.close()
    print(f"{'not ok' if problem else 'ok'} {views.count + 1} /agent/roles/every-view-is-reached")
    if problem:
        print(f"# {problem}")
    print(f"1..{views.count + 1}")
    sys.exit(1 if problem or views.failed else 0)


if __name__ == "__main__":
    main()
