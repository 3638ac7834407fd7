#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""esl_plain.py FEED.json.esl: the same feed as FreeSWITCH would have sent it with "event plain", on standard output.

Of most stories only the JSON connection was kept. What the plain format does to a value (every byte but letters, digits and a
few marks as %XX; what holds %XX already is not encoded again; arrays as ARRAY::a|:b) was seen where both were.
"""
import json
import re
import sys

HEAD = re.compile(rb"Content-Length: (\d+)\r?\n")
ENCODED = re.compile(r"%[0-9A-F]{2}")
# switch_url_encode (switch_utils.c): these and everything beyond ASCII
UNSAFE = set(b"\r\n \"#%&+:;<=>?@[\\]^`{|}")


def encode(text):
    if ENCODED.search(text):
        return text.encode()
    return b"".join(b"%%%02X" % byte if byte in UNSAFE or byte > 0x7E else bytes([byte]) for byte in text.encode())


def plain_value(value):
    if isinstance(value, list):
        value = "ARRAY::" + "|:".join(value)
    return encode(value)


def plain_body(body):
    pairs = json.loads(body, object_pairs_hook=list)
    inner = next((value for name, value in pairs if name == "_body"), None)
    lines = [name.encode() + b": " + plain_value(value) for name, value in pairs if name not in ("_body", "Content-Length")]
    text = b"\n".join(lines) + b"\n"
    if inner is None:
        return text + b"\n"
    raw = inner.encode()
    return text + b"Content-Length: %d\n\n" % len(raw) + raw


def frames(stream):
    """(offset, head, body) of each frame."""
    at = 0
    while at < len(stream):
        split = stream.index(b"\n\n", at)
        head = stream[at : split + 2]
        found = HEAD.search(head)
        length = int(found.group(1)) if found else 0
        yield at, head, stream[split + 2 : split + 2 + length]
        at = split + 2 + length


def convert(stream):
    """The plain stream, and for each frame where it began before and where it begins now."""
    out, places = bytearray(), []
    for at, head, body in frames(stream):
        places.append((at, len(out)))
        if b"text/event-json" in head:
            body = plain_body(body)
            head = b"Content-Length: %d\nContent-Type: text/event-plain\n\n" % len(body)
        out += head + body
    places.append((len(stream), len(out)))
    return bytes(out), places


def convert_timing(lines, places):
    """Each read of the recording ends with the frames that were whole by then."""
    out, done, at = [], 0, 0
    for line in lines:
        seconds, offset, length = json.loads(line)
        while at + 1 < len(places) and places[at + 1][0] <= offset + length:
            at += 1
        end = places[at][1]
        if end > done or length == 0:
            out.append(json.dumps([seconds, done, end - done]))
            done = end
    return "\n".join(out) + "\n"


def main():
    with open(sys.argv[1], "rb") as feed:
        sys.stdout.buffer.write(convert(feed.read())[0])


if __name__ == "__main__":
    main()
