#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tests/protocol/client.py, a client that a stranger could have written, against a door in a process of its own."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "protocol"), str(TESTS)]

import tap  # noqa: E402
import validate  # noqa: E402

SCHEMAS = validate.Schemas()


class Client(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.processes = []
        self.start_server("tcp://127.0.0.1:0")

    def tearDown(self):
        for process in reversed(self.processes):
            self.stop(process)
        self.folder.cleanup()

    @staticmethod
    def stop(process):
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()

    def run_program(self, *words):
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.processes.append(process)
        return process

    def start_server(self, endpoint):
        self.server = self.run_program(os.environ["BH_DOOR_SERVER"], self.folder.name + "/server.key", endpoint)
        self.endpoint = self.server.stdout.readline().strip()
        self.key = self.server.stdout.readline().strip()

    def start_client(self, password="right"):
        return self.run_program("/usr/bin/python3", str(TESTS / "protocol" / "client.py"), self.endpoint, self.key,
                                "alice", password, "1001")

    def take(self, client, count):
        frames = [json.loads(client.stdout.readline()) for _ in range(count)]
        self.assertEqual([f["seq"] for f in frames], list(range(frames[0]["seq"], frames[0]["seq"] + count)))
        return frames

    def test_prints_the_stream(self):
        client = self.start_client()
        frames = self.take(client, 250)
        self.assertEqual([f["type"] for f in frames[:3]], ["snapshot_begin", "event", "snapshot_end"])
        for frame in frames[3:]:
            self.assertEqual(SCHEMAS.faults(frame, "frame-event.json"), [])
            self.assertEqual(SCHEMAS.faults(frame["data"], "event-colleague.json"), [])

    def test_wrong_password(self):
        client = self.start_client("wrong")
        self.assertEqual(client.wait(), 1)
        self.assertIn("bad_credentials", client.stderr.read())

    def test_server_restarts(self):
        client = self.start_client()
        before = self.take(client, 50)
        self.stop(self.processes.pop(0))
        self.start_server(self.endpoint)
        after = json.loads(client.stdout.readline())
        while after["type"] != "snapshot_begin":
            after = json.loads(client.stdout.readline())
        self.assertNotEqual(after["epoch"], before[0]["epoch"])
        self.take(client, 50)


if __name__ == "__main__":
    tap.run_unittests()
