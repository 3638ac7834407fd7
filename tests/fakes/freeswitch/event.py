# SPDX-License-Identifier: GPL-3.0-or-later
"""An event and how FreeSWITCH 1.10 writes it down, byte for byte (proved against recordings in test_double.py)."""
import json
import re

# What its url encoder changes, beside control characters and all that is not ASCII.
UNSAFE = frozenset("\r\n #%&+:;<=>?@[]^`{|}\"\\")
ENCODED = re.compile(rb"%[0-9A-F]{2}")


def url_encode(text):
    """A value that holds %XX in upper case is left alone there: the plain format loses what JSON keeps."""
    raw, out, at = text.encode(), [], 0
    while at < len(raw):
        byte = raw[at]
        if byte == 0x25 and ENCODED.match(raw, at):
            out.append(raw[at:at + 3].decode())
            at += 3
            continue
        plain = 0x20 <= byte <= 0x7E and chr(byte) not in UNSAFE
        out.append(chr(byte) if plain else f"%{byte:02X}")
        at += 1
    return "".join(out)


class Event:
    """Headers in order, as (name, text or list of texts), and a body or None. The same name may come twice."""

    def __init__(self, headers, body=None):
        self.headers, self.body = headers, body

    def get(self, name, default=""):
        return next((value for key, value in self.headers if key == name), default)

    @property
    def name(self):
        return self.get("Event-Name")

    @property
    def subclass(self):
        return self.get("Event-Subclass")

    def set(self, name, value):
        self.headers = [(key, value if key == name else old) for key, old in self.headers]

    def without(self, names):
        return Event([pair for pair in self.headers if pair[0] not in names], self.body)

    def plain(self):
        lines = [f"{name}: {url_encode('ARRAY::' + '|:'.join(value) if isinstance(value, list) else value)}\n"
                 for name, value in self.headers]
        if self.body is None:
            return "".join(lines).encode() + b"\n"
        body = self.body.encode()
        return "".join(lines).encode() + b"Content-Length: %d\n\n" % len(body) + body

    def json(self):
        pairs = list(self.headers)
        if self.body is not None:
            pairs += [("Content-Length", str(len(self.body.encode()))), ("_body", self.body)]
        texts = (f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}" for name, value in pairs)
        return ("{" + ",".join(texts) + "}").encode()

    def frame(self, form):
        """With the outer headers; form: plain or json. Nothing follows a body, not even a new line."""
        body = self.json() if form == "json" else self.plain()
        return b"Content-Length: %d\nContent-Type: text/event-%s\n\n" % (len(body), form.encode()) + body
