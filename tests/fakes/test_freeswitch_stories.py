#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_freeswitch_stories.py [BELLHOPCTL]: the double tells the recorded stories as the real FreeSWITCH told them.

Each story is played at the double and compared with the recording of the same story (BH_CAPTURES/freeswitch-1.10/*.esl):
every event of every channel in its order with its states, causes, applications, bridges and callcenter headers; between
channels, whatever the recording shows more than 0.1 s apart comes in the same order. Times are the stories' own; what only
the phones' SIP makes (sofia::*, RECV_INFO) and the clock's events are left out. With bellhopctl: it makes of both feeds the same
contacts, times aside."""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE), os.path.join(os.path.dirname(HERE), "journey")]

from freeswitch.clock import StoryClock  # noqa: E402
from freeswitch.story import Story  # noqa: E402
from freeswitch.switch import Switch  # noqa: E402
from tap import run_unittests  # noqa: E402
from test_parity import story_of  # noqa: E402

BELLHOPCTL = sys.argv[1] if len(sys.argv) > 1 else None
GREETING = (b"Content-Type: auth/request\n\nContent-Type: command/reply\nReply-Text: +OK accepted\n\n"
            b"Content-Type: command/reply\nReply-Text: +OK event listener enabled json\n\n")
CAPTURES = os.path.join(os.environ.get("BH_CAPTURES", ""), "freeswitch-1.10")
IGNORED = ("HEARTBEAT", "RE_SCHEDULE", "MESSAGE_QUERY", "RECV_INFO", "API", "sofia::pre_register", "sofia::register_attempt",
           "sofia::reinvite", "sofia::gateway_state", "sofia::register", "sofia::unregister")
IGNORED_ACTIONS = ("start-talking", "stop-talking", "play-file-done", "floor-change", "agent-status-get", "agent-state-get")
COMPARED = ["Event-Name", "Event-Subclass", "Channel-State", "Channel-Call-State", "Answer-State", "Original-Channel-Call-State",
            "Hangup-Cause", "Application", "Application-Data", "Action", "Call-Direction", "Channel-Presence-ID", "Channel-HIT-Dialplan",
            "Bridge-A-Unique-ID", "Bridge-B-Unique-ID", "Record-File-Path", "Media-Bug-Function", "DTMF-Digit", "Member-ID",
            "CC-Queue", "CC-Action", "CC-Agent", "CC-Agent-State", "CC-Agent-Status", "CC-Agent-UUID", "CC-Agent-System", "CC-Agent-Type",
            "CC-Agent-Contact", "CC-Count", "CC-Cause", "CC-Cancel-Reason", "CC-Hangup-Cause", "CC-Member-Session-UUID",
            "CC-Member-CID-Name", "CC-Member-CID-Number", "Caller-Destination-Number", "Caller-Caller-ID-Number", "Caller-Orig-Caller-ID-Name",
            "Caller-Profile-Index", "Caller-Logical-Direction"]
# Of the events that Bellhop reads, these too.
CLOSER = {"CHANNEL_CREATE": ["Other-Leg-Unique-ID", "Channel-Call-UUID", "Other-Type", "Caller-Context", "variable_cc_side",
                             "variable_cc_queue", "variable_cc_agent", "variable_cc_member_session_uuid", "variable_dialed_user"],
          "CHANNEL_BRIDGE": ["Other-Leg-Unique-ID", "Other-Type", "Channel-Call-UUID"],
          "CHANNEL_HANGUP_COMPLETE": ["variable_sip_hangup_disposition", "variable_hangup_cause", "variable_hangup_cause_q850"],
          "BACKGROUND_JOB": ["Job-Command", "_body"]}
MAIN = ("CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_BRIDGE", "CHANNEL_UNBRIDGE", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_PARK", "CHANNEL_HOLD",
        "CHANNEL_UNHOLD", "RECORD_START", "RECORD_STOP", "DTMF")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def recorded(name):
    """The events of a recording, as dicts."""
    with open(os.path.join(CAPTURES, name + ".json.esl"), "rb") as file:
        data = file.read()
    at, out = 0, []
    while at < len(data):
        end = data.index(b"\n\n", at)
        head = dict(line.split(": ", 1) for line in data[at:end].decode().split("\n"))
        size = int(head.get("Content-Length", "0"))
        if head["Content-Type"] == "text/event-json":
            out.append(json.loads(data[end + 2:end + 2 + size]))
        at = end + 2 + size
    return out


class Tale:
    """A list of events with the channels called A, B, C, as they came."""

    def __init__(self, events):
        self.labels = {}
        self.rows = []  # (microseconds, channel, the compared headers)
        for event in events:
            own = event.get("Unique-ID")
            if own:
                self.labels.setdefault(own, chr(ord("A") + len(self.labels)))
        for event in events:
            if not self.is_ignored(event):
                self.rows.append((int(event["Event-Date-Timestamp"]), self.labels.get(event.get("Unique-ID"), "-"), self.row(event)))

    @staticmethod
    def is_ignored(event):
        kind = event.get("Event-Subclass") or event["Event-Name"]
        # Of the queue's or the room's own lamps; one dialplan that had one line more; an announcement's pieces.
        return (kind in IGNORED or event.get("Action") in IGNORED_ACTIONS or event.get("CC-Action") in IGNORED_ACTIONS
                or kind == "PRESENCE_IN" and "Unique-ID" not in event
                or kind == "PRESENCE_IN" and event.get("status") == "hold"
                # Another thread tells of the answer once more, at any moment.
                or kind == "CHANNEL_OUTGOING" and event["Answer-State"] == "answered"
                or event.get("Application-Data") == "force_transfer_context=default"
                or kind in ("PLAYBACK_START", "PLAYBACK_STOP"))

    def named(self, value):
        if not isinstance(value, str):
            return value
        return UUID.sub(lambda found: self.labels.get(found.group(), "?"), value)

    def row(self, event):
        names = COMPARED + CLOSER.get(event["Event-Name"], [])
        row = {name: self.named(event[name]) for name in names if event.get(name)}
        if row.get("Application") in ("playback", "play_and_get_digits", "execute_extension", "transfer"):
            row.pop("Application-Data", None)
        if "Record-File-Path" in row:
            row["Record-File-Path"] = row["Record-File-Path"].rpartition("/")[2]
        if event["Event-Name"] in ("CHANNEL_STATE", "CHANNEL_CALLSTATE", "CODEC", "CHANNEL_OUTGOING"):
            for name in [one for one in row if one.startswith("Caller-")]:
                del row[name]
        return row

    def of(self, label):
        return [row for _, channel, row in self.rows if channel == label]

    def main(self):
        """The important events with their times, each under a name of its own."""
        out, count = {}, {}
        for at, channel, row in self.rows:
            what = row.get("CC-Action") or row["Event-Name"]
            if what not in MAIN and not row.get("CC-Action"):
                continue
            key = f"{channel} {what} {row.get('CC-Agent', '')} {row.get('CC-Agent-State', '')}".strip()
            count[key] = count.get(key, 0) + 1
            out[f"{key} #{count[key]}"] = at
        return out


def differences(wanted, got):
    """The first place where two lists of rows part, in words."""
    for number in range(max(len(wanted), len(got))):
        want = wanted[number] if number < len(wanted) else None
        have = got[number] if number < len(got) else None
        if want == have:
            continue
        if want is None or have is None or want.get("Event-Name") != have.get("Event-Name"):
            return [f"event {number}: recorded {want}, told {have}"]
        return [f"event {number}, {want['Event-Name']} {want.get('CC-Action', '')}{want.get('Application', '')}: {name} is recorded as "
                f"{want.get(name)!r}, told as {have.get(name)!r}" for name in sorted(set(want) | set(have))
                if want.get(name) != have.get(name)]
    return []


def compare(name, events):
    real, double = Tale(recorded(name)), Tale(events)
    faults = []
    for label in sorted(set(real.labels.values()) | set(double.labels.values()) | {"-"}):
        faults += [f"channel {label}: {text}" for text in differences(real.of(label), double.of(label))]
    want, have = real.main(), double.main()
    shared = [key for key in want if key in have]
    for one in shared:
        for other in shared:
            if want[other] - want[one] > 100_000 and have[other] < have[one]:
                faults.append(f"{one} is recorded before {other}, but told after it")
    return faults


def contacts(feed):
    """What bellhopctl makes of a feed, without times and names."""
    run = subprocess.run([BELLHOPCTL, "replay", "--contacts", feed], capture_output=True, text=True, timeout=60, check=True)
    return [story_of(json.loads(line)) for line in run.stdout.splitlines()]


class Stories(unittest.TestCase):
    def setUp(self):
        self.switch = Switch(StoryClock())
        self.events, self.feed = [], [GREETING]
        self.switch.listeners.append(lambda event: self.feed.append(event.frame("json")))
        self.switch.listeners.append(lambda event: self.events.append({**dict(event.headers), **(
            {"_body": event.body} if event.body is not None else {})}))
        self.story = Story(self.switch)

    def check(self, name):
        self.story.wait(8)
        faults = compare(name, self.events)
        self.assertEqual(faults, [], "\n".join(faults))
        if BELLHOPCTL:
            with tempfile.NamedTemporaryFile(suffix=".esl") as out:
                out.write(b"".join(self.feed))
                out.flush()
                self.assertEqual(contacts(out.name), contacts(os.path.join(CAPTURES, name + ".json.esl")))

    def direct_call(self, did="02155550201"):
        story = self.story
        call = story.customer_calls(did)
        story.wait(1)
        story.agent_answers(f"100{did[-1]}")
        story.wait(1.5)
        return call

    def test_queue_call_is_answered(self):
        story = self.story
        story.customer_calls("02155550101")
        story.wait(1)
        story.agent_answers("1001")
        story.wait(4)
        story.agent_hangs_up("1001")
        self.check("c_queue_answer")

    def test_callers_abandon(self):
        story = self.story
        call = story.customer_calls("02155550101")
        story.wait(2)
        story.customer_hangs_up(call)
        story.wait(2)
        story.agent_status("1001", "Logged Out")
        story.agent_status("1002", "Logged Out")
        call = story.customer_calls("02155550101")
        story.wait(3)
        story.customer_hangs_up(call)
        self.check("d_queue_abandon")

    def test_second_agent_answers(self):
        story = self.story
        call = story.customer_calls("02155550101")
        story.wait(9)
        story.agent_answers("1002")
        story.wait(3)
        story.customer_hangs_up(call)
        self.check("e_queue_noanswer_second")

    def test_blind_transfer_by_the_phone(self):
        story = self.story
        self.direct_call()
        story.wait(0.5)
        story.agent_transfers("1001", "1002")
        story.wait(1)
        story.agent_answers("1002")
        story.wait(2)
        story.agent_hangs_up("1002")
        self.check("g1_blind_refer")

    def test_blind_transfer_by_cti(self):
        story = self.story
        call = story.customer_calls("02155550101")
        story.wait(1)
        story.agent_answers("1001")
        story.wait(2)
        self.assertEqual(story.cti(f"uuid_transfer {call.uuid} 1002 XML default"), "+OK\n")
        story.wait(1)
        story.agent_answers("1002")
        story.wait(2)
        story.customer_hangs_up(call)
        self.check("g2_blind_uuid_transfer")

    def test_blind_transfer_of_whom_the_agent_called(self):
        story = self.story
        leg = story.agent_dials("1001", "013900139000")
        story.wait(3)
        self.assertEqual(story.cti(f"uuid_transfer {leg.uuid} -bleg 1002 XML default"), "+OK\n")
        story.wait(1)
        story.agent_answers("1002")
        story.wait(2)
        story.agent_hangs_up("1002")
        self.check("g3_blind_bleg")

    def test_attended_transfer_by_the_phone(self):
        story = self.story
        self.direct_call()
        story.agent_holds("1001")
        story.wait(1.5)
        story.agent_dials("1001", "1002")
        story.wait(1)
        story.agent_answers("1002")
        story.wait(2)
        story.agent_joins("1001")
        story.wait(3)
        story.agent_hangs_up("1002")
        self.check("h1_att_refer_replaces")

    def test_attended_transfer_by_cti(self):
        story = self.story
        call = self.direct_call()
        own = story.leg("1001")
        story.cti(f"uuid_setvar {call.uuid} hangup_after_bridge false")
        story.cti(f"uuid_setvar {call.uuid} park_after_bridge true")
        story.cti(f"uuid_setvar {own.uuid} park_after_bridge true")
        self.assertEqual(story.cti(f"uuid_transfer {own.uuid} -both park inline"), "+OK\n")
        story.wait(1)
        self.assertEqual(story.cti(f"uuid_broadcast {call.uuid} local_stream://moh aleg"), "+OK Message sent\n")
        consult = "a279a015-8289-46a0-aa09-8ab2fec09e28"
        self.job(f"originate {{origination_uuid={consult},origination_caller_id_name=张伟,origination_caller_id_number=1001,"
                 "originate_timeout=15,park_after_bridge=true}user/1002@pbx.test &park")
        story.wait(1)
        story.agent_answers("1002")
        story.wait(0.7)
        self.assertEqual(story.cti(f"uuid_bridge {own.uuid} {consult}"), f"+OK {consult}\n")
        story.wait(2)
        self.assertEqual(story.cti(f"uuid_bridge {call.uuid} {consult}"), f"+OK {consult}\n")
        story.wait(2)
        story.agent_hangs_up("1001")
        story.wait(0.5)
        story.agent_hangs_up("1002")
        story.wait(1)
        story.customer_hangs_up(call)
        self.check("h3_att_uuid_bridge")

    def told(self):
        """What bellhopctl makes of this story."""
        with tempfile.NamedTemporaryFile(suffix=".esl") as out:
            out.write(b"".join(self.feed))
            out.flush()
            return contacts(out.name)

    @unittest.skipUnless(BELLHOPCTL, "no bellhopctl")
    def test_conference_from_a_consultation(self):
        """As Bellhop does it; the same contact as of an Asterisk that does it by keys, but for what the two do differently: Asterisk
        joins the three in the call's own bridge, where two are left to talk; here they are in a room."""
        story = self.story
        call = story.customer_calls("02155550101")
        story.wait(1)
        story.agent_answers("1001")
        story.wait(1)
        own = story.leg("1001")
        for leg in (call, own):
            story.cti(f"uuid_setvar_multi {leg.uuid} hangup_after_bridge=false;park_after_bridge=true")
        story.cti(f"uuid_transfer {own.uuid} -both park inline")
        story.wait(0.5)
        consult = "a279a015-8289-46a0-aa09-8ab2fec09e28"
        self.job(f"originate {{origination_uuid={consult},bellhop_consult_of={own.uuid}}}user/1002@pbx.test &park")
        story.wait(1)
        story.agent_answers("1002")
        story.wait(0.1)
        story.cti(f"uuid_bridge {own.uuid} {consult}")
        story.wait(2)
        for leg in (call.uuid, own.uuid, consult):
            story.cti(f"uuid_setvar_multi {leg} hangup_after_bridge=true;park_after_bridge=false")
        room = f"conference:bellhop-{call.uuid}@default+flags{{mintwo}} inline"
        self.assertEqual(story.cti(f"uuid_transfer {own.uuid} -both {room}"), "+OK\n")
        self.assertEqual(story.cti(f"uuid_transfer {call.uuid} {room}"), "+OK\n")
        story.wait(2)
        story.agent_hangs_up("1001")
        story.wait(1)
        story.customer_hangs_up(call)
        story.wait(1)
        self.assertEqual(self.switch.channels, {}, "who is left alone in the room is let go")
        ours, = self.told()
        theirs, = contacts(os.path.join(os.path.dirname(CAPTURES), "odd-22", "attended-dtmf-three-together.ami"))
        self.assertEqual((theirs["segments"].pop(), ours["segments"].pop()), ("talk B", "conference B"))
        self.assertEqual(theirs, ours)

    def test_hold_and_retrieve(self):
        story = self.story
        call = self.direct_call()
        own = story.leg("1001")
        for line, seconds in ((f"uuid_hold {own.uuid}", 2), (f"uuid_hold off {own.uuid}", 1.5), (f"uuid_hold toggle {call.uuid}", 1.5),
                              (f"uuid_hold toggle {call.uuid}", 1.5), (f"uuid_phone_event {own.uuid} hold", 1)):
            self.assertEqual(story.cti(line), "+OK Success\n")
            story.wait(seconds)
        story.customer_hangs_up(call)
        self.check("i1_hold_uuid")

    def test_conference(self):
        story = self.story
        call = story.customer_calls("02155550104")
        story.wait(1)
        story.agent_dials("1001", "3000")
        story.wait(1)
        self.job("originate user/1002@pbx.test &conference(3000@default)")
        story.wait(1)
        story.agent_answers("1002")
        story.wait(1.5)
        for line, answer, seconds in (("mute 1", "+OK mute 1\n", .5), ("unmute 1", "+OK unmute 1\n", .5), ("hold 2", "+OK hold 2\n", .5),
                                      ("unhold 2", "+OK unhold 2\n", 0), ("lock", "+OK 3000 locked\n", 0),
                                      ("unlock", "+OK 3000 unlocked\n", 0),
                                      ("record /rec/conf3000.wav", "+OK Record file /rec/conf3000.wav\n", 1.5),
                                      ("norecord all", None, 0), ("kick 3", "+OK kicked 3\n", 1)):
            said = story.cti("conference 3000 " + line)
            self.assertIn(answer, (said, None))
            story.wait(seconds)
        story.agent_hangs_up("1001")
        story.wait(1)
        story.customer_hangs_up(call)
        self.check("j1_conference")

    def job(self, line):
        """bgapi, as the Event Socket would run it."""
        def done(output):
            command, _, argument = line.partition(" ")
            self.switch.emit("BACKGROUND_JOB", [("Job-UUID", "j"), ("Job-Command", command), ("Job-Command-Arg", argument)], output)

        self.story.api.execute(line, done)

    def click(self, number, a, b):
        self.job(f"originate {{origination_uuid={a},origination_caller_id_name='点击拨号',origination_caller_id_number={number},"
                 f"ignore_early_media=true,originate_timeout=12,hangup_after_bridge=true,cti_ref=click-42}}user/1001@pbx.test "
                 f"&bridge({{origination_uuid={b},originate_timeout=6,origination_caller_id_number=02155550100}}"
                 f"sofia/gateway/trunk/{number})")

    def test_click_to_dial(self):
        self.click("13900139000", "a7a7cc30-be14-4617-a3c2-afc07525ac29", "6e380b59-01e1-4ce2-8dba-b384719968ea")
        self.story.wait(1)
        self.story.agent_answers("1001")
        self.story.wait(5)
        self.story.agent_hangs_up("1001")
        self.check("k1_originate_answered")

    def test_click_to_dial_customer_busy(self):
        self.click("13900139001", "8bd78b2e-186f-45e0-bd50-33dbf3bc287f", "44128491-697a-47c5-b47c-63539d7858ea")
        self.story.wait(1)
        self.story.agent_answers("1001")
        self.check("k2_originate_cust_busy")

    def test_click_to_dial_customer_does_not_answer(self):
        self.click("13900139002", "d354039e-05c0-4a96-8864-f5a01d68179f", "dffac8ce-501d-4784-b822-e841ada23c96")
        self.story.wait(1)
        self.story.agent_answers("1001")
        self.check("k3_originate_cust_noanswer")

    def test_click_to_dial_agent_busy(self):
        self.story.phone("1001", "busy")
        self.click("13900139000", "5b996a97-eaf0-4c83-8701-04e7066e4816", "d8210941-c9b7-406a-9d06-ee443ebfb31c")
        self.check("k5_originate_agent_busy")

    def test_agents_come_and_go(self):
        story = self.story
        for line, answer in (
                ("agent set status 1002@pbx.test 'On Break'", "+OK\n"), ("agent set status 1002@pbx.test 'Available (On Demand)'", "+OK\n"),
                ("agent set status 1002@pbx.test 'Logged Out'", "+OK\n"), ("agent set status 1002@pbx.test 'Available'", "+OK\n"),
                ("agent set state 1002@pbx.test Idle", "+OK\n"), ("agent set state 1002@pbx.test Waiting", "+OK\n"),
                ("agent set status 1002@pbx.test Bogus", "-ERR Invalid Agent Status!\n"),
                ("agent set status nosuch@pbx.test 'Available'", "-ERR Agent not found!\n"),
                ("agent add 1005@pbx.test Callback", "+OK\n"), ("agent set contact 1005@pbx.test [leg_timeout=8]user/1005@pbx.test", "+OK\n"),
                ("agent set status 1005@pbx.test 'Available'", "+OK\n"), ("tier add sales@pbx.test 1005@pbx.test 2 1", "+OK\n"),
                ("tier set state sales@pbx.test 1005@pbx.test Ready", "+OK\n"), ("tier del sales@pbx.test 1005@pbx.test", "+OK\n"),
                ("agent del 1005@pbx.test", "+OK\n"), ("agent set status 1004@pbx.test 'Available'", "+OK\n"),
                ("agent get status 1004@pbx.test", "Available"), ("agent get state 1004@pbx.test", "Waiting"),
                ("queue count agents support@pbx.test", "2\n")):
            self.assertEqual(story.cti("callcenter_config " + line), answer, line)
        self.check("l_agent_status")

    def test_recording(self):
        story = self.story
        call = self.direct_call()
        ok, path = "+OK Success\n", "/rec/m_录音.wav"
        for what, answer, seconds in ((f"start {path}", ok, 1.5), (f"mask {path}", ok, 1.5), (f"unmask {path}", ok, 1.5),
                                      (f"stop {path}", ok, 1.5), (f"stop {path}", "-ERR Cannot stop record session!\n", 0),
                                      ("start /proc/x.wav", "-ERR Cannot record session!\n", 0.5), ("start /rec/m2.wav 60", ok, 2)):
            self.assertEqual(story.cti(f"uuid_record {call.uuid} {what}"), answer)
            story.wait(seconds)
        story.customer_hangs_up(call)
        self.check("m_record")

    def test_listening_in(self):
        story = self.story
        call = self.direct_call()
        agent = story.leg("1001").uuid
        self.job("originate {origination_uuid=b7a54ff1-e1ce-4259-bd71-09717dbe9068,eavesdrop_enable_dtmf=true,"
                 f"origination_caller_id_name=SPY}}user/1004@pbx.test &eavesdrop({agent})")
        story.wait(1)
        story.agent_answers("1004")
        for digit in "2130":
            story.wait(1)
            story.customer_presses(story.leg("1004"), digit)
        story.wait(1)
        story.agent_hangs_up("1004")
        story.wait(1)
        self.job(f"originate user/1004@pbx.test &three_way({agent})")
        story.wait(1)
        story.agent_answers("1004")
        story.wait(1.5)
        story.customer_hangs_up(call)
        self.check("n_eavesdrop")


if __name__ == "__main__":
    if not os.path.isdir(CAPTURES):
        print("1..0 # SKIP the recordings are not there (BH_CAPTURES)")
        sys.exit(0)
    del sys.argv[1:]
    sys.exit(run_unittests())
