#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_ctl.py BELLHOPCTL CAPTURES: the real program, its exit codes and what replay prints."""
import base64
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path.insert(0, TESTS)

from tap import run_unittests  # noqa: E402

PROGRAM, CAPTURES = sys.argv[1:3]
FEED = os.path.join(CAPTURES, "asterisk-22", "b-queue-answer.ami")
GOLDEN = ("b-queue-answer", "f3-blind-transfer-ami", "h-hold-unhold", "x-ringall", "j-click-to-dial")


def ctl(*words, stdin=None):
    run = subprocess.run([PROGRAM, *words], input=stdin, capture_output=True, text=True, timeout=120, check=False)
    return run.returncode, run.stdout, run.stderr


def feed(name):
    return os.path.join(CAPTURES, "asterisk-22", name + ".ami")


class Usage(unittest.TestCase):
    def test_help(self):
        code, out, _ = ctl("--help")
        self.assertEqual(code, 0)
        for command in ("status", "calls", "agents", "tail", "agent list", "agent sign-out", "message send", "user add", "user change", "user passwd", "user list",
                        "script check", "script import", "script export", "script list", "script assign", "script answers",
                        "import customers", "kb import", "kb export", "kb search",
                        "kb synonyms import", "dnc add", "dnc remove", "dnc list", "dnc import", "dial check", "campaign create",
                        "campaign change", "campaign list", "campaign import", "campaign export", "campaign start", "campaign pause",
                        "campaign reopen",
                        "consent add", "consent remove", "consent list", "consent import", "disposition list", "disposition import",
                        "doctor", "replay"):
            self.assertIn("\n  " + command, out)
            code, text, _ = ctl(*command.split(), "--help")
            self.assertEqual(code, 0, command)
            self.assertTrue(text.startswith(f"Usage: bellhopctl {command} [OPTIONS]"), text)
            self.assertIn("--help", text)

    def test_message_send(self):
        for words in (("Hello",), ("--all", "--to", "alice", "Hello"), ("--all",), ("--all", ""), ("--all", "Hello", "there")):
            code, out, err = ctl("message", "send", *words)
            self.assertEqual((code, out), (2, ""), words)
            self.assertIn("bellhopctl: ", err)

    def test_agent_sign_out(self):
        for words in ((), ("alice",), ("--reason", "", "alice"), ("--reason", "gone home"), ("--reason", "gone home", "alice", "bob")):
            code, out, err = ctl("agent", "sign-out", *words)
            self.assertEqual((code, out), (2, ""), words)
            self.assertIn("bellhopctl: ", err)

    def faults(self, content, suffix=".csv", words=()):
        with tempfile.NamedTemporaryFile("w", suffix=suffix, encoding="utf-8") as file:
            file.write(content)
            file.flush()
            code, out, err = ctl("disposition", "import", *words, file.name)
            self.assertEqual((code, out), (2, ""))
            self.assertIn("nothing was imported", err)
            return err.replace(file.name, "FILE")

    def test_faults_of_results_are_named_by_line(self):
        err = self.faults("code,parent,en,outcome,position\nok,,Fine,,1\nno way,,Bad code,,2\nok,,Twice,,3\nx,x,Own parent,,4\ny,,,sold,5\n"
                          "z,,Zed,bought,6\nw,,Way,,far\nshort,,\n")
        for fault in ('FILE:3: code: "no way" is none', 'FILE:4: code: "ok" is in 2 already', "FILE:5: parent: it cannot be its own",
                      "FILE:6: en: say in English", 'FILE:7: outcome: "bought" is none of', 'FILE:8: position: "far"',
                      "FILE:9: 3 fields, but there are 5 columns"):
            self.assertIn(fault, err)
        self.assertIn('FILE:1: there is no column "colour"', self.faults("code,en,colour\n"))

    def test_the_first_line_of_every_table_names_its_columns(self):
        for content, fault in (("code,zh_CN\na,b\n", 'FILE:1: the column "en" is missing: the first line names the columns'),
                               ("code,en,Code\n", 'FILE:1: the column "Code" is there twice'),
                               ("code,en,\n", "FILE:1: column 3 has no name"),
                               ("code,en\n", "FILE: it is empty: there is no row below the columns' names"), ("", "FILE: it is empty"),
                               ("code;en\n\n ok ;Fine\nok;Twice\n", 'FILE:4: code: "ok" is in 3 already'),
                               ('\ufeffCODE,"en"\r\nok,"Fine\r\n', "FILE: line 3: a quote was opened and never closed"), ("code,en\nok,Fi\0ne\n", "FILE: line 2:")):
            self.assertIn(fault, self.faults(content), content)

    def test_many_faults_are_counted_and_fifty_of_them_told(self):
        told = self.faults("code,en\n" + "no way,Bad\n" * 60)
        self.assertEqual(sum("no way" in line for line in told.splitlines()), 50)
        self.assertIn("FILE: 60 faults in all", told)

    def test_faults_of_results_in_json(self):
        err = self.faults('[{"code":"a","labels":{"en":"A"},"children":[{"code":"a","labels":{"en":"B"}},{"code":"b"},{"code":"c","colour":1,"labels":{"en":"C"}}]}]',
                          ".json")
        self.assertIn('FILE:[0].children[0]: code: "a" is in [0] already', err)
        self.assertIn("FILE:[0].children[1]: labels: an object is needed", err)
        self.assertIn('FILE:[0].children[2]: there is no member "colour"', err)
        self.assertIn("FILE", self.faults('[{"code":', ".json"))

    def test_wrong_usage_of_results(self):
        for words in (("import",), ("import", "--required", "yes", "x.csv"), ("import", "--queue", "q", "--campaign", "c", "x.csv"),
                      ("import", "--queue", "q", "--required", "maybe", "x.csv"), ("list", "--queue", "q", "--everywhere"), ("list", "x")):
            code, out, _ = ctl("disposition", *words)
            self.assertEqual((code, out), (2, ""), words)

    def test_script_check(self):
        demo = os.path.join(os.environ["BELLHOP_SOURCE_ROOT"], "data", "demo", "scripts")
        code, out, err = ctl("script", "check", *(os.path.join(demo, name) for name in sorted(os.listdir(demo))))
        self.assertEqual((code, err), (0, ""))
        self.assertIn("support, 11 steps, no problems", out)
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as bad:
            bad.write('{"format":1,"name":"x","title":"X","start":"a","steps":[{"id":"a","text":"{foo}","next":"b"}]}')
            bad.flush()
            code, out, err = ctl("script", "check", bad.name)
            self.assertEqual((code, out), (2, ""))
            self.assertIn('step "a", text, character 1: Nothing is known as', err)
            self.assertIn('step "a", next[0].go: There is no step', err)
            self.assertIn("2 problems; nothing was kept", err)

    def test_version(self):
        self.assertRegex(ctl("--version")[1], r"^bellhopctl \d+\.\d+\.\d+\n$")

    def test_wrong_usage_is_2(self):
        for words in ((), ("fly",), ("user",), ("user", "fly"), ("status", "now"), ("replay",), ("replay", "--fly", FEED),
                      ("replay", "--home-region", "Atlantis", FEED), ("replay", "--chunk", "-1", FEED), ("user", "add"), ("user", "change"),
                      ("import", "customers"), ("kb",), ("kb", "synonyms"), ("kb", "import"), ("kb", "search"), ("kb", "export"), ("script",), ("script", "check"), ("script", "import"),
                      ("script", "export"), ("script", "assign"), ("script", "assign", "--remove", "x"), ("script", "answers", "x"),
                      ("kb", "search", "--limit", "51", "x"), ("status", "--config", "/nonexistent/b.conf")):
            code, out, err = ctl(*words)
            self.assertEqual((code, out), (2, ""), words)
            self.assertTrue(err.startswith("bellhopctl: ") or err.startswith("Usage: "), words)

    def test_campaigns_names_and_seconds(self):
        for name in ("a b/ü", "", "x" * 65):
            code, out, err = ctl("campaign", "create", name)
            self.assertEqual((code, out), (2, ""), name)
            self.assertIn("cannot be a campaign's name: it has up to 64 letters from a to z", err)
        for command in ("create", "change"):
            for seconds in ("0", "-1", "4", "3601"):
                code, out, err = ctl("campaign", command, "spring", f"--decide={seconds}")
                self.assertEqual((code, out), (2, ""), seconds)
                self.assertIn(f"--decide: {seconds} is not between 5 and 3600 seconds", err)

    def test_language_of_a_search(self):
        self.assertIn('--lang: "Deutsch" is no language', ctl("kb", "search", "--lang", "Deutsch", "x")[2])

    def test_half_a_command_says_the_whole(self):
        self.assertIn("bellhopctl user passwd NAME", ctl("user")[2])

    def test_no_server_is_3(self):
        with tempfile.TemporaryDirectory() as folder:
            for command in (("status",), ("calls",), ("agents",), ("tail",)):
                code, out, err = ctl(*command, "--socket", folder + "/session.ipc")
                self.assertEqual((code, out), (3, ""), command)
                self.assertIn("bellhopd does not run here", err)


class BadArticles(unittest.TestCase):
    """Every bad file is told with its line and the cure, before any database is asked."""

    def complaints(self, files, *words, links=()):
        with tempfile.TemporaryDirectory() as folder:
            for name, content in files.items():
                path = os.path.join(folder, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as out:
                    out.write(content)
            for name in links:
                os.symlink(links[name], os.path.join(folder, name))
            code, out, err = ctl("kb", "import", *words, folder)
            self.assertEqual((code, out), (2, ""))
            return err.replace(folder, "FOLDER")

    def test_all_are_told(self):
        err = self.complaints({"a.md": b"no heading", "b/c.md": b"---\ncolour: red\n---\n# T", "d.md": b"# T\n\nbad \xff",
                               "good.md": b"# Good", "e.md": b"# T\n![](http://x/y.png)", "no.txt": b"\xff"})
        self.assertIn("FOLDER/a.md:1: there is no heading. Begin with", err)
        self.assertIn('FOLDER/b/c.md:2: there is no key "colour"', err)
        self.assertIn("FOLDER/d.md:3: this is not UTF-8", err)
        self.assertIn("FOLDER/e.md:2: the image", err)
        self.assertNotIn("good.md", err)
        self.assertIn("nothing was imported", err)

    def test_pictures(self):
        """Only what lies in the folder, is a picture by its content, and is small enough."""
        png = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAFUlEQVR42mO4IycHR3I2d+CIYSAlACUWN1FgCJVhAAAAAElFTkSuQmCC")
        with tempfile.TemporaryDirectory() as outside:
            secret = os.path.join(outside, "secret.png")
            with open(secret, "wb") as out:
                out.write(png)
            text = "\n".join(["# T", "![](p/good.png)", "![](p/none.png)", f"![]({secret})", f"![](../../{os.path.basename(outside)}/secret.png)",
                              "![](p/words.png)", "![](p/large.png)", "![](p/wide.png)", "![](p)", "![](p/link.png)",
                              "![](%2e%2e/%2e%2e/etc/passwd)", "![](p/cut.png)"])
            err = self.complaints({"a/t.md": text.encode(), "a/p/good.png": png, "a/p/words.png": b"not a picture",
                                   "a/p/large.png": png + bytes(600 * 1024), "a/p/wide.png": png[:18] + b"\x20" + png[19:],
                                   "a/p/cut.png": png[:50]}, links={"a/p/link.png": secret})
        for line, says in ((3, "there is no such file"), (4, "no file beside the article"), (5, "outside of the folder"),
                           (6, "neither PNG nor JPEG"), (7, "600 KiB, more than 512"), (8, "8200 × 6 pixels"), (9, "it is no file"),
                           (10, "outside of the folder"), (12, "broken or cut off")):
            self.assertRegex(err, rf'FOLDER/a/t\.md:{line}: the picture "[^"]*": .*{says}')
        self.assertRegex(err, r"t\.md:11: the picture .*(outside of the folder|no such file)")
        self.assertNotIn("good.png", err)
        self.assertIn("nothing was imported", err)

    def test_one_id_twice(self):
        text = b"---\nid: 8f1b4d9e-5b1a-4c57-9c3f-2f4f3c1f0a11\n---\n# T"
        self.assertIn("FOLDER/b.md:1: its id is that of a.md", self.complaints({"a.md": text, "b.md": text}))

    def test_empty(self):
        self.assertIn("there is no Markdown file", self.complaints({"no.txt": b"x"}))

    def test_language(self):
        self.assertIn("--language", self.complaints({"a.md": b"# T"}, "--language", "Deutsch"))

    def test_synonyms(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as out:
            out.write("a, b\nlonely\n")
            out.flush()
            code, _, err = ctl("kb", "synonyms", "import", out.name)
            self.assertEqual(code, 2)
            self.assertIn(":2: a group has two", err)

    def test_no_synonyms(self):
        for text in ("", "# a remark\n\n"):
            with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                code, _, err = ctl("kb", "synonyms", "import", "--dry-run", out.name)
                self.assertEqual(code, 2)
                self.assertIn("there is no group in it", err)


class BadFeeds(unittest.TestCase):
    def refused(self, name, content, says):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name)
            if content is not None:
                with open(path, "wb") as out:
                    out.write(content)
            code, out, err = ctl("replay", path)
            self.assertEqual((code, out), (2, ""))
            self.assertIn(says, err)
            self.assertIn(path, err)

    def test_missing(self):
        self.refused("x.ami", None, "cannot be read")

    def test_empty(self):
        self.refused("x.ami", b"", "it is empty")

    def test_garbage(self):
        self.refused("x.ami", bytes(range(256)) * 100, "does not begin as a feed of Asterisk does")

    def test_compressed(self):
        self.refused("x.ami.gz", b"\x1f\x8b\x08\x00", "it is compressed")

    def test_folder(self):
        code, _, err = ctl("replay", CAPTURES)
        self.assertEqual(code, 2)
        self.assertIn("it is a folder", err)

    def test_bad_timing(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.ami")
            with open(path, "wb") as out, open(FEED, "rb") as source:
                out.write(source.read())
            with open(os.path.join(folder, "x.tidx"), "w", encoding="utf-8") as out:
                out.write("S 1 0 10\nS 2 nonsense\n")
            code, out, err = ctl("replay", path)
            self.assertEqual((code, out), (2, ""))
            self.assertIn("x.tidx:2: ", err)

    def test_the_good_ones_are_still_shown(self):
        code, out, _ = ctl("replay", "/nonexistent/x.ami", FEED)
        self.assertEqual(code, 2)
        self.assertEqual(len(out.splitlines()), 1)

    def test_garbage_within(self):
        with open(FEED, "rb") as source:
            feed_bytes = source.read()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.ami")
            with open(path, "wb") as out:
                out.write(feed_bytes[:20000] + bytes(range(256)) * 200 + feed_bytes[20000:])
            code, out, _ = ctl("replay", path)
            self.assertEqual(code, 0)
            for line in out.splitlines():
                json.loads(line)


class BadCustomers(unittest.TestCase):
    def told(self, head, *rows):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "c.csv")
            with open(path, "w", encoding="utf-8") as out:
                out.write("\n".join((head, *rows)) + "\n")
            code, _, told = ctl("import", "customers", "--home-region", "CN", path)
        self.assertEqual(code, 2)
        return [line.removeprefix(path + ":") for line in told.splitlines() if line.startswith(path)]

    def test_numbers(self):
        told = self.told("name,phone,phone2", "A,12,13800138000", "B,13800138000,00", "C,110,8001", "D,hello,")
        self.assertEqual([line.split(" is no telephone")[0] for line in told],
                         ['2: phone: "12"', '3: phone2: "00"', '5: phone: "hello"'])
        self.assertIn("Write it as in +8613800138000", told[0])

    def test_texts(self):
        told = self.told("name,language,time_zone,email",
                         "A,Chinese,Asia/Shanghai,a@example.com", "B,zh_CN,Shanghai,", "C,de,Europe/Berlin,c at example.com",
                         "D,zh_Hant_TW,UTC,d@localhost")
        self.assertEqual([line.split(" is no ")[0] for line in told],
                         ['2: language: "Chinese"', '3: time_zone: "Shanghai"', '4: email: "c at example.com"',
                          '5: email: "d@localhost"'])
        self.assertTrue(all("Write it as in" in line for line in told))


class Replay(unittest.TestCase):
    def test_contacts(self):
        code, out, err = ctl("replay", FEED)
        self.assertEqual((code, err), (0, ""))
        contact = json.loads(out)
        self.assertEqual(contact["agents"], ["PJSIP/1001"])
        self.assertEqual(contact["customer_number"], "13800138000")
        self.assertRegex(contact["started"], r"^2026-11-21T21:35:49\.\d{3}Z$")
        self.assertEqual(contact["segments"][0]["start_ms"], 0)
        for one, next_one in zip(contact["segments"], contact["segments"][1:]):
            self.assertEqual(one["end_ms"], next_one["start_ms"])

    def test_home_region(self):
        contact = json.loads(ctl("replay", "--home-region", "CN", FEED)[1])
        self.assertEqual((contact["customer_number"], contact["number_shown"]), ("+8613800138000", "13800138000"))

    def test_pbx_name_is_part_of_the_id(self):
        one, two = (json.loads(ctl("replay", "--pbx", name, FEED)[1])["contact"] for name in ("main", "other"))
        self.assertNotEqual(one, two)
        self.assertEqual(one, json.loads(ctl("replay", FEED)[1])["contact"])

    def test_events_are_golden(self):
        for name in GOLDEN:
            with self.subTest(name), open(os.path.join(HERE, "golden", name + ".events"), encoding="utf-8") as golden:
                self.assertEqual(ctl("replay", "--events", feed(name))[1], golden.read())

    def test_cuts_change_nothing(self):
        for show in ("--events", "--changes", "--messages", "--contacts"):
            whole = ctl("replay", show, feed("g-attended-transfer-sip"))[1]
            for cut in (("--chunk", "1"), ("--chunk", "7"), ("--chunk", "64", "--chunk-seed", "5")):
                with self.subTest(show=show, cut=cut):
                    self.assertEqual(ctl("replay", show, *cut, feed("g-attended-transfer-sip"))[1], whole)

    def test_without_timing(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.ami")
            with open(path, "wb") as out, open(FEED, "rb") as source:
                out.write(source.read())
            code, out, err = ctl("replay", path)
            self.assertEqual(code, 0)
            self.assertIn("has no timing file beside it", err)
            contact = json.loads(out)
            self.assertEqual((contact["outcome"], contact["agents"]), ("answered", ["PJSIP/1001"]))

    def test_stamps_count_where_there_is_no_timing(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.ami")
            with open(path, "wb") as out, open(FEED, "rb") as source:
                blocks, second = source.read().split(b"\r\n\r\n"), 1795296000
                out.write(b"\r\n\r\n".join(
                    block + f"\r\nTimestamp: {second + i}.500000".encode() if block.startswith(b"Event: ") else block
                    for i, block in enumerate(blocks)))
            contact = json.loads(ctl("replay", path)[1])
            self.assertRegex(contact["started"], r"^2026-11-21T21:2\d:\d\d\.500Z$")
            first = ctl("replay", "--events", path)[1].split()[0]
            self.assertLess(float(first), 60, "counted from the first time told, not from the year that was made up")

    def test_messages_are_a_whole_stream(self):
        frames = [json.loads(line) for line in ctl("replay", "--messages", FEED)[1].splitlines()]
        self.assertEqual([frame["seq"] for frame in frames], list(range(1, len(frames) + 1)))
        self.assertEqual([frame["type"] for frame in frames[:2]], ["snapshot_begin", "snapshot_end"])
        self.assertEqual(frames[-1]["type"], "event")

    def test_every_message_is_valid(self):
        validate = os.path.join(TESTS, "protocol", "validate.py")
        folder = os.path.join(CAPTURES, "asterisk-22")
        for name in sorted(os.listdir(folder)):
            if name.endswith(".ami"):
                with self.subTest(name):
                    run = subprocess.run(["/usr/bin/python3", validate, "--quiet", "-"], capture_output=True, text=True, timeout=120,
                                         input=ctl("replay", "--messages", os.path.join(folder, name))[1], check=False)
                    self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_several_files_are_each_by_itself(self):
        out = ctl("replay", FEED, FEED)[1].splitlines()
        self.assertEqual(len(out), 2)
        self.assertEqual(out[0], out[1])

    def test_join(self):
        with open(FEED, "rb") as source, tempfile.TemporaryDirectory() as folder:
            feed_bytes, parts = source.read(), [os.path.join(folder, name) for name in ("1.ami", "2.ami")]
            half = feed_bytes.index(b"\r\n\r\n", len(feed_bytes) // 2) + 4
            for path, piece in zip(parts, (feed_bytes[:half], feed_bytes[half:])):
                with open(path, "wb") as out:
                    out.write(piece)
            self.assertEqual(len(ctl("replay", "--join", *parts)[1].splitlines()), 1)
            self.assertEqual(json.loads(ctl("replay", parts[0])[1])["ended"], None)

    def test_stats(self):
        self.assertRegex(ctl("replay", "--stats", FEED)[2], r"^61275 bytes, 161 messages \(\d+ of no use, 0 beyond the limits\), "
                                                             r"\d+ events, \d+ changes, 1 contacts\n$")


if __name__ == "__main__":
    del sys.argv[1:]
    sys.exit(run_unittests())
