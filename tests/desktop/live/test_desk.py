#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_desk.py BUILD_ROOT [STORY...]: the real desktop, worked by its keys, at a real server and a real Asterisk."""
import asyncio
import os
import queue
import shutil
import signal
import sys
import tempfile
import time

from world import Failed, World, children, is_alive, lab, must, until
from tap import Tap  # world knows where it is

STORIES = []


def story(function):
    STORIES.append(function)
    return function


def softphone_desk(world):
    """Eve's phone is a baresip on her own machine; her machine has no sound card, so a bridge of baresip's stands
    for it, which is mute after a hold."""
    sip_password = world.folder / "sip-password"
    sip_password.write_text(world.instance["PHONE_SECRET"])
    settings = world.folder / "eve-settings" / "glib-2.0" / "settings"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "keyfile").write_text(
        f"[org/bellhop/Agent]\nsoftphone-microphone='aubridge,bellhop'\nsoftphone-loudspeaker='aubridge,bellhop'\nphone-server='127.0.0.1:{world.instance['SIP_PORT']}'\n")
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
        until(lambda: alice.can("^Hand over"), "she cannot hand the call over")
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
        faults = [f"{type(error).__name__}: {error}", *world.what_is_seen(function.__name__)]
    world.goes_home()
    tap.case(f"{function.__name__}, {time.monotonic() - began:.1f} s", faults)


def main(build, *only):
    tap, folder = Tap(), tempfile.mkdtemp(prefix="bellhop-desk-")
    os.chmod(folder, 0o755)  # the database runs as another user when we are root
    try:
        lack = World.lacks()
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
