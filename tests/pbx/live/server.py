# SPDX-License-Identifier: GPL-3.0-or-later
"""A real bellhopd beside the lab's Asterisk, and people signed in to it by the session door (protocol/README.md)."""
import asyncio
import json
import os
import socket
import subprocess
import time

import zmq
import zmq.asyncio


def free_pair():
    """A TCP port that is free, and the one above it too (the key door)."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
                return port
            except OSError:
                continue


class Server:
    def __init__(self, build, folder, instance, **pbx):
        self.build, self.folder, self.instance = build, folder, instance
        self.port = free_pair()
        self.process = None
        os.makedirs(folder, exist_ok=True)
        os.chmod(folder, 0o755)  # the database runs as another user when we are root
        self.file = os.path.join(folder, "bellhopd.conf")
        options = {
            "kind": "asterisk", "host": "127.0.0.1", "port": instance["AMI_PORT"], "user": "bellhop", "secret": instance["AMI_SECRET"],
            "dial_allowed": "[0-9]{3,6};[+]?[0-9]{8,15}", "talk_context": "bellhop-talk", "hold_context": "bellhop-hold", **pbx,
        }
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(f"[server]\nendpoint = tcp://127.0.0.1:{self.port}\nstate_dir = {folder}/state\nruntime_dir = {folder}/run\n")
            file.write("grace = 20\n[store]\nwait_for_disk = no\n[desk]\nwrap_up = 60\nhome_region = CN\n[pbx main]\n")
            file.writelines(f"{key} = {value}\n" for key, value in options.items())

    def ctl(self, *arguments, given=None):
        return subprocess.run(
            [os.path.join(self.build, "server", "bellhopctl"), *arguments, "--config", self.file],
            input=given, capture_output=True, text=True, check=False, timeout=60,
        )

    async def start(self):
        log = open(os.path.join(self.folder, "bellhopd.log"), "a", encoding="utf-8")
        self.process = subprocess.Popen([os.path.join(self.build, "server", "bellhopd"), "--config", self.file], stderr=log, stdout=log)
        log.close()
        end = time.monotonic() + 60
        while self.ctl("user", "list").returncode:  # the database is the last to be there
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"bellhopd does not come up:\n{self.words()}")
            await asyncio.sleep(0.1)
        return self

    def words(self):
        with open(os.path.join(self.folder, "bellhopd.log"), encoding="utf-8") as file:
            return "".join(file.readlines()[-40:])

    def add_user(self, name, extension, *queues, profile="notify", role="agent"):
        arguments = ["user", "add", name, "--full-name", name.title(), "--role", role]
        if extension:
            arguments += ["--device", f"PJSIP/{extension}", "--extension", extension, "--profile", profile]
        for queue in queues:
            arguments += ["--queue", queue]
        run = self.ctl(*arguments, given=f"{name}-secret\n")
        if run.returncode:
            raise RuntimeError(f"user add {name}: {run.stderr}")

    def rows(self, sql):
        """What the database answers, as lists of texts."""
        script = os.path.join(os.path.dirname(__file__), "..", "..", "..", "data", "demo", "psql.sh")
        run = subprocess.run(["sh", script, self.folder, "-Atc", sql], capture_output=True, text=True, check=True, timeout=20)
        return [line.split("|") for line in run.stdout.splitlines()]

    def signs_out(self, name):
        """Whatever became of @name's desk: until its silence is noticed, queues would go on calling a phone that may be gone."""

        async def leave():
            await (await Person(self, name).sign_in()).sign_out()

        asyncio.run(leave())

    def kill(self):
        self.process.kill()
        self.process.wait()

    def is_up(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        if self.is_up():
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Refused(Exception):
    def __init__(self, error):
        super().__init__(f"{error['code']}: {error['message']}")
        self.code = error["code"]


class Person:
    """Somebody signed in; `contacts`, `agents`, `links` are what the stream says now."""

    context = None

    def __init__(self, server, name):
        self.server, self.name = server, name
        self.agents, self.contacts, self.links, self.cards = {}, {}, {}, {}
        self.answers, self.number, self.seq = {}, 0, 0
        self.key, self.ticket = None, None
        self.history = []
        self.live = asyncio.Event()

    async def sign_in(self):
        Person.context = Person.context or zmq.asyncio.Context()
        self.door = Person.context.socket(zmq.DEALER)
        keys = Person.context.socket(zmq.DEALER)
        keys.linger = 0
        keys.connect(f"tcp://127.0.0.1:{self.server.port + 1}")
        await keys.send(b"{}")
        key = json.loads(await asyncio.wait_for(keys.recv(), 5))["public_key"]
        keys.close()
        self.key = self.key or zmq.curve_keypair()
        self.door.curve_publickey, self.door.curve_secretkey = self.key
        self.door.curve_serverkey = key.encode()
        self.door.linger = 200
        self.door.connect(f"tcp://127.0.0.1:{self.server.port}")
        await self.say({"type": "hello", "versions": [1], "client": "lab/1"})
        self.tasks = [asyncio.ensure_future(self._listen()), asyncio.ensure_future(self._live_on())]
        await asyncio.wait_for(self.live.wait(), 10)
        return self

    async def come_back(self):
        """The same desktop, after the server's restart: by its ticket, without the password."""
        self.agents, self.contacts, self.seq = {}, {}, 0
        self.live.clear()
        return await self.sign_in()

    async def say(self, frame):
        await self.door.send(json.dumps(frame).encode())

    async def _live_on(self):
        while True:
            await asyncio.sleep(1)
            await self.say({"type": "ack", "seq": self.seq} if self.seq else {"type": "heartbeat"})

    async def _listen(self):
        while True:
            frame = json.loads(await self.door.recv())
            kind = frame["type"]
            self.seq = frame.get("seq", self.seq) if kind in ("event", "snapshot_begin", "snapshot_end") else self.seq
            if kind == "welcome" and frame["login"] == "needed":
                self.number += 1
                login = {"ticket": self.ticket} if self.ticket else {"user": self.name, "password": f"{self.name}-secret"}
                await self.say({"type": "request", "id": "login", "op": "login", "args": login})
            elif kind == "reply":
                self.answers[frame["id"]] = frame
                self.ticket = (frame.get("result") or {}).get("ticket", self.ticket)
            elif kind == "snapshot_end":
                self.live.set()
            elif kind == "event":
                self._take(frame["event"], frame["data"])

    def _take(self, event, data):
        self.history.append((time.time(), event, data))
        if event == "agent":
            self.agents[data["agent"]] = data
        elif event == "contact":
            self.contacts[data["contact"]] = data
        elif event == "contact_gone":
            self.contacts.pop(data["contact"], None)
        elif event == "link":
            self.links[data["pbx"]] = data
        elif event == "card":
            self.cards[data["contact"]] = data

    async def ask(self, op, **arguments):
        """Sends a request; its result. A refusal is Refused."""
        self.number += 1
        ident = f"{self.name}-{self.number}"
        await self.say({"type": "request", "id": ident, "op": op, "args": arguments})
        end = time.monotonic() + 12
        while ident not in self.answers:
            if time.monotonic() > end:
                raise TimeoutError(f"{op}: no reply")
            await asyncio.sleep(0.005)
        answer = self.answers.pop(ident)
        if not answer["ok"]:
            raise Refused(answer["error"])
        return answer.get("result")

    async def until(self, test, what, timeout=8):
        """Waits until @test () gives something; that."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            found = test()
            if found:
                return found
            await asyncio.sleep(0.005)
        raise TimeoutError(f"{self.name}: never {what}; state {self.me}, contacts {list(self.contacts.values())}\n{self.server.words()}")

    @property
    def me(self):
        return self.agents.get(self.name, {})

    async def is_in(self, *states, timeout=8):
        return await self.until(lambda: self.me.get("state") in states and self.me, f"in {' or '.join(states)}", timeout)

    async def sees(self, *states, timeout=8):
        """The contact in which this person is in one of @states."""

        def look():
            return next((c for c in self.contacts.values() if c.get("me", {}).get("state") in states), None)

        return await self.until(look, f"saw a contact as {' or '.join(states)}", timeout)

    async def sign_out(self):
        try:
            await self.ask("logout")
        finally:
            self.leave()

    def leave(self):
        """Gone without a word."""
        for task in self.tasks:
            task.cancel()
        self.door.close()
