# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do with phones, and the contacts that it makes.

Each scenario drives the lab's phones and then says, in the phones' own times, what happened. record.py keeps the PBX's feed of
each; test_live.py runs some of them live. The words of an expectation are explained in tests/journey/README.md."""
import asyncio

from lab import CUSTOMER, device
from sip_phone import answer_after, reject_with, ring_only

sleep = asyncio.sleep
SCENARIOS = {}
TALK = 1.0  # seconds, where it does not matter how long
OUTSIDE = "13900001111"
DIALLED = {"any": [OUTSIDE, "9" + OUTSIDE]}  # with and without the prefix that the house dials


def scenario(name, text, live=False, late=False):
    """@live: played by the live tests; @late: the scenario itself says when the recording connection comes (lab.listen)."""

    def register(function):
        function.late = late
        SCENARIOS[name] = (function, text, live)
        return function

    return register


async def talking(lab, did="4000", **caller):
    """A customer who talks with the first agent whose phone rang."""
    lab.answering(0.4)
    customer = await lab.inbound(did, **caller)
    agent = await lab.up()
    await sleep(TALK)
    return customer, agent


def because(contact, why, **more):
    out = contact.as_json()
    out.update(more, why=why)
    return out


# ---- queues ----


@scenario("queue-answer-agent-ends", "4000; the first agent rung answers after 0.4 s, talks 1 s, hangs up.", live=True)
async def _(lab):
    customer, agent = await talking(lab)
    await agent.hangup()
    await customer.ended()
    return [lab.talk(lab.queued(customer, agent, ended_by="agent"), agent.phone.user, lab.gone(agent))]


@scenario("queue-answered-by-agent-only", "4013: no Answer() before the queue; the agent answers, the caller hangs up.")
async def _(lab):
    customer, agent = await talking(lab, "4013")
    await customer.hangup()
    await agent.ended()
    return [lab.talk(lab.queued(customer, agent, dialed="4013", ended_by="caller"), agent.phone.user, lab.gone(customer))]


@scenario("queue-abandon-ringing", "4000; a phone rings, the caller hangs up after 2 s.", live=True)
async def _(lab):
    customer = await lab.inbound()
    agent = await lab.ringing()
    await sleep(2)
    await customer.hangup()
    await agent.ended()
    contact = lab.contact(lab.began(customer), outcome="abandoned", agents=[], ended_by="caller")
    lab.rang(contact, agent, "cancelled")
    return [contact.part("ring", lab.gone(customer), queue="support", agent=device(agent.phone.user))]


@scenario("queue-abandon-unanswered", "4013: the caller gives up (CANCEL) before anybody answered; the PBX had not answered either.")
async def _(lab):
    customer = await lab.inbound("4013")
    agent = await lab.ringing()
    await sleep(1.5)
    await customer.hangup()
    await agent.ended()
    contact = lab.contact(lab.began(customer), dialed="4013", outcome="abandoned", agents=[], ended_by="caller")
    lab.rang(contact, agent, "cancelled")
    return [contact.part("ring", lab.gone(agent), queue="support", agent=device(agent.phone.user))]


@scenario("queue-abandon-nobody-free", "4000 with all members paused: the caller waits 2 s and hangs up; no phone ever rang.", live=True)
async def _(lab):
    await lab.pause("1001", "1002", "1003")
    customer = await lab.inbound()
    await customer.answered()
    await sleep(2)
    await customer.hangup()
    contact = lab.contact(lab.began(customer), outcome="abandoned", agents=[], ended_by="caller")
    return [contact.part("queue", lab.gone(customer), queue="support")]


@scenario("queue-two-miss-then-abandon", "4000; the first phone rings out, the second rings out, the caller hangs up 1.5 s into the third ring.")
async def _(lab):
    customer = await lab.inbound()
    rings = [await lab.ringing() for _ in range(3)]
    await sleep(1.5)
    await customer.hangup()
    await rings[2].ended()
    contact = lab.contact(lab.began(customer), outcome="abandoned", agents=[], ended_by="caller")
    for number, ring in enumerate(rings):
        user = device(ring.phone.user)
        lab.rang(contact, ring, "no_answer" if number < 2 else "cancelled")
        if number:
            contact.part("queue", lab.began(ring), queue="support")
        contact.part("ring", lab.gone(ring), queue="support", agent=user)
    return [contact]


@scenario("queue-miss-then-answer", "4000; the first phone rings out, the next is answered; the caller hangs up.", live=True)
async def _(lab):
    customer = await lab.inbound()
    first = await lab.ringing()
    lab.answering(0.5, lab.other(first.phone), lab.p1003)
    second = await lab.up()
    await sleep(TALK)
    await customer.hangup()
    await second.ended()
    a, b = first.phone.user, second.phone.user
    contact = lab.contact(lab.began(customer), agents=[device(b)], ended_by="caller")
    lab.rang(contact, first, "no_answer")
    lab.rang(contact, second, "answered")
    contact.part("ring", lab.gone(first), queue="support", agent=device(a)).part("queue", lab.began(second), queue="support")
    contact.part("ring", lab.when(second, "answer"), queue="support", agent=device(b))
    return [lab.talk(contact, b, lab.gone(customer))]


@scenario("queue-reject-then-answer", "4000; the first phone says 486, the next is answered after 0.5 s; the caller hangs up.")
async def _(lab):
    rejected = []

    async def policy(call):
        if not rejected:
            rejected.append(call)
            call.reject(486)
        else:
            await answer_after(0.5)(call)

    for phone in lab.agents:
        phone.policy = policy
    customer = await lab.inbound()
    agent = await lab.up()
    await sleep(TALK)
    await customer.hangup()
    await agent.ended()
    user = agent.phone.user
    contact = lab.contact(lab.began(customer), agents=[device(user)], ended_by="caller")
    lab.rang(contact, rejected[0], "rejected")
    lab.rang(contact, agent, "answered")
    contact.part("queue", lab.began(agent), queue="support")
    contact.part("ring", lab.when(agent, "answer"), queue="support", agent=device(user))
    return [lab.talk(contact, user, lab.gone(customer))]


@scenario("queue-timeout", "4008: support for 4 s, a phone rings all the time; then an announcement; the PBX hangs up.")
async def _(lab):
    customer = await lab.inbound("4008")
    agent = await lab.ringing()
    await customer.ended()
    user = device(agent.phone.user)
    contact = lab.contact(lab.began(customer), dialed="4008", outcome="timeout", agents=[], ended_by="system")
    lab.rang(contact, agent, "no_answer")
    return [contact.part("ring", lab.gone(agent), queue="support", agent=user).part("ivr", lab.gone(customer))]


@scenario("queue-overflow", "4012: support for 5 s (one phone rings 4 s, then the wait), then sales, where 1003 or 1004 answers; the agent hangs up.")
async def _(lab):
    await lab.pause("1003")
    customer = await lab.inbound("4012")
    first = await lab.ringing(lab.p1001, lab.p1002)
    await first.ended()
    await lab.pause("1003", paused=False)
    rang = lab.gone(first)
    lab.answering(0.5, lab.p1003, lab.p1004)
    agent = await lab.up(lab.p1003, lab.p1004)
    await sleep(TALK)
    await agent.hangup()
    await customer.ended()
    user = agent.phone.user
    contact = lab.contact(lab.began(customer), dialed="4012", queues=["support", "sales"], agents=[device(user)], ended_by="agent")
    lab.rang(contact, first, "no_answer")
    lab.rang(contact, agent, "answered")
    contact.part("ring", rang, queue="support", agent=device(first.phone.user))
    contact.part("queue", lab.began(agent), may_split=True)
    contact.part("ring", lab.when(agent, "answer"), queue="sales", agent=device(user))
    return [because(lab.talk(contact, user, lab.gone(agent)), "the moment between the two queues is not seen by any phone")]


@scenario("queue-local-member", "4007: menu, the caller presses 5 (invalid), then 2: queue sales. 1003 says 486 if rung; 1004 is the member Local/1004@members/n and answers after 0.7 s; the agent hangs up.")
async def _(lab):
    lab.p1003.policy = reject_with(486)
    lab.p1004.policy = answer_after(0.7)
    customer = await lab.inbound("4007")
    await customer.answered()
    await sleep(0.6)
    await customer.dtmf("5")
    await sleep(4.5)
    await customer.dtmf("2")
    agent = await lab.up(lab.p1004, timeout=20)
    await sleep(TALK)
    await agent.hangup()
    await customer.ended()
    contact = lab.contact(lab.began(customer), dialed="4007", queues=["sales"], agents=[device("1004")], ended_by="agent")
    refused = [call for call in lab.p1003.calls.values()]
    for call in refused:
        lab.rang(contact, call, "rejected")
    lab.rang(contact, agent, "answered")
    first = refused[0] if refused else agent
    contact.part("ivr", lab.began(first))
    if refused:
        contact.part("queue", lab.began(agent), queue="sales")
    contact.part("ring", lab.when(agent, "answer"), queue="sales", agent=device("1004"))
    return [lab.talk(contact, "1004", lab.gone(agent))]


@scenario("queue-second-caller-waits", "4014 with one member: the first caller talks 1.5 s; the second waits meanwhile, is then offered to the same agent, and talks.", live=True)
async def _(lab):
    await lab.ami.ask("QueueAdd", Queue="dyn", Interface="PJSIP/1005", MemberName="Wang")
    lab.answering(0.4, lab.p1005)
    one = await lab.inbound("4014", "13800000001", "One")
    first = await lab.up(lab.p1005)
    two = await lab.inbound("4014", "13800000002", "Two")
    await sleep(1.5)
    await one.hangup()
    second = await lab.up(lab.p1005)
    await sleep(TALK)
    await second.hangup()
    await two.ended()
    agent = [device("1005")]
    a = lab.queued(one, first, customer_number="13800000001", dialed="4014", queues=["dyn"], agents=agent, ended_by="caller")
    lab.talk(a, "1005", lab.gone(one), "13800000001")
    b = lab.contact(lab.began(two), customer_number="13800000002", dialed="4014", queues=["dyn"], agents=agent, ended_by="agent")
    lab.rang(b, second, "answered")
    b.part("queue", lab.began(second), queue="dyn").part("ring", lab.when(second, "answer"), queue="dyn", agent=agent[0])
    return [a, lab.talk(b, "1005", lab.gone(second), "13800000002")]


@scenario("queue-redirected-away", "4000 with all members paused; a command (Redirect) takes the caller to music (4200); the caller hangs up 1.5 s later.")
async def _(lab):
    await lab.pause("1001", "1002", "1003")
    customer = await lab.inbound()
    await customer.answered()
    await sleep(1)
    moved = await command(lab, "Redirect", Channel=lab.channel("trunk"), Context="from-trunk", Exten="4200", Priority="1")
    await sleep(1.5)
    await customer.hangup()
    contact = lab.contact(lab.began(customer), outcome={"any": ["redirected", "timeout"]}, agents=[], ended_by="caller")
    contact.part("queue", moved, queue="support").part("ivr", lab.gone(customer))
    return [because(contact, "the PBX tells of a caller taken out of the queue just as of one whose time was up")]


async def command(lab, action, **fields):
    """Sends an AMI action; the moment of it."""
    import time

    at = time.time()
    answer = await lab.ami.ask(action, **fields)
    if answer.get("Response") != "Success":
        raise RuntimeError(f"{action}: {answer}")
    return at


@scenario("queue-redirected-to-other-queue", "4000 with all members paused; a command (Redirect) takes the caller to queue sales, where 1003 answers; a command hangs the caller up.")
async def _(lab):
    for user in ("1001", "1002", "1003"):
        await lab.ami.ask("QueuePause", Queue="support", Interface=device(user), Paused="true")
    await lab.ami.ask("QueuePause", Queue="sales", Interface="Local/1004@members/n", Paused="true")
    lab.answering(0.5, lab.p1003)
    customer = await lab.inbound()
    await customer.answered()
    await sleep(1)
    moved = await command(lab, "Redirect", Channel=lab.channel("trunk"), Context="from-trunk", Exten="4001", Priority="1")
    agent = await lab.up(lab.p1003)
    await sleep(TALK)
    await command(lab, "Hangup", Channel=lab.channel("trunk"), Cause="16")
    await customer.ended()
    contact = lab.contact(lab.began(customer), queues=["support", "sales"], agents=[device("1003")], ended_by="system")
    lab.rang(contact, agent, "answered")
    contact.part("queue", moved, queue="support").part("ring", lab.when(agent, "answer"), queue="sales", agent=device("1003"))
    return [lab.talk(contact, "1003", lab.gone(customer))]


@scenario("ringall-one-rejects", "4010: 1001 says 486 after 0.5 s, 1002 answers after 1.2 s; the caller hangs up.", live=True)
async def _(lab):
    async def later(call):
        call.ring()
        await sleep(0.5)
        call.reject(486)

    lab.p1001.policy, lab.p1002.policy = later, answer_after(1.2)
    customer = await lab.inbound("4010")
    agent = await lab.up(lab.p1002)
    refused = next(iter(lab.p1001.calls.values()))
    await sleep(TALK)
    await customer.hangup()
    await agent.ended()
    contact = lab.contact(lab.began(customer), dialed="4010", queues=["all"], agents=[device("1002")], ended_by="caller")
    lab.rang(contact, refused, "rejected")
    lab.rang(contact, agent, "answered", together=True)
    contact.part("ring", lab.when(agent, "answer"), queue="all", may_split=True)
    return [lab.talk(contact, "1002", lab.gone(customer))]


@scenario("ringall-abandon", "4010: both phones ring, the caller hangs up after 1.5 s.")
async def _(lab):
    customer = await lab.inbound("4010")
    calls = [await lab.ringing(lab.p1001), await lab.ringing(lab.p1002)]
    await sleep(1.5)
    await customer.hangup()
    for call in calls:
        await call.ended()
    contact = lab.contact(lab.began(customer), dialed="4010", queues=["all"], outcome="abandoned", agents=[], ended_by="caller")
    lab.rang(contact, calls[0], "cancelled")
    lab.rang(contact, calls[1], "cancelled", together=True)
    return [contact.part("ring", lab.gone(customer), queue="all", may_split=True)]


@scenario("queue-pickup", "4000; 1001 or 1002 rings; 1004 picks the call up (*8); the caller hangs up.")
async def _(lab):
    customer = await lab.inbound()
    ringing = await lab.ringing(lab.p1001, lab.p1002)
    await sleep(0.8)
    picked = await lab.p1004.call("*8" + ringing.phone.user)
    await picked.answered()
    await sleep(TALK)
    await customer.hangup()
    await picked.ended()
    contact = lab.contact(lab.began(customer), agents=[device("1004")], ended_by="caller")
    lab.rang(contact, ringing, "cancelled")
    contact.part("ring", lab.when(picked, "answered"), queue="support", agent=device(ringing.phone.user))
    return [lab.talk(contact, "1004", lab.gone(customer))]


# ---- no queue ----


@scenario("direct-rejected", "4003: 1001 declines (603).", live=True)
async def _(lab):
    lab.p1001.policy = reject_with(603)
    customer = await lab.inbound("4003")
    await customer.ended()
    refused = next(iter(lab.p1001.calls.values()))
    contact = lab.contact(
        lab.began(customer), dialed="4003", queues=[], outcome="rejected", agents=[], ended_by={"any": ["agent", "system"]}
    )
    lab.rang(contact, refused, "rejected")
    contact.part("ring", lab.gone(customer), agent=device("1001"))
    return [because(contact, "the phone refused, the dialplan then ended the call: either may be named")]


@scenario("direct-not-found", "4003: the phone of 1001 says 404.")
async def _(lab):
    lab.p1001.policy = reject_with(404)
    customer = await lab.inbound("4003")
    await customer.ended()
    refused = next(iter(lab.p1001.calls.values()))
    contact = lab.contact(
        lab.began(customer), dialed="4003", queues=[], outcome="failed", agents=[], ended_by={"any": ["agent", "system"]}
    )
    contact.offer(device("1001"), {"any": ["rejected", "no_answer"]}, lab.began(refused), lab.gone(refused), optional=True)
    contact.part("ring", lab.gone(customer), agent=device("1001"))
    return [because(contact, "whether a phone that does not know its own number was offered the call is open")]


@scenario("direct-caller-gives-up", "4003: 1001 rings 1.5 s, the caller hangs up.")
async def _(lab):
    customer = await lab.inbound("4003")
    ringing = await lab.ringing(lab.p1001)
    await sleep(1.5)
    await customer.hangup()
    await ringing.ended()
    contact = lab.contact(lab.began(customer), dialed="4003", queues=[], outcome="no_answer", agents=[], ended_by="caller")
    lab.rang(contact, ringing, "cancelled")
    return [contact.part("ring", lab.gone(ringing), agent=device("1001"))]


@scenario("direct-then-next-agent", "4015: 1001 rings 3 s in vain, then 1002 answers; the agent hangs up.")
async def _(lab):
    lab.answering(0.5, lab.p1002)
    customer = await lab.inbound("4015")
    first = await lab.ringing(lab.p1001)
    agent = await lab.up(lab.p1002)
    await sleep(TALK)
    await agent.hangup()
    await customer.ended()
    contact = lab.contact(lab.began(customer), dialed="4015", queues=[], agents=[device("1002")], ended_by="agent")
    lab.rang(contact, first, "no_answer")
    lab.rang(contact, agent, "answered")
    contact.part("ring", lab.gone(first), agent=device("1001")).part("ring", lab.when(agent, "answer"), agent=device("1002"))
    return [lab.talk(contact, "1002", lab.gone(agent))]


@scenario("direct-pickup", "4003: 1001 rings; 1002 picks the call up (*8) after 1 s; the agent hangs up.")
async def _(lab):
    customer = await lab.inbound("4003")
    ringing = await lab.ringing(lab.p1001)
    await sleep(1)
    picked = await lab.p1002.call("*81001")
    await customer.answered()
    await sleep(TALK)
    await picked.hangup()
    await customer.ended()
    contact = lab.contact(lab.began(customer), dialed="4003", queues=[], agents=[device("1002")], ended_by="agent")
    lab.rang(contact, ringing, "cancelled")
    contact.part("ring", lab.when(picked, "answered"), agent=device("1001"))
    return [lab.talk(contact, "1002", lab.gone(picked))]


@scenario("menu-caller-gives-up", "4002: the caller hears the menu for 1.5 s, presses 9 (nothing) and hangs up.")
async def _(lab):
    customer = await lab.inbound("4002")
    await customer.answered()
    await sleep(1.2)
    await customer.dtmf("9")
    await customer.hangup()
    contact = lab.contact(lab.began(customer), dialed="4002", queues=[], outcome="no_agent", agents=[], ended_by="caller")
    return [contact.part("ivr", lab.gone(customer))]


@scenario("call-waiting", "4003: 1001 talks with One; Two calls 4003 too and rings at 1001, who holds One, answers Two, ends Two, takes One back.")
async def _(lab):
    lab.answering(0.4, lab.p1001)
    one = await lab.inbound("4003", "13800000001", "One")
    first = await lab.up(lab.p1001)
    await sleep(TALK)
    lab.p1001.policy = ring_only
    two = await lab.inbound("4003", "13800000002", "Two")
    second = await lab.ringing(lab.p1001)
    await sleep(0.5)
    await first.hold()
    second.answer()
    await sleep(TALK)
    await second.hangup()
    await sleep(0.3)
    await first.unhold()
    await sleep(0.5)
    await one.hangup()
    await first.ended()
    agent = device("1001")
    a = lab.contact(lab.began(one), customer_number="13800000001", dialed="4003", queues=[], agents=[agent], ended_by="caller")
    lab.rang(a, first, "answered").part("ring", lab.when(first, "answer"), agent=agent)
    lab.talk(a, "1001", lab.when(first, "reinvite sendonly"), "13800000001").part("hold", lab.when(first, "reinvite sendrecv"), agent=agent)
    lab.talk(a, "1001", lab.gone(one), "13800000001")
    b = lab.contact(lab.began(two), customer_number="13800000002", dialed="4003", queues=[], agents=[agent], ended_by="agent")
    lab.rang(b, second, "answered").part("ring", lab.when(second, "answer"), agent=agent)
    return [a, lab.talk(b, "1001", lab.gone(second), "13800000002")]


@scenario("same-number-twice", "Two calls from one number at once, 0.3 s apart: two agents, two contacts; the callers hang up.")
async def _(lab):
    lab.answering(0.4)
    one = await lab.inbound()
    await sleep(0.3)
    two = await lab.inbound()
    agents = [await lab.up(), await lab.up()]
    await sleep(TALK)
    await one.hangup()
    await sleep(0.4)
    await two.hangup()
    await lab.wait_for(lambda: all(agent.state == "ended" for agent in agents))
    agents.sort(key=lab.gone)
    return [
        lab.talk(lab.queued(call, agent, ended_by="caller"), agent.phone.user, lab.gone(call))
        for call, agent in zip((one, two), agents)
    ]


# ---- hold ----


@scenario("hold-retrieve", "4000; the agent holds 1 s, retrieves, the agent hangs up 0.5 s later.", live=True)
async def _(lab):
    customer, agent = await talking(lab)
    await agent.hold()
    await sleep(1)
    await agent.unhold()
    await sleep(0.5)
    await agent.hangup()
    await customer.ended()
    user = agent.phone.user
    contact = lab.queued(customer, agent, ended_by="agent")
    lab.talk(contact, user, lab.when(agent, "reinvite sendonly")).part("hold", lab.when(agent, "reinvite sendrecv"), agent=device(user))
    return [lab.talk(contact, user, lab.gone(agent))]


@scenario("hold-caller-hangs-up", "4000; the agent holds; the caller hangs up 1.5 s later.")
async def _(lab):
    customer, agent = await talking(lab)
    await agent.hold()
    await sleep(1.5)
    await customer.hangup()
    await agent.ended()
    user = agent.phone.user
    contact = lab.talk(lab.queued(customer, agent, ended_by="caller"), user, lab.when(agent, "reinvite sendonly"))
    return [contact.part("hold", lab.gone(customer), agent=device(user))]


@scenario("hold-agent-hangs-up", "4000; the agent holds, and hangs up 1 s later without taking the caller back.")
async def _(lab):
    customer, agent = await talking(lab)
    await agent.hold()
    await sleep(1)
    await agent.hangup()
    await customer.ended()
    user = agent.phone.user
    contact = lab.talk(lab.queued(customer, agent, ended_by="agent"), user, lab.when(agent, "reinvite sendonly"))
    return [contact.part("hold", lab.gone(agent), agent=device(user))]


# ---- blind transfers ----


@scenario("blind-refer", "4000; A transfers blind (REFER) to B, who answers; the agent hangs up.", live=True)
async def _(lab):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    await a.blind(b_phone.user)
    b = await lab.up(b_phone)
    await sleep(TALK)
    await b.hangup()
    await customer.ended()
    return [blind_contact(lab, customer, a, b, lab.when(a, "REFER"), lab.gone(b), "agent")]


def blind_contact(lab, customer, a, b, moved, end, ended_by, **fields):
    """A answered from the queue, moved the customer to B, who answered; up to the end."""
    first, second = a.phone.user, b.phone.user
    contact = lab.queued(customer, a, agents=[device(first), device(second)], ended_by=ended_by, **fields)
    lab.rang(contact, b, "answered")
    contact.transfer("blind", device(first), device(second), moved)
    lab.talk(contact, first, moved).part("ring", lab.when(b, "answer"), agent=device(second))
    return lab.talk(contact, second, end)


@scenario("blind-there-and-back", "4000; A transfers blind to B, B blind back to A; the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    await a.blind(lab.other(a.phone).user)
    b = await lab.up(lab.other(a.phone))
    await sleep(TALK)
    await b.blind(a.phone.user)
    again = await lab.up(a.phone)
    await sleep(TALK)
    await customer.hangup()
    await again.ended()
    contact = blind_contact(lab, customer, a, b, lab.when(a, "REFER"), lab.when(b, "REFER"), "caller")
    one, two = device(a.phone.user), device(b.phone.user)
    contact.fields["agents"] = {"any": [[one, two, one], [one, two]]}
    lab.rang(contact, again, "answered")
    contact.transfer("blind", two, one, lab.when(b, "REFER")).part("ring", lab.when(again, "answer"), agent=one)
    return [because(lab.talk(contact, a.phone.user, lab.gone(customer)), "whether an agent who talks twice is named twice is open")]


@scenario("blind-dtmf", "4000; A transfers blind by keys (#1 and B's number); B answers; the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    await a.dtmf("#1", gap=0.15)
    await sleep(1)
    await a.dtmf(b_phone.user, gap=0.15)
    b = await lab.up(b_phone)
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two = device(a.phone.user), device(b_phone.user)
    contact = lab.queued(customer, a, agents=[one, two], ended_by="caller")
    lab.rang(contact, b, "answered")
    moved = lab.began(b)
    contact.transfer("blind", one, two, moved)
    lab.talk(contact, a.phone.user, lab.when(a, "dtmf 1")).part("hold", moved, agent=one).part("ring", lab.when(b, "answer"), agent=two)
    why = "the music begins when the PBX has recognised the code, up to 0.2 s after the digit"
    return [because(lab.talk(contact, b_phone.user, lab.gone(customer)), why, tolerance_ms=250)]


@scenario("blind-command", "4000; a command (AMI BlindTransfer) moves A's caller to B; the agent hangs up.", live=True)
async def _(lab):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    moved = await command(lab, "BlindTransfer", Channel=lab.channel(a.phone.user), Exten=b_phone.user, Context="bellhop-out")
    b = await lab.up(b_phone)
    await sleep(TALK)
    await b.hangup()
    await customer.ended()
    return [blind_contact(lab, customer, a, b, moved, lab.gone(b), "agent")]


@scenario("blind-by-redirect", "4000; a command (AMI Redirect of the caller) moves A's caller to B; the caller hangs up.", live=True)
async def _(lab):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    moved = await command(lab, "Redirect", Channel=lab.channel("trunk"), Exten=b_phone.user, Context="bellhop-out", Priority="1")
    b = await lab.up(b_phone)
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    return [blind_contact(lab, customer, a, b, moved, lab.gone(customer), "caller")]


def lost_transfer(lab, customer, a, b, result, **fields):
    """A transferred blind to B, who did not answer; the dialplan then ended the call."""
    first, second = device(a.phone.user), device(b.phone.user) if b else fields.pop("target")
    contact = lab.queued(customer, a, ended_by={"any": ["system", "agent"]}, **fields)
    moved = lab.when(a, "REFER")
    contact.transfer("blind", first, second, moved)
    lab.talk(contact, a.phone.user, moved)
    if b:
        lab.rang(contact, b, result)
        contact.part("ring", lab.gone(customer), agent=second)
    else:
        contact.part("ivr", lab.gone(customer))
    return because(contact, "the dialplan ends the call after the transfer came to nothing; the last who talked had left before")


@scenario("blind-rejected", "4000; A transfers blind to B, who says 486: the call ends.")
async def _(lab):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    b_phone.policy = reject_with(486)
    await a.blind(b_phone.user)
    await customer.ended()
    return [lost_transfer(lab, customer, a, next(iter(b_phone.calls.values())), "rejected")]


@scenario("blind-not-answered", "4000; A transfers blind to B, who lets it ring out (4 s): the call ends.")
async def _(lab):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    b_phone.policy = ring_only
    await a.blind(b_phone.user)
    b = await lab.ringing(b_phone)
    await customer.ended()
    return [lost_transfer(lab, customer, a, b, "no_answer")]


@scenario("blind-caller-gives-up", "4000; A transfers blind to B; the caller hangs up while B rings.")
async def _(lab):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    b_phone.policy = ring_only
    await a.blind(b_phone.user)
    b = await lab.ringing(b_phone)
    await sleep(1.2)
    await customer.hangup()
    await b.ended()
    one, two = device(a.phone.user), device(b_phone.user)
    contact = lab.queued(customer, a, ended_by="caller")
    moved = lab.when(a, "REFER")
    lab.rang(contact, b, "cancelled")
    contact.transfer("blind", one, two, moved)
    return [lab.talk(contact, a.phone.user, moved).part("ring", lab.gone(customer), agent=two)]


@scenario("blind-to-unreachable", "4000; A transfers blind to 1099, which has no phone: the call ends at once.")
async def _(lab):
    customer, a = await talking(lab)
    await a.blind("1099")
    await customer.ended()
    return [lost_transfer(lab, customer, a, None, None, target={"any": ["PJSIP/1099", "1099"]})]


@scenario("blind-to-queue", "4000; A transfers blind to 4001, queue sales; 1003 answers; the agent hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    await a.blind("4001")
    b = await lab.up(lab.p1003, lab.p1004)
    await sleep(TALK)
    await b.hangup()
    await customer.ended()
    one, two = device(a.phone.user), device(b.phone.user)
    contact = lab.contact(lab.began(customer), queues=["support", "sales"], agents=[one, two], ended_by="agent")
    lab.rang(contact, a, "answered")
    lab.rang(contact, b, "answered")
    moved = lab.when(a, "REFER")
    contact.transfer("blind", one, {"any": [two, "4001", "sales"]}, moved)
    contact.part("ring", lab.when(a, "answer"), queue="support", agent=one)
    lab.talk(contact, a.phone.user, moved).part("ring", lab.when(b, "answer"), queue="sales", agent=two)
    return [because(lab.talk(contact, b.phone.user, lab.gone(b)), "the transfer went to a queue, which then chose the agent: either names where to")]


@scenario("blind-outside", "4000; A transfers blind to an outside number, which answers; the first caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    lab.trunk.policy = answer_after(0.6)
    await a.blind("9" + OUTSIDE)
    far = await lab.up(lab.trunk)
    await sleep(TALK)
    await customer.hangup()
    await far.ended()
    one, moved = device(a.phone.user), lab.when(a, "REFER")
    contact = lab.queued(customer, a, ended_by="caller").transfer("blind", one, DIALLED, moved)
    lab.talk(contact, a.phone.user, moved).part("ring", lab.when(far, "answer"), agent=None)
    contact.part("talk", lab.gone(customer), agent=None)
    return [because(contact, "who is outside has no device of ours; the number is known with and without the prefix")]


# ---- attended transfers ----


async def consultation(lab, target=None, answer=0.4):
    """A talks with the customer, holds, calls @target (B); B's phone answers. (customer, a, second call, b)"""
    customer, a = await talking(lab)
    b_phone = target or lab.other(a.phone)
    b_phone.policy = answer_after(answer)
    await a.hold()
    await sleep(0.3)
    second = await a.phone.call(b_phone.user)
    b = await lab.up(b_phone)
    await second.answered()
    await sleep(TALK)
    return customer, a, second, b


def held_and_consulted(lab, contact, a, second, until, whom):
    user = a.phone.user
    lab.talk(contact, user, lab.when(a, "reinvite sendonly")).part("hold", lab.began(second), agent=device(user))
    return contact.part("consult", until, agent=device(user), **{"with": whom})


@scenario("attended-refer", "4000; A holds, calls B, who answers; A completes by REFER with Replaces; the agent hangs up.", live=True)
async def _(lab):
    customer, a, second, b = await consultation(lab)
    await a.attended(second)
    await sleep(TALK)
    await b.hangup()
    await customer.ended()
    one, two, moved = device(a.phone.user), device(b.phone.user), lab.when(a, "REFER")
    contact = lab.queued(customer, a, agents=[one, two], ended_by="agent")
    lab.rang(contact, b, "answered")
    contact.transfer("attended", one, two, moved)
    held_and_consulted(lab, contact, a, second, moved, two)
    return [lab.talk(contact, b.phone.user, lab.gone(b))]


@scenario("attended-caller-hangs-up", "4000; A holds and talks with B; the caller hangs up meanwhile; A and B talk on, A hangs up.")
async def _(lab):
    customer, a, second, b = await consultation(lab)
    await customer.hangup()
    await a.ended()
    await sleep(0.7)
    await second.hangup()
    await b.ended()
    contact = held_and_consulted(lab, lab.queued(customer, a, ended_by="caller"), a, second, lab.gone(customer), device(b.phone.user))
    return [contact, lab.consult(second, b, lab.gone(second))]


@scenario("attended-b-hangs-up", "4000; A holds and talks with B; B hangs up; A takes the caller back; the caller hangs up.")
async def _(lab):
    customer, a, second, b = await consultation(lab)
    await b.hangup()
    await second.ended()
    await sleep(0.4)
    await a.unhold()
    await sleep(0.5)
    await customer.hangup()
    await a.ended()
    contact = lab.queued(customer, a, ended_by="caller")
    held_and_consulted(lab, contact, a, second, lab.gone(b), device(b.phone.user))
    contact.part("hold", lab.when(a, "reinvite sendrecv"), agent=device(a.phone.user))
    return [lab.talk(contact, a.phone.user, lab.gone(customer)), lab.consult(second, b, lab.gone(b), "agent")]


@scenario("attended-b-rejects", "4000; A holds and calls B, who says 486; A takes the caller back; the agent hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    b_phone.policy = reject_with(486)
    await a.hold()
    await sleep(0.5)
    second = await a.phone.call(b_phone.user)
    await second.ended()
    await sleep(0.5)
    await a.unhold()
    await sleep(0.5)
    await a.hangup()
    await customer.ended()
    one, b = device(a.phone.user), next(iter(b_phone.calls.values()))
    contact = lab.talk(lab.queued(customer, a, ended_by="agent"), a.phone.user, lab.when(a, "reinvite sendonly"))
    contact.part("hold", lab.when(a, "reinvite sendrecv"), agent=one, may_split=True)
    lab.talk(contact, a.phone.user, lab.gone(a))
    inner = lab.contact(
        lab.began(second), "internal", dialed=b_phone.user, outcome="busy", agents=[], ended_by={"any": ["agent", "system"]}
    )
    lab.rang(inner, b, "rejected").part("ring", lab.gone(second), agent=device(b_phone.user))
    return [contact, because(inner, "the phone refused, the dialplan then ended the call: either may be named")]


@scenario("attended-via-queue", "4000; A holds and calls 4001, queue sales; 1003 answers; A completes; the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    await a.hold()
    await sleep(0.3)
    second = await a.phone.call("4001")
    b = await lab.up(lab.p1003, lab.p1004)
    await second.answered()
    await sleep(TALK)
    await a.attended(second)
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two, moved = device(a.phone.user), device(b.phone.user), lab.gone(second)
    contact = lab.queued(customer, a, agents=[one, two], ended_by="caller")
    contact.fields["queues"] = {"any": [["support"], ["support", "sales"]]}
    lab.rang(contact, b, "answered")
    contact.transfer("attended", one, two, moved)
    held_and_consulted(lab, contact, a, second, moved, {"any": [two, "4001", "sales"]})
    contact.segments[-1].update({"type": {"any": ["consult", "talk"]}, "with": {"any": [two, "4001", "sales", CUSTOMER]}}, may_split=True)
    why = (
        "the customer never waited in sales, the one who asked did; the consulted one is known as device, number or queue. The PBX"
        " needs half a second from the REFER to the moment when they meet: what the customer hears meanwhile no phone can tell"
    )
    return [because(lab.talk(contact, b.phone.user, lab.gone(customer)), why)]


@scenario("attended-outside", "4000; A holds and calls an outside number, which answers; A completes; the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    lab.trunk.policy = answer_after(0.5)
    await a.hold()
    await sleep(0.3)
    second = await a.phone.call("9" + OUTSIDE)
    far = await lab.up(lab.trunk)
    await second.answered()
    await sleep(TALK)
    await a.attended(second)
    await sleep(TALK)
    await customer.hangup()
    await far.ended()
    one, moved = device(a.phone.user), lab.when(a, "REFER")
    contact = lab.queued(customer, a, ended_by="caller").transfer("attended", one, DIALLED, moved)
    held_and_consulted(lab, contact, a, second, moved, DIALLED)
    contact.part("talk", lab.gone(customer), agent=None)
    return [because(contact, "who is outside has no device of ours; the number is known with and without the prefix")]


@scenario("attended-dtmf", "4000; A consults by keys (*2 and B's number); B answers; A hangs up, which completes; the agent hangs up.", live=True)
async def _(lab):
    customer, a, b = await consultation_by_keys(lab)
    await a.hangup()
    await sleep(TALK + 0.5)
    await b.hangup()
    await customer.ended()
    one, two, moved = device(a.phone.user), device(b.phone.user), lab.gone(a)
    contact = lab.queued(customer, a, agents=[one, two], ended_by="agent")
    lab.rang(contact, b, "answered")
    contact.transfer("attended", one, two, moved)
    asked_by_keys(lab, contact, a, b, moved)
    return [because(lab.talk(contact, b.phone.user, lab.gone(b)), KEYS, tolerance_ms=250)]


KEYS = "the music begins when the PBX has recognised the code, up to 0.2 s after the digit"


async def consultation_by_keys(lab, policy=None):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    if policy:
        b_phone.policy = policy
    await a.dtmf("*2", gap=0.15)
    await sleep(1)
    await a.dtmf(b_phone.user, gap=0.15)
    if policy:
        return customer, a, None
    b = await lab.up(b_phone)
    await sleep(TALK)
    return customer, a, b


def asked_by_keys(lab, contact, a, b, until):
    one = device(a.phone.user)
    lab.talk(contact, a.phone.user, lab.when(a, "dtmf 2")).part("hold", lab.began(b), agent=one)
    return contact.part("consult", until, agent=one, **{"with": device(b.phone.user)})


@scenario("attended-dtmf-b-hangs-up", "4000; A consults by keys; B answers, then hangs up: A is back with the caller, who hangs up.")
async def _(lab):
    customer, a, b = await consultation_by_keys(lab)
    await b.hangup()
    await sleep(TALK + 0.6)
    await customer.hangup()
    await a.ended()
    one, two = device(a.phone.user), device(b.phone.user)
    contact = lab.queued(customer, a, ended_by="caller")
    contact.fields["agents"] = {"any": [[one], [one, two]]}
    lab.rang(contact, b, "answered", optional=True)
    asked_by_keys(lab, contact, a, b, lab.gone(b))
    lab.talk(contact, a.phone.user, lab.gone(customer))
    inner = lab.contact(lab.began(b), "internal", dialed=b.phone.user)
    inner = {**inner.as_json(), "optional": True, "why": "the PBX makes no call of its own of this consultation: apart or within, both are right"}
    for key in ("offers", "transfers", "segments"):
        del inner[key]
    why = "B's ring may be counted here or in a contact of its own. After B has gone the PBX plays a tone to A before A is back"
    return [because(contact, why, tolerance_ms=1000), inner]


@scenario("attended-command", "4000; a command (AMI Atxfer) lets A consult B, who answers; A hangs up, which completes; the caller hangs up.", live=True)
async def _(lab):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    asked = await command(lab, "Atxfer", Channel=lab.channel(a.phone.user), Exten=b_phone.user, Context="bellhop-out")
    b = await lab.up(b_phone)
    await sleep(TALK)
    await a.hangup()
    await sleep(TALK + 0.5)
    await customer.hangup()
    await b.ended()
    one, two, moved = device(a.phone.user), device(b.phone.user), lab.gone(a)
    contact = lab.queued(customer, a, agents=[one, two], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.transfer("attended", one, two, moved)
    lab.talk(contact, a.phone.user, asked).part("hold", lab.began(b), agent=one).part("consult", moved, agent=one, **{"with": two})
    return [because(lab.talk(contact, b.phone.user, lab.gone(customer)), "the PBX itself presses the keys of the command, one after another", tolerance_ms=450)]


# ---- parking, conference ----


@scenario("park-and-retrieve", "4000; a command (AMI Park) parks A's caller; B dials the space and talks; the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    since = len(lab.ami.events)
    parked = await command(lab, "Park", Channel=lab.channel("trunk"), TimeoutChannel=lab.channel(a.phone.user), Timeout="30000")
    space = (await lab.ami.wait("ParkedCall", since=since))["ParkingSpace"]
    await sleep(1.5)
    b_phone = lab.other(a.phone)
    b = await b_phone.call(space)
    await b.answered()
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two = device(a.phone.user), device(b_phone.user)
    contact = lab.queued(customer, a, agents=[one, two], ended_by="caller")
    lab.talk(contact, a.phone.user, parked).part("hold", lab.when(b, "answered"), **{"with": f"park:{space}"})
    return [lab.talk(contact, b_phone.user, lab.gone(customer))]


@scenario("park-comes-back", "4000; a command parks A's caller for 2 s; nobody takes it: A's phone rings again, A answers; the agent hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    since = len(lab.ami.events)
    parked = await command(lab, "Park", Channel=lab.channel("trunk"), TimeoutChannel=lab.channel(a.phone.user), Timeout="3000")
    space = (await lab.ami.wait("ParkedCall", since=since))["ParkingSpace"]
    back = await lab.up(a.phone)
    await sleep(TALK)
    await back.hangup()
    await customer.ended()
    one = device(a.phone.user)
    contact = lab.queued(customer, a, ended_by="agent")
    contact.fields["agents"] = {"any": [[one], [one, one]]}
    lab.rang(contact, back, "answered")
    lab.talk(contact, a.phone.user, parked).part("hold", lab.began(back), **{"with": f"park:{space}"})
    contact.part("ring", lab.when(back, "answer"), agent=one)
    return [because(lab.talk(contact, a.phone.user, lab.gone(back)), "whether an agent who talks twice is named twice is open")]


@scenario("conference-of-three", "4000; commands move the caller and A into room 8000; B dials 8000; A leaves, B leaves, the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    moved = await command(
        lab, "Redirect", Channel=lab.channel("trunk"), ExtraChannel=lab.channel(a.phone.user),
        Exten="8000", ExtraExten="8000", Context="bellhop-out", ExtraContext="bellhop-out", Priority="1", ExtraPriority="1",
    )
    b = await lab.other(a.phone).call("8000")
    await b.answered()
    await sleep(TALK)
    await a.hangup()
    await sleep(0.5)
    await b.hangup()
    await sleep(0.5)
    await customer.hangup()
    one, two = device(a.phone.user), device(b.phone.user)
    contact = lab.queued(customer, a, agents=[one, two], ended_by={"any": ["agent", "caller"]})
    lab.talk(contact, a.phone.user, moved).part("conference", lab.gone(customer), may_split=True)
    own = lab.contact(lab.began(b), "internal", dialed="8000", outcome={"any": ["answered", "no_agent"]}).as_json()
    own.update(optional=True, why="B walked into the room by a call of its own: apart or within, both are right")
    for key in ("offers", "transfers", "segments"):
        del own[key]
    return [because(contact, "the last agent left half a second before the caller: who ended it is open"), own]


# ---- out, and among agents ----


def outbound(lab, started, **fields):
    return lab.contact(started, "outbound", **{"customer_number": DIALLED, "dialed": DIALLED, "queues": [], **fields})


PREFIX = "the number is known with and without the prefix that the house dials"


@scenario("out-answered", "1001 dials an outside number, which answers after 0.8 s; the customer hangs up.", live=True)
async def _(lab):
    lab.trunk.policy = answer_after(0.8)
    call = await lab.p1001.call("9" + OUTSIDE)
    far = await lab.up(lab.trunk)
    await sleep(TALK)
    await far.hangup()
    await call.ended()
    contact = outbound(lab, lab.began(call), agents=[device("1001")], ended_by="caller").part("ring", lab.when(far, "answer"))
    return [because(lab.talk(contact, "1001", lab.gone(far), DIALLED), PREFIX)]


async def out_refused(lab, code, outcome):
    lab.trunk.policy = reject_with(code)
    call = await lab.p1001.call("9" + OUTSIDE)
    await call.ended()
    contact = outbound(lab, lab.began(call), outcome=outcome, agents=[], ended_by={"any": ["caller", "system"]})
    return [because(contact.part("ring", lab.gone(call)), PREFIX)]


@scenario("out-busy", "1001 dials an outside number, which is busy (486).")
async def _(lab):
    return await out_refused(lab, 486, "busy")


@scenario("out-declined", "1001 dials an outside number, which declines (603).")
async def _(lab):
    return await out_refused(lab, 603, "rejected")


@scenario("out-no-such-number", "1001 dials an outside number that does not exist (404).")
async def _(lab):
    return await out_refused(lab, 404, "failed")


@scenario("out-agent-gives-up", "1001 dials an outside number, which rings; the agent hangs up after 1.5 s.")
async def _(lab):
    lab.trunk.policy = ring_only
    call = await lab.p1001.call("9" + OUTSIDE)
    await lab.ringing(lab.trunk)
    await sleep(1.5)
    await call.hangup()
    contact = outbound(lab, lab.began(call), outcome="no_answer", agents=[], ended_by="agent")
    return [because(contact.part("ring", lab.gone(call)), PREFIX)]


@scenario("out-then-blind", "1001 dials an outside number, talks, transfers the customer blind to 1002, who answers; the customer hangs up.")
async def _(lab):
    lab.trunk.policy = answer_after(0.5)
    lab.answering(0.4, lab.p1002)
    call = await lab.p1001.call("9" + OUTSIDE)
    far = await lab.up(lab.trunk)
    await sleep(TALK)
    await call.blind("1002")
    b = await lab.up(lab.p1002)
    await sleep(TALK)
    await far.hangup()
    await b.ended()
    moved = lab.when(call, "REFER")
    contact = outbound(lab, lab.began(call), agents=[device("1001"), device("1002")], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.transfer("blind", device("1001"), device("1002"), moved).part("ring", lab.when(far, "answer"))
    lab.talk(contact, "1001", moved, DIALLED).part("ring", lab.when(b, "answer"), agent=device("1002"))
    return [because(lab.talk(contact, "1002", lab.gone(far), DIALLED), PREFIX)]


@scenario("out-then-attended", "1001 dials an outside number, talks, holds, asks 1002, and completes; the customer hangs up.")
async def _(lab):
    lab.trunk.policy = answer_after(0.5)
    lab.answering(0.4, lab.p1002)
    call = await lab.p1001.call("9" + OUTSIDE)
    far = await lab.up(lab.trunk)
    await sleep(TALK)
    await call.hold()
    await sleep(0.3)
    second = await lab.p1001.call("1002")
    b = await lab.up(lab.p1002)
    await second.answered()
    await sleep(TALK)
    await call.attended(second)
    await sleep(TALK)
    await far.hangup()
    await b.ended()
    moved, one = lab.when(call, "REFER"), device("1001")
    contact = outbound(lab, lab.began(call), agents=[one, device("1002")], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.transfer("attended", one, device("1002"), moved).part("ring", lab.when(far, "answer"))
    lab.talk(contact, "1001", lab.when(call, "reinvite sendonly"), DIALLED).part("hold", lab.began(second), agent=one)
    contact.part("consult", moved, agent=one, **{"with": device("1002")})
    return [because(lab.talk(contact, "1002", lab.gone(far), DIALLED), PREFIX)]


async def click(lab, channel, **fields):
    return await command(
        lab, "Originate", Channel=channel, Context="bellhop-out", Exten=OUTSIDE, Priority="1", Timeout="3000", Async="true",
        CallerID=f'"{OUTSIDE}" <{OUTSIDE}>', **fields,
    )


@scenario("click-to-dial", "A command rings 1001, who answers; then the customer is dialled, answers after 0.8 s; the agent hangs up.", live=True)
async def _(lab):
    lab.answering(0.4, lab.p1001)
    lab.trunk.policy = answer_after(0.8)
    await click(lab, "PJSIP/1001", ChannelId="bellhop-test-1")
    agent = await lab.up(lab.p1001)
    far = await lab.up(lab.trunk)
    await sleep(TALK)
    await agent.hangup()
    await far.ended()
    return [clicked(lab, agent, far, lab.gone(agent))]


def clicked(lab, agent, far, end):
    user = agent.phone.user
    contact = outbound(lab, lab.began(agent), agents=[device(user)], ended_by="agent")
    lab.rang(contact, agent, "answered").part("ring", lab.when(far, "answer"), may_split=True)
    return because(lab.talk(contact, user, end, DIALLED), PREFIX)


@scenario("click-to-dial-local", "As click-to-dial, through Local/1001@members/n, which stays between.")
async def _(lab):
    lab.answering(0.4, lab.p1001)
    lab.trunk.policy = answer_after(0.8)
    await click(lab, "Local/1001@members/n")
    agent = await lab.up(lab.p1001)
    far = await lab.up(lab.trunk)
    await sleep(TALK)
    await agent.hangup()
    await far.ended()
    return [clicked(lab, agent, far, lab.gone(agent))]


@scenario("click-agent-does-not-answer", "A command rings 1001, who does not answer within 3 s.")
async def _(lab):
    await click(lab, "PJSIP/1001")
    agent = await lab.ringing(lab.p1001)
    await agent.ended()
    return [not_clicked(lab, agent, "no_answer", "no_answer")]


@scenario("click-agent-rejects", "A command rings 1001, who declines (603).")
async def _(lab):
    lab.p1001.policy = reject_with(603)
    await click(lab, "PJSIP/1001")
    agent = await lab.wait_for(lambda: next(iter(lab.p1001.calls.values()), None))
    await agent.ended()
    await sleep(0.2)
    return [not_clicked(lab, agent, {"any": ["rejected", "busy", "failed"]}, "rejected")]


def not_clicked(lab, agent, outcome, offer):
    number = {"any": ["", OUTSIDE, "9" + OUTSIDE]}
    contact = outbound(
        lab, lab.began(agent), customer_number=number, dialed=number, outcome=outcome, agents=[],
        ended_by={"any": ["agent", "system", ""]},
    )
    lab.rang(contact, agent, offer).part("ring", lab.gone(agent))
    return because(contact, "nobody talked; whom the agent was to reach is named only in the answer to the command")


@scenario("click-customer-does-not-answer", "A command rings 1001, who answers; the customer rings 1.5 s, then the agent hangs up.")
async def _(lab):
    lab.answering(0.4, lab.p1001)
    lab.trunk.policy = ring_only
    await click(lab, "PJSIP/1001")
    agent = await lab.up(lab.p1001)
    await lab.ringing(lab.trunk)
    await sleep(1.5)
    await agent.hangup()
    contact = outbound(lab, lab.began(agent), outcome="no_answer", agents=[], ended_by="agent")
    lab.rang(contact, agent, "answered").part("ring", lab.gone(agent), may_split=True)
    return [because(contact, PREFIX)]


@scenario("internal-busy", "1001 dials 1002, who says 486.")
async def _(lab):
    lab.p1002.policy = reject_with(486)
    call = await lab.p1001.call("1002")
    await call.ended()
    b = next(iter(lab.p1002.calls.values()))
    contact = lab.contact(
        lab.began(call), "internal", dialed="1002", outcome="busy", agents=[], ended_by={"any": ["agent", "system"]}
    )
    lab.rang(contact, b, "rejected").part("ring", lab.gone(call), agent=device("1002"))
    return [because(contact, "the phone refused, the dialplan then ended the call: either may be named")]


@scenario("internal-then-customer-data", "1001 dials 1002, talks; meanwhile a customer is served by 1003 (4001): two contacts that have nothing to do with each other.")
async def _(lab):
    lab.answering(0.4, lab.p1002, lab.p1003, lab.p1004)
    call = await lab.p1001.call("1002")
    b = await lab.up(lab.p1002)
    await call.answered()
    customer = await lab.inbound("4001")
    agent = await lab.up(lab.p1003, lab.p1004)
    await sleep(TALK)
    await call.hangup()
    await sleep(0.3)
    await customer.hangup()
    await agent.ended()
    contact = lab.queued(customer, agent, dialed="4001", queues=["sales"], ended_by="caller")
    return [lab.consult(call, b, lab.gone(call)), lab.talk(contact, agent.phone.user, lab.gone(customer))]


# ---- what is rarer ----


@scenario("queue-agent-asks-queue", "1005, an agent, dials 4000; another agent answers from the queue; the one who asked hangs up.")
async def _(lab):
    lab.answering(0.4, lab.p1001, lab.p1002, lab.p1003)
    call = await lab.p1005.call("4000")
    agent = await lab.up()
    await sleep(TALK)
    await call.hangup()
    await agent.ended()
    one, two = device("1005"), device(agent.phone.user)
    contact = lab.contact(
        lab.began(call), "internal", queues=["support"], agents={"any": [[one, two], [two]]}, ended_by="caller",
        customer_number={"any": ["", "1005"]},
    )
    lab.rang(contact, agent, "answered").part("ring", lab.when(agent, "answer"), queue="support", agent=two)
    contact.part("talk", lab.gone(call), agent={"any": [one, two]})
    return [because(contact, "an agent is the customer here: who of the two is named as agent is open")]


@scenario("queue-key-disconnect", "4000; the agent ends the call by keys (*0).")
async def _(lab):
    customer, agent = await talking(lab, "4016")
    await agent.dtmf("*0", gap=0.1)
    await customer.ended()
    user = agent.phone.user
    contact = lab.queued(customer, agent, dialed="4016", ended_by={"any": ["agent", "system"]})
    return [because(lab.talk(contact, user, lab.gone(customer)), "the agent asked, the PBX hung up", tolerance_ms=250)]


@scenario("hold-both-sides", "4000; the agent holds, the caller holds as well, the agent retrieves, the caller retrieves; the agent hangs up.")
async def _(lab):
    customer, agent = await talking(lab)
    await agent.hold()
    await sleep(0.5)
    await customer.hold()
    await sleep(0.5)
    await agent.unhold()
    await sleep(0.5)
    await customer.unhold()
    await sleep(0.5)
    await agent.hangup()
    await customer.ended()
    user = agent.phone.user
    contact = lab.talk(lab.queued(customer, agent, ended_by="agent"), user, lab.when(agent, "reinvite sendonly"))
    contact.part("hold", lab.when(customer, "reinvite sendrecv"), may_split=True)
    return [lab.talk(contact, user, lab.gone(agent))]


@scenario("attended-swap", "4000; A holds, asks B, swaps back to the customer (B on hold), swaps to B again, completes; the caller hangs up.")
async def _(lab):
    customer, a, second, b = await consultation(lab)
    await second.hold()
    await a.unhold()
    await sleep(TALK)
    await a.hold()
    await second.unhold()
    await sleep(TALK)
    await a.attended(second)
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two, moved = device(a.phone.user), device(b.phone.user), lab.when(a, "REFER")
    contact = lab.queued(customer, a, agents=[one, two], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.transfer("attended", one, two, moved)
    held_and_consulted(lab, contact, a, second, lab.when(a, "reinvite sendrecv"), two)
    lab.talk(contact, a.phone.user, lab.when(a, "reinvite sendonly", 1)).part("consult", moved, agent=one, **{"with": two})
    return [lab.talk(contact, b.phone.user, lab.gone(customer))]


@scenario("attended-second-try", "4000; A holds, asks B, who says 486; asks C (1003), who answers; completes; the agent hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    b_phone.policy = reject_with(486)
    await a.hold()
    await sleep(0.3)
    first = await a.phone.call(b_phone.user)
    await first.ended()
    await sleep(0.4)
    second = await a.phone.call("1003")
    c = await lab.up(lab.p1003)
    await second.answered()
    await sleep(TALK)
    await a.attended(second)
    await sleep(TALK)
    await c.hangup()
    await customer.ended()
    one, three, moved = device(a.phone.user), device("1003"), lab.when(a, "REFER")
    contact = lab.queued(customer, a, agents=[one, three], ended_by="agent")
    lab.rang(contact, c, "answered")
    contact.transfer("attended", one, three, moved)
    lab.talk(contact, a.phone.user, lab.when(a, "reinvite sendonly")).part("hold", lab.began(second), agent=one, may_split=True)
    contact.part("consult", moved, agent=one, **{"with": three})
    lab.talk(contact, "1003", lab.gone(c))
    b = next(iter(b_phone.calls.values()))
    inner = lab.contact(
        lab.began(first), "internal", dialed=b_phone.user, outcome="busy", agents=[], ended_by={"any": ["agent", "system"]}
    )
    lab.rang(inner, b, "rejected").part("ring", lab.gone(first), agent=device(b_phone.user))
    return [contact, because(inner, "the phone refused, the dialplan then ended the call: either may be named")]


@scenario("attended-twice", "4000; A asks B and completes; B asks C (1003) and completes; the caller hangs up.")
async def _(lab):
    customer, a, second, b = await consultation(lab)
    await a.attended(second)
    await sleep(TALK)
    lab.answering(0.4, lab.p1003)
    await b.hold()
    await sleep(0.3)
    third = await b.phone.call("1003")
    c = await lab.up(lab.p1003)
    await third.answered()
    await sleep(TALK)
    await b.attended(third)
    await sleep(TALK)
    await customer.hangup()
    await c.ended()
    one, two, three = device(a.phone.user), device(b.phone.user), device("1003")
    contact = lab.queued(customer, a, agents=[one, two, three], ended_by="caller")
    lab.rang(contact, b, "answered")
    lab.rang(contact, c, "answered")
    moved, again = lab.when(a, "REFER"), lab.when(b, "REFER")
    contact.transfer("attended", one, two, moved).transfer("attended", two, three, again)
    held_and_consulted(lab, contact, a, second, moved, two)
    lab.talk(contact, b.phone.user, lab.when(b, "reinvite sendonly")).part("hold", lab.began(third), agent=two)
    contact.part("consult", again, agent=two, **{"with": three})
    return [lab.talk(contact, "1003", lab.gone(customer))]


@scenario("attended-then-blind", "4000; A asks B and completes; B transfers blind to 1003, who answers; the agent hangs up.")
async def _(lab):
    customer, a, second, b = await consultation(lab)
    await a.attended(second)
    await sleep(TALK)
    lab.answering(0.4, lab.p1003)
    await b.blind("1003")
    c = await lab.up(lab.p1003)
    await sleep(TALK)
    await c.hangup()
    await customer.ended()
    one, two, three = device(a.phone.user), device(b.phone.user), device("1003")
    contact = lab.queued(customer, a, agents=[one, two, three], ended_by="agent")
    lab.rang(contact, b, "answered")
    lab.rang(contact, c, "answered")
    moved, again = lab.when(a, "REFER"), lab.when(b, "REFER")
    contact.transfer("attended", one, two, moved).transfer("blind", two, three, again)
    held_and_consulted(lab, contact, a, second, moved, two)
    lab.talk(contact, b.phone.user, again).part("ring", lab.when(c, "answer"), agent=three)
    return [lab.talk(contact, "1003", lab.gone(c))]


@scenario("attended-dtmf-b-rejects", "4000; A consults by keys; B says 486: A is back with the caller, who hangs up.")
async def _(lab):
    customer, a, _ = await consultation_by_keys(lab, reject_with(486))
    b_phone = lab.other(a.phone)
    await lab.wait_for(lambda: b_phone.calls)
    await sleep(TALK + 0.8)
    await customer.hangup()
    await a.ended()
    one, b = device(a.phone.user), next(iter(b_phone.calls.values()))
    contact = lab.queued(customer, a, ended_by="caller")
    lab.rang(contact, b, "rejected", optional=True)
    lab.talk(contact, a.phone.user, lab.when(a, "dtmf 2")).part("hold", lab.began(b), agent=one)
    lab.talk(contact, a.phone.user, lab.gone(customer))
    inner = lab.contact(lab.began(b), "internal", dialed=b_phone.user)
    inner = {**inner.as_json(), "optional": True, "why": "the PBX makes no call of its own of this consultation: apart or within, both are right"}
    for key in ("offers", "transfers", "segments", "outcome"):
        inner.pop(key, None)
    why = "B's ring may be counted here or in a contact of its own. After B has refused the PBX plays a tone to A before A is back"
    return [because(contact, why, tolerance_ms=1000), inner]


@scenario("attended-dtmf-caller-hangs-up", "4000; A consults by keys; B answers; the caller hangs up meanwhile; B hangs up.")
async def _(lab):
    customer, a, b = await consultation_by_keys(lab)
    await customer.hangup()
    await sleep(0.7)
    await lab.wait_for(lambda: b.state == "ended" or b.state == "up")
    await b.hangup()
    one, two = device(a.phone.user), device(b.phone.user)
    contact = lab.queued(customer, a, ended_by="caller")
    contact.fields["agents"] = {"any": [[one], [one, two]]}
    lab.rang(contact, b, "answered", optional=True)
    asked_by_keys(lab, contact, a, b, lab.gone(customer))
    inner = {**lab.contact(lab.began(b), "internal", dialed=b.phone.user).as_json(), "optional": True, "started_tolerance_ms": 2500}
    inner["why"] = "A and B talk on without the customer: in a contact of their own, or no contact any more"
    for key in ("offers", "transfers", "segments", "outcome", "dialed"):
        inner.pop(key, None)
    return [because(contact, KEYS, tolerance_ms=250), inner]


@scenario("internal-blind", "1001 calls 1002; 1002 transfers 1001 blind to 1003, who answers; 1001 hangs up.")
async def _(lab):
    lab.answering(0.4, lab.p1002, lab.p1003)
    call = await lab.p1001.call("1002")
    b = await lab.up(lab.p1002)
    await call.answered()
    await sleep(TALK)
    await b.blind("1003")
    c = await lab.up(lab.p1003)
    await sleep(TALK)
    await call.hangup()
    await c.ended()
    one, two, three = device("1001"), device("1002"), device("1003")
    contact = lab.contact(lab.began(call), "internal", dialed="1002", agents=[one, two, three], ended_by="caller")
    lab.rang(contact, b, "answered")
    lab.rang(contact, c, "answered")
    moved = lab.when(b, "REFER")
    contact.transfer("blind", two, three, moved)
    contact.part("ring", lab.when(b, "answer"), agent=two).part("talk", moved, agent=one, **{"with": two})
    contact.part("ring", lab.when(c, "answer"), agent=three).part("talk", lab.gone(call), agent=one, **{"with": three})
    return [contact]


@scenario("park-by-refer", "4000; A parks the caller by a blind transfer to 700; B takes the caller back; the agent hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    since = len(lab.ami.events)
    await a.blind("700")
    space = (await lab.ami.wait("ParkedCall", since=since))["ParkingSpace"]
    await sleep(1.5)
    b_phone = lab.other(a.phone)
    b = await b_phone.call(space)
    await b.answered()
    await sleep(TALK)
    await b.hangup()
    await customer.ended()
    one, two = device(a.phone.user), device(b_phone.user)
    parked = lab.when(a, "REFER")
    contact = lab.queued(customer, a, agents=[one, two], ended_by="agent")
    contact.transfer("blind", one, {"any": ["700", f"park:{space}", space, two]}, parked, optional=True)
    lab.talk(contact, a.phone.user, parked).part("hold", lab.when(b, "answered"), **{"with": f"park:{space}"})
    return [because(lab.talk(contact, b_phone.user, lab.gone(b)), "whether parking by a transfer is a transfer is open")]


@scenario("blind-to-conference", "4000; A transfers the caller blind into room 8000, then dials 8000; A hangs up, then the caller.")
async def _(lab):
    customer, a = await talking(lab)
    await a.blind("8000")
    await a.ended()
    again = await a.phone.call("8000")
    await again.answered()
    await sleep(TALK)
    await again.hangup()
    await sleep(0.5)
    await customer.hangup()
    one, moved = device(a.phone.user), lab.when(a, "REFER")
    contact = lab.queued(customer, a, ended_by={"any": ["agent", "caller"]})
    contact.fields["agents"] = {"any": [[one], [one, one]]}
    contact.transfer("blind", one, "8000", moved)
    lab.talk(contact, a.phone.user, moved).part("conference", lab.gone(customer), may_split=True)
    own = lab.contact(lab.began(again), "internal", dialed="8000", outcome={"any": ["answered", "no_agent"]}).as_json()
    own.update(optional=True, why="A walked into the room by a call of its own: apart or within, both are right")
    for key in ("offers", "transfers", "segments"):
        del own[key]
    return [because(contact, "the last agent left half a second before the caller: who ended it is open"), own]


@scenario("queue-member-unreachable", "4014; the members are 1099, which has no phone, and 1005, who answers; the caller hangs up.")
async def _(lab):
    await lab.ami.ask("QueueAdd", Queue="dyn", Interface="PJSIP/1099", MemberName="Nobody")
    await lab.ami.ask("QueueAdd", Queue="dyn", Interface="PJSIP/1005", MemberName="Wang")
    lab.answering(0.4, lab.p1005)
    customer = await lab.inbound("4014")
    agent = await lab.up(lab.p1005)
    await sleep(TALK)
    await customer.hangup()
    await agent.ended()
    contact = lab.contact(lab.began(customer), dialed="4014", queues=["dyn"], agents=[device("1005")], ended_by="caller")
    lab.rang(contact, agent, "answered")
    contact.part("ring", lab.when(agent, "answer"), queue="dyn", agent=device("1005"))
    return [lab.talk(contact, "1005", lab.gone(customer))]


@scenario("queue-second-caller-abandons", "4014 with one member: the first caller talks; the second waits 1 s and hangs up; the first hangs up.")
async def _(lab):
    await lab.ami.ask("QueueAdd", Queue="dyn", Interface="PJSIP/1005", MemberName="Wang")
    lab.answering(0.4, lab.p1005)
    one = await lab.inbound("4014", "13800000001", "One")
    agent = await lab.up(lab.p1005)
    two = await lab.inbound("4014", "13800000002", "Two")
    await two.answered()
    await sleep(1)
    await two.hangup()
    await sleep(0.4)
    await one.hangup()
    await agent.ended()
    a = lab.queued(one, agent, customer_number="13800000001", dialed="4014", queues=["dyn"], ended_by="caller")
    lab.talk(a, "1005", lab.gone(one), "13800000001")
    b = lab.contact(
        lab.began(two), customer_number="13800000002", dialed="4014", queues=["dyn"], outcome="abandoned", agents=[], ended_by="caller"
    )
    return [a, b.part("queue", lab.gone(two), queue="dyn")]


@scenario("withheld-number", "4000; the caller shows no number (anonymous); the agent hangs up.")
async def _(lab):
    customer, agent = await talking(lab, number="anonymous", name="Anonymous")
    await agent.hangup()
    await customer.ended()
    hidden = {"any": ["", "anonymous"]}
    return [lab.talk(lab.queued(customer, agent, customer_number=hidden, ended_by="agent"), agent.phone.user, lab.gone(agent), hidden)]


@scenario("attended-by-bridge", "4000; A holds and calls B; a command (AMI Bridge) joins the customer and B; the caller hangs up.", live=True)
async def _(lab):
    customer, a, second, b = await consultation(lab)
    moved = await command(
        lab, "Bridge", Channel1=lab.channel("trunk"), Channel2=lab.channel(b.phone.user), Tone="no", ActionID="bridge"
    )
    await lab.wait_for(lambda: a.state == "ended" and second.state == "ended")
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two = device(a.phone.user), device(b.phone.user)
    contact = lab.queued(customer, a, agents=[one, two], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.transfer("attended", one, two, moved)
    held_and_consulted(lab, contact, a, second, moved, two)
    return [lab.talk(contact, b.phone.user, lab.gone(customer))]


@scenario("attended-outside-by-bridge", "4000; A holds and calls an outside number; a command (AMI Bridge) joins the two; the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    lab.trunk.policy = answer_after(0.5)
    await a.hold()
    await sleep(0.3)
    second = await a.phone.call("9" + OUTSIDE)
    far = await lab.up(lab.trunk)
    await second.answered()
    await sleep(TALK)
    moved = await command(
        lab, "Bridge", Channel1=lab.channel("trunk", newest=False), Channel2=lab.channel("trunk"), Tone="no", ActionID="bridge"
    )
    await lab.wait_for(lambda: a.state == "ended" and second.state == "ended")
    await sleep(TALK)
    await customer.hangup()
    await far.ended()
    one = device(a.phone.user)
    contact = lab.queued(customer, a, ended_by="caller").transfer("attended", one, DIALLED, moved)
    held_and_consulted(lab, contact, a, second, moved, DIALLED)
    contact.part("talk", lab.gone(customer), agent=None)
    return [because(contact, "who is outside has no device of ours; the number is known with and without the prefix")]


# ---- who listens comes late, or goes away for a while ----


def seen_late(contact, when, why="the feed begins in mid-call: what was before is known from the lists, in whole seconds"):
    """What was before @when is not compared."""
    out = contact.as_json()
    out.update(seen_from_ms=contact.ms(when) + 100, started_tolerance_ms=1200, why=why)
    out["segments"][0]["any_start"] = True
    out["dialed"] = {"any": [out["dialed"], ""]}
    del out["offers"]
    return out


@scenario("late-talking", "4000; caller and agent talk when the listener comes; the agent holds, retrieves, hangs up.", live=True, late=True)
async def _(lab):
    customer, agent = await talking(lab)
    came = await lab.listen()
    await sleep(0.5)
    await agent.hold()
    await sleep(0.6)
    await agent.unhold()
    await sleep(0.5)
    await agent.hangup()
    await customer.ended()
    user = agent.phone.user
    contact = lab.contact(lab.began(customer), agents=[device(user)], ended_by="agent", queues={"any": [["support"], []]})
    lab.talk(contact, user, lab.when(agent, "reinvite sendonly")).part("hold", lab.when(agent, "reinvite sendrecv"), agent=device(user))
    return [seen_late(lab.talk(contact, user, lab.gone(agent)), came)]


@scenario("late-ringing", "4000; a phone rings when the listener comes; the agent answers, talks, hangs up.", late=True)
async def _(lab):
    customer = await lab.inbound()
    agent = await lab.ringing()
    await sleep(0.8)
    came = await lab.listen()
    await sleep(0.5)
    agent.answer()
    await sleep(TALK)
    await agent.hangup()
    await customer.ended()
    user = agent.phone.user
    contact = lab.contact(lab.began(customer), agents=[device(user)], ended_by="agent", queues={"any": [["support"], []]})
    contact.part({"any": ["ring", "queue"]}, lab.when(agent, "answer"), may_split=True)
    return [seen_late(lab.talk(contact, user, lab.gone(agent)), came)]


@scenario("late-waiting", "4000 with all members paused; the listener comes while the caller waits; a member is free again and answers; the caller hangs up.", late=True)
async def _(lab):
    await lab.pause("1001", "1002", "1003")
    lab.answering(0.5)
    customer = await lab.inbound()
    await customer.answered()
    await sleep(1)
    came = await lab.listen()
    await sleep(0.5)
    await lab.pause("1002", paused=False)
    agent = await lab.up(lab.p1002)
    await sleep(TALK)
    await customer.hangup()
    await agent.ended()
    contact = lab.contact(lab.began(customer), agents=[device("1002")], ended_by="caller")
    contact.part("queue", lab.began(agent), queue="support")
    contact.part("ring", lab.when(agent, "answer"), queue="support", agent=device("1002"))
    return [seen_late(lab.talk(contact, "1002", lab.gone(customer)), came)]


@scenario("late-consult", "4000; A, who holds the caller, talks with B when the listener comes; A completes; the caller hangs up.", late=True)
async def _(lab):
    customer, a, second, b = await consultation(lab)
    came = await lab.listen()
    await sleep(0.5)
    await a.attended(second)
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two, moved = device(a.phone.user), device(b.phone.user), lab.when(a, "REFER")
    contact = lab.contact(lab.began(customer), agents=[one, two], ended_by="caller", queues={"any": [["support"], []]})
    contact.transfer("attended", one, two, moved).part({"any": ["talk", "consult", "hold"]}, moved, may_split=True)
    return [seen_late(lab.talk(contact, b.phone.user, lab.gone(customer)), came, "no list tells of a hold: the call looks like talk till then")]


@scenario("gone-while-talking", "4000; the listener goes away while they talk and comes back 0.7 s later; then the agent hangs up: one contact.", live=True, late=True)
async def _(lab):
    await lab.listen()
    customer, agent = await talking(lab)
    await lab.unlisten()
    await sleep(0.7)
    await lab.listen()
    await sleep(0.5)
    await agent.hangup()
    await customer.ended()
    user = agent.phone.user
    contact = lab.queued(customer, agent, ended_by="agent").part("talk", lab.gone(agent), agent=device(user), may_split=True, **{"with": CUSTOMER})
    return [contact]


@scenario("gone-while-it-ended", "4000; the listener goes away while they talk; meanwhile the call ends; the listener comes back 1 s later.", late=True)
async def _(lab):
    await lab.listen()
    customer, agent = await talking(lab)
    await lab.unlisten()
    await sleep(0.3)
    await agent.hangup()
    await customer.ended()
    await sleep(0.7)
    await lab.listen()
    user = agent.phone.user
    contact = lab.queued(customer, agent, ended_by={"any": ["system", "agent", "caller", ""]})
    lab.talk(contact, user, lab.gone(agent))
    return [because(contact, "it ended while nobody listened: when, and by whom, is not known to more than that", tolerance_ms=1300)]


@scenario("gone-while-it-began", "The listener goes away; a caller comes, is answered from the queue; the listener comes back; the caller hangs up.", late=True)
async def _(lab):
    await lab.listen()
    await lab.unlisten()
    customer, agent = await talking(lab)
    came = await lab.listen()
    await sleep(0.5)
    await customer.hangup()
    await agent.ended()
    user = agent.phone.user
    contact = lab.contact(lab.began(customer), agents=[device(user)], ended_by="caller", queues={"any": [["support"], []]})
    return [seen_late(lab.talk(contact, user, lab.gone(customer)), came)]


@scenario("gone-while-transferred", "4000; the listener goes away while A talks; meanwhile A transfers blind to B, who answers; the listener comes back; the caller hangs up.", late=True)
async def _(lab):
    await lab.listen()
    customer, a = await talking(lab)
    await lab.unlisten()
    b_phone = lab.other(a.phone)
    await a.blind(b_phone.user)
    b = await lab.up(b_phone)
    await sleep(0.5)
    came = await lab.listen()
    await sleep(0.5)
    await customer.hangup()
    await b.ended()
    one, two = device(a.phone.user), device(b_phone.user)
    contact = lab.contact(lab.began(customer), agents=[one, two], ended_by="caller")
    contact.part("talk", lab.gone(customer), agent=two, **{"with": CUSTOMER})
    out = seen_late(contact, came, "how the caller came from A to B is not known")
    del out["transfers"]
    return [out]
