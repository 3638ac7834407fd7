#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_knowledge.py BELLHOPD BELLHOPCTL FAKE_AMI KNOWLEDGE_DESK: the knowledge base from the desktop's own model to
PostgreSQL and back."""
import base64
import os
import pathlib
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE, TESTS]

from tap import run_unittests  # noqa: E402
from world import ModelDesk, World  # noqa: E402

PROGRAMS = sys.argv[1:4]
DESK = sys.argv[4]
ARTICLES = {
    "账户/修改密码.md": "---\nlanguage: zh_CN\ntags: 密码\n---\n# 修改密码\n\n打开账户设置，点击安全。\n",
    "账户/更改密码规则.md": "---\nlanguage: zh_CN\n---\n# 更改密码的规则\n\n至少八位。\n",
    "refunds/refunds.md": "---\nlanguage: en\n---\n# How refunds work\n\nWe refund within five days.\n",
}


class Knowledge(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(*PROGRAMS)
        cls.addClassCleanup(cls.world.close)
        cls.world.configure()
        cls.world.start()
        cls.world.wait_for_link("up")
        cls.world.wait_for_store()
        for user, role in (("alice", "agent"), ("ed", "editor"), ("sue", "supervisor")):
            cls.world.ctl("user", "add", user, "--role", role, *(["--device", "PJSIP/1001"] if role == "agent" else []),
                          stdin=f"{user}-secret\n")
        folder = pathlib.Path(cls.world.folder) / "articles"
        for name, text in ARTICLES.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        cls.world.ctl("kb", "import", str(folder))
        synonyms = folder / "synonyms.txt"
        synonyms.write_text("修改密码, 更改密码\nrefund, money back\n", encoding="utf-8")
        cls.world.ctl("kb", "synonyms", "import", str(synonyms))

    def test_pictures_go_in_and_out(self):
        folder = pathlib.Path(self.world.folder) / "pictures"
        png = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAFUlEQVR42mO4IycHR3I2d+CIYSAlACUWN1FgCJVhAAAAAElFTkSuQmCC")
        (folder / "router" / "lights").mkdir(parents=True)
        (folder / "router" / "lights" / "on line.png").write_bytes(png)
        (folder / "router" / "lights.md").write_text("# Router lights\n\n![Two lights](lights/on%20line.png)\n", encoding="utf-8")
        self.assertIn("1 new, 0 changed, 0 as they were; 1 pictures", self.world.ctl("kb", "import", str(folder)))
        self.assertIn("0 new, 0 changed, 1 as they were", self.world.ctl("kb", "import", str(folder)))
        again = pathlib.Path(self.world.folder) / "again"
        self.assertIn("1 pictures", self.world.ctl("kb", "export", str(again)))
        self.assertEqual((again / "router" / "lights" / "on line.png").read_bytes(), png)
        self.assertIn("1 pictures", self.world.ctl("kb", "import", "--dry-run", str(again)))

    def desk(self, user):
        desk = ModelDesk(DESK, self.world, user)
        self.addCleanup(desk.close)
        return desk

    def test_either_word_finds_both(self):
        alice = self.desk("alice")
        for asked, other in (("更改密码", "修改密码"), ("修改密码", "更改密码")):
            said = alice.do(f"search {asked}")
            titles = said.split("|")
            self.assertIn("修改密码", titles[:-2], said)
            self.assertIn("更改密码的规则", titles[:-2], said)
            self.assertEqual(titles[-2], f"also: {other}")
        self.assertEqual(alice.do("search money back").split("|")[0], "How refunds work")

    def search(self, *words, code=0):
        return self.world.ctl("kb", "search", *words, code=code)

    def test_one_language_alone(self):
        for language in ("zh", "ZH", "zh-CN", "zh_cn"):
            self.assertIn("修改密码", self.search("--lang", language, "密码"), language)
        self.assertIn("How refunds work", self.search("--lang", "en", "refunds"))
        self.assertIn("Nothing was found", self.search("--lang", "zh", "refundees"))
        self.assertIn('--lang: no article is in "xx". There is: en, zh_CN', self.search("--lang", "xx", "refunds", code=2))

    def test_did_you_mean(self):
        self.assertTrue(self.desk("alice").do("search refumds").endswith("meant: refunds"), "a word that looks like it")

    def test_an_editor_writes_and_everybody_finds(self):
        said = self.desk("ed").do("write Gift cards")
        self.assertIn("Saved as a draft. Published: everybody finds it now.", said)
        alice = self.desk("alice")
        self.assertTrue(alice.do("search gift car").startswith("Gift cards|"), "while it is being typed")
        self.assertEqual(alice.do("open " + said.split()[-1]), "Gift cards")

    def test_who_saves_second_loses_nothing(self):
        ed, sue = self.desk("ed"), self.desk("sue")
        article = ed.do("write Opening hours").split()[-1]
        self.assertEqual([desk.do(f"load {article}") for desk in (ed, sue)], ["1", "1"])
        self.assertEqual(sue.do("save Opening hours in winter"), "0 Saved as a draft.")
        said = ed.do("save Opening hours at Easter")
        self.assertTrue(said.startswith("1 sue saved it meanwhile."), said)
        self.assertEqual(ed.do("overtake Opening hours at Easter"), "0 Saved as a draft.")
        self.assertEqual(sue.do(f"load {article}"), "3")

    def test_an_agent_may_not_save(self):
        said = self.desk("alice").do("write Mine")
        self.assertNotIn("Saved", said)
        self.assertNotIn("Published", said)


if __name__ == "__main__":
    del sys.argv[1:]
    sys.exit(run_unittests())
