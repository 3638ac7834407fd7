#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop's notifications say and do: a made-up notification service on the private session bus takes them, and presses
their buttons. Run on a display and a session bus of its own (tests/desktop/display.sh)."""
import subprocess
import sys

from gi.repository import Gio, GLib
from outside_test import Desktop, sign_in, until

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
XML = f"""<node><interface name="{NAME}">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{{sv}}" direction="in"/><arg type="i" direction="in"/>
<arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/></method>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal><signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>"""


class Service:
    """Everything that it was told, as (number, title, body, actions, hints); and what was taken back."""

    def __init__(self):
        self.told = []
        self.closed = []
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0], self.on_call, None, None)
        Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.NONE, None, None)

    def on_call(self, _bus, _sender, _path, _interface, method, args, invocation):
        if method == "Notify":
            _program, _replaces, _icon, title, body, actions, hints, _expires = args.unpack()
            self.told.append((len(self.told) + 1, title, body, actions, hints))
            invocation.return_value(GLib.Variant("(u)", (len(self.told),)))
        elif method == "CloseNotification":
            self.closed.append(args.unpack()[0])
            invocation.return_value(None)
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["actions", "body"],)))
        else:
            invocation.return_value(GLib.Variant("(ssss)", ("made-up", "tests", "1", "1.2")))

    def next(self, n):
        until(lambda: len(self.told) >= n or None, f"notification {n}; there are {self.told}")
        assert len(self.told) == n, f"one too many: {self.told}"
        return self.told[-1]

    def press(self, told, act):
        """@act: a piece of the action's name, "default" for the notification itself."""
        name = next((action for action in told[3][::2] if act in action), None)
        assert name is not None, f"no {act} in {told}"
        self.bus.emit_signal(None, PATH, NAME, "ActionInvoked", GLib.Variant("(us)", (told[0], name)))


def offer(desktop, number, name):
    return desktop.play(f"offered {number} support {name}")


def answers(desktop, service):
    desktop.play("away")
    contact = offer(desktop, "+8613800138000", "Zhang San")
    told = service.next(1)
    assert told[1] == "Zhang San is calling" and told[4]["urgency"] == 2, told
    desktop.play("fail call.answer not_possible The phone is gone.")
    service.press(told, "answer")
    desktop.asked("call.answer", 1)
    desktop.sees("The phone is gone.")  # the window came, and says it
    desktop.play(f"talking {contact}")


def declines(desktop, service):
    desktop.play("away")
    offer(desktop, "+8613900139000", "Li Si")
    told = service.next(2)
    desktop.play("fail call.hangup not_possible The call is over.")
    service.press(told, "decline")
    desktop.asked("call.hangup", 1)
    desktop.sees("The call is over.")


def tells_messages(desktop, service):
    desktop.play("away")
    desktop.play("message Lines are long")
    told = service.next(3)
    assert told[1].startswith("Urgent, from ") and told[2] == "Lines are long", told
    service.press(told, "default")
    desktop.sees("Lines are long")
    desktop.play("act win.read-message")
    for n in (4, 5, 6):  # GLib takes none back whose number it has not heard yet: who reads as fast as that needs no notice
        desktop.play("away")
        desktop.play("message Lunch is late")
        told = service.next(n)
        service.bus.flush_sync()
        for _ in range(5):
            desktop.play("gap")
        desktop.play("act win.read-message")
        try:
            until(lambda told=told: told[0] in service.closed or None, "the message that was read taken back")
            return
        except AssertionError:
            if n == 6:
                raise


def main():
    service = Service()
    desktop = Desktop(sys.argv[1])
    stories = [answers, declines, tells_messages]
    print(f"1..{len(stories)}")
    try:
        sign_in(desktop)
        for i, story in enumerate(stories, 1):
            name = f"/agent/notifications/{story.__name__.replace('_', '-')}"
            try:
                story(desktop, service)
            except (AssertionError, subprocess.CalledProcessError) as error:
                print(f"not ok {i} {name}\n# {error}")
                sys.exit(1)
            print(f"ok {i} {name}")
    finally:
        desktop.close()


if __name__ == "__main__":
    main()
