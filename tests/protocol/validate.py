#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks recorded frames against protocol/schema: validate.py [--quiet] FILE.jsonl... (- is standard input)

A line is a frame, or {"session": any, "from": "client" | "server", "frame": {...}} where several sessions are in one
file. Events are checked with the schema of their data, requests with their op's args, replies with the result of the
request of the same id, if that is in the file too. The numbers of a stream must have no holes. Exit code: 0 all is
well, 1 something is not, 2 a file cannot be read."""

import argparse
import collections
import json
import pathlib
import sys

from jsonschema import Draft202012Validator, RefResolver

SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "protocol" / "schema"
FROM_CLIENT = {"hello", "request", "ack"}


class Schemas:
    def __init__(self, folder=SCHEMAS):
        self.base = folder.as_uri() + "/"
        self.documents = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
        self.store = {self.base + name: document for name, document in self.documents.items()}
        self.validators = {}

    def validator(self, name, part=""):
        """None: there is no such schema. @part: "" or a JSON pointer within it."""
        if name not in self.documents:
            return None
        if (name, part) not in self.validators:
            resolver = RefResolver(self.base + name, self.documents[name], store=self.store)
            schema = {"$ref": self.base + name + "#" + part}
            self.validators[name, part] = Draft202012Validator(schema, resolver=resolver)
        return self.validators[name, part]

    def faults(self, value, name, part=""):
        """What is wrong with @value, as sentences."""
        validator = self.validator(name, part)
        if validator is None:
            return [f"there is no schema {name}"]
        return [f"{name}: at {'/'.join(map(str, e.absolute_path)) or 'the top'}: {e.message[:300]}"
                for e in validator.iter_errors(value)]


class Session:
    def __init__(self):
        self.ops = {}  # id -> op
        self.epoch, self.seq = None, 0


class Checker:
    def __init__(self, schemas=None):
        self.schemas = schemas or Schemas()
        self.sessions = collections.defaultdict(Session)
        self.counts = collections.Counter()

    def check(self, line):
        """The faults of one recorded line (a parsed object)."""
        if not isinstance(line, dict):
            return ["it is no object"]
        if "frame" in line and "type" not in line:
            return self.check_frame(line["frame"], self.sessions[line.get("session")], line.get("from"))
        return self.check_frame(line, self.sessions[None], None)

    def check_frame(self, frame, session, side):
        kind = frame.get("type") if isinstance(frame, dict) else None
        self.counts[str(kind)] += 1
        faults = self.schemas.faults(frame, f"frame-{kind}.json")
        if faults:
            return faults
        if side is not None and kind != "heartbeat" and (side == "client") != (kind in FROM_CLIENT):
            return [f"{kind} does not come from a {side}"]
        return getattr(self, "check_" + kind, lambda *_: [])(frame, session)

    def check_request(self, frame, session):
        session.ops[frame["id"]] = frame["op"]
        return self.schemas.faults(frame.get("args", {}), f"op-{frame['op']}.json", "/$defs/args")

    def check_reply(self, frame, session):
        op = session.ops.get(frame["id"])
        if op is None or not frame["ok"]:
            return []
        return self.schemas.faults(frame.get("result", {}), f"op-{op}.json", "/$defs/result")

    def check_event(self, frame, session):
        self.counts["event " + frame["event"]] += 1
        return self.schemas.faults(frame["data"], f"event-{frame['event']}.json") + self.check_number(frame, session)

    def check_snapshot_begin(self, frame, session):
        session.epoch, session.seq = frame["epoch"], frame["seq"] - 1
        return self.check_number(frame, session)

    def check_snapshot_end(self, frame, session):
        return self.check_number(frame, session)

    def check_number(self, frame, session):
        """A number may come again after a resume, but none may be left out."""
        if session.epoch != frame["epoch"]:
            return [f"epoch {frame['epoch']} did not begin with a snapshot"]
        if frame["seq"] > session.seq + 1:
            return [f"seq {frame['seq']} follows {session.seq}"]
        session.seq = max(session.seq, frame["seq"])
        return []


def check_file(path, checker, quiet):
    bad = 0
    with sys.stdin if path == "-" else open(path, encoding="utf-8") as lines:
        for number, text in enumerate(lines, 1):
            if not text.strip():
                continue
            try:
                faults = checker.check(json.loads(text))
            except ValueError as error:
                faults = [f"it is no JSON: {error}"]
            bad += bool(faults)
            for fault in faults if bad <= 20 and not quiet else []:
                print(f"{path}:{number}: {fault}")
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quiet", action="store_true", help="only the exit code")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    checker = Checker()
    try:
        bad = sum(check_file(path, checker, options.quiet) for path in options.files)
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    if not options.quiet:
        print(f"{sum(n for kind, n in checker.counts.items() if ' ' not in kind)} frames, {bad} bad: "
              + ", ".join(f"{kind} {n}" for kind, n in sorted(checker.counts.items())))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
