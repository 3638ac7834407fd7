#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The double's Event Socket against what a real FreeSWITCH 1.10.12 said (BH_CAPTURES/freeswitch-1.10), and its knobs."""
import asyncio
import json
import os
import re
import subprocess
import sys
import unittest
from urllib.parse import unquote

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

from freeswitch.event import Event, url_encode  # noqa: E402
from freeswitch.server import EventSocket  # noqa: E402
from freeswitch.story import Story  # noqa: E402
from freeswitch.switch import Switch  # noqa: E402
from tap import run_unittests  # noqa: E402

CAPTURES = os.path.join(os.environ.get("BH_CAPTURES", ""), "freeswitch-1.10")
PASSWORD = "ClueCon-test"
# What differs from run to run: ids, times, counts.
CHANGES = [(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", b"UUID"), (rb"\b[0-9a-f]{10}\b", b"HEX"), (rb"[0-9]+", b"#")]


def frames(data):
    """(headers, body) of a whole stream."""
    at, out = 0, []
    while at < len(data):
        end = data.index(b"\n\n", at)
        head = dict(line.split(": ", 1) for line in data[at:end].decode().split("\n"))
        size = int(head.get("Content-Length", "0"))
        out.append((head, data[end + 2:end + 2 + size]))
        at = end + 2 + size
    return out


def capture(name):
    with open(os.path.join(CAPTURES, name), "rb") as file:
        return file.read()


def sent(name):
    return [json.loads(line)["cmd"] for line in capture(name + ".cmds").decode().splitlines() if line]


def masked(data):
    for pattern, word in CHANGES:
        data = re.sub(pattern, word, data)
    return data


class Client:
    def __init__(self, reader, writer):
        self.reader, self.writer, self.events = reader, writer, []

    @classmethod
    async def open(cls, socket, password=PASSWORD):
        self = cls(*await asyncio.open_connection("127.0.0.1", socket.port))
        if password:
            await self.frame()
            assert (await self.ask(f"auth {password}"))[0]["Reply-Text"] == "+OK accepted"
        return self

    async def frame(self):
        head = await asyncio.wait_for(self.reader.readuntil(b"\n\n"), 10)
        headers = dict(line.split(": ", 1) for line in head.decode().strip().split("\n"))
        return headers, await asyncio.wait_for(self.reader.readexactly(int(headers.get("Content-Length", 0))), 10)

    def send(self, text):
        self.writer.write(text.encode())

    async def ask(self, line):
        """The reply; events that come before it are kept."""
        self.send(line if line.endswith("\n") else line + "\n\n")
        while True:
            headers, body = await self.frame()
            if not headers["Content-Type"].startswith("text/event"):
                return headers, body
            self.keep(headers, body)

    def keep(self, headers, body):
        if headers["Content-Type"] == "text/event-json":
            self.events.append(json.loads(body))
        elif headers["Content-Type"] == "text/event-plain":
            self.events.append({name: unquote(value) for name, value in (
                line.split(": ", 1) for line in body.decode().split("\n") if ": " in line)})

    async def event(self, name):
        """Until an event of that name (or subclass) is there; it is given and forgotten."""
        while True:
            for event in self.events:
                if name in (event["Event-Name"], event.get("Event-Subclass")):
                    self.events.remove(event)
                    return event
            self.keep(*await self.frame())

    async def rest(self):
        return await asyncio.wait_for(self.reader.read(-1), 10)

    def close(self):
        self.writer.close()


class Case(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.switch = Switch()
        self.socket = await EventSocket(self.switch).open()
        self.story = Story(self.switch)
        self.clients = []

    async def asyncTearDown(self):
        for client in self.clients:
            client.close()
        self.socket.close()

    async def client(self, password=PASSWORD):
        client = await Client.open(self.socket, password)
        self.clients.append(client)
        return client


class Recorded(Case):
    """Word for word."""

    async def replay(self, name):
        """Sends what was sent then; gives the whole stream."""
        client = await self.client(None)
        for line in sent(name):
            client.send(line)
        return await client.rest()

    async def test_login_and_errors(self):
        for name in ("a1_auth_ok", "a2_auth_bad", "a4_cmd_before_auth", "a5_userauth"):
            with self.subTest(name):
                self.assertEqual(masked(await self.replay(name)), masked(capture(name + ".esl")))

    async def test_refused_by_acl(self):
        self.socket.acl = lambda address: False
        self.assertEqual(await (await self.client(None)).rest(), capture("a3_acl_refused.esl"))

    async def test_who_says_nothing_is_cut_off(self):
        self.socket.auth_limit = 0.05
        self.assertEqual(await (await self.client(None)).rest(), capture("a6_auth_timeout.esl"))

    async def test_answers_to_a_server_at_rest(self):
        client = await self.client()
        lines = [line for line in sent("b_idle_snapshot.plain") if line.startswith("api")]
        wanted = frames(capture("b_idle_snapshot.plain.esl"))[2:]
        known = [name[3:] for name in dir(self.socket.api) if name.startswith("do_")]
        asked = 0
        for line, (headers, body) in zip(lines, wanted):
            word = line.split()[1]
            if word not in known or word in ("sofia", "list_users", "global_getvar") or "agents" in line:
                continue
            with self.subTest(line.strip()):
                got = await client.ask(line)
                self.assertEqual(list(got[0]), list(headers))
                self.assertEqual(self.shape(got[1]), self.shape(body))
                asked += 1
        self.assertGreater(asked, 15)

    @staticmethod
    def shape(body):
        """Numbers and paths aside; rows of a table count, not what is in their last columns."""
        text = masked(body).decode()
        if text.startswith("name|"):
            return [len(line.split("|")) for line in text.split("\n")] + [text.split("\n")[0]]
        return text

    async def test_filters(self):
        client = await self.client()
        for line, (headers, _) in zip(sent("u1_heartbeat_filter.plain")[1:], [
                pair for pair in frames(capture("u1_heartbeat_filter.plain.esl")) if pair[0]["Content-Type"] == "command/reply"][1:]):
            self.assertEqual((await client.ask(line))[0], headers)

    async def test_agents_are_told_and_asked(self):
        client = await self.client()
        await client.ask("event json ALL")
        wanted = [pair for pair in frames(capture("l_agent_status.plain.esl")) if pair[0]["Content-Type"] == "api/response"]
        for line, (_, body) in zip(sent("l_agent_status.plain")[2:], wanted):
            with self.subTest(line.strip()):
                got = (await client.ask(line))[1]
                self.assertEqual(self.shape(got) if b"list" in line.encode() else got, self.shape(body) if "list" in line else body)

    async def test_originate_errors(self):
        self.switch.numbers["13900139002"] = ("manual", 0)
        client = await self.client()
        await client.ask("event json BACKGROUND_JOB")
        wanted = [json.loads(body) for head, body in frames(capture("k7_originate_errors.json.esl"))
                  if head["Content-Type"] == "text/event-json" and b'"BACKGROUND_JOB"' in body]
        lines = [line for line in sent("k7_originate_errors.plain") if line.startswith("bgapi originate")]
        for line, job in zip(lines, wanted):
            if "13900139002" in line:
                line = line.replace("originate_timeout=5", "originate_timeout=0.2")
            reply, _ = await client.ask(line)
            self.assertEqual(list(reply), ["Content-Type", "Reply-Text", "Job-UUID"])
            told = await client.event("BACKGROUND_JOB")
            self.assertEqual((told["_body"], list(told)), (job["_body"], list(job)), line)

    async def test_snapshot_in_the_middle_of_calls(self):
        self.story.customer_calls("02155550201")
        await self.told(lambda: self.story.leg("1001", "ringing").call_state == "RINGING")
        self.story.agent_answers("1001")
        call = self.story.customer_calls("02155550102", "13600136000", "Sun Qi")
        await self.told(lambda: call.member.agent_leg and call.member.agent_leg.call_state == "RINGING")
        client = await self.client()
        real = [body for head, body in frames(capture("q_midcall_snapshot.plain.esl")) if head["Content-Type"] == "api/response"]
        for line, body in (("show channels as json", real[0]), ("show calls as json", real[1])):
            wanted, got = json.loads(body), json.loads((await client.ask("api " + line))[1])
            self.assertEqual([list(row) for row in got["rows"]], [list(wanted["rows"][0])] * got["row_count"])
        rows = {row["dest"]: row for row in json.loads((await client.ask("api show channels as json"))[1])["rows"]}
        wanted = {row["dest"]: row for row in json.loads(real[0])["rows"]}
        for dest, name in (("02155550201", "state callstate application application_data callee_num sent_callee_num direction context"),
                           ("1001", "state callstate application callee_num sent_callee_num presence_id direction"),
                           ("1003", "state callstate application callee_num sent_callee_num presence_id read_codec context"),
                           ("02155550102", "state callstate application application_data cid_name call_uuid callee_num")):
            for key in name.split():
                self.assertEqual(rows[dest][key], wanted[dest][key], f"{dest} {key}")
        member = (await client.ask("api callcenter_config queue list members sales@pbx.test"))[1].decode().split("\n")
        self.assertEqual(member[1].split("|")[3:6] + member[1].split("|")[13:16],
                         [call.uuid, "13600136000", "Sun Qi", "1003@pbx.test", "single_box", "Trying"])
        dump = json.loads((await client.ask(f"api uuid_dump {call.uuid} json"))[1])
        self.assertEqual((dump["Event-Name"], dump["variable_cc_side"]), ("CHANNEL_DATA", "member"))

    async def told(self, question):
        for _ in range(1000):
            if question():
                return
            await asyncio.sleep(0.002)  # lint: ok, lets the double's own timers come
        self.fail("it did not come to that")

    async def test_headers_of_events(self):
        """Those of a recorded queue call: all that are not variables, in their order; and nearly all variables."""
        client = await self.client()
        await client.ask("event json ALL")
        call = self.story.customer_calls("02155550101")
        await self.told(lambda: call.member.agent_leg and call.member.agent_leg.call_state == "RINGING")
        self.story.agent_answers("1001")
        self.story.agent_hangs_up("1001")
        await self.told(lambda: call.dead)
        await client.ask("api status")
        real = [json.loads(body) for head, body in frames(capture("c_queue_answer.json.esl")) if head["Content-Type"] == "text/event-json"]
        for name in ("CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_PROGRESS", "CHANNEL_BRIDGE", "CHANNEL_UNBRIDGE", "CHANNEL_EXECUTE",
                     "CHANNEL_HANGUP", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_STATE", "CHANNEL_CALLSTATE", "callcenter::info"):
            ours = [one for one in client.events if name in (one["Event-Name"], one.get("Event-Subclass"))]
            theirs = [one for one in real if name in (one["Event-Name"], one.get("Event-Subclass"))]
            self.assertEqual(len(ours), len(theirs), name)
            for got in ours:
                want = next(one for one in theirs if all(one.get(key) == got.get(key) for key in (
                    "Call-Direction", "Channel-State", "Channel-Call-State", "CC-Action", "CC-Agent-State", "Application",
                    "Application-Data") if key != "Application-Data" or name != "CHANNEL_EXECUTE" or got.get("Application") != "uuid_bridge"))
                plain = [key for key in want if not key.startswith("variable_")]
                # The network's address of an agent's leg is known from the first answer of its phone on.
                optional = {"Caller-Network-Addr", "Other-Leg-Network-Addr"}
                self.assertEqual([key for key in got if not key.startswith("variable_") and key not in optional],
                                 [key for key in plain if key not in optional], name)
                asked = {key for key in want if key.startswith("variable_")}
                self.assertGreaterEqual(len(asked & set(got)), 0.75 * len(asked), f"{name}: {sorted(asked - set(got))}")


class Format(unittest.TestCase):
    def test_every_recorded_event_is_written_byte_for_byte(self):
        for name in ("c_queue_answer", "s_utf8", "i1_hold_uuid", "k1_originate_answered"):
            if not os.path.exists(os.path.join(CAPTURES, name + ".plain.esl")):
                continue
            plain = {re.search(rb"Event-Sequence: (\d+)", body)[1]: body for head, body in frames(capture(name + ".plain.esl"))
                     if head["Content-Type"] == "text/event-plain"}
            same = 0
            for head, body in frames(capture(name + ".json.esl")):
                if head["Content-Type"] != "text/event-json":
                    continue
                pairs = json.loads(body, object_pairs_hook=list)
                text = dict(pairs).get("_body")
                if text is not None:
                    pairs = [pair for pair in pairs if pair[0] != "_body"]
                    del pairs[max(at for at, pair in enumerate(pairs) if pair[0] == "Content-Length")]
                event = Event(pairs, text)
                if event.get("Event-Sequence").encode() not in plain:
                    continue
                self.assertEqual(event.json(), body)
                self.assertEqual(event.plain(), plain[event.get("Event-Sequence").encode()])
                same += 1
            self.assertGreater(same, 50)

    def test_what_looks_encoded_is_left_alone(self):
        self.assertEqual(url_encode("%E5%BC%A0 %0A raw 100%"), "%E5%BC%A0%20%0A%20raw%20100%25")


class Subscriptions(Case):
    async def test_only_what_was_asked_for(self):
        client, other = await self.client(), await self.client()
        await client.ask("event plain CHANNEL_CREATE CUSTOM callcenter::info")
        await other.ask("event json ALL")
        self.story.customer_calls("02155550101")
        self.assertEqual((await other.event("CHANNEL_EXECUTE"))["Application"], "answer")
        await client.ask("api hupall")
        await client.event("callcenter::info")
        self.assertEqual({event["Event-Name"] for event in client.events}, {"CHANNEL_CREATE", "CUSTOM"})

    async def test_nixevent_and_format_of_the_last_event_command(self):
        client = await self.client()
        await client.ask("event plain HEARTBEAT CHANNEL_CREATE")
        await client.ask("nixevent CHANNEL_CREATE")
        await client.ask("event json HEARTBEAT")
        self.story.customer_calls("02155550106")
        self.switch.heartbeat()
        await client.event("HEARTBEAT")
        self.assertEqual(client.events, [])

    async def test_own_job_id_and_everybody_hears_of_it(self):
        client, other = await self.client(), await self.client()
        await client.ask("event json BACKGROUND_JOB")
        await other.ask("event json BACKGROUND_JOB")
        reply, _ = await client.ask("bgapi status\nJob-UUID: my-own-job-1\n\n")
        self.assertEqual(reply["Reply-Text"], "+OK Job-UUID: my-own-job-1")
        for one in (client, other):
            self.assertEqual((await one.event("BACKGROUND_JOB"))["Job-UUID"], "my-own-job-1")

    async def test_least_rights(self):
        client = await self.client(None)
        await client.frame()
        self.socket.users["bellhop@pbx.test"] = {"password": "pw", "events": "CHANNEL_CREATE CUSTOM callcenter::info", "api": "show"}
        reply, _ = await client.ask("userauth bellhop@pbx.test:pw")
        self.assertEqual(list(reply), ["Content-Type", "Reply-Text", "Allowed-Events", "Allowed-API", "Allowed-LOG"])
        for line in ("event json HEARTBEAT", "event json CUSTOM sofia::register", "bgapi originate x y", "api expand originate x y"):
            self.assertEqual((await client.ask(line))[0]["Reply-Text"], "-ERR permission denied", line)
        self.assertEqual((await client.ask("event json CHANNEL_CREATE CUSTOM callcenter::info"))[0]["Reply-Text"],
                         "+OK event listener enabled json")
        self.assertEqual((await client.ask("api show channels as json"))[1], b'{"row_count": 0}\n')


class Behaviour(Case):
    async def test_an_api_command_holds_back_its_own_events(self):
        client, other = await self.client(), await self.client()
        for one in (client, other):
            await one.ask("event json CHANNEL_CREATE")
        client.send("api msleep 100\n\n")
        await other.ask("api status")
        self.story.customer_calls("02155550106")
        await other.event("CHANNEL_CREATE")
        self.assertEqual(self.socket.connections[0].busy, True)
        self.assertEqual((await client.frame())[1], b"+OK Slept for 100 ms\n")
        await client.event("CHANNEL_CREATE")

    async def test_who_does_not_read_freezes_everybody(self):
        """And everybody recovers when that one is gone."""
        self.socket.queue_limit, self.socket.lost_limit, self.socket.socket_room = 50, 5, 1024
        stuck, other = await self.client(), await self.client()
        await stuck.ask("event json ALL")
        await other.ask("event json HEARTBEAT")
        for _ in range(4000):
            self.switch.emit("MESSAGE", [("X", "y" * 2000)])
            if self.socket.frozen_by:
                break
            await asyncio.sleep(0)  # lint: ok, the double's sockets work in between
        self.assertIsNotNone(self.socket.frozen_by)
        self.assertEqual(self.socket.frozen_by.lost, 6)
        other.send("api status\n\n")
        self.switch.heartbeat()
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(other.reader.read(1), 0.05)
        stuck.writer.transport.abort()
        await other.event("HEARTBEAT")
        self.assertTrue((await other.frame())[1].startswith(b"UP "))

    async def test_reload_keeps_calls_and_boot(self):
        client = await self.client()
        await client.ask("event json CHANNEL_CREATE")
        self.story.customer_calls("02155550106")
        boot = (await client.event("CHANNEL_CREATE"))["Core-UUID"]
        self.socket.reload(0)
        headers, body = await client.frame()
        self.assertEqual((headers["Content-Type"], body), ("text/disconnect-notice", b"The system is being shut down.\n"))
        for _ in range(1000):
            try:
                client = await self.client()
                break
            except OSError:
                await asyncio.sleep(0.002)  # lint: ok, until its door is open again
        self.assertEqual(json.loads((await client.ask("api show channels as json"))[1])["row_count"], 1)
        self.assertEqual(self.switch.core_uuid, boot)

    async def test_shutdown_says_so_and_a_restart_is_another_boot(self):
        client = await self.client()
        await client.ask("event json SHUTDOWN CHANNEL_HANGUP_COMPLETE")
        self.story.customer_calls("02155550106")
        boot = self.switch.core_uuid
        client.send("api fsctl shutdown\n\n")
        await client.event("SHUTDOWN")
        self.assertEqual((await client.event("CHANNEL_HANGUP_COMPLETE"))["Hangup-Cause"], "SYSTEM_SHUTDOWN")
        self.assertTrue((await client.rest()).endswith(b"The system is being shut down.\n"))
        await self.socket.restart()
        self.assertNotEqual(self.switch.core_uuid, boot)
        self.assertEqual((await (await self.client()).ask("api show channels as json"))[1], b'{"row_count": 0}\n')

    async def test_kill_says_nothing(self):
        client = await self.client()
        self.story.customer_calls("02155550106")
        self.socket.kill()
        with self.assertRaises((ConnectionResetError, asyncio.IncompleteReadError)):
            await client.frame()

    async def test_bad_frames(self):
        client = await self.client()
        await client.ask("event plain HEARTBEAT")
        self.socket.length_off = -7
        self.switch.heartbeat()
        headers, body = await client.frame()
        self.assertEqual(len(body), int(headers["Content-Length"]))
        self.assertFalse(body.endswith(b"\n\n"))
        other = await self.client()
        self.socket.announce_huge()
        head = await other.reader.readuntil(b"\n\n")
        self.assertIn(b"Content-Length: 1073741824\n", head)

    async def test_stripped_silent_and_half_open(self):
        client = await self.client()
        await client.ask("event json CHANNEL_CREATE")
        self.socket.strip["CHANNEL_CREATE"] = {"Unique-ID"}
        self.story.customer_calls("02155550106")
        self.assertNotIn("Unique-ID", await client.event("CHANNEL_CREATE"))
        self.socket.silent = {"uptime"}
        client.send("api uptime\n\n")
        self.assertEqual((await client.ask("api hostname"))[1], b"vm")
        self.socket.half_open = True
        client.send("api hostname\n\n")
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(client.reader.read(1), 0.05)

    async def test_what_is_impossible_is_refused_in_its_words(self):
        client = await self.client()
        nobody = "00000000-0000-0000-0000-000000000000"
        for line, answer in ((f"uuid_kill {nobody}", "-ERR No such channel!\n"), (f"uuid_transfer {nobody} 1", "-ERR No such channel!\n"),
                             (f"uuid_bridge {nobody} {nobody}", "-ERR Invalid uuid\n"), (f"uuid_hold {nobody}", "-ERR Operation failed\n"),
                             (f"uuid_dump {nobody} json", "-ERR No such channel!\n"), (f"uuid_exists {nobody}", "false"),
                             (f"uuid_record {nobody} start /x", "-ERR Cannot locate session!\n"),
                             ("conference 3000 list", "-ERR Conference 3000 not found\n"), ("nosuch", "-ERR nosuch Command not found!\n")):
            self.assertEqual((await client.ask("api " + line))[1].decode(), answer, line)


class Program(unittest.TestCase):
    def test_driven_by_lines(self):
        with subprocess.Popen([sys.executable, os.path.join(HERE, "fake_freeswitch.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as process:
            def do(what, **words):
                process.stdin.write(json.dumps({"do": what, "id": 7, **words}) + "\n")
                process.stdin.flush()
                return json.loads(process.stdout.readline())

            ready = json.loads(process.stdout.readline())
            self.assertEqual(ready["event"], "ready")
            call = do("call", to="02155550201")["call"]
            self.assertEqual(do("answer", user="1001"), {"ok": True, "id": 7})
            self.assertEqual([one["with"] is not None for one in do("calls")["calls"]], [True, True])
            self.assertEqual(do("api", line=f"uuid_exists {call}")["output"], "true")
            self.assertFalse(do("fly")["ok"])
            self.assertFalse(do("answer", user="1001")["ok"])
            self.assertNotEqual(do("restart")["core"], ready["core"])
            self.assertEqual(do("calls")["calls"], [])
            process.stdin.close()
            self.assertEqual(process.wait(30), 0)


if __name__ == "__main__":
    if not os.path.isdir(CAPTURES):
        print("1..0 # SKIP the recordings are not there (BH_CAPTURES)")
        sys.exit(0)
    del sys.argv[1:]
    sys.exit(run_unittests())
