#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_campaign.py FOLDER [COUNT]: whom to call, from FOLDER/customers.csv into FOLDER/campaign.csv (for `bellhopctl campaign import`)."""
import csv
import pathlib
import sys

REASONS = ["The service contract ends on 31 December.", "The guarantee of the router ends this month.", "Asked for a call about a new headset."]


def main(folder, count=40):
    folder, seen = pathlib.Path(folder), set()
    with open(folder / "customers.csv", encoding="utf-8", newline="") as file:
        people = [p for p in csv.DictReader(file) if p["phone"] and p["phone"][-8:].isdigit()]
    with open(folder / "campaign.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["number", "number2", "name", "company", "language", "zone", "reason", "contract"])
        for person in people:
            numbers = [n for n in (person["phone"], person["phone2"]) if n and n not in seen]
            if len(seen) >= count or not numbers or numbers[0] != person["phone"]:
                continue
            seen.update(numbers)
            out.writerow([
                numbers[0], numbers[1] if len(numbers) > 1 else "", person["latin_name"] or person["name"], person["company"],
                person["language"], person["time_zone"], REASONS[len(seen) % len(REASONS)], f"S-{2000 + len(seen)}"])


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
