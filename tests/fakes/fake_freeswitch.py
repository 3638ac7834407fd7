#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A FreeSWITCH for tests: its Event Socket on a port of its own, driven by lines of JSON.

    fake_freeswitch.py [--port N] [--password WORD]

The first line on standard output is {"event": "ready", "port": N, "core": UUID}. Then each line on standard input is one
command {"do": WHAT, ..., "id": anything}, answered by one line {"ok": true, "id": ..., ...} or {"ok": false, "error": ...}.
It ends with its input.

people:  call to [number] [name]    answer: {"call": UUID}    a customer calls a number of the public dialplan
         end call                   the customer hangs up (or whoever's leg it is)      digits call digits
         dial user to               an agent's phone calls              answer | hang_up | hold | retrieve | reject  user
         transfer user to           blind, by the phone                 join user       attended, by the phone
         phone user behaviour [after] [obeys]     manual, answer, busy, reject, absent, silent; obeys: uuid_phone_event
         register user [on]         status user status                  number number behaviour [after]
looking: api line                   answer: {"output": TEXT}, as over the socket
         calls | agents | tiers     seen [word]: the commands that came (that begin with word)      connections
the box: reload [pause] | shutdown | kill | restart | heartbeat | drop | skew seconds | event name headers [body] [subclass]
nasty:   say text | huge | endless | nonsense | unknown_job | length off | strip event headers | silent words | slow command seconds
         lack command | half_open [on] | acl [open] | password word | user name password events api | limits queue lost
         stale user state (an agent's state, without the event)
"""
import argparse
import asyncio
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from freeswitch.server import EventSocket  # noqa: E402
from freeswitch.story import Story  # noqa: E402
from freeswitch.switch import DOMAIN, Switch  # noqa: E402


class Program:
    def __init__(self, password):
        self.switch = Switch()
        self.socket = EventSocket(self.switch, password)
        self.story = Story(self.switch)
        self.story.api = self.socket.api

    async def do(self, command):
        handler = getattr(self, "do_" + command.get("do", ""), None)
        if handler is None:
            raise LookupError(f"\"{command.get('do')}\" is not understood")
        words = {name: value for name, value in command.items() if name not in ("do", "id")}
        out = handler(**words)
        if asyncio.iscoroutine(out):
            out = await out
        return out or {}

    def channel(self, call):
        if call not in self.switch.channels:
            raise LookupError(f"there is no channel {call}")
        return self.switch.channels[call]

    # ---- people

    def do_call(self, to, number=None, name=None):
        return {"call": self.story.customer_calls(to, number, name).uuid}

    def do_end(self, call):
        self.story.customer_hangs_up(self.channel(call))

    def do_digits(self, call, digits):
        self.story.customer_presses(self.channel(call), digits)

    def do_dial(self, user, to):
        return {"call": self.story.agent_dials(user, to).uuid}

    def do_answer(self, user):
        self.story.agent_answers(user)

    def do_reject(self, user, cause="CALL_REJECTED"):
        self.story.agent_rejects(user, cause)

    def do_hang_up(self, user, state=None):
        self.story.agent_hangs_up(user, state)

    def do_hold(self, user):
        self.story.agent_holds(user)

    def do_retrieve(self, user):
        self.story.agent_retrieves(user)

    def do_transfer(self, user, to):
        self.story.agent_transfers(user, to)

    def do_join(self, user):
        self.story.agent_joins(user)

    def do_phone(self, user, behaviour="manual", after=1.0, obeys=False):
        self.story.phone(user, behaviour, after)
        self.switch.phones[user].obeys = obeys

    def do_register(self, user, on=True):
        self.story.agent_registers(user, on)

    def do_status(self, user, status):
        return {"output": self.story.agent_status(user, status)}

    def do_number(self, number, behaviour, after=1.0):
        self.switch.numbers[number] = (behaviour, after)

    # ---- looking

    async def do_api(self, line):
        answer = asyncio.get_running_loop().create_future()
        self.socket.api.execute(line, answer.set_result)
        return {"output": await answer}

    def do_calls(self):
        return {"calls": [{"call": ch.uuid, "name": ch.name, "state": ch.call_state, "number": ch.profile.get("orig_number"),
                           "with": ch.peer.uuid if ch.peer else None, "app": ch.app} for ch in self.switch.channels.values()]}

    def do_agents(self):
        return {"agents": {name: {"status": agent["status"], "state": agent["state"]} for name, agent in self.switch.agents.items()}}

    def do_tiers(self):
        return {"tiers": [[tier["queue"], tier["agent"]] for tier in self.switch.tiers]}

    def do_seen(self, word=""):
        return {"seen": [line for _, line, _, _ in self.socket.commands if line.startswith(word)]}

    def do_connections(self):
        return {"now": len(self.socket.connections), "ever": self.socket.count,
                "subscribed": [sorted(one.events | one.customs) for one in self.socket.connections],
                "queued": [len(one.queue) for one in self.socket.connections], "frozen": self.socket.frozen_by is not None}

    # ---- the box

    def do_reload(self, pause=0.2):
        self.socket.reload(pause)

    def do_shutdown(self):
        self.socket.shutdown()

    def do_kill(self):
        self.socket.kill()

    async def do_restart(self):
        await self.socket.restart()
        return {"core": self.switch.core_uuid}

    def do_heartbeat(self):
        self.switch.heartbeat()

    def do_drop(self):
        self.socket.drop()

    def do_skew(self, seconds):
        self.switch.skew = seconds

    def do_event(self, name, headers=None, body=None, subclass=None):
        self.switch.emit(name, list((headers or {}).items()), body, subclass)

    # ---- nasty

    def do_say(self, text):
        self.socket.say(text.encode())

    def do_huge(self):
        self.socket.announce_huge()

    def do_endless(self):
        self.socket.endless_frame()

    def do_nonsense(self):
        self.socket.nonsense()

    def do_unknown_job(self):
        self.socket.unknown_job()

    def do_length(self, off):
        self.socket.length_off = off

    def do_strip(self, headers, event=""):
        self.socket.strip[event] = set(headers)

    def do_silent(self, words):
        self.socket.silent = set(words)

    def do_slow(self, command, seconds):
        self.socket.api.slow[command] = seconds

    def do_lack(self, command):
        self.socket.api.lacking.add(command)

    def do_half_open(self, on=True):
        self.socket.half_open = on

    def do_acl(self, open=False):
        self.socket.acl = lambda address: open

    def do_password(self, word):
        self.socket.password = word

    def do_user(self, name, password, events, api):
        self.socket.users[name if "@" in name else f"{name}@{DOMAIN}"] = {"password": password, "events": events, "api": api}

    def do_limits(self, queue=100_000, lost=500):
        self.socket.queue_limit, self.socket.lost_limit = queue, lost

    def do_stale(self, user, state):
        self.switch.agents[f"{user}@{DOMAIN}"]["state"] = state

    def do_queue(self, name, **settings):
        self.switch.queues[name].update(settings)


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--password", default="ClueCon-test")
    options = parser.parse_args()
    program = Program(options.password)
    await program.socket.open(options.port)
    print(json.dumps({"event": "ready", "port": program.socket.port, "core": program.switch.core_uuid}), flush=True)
    reader = asyncio.StreamReader(limit=1 << 22)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        command = {}
        try:
            command = json.loads(line)
            answer = {"ok": True, "id": command.get("id"), **await program.do(command)}
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            answer = {"ok": False, "id": command.get("id") if isinstance(command, dict) else None, "error": str(error)}
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    program.socket.close()


if __name__ == "__main__":
    asyncio.run(main())
