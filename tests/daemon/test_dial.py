#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_dial.py BELLHOPD BELLHOPCTL FAKE_AMI: may this number be dialed? Asked of a whole server, with its database."""
import json
import os
import signal
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

from tap import run_unittests  # noqa: E402
from world import World  # noqa: E402

PROGRAMS = sys.argv[1:4]
GOLDEN = os.path.join(HERE, "golden")
world = None


def setUpModule():
    global world
    world = World(*PROGRAMS)
    rules = os.path.join(world.folder, "own.conf")
    with open(rules, "w", encoding="utf-8") as out:
        out.write("""[rule ours]
kind = attempts
title = Ours
source = The house's own rule
country = JP
max = 1
period = 1 day
when_unknown = allow
[rule gb-register]
enabled = no
[rule house-hours]
enabled = no
""")
    world.configure(more=f"[dial]\nrules = {rules}\noutside = 9\n")
    world.start()
    world.wait_for_store()
    world.wait_for_link("up")
    world.ctl("user", "add", "alice", "--device", "PJSIP/1001", stdin="correct horse\n")


def tearDownModule():
    world.close()


def ask(*words):
    """What `bellhopctl dial check` prints, and its exit code."""
    run = subprocess.run([world.bellhopctl, "dial", "check", *words, "--config", world.config], capture_output=True, text=True,
                         timeout=60, check=False)
    return run.stdout, run.returncode


def file(text):
    """A file to bring in."""
    path = os.path.join(world.folder, "list.csv")
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    return path


def check(number, *more, code=0):
    text, got = ask(number, "--json", *more)
    assert got == code, (number, more, got, text)
    return json.loads(text)


def failed(result):
    return [rule["rule"] for rule in result["rules"] if rule["verdict"] == "failed"]


class Check(unittest.TestCase):
    maxDiff = None

    def golden(self, name, text):
        path = os.path.join(GOLDEN, name)
        if os.environ.get("BELLHOP_WRITE_GOLDEN"):
            os.makedirs(GOLDEN, exist_ok=True)
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
        with open(path, encoding="utf-8") as golden:
            self.assertEqual(text, golden.read())

    def test_golden_allowed(self):
        self.golden("dial-check-allowed.txt", ask("+49 30 12345678", "--at", "2026-11-22T10:30:00Z")[0])

    def test_golden_refused(self):
        self.golden("dial-check-refused.txt",
                    ask("+33 1 23 45 67 89", "--purpose", "marketing", "--at", "2026-08-10T11:30:00Z")[0])

    def test_golden_two_zones(self):
        self.golden("dial-check-zones.txt",
                    ask("+61 412 345 678", "--purpose", "marketing", "--at", "2026-11-22T21:00:00Z")[0])

    def test_service_is_not_marketing(self):
        self.assertTrue(check("+33123456789", "--at", "2026-11-22T03:00:00Z")["allowed"])
        self.assertEqual(failed(check("+33123456789", "--purpose", "marketing", "--at", "2026-11-22T03:00:00Z", code=1)),
                         ["fr-consent", "fr-hours"])  # what lasts first

    def test_no_number(self):
        self.assertEqual(failed(check("110", code=1)), ["emergency"])
        self.assertIn("invalid", failed(check("12345678901234", code=1)))

    def test_outside_prefix(self):
        self.assertEqual(check("913800138000")["number"], "+8613800138000")

    def test_wrong_questions(self):
        self.assertIn("at: ", world.ctl("dial", "check", "10086", "--at", "yesterday", code=1))
        self.assertIn("`purpose` must be", world.ctl("dial", "check", "10086", "--purpose", "fun", code=1))
        self.assertIn("no campaign \"spring\"", world.ctl("dial", "check", "+8613800138000", "--campaign", "spring", code=1))

    def test_own_rules_win(self):
        self.assertTrue(check("+442083661177", "--purpose", "marketing")["allowed"])


class CampaignLists(unittest.TestCase):
    def bring(self, text, *words, code=0, name="autumn"):
        return world.ctl("campaign", "import", "--campaign", name, *words, file(text), code=code)

    def test_every_bad_row_is_named_and_nothing_is_kept(self):
        world.ctl("campaign", "create", "--label", "Autumn", "autumn")
        told = self.bring("number,number2,name,zone\n+8613800138100,,Good,\nhello,,Word,\n99,,Short,\n110,,Police,\n+8613800,,Cut,\n"
                          "+19005550123,,Dear,\n10086,,Service,\n+8613800138101,13800138101,Twice in a row,\n+8613800138102,,Zone,Mars/Olympus\n"
                          "+8613800138100,,Twice,\n,,Nobody,\n", code=2)
        for fault in ('3: number: "hello" is no telephone number', "4: number: \"99\" is too short", '5: number: "110" is an emergency number',
                      '6: number: "+8613800" is no telephone number', '7: number: "+19005550123" is a premium-rate number',
                      '8: number: "10086" is a short number', "9: number2: +8613800138101 is in this row already",
                      'there is no time zone "Mars/Olympus"', "11: +8613800138100 is in line 2 already", '12: number: "" is no'):
            self.assertIn(fault, told)
        self.assertIn("1 records", self.bring("number\n+8613800138100\n", "-n"))  # of the file before, none is there

    def test_a_list_is_tried_then_kept_then_known(self):
        world.ctl("campaign", "create", "--label", "Winter", "winter")
        rows = "Number;Name;Contract\n0131 496 0123;Ann;7\n+8613800138110;Bo;8\n"
        self.assertEqual(self.bring(rows, "-n", "--home-region", "gb", name="winter"),
                         "2 records, 0 of known customers, 0 left out (only tried: nothing was kept)\n")
        self.assertEqual(self.bring(rows, "--home-region", "GB", name="winter"), "2 records, 0 of known customers, 0 left out\n")
        again = self.bring(rows, "--home-region", "GB", name="winter", code=2)
        self.assertIn("2: +441314960123 is in the campaign already, record 1", again)
        self.assertEqual(self.bring(rows + "+8613800138111;Cy;9\n", "--skip-duplicates", "--home-region", "GB", name="winter"),
                         "1 records, 0 of known customers, 2 left out\n")
        self.assertIn('"ZZ" is not a country', self.bring(rows, "--home-region", "ZZ", name="winter", code=2))


class DoNotCall(unittest.TestCase):
    def test_add_list_remove(self):
        number = "+8613900139000"
        self.assertEqual(world.ctl("dnc", "add", "13900139000", "--reason", "asked for it"), f"{number} is on the list\n")
        self.assertEqual(world.ctl("dnc", "add", number, "--reason", "asked twice"), f"{number} is renewed on the list\n")
        self.assertEqual(failed(check(number, code=1)), ["house-list-service"])
        rows = json.loads(world.ctl("dnc", "list", "--json", "--list", "house"))
        self.assertIn(("asked twice", None), [(row["reason"], row["until"]) for row in rows if row["number"] == number])
        self.assertIn("asked twice", world.ctl("dnc", "list"))
        self.assertEqual(world.ctl("dnc", "remove", number), f"{number} is off the list\n")
        self.assertTrue(check(number)["allowed"])
        self.assertIn("is not on that list", world.ctl("dnc", "remove", number, code=1))

    def test_until(self):
        number = "+8613900139002"
        world.ctl("dnc", "add", number, "--until", "2099-01-31")
        self.assertIn(check(number, code=1)["next"][:10], ("2099-01-31", "2099-02-01"))  # midnight where the server is
        self.assertIn("is not a day", world.ctl("dnc", "add", number, "--until", "soon", code=2))

    def test_bad_numbers(self):
        self.assertIn("is no telephone number", world.ctl("dnc", "add", "hello", code=2))
        self.assertIn("there is no campaign", world.ctl("dnc", "add", "+8613900139000", "--campaign", "spring", code=1))

    def test_import_all_or_none(self):
        path = file("number,reason,until\n+8613900139010,a,\nhello,b,\n+8613900139011,c,someday\n+8613900139012\n")
        told = world.ctl("dnc", "import", path, code=2)
        self.assertIn(f'{path}:3: "hello" is no telephone number', told)
        self.assertIn(f'{path}:4: until: "someday" is not a day', told)
        self.assertIn(f"{path}:5: 1 fields, but there are 3 columns", told)
        self.assertNotIn("+86139001390", world.ctl("dnc", "list", "--list", "house").replace("+8613900139002", ""))
        self.assertIn("no column", world.ctl("dnc", "import", file("number,colour\n+8613900139010,red\n"), code=2))
        self.assertIn("it is empty", world.ctl("dnc", "import", file(""), code=2))

    def test_import_dry_run(self):
        path = file("number;reason\n+8613900139020;x\n+8613900139020;y\n")
        self.assertEqual(world.ctl("dnc", "import", "-n", path), "2 rows: 1 added, 0 renewed, 0 taken off (only tried: nothing was kept)\n")
        self.assertTrue(check("+8613900139020")["allowed"])
        self.assertEqual(world.ctl("dnc", "import", path), "2 rows: 1 added, 0 renewed, 0 taken off\n")
        self.assertFalse(check("+8613900139020", code=1)["allowed"])

    def test_import_of_consents_is_all_or_none(self):
        path = file("number,purpose,source\n+33140000100,marketing,form 7\nhello,marketing,form 8\n+33140000102,fun,form 9\n"
                         "+33140000103,marketing,\n,marketing,form 10\n+33140000104,marketing\n")
        told = world.ctl("consent", "import", path, code=2)
        for fault in ('3: "hello" is no telephone number', "4: purpose: say marketing", "5: source: say what proves it",
                      "6: whose it is is missing", "7: 2 fields, but there are 3 columns"):
            self.assertIn(f"{path}:{fault}", told)
        self.assertIn('there is no column "prupose"', world.ctl("consent", "import", file("number,prupose,source\n"), code=2))
        self.assertIn('the column "source" is missing', world.ctl("consent", "import", file("number,purpose\n"), code=2))
        self.assertNotIn("+33140000100", world.ctl("consent", "list"))

    def test_import_of_consents(self):
        path = file("Number;Purpose;Source\n+33140000110;marketing;form 7\n+33140000111;contract;form 8\n")
        self.assertEqual(world.ctl("consent", "import", "-n", path), "2 consents (only tried: nothing was kept)\n")
        self.assertNotIn("+33140000110", world.ctl("consent", "list"))
        self.assertEqual(world.ctl("consent", "import", path), "2 consents\n")
        self.assertIn("form 7", world.ctl("consent", "list", "+33140000110"))

    def test_register(self):
        at = ("--purpose", "marketing", "--at", "2099-01-01T18:00:00Z")
        self.assertIn("us-register", failed(check("+12125550123", "--purpose", "marketing", code=1)))
        world.ctl("dnc", "import", "--list", "us-dnc", file("+12125550100\n+12125550101\n"))
        self.assertNotIn("us-register", failed(json.loads(ask("+12125550123", "--json", "--purpose", "marketing")[0])))
        self.assertIn("us-register", failed(check("+12125550100", "--purpose", "marketing", code=1)))
        world.ctl("dnc", "import", "--list", "us-dnc", file("(212) 555-0102\n"))  # as the register itself writes them
        self.assertIn("us-register", failed(check("+12125550102", "--purpose", "marketing", code=1)))
        world.ctl("dnc", "import", "--list", "us-dnc", file("+12125550100\n+12125550101\n"))
        self.assertIn("us-register", failed(check("+12125550123", *at, code=1)))  # too old by then
        self.assertEqual(world.ctl("dnc", "import", "--list", "us-dnc", file("+12125550101\n")),
                         "1 rows: 1 added, 0 renewed, 2 taken off\n")


class Dial(unittest.TestCase):
    def test_refused_with_the_rule(self):
        desk = world.desk("alice", "correct horse")
        reply = desk.ask("call.dial", number="+33123456789", purpose="marketing")
        self.assertFalse(reply["ok"])
        self.assertEqual(reply["error"]["code"], "dial_refused")
        self.assertIn("fr-consent", failed(reply["error"]["detail"]))
        self.assertIn("(", reply["error"]["message"])

    def test_attempts_count_at_once(self):
        desk = world.desk("alice", "correct horse")
        self.assertTrue(check("+81312345678")["allowed"])
        reply = desk.ask("call.dial", number="+81312345678")
        self.assertNotEqual(reply.get("error", {}).get("code"), "dial_refused", reply)
        refused = desk.ask("call.dial", number="+81312345678")
        self.assertEqual(refused["error"]["code"], "dial_refused", refused)
        self.assertEqual(failed(refused["error"]["detail"]), ["ours"])
        result = check("+81312345678", code=1)
        self.assertEqual(failed(result), ["ours"])
        self.assertIsNotNone(result["next"])


def until(question):
    """The database has what was kept a moment later; the server is asked again until it shows."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if question():
            return
    raise AssertionError("the database never showed it")


class Consents(unittest.TestCase):
    def known(self, desk, number):
        reply = desk.ask("customer.consents", number=number)
        self.assertTrue(reply["ok"], reply)
        return reply["result"]

    def test_given_shown_taken_back(self):
        desk, number = world.desk("alice", "correct horse"), "+33123450001"
        self.assertEqual(self.known(desk, number), {"consents": [], "listings": []})
        self.assertEqual(self.known(desk, "anonymous"), {"consents": [], "listings": []})  # as a phone may show it
        asked = ("--purpose", "marketing", "--at", "2026-11-24T10:30:00Z")
        self.assertEqual(failed(check(number, *asked, code=1)), ["fr-consent"])
        reply = desk.ask("customer.consent", number="+33 1 23 45 00 01", purpose="marketing",
                         given=True, source="said so in this call")
        self.assertTrue(reply["ok"], reply)
        until(lambda: self.known(desk, number)["consents"])
        row = self.known(desk, number)["consents"][0]
        self.assertEqual((row["purpose"], row["source"], row["by"]), ("marketing", "said so in this call", "alice"))
        self.assertNotIn("withdrawn", row)
        reply = desk.ask("customer.consent", number=number, purpose="marketing", given=False, source="called back")
        self.assertTrue(reply["ok"], reply)
        until(lambda: "withdrawn" in self.known(desk, number)["consents"][0])

    def test_do_not_call(self):
        desk, number = world.desk("alice", "correct horse"), "+8613900555077"
        self.assertTrue(check(number)["allowed"])
        reply = desk.ask("customer.do_not_call", number="13900555077", reason="had enough")
        self.assertTrue(reply["ok"], reply)
        until(lambda: self.known(desk, number)["listings"])
        row = self.known(desk, number)["listings"][0]
        self.assertEqual((row["list"], row["reason"], row["by"]), ("house", "had enough", "alice"))
        self.assertEqual(failed(check(number, code=1)), ["house-list-service"])
        self.assertEqual(desk.ask("call.dial", number=number)["error"]["code"], "dial_refused")
        self.assertIn("is no telephone number",
                      desk.ask("customer.do_not_call", number="hello", reason="x")["error"]["message"])

    def test_who_may(self):
        world.ctl("user", "add", "edith", "--role", "editor", stdin="correct horse\n")
        desk = world.desk("edith", "correct horse")
        for op, args in (("customer.consents", {"number": "+33123450001"}),
                         ("customer.consent", {"number": "+33123450001", "purpose": "marketing", "given": True, "source": "x"}),
                         ("customer.do_not_call", {"number": "+33123450001", "reason": "x"}),
                         ("agent.recent", {})):
            self.assertEqual(desk.ask(op, **args)["error"]["code"], "forbidden", op)


class Recent(unittest.TestCase):
    def test_of_nobody_yet(self):
        desk = world.desk("alice", "correct horse")
        reply = desk.ask("agent.recent", limit=50)
        self.assertTrue(reply["ok"], reply)
        self.assertLessEqual(len(reply["result"]["contacts"]), 50)
        self.assertEqual(desk.ask("agent.recent", limit=51)["error"]["code"], "bad_request")


class ZRestart(unittest.TestCase):
    """The last: the server is killed while a campaign's customer is called."""

    def test_record_called_before_a_restart(self):
        path = os.path.join(world.folder, "list.csv")
        with open(path, "w", encoding="utf-8") as out:
            out.write("number,number2,name\n+8613701000001,+8613701000011,Ada Ready\n+8613701000002,,Ben Busy\n")
        world.ctl("campaign", "create", "--purpose", "service", "spring")
        world.ctl("campaign", "import", "--campaign", "spring", path)
        world.ctl("campaign", "start", "spring")
        desk = world.desk("alice", "correct horse", "PJSIP/1001")
        self.assertTrue(desk.ask("campaign.join", campaign="spring")["ok"])
        record = desk.ask("campaign.next")["result"]["record"]
        self.assertEqual((record["name"], record["dialed"]), ("Ada Ready", False))
        desk.ask("campaign.dial", record=record["record"], number="+8613701000011")
        world.stop(signal.SIGKILL)
        world.start()
        world.wait_for_store()
        desk = world.desk("alice", "correct horse", "PJSIP/1001")
        held = desk.ask("campaign.list")["result"]["campaigns"][0]
        self.assertTrue(held["held"], held)
        self.assertTrue(desk.ask("campaign.join", campaign="spring")["ok"])
        again = desk.ask("campaign.next")["result"]["record"]
        self.assertEqual((again["record"], again["dialed"], again["number"]), (record["record"], True, "+8613701000011"))
        reply = desk.ask("campaign.result", record=record["record"], outcome="voicemail")
        self.assertTrue(reply["ok"], reply)
        after = desk.ask("campaign.next")["result"]["record"]
        self.assertEqual(after["name"], "Ben Busy")


if __name__ == "__main__":
    del sys.argv[1:]
    sys.exit(run_unittests())
