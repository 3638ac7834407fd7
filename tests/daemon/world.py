# SPDX-License-Identifier: GPL-3.0-or-later
"""A bellhopd with a fake Asterisk, a database of its own and desks that log in: for tests of the whole server."""
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import zmq

PATIENCE = 60


class Fake:
    """tests/fakes/fake-ami, spoken to by lines."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def do(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def until(self, line, wanted):
        """Asks @line again until @wanted is the answer: what the server sends arrives when it arrives."""
        end = time.monotonic() + PATIENCE
        while (answer := self.do(line)) != wanted:
            if time.monotonic() > end:
                raise AssertionError(f"{line}: {answer!r} and not {wanted!r}")

    def event(self, name, **headers):
        lines = [f"Event: {name}", *(f"{key}: {value}" for key, value in headers.items())]
        self.do("say " + "\\n".join(lines) + "\\n\\n")

    def close(self):
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


class World:
    """@fake: the program fake-ami, or something that plays another PBX (port, close)."""

    def __init__(self, bellhopd, bellhopctl, fake):
        self.bellhopd, self.bellhopctl = bellhopd, bellhopctl
        self.folder = tempfile.mkdtemp(prefix="bellhop-daemon-")
        os.chmod(self.folder, 0o711)
        self.config = os.path.join(self.folder, "bellhopd.conf")
        self.fake = Fake(fake) if isinstance(fake, str) else fake
        self.process = None
        self.desks = []
        self.frames = []
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(os.path.join(self.folder, "notify"))
        self.notify.settimeout(PATIENCE)

    def close(self):
        for desk in self.desks:
            desk.close()
        if self.process and self.process.poll() is None:
            self.stop()
        self.fake.close()
        self.notify.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def configure(self, pbx="", desk="", more="", port=None):
        with open(self.config, "w", encoding="utf-8") as out:
            os.chmod(self.config, 0o600)
            out.write(f"""[server]
endpoint = tcp://127.0.0.1:0
state_dir = {self.folder}/state
runtime_dir = {self.folder}/run
[store]
wait_for_disk = no
[desk]
home_region = CN
{desk}
[pbx main]
port = {port or self.fake.port}
secret = secret
dial_allowed = [0-9]{{3,6}};\\+?[0-9]{{8,15}}
{pbx}
{more}
""")

    def start(self):
        self.log = open(os.path.join(self.folder, "log"), "ab")
        env = dict(os.environ, NOTIFY_SOCKET=os.path.join(self.folder, "notify"))
        self.process = subprocess.Popen([self.bellhopd, "--config", self.config], stderr=self.log, env=env)
        self.expect_notify("READY=1")

    def expect_notify(self, wanted):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            told = self.notify.recv(4096).decode()
            if wanted in told:
                return told
        raise AssertionError(f"systemd was not told {wanted}")

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        self.log.close()
        return code

    def read_log(self):
        with open(os.path.join(self.folder, "log"), encoding="utf-8") as log:
            return log.read()

    def ctl(self, *words, stdin=None, code=0):
        run = subprocess.run([self.bellhopctl, *words, "--config", self.config], input=stdin, capture_output=True, text=True,
                             timeout=PATIENCE * 2, check=False)
        if run.returncode != code:
            raise AssertionError(f"bellhopctl {' '.join(words)}: exit {run.returncode}\n{run.stdout}{run.stderr}")
        return run.stdout if code == 0 else run.stderr

    def status(self):
        return json.loads(self.ctl("status", "--json"))

    def wait_for(self, what, question):
        """Follows `tail` until @question of an event's name and data is true."""
        tail = subprocess.Popen([self.bellhopctl, "tail", "--json", "--config", self.config], stdout=subprocess.PIPE)
        rest, end = b"", time.monotonic() + PATIENCE
        try:
            while time.monotonic() < end:
                if not select.select([tail.stdout], [], [], 1)[0]:
                    continue
                piece = os.read(tail.stdout.fileno(), 65536)
                if not piece:
                    break
                *lines, rest = (rest + piece).split(b"\n")
                for event in map(json.loads, lines):
                    if question(event["event"], event["data"]):
                        return event["data"]
            raise AssertionError(f"{what} was not seen\n{self.read_log()[-3000:]}")
        finally:
            tail.kill()
            tail.wait()
            tail.stdout.close()

    def wait_for_link(self, state):
        return self.wait_for(f"link {state}", lambda event, data: event == "link" and data["state"] == state)

    def wait_for_store(self):
        """Until it is there, and has all that was kept without it."""
        return self.wait_for("the database", lambda event, data: event == "store" and data["state"] == "up" and data["backlog"] == 0)

    def desk(self, user, password, device=None):
        desk = Desk(self, user)
        desk.login(password, device)
        return desk


class Desk:
    """A client of the session door, as short as it can be; every frame is kept to be checked."""

    def __init__(self, world, user):
        self.world, self.user, self.number = world, user, 0
        status = world.status()
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.curve_publickey, self.socket.curve_secretkey = zmq.curve_keypair()
        self.socket.curve_serverkey = status["key"].encode()
        self.socket.linger = 0
        self.socket.connect(status["endpoint"])
        self.newest, self.seq, self.acked = {}, 0, 0
        world.desks.append(self)
        self.send({"type": "hello", "versions": [1], "client": "test/1"})
        self.welcome = self.until(lambda frame: frame["type"] == "welcome")

    def close(self):
        self.socket.close()

    def send(self, frame):
        self.world.frames.append({"session": self.user, "from": "client", "frame": frame})
        self.socket.send(json.dumps(frame).encode())

    def receive(self, timeout):
        if not self.socket.poll(timeout * 1000):
            return None
        frame = json.loads(self.socket.recv())
        self.world.frames.append({"session": self.user, "from": "server", "frame": frame})
        if "seq" in frame:
            self.seq = frame["seq"]
        if frame["type"] == "event":
            self.newest[frame["event"]] = frame["data"]
        return frame

    def until(self, question):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            frame = self.receive(0.5)
            if frame is not None and question(frame):
                return frame
            if self.seq > self.acked:
                self.send({"type": "ack", "seq": self.seq})
                self.acked = self.seq
            elif frame is None:
                self.send({"type": "heartbeat"})
        raise AssertionError(f"{self.user} was not told what was waited for; last: {list(self.newest)}\n"
                             + self.world.read_log()[-3000:])

    def ask(self, op, **args):
        self.number += 1
        name = f"{self.user}-{self.number}"
        self.send({"type": "request", "id": name, "op": op, "args": args})
        return self.until(lambda frame: frame["type"] == "reply" and frame["id"] == name)

    def login(self, password, device):
        reply = self.ask("login", user=self.user, password=password, **({"device": device} if device else {}))
        assert reply["ok"], reply
        self.until(lambda frame: frame["type"] == "snapshot_end")

    def until_event(self, event, question=lambda data: True):
        if event in self.newest and question(self.newest[event]):
            return self.newest[event]
        return self.until(lambda frame: frame["type"] == "event" and frame["event"] == event and question(frame["data"]))["data"]


class ModelDesk:
    """The desktop's model, signed in: @program is knowledge-desk or scripts-desk."""

    def __init__(self, program, world, user):
        status = world.status()
        address = status["endpoint"].removeprefix("tcp://")
        folder = pathlib.Path(tempfile.mkdtemp(prefix=f"desk-{user}-", dir=world.folder))
        (folder / "known").write_text(f"{address} {status['key']}\n", encoding="utf-8")
        self.process = subprocess.Popen([program, address, user, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=dict(os.environ, BELLHOP_PASSWORD=f"{user}-secret"))
        assert self.process.stdout.readline() == "ready\n"

    def do(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().rstrip("\n")

    def close(self):
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()
