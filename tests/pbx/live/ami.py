# SPDX-License-Identifier: GPL-3.0-or-later
"""A small AMI client for tests: logs in, sends actions, keeps what came; may write everything down as a recording.

A recording is NAME.ami, NAME.tidx and NAME.actions as tests/data/captures/README.md describes them."""
import asyncio
import os
import time


class Recording:
    """The three files of one recorded feed, over any number of connections one after another."""

    def __init__(self, stem):
        os.makedirs(os.path.dirname(stem) or ".", exist_ok=True)
        self.feed, self.actions = open(stem + ".ami", "wb"), open(stem + ".actions", "wb")
        self.times = open(stem + ".tidx", "w", encoding="ascii")
        self.offset = 0

    def connected(self):
        self.offset = 0

    def received(self, when, data):
        self.feed.write(data)
        self.times.write(f"S {when:.6f} {self.offset} {len(data)}\n")
        self.offset += len(data)

    def sent(self, when, data):
        self.actions.write(data)
        self.times.write(f"C {when:.6f} {len(data)}\n")

    def close(self):
        for file in (self.feed, self.actions, self.times):
            file.close()


class Ami:
    def __init__(self, port, recording=None):
        self.port, self.recording = port, recording
        self.events, self.answers = [], {}
        self.number, self.rest = 0, b""
        self.closed = asyncio.Event()

    async def open(self):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 24)
        if self.recording:
            self.recording.connected()
        self.task = asyncio.ensure_future(self._read())
        return self

    async def _read(self):
        try:
            while data := await self.reader.read(65536):
                now = time.time()
                if self.recording:
                    self.recording.received(now, data)
                self.rest += data
                self._parse(now)
        except (ConnectionError, asyncio.CancelledError):
            pass
        self.closed.set()

    def _parse(self, now):
        if self.rest.startswith(b"Asterisk Call Manager"):
            _, _, self.rest = self.rest.partition(b"\r\n")
        while b"\r\n\r\n" in self.rest:
            block, _, self.rest = self.rest.partition(b"\r\n\r\n")
            message = {"_at": now}
            for line in block.decode("utf-8", "replace").split("\r\n"):
                key, _, value = line.partition(":")
                message.setdefault(key, value.strip())
            self.events.append(message)
            if "Response" in message and "ActionID" in message and "Event" not in message:
                self.answers[message["ActionID"]] = message

    def send(self, action, **fields):
        """Writes an action; a value that is a list is a repeated key. Returns its ActionID."""
        self.number += 1
        ident = fields.pop("ActionID", f"lab{self.number}")
        text = f"Action: {action}\r\nActionID: {ident}\r\n"
        for key, value in fields.items():
            for one in value if isinstance(value, list) else [value]:
                text += f"{key}: {one}\r\n"
        data = (text + "\r\n").encode()
        if self.recording:
            self.recording.sent(time.time(), data)
        self.writer.write(data)
        return ident

    async def ask(self, action, timeout=5, **fields):
        """Sends an action and waits for its answer; {} when none came."""
        ident = self.send(action, **fields)
        end = time.monotonic() + timeout
        while ident not in self.answers and time.monotonic() < end and not self.closed.is_set():
            await asyncio.sleep(0.005)
        return self.answers.get(ident, {})

    async def list(self, action, timeout=5, **fields):
        """As ask; then waits for the end of the list and returns its items."""
        answer = await self.ask(action, timeout, **fields)
        if answer.get("Response") == "Error" or answer.get("EventList", "").lower() != "start":
            return []
        ident, end = answer["ActionID"], time.monotonic() + timeout
        while time.monotonic() < end:
            mine = [e for e in self.events if e.get("ActionID") == ident and "Event" in e]
            if any(e.get("EventList") == "Complete" for e in mine):
                return mine[:-1]
            await asyncio.sleep(0.005)
        raise TimeoutError(f"the list {action} has no end")

    async def login(self, user, secret, events="on"):
        answer = await self.ask("Login", Username=user, Secret=secret, Events=events)
        if answer.get("Response") != "Success":
            raise PermissionError(f"AMI login as {user}: {answer.get('Message', 'no answer')}")
        return self

    async def wait(self, event, test=lambda e: True, timeout=10, since=0):
        """The first @event, from the index @since on, that passes @test."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            while since < len(self.events):
                since += 1
                if self.events[since - 1].get("Event") == event and test(self.events[since - 1]):
                    return self.events[since - 1]
            await asyncio.sleep(0.005)
        raise TimeoutError(f"no {event} in {timeout} s")

    async def close(self, polite=True):
        if polite and not self.closed.is_set():
            await self.ask("Logoff", timeout=2)
            await asyncio.sleep(0.03)
        self.writer.close()
        try:
            await asyncio.wait_for(self.closed.wait(), 2)
        except asyncio.TimeoutError:
            self.task.cancel()
