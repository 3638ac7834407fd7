#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Asterisk kit and what it teaches integrators: instances side by side, the rights of its AMI users, NOTIFY, errors in words."""
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(os.path.dirname(HERE))]
import tap  # noqa: E402
from ami import Ami  # noqa: E402
from lab import KIT, CannotFetch, Lab, device, down, up  # noqa: E402
from sip_phone import read_instance, ring_only  # noqa: E402


def kit(script, *arguments, **environment):
    return subprocess.run(
        [os.path.join(KIT, script), *arguments], capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


class Errors(unittest.TestCase):
    """What goes wrong is said in words, and leaves nothing half done."""

    def test_no_network(self):
        with tempfile.TemporaryDirectory() as cache:
            # nobody listens on port 9 of the loopback
            configuration = os.path.join(cache, "apt.conf")
            with open(configuration, "w", encoding="ascii") as file:
                file.write('Acquire::http::Proxy "http://127.0.0.1:9";\nAcquire::Retries "0";\n')
            run = kit("fetch.sh", "16", BELLHOP_CACHE=cache, APT_CONFIG=configuration)
            self.assertEqual(run.returncode, 75, run.stderr)
            self.assertIn("is there a network", run.stderr)
            self.assertEqual(run.stdout, "")
            self.assertEqual([name for name in os.listdir(cache) if name.startswith("asterisk")], [])

    def test_a_suite_that_is_not_known(self):
        run = kit("fetch.sh", "17")
        self.assertEqual(run.returncode, 2)
        self.assertIn("usage", run.stderr)

    def test_a_root_that_is_none(self):
        with tempfile.TemporaryDirectory() as folder:
            run = kit("make-instance.sh", "--root", folder, os.path.join(folder, "pbx"))
            self.assertEqual(run.returncode, 1)
            self.assertIn("there is no Asterisk in", run.stderr)

    def test_down_where_nothing_runs(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(kit("down.sh", folder).returncode, 0)


class Instances(unittest.TestCase):
    def test_several_side_by_side(self):
        with tempfile.TemporaryDirectory() as folder:
            names = [os.path.join(folder, name) for name in "abc"]
            try:
                runs = [subprocess.Popen([os.path.join(KIT, "up.sh"), n], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for n in names]
                for run in runs:
                    out, _ = run.communicate(timeout=60)
                    self.assertEqual(run.returncode, 0, out)
                bases = {read_instance(name)["PORT_BASE"] for name in names}
                self.assertEqual(len(bases), 3)
                again = kit("up.sh", names[0])
                self.assertEqual(again.returncode, 1)
                self.assertIn("runs in", again.stderr)
            finally:
                for name in names:
                    down(name)
            self.assertFalse(os.path.exists(os.path.join(names[0], "pid")))

    def test_stop_and_start_again(self):
        with tempfile.TemporaryDirectory() as folder:
            name = os.path.join(folder, "pbx")
            try:
                up(name, "22")
                before = read_instance(name)
                down(name)
                up(name, "22")
                self.assertEqual(read_instance(name), before)
            finally:
                down(name)


class Rights(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.folder = tempfile.mkdtemp(prefix="bellhop-kit-")
        self.lab = await Lab(os.path.join(self.folder, "pbx")).open()

    async def asyncTearDown(self):
        await self.lab.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def session(self, user):
        instance = self.lab.instance
        secret = instance["WATCH_SECRET" if user == "watch" else "AMI_SECRET"]
        return await (await Ami(self.lab.ami_port).open()).login(user, secret)

    async def refused(self, session, action, **fields):
        answer = await session.ask(action, **fields)
        self.assertEqual((action, answer.get("Message")), (action, "Permission denied"))

    async def allowed(self, session, action, **fields):
        answer = await session.ask(action, **fields)
        self.assertNotEqual((action, answer.get("Message")), (action, "Permission denied"))

    async def test_bellhop_may_what_it_needs_and_no_more(self):
        session = await self.session("bellhop")
        for action in ("CoreStatus", "CoreSettings", "CoreShowChannels", "Status", "QueueStatus", "BridgeList", "DeviceStateList",
                       "Hangup", "Redirect", "BlindTransfer", "Atxfer", "CancelAtxfer", "PlayDTMF", "Originate", "QueueAdd",
                       "QueuePause", "QueuePenalty", "QueueRemove", "Park", "UserEvent", "Ping"):
            await self.allowed(session, action)
        for action in ("Command", "GetConfig", "UpdateConfig", "Reload", "ModuleLoad", "MixMonitor", "DBPut", "AGI", "PJSIPNotify",
                       "DialplanExtensionAdd"):
            await self.refused(session, action, Command="core show uptime")
        await session.close()

    async def test_watch_may_only_ask(self):
        session = await self.session("watch")
        for action in ("CoreStatus", "CoreShowChannels", "Status", "QueueStatus", "BridgeList", "DeviceStateList", "Ping"):
            await self.allowed(session, action)
        for action in ("Hangup", "Redirect", "Originate", "QueueAdd", "QueuePause", "Atxfer", "PlayDTMF", "UserEvent", "Command"):
            await self.refused(session, action)
        await session.close()

    async def test_both_hear_what_they_need_and_no_noise(self):
        sessions = [await self.session("bellhop"), await self.session("watch")]
        self.lab.answering(0.2)
        customer = await self.lab.inbound()
        agent = await self.lab.up()
        await agent.hold()
        await agent.unhold()
        await self.lab.pause("1005")
        await agent.hangup()
        await customer.ended()
        await asyncio.sleep(0.3)
        for session in sessions:
            heard = {event.get("Event") for event in session.events}
            for name in ("FullyBooted", "Newchannel", "Newstate", "Hangup", "DialBegin", "DialEnd", "BridgeEnter", "BridgeLeave", "Hold",
                         "Unhold", "QueueCallerJoin", "QueueCallerLeave", "AgentCalled", "AgentConnect", "AgentComplete",
                         "QueueMemberStatus", "DeviceStateChange"):
                self.assertIn(name, heard)
            for name in ("VarSet", "Newexten", "RTCPSent", "TestEvent", "Cdr", "SuccessfulAuth"):
                self.assertNotIn(name, heard)
            self.assertTrue(all("Timestamp" in e for e in session.events if e.get("Event") == "Newchannel"))
            await session.close()

    async def test_what_is_done_on_the_pbx_is_heard(self):
        session = await self.session("watch")
        call = await self.lab.p1001.call("*45")
        event = await session.wait("QueueMemberPause", lambda e: e["Interface"] == device("1001"))
        self.assertEqual((event["Paused"], event["PausedReason"]), ("1", "keys"))
        await call.ended(timeout=20)
        call = await self.lab.p1001.call("*46")
        await session.wait("QueueMemberPause", lambda e: e["Interface"] == device("1001") and e["Paused"] == "0")
        self.lab.console("queue pause member PJSIP/1002 queue support reason meeting")
        event = await session.wait("QueueMemberPause", lambda e: e["Interface"] == device("1002"))
        self.assertEqual((event["Queue"], event["PausedReason"]), ("support", "meeting"))
        await session.close()

    async def test_a_notify_answers_holds_and_retrieves_without_the_right_system(self):
        if int(self.lab.version.split(".")[0]) < 20:
            self.skipTest("this Asterisk has no application PJSIPNotify")
        session = await self.session("bellhop")
        self.lab.p1001.policy = ring_only
        customer = await self.lab.inbound("4003")
        agent = await self.lab.ringing(self.lab.p1001)

        async def tell(context):
            answer = await session.ask(
                "Originate", Channel=f"Local/1001@{context}/n", Context=context, Exten="1001", Priority="1", Async="true"
            )
            self.assertEqual(answer.get("Response"), "Success")

        await tell("bellhop-talk")
        await agent.answered()
        await tell("bellhop-hold")
        await self.lab.wait_for(lambda: agent.held)
        await tell("bellhop-talk")
        await self.lab.wait_for(lambda: not agent.held)
        await customer.hangup()
        await session.close()

    async def test_dialling_goes_through_the_context_and_lets_digits_alone_through(self):
        session = await self.session("bellhop")
        self.lab.answering(0.1, self.lab.p1001)
        self.lab.trunk.policy = ring_only
        for asked, called in (("13900001111", "13900001111"), ("+442079460000", "+442079460000"), ("12345x6&SIP/evil", "123456")):
            await session.ask(
                "Originate", Channel="PJSIP/1001", Context="bellhop-out", Exten=asked, Priority="1", Async="true", Timeout="5000"
            )
            far = await self.lab.ringing(self.lab.trunk)
            self.assertEqual(far.invite.first.split(" ")[1].split(":")[1].split("@")[0], called)
            await self.lab.p1001.hangup_all()
            await far.ended()
        await session.close()


def main():
    try:
        with tempfile.TemporaryDirectory() as folder:
            up(os.path.join(folder, "pbx"), "22")
            down(os.path.join(folder, "pbx"))
    except CannotFetch as reason:
        print(f"1..0 # SKIP no Asterisk: {reason}")
        return
    tap.run_unittests()


if __name__ == "__main__":
    main()
