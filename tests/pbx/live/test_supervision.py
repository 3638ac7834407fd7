#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_supervision.py DRIVE BELLHOPCTL SUITE: recording and listening in, as operations of the PBX port on a real Asterisk.

The adapter of the server itself gives the orders (drive.c), with the rights of the AMI user "bellhop"; what is true is what
Asterisk then tells: of the recording, of who listens, and, by replay, of the customer's contact, which none of it changes."""
import asyncio
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(os.path.dirname(HERE))]
from lab import CannotFetch, Lab, device  # noqa: E402
from tap import Tap  # noqa: E402

TALK = 0.6


class Drive:
    """The adapter, worked by lines."""

    def __init__(self, program, lab, feed):
        self.command = [program, str(lab.ami_port), lab.instance["AMI_SECRET"], feed]
        self.lines, self.number = [], 0

    async def open(self):
        self.process = await asyncio.create_subprocess_exec(*self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.task = asyncio.ensure_future(self.read())
        await self.until("link live")
        return self

    async def read(self):
        while line := await self.process.stdout.readline():
            self.lines.append(line.decode().rstrip("\n"))

    async def until(self, pattern, timeout=8, since=0):
        end = asyncio.get_running_loop().time() + timeout
        while asyncio.get_running_loop().time() < end:
            for line in self.lines[since:]:
                if re.search(pattern, line):
                    return line
            await asyncio.sleep(0.005)
        raise TimeoutError(f"no {pattern!r}: {self.lines[since:]}")

    async def order(self, op, leg, phone="-"):
        """Gives the order; how Asterisk answered."""
        self.number += 1
        since, request = len(self.lines), f"r{self.number}"
        self.process.stdin.write(f"{request} {op} {leg} {phone}\n".encode())
        return await self.until(f"command_done .*request={request}( |$)|refused {request} ", since=since)

    async def well(self, op, leg, pattern, phone="-"):
        since = len(self.lines)
        answer = await self.order(op, leg, phone)
        if " ok" not in answer:
            raise AssertionError(f"{op}: {answer}")
        return await self.until(pattern, since=since)

    async def close(self):
        self.process.stdin.close()
        await self.process.wait()
        await self.task


def recording_of(lab, leg):
    found = glob.glob(os.path.join(lab.folder, "**", f"bellhop-{leg}.wav"), recursive=True)
    return os.path.getsize(found[0]) if found else None


async def talking(lab, drive):
    """A customer who talks with an agent; their calls, and the agent's leg."""
    lab.answering(0.2)
    since = len(drive.lines)
    customer = await lab.inbound()
    agent = await lab.up()
    line = await drive.until(f"leg_new .*device={device(agent.phone.user)}", since=since)
    await asyncio.sleep(TALK)
    return customer, agent, re.search(r"leg=(\S+)", line).group(1)


async def recording(lab, drive):
    customer, agent, leg = await talking(lab, drive)
    await drive.well("record_start", leg, f"recording_started .*leg={leg}( |$)")
    await asyncio.sleep(TALK)
    await drive.well("record_pause", leg, f"recording_paused .*leg={leg}( |$)")
    await drive.well("record_resume", leg, f"recording_resumed .*leg={leg}( |$)")
    await drive.well("record_stop", leg, f"recording_stopped .*leg={leg}( |$)")
    size = recording_of(lab, leg)
    again = await drive.order("record_stop", leg)
    if " ok" in again:
        raise AssertionError(f"nothing is recorded any more: {again}")
    if size is None or agent.state != "up":
        raise AssertionError(f"the file: {size} bytes; the agent's call is {agent.state}")
    await agent.hangup()
    await customer.ended()


async def recording_ends_with_the_call(lab, drive):
    customer, agent, leg = await talking(lab, drive)
    await drive.well("record_start", leg, f"recording_started .*leg={leg}( |$)")
    since = len(drive.lines)
    await agent.hangup()
    await customer.ended()
    await drive.until(f"recording_stopped .*leg={leg}( |$)", since=since)


def spying(op):
    async def story(lab, drive):
        customer, agent, leg = await talking(lab, drive)
        supervisor = lab.p1004
        lab.answering(0.2, supervisor)
        began = await drive.well(op, leg, f"spy_started .*other_leg={leg}( |$)", device("1004"))
        own = re.search(r" leg=(\S+)", began).group(1)
        await asyncio.sleep(TALK)
        call = supervisor.live("up")[0]
        if customer.state != "up" or agent.state != "up":
            raise AssertionError("the customer's call suffered")
        since = len(drive.lines)
        if op == "listen":
            await call.hangup()
            await drive.until(f"spy_stopped .*leg={own}( |$)", since=since)
            await agent.hangup()
        else:
            await agent.hangup()
            await call.ended()  # who listens is let go when there is nothing left to hear
        await customer.ended()

    story.__name__ = op
    return story


async def nobody_is_there(lab, drive):
    for op in ("record_pause", "record_stop"):
        answer = await drive.order(op, "1.999")
        if " ok" in answer:
            raise AssertionError(f"{op} of a leg that is none: {answer}")


def contact_faults(bellhopctl, feed):
    """The customer's contacts of all stories: an answered call with one agent, no more."""
    run = subprocess.run([bellhopctl, "replay", "--contacts", feed], capture_output=True, text=True, timeout=60, check=False)
    faults = [] if run.returncode == 0 else [run.stderr]
    found = [json.loads(line) for line in run.stdout.splitlines()]
    for contact in (one for one in found if one["direction"] == "inbound"):
        kinds = {segment["type"] for segment in contact["segments"]}
        if contact["outcome"] != "answered" or len(contact["agents"]) != 1 or kinds - {"ring", "queue", "talk", "ivr"}:
            faults.append(f"not as if nobody had listened: {contact}")
    if sum(one["direction"] == "inbound" for one in found) != 5:
        faults.append(f"five customers called: {[one['direction'] for one in found]}")
    return faults


STORIES = (recording, recording_ends_with_the_call, spying("listen"), spying("whisper"), spying("barge"), nobody_is_there)


async def play(lab, drive, story):
    try:
        await lab.clear()
        await asyncio.wait_for(story(lab, drive), 30)
        return []
    except Exception as error:  # noqa: BLE001 told as a failed case, the next one is worth a try
        return [f"{type(error).__name__}: {error}", *drive.lines[-12:]]


async def main(program, bellhopctl, suite):
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="bellhop-supervision-") as folder:
        try:
            lab = await Lab(os.path.join(folder, "pbx"), suite).open()
        except CannotFetch as reason:
            print(f"1..0 # SKIP no Asterisk {suite}: {reason}")
            return 0
        try:
            drive = await Drive(program, lab, os.path.join(folder, "feed")).open()
            for story in STORIES:
                tap.case(story.__name__, await play(lab, drive, story))
            await drive.close()
            tap.case("contacts", contact_faults(bellhopctl, os.path.join(folder, "feed.ami")))
        finally:
            await lab.close()
    return tap.end()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
