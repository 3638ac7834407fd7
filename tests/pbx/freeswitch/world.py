# SPDX-License-Identifier: GPL-3.0-or-later
"""A bellhopd beside the FreeSWITCH double, and the people who work there."""
import json
import os
import subprocess
import sys
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(os.path.dirname(HERE))
ROOT = os.path.dirname(TESTS)
sys.path[:0] = [TESTS, os.path.join(TESTS, "daemon")]

import importlib.util  # noqa: E402

_spec = importlib.util.spec_from_file_location("daemon_world", os.path.join(TESTS, "daemon", "world.py"))
daemon_world = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(daemon_world)

PASSWORD = "not-everybodys"
KIT = os.path.join(ROOT, "data", "freeswitch", "conf")


def example_user(number=0):
    """What data/freeswitch grants: the parameters of its first user (Bellhop at work), or of the second (only watching)."""
    tree = xml.etree.ElementTree.parse(os.path.join(KIT, "directory", "bellhop.xml")).getroot()
    return {param.get("name"): param.get("value") for param in tree.findall("user")[number].iter("param")}


class FreeSwitch:
    """tests/fakes/fake_freeswitch.py, spoken to by lines of JSON."""

    def __init__(self):
        self.process = subprocess.Popen([sys.executable, os.path.join(TESTS, "fakes", "fake_freeswitch.py"), "--password", PASSWORD],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = json.loads(self.process.stdout.readline())["port"]
        granted = example_user()
        self.do("user", name="bellhop", password="pw", events=granted["esl-allowed-events"], api=granted["esl-allowed-api"])
        for user in ("1001", "1002", "1003", "1004"):
            self.do("api", line=f"callcenter_config agent set wrap_up_time {user}@pbx.test 0")
            self.do("api", line=f"callcenter_config agent set max_no_answer {user}@pbx.test 0")

    def do(self, what, **words):
        self.process.stdin.write(json.dumps({"do": what, **words}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert answer.pop("ok"), (what, words, answer)
        return answer

    def api(self, line):
        return self.do("api", line=line)["output"]

    def seen(self, word=""):
        return self.do("seen", word=word)["seen"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(daemon_world.PATIENCE)
        self.process.stdout.close()


class World(daemon_world.World):
    def __init__(self, bellhopd, bellhopctl):
        super().__init__(bellhopd, bellhopctl, FreeSwitch())

    def configure(self, pbx="", desk="", more="", port=None, user="bellhop@pbx.test", secret="pw"):
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
kind = freeswitch
port = {port or self.fake.port}
user = {user}
secret = {secret}
device = user/%s@pbx.test
dial_allowed = [0-9]{{3,6}};\\+?[0-9]{{8,15}}
{pbx}
{more}
""")
