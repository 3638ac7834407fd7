#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""number_zones.py > number-zones.txt: in which time zones may a number be? Begins of numbers from libphonenumber (as
python3-phonenumbers has them), countries from the time zone database (zone.tab)."""
import phonenumbers
from phonenumbers.tzdata import TIMEZONE_DATA

# Where libphonenumber names one zone of several: Queensland has no summer time, its neighbours with the same area code have.
CORRECTIONS = {"617": ("Australia/Brisbane", "Australia/Sydney")}
TIMEZONE_DATA.update(CORRECTIONS)
countries = {}
with open("/usr/share/zoneinfo/zone.tab", encoding="utf-8") as table:
    for line in table:
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            countries.setdefault(country, []).append(zone.strip())
today = {zone for zones in countries.values() for zone in zones}
# old names, which not every machine has, stand for those of today
with open("/usr/share/zoneinfo/tzdata.zi", encoding="utf-8") as source:
    links = dict(reversed(line.split()[1:]) for line in source if line.startswith("L "))


def current(zone):
    return zone if zone in today else links.get(zone, zone)


print(f"# Time zones of numbers: the longest begin of an E.164 number that is here counts. libphonenumber {phonenumbers.__version__},")
print("# Apache License 2.0. Then those of countries (zone.tab, public domain), for numbers that may be anywhere in theirs.")
print("# Made by number_zones.py; not to be changed by hand.")
for prefix in sorted(TIMEZONE_DATA):
    zones = dict.fromkeys(current(zone) for zone in TIMEZONE_DATA[prefix] if zone != "Etc/Unknown")
    if zones:
        print(f"{prefix} {' '.join(zones)}")
for country in sorted(countries):
    print(f"{country} {' '.join(countries[country])}")
