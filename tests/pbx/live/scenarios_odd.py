# SPDX-License-Identifier: GPL-3.0-or-later
"""More of scenarios.py: what people do rarely, at the wrong moment, or both at once. The words are those of scenarios.py."""
from lab import CUSTOMER, device
from scenarios import (
    DIALLED, KEYS, OUTSIDE, PREFIX, TALK, asked_by_keys, because, blind_contact, click, command, consultation, consultation_by_keys,
    held_and_consulted, not_clicked, outbound, scenario, seen_late, sleep, talking,
)
from sip_phone import answer_after, reject_with, ring_only

SALES = "4001"


def ring_then(seconds, code):
    """A phone that rings for a while, then refuses."""

    async def policy(call):
        call.ring()
        await sleep(seconds)
        if call.state == "incoming":
            call.reject(code)

    return policy


def first_call(phone):
    return next(iter(phone.calls.values()))


# ---- consultations that are given up, and transfers completed too early ----


async def asking(lab, target, phone):
    """A talks with the customer, holds, calls @target, where @phone rings. (customer, a, second, b)"""
    customer, a = await talking(lab)
    phone = phone or lab.other(a.phone)
    phone.policy = ring_only
    await a.hold()
    await sleep(0.3)
    second = await a.phone.call(target or phone.user)
    return customer, a, second, await lab.ringing(phone)


def given_up(lab, customer, a, second, b, whom, dialed, **fields):
    """What became of it: A took the caller back and hung up; the question is a contact of its own."""
    one, two = device(a.phone.user), device(b.phone.user)
    contact = lab.talk(lab.queued(customer, a, ended_by="agent"), a.phone.user, lab.when(a, "reinvite sendonly"))
    contact.part("hold", lab.began(second), agent=one).part("consult", lab.gone(second), agent=one, **{"with": whom})
    contact.part("hold", lab.when(a, "reinvite sendrecv"), agent=one)
    lab.talk(contact, a.phone.user, lab.gone(a))
    inner = lab.contact(lab.began(second), "internal", dialed=dialed, agents=[], ended_by="caller", **fields)
    lab.rang(inner, b, "cancelled").part("ring", lab.gone(second), agent=two, may_split=True)
    return [contact, inner.as_json()]


async def take_back(a, second, customer):
    await sleep(1.5)
    await second.hangup()
    await sleep(0.5)
    await a.unhold()
    await sleep(0.5)
    await a.hangup()
    await customer.ended()


@scenario("consult-cancelled-ringing", "4000; A holds and calls B, whose phone rings; A gives up, takes the caller back, hangs up.")
async def _(lab):
    customer, a, second, b = await asking(lab, None, None)
    await take_back(a, second, customer)
    return given_up(lab, customer, a, second, b, device(b.phone.user), b.phone.user, outcome={"any": ["no_answer", "abandoned"]})


@scenario("consult-queue-cancelled", "4000; A holds and calls queue sales (4001), 1003 rings; A gives up, takes the caller back, hangs up.")
async def _(lab):
    await lab.ami.ask("QueuePause", Queue="sales", Interface="Local/1004@members/n", Paused="true")
    customer, a, second, b = await asking(lab, SALES, lab.p1003)
    await take_back(a, second, customer)
    whom = {"any": [device("1003"), SALES, "sales"]}
    return given_up(lab, customer, a, second, b, whom, SALES, outcome={"any": ["abandoned", "no_answer"]}, queues=["sales"])


@scenario("attended-too-early", "4000; A holds and calls B; while B rings A completes by REFER, which the PBX refuses; B answers; A completes; the caller hangs up.")
async def _(lab):
    customer, a, second, b = await asking(lab, None, None)
    await sleep(1)
    await a.attended(second)
    await sleep(1)
    b.answer()
    await sleep(TALK)
    await a.attended(second)
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two, moved = device(a.phone.user), device(b.phone.user), lab.when(a, "REFER", nth=1)
    contact = lab.queued(customer, a, agents=[one, two], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.transfer("attended", one, two, moved)
    held_and_consulted(lab, contact, a, second, moved, two)
    return [lab.talk(contact, b.phone.user, lab.gone(customer))]


@scenario("attended-dtmf-while-ringing", "4000; A consults by keys; while B rings A hangs up; B answers; the caller hangs up.")
async def _(lab):
    customer, a, _ = await consultation_by_keys(lab, ring_only)
    b = await lab.ringing(lab.other(a.phone))
    await sleep(1)
    await a.hangup()
    await sleep(1)
    b.answer()
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two, moved = device(a.phone.user), device(b.phone.user), lab.gone(a)
    contact = lab.queued(customer, a, agents=[one, two], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.transfer({"any": ["attended", "blind"]}, one, two, moved)
    asked_by_keys(lab, contact, a, b, moved).part("ring", lab.when(b, "answer"), agent=two)
    lab.talk(contact, b.phone.user, lab.gone(customer))
    return [because(contact, KEYS + "; a transfer to a phone that still rings is half of each kind", tolerance_ms=250)]


@scenario("attended-dtmf-cancelled", "4000; A consults by keys; B answers; A ends the consultation by keys (*1): B is dropped, A is back; the agent hangs up.")
async def _(lab):
    customer, a, b = await consultation_by_keys(lab)
    await a.dtmf("*1", gap=0.15)
    await b.ended()
    await sleep(TALK)
    await a.hangup()
    await customer.ended()
    one, two = device(a.phone.user), device(b.phone.user)
    contact = lab.queued(customer, a, ended_by="agent")
    contact.fields["agents"] = {"any": [[one], [one, two]]}
    lab.rang(contact, b, "answered", optional=True)
    asked_by_keys(lab, contact, a, b, lab.gone(b))
    lab.talk(contact, a.phone.user, lab.gone(a))
    inner = {**lab.contact(lab.began(b), "internal", dialed=b.phone.user).as_json(), "optional": True}
    for key in ("offers", "transfers", "segments"):
        del inner[key]
    return [because(contact, "B's ring may be counted here or in a contact of its own", tolerance_ms=350), inner]


@scenario("attended-dtmf-three-together", "4000; A consults by keys; B answers; A joins all three by keys (*3); A hangs up, then the caller.")
async def _(lab):
    customer, a, b = await consultation_by_keys(lab)
    await a.dtmf("*3", gap=0.15)
    await sleep(TALK + 0.5)
    await a.hangup()
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two = device(a.phone.user), device(b.phone.user)
    contact = lab.queued(customer, a, agents=[one, two], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.transfers.append({"kind": "attended", "from": one, "to": two, "optional": True})
    asked_by_keys(lab, contact, a, b, lab.when(a, "dtmf 3"))
    contact.part("conference", lab.gone(a), may_split=True)
    lab.talk(contact, b.phone.user, lab.gone(customer))
    why = "; whether it is a transfer, and if so by the key or by A's leaving, is open"
    return [because(contact, KEYS + why, tolerance_ms=350)]


@scenario("consulted-transfers-on", "4000; A holds and asks B; B transfers A blind to C (1003), who answers; A completes to C; the caller hangs up.")
async def _(lab):
    customer, a, second, b = await consultation(lab)
    lab.answering(0.4, lab.p1003)
    await b.blind("1003")
    c = await lab.up(lab.p1003)
    await sleep(TALK)
    await a.attended(second)
    await sleep(TALK)
    await customer.hangup()
    await c.ended()
    one, two, three = (device(call.phone.user) for call in (a, b, c))
    moved = lab.when(a, "REFER")
    contact = lab.queued(customer, a, ended_by="caller")
    contact.fields["agents"] = {"any": [[one, three], [one, two, three]]}
    lab.rang(contact, b, "answered")
    lab.rang(contact, c, "answered")
    contact.transfer("blind", two, three, lab.when(b, "REFER"), optional=True)
    contact.transfer("attended", one, three, moved)
    lab.talk(contact, a.phone.user, lab.when(a, "reinvite sendonly")).part("hold", lab.began(second), agent=one)
    contact.part("consult", moved, agent=one, may_split=True)
    return [because(lab.talk(contact, "1003", lab.gone(customer)), "B handed on a colleague, not the customer")]


@scenario("attended-b-holds", "4000; A holds and asks B; B holds A and takes A back; A completes; B hangs up.")
async def _(lab):
    customer, a, second, b = await consultation(lab)
    await b.hold()
    await sleep(0.6)
    await b.unhold()
    await sleep(0.4)
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


@scenario("internal-attended", "1001 calls 1002; 1002 holds and asks 1003, who answers; 1002 completes; 1001 hangs up.")
async def _(lab):
    lab.answering(0.4, lab.p1002, lab.p1003)
    call = await lab.p1001.call("1002")
    b = await lab.up(lab.p1002)
    await call.answered()
    await sleep(TALK)
    await b.hold()
    await sleep(0.3)
    second = await lab.p1002.call("1003")
    c = await lab.up(lab.p1003)
    await second.answered()
    await sleep(TALK)
    await b.attended(second)
    await sleep(TALK)
    await call.hangup()
    await c.ended()
    one, two, three = device("1001"), device("1002"), device("1003")
    moved = lab.when(b, "REFER")
    contact = lab.contact(lab.began(call), "internal", dialed="1002", agents=[one, two, three], ended_by="caller")
    lab.rang(contact, b, "answered")
    lab.rang(contact, c, "answered")
    contact.transfer("attended", two, three, moved)
    contact.part("ring", lab.when(b, "answer"), agent=two)
    contact.part("talk", lab.when(b, "reinvite sendonly"), agent=one, **{"with": two}).part("hold", lab.began(second), agent=two)
    contact.part("consult", moved, agent=two, **{"with": three})
    return [contact.part("talk", lab.gone(call), agent=one, **{"with": three})]


# ---- hold, by whom and when ----


@scenario("hold-by-customer", "4000; the customer holds 1 s and retrieves; the agent hangs up.")
async def _(lab):
    customer, agent = await talking(lab)
    await customer.hold()
    await sleep(1)
    await customer.unhold()
    await sleep(0.5)
    await agent.hangup()
    await customer.ended()
    user = agent.phone.user
    contact = lab.talk(lab.queued(customer, agent, ended_by="agent"), user, lab.when(customer, "reinvite sendonly"))
    contact.part("hold", lab.when(customer, "reinvite sendrecv"), agent=None)
    return [lab.talk(contact, user, lab.gone(agent))]


@scenario("hold-both-agent-hangs-up", "4000; the customer holds, the agent holds as well, the customer retrieves, the agent hangs up.")
async def _(lab):
    customer, agent = await talking(lab)
    await customer.hold()
    await sleep(0.5)
    await agent.hold()
    await sleep(0.5)
    await customer.unhold()
    await sleep(0.5)
    await agent.hangup()
    await customer.ended()
    user = device(agent.phone.user)
    contact = lab.talk(lab.queued(customer, agent, ended_by="agent"), agent.phone.user, lab.when(customer, "reinvite sendonly"))
    return [contact.part("hold", lab.gone(agent), may_split=True, agent={"any": [user, None]})]


@scenario("blind-from-hold", "4000; A holds, then transfers blind (REFER) to B, who answers; the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    await a.hold()
    await sleep(0.6)
    b_phone = lab.other(a.phone)
    await a.blind(b_phone.user)
    b = await lab.up(b_phone)
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two, moved = device(a.phone.user), device(b_phone.user), lab.when(a, "REFER")
    contact = lab.queued(customer, a, agents=[one, two], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.transfer("blind", one, two, moved)
    lab.talk(contact, a.phone.user, lab.when(a, "reinvite sendonly")).part("hold", moved, agent=one)
    contact.part("ring", lab.when(b, "answer"), agent=two)
    return [lab.talk(contact, b_phone.user, lab.gone(customer))]


@scenario("redirected-from-hold", "4000; A holds; a command (Redirect) moves the caller to B, who answers; the agent hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    await a.hold()
    await sleep(0.6)
    b_phone = lab.other(a.phone)
    moved = await command(lab, "Redirect", Channel=lab.channel("trunk"), Exten=b_phone.user, Context="bellhop-out", Priority="1")
    b = await lab.up(b_phone)
    await sleep(TALK)
    await b.hangup()
    await customer.ended()
    one, two = device(a.phone.user), device(b_phone.user)
    contact = lab.queued(customer, a, agents=[one, two], ended_by="agent")
    lab.rang(contact, b, "answered")
    contact.transfer("blind", one, two, moved)
    lab.talk(contact, a.phone.user, lab.when(a, "reinvite sendonly")).part("hold", moved, agent=one)
    contact.part("ring", lab.when(b, "answer"), agent=two)
    return [lab.talk(contact, b_phone.user, lab.gone(b))]


# ---- transfers to what is no phone, and back ----


@scenario("blind-to-own-queue", "4000; A transfers the caller back to 4000, the same queue; the other agent answers; the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    await lab.pause(a.phone.user)
    await a.blind("4000")
    b = await lab.up(lab.other(a.phone), lab.p1003)
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two, moved = device(a.phone.user), device(b.phone.user), lab.when(a, "REFER")
    contact = lab.queued(customer, a, agents=[one, two], ended_by="caller")
    contact.fields["queues"] = {"any": [["support"], ["support", "support"]]}
    lab.rang(contact, b, "answered")
    contact.transfer("blind", one, {"any": ["4000", "support"]}, moved)
    lab.talk(contact, a.phone.user, moved).part("queue", lab.began(b), queue="support")
    contact.part("ring", lab.when(b, "answer"), queue="support", agent=two)
    return [because(lab.talk(contact, b.phone.user, lab.gone(customer)), "whether a queue passed twice is named twice is open")]


@scenario("blind-to-queue-abandoned", "4000; A transfers the caller to 4001, where all are paused; the caller gives up after 1.5 s.")
async def _(lab):
    await lab.ami.ask("QueuePause", Queue="sales", Interface=device("1003"), Paused="true")
    await lab.ami.ask("QueuePause", Queue="sales", Interface="Local/1004@members/n", Paused="true")
    customer, a = await talking(lab)
    await a.blind(SALES)
    await sleep(1.5)
    await customer.hangup()
    moved = lab.when(a, "REFER")
    contact = lab.queued(customer, a, queues=["support", "sales"], ended_by="caller")
    contact.transfer("blind", device(a.phone.user), {"any": [SALES, "sales"]}, moved)
    return [lab.talk(contact, a.phone.user, moved).part("queue", lab.gone(customer), queue="sales")]


@scenario("redirected-to-music", "4000; a command (Redirect) moves A's caller to music (4200); the caller hangs up 1.5 s later.")
async def _(lab):
    customer, a = await talking(lab)
    moved = await command(lab, "Redirect", Channel=lab.channel("trunk"), Context="from-trunk", Exten="4200", Priority="1")
    await sleep(1.5)
    await customer.hangup()
    contact = lab.queued(customer, a, ended_by="caller")
    contact.transfer("blind", device(a.phone.user), "4200", moved, optional=True)
    lab.talk(contact, a.phone.user, moved).part("ivr", lab.gone(customer))
    return [because(contact, "whether a command that moves the caller to music is a transfer is open")]


@scenario("out-then-queue", "1001 dials an outside number, talks, transfers the customer blind to 4001, where 1003 answers; the customer hangs up.")
async def _(lab):
    await lab.ami.ask("QueuePause", Queue="sales", Interface="Local/1004@members/n", Paused="true")
    lab.trunk.policy = answer_after(0.5)
    lab.answering(0.5, lab.p1003)
    call = await lab.p1001.call("9" + OUTSIDE)
    far = await lab.up(lab.trunk)
    await call.answered()
    await sleep(TALK)
    await call.blind(SALES)
    b = await lab.up(lab.p1003)
    await sleep(TALK)
    await far.hangup()
    await b.ended()
    one, two, moved = device("1001"), device("1003"), lab.when(call, "REFER")
    contact = outbound(lab, lab.began(call), agents=[one, two], ended_by="caller", queues=["sales"])
    lab.rang(contact, b, "answered")
    contact.transfer("blind", one, {"any": [SALES, "sales", two]}, moved)
    contact.part("ring", lab.when(far, "answer"))
    contact.part("talk", moved, agent=one).part("ring", lab.when(b, "answer"), agent=two, may_split=True)
    return [because(contact.part("talk", lab.gone(far), agent=two), PREFIX)]


# ---- parking ----


async def park(lab, customer, a, timeout="30000"):
    """A command parks A's caller: (when, the space)."""
    since = len(lab.ami.events)
    at = await command(lab, "Park", Channel=lab.channel("trunk"), TimeoutChannel=lab.channel(a.phone.user), Timeout=timeout)
    return at, (await lab.ami.wait("ParkedCall", since=since))["ParkingSpace"]


@scenario("park-caller-gives-up", "4000; a command parks A's caller, who hangs up 1.5 s later.")
async def _(lab):
    customer, a = await talking(lab)
    parked, space = await park(lab, customer, a)
    await sleep(1.5)
    await customer.hangup()
    contact = lab.talk(lab.queued(customer, a, ended_by="caller"), a.phone.user, parked)
    return [contact.part("hold", lab.gone(customer), **{"with": f"park:{space}"})]


@scenario("park-third-phone-transfers", "4000; a command parks A's caller; C (1004) takes the call and transfers it blind to A, who answers; the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    parked, space = await park(lab, customer, a)
    await a.ended()
    c = await lab.p1004.call(space)
    await c.answered()
    await sleep(TALK)
    await c.blind(a.phone.user)
    again = await lab.up(a.phone)
    await sleep(TALK)
    await customer.hangup()
    await again.ended()
    one, three, moved = device(a.phone.user), device("1004"), lab.when(c, "REFER")
    contact = lab.queued(customer, a, ended_by="caller")
    contact.fields["agents"] = {"any": [[one, three, one], [one, three]]}
    lab.rang(contact, again, "answered")
    contact.transfer("blind", three, one, moved)
    lab.talk(contact, a.phone.user, parked).part("hold", lab.when(c, "answered"), **{"with": f"park:{space}"})
    lab.talk(contact, "1004", moved).part("ring", lab.when(again, "answer"), agent=one)
    return [because(lab.talk(contact, a.phone.user, lab.gone(customer)), "whether an agent who talks twice is named twice is open")]


@scenario("park-comes-back-missed", "4000; a command parks A's caller for 3 s; A's phone rings again and is not answered; the caller hangs up then.")
async def _(lab):
    customer, a = await talking(lab)
    a.phone.policy = ring_only
    parked, space = await park(lab, customer, a, "3000")
    back = await lab.ringing(a.phone)
    await sleep(1.5)
    await customer.hangup()
    await back.ended()
    one = device(a.phone.user)
    contact = lab.queued(customer, a, ended_by="caller")
    lab.rang(contact, back, "cancelled")
    lab.talk(contact, a.phone.user, parked).part("hold", lab.began(back), **{"with": f"park:{space}"})
    return [contact.part("ring", lab.gone(customer), agent=one)]


# ---- who is first ----


@scenario("abandon-at-answer", "4000; a phone rings; after 1.5 s the agent answers, and the caller hangs up at the same moment.")
async def _(lab):
    customer = await lab.inbound()
    agent = await lab.ringing()
    await sleep(1.5)
    agent.answer()
    await customer.hangup()
    await agent.ended()
    user = device(agent.phone.user)
    contact = lab.contact(lab.began(customer), outcome={"any": ["answered", "abandoned"]}, ended_by="caller")
    contact.fields["agents"] = {"any": [[user], []]}
    contact.offer(user, {"any": ["answered", "cancelled"]}, lab.began(agent), lab.when(agent, "answer"))
    contact.part("ring", lab.gone(customer), queue="support", agent=user)
    return [because(contact, "who was first, the PBX decides", tolerance_ms=150)]


@scenario("agent-hangs-up-at-answer", "4000; the agent answers and hangs up at once (20 ms).")
async def _(lab):
    customer = await lab.inbound("4000")
    agent = await lab.ringing()
    await sleep(1)
    agent.answer()
    await sleep(0.02)
    await agent.hangup()
    await sleep(0.3)
    await lab.wait_for(lambda: True)
    if customer.state != "ended":
        await customer.hangup()
    user = device(agent.phone.user)
    contact = lab.contact(lab.began(customer), ended_by={"any": ["agent", "caller"]}, outcome={"any": ["answered", "abandoned"]})
    out = contact.as_json()
    del out["segments"], out["offers"]
    return [{**out, "why": "whether they met at all is a matter of milliseconds", "agents": {"any": [[user], []]}}]


@scenario("ringall-both-answer", "4010: both phones answer at the same moment; the PBX takes one; the caller hangs up.")
async def _(lab):
    lab.answering(1, lab.p1001, lab.p1002)
    customer = await lab.inbound("4010")
    await lab.wait_for(lambda: all(phone.calls for phone in (lab.p1001, lab.p1002)))
    calls = [first_call(lab.p1001), first_call(lab.p1002)]
    await customer.answered()
    await sleep(1.5)
    await lab.wait_for(lambda: any(call.state == "ended" for call in calls))
    await sleep(TALK)
    winner = next(call for call in calls if call.state == "up")
    loser = next(call for call in calls if call is not winner)
    await customer.hangup()
    await winner.ended()
    user = device(winner.phone.user)
    contact = lab.contact(lab.began(customer), dialed="4010", queues=["all"], agents=[user], ended_by="caller")
    lab.rang(contact, loser, "cancelled", tolerance_ms=150)
    lab.rang(contact, winner, "answered", together=True)
    contact.part("ring", lab.when(winner, "answer"), queue="all", may_split=True)
    return [lab.talk(contact, winner.phone.user, lab.gone(customer))]


@scenario("ringall-all-reject", "4010: 1001 refuses at once, 1002 after 1 s; the pause of the queue; both ring again, 1001 answers; the agent hangs up.")
async def _(lab):
    lab.p1001.policy, lab.p1002.policy = reject_with(486), ring_then(1, 486)
    customer = await lab.inbound("4010")
    await lab.wait_for(lambda: lab.p1002.calls and first_call(lab.p1002).state == "ended")
    one, two = first_call(lab.p1001), first_call(lab.p1002)
    lab.p1001.policy, lab.p1002.policy = answer_after(0.8), ring_only
    agent = await lab.up(lab.p1001)
    other = [call for call in lab.p1002.calls.values() if call is not two][0]
    await sleep(TALK)
    await agent.hangup()
    await customer.ended()
    contact = lab.contact(lab.began(customer), dialed="4010", queues=["all"], agents=[device("1001")], ended_by="agent")
    lab.rang(contact, one, "rejected")
    lab.rang(contact, two, "rejected", together=True)
    lab.rang(contact, other, "cancelled")
    lab.rang(contact, agent, "answered", together=True)
    contact.part("ring", lab.gone(two), queue="all", may_split=True).part("queue", lab.began(agent), queue="all")
    contact.part("ring", lab.when(agent, "answer"), queue="all", may_split=True)
    return [lab.talk(contact, "1001", lab.gone(agent))]


@scenario("ringall-pickup", "4010: both phones ring; 1004 picks the call of 1001 up (*8); the caller hangs up.")
async def _(lab):
    customer = await lab.inbound("4010")
    calls = [await lab.ringing(lab.p1001), await lab.ringing(lab.p1002)]
    await sleep(0.8)
    picked = await lab.p1004.call("*81001")
    await picked.answered()
    await sleep(TALK)
    await customer.hangup()
    await picked.ended()
    contact = lab.contact(lab.began(customer), dialed="4010", queues=["all"], agents=[device("1004")], ended_by="caller")
    lab.rang(contact, calls[0], "cancelled")
    lab.rang(contact, calls[1], "cancelled", together=True)
    contact.part("ring", lab.when(picked, "answered"), queue="all", may_split=True)
    return [lab.talk(contact, "1004", lab.gone(customer))]


# ---- queues that give up ----


@scenario("queue-overflow-abandon", "4012: support for 5 s (one phone rings 4 s, then the wait), then sales, where 1003 rings; the caller gives up there.")
async def _(lab):
    await lab.pause("1003")
    await lab.ami.ask("QueuePause", Queue="sales", Interface="Local/1004@members/n", Paused="true")
    customer = await lab.inbound("4012")
    first = await lab.ringing(lab.p1001, lab.p1002)
    await first.ended()
    await lab.pause("1003", paused=False)
    second = await lab.ringing(lab.p1003)
    await sleep(1)
    await customer.hangup()
    await second.ended()
    contact = lab.contact(lab.began(customer), dialed="4012", queues=["support", "sales"], outcome="abandoned", agents=[], ended_by="caller")
    lab.rang(contact, first, "no_answer")
    lab.rang(contact, second, "cancelled")
    contact.part("ring", lab.gone(first), queue="support", agent=device(first.phone.user))
    contact.part("queue", lab.began(second), may_split=True)
    contact.part("ring", lab.gone(customer), queue="sales", agent=device("1003"))
    return [contact]


@scenario("queue-left-by-key", "4000 with all members paused; the caller waits and presses 0, which leaves the queue; the dialplan hangs up.")
async def _(lab):
    await lab.pause("1001", "1002", "1003")
    customer = await lab.inbound()
    await customer.answered()
    await sleep(1.5)
    await customer.dtmf("0")
    await customer.ended()
    contact = lab.contact(lab.began(customer), agents=[], ended_by={"any": ["system", "caller"]})
    contact.fields["outcome"] = {"any": ["abandoned", "redirected", "timeout"]}
    contact.part("queue", lab.gone(customer), queue="support")
    return [because(contact, "who presses the key leaves the queue by will; the dialplan then ends the call")]


# ---- members behind Local channels ----


async def talking_with_local(lab):
    await lab.ami.ask("QueuePause", Queue="sales", Interface=device("1003"), Paused="true")
    lab.answering(0.5, lab.p1004)
    customer = await lab.inbound(SALES)
    agent = await lab.up(lab.p1004)
    await sleep(TALK)
    return customer, agent


def local_contact(lab, customer, agent, **fields):
    return lab.queued(customer, agent, dialed=SALES, queues=["sales"], **fields)


@scenario("local-member-hold", "4001: 1004, member as Local/1004@members/n, answers, holds 1 s, retrieves; the caller hangs up.")
async def _(lab):
    customer, agent = await talking_with_local(lab)
    await agent.hold()
    await sleep(1)
    await agent.unhold()
    await sleep(0.5)
    await customer.hangup()
    await agent.ended()
    contact = lab.talk(local_contact(lab, customer, agent, ended_by="caller"), "1004", lab.when(agent, "reinvite sendonly"))
    contact.part("hold", lab.when(agent, "reinvite sendrecv"), agent=device("1004"))
    return [lab.talk(contact, "1004", lab.gone(customer))]


@scenario("local-member-blind", "4001: 1004, member as Local/1004@members/n, answers and transfers blind to 1001, who answers; the caller hangs up.")
async def _(lab):
    customer, agent = await talking_with_local(lab)
    lab.answering(0.5, lab.p1001)
    await agent.blind("1001")
    b = await lab.up(lab.p1001)
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    return [blind_contact(lab, customer, agent, b, lab.when(agent, "REFER"), lab.gone(customer), "caller", dialed=SALES, queues=["sales"])]


@scenario("local-member-attended", "4001: 1004, member as Local/1004@members/n, answers, holds, asks 1001, completes; the agent hangs up.")
async def _(lab):
    customer, agent = await talking_with_local(lab)
    lab.answering(0.4, lab.p1001)
    await agent.hold()
    await sleep(0.3)
    second = await lab.p1004.call("1001")
    b = await lab.up(lab.p1001)
    await second.answered()
    await sleep(TALK)
    await agent.attended(second)
    await sleep(TALK)
    await b.hangup()
    await customer.ended()
    four, one, moved = device("1004"), device("1001"), lab.when(agent, "REFER")
    contact = local_contact(lab, customer, agent, agents=[four, one], ended_by="agent")
    lab.rang(contact, b, "answered")
    contact.transfer("attended", four, one, moved)
    held_and_consulted(lab, contact, agent, second, moved, one)
    return [lab.talk(contact, "1001", lab.gone(b))]


@scenario("local-member-rejects", "4001: 1004, member as Local/1004@members/n, refuses, is rung again after the pause, does not answer; the caller gives up.")
async def _(lab):
    await lab.ami.ask("QueuePause", Queue="sales", Interface=device("1003"), Paused="true")
    lab.p1004.policy = reject_with(486)
    customer = await lab.inbound(SALES)
    await lab.wait_for(lambda: lab.p1004.calls)
    lab.p1004.policy = ring_only
    one = first_call(lab.p1004)
    await one.ended()
    two = await lab.ringing(lab.p1004)
    await sleep(1.5)
    await customer.hangup()
    await two.ended()
    contact = lab.contact(lab.began(customer), dialed=SALES, queues=["sales"], outcome="abandoned", agents=[], ended_by="caller")
    lab.rang(contact, one, "rejected")
    lab.rang(contact, two, "cancelled")
    contact.part("queue", lab.began(two), queue="sales")
    return [contact.part("ring", lab.gone(customer), queue="sales", agent=device("1004"))]


# ---- forks ----


def fork(lab, customer, **fields):
    return lab.contact(lab.began(customer), dialed="4011", queues=[], **fields)


@scenario("fork-both-reject", "4011 (1001 and 1002 ring together): 1001 refuses after 0.5 s, 1002 after 1 s; the dialplan ends the call.")
async def _(lab):
    lab.p1001.policy, lab.p1002.policy = ring_then(0.5, 486), ring_then(1, 486)
    customer = await lab.inbound("4011")
    await customer.ended()
    one, two = first_call(lab.p1001), first_call(lab.p1002)
    contact = fork(lab, customer, outcome={"any": ["busy", "rejected"]}, agents=[], ended_by={"any": ["system", "agent"]})
    lab.rang(contact, one, "rejected")
    lab.rang(contact, two, "rejected", together=True)
    return [because(contact.part("ring", lab.gone(customer), may_split=True), "the phones refused, the dialplan then ended the call")]


@scenario("fork-caller-gives-up", "4011: both ring; 1001 refuses after 0.5 s; the caller gives up after 2 s.")
async def _(lab):
    lab.p1001.policy, lab.p1002.policy = ring_then(0.5, 486), ring_only
    customer = await lab.inbound("4011")
    two = await lab.ringing(lab.p1002)
    await sleep(2)
    await customer.hangup()
    await two.ended()
    contact = fork(lab, customer, outcome={"any": ["no_answer", "abandoned"]}, agents=[], ended_by="caller")
    lab.rang(contact, first_call(lab.p1001), "rejected")
    lab.rang(contact, two, "cancelled", together=True)
    return [contact.part("ring", lab.gone(customer), may_split=True)]


@scenario("fork-then-attended", "4011: 1002 answers after 0.8 s, holds, asks 1003, completes; the caller hangs up.")
async def _(lab):
    lab.p1002.policy = answer_after(0.8)
    lab.answering(0.4, lab.p1003)
    customer = await lab.inbound("4011")
    a = await lab.up(lab.p1002)
    other = first_call(lab.p1001)
    await sleep(TALK)
    await a.hold()
    await sleep(0.3)
    second = await lab.p1002.call("1003")
    b = await lab.up(lab.p1003)
    await second.answered()
    await sleep(TALK)
    await a.attended(second)
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    one, two, moved = device("1002"), device("1003"), lab.when(a, "REFER")
    contact = fork(lab, customer, agents=[one, two], ended_by="caller")
    lab.rang(contact, other, "cancelled")
    lab.rang(contact, a, "answered", together=True)
    lab.rang(contact, b, "answered")
    contact.transfer("attended", one, two, moved).part("ring", lab.when(a, "answer"), may_split=True)
    held_and_consulted(lab, contact, a, second, moved, two)
    return [lab.talk(contact, "1003", lab.gone(customer))]


# ---- conferences ----


@scenario("conference-of-four", "4000; commands move the caller and A into room 8000; B and C (1004) dial 8000; C leaves, then the caller, then A, then B.")
async def _(lab):
    customer, a = await talking(lab)
    moved = await command(
        lab, "Redirect", Channel=lab.channel("trunk"), ExtraChannel=lab.channel(a.phone.user),
        Exten="8000", ExtraExten="8000", Context="bellhop-out", ExtraContext="bellhop-out", Priority="1", ExtraPriority="1",
    )
    b, c = await lab.other(a.phone).call("8000"), await lab.p1004.call("8000")
    await b.answered()
    await c.answered()
    await sleep(TALK)
    await c.hangup()
    await sleep(0.5)
    await customer.hangup()
    await sleep(0.7)
    await a.hangup()
    await sleep(0.5)
    await b.hangup()
    one, two, three = (device(call.phone.user) for call in (a, b, c))
    contact = lab.queued(customer, a, ended_by="caller")
    contact.fields["agents"] = {"any": [[one, two, three], [one, three, two]]}
    lab.talk(contact, a.phone.user, moved).part("conference", lab.gone(customer), may_split=True)
    out = [because(contact, "two colleagues came at nearly the same time")]
    for call in (b, c):
        own = lab.contact(lab.began(call), "internal", dialed="8000").as_json()
        del own["outcome"]
        own.update(optional=True, why="who walks into the room by a call of their own: apart or within, both are right")
        for key in ("offers", "transfers", "segments", "ended"):
            own.pop(key, None)
        out.append(own)
    return out


# ---- a command rings the agent first ----


@scenario("click-agent-busy", "A command rings 1001, who is busy (486).")
async def _(lab):
    lab.p1001.policy = reject_with(486)
    await click(lab, "PJSIP/1001")
    agent = await lab.wait_for(lambda: lab.p1001.calls and first_call(lab.p1001))
    await agent.ended()
    await sleep(0.2)
    return [not_clicked(lab, agent, {"any": ["busy", "rejected", "failed"]}, "rejected")]


@scenario("click-customer-declines", "A command rings 1001, who answers; the customer declines (603).")
async def _(lab):
    lab.answering(0.4, lab.p1001)
    lab.trunk.policy = ring_then(0.8, 603)
    await click(lab, "PJSIP/1001")
    agent = await lab.up(lab.p1001)
    await agent.ended()
    far = first_call(lab.trunk)
    contact = outbound(lab, lab.began(agent), outcome="rejected", agents=[], ended_by={"any": ["caller", "system"]})
    lab.rang(contact, agent, "answered").part("ring", lab.when(agent, "answer"), agent=device("1001"))
    contact.part("ring", lab.gone(agent), may_split=True)
    assert far.state == "ended"
    return [because(contact, PREFIX + "; the customer refused, the dialplan then ended the call")]


@scenario("click-customer-busy", "A command rings 1001, who answers; the customer is busy (486).")
async def _(lab):
    lab.answering(0.4, lab.p1001)
    lab.trunk.policy = reject_with(486)
    await click(lab, "PJSIP/1001")
    agent = await lab.up(lab.p1001)
    await agent.ended()
    contact = outbound(lab, lab.began(agent), outcome="busy", agents=[], ended_by={"any": ["caller", "system"]})
    lab.rang(contact, agent, "answered").part("ring", lab.when(agent, "answer"), agent=device("1001"))
    contact.part("ring", lab.gone(agent), may_split=True)
    return [because(contact, PREFIX + "; the customer refused, the dialplan then ended the call", tolerance_ms=100)]


@scenario("click-then-blind", "A command rings 1001, who answers; the customer answers; 1001 transfers the customer blind to 1002; the agent hangs up.")
async def _(lab):
    lab.answering(0.4, lab.p1001, lab.p1002)
    lab.trunk.policy = answer_after(0.8)
    await click(lab, "PJSIP/1001")
    a = await lab.up(lab.p1001)
    far = await lab.up(lab.trunk)
    await sleep(TALK)
    await a.blind("1002")
    b = await lab.up(lab.p1002)
    await sleep(TALK)
    await b.hangup()
    await far.ended()
    one, two, moved = device("1001"), device("1002"), lab.when(a, "REFER")
    contact = outbound(lab, lab.began(a), agents=[one, two], ended_by="agent")
    lab.rang(contact, a, "answered")
    lab.rang(contact, b, "answered")
    contact.transfer("blind", one, two, moved)
    contact.part("ring", lab.when(a, "answer"), agent=one).part("ring", lab.when(far, "answer"), may_split=True)
    contact.part("talk", moved, agent=one).part("ring", lab.when(b, "answer"), agent=two)
    return [because(contact.part("talk", lab.gone(b), agent=two), PREFIX)]


@scenario("click-local-optimised-then-attended", "A command rings Local/1001@members (which is optimised away); the customer answers; 1001 holds, asks 1002, completes; the customer hangs up.")
async def _(lab):
    lab.answering(0.4, lab.p1001, lab.p1002)
    lab.trunk.policy = answer_after(0.8)
    await click(lab, "Local/1001@members")
    a = await lab.up(lab.p1001)
    far = await lab.up(lab.trunk)
    await sleep(TALK)
    await a.hold()
    await sleep(0.3)
    second = await lab.p1001.call("1002")
    b = await lab.up(lab.p1002)
    await second.answered()
    await sleep(TALK)
    await a.attended(second)
    await sleep(TALK)
    await far.hangup()
    await b.ended()
    one, two, moved = device("1001"), device("1002"), lab.when(a, "REFER")
    contact = outbound(lab, lab.began(a), agents=[one, two], ended_by="caller")
    lab.rang(contact, a, "answered")
    lab.rang(contact, b, "answered")
    contact.transfer("attended", one, two, moved)
    contact.part("ring", lab.when(a, "answer"), agent=one).part("ring", lab.when(far, "answer"), may_split=True)
    contact.part("talk", lab.when(a, "reinvite sendonly"), agent=one).part("hold", lab.began(second), agent=one)
    contact.part("consult", moved, agent=one, **{"with": two})
    return [because(contact.part("talk", lab.gone(far), agent=two), PREFIX)]


# ---- a supervisor in the middle ----


@scenario("spied-and-transferred", "4000; 1006 listens to A (*90); A transfers blind to B, who answers; the caller hangs up; 1006 never was part of it.")
async def _(lab):
    customer, a = await talking(lab)
    spy = await lab.p1006.call("*90" + a.phone.user)
    await spy.answered()
    await sleep(0.6)
    b_phone = lab.other(a.phone)
    await a.blind(b_phone.user)
    b = await lab.up(b_phone)
    await sleep(TALK)
    if spy.state != "ended":
        await spy.hangup()
    await customer.hangup()
    await b.ended()
    own = {**lab.contact(lab.began(spy), "internal", dialed="*90" + a.phone.user).as_json(), "optional": True}
    for key in ("offers", "transfers", "segments", "outcome"):
        own.pop(key, None)
    own["why"] = "who listens has a call of their own, or none"
    return [blind_contact(lab, customer, a, b, lab.when(a, "REFER"), lab.gone(customer), "caller"), own]


# ---- between phones ----


async def internal_talk(lab, caller="1001", callee="1002"):
    one, two = getattr(lab, "p" + caller), getattr(lab, "p" + callee)
    lab.answering(0.4, *(phone for phone in lab.agents if phone is not one))
    call = await one.call(callee)
    b = await lab.up(two)
    await call.answered()
    await sleep(TALK)
    return call, b


@scenario("internal-attended-by-caller", "1001 calls 1002, holds, asks 1003, completes; 1002 hangs up.")
async def _(lab):
    call, b = await internal_talk(lab)
    await call.hold()
    await sleep(0.3)
    second = await lab.p1001.call("1003")
    c = await lab.up(lab.p1003)
    await second.answered()
    await sleep(TALK)
    await call.attended(second)
    await sleep(TALK)
    await b.hangup()
    await c.ended()
    one, two, three = device("1001"), device("1002"), device("1003")
    moved = lab.when(call, "REFER")
    contact = lab.contact(lab.began(call), "internal", dialed="1002", agents=[one, two, three])
    contact.fields["ended_by"] = {"any": ["agent", "caller"]}
    lab.rang(contact, b, "answered")
    lab.rang(contact, c, "answered")
    contact.transfer("attended", one, three, moved)
    contact.part("ring", lab.when(b, "answer"), agent=two)
    contact.part("talk", lab.when(call, "reinvite sendonly"), agent=one, **{"with": two}).part("hold", lab.began(second), agent=one)
    contact.part("consult", moved, agent=one, **{"with": three})
    both = {"any": [two, three]}
    return [because(contact.part("talk", lab.gone(b), agent=both, **{"with": both}), "the one who called has left: who of the two is the caller now is open")]


@scenario("internal-attended-given-up", "1001 calls 1002; 1002 holds, asks 1003, who refuses; 1002 takes 1001 back; 1001 hangs up.")
async def _(lab):
    call, b = await internal_talk(lab)
    lab.p1003.policy = ring_then(0.5, 486)
    await b.hold()
    await sleep(0.3)
    second = await lab.p1002.call("1003")
    await second.ended()
    c = first_call(lab.p1003)
    await sleep(0.5)
    await b.unhold()
    await sleep(0.5)
    await call.hangup()
    await b.ended()
    one, two, three = device("1001"), device("1002"), device("1003")
    contact = lab.contact(lab.began(call), "internal", dialed="1002", agents=[one, two], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.part("ring", lab.when(b, "answer"), agent=two)
    contact.part("talk", lab.when(b, "reinvite sendonly"), agent=one, **{"with": two}).part("hold", lab.began(second), agent=two)
    contact.part("consult", lab.gone(second), agent=two, **{"with": three}).part("hold", lab.when(b, "reinvite sendrecv"), agent=two)
    contact.part("talk", lab.gone(call), agent=one, **{"with": two})
    inner = lab.contact(lab.began(second), "internal", dialed="1003", agents=[], outcome={"any": ["busy", "rejected"]})
    inner.fields["ended_by"] = {"any": ["agent", "system"]}
    lab.rang(inner, c, "rejected").part("ring", lab.gone(second), agent=three)
    return [contact, inner]


@scenario("internal-attended-dtmf", "1001 calls 1002; 1002 consults 1003 by keys (*2) and hangs up, which completes; 1001 hangs up.")
async def _(lab):
    call, b = await internal_talk(lab)
    await b.dtmf("*2", gap=0.15)
    await sleep(1)
    await b.dtmf("1003", gap=0.15)
    c = await lab.up(lab.p1003)
    await sleep(TALK)
    await b.hangup()
    await sleep(TALK + 0.5)
    await call.hangup()
    await c.ended()
    one, two, three = device("1001"), device("1002"), device("1003")
    moved = lab.gone(b)
    contact = lab.contact(lab.began(call), "internal", dialed="1002", agents=[one, two, three], ended_by="caller")
    lab.rang(contact, b, "answered")
    lab.rang(contact, c, "answered")
    contact.transfer("attended", two, three, moved)
    contact.part("ring", lab.when(b, "answer"), agent=two)
    contact.part("talk", lab.when(b, "dtmf 2"), agent=one, **{"with": two}).part("hold", lab.began(c), agent=two)
    contact.part("consult", moved, agent=two, **{"with": three})
    return [because(contact.part("talk", lab.gone(call), agent=one, **{"with": three}), KEYS, tolerance_ms=250)]


@scenario("internal-held", "1001 calls 1002; 1001 holds 0.8 s, retrieves; 1002 holds 0.8 s, retrieves; 1002 hangs up.")
async def _(lab):
    call, b = await internal_talk(lab)
    for who in (call, b):
        await who.hold()
        await sleep(0.8)
        await who.unhold()
        await sleep(0.5)
    await b.hangup()
    await call.ended()
    one, two = device("1001"), device("1002")
    contact = lab.contact(lab.began(call), "internal", dialed="1002", agents=[one, two], ended_by="agent")
    lab.rang(contact, b, "answered")
    contact.part("ring", lab.when(b, "answer"), agent=two)
    for who, user in ((call, one), (b, two)):
        contact.part("talk", lab.when(who, "reinvite sendonly"), agent=one, **{"with": two})
        contact.part("hold", lab.when(who, "reinvite sendrecv"), agent=user)
    return [contact.part("talk", lab.gone(b), agent=one, **{"with": two})]


@scenario("internal-parked", "1001 calls 1002, who parks 1001 by a blind transfer to 700; 1003 takes 1001 back; 1001 hangs up.")
async def _(lab):
    call, b = await internal_talk(lab)
    since = len(lab.ami.events)
    await b.blind("700")
    space = (await lab.ami.wait("ParkedCall", since=since))["ParkingSpace"]
    await b.hangup()
    await sleep(1)
    c = await lab.p1003.call(space)
    await c.answered()
    await sleep(TALK)
    await call.hangup()
    await c.ended()
    one, two, three = device("1001"), device("1002"), device("1003")
    parked = lab.when(b, "REFER")
    contact = lab.contact(lab.began(call), "internal", dialed="1002", agents=[one, two, three], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.transfer("blind", two, {"any": ["700", f"park:{space}", space, three]}, parked, optional=True)
    contact.part("ring", lab.when(b, "answer"), agent=two).part("talk", parked, agent=one, **{"with": two})
    contact.part("hold", lab.when(c, "answered"), **{"with": f"park:{space}"})
    return [because(contact.part("talk", lab.gone(call), agent=one, **{"with": three}), "whether parking by a transfer is a transfer is open")]


# ---- one phone, several calls ----


@scenario("two-customers-joined", "4003: 1001 talks with One; Two calls 4003 as well; 1001 holds One, answers Two, and joins the two (REFER with Replaces); One hangs up.")
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
    await two.answered()
    await sleep(TALK)
    await first.attended(second)
    await sleep(TALK)
    await one.hangup()
    await lab.wait_for(lambda: two.state == "ended")
    agent = device("1001")
    contact = lab.contact(
        lab.began(one), customer_number="13800000001", dialed="4003", queues=[], agents=[agent], ended_by={"any": ["caller", "agent"]}
    )
    out = contact.as_json()
    for key in ("offers", "transfers", "segments"):
        del out[key]
    out["why"] = "two matters become one, or each ends when they are joined"
    other = {**out, "started": lab.contact(lab.began(two)).as_json()["started"], "customer_number": "13800000002", "optional": True}
    return [out, other]


@scenario("call-waiting-refused", "4000; A talks; a colleague (1006) dials A, whose phone rings a second time; A refuses; A and the caller talk on; the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    a.phone.policy = ring_only
    call = await lab.p1006.call(a.phone.user)
    second = await lab.ringing(a.phone)
    await sleep(1)
    second.reject(486)
    await call.ended()
    await sleep(0.5)
    await customer.hangup()
    await a.ended()
    contact = lab.talk(lab.queued(customer, a, ended_by="caller"), a.phone.user, lab.gone(customer))
    inner = lab.contact(lab.began(call), "internal", dialed=a.phone.user, agents=[], outcome={"any": ["busy", "rejected"]})
    inner.fields["ended_by"] = {"any": ["agent", "system"]}
    lab.rang(inner, second, "rejected").part("ring", lab.gone(call), agent=device(a.phone.user))
    return [contact, inner]


@scenario("local-member-attended-by-keys", "4001: 1004, member as Local/1004@members/n, answers; a command (Atxfer) lets 1004 ask 1001; 1004 hangs up, which completes; the caller hangs up.")
async def _(lab):
    customer, agent = await talking_with_local(lab)
    lab.answering(0.4, lab.p1001)
    asked = await command(lab, "Atxfer", Channel=lab.channel("1004"), Exten="1001", Context="bellhop-out")
    b = await lab.up(lab.p1001)
    await sleep(TALK)
    await agent.hangup()
    await sleep(TALK + 0.5)
    await customer.hangup()
    await b.ended()
    four, one, moved = device("1004"), device("1001"), lab.gone(agent)
    contact = local_contact(lab, customer, agent, agents=[four, one], ended_by="caller")
    lab.rang(contact, b, "answered")
    contact.transfer("attended", four, one, moved)
    lab.talk(contact, "1004", asked).part("hold", lab.began(b), agent=four).part("consult", moved, agent=four, **{"with": one})
    return [because(lab.talk(contact, "1001", lab.gone(customer)), "the PBX itself presses the keys of the command, one after another", tolerance_ms=450)]


@scenario("pickup-then-attended", "4000; 1001 or 1002 rings; 1004 picks the call up (*8), holds, asks 1005, completes; the agent hangs up.")
async def _(lab):
    customer = await lab.inbound()
    ringing = await lab.ringing(lab.p1001, lab.p1002)
    await sleep(0.8)
    a = await lab.p1004.call("*8" + ringing.phone.user)
    await a.answered()
    await sleep(TALK)
    lab.answering(0.4, lab.p1005)
    await a.hold()
    await sleep(0.3)
    second = await lab.p1004.call("1005")
    b = await lab.up(lab.p1005)
    await second.answered()
    await sleep(TALK)
    await a.attended(second)
    await sleep(TALK)
    await b.hangup()
    await customer.ended()
    one, two, moved = device("1004"), device("1005"), lab.when(a, "REFER")
    contact = lab.contact(lab.began(customer), agents=[one, two], ended_by="agent")
    lab.rang(contact, ringing, "cancelled")
    lab.rang(contact, b, "answered")
    contact.transfer("attended", one, two, moved)
    contact.part("ring", lab.when(a, "answered"), queue="support", agent=device(ringing.phone.user))
    held_and_consulted(lab, contact, a, second, moved, two)
    return [lab.talk(contact, "1005", lab.gone(b))]


@scenario("queue-then-blind-outside-refused", "4000; A transfers blind to an outside number, which is busy: the dialplan ends the call.")
async def _(lab):
    customer, a = await talking(lab)
    lab.trunk.policy = ring_then(0.8, 486)
    await a.blind(OUTSIDE)
    await customer.ended()
    one, moved = device(a.phone.user), lab.when(a, "REFER")
    contact = lab.queued(customer, a, ended_by={"any": ["system", "agent"]}).transfer("blind", one, DIALLED, moved)
    lab.talk(contact, a.phone.user, moved).part("ring", lab.gone(customer), agent=None, may_split=True)
    return [because(contact, "the dialplan ends the call after the transfer came to nothing")]


@scenario("kicked-from-conference", "4005: the caller alone in room 8000; 1001 and 1002 dial 8000; the caller leaves first, then 1001, then 1002.")
async def _(lab):
    customer = await lab.inbound("4005")
    await customer.answered()
    await sleep(TALK)
    a = await lab.p1001.call("8000")
    await a.answered()
    await sleep(TALK)
    b = await lab.p1002.call("8000")
    await b.answered()
    await sleep(0.7)
    await customer.hangup()
    await sleep(0.7)
    await a.hangup()
    await sleep(0.5)
    await b.hangup()
    contact = lab.contact(lab.began(customer), dialed="4005", queues=[], agents=[device("1001"), device("1002")], ended_by="caller")
    contact.part("conference", lab.gone(customer), may_split=True)
    out = [because(contact, "")]
    for call in (a, b):
        own = lab.contact(lab.began(call), "internal", dialed="8000").as_json()
        for key in ("offers", "transfers", "segments", "ended", "outcome"):
            own.pop(key, None)
        out.append({**own, "optional": True, "why": "who walks into the room by a call of their own: apart or within, both are right"})
    return out


# ---- two things at once, and once more ----


@scenario("attended-dtmf-comes-back", "4000; A consults B by keys and hangs up while B rings; B does not answer: A's phone rings again, A answers; the agent hangs up.")
async def _(lab):
    customer, a, _ = await consultation_by_keys(lab, ring_only)
    b = await lab.ringing(lab.other(a.phone))
    await sleep(1)
    await a.hangup()
    await b.ended()
    back = await lab.up(a.phone, timeout=30)
    await sleep(TALK)
    await back.hangup()
    await customer.ended()
    one, two, moved = device(a.phone.user), device(b.phone.user), lab.gone(a)
    contact = lab.queued(customer, a, ended_by="agent")
    contact.fields["agents"] = {"any": [[one], [one, one]]}
    contact.transfers.append({"kind": {"any": ["attended", "blind"]}, "from": one, "to": {"any": [one, two]}, "optional": True})
    lab.rang(contact, b, "no_answer")
    lab.rang(contact, back, "answered", tolerance_ms=1500)
    asked_by_keys(lab, contact, a, b, moved)
    contact.part("ring", lab.when(back, "answer"), may_split=True, agent={"any": [one, two, None]})
    contact.segments[-1]["type"] = {"any": ["ring", "hold"]}
    why = "; between B's ring and A's the PBX waits a moment; whether a transfer that came back is one is open"
    return [because(lab.talk(contact, a.phone.user, lab.gone(back)), KEYS + why, tolerance_ms=350)]


@scenario("two-consultations", "4000; A holds, asks B, holds B, asks C (1003), and completes to C; B is hung up by A; the caller hangs up.")
async def _(lab):
    customer, a, second, b = await consultation(lab)
    lab.answering(0.4, lab.p1003)
    await second.hold()
    await sleep(0.3)
    third = await a.phone.call("1003")
    c = await lab.up(lab.p1003)
    await third.answered()
    await sleep(TALK)
    await a.attended(third)
    await sleep(0.5)
    await second.hangup()
    await b.ended()
    await sleep(0.5)
    await customer.hangup()
    await c.ended()
    one, two, three, moved = device(a.phone.user), device(b.phone.user), device("1003"), lab.when(a, "REFER")
    contact = lab.queued(customer, a, agents=[one, three], ended_by="caller")
    lab.rang(contact, c, "answered")
    contact.transfer("attended", one, three, moved)
    lab.talk(contact, a.phone.user, lab.when(a, "reinvite sendonly")).part("hold", lab.began(second), agent=one)
    contact.part("consult", moved, agent=one, may_split=True)
    contact.segments[-1]["with"] = {"any": [two, three]}
    inner = lab.contact(lab.began(second), "internal", dialed=b.phone.user, agents=[one, two], ended_by="caller")
    lab.rang(inner, b, "answered")
    inner = inner.as_json()
    del inner["segments"], inner["transfers"]
    return [lab.talk(contact, "1003", lab.gone(customer)), inner]


@scenario("caller-gone-while-transferred", "4000; A transfers blind to B; the caller hangs up at the same moment.")
async def _(lab):
    customer, a = await talking(lab)
    b_phone = lab.other(a.phone)
    b_phone.policy = ring_only
    await a.blind(b_phone.user)
    await customer.hangup()
    await sleep(0.5)
    one, two, moved = device(a.phone.user), device(b_phone.user), lab.when(a, "REFER")
    contact = lab.queued(customer, a, ended_by={"any": ["caller", "agent"]})
    contact.transfer("blind", one, {"any": [two, b_phone.user]}, moved, optional=True)
    for call in b_phone.calls.values():
        lab.rang(contact, call, "cancelled", optional=True)
    lab.talk(contact, a.phone.user, moved).part({"any": ["ring", "ivr"]}, lab.gone(customer), optional=True)
    return [because(contact, "who was first, the PBX decides")]


@scenario("barged-in", "4000; 1006 joins A and the caller by *92 (barge) for 1 s and leaves; the caller hangs up.")
async def _(lab):
    customer, a = await talking(lab)
    spy = await lab.p1006.call("*92" + a.phone.user)
    await spy.answered()
    await sleep(1)
    await spy.hangup()
    await sleep(0.5)
    await customer.hangup()
    await a.ended()
    own = {**lab.contact(lab.began(spy), "internal", dialed="*92" + a.phone.user).as_json(), "optional": True}
    for key in ("offers", "transfers", "segments", "outcome"):
        own.pop(key, None)
    return [lab.talk(lab.queued(customer, a, ended_by="caller"), a.phone.user, lab.gone(customer)), own]


@scenario("out-held-and-parked", "1001 dials an outside number, talks, holds, retrieves, parks the customer (REFER to 700) and hangs up; 1002 takes the call; the agent hangs up.")
async def _(lab):
    lab.trunk.policy = answer_after(0.5)
    call = await lab.p1001.call("9" + OUTSIDE)
    far = await lab.up(lab.trunk)
    await call.answered()
    await sleep(TALK)
    await call.hold()
    await sleep(0.6)
    await call.unhold()
    await sleep(0.6)
    since = len(lab.ami.events)
    await call.blind("700")
    space = (await lab.ami.wait("ParkedCall", since=since))["ParkingSpace"]
    await call.hangup()
    await sleep(1)
    b = await lab.p1002.call(space)
    await b.answered()
    await sleep(TALK)
    await b.hangup()
    await far.ended()
    one, two, parked = device("1001"), device("1002"), lab.when(call, "REFER")
    contact = outbound(lab, lab.began(call), agents=[one, two], ended_by="agent")
    contact.transfer("blind", one, {"any": ["700", f"park:{space}", space, two]}, parked, optional=True)
    contact.part("ring", lab.when(far, "answer")).part("talk", lab.when(call, "reinvite sendonly"), agent=one)
    contact.part("hold", lab.when(call, "reinvite sendrecv"), agent=one).part("talk", parked, agent=one)
    contact.part("hold", lab.when(b, "answered"), **{"with": f"park:{space}"})
    return [because(contact.part("talk", lab.gone(b), agent=two), PREFIX)]


@scenario("music-only", "4200: nobody but music; the caller hangs up after 1.5 s.")
async def _(lab):
    customer = await lab.inbound("4200")
    await customer.answered()
    await sleep(1.5)
    await customer.hangup()
    contact = lab.contact(lab.began(customer), dialed="4200", queues=[], outcome="no_agent", agents=[], ended_by="caller")
    return [contact.part("ivr", lab.gone(customer))]


# ---- who listens comes late ----


@scenario("late-parked", "4000; a command parks A's caller; the listener comes; B takes the caller back; the agent hangs up.", late=True)
async def _(lab):
    customer, a = await talking(lab)
    parked, space = await park(lab, customer, a)
    await a.ended()
    came = await lab.listen()
    await sleep(0.7)
    b_phone = lab.other(a.phone)
    b = await b_phone.call(space)
    await b.answered()
    await sleep(TALK)
    await b.hangup()
    await customer.ended()
    two = device(b_phone.user)
    contact = lab.contact(lab.began(customer), agents={"any": [[two], [device(a.phone.user), two]]}, ended_by="agent", queues={"any": [["support"], []]})
    contact.part("hold", lab.when(b, "answered"), **{"with": f"park:{space}"})
    return [seen_late(lab.talk(contact, b_phone.user, lab.gone(b)), came)]


@scenario("late-local-member", "4001: 1004, member as Local/1004@members/n, talks when the listener comes; transfers blind to 1001, who answers; the caller hangs up.", late=True)
async def _(lab):
    customer, agent = await talking_with_local(lab)
    lab.answering(0.5, lab.p1001)
    came = await lab.listen()
    await sleep(0.7)
    await agent.blind("1001")
    b = await lab.up(lab.p1001)
    await sleep(TALK)
    await customer.hangup()
    await b.ended()
    four, one, moved = device("1004"), device("1001"), lab.when(agent, "REFER")
    contact = lab.contact(lab.began(customer), dialed=SALES, agents=[four, one], ended_by="caller", queues={"any": [["sales"], []]})
    contact.transfer("blind", four, one, moved)
    lab.talk(contact, "1004", moved).part("ring", lab.when(b, "answer"), agent=one)
    return [seen_late(lab.talk(contact, "1001", lab.gone(customer)), came)]


@scenario("late-internal", "1001 talks with 1002 when the listener comes; 1002 holds, retrieves; 1001 hangs up.", late=True)
async def _(lab):
    call, b = await internal_talk(lab)
    came = await lab.listen()
    await sleep(0.7)
    await b.hold()
    await sleep(0.7)
    await b.unhold()
    await sleep(0.5)
    await call.hangup()
    await b.ended()
    one, two = device("1001"), device("1002")
    contact = lab.contact(lab.began(call), "internal", dialed="1002", agents=[one, two], ended_by="caller")
    contact.part("talk", lab.when(b, "reinvite sendonly"), agent=one, **{"with": two})
    contact.part("hold", lab.when(b, "reinvite sendrecv"), agent=two)
    return [seen_late(contact.part("talk", lab.gone(call), agent=one, **{"with": two}), came)]
