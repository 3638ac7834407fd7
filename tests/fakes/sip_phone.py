#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small scriptable SIP phone (UDP, loopback, asyncio, nothing but the standard library).

As a library:

    phone = await Phone("1001", port=25511, server=25501).open()
    phone.policy = answer_after(0.7)              # or ring_only, reject_with(486), or a coroutine of your own
    call = await phone.call("4000", number="13800138000", name="Zhang San")
    await call.answered(); await call.hold(); await call.unhold(); await call.hangup()

As a program, many phones in one process, driven by lines of JSON (see PROTOCOL below, or --help):

    sip_phone.py --instance /tmp/pbx 1001 1002 trunk
    {"id": 1, "phone": "trunk", "do": "call", "to": "4000", "number": "13800138000", "name": "Zhang San"}
"""
import argparse
import asyncio
import hashlib
import json
import math
import os
import random
import re
import struct
import sys
import time

PROTOCOL = """\
Each line on standard input is one command, each line on standard output one event or answer.

  {"phone": NAME, "do": WHAT, ...}     "id": anything comes back in the answer {"ok": true, "id": ...} or {"ok": false, "error": ...}
  every command below may name "call": the id that an event gave; without it the phone's newest call that fits is meant

  call       to, number (caller id), name          answer: {"call": ID}
  answer | hangup | hold | unhold
  reject     code (486)
  blind      to                                    REFER
  attended   with (a call's id; default: the newest other call)     REFER with Replaces
  dtmf       digits
  policy     policy: manual | answer | ring | reject, after (seconds), code       what to do with calls that come in
  register   expires (120; 0: leave)
  calls      answer: {"calls": [{"call", "state", "other"}]}
  add        port, password                        one more phone while running
  quit

  events: {"event": "ready" | "incoming" | "ringing" | "progress" | "answered" | "held" | "retrieved" | "digit" | "transfer" |
           "heard" (a digit) | "ended" | "notified" | "registered", "phone", "at" (unix time), "call", ...}
"""
METHODS = "INVITE, ACK, CANCEL, BYE, REFER, NOTIFY, INFO, OPTIONS"
REASONS = {180: "Ringing", 200: "OK", 202: "Accepted", 404: "Not Found", 480: "Temporarily Unavailable", 481: "No Such Call",
           486: "Busy Here", 487: "Request Terminated", 491: "Request Pending", 503: "Service Unavailable", 603: "Decline"}
T1 = 0.5
REINVITES = 6


def token(length=12):
    return "".join(random.choice("0123456789abcdef") for _ in range(length))


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def without_tag(header):
    return re.sub(r";tag=[^;>\s]+", "", header)


def tag_of(header):
    found = re.search(r";tag=([^;>\s]+)", header)
    return found.group(1) if found else ""


def uri_of(header):
    found = re.search(r"<([^>]+)>", header)
    return found.group(1) if found else header.split(";")[0].strip()


def user_of(header):
    found = re.search(r"sips?:([^@;>]+)@", header)
    return found.group(1) if found else ""


class Message:
    """A SIP request or response, read."""

    def __init__(self, data, source=None):
        self.source = source
        head, _, self.body = data.decode("utf-8", "replace").partition("\r\n\r\n")
        self.first, *lines = head.split("\r\n")
        self.headers = [(name.strip().lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        words = self.first.split(" ", 2)
        self.is_request = words[0] != "SIP/2.0"
        self.method = words[0] if self.is_request else self.get("cseq").split(" ")[-1]
        self.code = None if self.is_request else int(words[1])
        self.reason = "" if self.is_request else words[-1]

    def get(self, name):
        return next((value for key, value in self.headers if key == name.lower()), "")

    def all(self, name):
        return [value for key, value in self.headers if key == name.lower()]

    @property
    def branch(self):
        found = re.search(r"branch=([^;,\s]+)", self.get("via"))
        return found.group(1) if found else ""

    @property
    def sequence(self):
        return int(self.get("cseq").split(" ")[0])


def mulaw(sample):
    sign = 0x80 if sample < 0 else 0
    size = min(abs(sample), 32635) + 132
    exponent = max(e for e in range(8) if e == 0 or size >> (e + 7) & 1)
    return ~(sign | exponent << 4 | size >> (exponent + 3) & 15) & 255


TONE = bytes(mulaw(int(6000 * math.sin(2 * math.pi * 400 * i / 8000))) for i in range(160))


# ---- what to do with a call that comes in: a coroutine that gets the call ----


def answer_after(seconds):
    async def policy(call):
        call.ring()
        await asyncio.sleep(seconds)
        if call.state == "incoming":
            call.answer()

    return policy


async def ring_only(call):
    call.ring()


def reject_with(code):
    async def policy(call):
        call.reject(code)

    return policy


class Call:
    """One dialog. state: calling (out, not answered), incoming (in, not answered), up, ended."""

    numbers = 0

    def __init__(self, phone, dialog=None):
        Call.numbers += 1
        self.name = f"c{Call.numbers}"
        self.phone = phone
        self.dialog = dialog or token(20) + "@phone"
        self.local_tag, self.remote_tag = token(), ""
        self.local = self.remote = self.target = ""
        self.sequence = random.randint(1, 999)
        self.state, self.why, self.code = "new", "", None
        self.direction, self.version, self.held = "sendrecv", 0, False
        self.media = None
        self.changed = asyncio.Condition()
        self.invite = None  # the request that rang us
        self.invite_branch = None  # of the request that we sent
        self.stream = None
        self.confirmed = asyncio.Event()
        self.reported = []  # sipfrags of a REFER

    # -- waiting --

    def _set(self, state, why=""):
        if self.state == "ended":
            return
        self.state, self.why = state, why or self.why
        asyncio.ensure_future(self._wake())

    async def _wake(self):
        async with self.changed:
            self.changed.notify_all()

    async def until(self, *states, timeout=15):
        """Waits until the call is in one of @states; an error when it ended instead, or took too long."""
        async with self.changed:
            await asyncio.wait_for(self.changed.wait_for(lambda: self.state in states or self.state == "ended"), timeout)
        if self.state not in states:
            raise ConnectionError(f"{self.phone.user} {self.name}: ended ({self.why}) before it was {' or '.join(states)}")
        return self

    async def answered(self, timeout=15):
        return await self.until("up", timeout=timeout)

    async def ended(self, timeout=15):
        return await self.until("ended", timeout=timeout)

    # -- requests --

    def sdp(self):
        self.version += 1
        return (
            f"v=0\r\no=- {id(self) % 100000} {self.version} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self.phone.rtp_port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
            f"a=fmtp:101 0-16\r\na=ptime:20\r\na={self.direction}\r\n"
        )

    def request(self, method, body="", kind="", extra=(), sequence=None, branch=None):
        """(branch, bytes) of a request in this dialog."""
        if sequence is None:
            self.sequence += 1
            sequence = self.sequence
        branch = branch or "z9hG4bK" + token()
        tag = f";tag={self.remote_tag}" if self.remote_tag else ""
        lines = [
            f"{method} {self.target} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.phone.port};branch={branch};rport",
            "Max-Forwards: 70",
            f"From: {self.local};tag={self.local_tag}",
            f"To: {self.remote}{tag}",
            f"Call-ID: {self.dialog}",
            f"CSeq: {sequence} {method}",
            f"Contact: <sip:{self.phone.user}@127.0.0.1:{self.phone.port}>",
            f"Allow: {METHODS}",
            "Supported: replaces",
            *extra,
        ]
        if kind:
            lines.append(f"Content-Type: {kind}")
        lines.append(f"Content-Length: {len(body.encode())}")
        return branch, ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    async def ask(self, method, body="", kind="", extra=()):
        """Sends a request and gives its final answer; answers a challenge once."""
        branch, data = self.request(method, body, kind, extra)
        answer = await self.phone.transact(branch, method, data)
        if answer and answer.code in (401, 407) and self.phone.password and not any("uthorization" in e for e in extra):
            if method == "INVITE":
                self.acknowledge(answer.sequence, branch)
            uri = data.split(b" ", 2)[1].decode()
            return await self.ask(method, body, kind, (*extra, self.phone.credentials(answer, method, uri)))
        return answer

    def acknowledge(self, sequence, branch=None):
        self.phone.send(self.request("ACK", sequence=sequence, branch=branch)[1])

    # -- what the person at the phone does --

    def ring(self):
        self.phone.respond(self.invite, 180, self)
        self.phone.log("ringing", self)

    def answer(self):
        if self.state != "incoming":
            raise ConnectionError(f"{self.phone.user} {self.name}: cannot answer, it is {self.state}")
        self._set("up")
        self.phone.log("answer", self)
        asyncio.ensure_future(self._send_ok())
        self._play()

    async def _send_ok(self):
        body, wait = self.sdp(), T1
        for _ in range(7):
            self.phone.respond(self.invite, 200, self, body)
            try:
                await asyncio.wait_for(self.confirmed.wait(), wait)
                return
            except asyncio.TimeoutError:
                wait = min(2 * wait, 4)
                if self.state == "ended":
                    return

    def reject(self, code=486):
        self.phone.respond(self.invite, code, self)
        self.phone.log(f"reject {code}", self)
        self.end(f"rejected {code}")

    async def hangup(self):
        """Ends the call as a person would: BYE, CANCEL or 486, whatever fits."""
        if self.state == "up":
            self.end("local")
            await self.ask("BYE")
        elif self.state == "incoming":
            self.reject(486)
        elif self.state == "calling":
            tag, self.remote_tag = self.remote_tag, ""
            _, data = self.request("CANCEL", sequence=self.invite_sequence, branch=self.invite_branch)
            self.remote_tag = tag
            self.phone.log("cancel", self)
            self.phone.send(data)
            await self.until("ended", timeout=5)

    async def _reinvite(self, direction):
        """A re-INVITE, again where it met one of the other side's (491) or came before an older one was settled (500): RFC 3261, 14.1 and 14.2."""
        if self.invite:
            await asyncio.wait_for(self.confirmed.wait(), 8)
        self.direction = direction
        for _ in range(REINVITES):
            answer = await self.ask("INVITE", self.sdp(), "application/sdp")
            if answer:
                self.acknowledge(answer.sequence, None if answer.code < 300 else answer.branch)
            self.phone.log(f"reinvite {direction} -> {answer.code if answer else 'nothing'}", self)
            if not answer or answer.code not in (491, 500):
                break
            await asyncio.sleep(random.uniform(0.05, 0.3))
        if not answer or answer.code >= 300:
            raise ConnectionError(f"{self.phone.user} {self.name}: re-INVITE {direction} was refused")

    async def hold(self):
        await self._reinvite("sendonly")
        self.held = True

    async def unhold(self):
        await self._reinvite("sendrecv")
        self.held = False

    async def dtmf(self, digits, gap=0.3, length=160):
        for digit in digits:
            answer = await self.ask("INFO", f"Signal={digit}\r\nDuration={length}\r\n", "application/dtmf-relay")
            self.phone.log(f"dtmf {digit} -> {answer.code if answer else 'nothing'}", self)
            await asyncio.sleep(gap)

    async def blind(self, to):
        """REFER; the answer's code."""
        return await self._refer(f"<sip:{to}@127.0.0.1:{self.phone.server}>", f"blind {to}")

    async def attended(self, other):
        """REFER with Replaces: connects this call's other side with that of @other."""
        replaces = f"{other.dialog};to-tag={other.remote_tag};from-tag={other.local_tag}"
        for plain, escaped in ((";", "%3B"), ("=", "%3D"), ("@", "%40")):
            replaces = replaces.replace(plain, escaped)
        return await self._refer(f"<{uri_of(other.remote)}?Replaces={replaces}>", "attended")

    async def _refer(self, target, words):
        me = f"<sip:{self.phone.user}@127.0.0.1:{self.phone.port}>"
        answer = await self.ask("REFER", extra=[f"Refer-To: {target}", f"Referred-By: {me}"])
        code = answer.code if answer else 0
        self.phone.log(f"REFER {words} -> {code}", self)
        return code

    # -- the rest --

    def end(self, why):
        if self.state != "ended":
            self._set("ended", why)
            self.phone.log(f"ended ({why})", self)
        if self.stream:
            self.stream.cancel()
            self.stream = None

    def read_sdp(self, body):
        address = re.search(r"^c=IN IP4 (\S+)", body, re.M)
        port = re.search(r"^m=audio (\d+)", body, re.M)
        if address and port:
            self.media = (address.group(1), int(port.group(1)))

    def _play(self):
        if self.phone.sound and self.media and not self.stream:
            self.stream = asyncio.ensure_future(self._stream())

    async def _stream(self):
        sequence, stamp, source = random.randint(0, 30000), 0, random.getrandbits(31)
        next_at = time.monotonic()
        while True:
            if self.direction != "inactive":
                self.phone.rtp.sendto(struct.pack("!BBHII", 0x80, 0, sequence & 65535, stamp, source) + TONE, self.media)
            sequence, stamp, next_at = sequence + 1, stamp + 160, next_at + 0.02
            await asyncio.sleep(max(0, next_at - time.monotonic()))


class Phone(asyncio.DatagramProtocol):
    """One phone at 127.0.0.1:@port, whose registrar and proxy is 127.0.0.1:@server.

    @entries (optional, shared): the log, a list of (unix time, phone, what, dialog).
    @on_event (optional): called with a dict for each event."""

    def __init__(self, user, port, server, password=None, sound=True, entries=None, on_event=None):
        self.user, self.port, self.server, self.password, self.sound = user, port, server, password, sound
        self.entries = entries if entries is not None else []
        self.on_event = on_event
        self.busy_with_reinvites = 0  # so many re-INVITEs are refused with 491 before one is taken
        self.policy = answer_after(0.5)
        self.calls = {}
        self.waiting, self.sent = {}, {}

    async def open(self):
        loop = asyncio.get_running_loop()
        self.transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", self.port))
        self.port = self.transport.get_extra_info("sockname")[1]
        self.rtp, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
        self.rtp_port = self.rtp.get_extra_info("sockname")[1]
        return self

    def close(self):
        for call in list(self.calls.values()):
            call.end("the phone was switched off")
        self.transport.close()
        self.rtp.close()

    def log(self, what, call=None, **more):
        now = time.time()
        self.entries.append((now, self.user, what, call.dialog if call else ""))
        if self.on_event:
            self.on_event({"event": what, "phone": self.user, "at": now, **({"call": call.name} if call else {}), **more})

    def live(self, *states):
        """The calls in one of @states (none given: not ended), newest first."""
        return [c for c in reversed(self.calls.values()) if (c.state in states if states else c.state != "ended")]

    async def hangup_all(self):
        for call in self.live():
            await call.hangup()
        self.calls = {k: c for k, c in self.calls.items() if c.state != "ended"}

    # -- out --

    async def call(self, to, number=None, name=None):
        """Dials; gives the call at once (see Call.answered, Call.ended)."""
        call = Call(self)
        shown = "" if name is None else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '" '
        call.local = f"{shown}<sip:{number or self.user}@127.0.0.1>"
        call.remote = f"<sip:{to}@127.0.0.1:{self.server}>"
        call.target = f"sip:{to}@127.0.0.1:{self.server}"
        self.calls[call.dialog] = call
        call._set("calling")
        self.log(f"call {to}", call)
        self._invite(call)
        return call

    def _invite(self, call, extra=()):
        call.invite_branch, data = call.request("INVITE", call.sdp(), "application/sdp", extra)
        call.invite_sequence, call.invite_extra, call.progressed = call.sequence, extra, False

        async def again():
            wait = T1
            for _ in range(6):
                self.send(data)
                await asyncio.sleep(wait)
                wait *= 2
                if call.progressed or call.state != "calling":
                    return

        asyncio.ensure_future(again())

    async def register(self, expires=120):
        """Registers (0: leaves); the answer's code, 0 for none."""
        dialog = Call(self)
        dialog.target = f"sip:127.0.0.1:{self.server}"
        dialog.local = dialog.remote = f"<sip:{self.user}@127.0.0.1>"
        answer = await dialog.ask("REGISTER", extra=[f"Expires: {expires}"])
        code = answer.code if answer else 0
        self.log(f"register expires={expires} -> {code}", code=code, expires=expires)
        return code

    def credentials(self, challenge, method, uri):
        """The Authorization header that answers a 401 or 407 (RFC 2617, MD5)."""
        name, header = ("Authorization", "www-authenticate") if challenge.code == 401 else ("Proxy-Authorization", "proxy-authenticate")
        offered = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge.get(header).split(" ", 1)[1]))
        ours, once = md5(f"{self.user}:{offered['realm']}:{self.password}"), token()
        what = md5(f"{method}:{uri}")
        extra, proof = "", md5(f"{ours}:{offered['nonce']}:{what}")
        if "qop" in offered:
            proof = md5(f"{ours}:{offered['nonce']}:00000001:{once}:auth:{what}")
            extra = f', qop=auth, nc=00000001, cnonce="{once}"'
        if "opaque" in offered:
            extra += f', opaque="{offered["opaque"]}"'
        return (
            f'{name}: Digest username="{self.user}", realm="{offered["realm"]}", nonce="{offered["nonce"]}", uri="{uri}", '
            f'response="{proof}", algorithm=MD5{extra}'
        )

    def send(self, data, to=None):
        if not self.transport.is_closing():
            self.transport.sendto(data, to or ("127.0.0.1", self.server))

    async def transact(self, branch, method, data, timeout=8):
        """Sends until the final answer comes; None when none did."""
        answer = asyncio.get_running_loop().create_future()
        self.waiting[branch, method] = answer
        end, wait = time.monotonic() + timeout, T1
        while not answer.done() and time.monotonic() < end:
            self.send(data)
            await asyncio.wait([answer], timeout=wait)
            wait = min(2 * wait, 4)
        self.waiting.pop((branch, method), None)
        return answer.result() if answer.done() else None

    def respond(self, request, code, call=None, body=""):
        to = request.get("to")
        if not tag_of(to):
            to += f";tag={call.local_tag if call else token()}"
        lines = [f"SIP/2.0 {code} {REASONS.get(code, 'Because')}"]
        lines += [f"Via: {via}" for via in request.all("via")]
        lines += [f"Record-Route: {route}" for route in request.all("record-route")]
        lines += [
            f"From: {request.get('from')}",
            f"To: {to}",
            f"Call-ID: {request.get('call-id')}",
            f"CSeq: {request.get('cseq')}",
            f"Contact: <sip:{self.user}@127.0.0.1:{self.port}>",
            f"Allow: {METHODS}",
            "Allow-Events: talk, hold, refer",
            "Supported: replaces",
        ]
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append(f"Content-Length: {len(body)}")
        data = ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
        self.sent[request.branch, request.method] = data
        self.send(data, request.source)

    # -- in --

    def datagram_received(self, data, addr):
        if len(data) < 12:  # a keep-alive
            return
        message = Message(data, addr)
        (self._on_request if message.is_request else self._on_response)(message)

    def _on_response(self, answer):
        call = self.calls.get(answer.get("call-id"))
        if answer.method == "INVITE" and call and call.invite_branch == answer.branch:
            self._on_invite_answer(call, answer)
        future = self.waiting.get((answer.branch, answer.method))
        if future and not future.done() and answer.code >= 200:
            future.set_result(answer)

    def _on_invite_answer(self, call, answer):
        call.progressed = True
        if answer.code < 200:
            if answer.code > 100:
                self.log(f"progress {answer.code}", call, code=answer.code)
        elif answer.code < 300:
            call.remote_tag = tag_of(answer.get("to"))
            call.target = uri_of(answer.get("contact")) or call.target
            call.read_sdp(answer.body)
            call.acknowledge(answer.sequence)
            if call.state == "calling":
                call._set("up")
                self.log("answered", call)
                call._play()
        else:
            call.acknowledge(answer.sequence, answer.branch)
            if answer.code in (401, 407) and self.password and not call.invite_extra:
                self._invite(call, (self.credentials(answer, "INVITE", call.target),))
                return
            call.code = answer.code
            call.end(f"failed {answer.code} {answer.reason}")

    def _on_request(self, request):
        call = self.calls.get(request.get("call-id"))
        if request.method == "ACK":
            if call:
                call.confirmed.set()
        elif (request.branch, request.method) in self.sent:
            self.send(self.sent[request.branch, request.method], request.source)
        elif request.method == "INVITE":
            self._on_invite(request, call)
        elif request.method == "NOTIFY":
            self._on_notify(request, call)
        elif request.method in ("OPTIONS", "INFO") or call is None:
            signal = re.search(r"^Signal=\s*(\S)", request.body, re.M)
            if call and signal:
                self.log(f"heard {signal[1]}", call)
            self.respond(request, 200 if request.method == "OPTIONS" or call else 481)
        elif request.method == "CANCEL":
            self.respond(request, 200, call)
            if call.state == "incoming":
                self.respond(call.invite, 487, call)
                call.end("cancelled")
        elif request.method == "BYE":
            self.respond(request, 200, call)
            call.end("remote bye")
        else:
            self.respond(request, 200, call)

    def _on_invite(self, request, call):
        if call:
            if request.body:
                if self.busy_with_reinvites > 0:
                    self.busy_with_reinvites -= 1
                    self.respond(request, 491, call)
                    return
                call.read_sdp(request.body)
                way = re.findall(r"^a=(sendrecv|sendonly|recvonly|inactive)", request.body, re.M)
                self.log("reinvite-in " + ",".join(way), call)
            self.respond(request, 200, call, call.sdp())
            return
        call = Call(self, request.get("call-id"))
        call.invite, call.remote_tag = request, tag_of(request.get("from"))
        call.remote, call.local = without_tag(request.get("from")), without_tag(request.get("to"))
        call.target = uri_of(request.get("contact"))
        call.read_sdp(request.body)
        call._set("incoming")
        self.calls[call.dialog] = call
        shown = re.match(r'\s*"((?:[^"\\]|\\.)*)"', call.remote)
        called = user_of(request.first.split(" ")[1])
        self.log(f"invite from {call.remote}", call, number=user_of(call.remote), name=shown.group(1) if shown else "", called=called)
        asyncio.ensure_future(self.policy(call))

    def _on_notify(self, request, call):
        """What became of our REFER; or the PBX asks us to answer (talk) or to hold, in a dialog or outside of one."""
        self.respond(request, 200, call)
        event = request.get("event").split(";")[0].strip()
        if event == "refer" or (call and request.body.startswith("SIP/2.0")):
            text = request.body.strip()
            self.log(f"notify {text!r}", call)
            if call:
                call.reported.append(text)
                if re.match(r"SIP/2.0 2\d\d", text) and call.state == "up":
                    asyncio.ensure_future(call.hangup())  # as real phones do: the call is not ours any more
            return
        self.log(f"notified {event}", call, asked=event)
        if event == "talk":
            target = call if call and call.state != "ended" else next(iter(self.live("incoming") or self.live("up")), None)
            if target and target.state == "incoming":
                target.answer()
            elif target and target.state == "up" and target.held:
                asyncio.ensure_future(target.unhold())
        elif event == "hold":
            target = call if call and call.state == "up" else next(iter(self.live("up")), None)
            if target and not target.held:
                asyncio.ensure_future(target.hold())


# ---- the program ----

EVENT_WORDS = (
    ("invite from", "incoming"), ("ringing", "ringing"), ("progress", "progress"), ("answered", "answered"), ("answer", "answered"),
    ("reinvite sendonly", "held"), ("reinvite sendrecv", "retrieved"), ("dtmf", "digit"), ("REFER", "transfer"), ("notify", "transfer"),
    ("notified", "notified"), ("ended", "ended"), ("register", "registered"), ("reinvite-in", "changed"), ("reject", "rejected"),
    ("call ", "calling"), ("cancel", "cancelled"), ("heard", "heard"),
)


def event_line(event):
    """The log's words, as an event of the protocol: the first word, and the whole text beside it."""
    text = event["event"]
    word = next((name for prefix, name in EVENT_WORDS if text.startswith(prefix)), text)
    return {**event, "event": word, "text": text}


class Desk:
    """Many phones, driven by lines."""

    def __init__(self, server, write):
        self.server, self.write = server, write
        self.phones = {}

    async def add(self, user, port, password=None):
        phone = Phone(user, port, self.server, password, on_event=lambda e: self.write(event_line(e)))
        phone.policy = ring_only
        self.phones[user] = await phone.open()
        self.write({"event": "ready", "phone": user, "port": self.phones[user].port, "at": time.time()})

    def _pick(self, phone, order, *states):
        if order.get("call"):
            found = [c for c in phone.calls.values() if c.name == order["call"]]
        else:
            found = phone.live(*states)
        if not found:
            raise ConnectionError(f"{phone.user} has no call that is {' or '.join(states)}")
        return found[0]

    def _policy(self, order):
        kind, after = order.get("policy", "ring"), float(order.get("after", 0.5))
        known = {"answer": answer_after(after), "ring": ring_only, "manual": ring_only, "reject": reject_with(int(order.get("code", 486)))}
        if kind not in known:
            raise ValueError(f"no policy {kind}: manual, answer, ring or reject")
        return known[kind]

    async def _do(self, order):
        what = order.get("do")
        if what == "add":
            return await self.add(order["phone"], int(order.get("port", 0)), order.get("password"))
        if order.get("phone") not in self.phones:
            raise ValueError(f"no phone {order.get('phone')!r}")
        phone = self.phones[order["phone"]]
        if what == "call":
            return {"call": (await phone.call(str(order["to"]), order.get("number"), order.get("name"))).name}
        if what == "policy":
            phone.policy = self._policy(order)
        elif what == "register":
            code = await phone.register(int(order.get("expires", 120)))
            if code != 200:
                raise ConnectionError(f"registration was refused: {code}")
        elif what == "calls":
            return {"calls": [{"call": c.name, "state": c.state, "other": user_of(c.remote)} for c in phone.live()]}
        elif what == "answer":
            self._pick(phone, order, "incoming").answer()
        elif what == "reject":
            self._pick(phone, order, "incoming").reject(int(order.get("code", 486)))
        elif what == "hangup":
            await self._pick(phone, order, "up", "calling", "incoming").hangup()
        elif what in ("hold", "unhold"):
            await getattr(self._pick(phone, order, "up"), what)()
        elif what == "dtmf":
            await self._pick(phone, order, "up").dtmf(str(order["digits"]))
        elif what == "blind":
            await self._pick(phone, order, "up").blind(str(order["to"]))
        elif what == "attended":
            call = self._pick(phone, order, "up")
            others = [c for c in phone.live("up") if c is not call and c.name == order.get("with", c.name)]
            if not others:
                raise ConnectionError(f"{phone.user} has no second call to connect with")
            # the older call is the customer's: its other side goes to the newer one's
            first, second = (call, others[0]) if order.get("call") else (others[0], call)
            await first.attended(second)
        else:
            raise ValueError(f"cannot {what!r}: see --help")
        return None

    async def order(self, line):
        """One line of input; never raises."""
        ident = None
        try:
            order = json.loads(line)
            ident = order.get("id")
            result = await self._do(order)
            self.write({"ok": True, "id": ident, **(result or {})})
        except (ValueError, KeyError, TypeError, AttributeError, ConnectionError, OSError, asyncio.TimeoutError) as error:
            self.write({"ok": False, "id": ident, "error": f"{type(error).__name__}: {error}"})

    async def close(self):
        for phone in self.phones.values():
            await phone.hangup_all()
            phone.close()


def read_instance(folder):
    with open(os.path.join(folder, "instance.env"), encoding="utf-8") as file:
        return dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)


def phone_of(name, instance):
    """(user, port, password) of 1001, trunk, ..., or of USER:PORT[:PASSWORD]."""
    user, *rest = name.split(":")
    if rest:
        return user, int(rest[0]), rest[1] if len(rest) > 1 else None
    if user == "trunk":
        return user, int(instance["UA_TRUNK"]), None
    return user, int(instance["UA_BASE"]) + int(user) - 1000, instance["PHONE_SECRET"] if user == "1007" else None


async def run(options):
    instance = read_instance(options.instance) if options.instance else {}
    server = options.server or int(instance["SIP_PORT"])
    loop = asyncio.get_running_loop()

    def write(value):
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    desk = Desk(server, write)
    for name in options.phone:
        await desk.add(*phone_of(name, instance))
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).strip():
        if b'"quit"' in line:
            break
        asyncio.ensure_future(desk.order(line))
    await desk.close()


def main():
    parser = argparse.ArgumentParser(
        description="Scriptable SIP phones on the loopback.", epilog=PROTOCOL, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--instance", help="folder of an Asterisk made by data/asterisk/up.sh: its ports and secrets are used")
    parser.add_argument("--server", type=int, help="SIP port of the PBX on 127.0.0.1, where no --instance is given")
    parser.add_argument("phone", nargs="*", help="1001, trunk, ... of the instance, or USER:PORT[:PASSWORD]")
    options = parser.parse_args()
    if not options.instance and not options.server:
        parser.error("--instance or --server is needed")
    try:
        asyncio.run(run(options))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
