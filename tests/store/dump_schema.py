#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""dump_schema.py CONNINFO GOLDEN: compares the schema of a database with a golden file.

With BELLHOP_WRITE_GOLDEN=1 in the environment it writes the file instead: after a change that is meant."""

import difflib
import os
import pathlib
import re
import subprocess
import sys


def dump(conninfo):
    programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
    text = subprocess.run([programs[-1], "--schema-only", "--no-owner", "--no-privileges", "--dbname", conninfo],
                          check=True, capture_output=True, text=True).stdout
    # what is of the dumping program and not of the schema
    text = re.sub(r"^(--.*|SET .*|SELECT pg_catalog\.set_config.*|\\(un)?restrict .*)\n", "", text, flags=re.M)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def main():
    conninfo, golden = sys.argv[1:]
    got = dump(conninfo)
    if os.environ.get("BELLHOP_WRITE_GOLDEN"):
        pathlib.Path(golden).write_text(got, encoding="utf-8")
        return 0
    wanted = pathlib.Path(golden).read_text(encoding="utf-8")
    if got == wanted:
        return 0
    sys.stdout.writelines(difflib.unified_diff(wanted.splitlines(True), got.splitlines(True), golden, "the database"))
    print("The schema has changed. If that is meant: BELLHOP_WRITE_GOLDEN=1 and the test once more.")
    return 1


sys.exit(main())
