#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""compare.py EXPECTED.json [CONTACTS]: does what Bellhop made of a feed agree with what the phones did?

CONTACTS is the output of `bellhopctl replay --contacts` (one JSON object a line), a file or - (the default: standard
input). Prints a readable difference and exits 1 when there is one, 2 when a file cannot be read. README.md beside this
file says what an expectation may hold.
"""
import datetime
import json
import sys

TOLERANCE_MS = 60
SEGMENT_TYPES = {
    "ivr", "queue", "ring", "talk", "hold", "consult", "conference", "wrap_up", "voicemail",
}
OUTCOMES = {
    "answered", "abandoned", "timeout", "busy", "no_answer", "rejected", "failed", "redirected", "no_agent",
    "in_progress",
}
OFFER_OUTCOMES = {"answered", "no_answer", "rejected", "cancelled"}


def to_ms(stamp):
    """RFC 3339 text -> unix milliseconds."""
    text = stamp.replace("Z", "+00:00")
    return round(datetime.datetime.fromisoformat(text).timestamp() * 1000)


def agrees(expected, actual):
    """A value of an expectation is the value itself or {"any": [values]}."""
    if isinstance(expected, dict) and "any" in expected:
        return any(agrees(one, actual) for one in expected["any"])
    if expected is None or expected == "":
        return actual is None or actual == ""
    return expected == actual


def show(expected):
    if isinstance(expected, dict) and "any" in expected:
        return " or ".join(show(one) for one in expected["any"])
    return json.dumps(expected, ensure_ascii=False)


# ---- what holds for every contact, whatever was expected ----


def segment_faults(contact):
    """No gap, no overlap, from 0 to the end, to the millisecond."""
    at = 0
    for number, segment in enumerate(contact.get("segments", [])):
        name = f"segment {number} ({segment.get('type')})"
        if segment.get("type") not in SEGMENT_TYPES:
            yield f"{name}: no such type"
        start, end = segment.get("start_ms"), segment.get("end_ms")
        if start != at:
            yield f"{name}: begins at {start}, the one before ended at {at}: a gap or an overlap"
        if end is None:
            if contact.get("ended"):
                yield f"{name}: has no end in an ended contact"
            end = start
        if end < start:
            yield f"{name}: ends ({end}) before it begins ({start})"
        at = end
    if not contact.get("segments"):
        yield "no segments at all"
    elif contact.get("ended"):
        whole = to_ms(contact["ended"]) - to_ms(contact["started"])
        if at != whole:
            yield f"segments end at {at}, the contact lasted {whole}"


def offer_faults(contact):
    agents = contact.get("agents", [])
    longest = sum(
        (s.get("end_ms") or s["start_ms"]) - s["start_ms"]
        for s in contact.get("segments", [])
        if s.get("type") in ("ring", "consult", "conference", "hold", "talk")
    )
    for offer in contact.get("offers", []):
        name = f"offer to {offer.get('agent')}"
        if offer.get("outcome") == "ringing" and not contact.get("ended"):
            continue
        if offer.get("outcome") not in OFFER_OUTCOMES:
            yield f"{name}: no such outcome: {offer.get('outcome')}"
        if not isinstance(offer.get("ring_ms"), int) or offer["ring_ms"] < 0:
            yield f"{name}: ring_ms is {offer.get('ring_ms')}"
        elif offer["ring_ms"] > longest + TOLERANCE_MS:
            yield f"{name}: rang {offer['ring_ms']} ms, but all the ring segments are {longest} ms long"
    for segment in contact.get("segments", []):
        agent = segment.get("agent")
        if segment.get("type") == "talk" and agent and agent not in agents:
            yield f"{agent} has a talk segment and is not among the agents {agents}"


def contact_faults(contact):
    """What is wrong with a contact by itself."""
    if contact.get("direction") not in ("inbound", "outbound", "internal"):
        yield f"no such direction: {contact.get('direction')}"
    if contact.get("outcome") not in OUTCOMES:
        yield f"no such outcome: {contact.get('outcome')}"
    if not contact.get("contact"):
        yield "has no id"
    try:
        to_ms(contact["started"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        yield f"started cannot be read: {error!r}"
        return
    ended = bool(contact.get("ended"))
    if ended == (contact.get("outcome") == "in_progress"):
        yield f"outcome {contact.get('outcome')} with ended {contact.get('ended')}"
    if contact.get("outcome") == "answered" and contact.get("direction") == "inbound" and not contact.get("agents"):
        yield "answered by nobody"
    yield from segment_faults(contact)
    yield from offer_faults(contact)


# ---- against the expectation ----


class Near:
    """Times of both sides on one axis: unix milliseconds."""

    def __init__(self, expected, actual, tolerance):
        self.tolerance = expected.get("tolerance_ms", tolerance)
        self.expected_start = to_ms(expected["started"])
        self.actual_start = to_ms(actual["started"])

    def off(self, expected_ms, actual_ms):
        """How far apart, in ms, two times since the start are; None when one is missing."""
        if expected_ms is None or actual_ms is None:
            return None
        return (self.actual_start + actual_ms) - (self.expected_start + expected_ms)

    def far(self, expected_ms, actual_ms):
        if expected_ms is None:
            return actual_ms is not None
        distance = self.off(expected_ms, actual_ms)
        return distance is None or abs(distance) > self.tolerance


def plain_faults(expected, actual):
    for key in ("direction", "customer_number", "dialed", "outcome", "queues", "agents", "ended_by"):
        if key in expected and not agrees(expected[key], actual.get(key)):
            yield f"{key}: expected {show(expected[key])}, got {show(actual.get(key))}"


def offer_matches(want, got, near):
    if not all(agrees(want[key], got.get(key)) for key in ("agent", "outcome") if key in want):
        return False
    tolerance = want.get("tolerance_ms", near.tolerance)
    return "ring_ms" not in want or abs(got.get("ring_ms", -1) - want["ring_ms"]) <= tolerance


def take_offer(wanted, left, near):
    for got in left[: len(wanted)] if len(wanted) > 1 else left[:1]:
        for want in wanted:
            if offer_matches(want, got, near):
                return want, got
    return None


def offers_faults(expected, actual, near):
    """Offers in order; a list within the list rang together: any order."""
    left = list(actual.get("offers", []))
    for group in expected["offers"]:
        wanted = list(group) if isinstance(group, list) else [group]
        while wanted:
            pair = take_offer(wanted, left, near)
            if pair:
                wanted.remove(pair[0])
                left.remove(pair[1])
            elif all(want.get("optional") for want in wanted):
                break
            else:
                got = left[0] if left else None
                yield f"offer: expected {show(wanted[0])}, got {show(got)}"
                return
    for got in left:
        yield f"offer: {show(got)} was not expected"


def transfers_faults(expected, actual, near):
    wanted, got = expected["transfers"], actual.get("transfers", [])
    if len(got) < len(wanted):
        wanted = [want for want in wanted if not want.get("optional")]
    if len(wanted) != len(got):
        yield f"transfers: expected {show(expected['transfers'])}, got {show(got)}"
        return
    for want, have in zip(wanted, got):
        for key in ("kind", "from", "to"):
            if key in want and not agrees(want[key], have.get(key)):
                yield f"transfer {key}: expected {show(want[key])}, got {show(have.get(key))}"
        if "at_ms" in want and near.far(want["at_ms"], have.get("at_ms")):
            yield f"transfer at: expected {want['at_ms']}, got {have.get('at_ms')}"


def segment_faults_against(want, run, near):
    """One expected segment against the actual ones that stand for it (one, or a run where it may be split)."""
    found = []
    for have in run:
        if len(run) > 1 and blink(have, near):
            continue
        for key in ("type", "queue", "agent", "with", "ended_by"):
            if key in want and not agrees(want[key], have.get(key)):
                found.append(f"{key}: expected {show(want[key])}, got {show(have.get(key))}")
    if not want.get("any_start") and near.far(want["start_ms"], run[0].get("start_ms")):
        found.append(f"start: expected {want['start_ms']}, got {run[0].get('start_ms')}")
    if near.far(want["end_ms"], run[-1].get("end_ms")):
        found.append(f"end: expected {want['end_ms']}, got {run[-1].get('end_ms')}")
    return found


def blink(segment, near):
    """Too short to be asked for: the PBX's own moments between two steps."""
    return length(segment) <= min(near.tolerance, TOLERANCE_MS)


def length(segment):
    if segment.get("end_ms") is None:
        return 1 << 30
    return segment["end_ms"] - segment["start_ms"]


class Alignment:
    """The cheapest way to lay actual segments against expected ones. What is shorter than the tolerance may be absent."""

    def __init__(self, wanted, got, near):
        self.wanted, self.got, self.near = wanted, got, near
        self.best = {}

    def steps(self, i, j):
        if i < len(self.wanted) and j < len(self.got):
            longest = len(self.got) if self.wanted[i].get("may_split") else j + 1
            for end in range(j + 1, longest + 1):
                found = segment_faults_against(self.wanted[i], self.got[j:end], self.near)
                yield len(found), i + 1, end, [f"segment {i} ({show(self.wanted[i]['type'])}): {f}" for f in found]
        if i < len(self.wanted):
            want = self.wanted[i]
            free = want.get("optional") or blink(want, self.near)
            words = [] if free else [f"segment {i} is missing: {show(want)}"]
            yield (0.01 if free else 2.5), i + 1, j, words
        if j < len(self.got):
            have = self.got[j]
            free = blink(have, self.near)
            words = [] if free else [f"segment was not expected: {show(have)}"]
            yield (0.01 if free else 2.5), i, j + 1, words

    def cheapest(self, i=0, j=0):
        if (i, j) == (len(self.wanted), len(self.got)):
            return 0, []
        if (i, j) not in self.best:
            options = []
            for cost, next_i, next_j, words in self.steps(i, j):
                more, later = self.cheapest(next_i, next_j)
                options.append((cost + more, words + later))
            self.best[i, j] = min(options, key=lambda option: option[0])
        return self.best[i, j]


def segments_faults(expected, actual, near):
    got = actual.get("segments", [])
    seen_from = expected.get("seen_from_ms")
    if seen_from is not None:  # what was before the feed began is not compared
        got = [s for s in got if s.get("end_ms") is None or near.off(seen_from, s["end_ms"]) > near.tolerance]
    return Alignment(expected["segments"], got, near).cheapest()[1]


def time_faults(expected, actual, near):
    tolerance = expected.get("started_tolerance_ms", near.tolerance)
    if abs(near.actual_start - near.expected_start) > tolerance:
        yield f"started: expected {expected['started']}, got {actual['started']}"
    if "ended" not in expected:
        return
    if (expected["ended"] is None) != (not actual.get("ended")):
        yield f"ended: expected {expected['ended']}, got {actual.get('ended')}"
    elif expected["ended"]:
        if abs(to_ms(actual["ended"]) - to_ms(expected["ended"])) > near.tolerance:
            yield f"ended: expected {expected['ended']}, got {actual['ended']}"


def contact_differences(expected, actual, tolerance=TOLERANCE_MS):
    found = list(contact_faults(actual))
    if any(fault.startswith("started cannot") for fault in found):
        return found
    near = Near(expected, actual, tolerance)
    found += time_faults(expected, actual, near)
    found += plain_faults(expected, actual)
    if "offers" in expected:
        found += offers_faults(expected, actual, near)
    if "transfers" in expected:
        found += transfers_faults(expected, actual, near)
    if "segments" in expected:
        found += segments_faults(expected, actual, near)
    return found


def title(contact):
    return "{} {} -> {} at {}".format(
        show(contact.get("direction")),
        show(contact.get("customer_number")),
        show(contact.get("dialed")),
        contact.get("started"),
    )


def distance(expected, actual):
    """For finding who is meant: near in time first, then the number."""
    try:
        apart = abs(to_ms(actual["started"]) - to_ms(expected["started"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        apart = 1 << 40
    wrong = sum(
        not agrees(expected[key], actual.get(key)) for key in ("customer_number", "direction") if key in expected
    )
    return apart + 400 * wrong + (30 if expected.get("optional") else 0)


def pair_up(expected, actual):
    pairs, wanted, left = [], list(range(len(expected))), list(range(len(actual)))
    ranked = sorted((distance(expected[e], actual[a]), e, a) for e in wanted for a in left)
    for apart, e, a in ranked:
        if e in wanted and a in left and apart < 10_000:
            pairs.append((e, a))
            wanted.remove(e)
            left.remove(a)
    return sorted(pairs), wanted, left


def differences(expectation, contacts):
    """All that is wrong, as lines of text; an empty list: they agree."""
    lines = []
    expected = expectation["contacts"]
    tolerance = expectation.get("tolerance_ms", TOLERANCE_MS)
    pairs, missing, extra = pair_up(expected, contacts)
    for e, a in pairs:
        for fault in contact_differences(expected[e], contacts[a], tolerance):
            lines.append(f"contact {e} [{title(expected[e])}]: {fault}")
    for e in missing:
        if not expected[e].get("optional"):
            lines.append(f"contact {e} [{title(expected[e])}]: missing")
    for a in extra:
        lines.append(f"a contact that was not expected: {json.dumps(contacts[a], ensure_ascii=False)}")
        lines += [f"  and it is wrong by itself: {fault}" for fault in contact_faults(contacts[a])]
    ids = [contact.get("contact") for contact in contacts]
    for doubled in sorted({i for i in ids if ids.count(i) > 1}, key=str):
        lines.append(f"the contact id {doubled} is there {ids.count(doubled)} times")
    return lines


def read_contacts(name):
    stream = sys.stdin if name == "-" else open(name, encoding="utf-8")
    with stream:
        return [json.loads(line) for line in stream if line.strip()]


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            expectation = json.load(file)
        contacts = read_contacts(arguments[1] if len(arguments) == 2 else "-")
    except (OSError, ValueError) as error:
        print(f"compare.py: {error}", file=sys.stderr)
        return 2
    lines = differences(expectation, contacts)
    for line in lines:
        print(line)
    if not lines:
        print(f"{expectation.get('capture')}: {len(contacts)} contacts agree with the phones")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
