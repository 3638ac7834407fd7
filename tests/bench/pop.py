#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pop.py [--customers N] [--pops N]: from the PBX's byte to the painted card, on this machine.

A made-up Asterisk on the loopback plays the recorded bytes of a queue call under other numbers; the real bellhopd looks the caller up
among N customers (default 1,000,000) in its own PostgreSQL; the real desktop, under Xvfb, paints. Measured from before the bytes of
the call are written to the socket until the desktop's frame with the card was drawn (its own trace). Prints median, 90th and 99th
percentile. Run it on a quiet machine.
"""
import argparse
import asyncio
import pathlib
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "data" / "demo"))
import story as play  # noqa: E402

CAPTURE = ROOT / "build" / "tests" / "data" / "captures" / "asterisk-22" / "x4-lean-user.ami"
LISTS = {"CoreShowChannels": "CoreShowChannelsComplete", "QueueStatus": "QueueStatusComplete", "DeviceStateList": "DeviceStateListComplete",
         "BridgeList": "BridgeListComplete", "ParkedCalls": "ParkedCallsComplete"}


class MadeUpAsterisk:
    """Answers as the real one does when nothing is going on, and plays calls."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.writer = None
        self.ready = threading.Event()
        blocks = CAPTURE.read_bytes().split(b"\r\n\r\n")
        blocks = [block + b"\r\n\r\n" for block in blocks if b"Event: " in block and b"FullyBooted" not in block]
        answered = next(i for i, block in enumerate(blocks) if b"DialStatus: ANSWER" in block)
        self.rings, self.rest = b"".join(blocks[:answered]), b"".join(blocks[answered:])
        server = self.loop.run_until_complete(asyncio.start_server(self.serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    async def serve(self, reader, writer):
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        self.writer = writer
        try:
            while True:
                action = (await reader.readuntil(b"\r\n\r\n")).decode()
                writer.write(self.answer(dict(line.split(": ", 1) for line in action.strip().split("\r\n") if ": " in line)).encode())
        except (asyncio.IncompleteReadError, ConnectionError):
            pass

    def answer(self, action):
        name, ident = action.get("Action", ""), action.get("ActionID", "")
        head = f"Response: Success\r\nActionID: {ident}\r\n"
        if name in LISTS:
            return (head + "EventList: start\r\nMessage: follows\r\n\r\n"
                    f"Event: {LISTS[name]}\r\nActionID: {ident}\r\nEventList: Complete\r\nListItems: 0\r\n\r\n")
        if name == "Challenge":
            return head + "Challenge: 114466\r\n\r\n"
        if name == "Login":
            return head + "Message: Authentication accepted\r\n\r\nEvent: FullyBooted\r\nPrivilege: system,all\r\nUptime: 9\r\nLastReload: 9\r\nStatus: Fully Booted\r\n\r\n"
        if name == "CoreStatus":
            self.ready.set()
            return head + "CoreStartupDate: 2026-11-21\r\nCoreStartupTime: 09:00:00\r\nCoreCurrentCalls: 0\r\n\r\n"
        if name == "CoreSettings":
            return head + "AMIversion: 11.0.0\r\nAsteriskVersion: 22.10.1\r\n\r\n"
        return head + "Message: done\r\n\r\n"

    def _bytes(self, part, call, number):
        for old, new in ((b"1795297391.81", f"1795297391.{call * 2 + 1000}"), (b"1795297391.82", f"1795297391.{call * 2 + 1001}"),
                         (b"trunk-00000051", f"trunk-{call * 2 + 4096:08x}"), (b"1001-00000052", f"1001-{call * 2 + 4097:08x}"),
                         (b"13800138000", number)):
            part = part.replace(old, new.encode())
        return part

    def play(self, part, call, number):
        data = self._bytes(part, call, number)
        at = time.time()
        self.loop.call_soon_threadsafe(self.writer.write, data)
        return at


def load_customers(world, count):
    sql = (
        "INSERT INTO customer (name, company, tier, language, external_ref) SELECT 'Customer ' || n, 'Company ' || n % 5000, 'silver', 'en', "
        f"'bench-' || n FROM generate_series(1, {count}) AS n;"
        "INSERT INTO customer_phone (customer_id, number) SELECT id, '+86138' || lpad(substr(external_ref, 7), 8, '0') FROM customer "
        "WHERE external_ref LIKE 'bench-%'; ANALYZE;")
    subprocess.run(["sh", str(ROOT / "data/demo/psql.sh"), str(world), "-c", sql], check=True)


def start_server(world, pbx):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = world / "bellhopd.conf"
    config.write_text(
        f"[server]\nendpoint = tcp://127.0.0.1:{port}\nstate_dir = {world}/state\nruntime_dir = {world}/run\n[desk]\nwrap_up = 0\n"
        f"home_region = CN\n[pbx main]\nhost = 127.0.0.1\nport = {pbx.port}\nuser = bench\nsecret = bench\n")
    config.chmod(0o600)
    log = (world / "bellhopd.log").open("w")
    server = subprocess.Popen([str(ROOT / "build/server/bellhopd"), "--config", str(config)], stderr=log)
    ctl = [str(ROOT / "build/server/bellhopctl")]
    for _ in range(600):
        if subprocess.run([*ctl, "user", "list", "--config", str(config)], capture_output=True).returncode == 0:
            break
        time.sleep(0.1)
    subprocess.run([*ctl, "user", "add", "alice", "--device", "PJSIP/1001", "--queue", "support", "--config", str(config)],
                   input="alice-demo\n", text=True, check=True)
    return server, f"tcp://127.0.0.1:{port}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--pops", type=int, default=200)
    options = parser.parse_args()
    world = pathlib.Path(tempfile.mkdtemp(prefix="bellhop-pop."))
    world.chmod(0o755)
    pbx = MadeUpAsterisk()
    server, address = start_server(world, pbx)
    desk = play.Story(argparse.Namespace(world=world, out=world, server=address))
    try:
        load_customers(world, options.customers)
        alice = play.Person("alice", world, address)
        desk.alice = alice
        desk.peers.append(alice)
        desk.sign_in(alice, "1001")
        time.sleep(1.5)  # a person sees the desk before working at it
        desk.get_ready(alice)
        took, parts = [], {"pop": [], "painted": []}
        rand = random.Random(1)
        for call in range(options.pops):
            number = f"138{rand.randint(1, options.customers):08}"
            before = len(alice.traced())
            began = pbx.play(pbx.rings, call, number)
            took.append((alice.painted(before) - began) * 1000)
            for line in alice.traced()[before:]:
                if line["event"] in parts:
                    parts[line["event"]].append((line["wall_us"] / 1e6 - began) * 1000)
            pbx.play(pbx.rest, call, number)
            time.sleep(0.15)  # the call is over before the next one begins; not part of what is measured
        print(f"of that, median: until the desktop knew {statistics.median(parts['pop']):.1f} ms, until the number was painted "
              f"{statistics.median(parts['painted']):.1f} ms")
        took.sort()
        print(f"{len(took)} pops among {options.customers} customers, PBX byte to painted card: median {statistics.median(took):.1f} ms, "
              f"90th percentile {took[int(len(took) * .9)]:.1f} ms, 99th {took[int(len(took) * .99)]:.1f} ms, worst {took[-1]:.1f} ms")
    finally:
        for peer in desk.peers:
            peer.end()
        server.terminate()
        server.wait()
        shutil.rmtree(world, ignore_errors=True)


if __name__ == "__main__":
    main()
