# SPDX-License-Identifier: GPL-3.0-or-later
"""A preview campaign of ten records for somebody's shift: what is called and how it ends, by keyboard alone; then what is stored of it.

Nothing here depends on the time of day: the campaign is one of service, the house's own hours are off, and the one rule about hours is made
for the hour of the test.
The customers' phone is told what to do with each call."""
import datetime
import pathlib
import zoneinfo

from world import must, until

NAME = "renewals"
THERE = zoneinfo.ZoneInfo("Asia/Shanghai")  # no summer time
CLOSED = "+8610"  # numbers of Beijing are in the rule about hours, mobile ones are not

LIST = """number,number2,name,company,reason
+8613701000001,,Ada Ready,Ready Boats,The contract ends in December
+8613701000002,,Ben Busy,,
+8613701000003,,Cleo Silent,,
+8613701000004,,Dan Skipped,,
+8613701000005,,Eve Later,,
+8613701000006,,Finn Team,,
+8613701000007,,Gina Never,,
+8613701000008,+8613701000018,Ida Wrong,,
+8613701000009,,Jan Stop,,
+861065001234,,Hugo Night,,
"""


OPEN = (datetime.datetime.now(THERE).hour + 12) % 24  # the one hour of the day in which Beijing may be called: half a day away


def write_rules(path):
    path.write_text(
        f"[rule house-night]\nkind = hours\ntitle = Hours of the house\ncountry = CN\nprefixes = {CLOSED}\npurpose = any\n"
        f"every_day = {OPEN:02}:00-{OPEN:02}:59\nsource = Decision of the management\n"
        "[rule house-hours]\nenabled = no\n", encoding="utf-8")


def bring_in(shift):
    """An administrator makes the campaign."""
    file = shift.world.folder / "renewals.csv"
    file.write_text(LIST, encoding="utf-8")
    script = pathlib.Path(__file__).resolve().parents[3] / "data/demo/scripts/renewal.json"
    for what in (
        ("script", "import", str(script)),
        ("campaign", "create", "--label", "Renewals in November", "--purpose", "service", "--retry", "busy 10m 5; no_answer 2h 4; skipped 1h", NAME),
        ("script", "assign", "renewal", "--campaign", NAME),
        ("campaign", "import", "--campaign", NAME, str(file)),
        ("campaign", "start", NAME),
    ):
        ran = shift.world.server.ctl(*what)
        must(ran.returncode == 0, f"{what}: {ran.stdout}{ran.stderr}")


class Campaign:
    """Its records in the order of the list, and what is done with each."""

    def __init__(self, shift):
        self.shift, self.world, self.alice = shift, shift.world, shift.alice

    def dials(self, name):
        """She calls @name; their phone rings. Gives where the customer's phone was before."""
        self.alice.sees(f"^{name}$")
        self.alice.sees("^Yes, now$")
        since = self.world.now()
        self.alice.key("d")
        self.world.hears("incoming", "trunk", since)
        return since

    def talks(self, name):
        since = self.dials(name)
        self.world.phones.ask(phone="trunk", do="answer")
        self.alice.sees(f"^{name}  ·  Talking$")
        return since

    def ends(self, since, typed, shown, then):
        self.hangs_up(since)
        self.alice.sees("^Finish$")
        self.shift.finishes(typed, shown, then)

    def hangs_up(self, since):
        self.alice.key("F12")
        self.alice.key("F12")
        self.world.hears("ended", "trunk", since)

    def joins(self):
        self.alice.key("ctrl+o")
        self.alice.key("Return")
        self.alice.sees("^The contract ends in December$")

    def is_refused(self, name):
        """@name asked for no more calls while the record was on the screen already."""
        self.alice.sees(f"^{name}$")
        ran = self.world.server.ctl("dnc", "add", "--reason", "wrote a letter", "+8613701000007")
        must(ran.returncode == 0, f"dnc add: {ran.stderr}")
        since = self.world.now()
        self.alice.key("d")
        self.alice.sees("(?i)do-not-call.*wrote a letter")
        must(not any(e["event"] == "incoming" for e in self.world.phones.events[since:]), "a refused number was called")

    def skips(self, name, digit):
        self.alice.sees(f"^{name}$")
        self.alice.key("s")
        self.alice.sees("^Spoke with somebody else lately$")
        self.alice.key(digit)
        self.alice.gone(f"^{name}$")

    def promises(self, when, note, to_team=False):
        """In the window that is open already."""
        self.alice.sees("^What about$")
        self.alice.key("ctrl+a")
        self.alice.types(when)
        self.alice.key("Tab")
        self.alice.types(note)
        if to_team:
            self.alice.key("Tab")
            self.alice.key("space")
        self.alice.key("alt+p")
        self.alice.gone("^What about$")

    def work(self):
        self.joins()
        since = self.talks("Ada Ready")
        self.alice.sees("^Good day, this is Alice. I am calling because your contract")  # the campaign's script
        self.ends(since, "agreed", "^Agreed", "^Ben Busy$")
        self.finds_a_line_busy()
        self.lets_it_ring()
        self.skips("Dan Skipped", "2")
        self.alice.sees("^Eve Later$")
        self.alice.key("c")
        self.promises("+2h", "is in a meeting")
        since = self.talks("Finn Team")
        self.alice.key("ctrl+shift+b")
        self.promises("+3d", "asks his wife", to_team=True)
        self.ends(since, "call back", "(?i)call back", "^Gina Never$")
        self.is_refused("Gina Never")
        self.skips("Gina Never", "3")
        self.calls_the_rest()

    def calls_the_rest(self):
        """Ida comes again with her other number: before Jan or after him, as soon as the database has what became of the first."""
        last = {"Ida Wrong": ("not inter", "(?i)not interested"), "Jan Stop": ("do not call", "(?i)do not call")}
        self.ends(self.talks("Ida Wrong"), "wrong", "(?i)wrong number", "^(Ida Wrong|Jan Stop)$")
        while last:
            name = self.alice.sees(f"^({'|'.join(last)})$")["saw"]
            typed, shown = last.pop(name)
            then = f"^({'|'.join(last)})$" if last else "^Hugo Night may not be called now. Hours of the house.*Decision of the management"
            self.ends(self.talks(name), typed, shown, then)

    def finds_a_line_busy(self):
        since = self.dials("Ben Busy")
        self.world.phones.ask(phone="trunk", do="reject", code=486)
        self.world.hears("ended", "trunk", since)
        self.comes_back("Cleo Silent")

    def lets_it_ring(self):
        self.hangs_up(self.dials("Cleo Silent"))
        self.comes_back("Dan Skipped")

    def comes_back(self, then):
        """Nobody was spoken to: there may be something to finish."""
        self.alice.sees(f"^Finish$|^{then}$")
        if "Finish" in self.alice.texts():
            self.alice.key("ctrl+Return")
        self.alice.sees(f"^{then}$")


RESULTS = """
SELECT r.name, s.outcome, coalesce(s.number, ''), s.note,
       CASE WHEN s.outcome <> 'callback' THEN coalesce(extract(epoch FROM s.next - date_trunc('second', s.at))::bigint::text, '') END
FROM campaign_result s JOIN campaign_record r ON r.id = s.record_id
WHERE r.campaign = 'renewals' AND s.agent = 'alice' AND r.name <> 'Hugo Night' ORDER BY r.place, s.at
"""
RECORDS = "SELECT name, state, coalesce(outcome, ''), tries, coalesce(agent, '') FROM campaign_record WHERE campaign = 'renewals' ORDER BY place"
ATTEMPTS = """
SELECT number, outcome FROM dial_attempt
WHERE campaign = 'renewals' AND agent = 'alice' AND mode = 'preview' AND record_id IS NOT NULL ORDER BY number
"""
PROMISES = """
SELECT c.name, coalesce(c.agent, 'team'), c.zone, c.note, c.created_by, c.state, (c.contact_id IS NOT NULL)::text, (c.due = r.due)::text,
       ceil(extract(epoch FROM c.due - c.created_at) / 3600) FROM callback c JOIN campaign_record r ON r.id = c.record_id ORDER BY r.place
"""
NIGHT = """
SELECT s.outcome, (s.note LIKE 'Hours of the house:%')::text, to_char(s.next AT TIME ZONE 'Asia/Shanghai', 'HH24:MI'), (s.next > s.at)::text,
       (s.next <= s.at + interval '1 day')::text
FROM campaign_result s JOIN campaign_record r ON r.id = s.record_id WHERE r.name = 'Hugo Night' ORDER BY s.at LIMIT 1
"""
UNWANTED = "SELECT number, list, reason FROM do_not_call ORDER BY number"
REFUSED = "SELECT actor, object FROM audit WHERE action = 'dial_refused'"


def compare(rows, sql, done):
    until(lambda: len(rows(sql)) >= len(done), f"not all is stored: {rows(sql)}")
    for was, held in zip(done, rows(sql)):
        must(was == held, f"done:   {was}\nstored: {held}")
    must(len(rows(sql)) == len(done), f"stored, and not done: {rows(sql)[len(done):]}")


def is_stored(shift):
    rows, number = shift.world.server.rows, "+86137010000{:02}".format
    compare(rows, RESULTS, [
        ["Ada Ready", "sold", number(1), "", ""],
        ["Ben Busy", "busy", number(2), "", "600"],
        ["Cleo Silent", "no_answer", number(3), "", "7200"],
        ["Dan Skipped", "skipped", "", "Spoke with somebody else lately", "3600"],
        ["Eve Later", "callback", "", "", ""],
        ["Finn Team", "callback", number(6), "", ""],
        ["Gina Never", "skipped", "", "Something in the record is wrong", "3600"],
        ["Ida Wrong", "wrong_number", number(8), "", ""],
        ["Ida Wrong", "refused", number(18), "", ""],
        ["Jan Stop", "do_not_call", number(9), "", ""],
    ])
    compare(rows, RECORDS, [
        ["Ada Ready", "done", "sold", "1", ""],
        ["Ben Busy", "open", "busy", "1", ""],
        ["Cleo Silent", "open", "no_answer", "1", ""],
        ["Dan Skipped", "open", "", "0", ""],
        ["Eve Later", "open", "", "0", "alice"],
        ["Finn Team", "open", "callback", "1", ""],
        ["Gina Never", "open", "", "0", ""],
        ["Ida Wrong", "done", "refused", "2", ""],
        ["Jan Stop", "done", "do_not_call", "1", ""],
        ["Hugo Night", "open", "", "0", ""],
    ])
    attempts = [(1, "answered"), (2, "busy"), (3, "no_answer"), (6, "answered"), (8, "wrong_number"), (9, "refused"), (18, "refused")]
    compare(rows, ATTEMPTS, [[number(n), outcome] for n, outcome in attempts])
    compare(rows, PROMISES, [
        ["Eve Later", "alice", "Asia/Shanghai", "is in a meeting", "alice", "open", "false", "true", "2"],
        ["Finn Team", "team", "Asia/Shanghai", "asks his wife", "alice", "open", "true", "true", "72"],
    ])
    compare(rows, NIGHT, [["not_allowed", "true", f"{OPEN:02}:00", "true", "true"]])
    compare(rows, UNWANTED, [[number(7), "house", "wrote a letter"], [number(9), "house", "asked for it"]])
    compare(rows, REFUSED, [["alice", f"{number(7)} house-list-service"]])
