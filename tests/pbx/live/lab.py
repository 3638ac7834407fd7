# SPDX-License-Identifier: GPL-3.0-or-later
"""A call centre to try things in: a real Asterisk on free ports, phones for agents and customers, and their log."""
import asyncio
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
sys.path[:0] = [HERE, os.path.join(ROOT, "tests", "fakes"), os.path.join(ROOT, "tests")]

from ami import Ami  # noqa: E402
from sip_phone import Phone, answer_after, phone_of, read_instance, ring_only  # noqa: E402
from truth import Contact, Phones  # noqa: E402

KIT = os.path.join(ROOT, "data", "asterisk")
AGENTS = ("1001", "1002", "1003", "1004", "1005", "1006")
CUSTOMER = "13800138000"
NO_NETWORK = 75  # exit status of fetch.sh


class CannotFetch(Exception):
    """There is no Asterisk here, and none can be had."""


def device(user):
    return f"PJSIP/{user}"


def up(folder, suite, *options):
    run = subprocess.run([os.path.join(KIT, "up.sh"), "--suite", suite, *options, folder], capture_output=True, text=True, check=False)
    if run.returncode == NO_NETWORK:
        raise CannotFetch(run.stderr.strip().splitlines()[-1])
    if run.returncode:
        raise RuntimeError(f"up.sh: {run.stderr}")


def down(folder):
    subprocess.run([os.path.join(KIT, "down.sh"), folder], check=False)


def console(instance, folder, command):
    """What Asterisk's own console answers."""
    return subprocess.run(
        [os.path.join(KIT, "run.sh"), instance["ASTERISK_ROOT"], folder, "-rx", command], capture_output=True, text=True, check=False,
    ).stdout


class Lab:
    def __init__(self, folder, suite="22", *options):
        self.folder, self.suite = folder, suite
        self.options = options or ("--static", "--lab", "--ring", "4")

    async def open(self):
        up(self.folder, self.suite, *self.options)
        self.instance = read_instance(self.folder)
        self.version = self.instance["ASTERISK_VERSION"]
        self.ami_port = int(self.instance["AMI_PORT"])
        self.log = []
        for user in (*AGENTS, "trunk"):
            name, port, password = phone_of(user, self.instance)
            phone = Phone(name, port, int(self.instance["SIP_PORT"]), password, entries=self.log)
            setattr(self, "trunk" if user == "trunk" else f"p{user}", await phone.open())
        self.agents = [getattr(self, f"p{user}") for user in AGENTS]
        await self.connect()
        return self

    async def connect(self):
        """The lab's own hand on the PBX; what a recording sees is another connection."""
        self.ami = await Ami(self.ami_port).open()
        await self.ami.login("lab", self.instance["AMI_SECRET"])

    async def close(self):
        for phone in (*self.agents, self.trunk):
            await phone.hangup_all()
            phone.close()
        await self.ami.close()
        down(self.folder)

    def console(self, command):
        return console(self.instance, self.folder, command)

    async def clear(self):
        """Back to nothing: no calls, all phones ring, members as configured, the log empty."""
        for phone in (*self.agents, self.trunk):
            await phone.hangup_all()
            phone.policy = ring_only
        for _ in range(200):
            if not await self.ami.list("CoreShowChannels"):
                break
            await asyncio.sleep(0.05)
        for member in await self.ami.list("QueueStatus"):
            if member.get("Event") == "QueueMember" and member.get("Paused") == "1":
                await self.ami.ask("QueuePause", Interface=member["Location"], Paused="false")
            if member.get("Event") == "QueueMember" and member.get("Membership") == "dynamic":
                await self.ami.ask("QueueRemove", Queue=member["Queue"], Interface=member["Location"])
        self.log.clear()

    # ---- driving ----

    async def inbound(self, did="4000", number=CUSTOMER, name="Zhang San"):
        return await self.trunk.call(did, number, name)

    async def wait_for(self, what, timeout=15):
        """Until @what () gives something; that."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            found = what()
            if found:
                return found
            await asyncio.sleep(0.005)
        raise TimeoutError(f"nothing happened in {timeout} s; the last: {self.log[-3:]}")

    async def _call(self, states, phones, timeout):
        def look():
            for phone in phones or self.agents:
                for call in phone.live(*states):
                    if call.invite and not getattr(call, "taken", None) == states:
                        call.taken = states
                        return call
            return None

        return await self.wait_for(look, timeout)

    async def ringing(self, *phones, timeout=15):
        """The next call that rings at one of @phones (none given: any agent's)."""
        return await self._call(("incoming",), phones, timeout)

    async def up(self, *phones, timeout=15):
        """The next call that came in at one of @phones and is up."""
        return await self._call(("up",), phones, timeout)

    def answering(self, seconds, *phones):
        for phone in phones or self.agents:
            phone.policy = answer_after(seconds)

    def other(self, phone):
        return self.p1002 if phone is self.p1001 else self.p1001

    async def pause(self, *users, paused=True):
        for user in users:
            await self.ami.ask("QueuePause", Interface=device(user), Paused=str(paused).lower())

    def channel(self, user, newest=True):
        """The name of a channel of @user, as the PBX calls it."""
        gone = {e["Uniqueid"] for e in self.ami.events if e.get("Event") == "Hangup"}
        names = [
            e["Channel"] for e in self.ami.events
            if e.get("Event") == "Newchannel" and e["Channel"].startswith(f"PJSIP/{user}-") and e["Uniqueid"] not in gone
        ]
        return names[-1 if newest else 0]

    # ---- who listens ----

    async def listen(self):
        """The recording connection comes (again) and asks for what is; the moment when it knows."""
        self.ear = await Ami(self.ami_port, self.recording).open()
        await self.ear.login(self.ear_user, self.instance["AMI_SECRET"])
        if self.asks_first:
            await self.ear.ask("CoreStatus")
            for action in ("CoreShowChannels", "QueueStatus", "ParkedCalls", "DeviceStateList"):
                await self.ear.list(action)
        return time.time()

    async def unlisten(self):
        """It goes away without a word; a sign of life just before, as a live link gives one every few seconds."""
        await self.ear.ask("Ping")
        await self.ear.close(polite=False)

    # ---- what happened ----

    def has_done(self, call, what):
        """The moments (unix time) at which @call's phone did what begins with @what."""
        return [at for at, _, did, dialog in self.log if dialog == call.dialog and did.startswith(what)]

    def when(self, call, what, nth=0):
        """The moment (unix time) at which @call's phone did the @nth thing that begins with @what."""
        found = self.has_done(call, what)
        if len(found) <= nth:
            raise LookupError(f"{call.phone.user} {call.name} never did {what!r}")
        return found[nth]

    def began(self, call):
        return self.when(call, "invite from" if call.invite else "call ")

    def gone(self, call):
        """When the person at this end hung up, or the call ended there."""
        return self.when(call, "ended")

    def contact(self, started, direction="inbound", **fields):
        defaults = {"customer_number": CUSTOMER, "dialed": "4000", "outcome": "answered", "queues": ["support"]}
        if direction == "internal":
            defaults.update(customer_number="", queues=[])
        return Contact(Phones(0, []), started, direction=direction, **{**defaults, **fields})

    def queued(self, call, agent, **fields):
        """A contact whose first ring, from a queue, was answered by the agent's call @agent."""
        user, queue = agent.phone.user, fields.get("queues", ["support"])[0]
        fields.setdefault("agents", [device(user)])
        contact = self.contact(self.began(call), **fields)
        self.rang(contact, agent, "answered")
        return contact.part("ring", self.when(agent, "answer"), queue=queue, agent=device(user))

    def rang(self, contact, agent, outcome, **fields):
        """One offer, timed by the phone."""
        end = self.when(agent, {"answered": "answer", "rejected": "reject"}.get(outcome, "ended"))
        return contact.offer(device(agent.phone.user), outcome, self.began(agent), end, **fields)

    def talk(self, contact, user, until, customer=CUSTOMER):
        return contact.part("talk", until, agent=device(user), **{"with": customer})

    def consult(self, caller, agent, until, by="caller"):
        """The internal contact of a call from one agent to another."""
        a, b = caller.phone.user, agent.phone.user
        contact = self.contact(self.began(caller), "internal", dialed=b, agents=[device(a), device(b)], ended_by=by)
        self.rang(contact, agent, "answered")
        contact.part("ring", self.when(agent, "answer"), agent=device(b))
        return contact.part("talk", until, agent=device(a), **{"with": device(b)})
