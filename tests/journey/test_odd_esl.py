#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_odd_esl.py BELLHOPCTL: stories of FreeSWITCH that were never recorded, told as its source would tell them, and the contact of each.

A story is a few events with the headers that Bellhop reads; what it makes of them is one line: outcome, who ended it, offers, segments."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tap import run_unittests  # noqa: E402

BELLHOPCTL = sys.argv.pop(1)
GREETING = (b"Content-Type: auth/request\n\nContent-Type: command/reply\nReply-Text: +OK accepted\n\n"
            b"Content-Type: command/reply\nReply-Text: +OK event listener enabled json\n\n")
QUEUE = {"CC-Queue": "support@pbx.test", "CC-Member-Session-UUID": "c"}


class Feed:
    def __init__(self):
        self.now, self.out, self.channels = 1795296417_000000, [GREETING], {}

    def wait(self, seconds):
        self.now += int(seconds * 1e6)

    def say(self, name, leg=None, **headers):
        event = {"Event-Name": name, "Core-UUID": "boot-1", "Event-Date-Timestamp": str(self.now)}
        if "::" in name:
            event.update({"Event-Name": "CUSTOM", "Event-Subclass": name})
        if leg:
            event.update({"Unique-ID": leg, **self.channels.get(leg, {})})
        body = json.dumps({**event, **headers}).encode()
        self.out.append(b"Content-Length: %d\nContent-Type: text/event-json\n\n" % len(body) + body)
        self.now += 20000

    def begins(self, leg, name, direction, dialed, presence=None, **headers):
        self.channels[leg] = {"Channel-Name": name, "Call-Direction": direction, "Caller-Destination-Number": dialed,
                              "Caller-Caller-ID-Number": "13800138000", **({"Channel-Presence-ID": presence} if presence else {})}
        self.say("CHANNEL_CREATE", leg, **{"Answer-State": "ringing", **headers})

    def customer(self):
        self.begins("c", "sofia/external/13800138000@192.0.2.1", "inbound", "4000")

    def rings(self, leg, user, dialer="c", **headers):
        more = {"Other-Leg-Unique-ID": dialer} if dialer else {}
        self.begins(leg, f"sofia/internal/{user}@192.0.2.2:5060", "outbound", user, f"{user}@pbx.test", **more, **headers)
        self.say("CHANNEL_PROGRESS", leg, **{"Answer-State": "ringing"})

    def calls(self, leg, user, dialed):
        self.begins(leg, f"sofia/internal/{user}@pbx.test", "inbound", dialed, f"{user}@pbx.test")
        self.answers(leg)

    def answers(self, *legs):
        for leg in legs:
            self.say("CHANNEL_ANSWER", leg, **{"Answer-State": "answered"})

    def joined(self, a, b):
        self.say("CHANNEL_BRIDGE", a, **{"Bridge-A-Unique-ID": a, "Bridge-B-Unique-ID": b, "Other-Leg-Unique-ID": b})

    def parted(self, a, b):
        self.say("CHANNEL_UNBRIDGE", a, **{"Bridge-A-Unique-ID": a, "Bridge-B-Unique-ID": b})

    def ends(self, leg, cause="NORMAL_CLEARING", how="send_bye"):
        words = {"Hangup-Cause": cause, "Answer-State": "hangup"}
        self.say("CHANNEL_HANGUP", leg, **words)
        self.say("CHANNEL_HANGUP_COMPLETE", leg, **words, variable_sip_hangup_disposition=how)

    def talk(self):
        self.customer()
        self.rings("a", "1001")
        self.wait(1)
        self.answers("a", "c")
        self.joined("c", "a")
        self.wait(2)

    def caller_ends(self, other, a="c", caller="c"):
        self.ends(caller, how="recv_bye")
        self.parted(a, other if a != other else caller)
        self.ends(other)


def who(device):
    return (device or "").removeprefix("user/").removesuffix("@pbx.test")


def line(contact):
    offers = " ".join(f"{who(o['agent'])}:{o['outcome']}" for o in contact["offers"])
    long_ones = [s for s in contact["segments"] if s["end_ms"] is None or s["end_ms"] - s["start_ms"] > 150]
    segments = " ".join(s["type"] + (":" + who(s["agent"]) if s["agent"] else "") for s in long_ones)
    return f"{contact['outcome']} by {contact['ended_by']} | {offers} | {segments}"


class Odd(unittest.TestCase):
    def setUp(self):
        self.feed = Feed()

    def told(self, *wanted):
        with tempfile.NamedTemporaryFile(suffix=".esl") as out:
            out.write(b"".join(self.feed.out))
            out.flush()
            run = subprocess.run([BELLHOPCTL, "replay", "--contacts", out.name], capture_output=True, text=True, timeout=60, check=True)
        self.assertEqual([line(json.loads(one)) for one in run.stdout.splitlines()], list(wanted))

    def test_two_phones_ring_together(self):
        feed = self.feed
        feed.customer()
        feed.rings("a", "1001")
        feed.rings("b", "1002")
        feed.wait(3)
        feed.answers("b")
        feed.ends("a", "LOSE_RACE", "send_cancel")
        feed.answers("c")
        feed.joined("c", "b")
        feed.wait(5)
        feed.caller_ends("b")
        self.told("answered by caller | 1001:cancelled 1002:answered | ring:1001 talk:1002")

    def test_one_after_the_other(self):
        feed = self.feed
        feed.customer()
        feed.rings("a", "1001")
        feed.wait(0.2)
        feed.ends("a", "USER_BUSY", "recv_refuse")
        feed.rings("b", "1002")
        feed.wait(1)
        feed.answers("b", "c")
        feed.joined("c", "b")
        feed.wait(2)
        feed.caller_ends("b")
        self.told("answered by caller | 1001:rejected 1002:answered | ring:1001 ring:1002 talk:1002")

    def test_nobody_of_the_group(self):
        feed = self.feed
        feed.customer()
        feed.rings("a", "1001")
        feed.rings("b", "1002")
        feed.wait(3)
        feed.ends("a", "USER_BUSY", "recv_refuse")
        feed.wait(2)
        feed.ends("b", "NO_ANSWER", "send_cancel")
        feed.ends("c", "NO_ANSWER", "send_refuse")
        self.told("no_answer by system | 1001:rejected 1002:no_answer | ring:1001 ring:1002")

    def test_picked_up_by_a_colleague(self):
        feed = self.feed
        feed.customer()
        feed.rings("a", "1001")
        feed.wait(2)
        feed.calls("p", "1003", "*8")
        feed.ends("a", "PICKED_OFF", "send_cancel")
        feed.answers("c")
        feed.joined("c", "p")
        feed.wait(4)
        feed.caller_ends("p")
        self.told("answered by caller | 1001:cancelled | ring:1001 talk:1003")

    def test_voicemail(self):
        feed = self.feed
        feed.customer()
        feed.rings("a", "1001")
        feed.wait(2)
        feed.ends("a", "NO_ANSWER", "send_cancel")
        feed.answers("c")
        feed.wait(8)
        feed.ends("c", how="recv_bye")
        self.told("no_answer by caller | 1001:no_answer | ring:1001 ivr")

    def test_att_xfer_that_is_refused(self):
        feed = self.feed
        feed.talk()
        feed.rings("b", "1002", "a")
        feed.wait(2)
        feed.ends("b", "CALL_REJECTED", "recv_refuse")
        feed.wait(3)
        feed.caller_ends("a")
        self.told("answered by caller | 1001:answered 1002:rejected | ring:1001 talk:1001 consult:1001 talk:1001")

    def test_valet_parking(self):
        feed = self.feed
        feed.talk()
        feed.ends("a", "BLIND_TRANSFER")
        feed.parted("c", "a")
        feed.say("valet_parking::info", "c", **{"Action": "hold", "Valet-Lot-Name": "lot", "Valet-Extension": "6001"})
        feed.wait(5)
        feed.calls("p", "1002", "6001")
        feed.say("valet_parking::info", "c", **{"Action": "bridge", "Valet-Extension": "6001", "Bridge-To-UUID": "p"})
        feed.joined("p", "c")
        feed.wait(3)
        feed.caller_ends("p", a="p")
        self.told("answered by caller | 1001:answered | ring:1001 talk:1001 hold talk:1002")

    def test_hupall(self):
        feed = self.feed
        feed.talk()
        feed.ends("c", "MANAGER_REQUEST")
        feed.parted("c", "a")
        feed.ends("a", "MANAGER_REQUEST")
        self.told("answered by system | 1001:answered | ring:1001 talk:1001")

    def test_another_uuid(self):
        feed = self.feed
        feed.talk()
        feed.channels["c2"] = feed.channels["c"]
        feed.say("CHANNEL_UUID", "c2", **{"Old-Unique-ID": "c"})
        feed.say("CHANNEL_UUID", "c3", **{"Old-Unique-ID": "nobody"})
        feed.wait(2)
        feed.caller_ends("a", a="c2", caller="c2")
        self.told("answered by caller | 1001:answered | ring:1001 talk:1001")

    def test_an_agent_who_waits_on_an_open_line(self):
        feed = self.feed
        feed.calls("s", "1001", "agent-login")
        feed.say("CHANNEL_PARK", "s")
        feed.wait(20)
        feed.customer()
        feed.answers("c")
        feed.say("callcenter::info", "c", **{"CC-Action": "member-queue-start", **QUEUE})
        feed.wait(2)
        agent = {"CC-Agent": "1001@pbx.test", "CC-Agent-UUID": "s", **QUEUE}
        feed.say("callcenter::info", None, **{"CC-Action": "agent-offering", **agent})
        feed.say("callcenter::info", "s", **{"CC-Action": "bridge-agent-start", **agent})
        feed.joined("c", "s")
        feed.wait(6)
        feed.ends("c", how="recv_bye")
        feed.parted("c", "s")
        feed.say("CHANNEL_PARK", "s")
        feed.wait(5)
        feed.ends("s", how="recv_bye")
        self.told("answered by caller |  | queue talk:1001")

    def test_ring_all(self):
        feed = self.feed
        feed.customer()
        feed.answers("c")
        feed.say("callcenter::info", "c", **{"CC-Action": "member-queue-start", **QUEUE})
        for leg, user in (("a", "1001"), ("b", "1002")):
            name = f"{user}@pbx.test"
            feed.say("callcenter::info", None, **{"CC-Action": "agent-offering", "CC-Agent": name, "CC-Agent-UUID": leg, **QUEUE})
            feed.rings(leg, user, None, variable_cc_side="agent", variable_cc_queue=QUEUE["CC-Queue"], variable_cc_agent=name,
                       variable_cc_member_session_uuid="c")
        feed.wait(2)
        feed.answers("b")
        feed.say("callcenter::info", "b", **{"CC-Action": "bridge-agent-start", "CC-Agent": "1002@pbx.test", "CC-Agent-UUID": "b", **QUEUE})
        feed.ends("a", "LOSE_RACE", "send_cancel")
        feed.joined("c", "b")
        feed.wait(3)
        feed.caller_ends("b")
        self.told("answered by caller | 1001:cancelled 1002:answered | ring:1001 talk:1002")

    def test_loopback_that_bows_out(self):
        feed = self.feed
        feed.customer()
        feed.begins("l", "loopback/1002-a", "outbound", "1002", **{"Other-Leg-Unique-ID": "c"}, variable_other_loopback_leg_uuid="m")
        feed.begins("m", "loopback/1002-b", "inbound", "1002", variable_other_loopback_leg_uuid="l")
        feed.rings("b", "1002", "m")
        feed.wait(2)
        feed.answers("b", "m")
        feed.joined("m", "b")
        feed.answers("l", "c")
        feed.joined("c", "l")
        feed.wait(0.5)
        feed.parted("m", "b")
        feed.parted("c", "l")
        feed.joined("c", "b")
        feed.ends("l")
        feed.ends("m")
        feed.wait(3)
        feed.caller_ends("b")
        self.told("answered by caller | 1002:answered | ring:1002 talk:1002")


if __name__ == "__main__":
    sys.exit(run_unittests())
