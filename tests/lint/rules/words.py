# SPDX-License-Identifier: GPL-3.0-or-later
"""The repository speaks of the product alone: no path of one machine, no host of a package mirror."""

import re

from source import Finding

SELF = "tests/lint/rules/words.py"
BANNED = [
    (re.compile(r"(?<![\w.])/work/"), "a path of one machine; make it relative to the source root, or an argument"),
    (re.compile(r"\b(deb|ftp|snapshot|security)\.debian\.org\b|\bregistry\.npmjs\.org\b|\bpypi\.org\b|\bftp\.[a-z]{2}\.debian\.org\b"),
     "a mirror's host; take it from the machine's own apt configuration"),
    (re.compile(r"(?<![\w/])/(home|Users)/[a-z]\w+/"), "somebody's home folder; make it relative or an argument"),
]
BINARY = (".png", ".ami", ".pcap", ".gz", ".xz", ".gsm", ".wav", ".ico", ".tidx", ".mo", ".woff2", ".bin")


def check(tree):
    for path in tree.paths:
        if path == SELF or path.endswith(BINARY):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            for pattern, why in BANNED:
                match = pattern.search(line)
                if match:
                    yield Finding(path, number, f'"{match.group(0)}" is {why}')


BAD = [
    {"files": {"data/a.sh": "cd /work/main\n"}, "says": 'data/a.sh:1: "/work/" is a path of one machine'},
    {"files": {"data/a.sh": "# ok\nmirror=http://deb.debian.org/debian\n"}, "says": "data/a.sh:2:"},
    {"files": {"README.md": "cd /home/kim/bellhop\n"}, "says": "somebody's home folder"},
]
GOOD = [{"files": {"data/a.sh": "cd \"$root/work/x\"\n", "README.md": "See bugs.debian.org; /homework/; ~/x\n"}}]
