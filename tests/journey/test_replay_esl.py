#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_replay_esl.py BELLHOPCTL CAPTURES EXPECTED: every FreeSWITCH feed through stations 2-7, plain and json, whole and cut.

One expectation is for all formats in which a story was recorded; NAME.FORMAT.json stands for one format alone. A story that was
kept as JSON only is made plain too (esl_plain.py). Cuts that walk byte by byte through megabytes are left out for the long ones.
TAP on standard output.
"""
import pathlib
import sys
import tempfile

import esl_plain
import test_replay

LONG = 1_500_000
CUTS = test_replay.CUTS


def feeds_of(captures, name):
    """Files of the story NAME that have no expectation of their own."""
    found = [path for path in captures.glob(name + "*.esl") if path.name in (name + ".esl",)]
    found += [captures / f"{name}.{form}.esl" for form in ("plain", "json", "subset", "socket")]
    return sorted({path for path in found if path.exists()})


def make_plain(feed, folder):
    stream, places = esl_plain.convert(feed.read_bytes())
    made = pathlib.Path(folder) / feed.name.replace(".json.esl", ".made-plain.esl")
    made.write_bytes(stream)
    timing = feed.with_suffix(".idx").read_text(encoding="ascii").splitlines()
    made.with_suffix(".idx").write_text(esl_plain.convert_timing(timing, places), encoding="ascii")
    return made


def make_own_consult(captures, folder):
    """h3 as if Bellhop had given the order to ring 1002: the leg says whom it is rung for."""
    agent, consulted = b"1b1f35c4-2a18-4e73-95e1-df7c7878e605", b'"Unique-ID":"a279a015-8289-46a0-aa09-8ab2fec09e28"'
    made = bytearray()
    for _, head, body in esl_plain.frames((captures / "h3_att_uuid_bridge.json.esl").read_bytes()):
        if consulted in body and b'"variable_uuid"' in body:
            body = body.replace(b"{", b'{"variable_bellhop_consult_of":"' + agent + b'",', 1)
            head = b"Content-Length: %d\nContent-Type: text/event-json\n\n" % len(body)
        made += head + body
    feed = pathlib.Path(folder) / "h3_own_consult.json.esl"
    feed.write_bytes(made)
    return feed


MADE = {"h3_own_consult": make_own_consult}


def cases_of(captures, expectations, folder):
    expected = {path.stem: path for path in sorted(expectations.glob("*.json"))}
    for name, path in expected.items():
        feeds = [feed for feed in feeds_of(captures, name) if feed.stem == name or feed.stem not in expected]
        jsons = [feed for feed in feeds if feed.name.endswith(".json.esl")]
        if jsons and not any(feed.name.endswith(".plain.esl") for feed in feeds):
            feeds.append(make_plain(jsons[0], folder))
        if name in MADE:
            feeds = [MADE[name](captures, folder)]
        if not feeds:
            yield path, captures / (name + ".esl"), []
        for feed in feeds:
            for cut in CUTS:
                if cut[:2] != ["--chunk", "1"] or feed.stat().st_size < LONG:
                    yield path, feed, cut


def main():
    bellhopctl, captures, expectations = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        cases = list(cases_of(captures, expectations, folder))
        seen = {feed.name for _, feed, _ in cases}
        missed = [feed.name for feed in sorted(captures.glob("*.esl")) if feed.name not in seen]
        failed = not cases or bool(missed)
        print(f"1..{len(cases) + 1}")
        print(f"{'not ok' if missed else 'ok'} 1 every feed has an expectation {' '.join(missed)}".rstrip())
        for number, (expected, feed, cut) in enumerate(cases, 2):
            there = feed.exists()
            wrong = test_replay.disagreement(bellhopctl, feed, expected, cut) if there else f"{feed} is missing"
            print(f"{'not ok' if wrong else 'ok'} {number} {feed.name} {' '.join(cut)}".rstrip())
            for line in (wrong or "").splitlines():
                print("# " + line)
            failed = failed or bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
