# SPDX-License-Identifier: GPL-3.0-or-later
"""Ground truth in domain words: from what the phones did and when, to the contacts that Bellhop has to make of it.

The times come from the phones' own log, never from what a PBX or Bellhop said."""
import datetime
import json


def rfc3339(unix):
    stamp = datetime.datetime.fromtimestamp(round(unix, 3), datetime.timezone.utc)
    return stamp.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Phones:
    """The log of all phones: (seconds since the beginning, phone, what it did)."""

    def __init__(self, began, entries):
        self.began = began
        self.entries = entries

    def at(self, phone, what, nth=0, after=None):
        """When @phone did the @nth thing that begins with @what (at or after the time @after)."""
        for when, who, did in self.entries:
            if who == phone and did.startswith(what) and (after is None or when >= after):
                if nth == 0:
                    return when
                nth -= 1
        raise LookupError(f"{phone} never did {what!r} (after {after})")


class Contact:
    """One expected contact; times are given in seconds on the phones' clock."""

    def __init__(self, phones, started, **fields):
        self.phones, self.started, self.now = phones, started, started
        self.fields = fields
        self.offers, self.transfers, self.segments = [], [], []

    def ms(self, when):
        whole = self.phones.began
        return round((whole + when) * 1000) - round((whole + self.started) * 1000)

    def part(self, kind, until, **fields):
        """The next segment, up to @until (None: still going on)."""
        end = None if until is None else self.ms(until)
        self.segments.append({"type": kind, "start_ms": self.ms(self.now), "end_ms": end, **fields})
        self.now = until
        return self

    def offer(self, agent, outcome, rang_from=None, rang_to=None, together=False, **fields):
        """@together: rings at the same time as the offer before it."""
        entry = {"agent": agent, "outcome": outcome, **fields}
        if rang_from is not None:
            entry["ring_ms"] = round((rang_to - rang_from) * 1000)
        if together:
            last = self.offers[-1]
            self.offers[-1] = (last if isinstance(last, list) else [last]) + [entry]
        else:
            self.offers.append(entry)
        return self

    def transfer(self, kind, source, target, when, **fields):
        self.transfers.append({"kind": kind, "from": source, "to": target, "at_ms": self.ms(when), **fields})
        return self

    def as_json(self, ended=True):
        out = {"started": rfc3339(self.phones.began + self.started)}
        if self.segments and self.now is not None and ended:
            out["ended"] = rfc3339(self.phones.began + self.now)
        out.update(self.fields)
        out["offers"], out["transfers"], out["segments"] = self.offers, self.transfers, self.segments
        return out


def dumps(expectation):
    """JSON that people can read: one offer, transfer or segment a line."""
    def line(value):
        return json.dumps(value, ensure_ascii=False)

    def array(name, values, indent):
        if not values:
            return f'{indent}"{name}": []'
        rows = ",\n".join(indent + "  " + line(value) for value in values)
        return f'{indent}"{name}": [\n{rows}\n{indent}]'

    contacts = []
    for contact in expectation["contacts"]:
        rows = []
        for key, value in contact.items():
            is_list = key in ("offers", "transfers", "segments")
            rows.append(array(key, value, "      ") if is_list else f"      {line(key)}: {line(value)}")
        contacts.append("    {\n" + ",\n".join(rows) + "\n    }")
    head = "".join(f"  {line(k)}: {line(v)},\n" for k, v in expectation.items() if k != "contacts")
    body = "[\n" + ",\n".join(contacts) + "\n  ]" if contacts else "[]"
    return "{\n" + head + f'  "contacts": {body}\n' + "}\n"
