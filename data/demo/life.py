#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""life.py --world FOLDER: customers who call and who are called, and phones that agents answer by the desktop's wish, until killed."""
import argparse
import asyncio
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "fakes"))
import sip_phone  # noqa: E402

CALLERS = [("13800138000", "Wang Xiaoming"), ("02165550100", "Lantian"), ("+4915112345678", "J. Mueller"), ("13911112222", ""),
           ("+16175550134", "Harbor Dental"), ("+971501234567", ""), ("anonymous", "Anonymous")]


async def one_call(trunk, number, name):
    call = await trunk.call(random.choice(["4000", "4000", "4001"]), number=number, name=name)
    try:
        await asyncio.wait_for(call.ended(), random.uniform(60, 240))
    except asyncio.TimeoutError:
        await call.hangup()


async def customer(call):
    """Who is called by an agent: the last digit says whether they answer, talk to somebody else, or are not there."""
    digit = sip_phone.user_of(call.invite.first.split(" ")[1])[-1:]
    if digit in "67":
        call.reject(486)
        return
    call.ring()
    if digit in "89":
        return
    await asyncio.sleep(3)
    if call.state == "incoming":
        call.answer()


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", required=True)
    world = pathlib.Path(parser.parse_args().world)
    instance = sip_phone.read_instance(world / "asterisk")
    phones = {}
    for name in ("1001", "1002", "1003", "1004", "trunk"):
        user, port, password = sip_phone.phone_of(name, instance)
        phones[name] = await sip_phone.Phone(user, port, int(instance["SIP_PORT"]), password).open()
        phones[name].policy = sip_phone.ring_only
    trunk = phones["trunk"]
    trunk.policy = customer
    await asyncio.sleep(15)
    tasks = set()
    while True:
        for number, name in random.sample(CALLERS, len(CALLERS)):
            task = asyncio.ensure_future(one_call(trunk, number, name))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            await asyncio.sleep(30)


if __name__ == "__main__":
    asyncio.run(main())
