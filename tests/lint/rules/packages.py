# SPDX-License-Identifier: GPL-3.0-or-later
"""The two package lists: one name a line, sorted, each name in one list only."""

import re

from source import Finding

LISTS = ("data/packages.txt", "tests/packages.txt")


def check(tree):
    seen = {}
    for path in LISTS:
        if not tree.has(path):
            continue
        lines = tree.lines(path)
        for number, name in enumerate(lines, 1):
            if not re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", name):
                yield Finding(path, number, f'"{name}" is not the name of a Debian package; one a line, nothing else')
            elif name in seen:
                yield Finding(path, number, f"{name} is already in {seen[name]}; strike it here")
            elif number > 1 and name < lines[number - 2]:
                yield Finding(path, number, f"{name} is out of order; run: LC_ALL=C sort -uo {path} {path}")
            seen.setdefault(name, path)


BAD = [
    {"files": {"data/packages.txt": "gcc\nsqlite3\n", "tests/packages.txt": "sqlite3\n"},
     "says": "tests/packages.txt:1: sqlite3 is already in data/packages.txt"},
    {"files": {"data/packages.txt": "gcc\ngcc\n"}, "says": "data/packages.txt:2: gcc is already in"},
    {"files": {"data/packages.txt": "# tools\n"}, "says": "is not the name of a Debian package"},
    {"files": {"data/packages.txt": "meson\ngcc\n"}, "says": "data/packages.txt:2: gcc is out of order"},
]
GOOD = [{"files": {"data/packages.txt": "g++\ngcc\nlibpq-dev\n", "tests/packages.txt": "clang-format\nxvfb\n"}}]
