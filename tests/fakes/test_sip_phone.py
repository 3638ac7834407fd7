#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scriptable phone against another one of its kind: no PBX needed."""
import asyncio
import json
import os
import socket
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import tap  # noqa: E402
from sip_phone import Message, Phone, TONE, answer_after, event_line, mulaw, phone_of, reject_with, ring_only  # noqa: E402


class Pair(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.events = []
        self.callee = await Phone("1002", 0, 0, on_event=self.events.append).open()
        self.caller = await Phone("1001", 0, self.callee.port, sound=False).open()
        self.callee.server = self.caller.port

    async def asyncTearDown(self):
        self.caller.close()
        self.callee.close()

    def did(self, phone, words):
        return [what for _, _, what, _ in phone.entries if what.startswith(words)]

    async def up(self):
        self.callee.policy = answer_after(0)
        call = await self.caller.call("1002", number="138", name='O"Brien \\ 张三')
        await call.answered()
        return call, self.callee.live("up")[0]

    async def test_answer_and_hang_up(self):
        call, other = await self.up()
        await call.hangup()
        await other.ended()
        self.assertEqual((call.why, other.why), ("local", "remote bye"))
        self.assertEqual(self.events[0]["number"], "138")
        self.assertEqual(self.events[0]["name"], 'O\\"Brien \\\\ 张三')

    async def test_the_called_one_hangs_up(self):
        call, other = await self.up()
        await other.hangup()
        await call.ended()
        self.assertEqual(call.why, "remote bye")

    async def test_reject(self):
        for code in (486, 603, 404, 503):
            self.callee.policy = reject_with(code)
            call = await self.caller.call("1002")
            await call.ended()
            self.assertEqual(call.code, code)
            with self.assertRaises(ConnectionError):
                await call.answered()

    async def test_cancel(self):
        self.callee.policy = ring_only
        call = await self.caller.call("1002")
        while not self.did(self.caller, "progress 180"):
            await asyncio.sleep(0.005)
        await call.hangup()
        self.assertEqual(call.code, 487)
        self.assertTrue(self.did(self.callee, "ended (cancelled)"))

    async def test_hold_retrieve_and_digits(self):
        call, _ = await self.up()
        await call.hold()
        await call.unhold()
        await call.dtmf("1#", gap=0)
        self.assertEqual(self.did(self.callee, "reinvite-in"), ["reinvite-in sendonly", "reinvite-in sendrecv"])
        self.assertEqual(self.did(self.caller, "dtmf"), ["dtmf 1 -> 200", "dtmf # -> 200"])

    async def test_a_hold_that_met_another_request_is_tried_again(self):
        call, _ = await self.up()
        self.callee.busy_with_reinvites = 2
        await call.hold()
        self.assertEqual(self.did(self.caller, "reinvite"), ["reinvite sendonly -> 491"] * 2 + ["reinvite sendonly -> 200"])
        self.callee.busy_with_reinvites = 100
        with self.assertRaises(ConnectionError):
            await call.unhold()

    async def notify(self, event):
        call = self.callee.live()[0]
        here = next(c for c in self.caller.calls.values())
        here.remote_tag = here.remote_tag or call.local_tag
        return await here.ask("NOTIFY", extra=[f"Event: {event}", "Subscription-State: active"])

    async def test_notify_talk_answers_then_hold_holds_and_talk_retrieves(self):
        self.callee.policy = ring_only
        call = await self.caller.call("1002")
        while not self.callee.live("incoming"):
            await asyncio.sleep(0.005)
        await self.notify("talk")
        await call.answered()
        for event, words in (("hold", "reinvite sendonly"), ("talk", "reinvite sendrecv")):
            await self.notify(event)
            while not self.did(self.callee, words):
                await asyncio.sleep(0.005)

    async def test_refer_is_sent(self):
        call, _ = await self.up()
        self.assertEqual(await call.blind("1003"), 200)

    async def test_an_unknown_dialog_is_refused(self):
        call, _ = await self.up()
        call.dialog = "elsewhere"
        self.assertEqual((await call.ask("BYE")).code, 481)

    async def test_registration_answers_a_challenge(self):
        self.caller.password = "secret"
        asked = []

        def respond(request):
            asked.append(request)
            first = len(asked) == 1
            extra = 'WWW-Authenticate: Digest realm="asterisk",nonce="n1",opaque="o",algorithm=MD5,qop="auth"' if first else "X: y"
            lines = [f"SIP/2.0 {401 if first else 200} X", f"Via: {request.get('via')}", f"From: {request.get('from')}",
                     f"To: {request.get('to')}", f"Call-ID: {request.get('call-id')}", f"CSeq: {request.get('cseq')}", extra, "", ""]
            self.callee.send("\r\n".join(lines).encode())

        self.callee._on_request = respond
        self.assertEqual(await self.caller.register(60), 200)
        proof = asked[1].get("authorization")
        self.assertIn('username="1001"', proof)
        self.assertIn("qop=auth", proof)


class Small(unittest.TestCase):
    def test_messages_are_read(self):
        message = Message(b"SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\nCSeq: 7 INVITE\r\nX: a: b\r\n\r\nbody")
        self.assertEqual((message.code, message.method, message.sequence), (180, "INVITE", 7))
        self.assertEqual((message.branch, message.get("x"), message.body), ("z9hG4bKx", "a: b", "body"))

    def test_the_tone_is_mu_law(self):
        self.assertEqual((mulaw(0), mulaw(32635), mulaw(-32635)), (0xFF, 0x80, 0x00))
        self.assertEqual(len(TONE), 160)

    def test_events_get_one_word(self):
        for text, word in (("answer", "answered"), ("ended (local)", "ended"), ("reinvite-in sendrecv", "changed"), ("call 4000", "calling")):
            self.assertEqual(event_line({"event": text})["event"], word)

    def test_phones_are_found_in_an_instance(self):
        instance = {"UA_BASE": "20010", "UA_TRUNK": "20020", "PHONE_SECRET": "s"}
        self.assertEqual(phone_of("1002", instance), ("1002", 20012, None))
        self.assertEqual(phone_of("1007", instance), ("1007", 20017, "s"))
        self.assertEqual(phone_of("trunk", instance), ("trunk", 20020, None))
        self.assertEqual(phone_of("x:5:p", {}), ("x", 5, "p"))


class Program(unittest.TestCase):
    def test_two_phones_in_one_process(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        program = [sys.executable, os.path.join(HERE, "sip_phone.py"), "--server", str(port), f"1002:{port}", "1001:0"]
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
            seen = []

            def order(**fields):
                run.stdin.write(json.dumps(fields) + "\n")
                run.stdin.flush()

            def until(**fields):
                for line in run.stdout:
                    seen.append(json.loads(line))
                    if all(seen[-1].get(k) == v for k, v in fields.items()):
                        return seen[-1]
                return self.fail(f"never came: {fields} in {seen}")

            until(event="ready", phone="1001")
            order(id=1, phone="1001", do="call", to="1002", number="138")
            ringing = until(event="incoming", phone="1002")
            self.assertEqual(ringing["number"], "138")
            order(id=2, phone="1002", do="answer")
            until(event="answered", phone="1001")
            order(id=3, phone="1002", do="nonsense")
            self.assertFalse(until(id=3)["ok"])
            order(id=4, phone="1001", do="hangup")
            until(event="ended", phone="1002")
            run.stdin.write("no json\n")
            order(do="quit")
            run.stdin.close()
            self.assertEqual(run.wait(10), 0)


if __name__ == "__main__":
    tap.run_unittests()
