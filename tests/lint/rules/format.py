# SPDX-License-Identifier: GPL-3.0-or-later
"""Formatting is the machine's: clang-format 14 with the repository's file changes nothing."""

import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from lint import HERE, Unable
from source import Finding

CURE = "not as clang-format 14 writes it; run: clang-format -i"
STYLE = os.path.join(os.path.dirname(os.path.dirname(HERE)), ".clang-format")


def formatter():
    for name in ("clang-format-14", "clang-format"):
        program = shutil.which(name)
        if program:
            version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
            if re.search(r"version 14\.", version):
                return program
    raise Unable("clang-format 14 is not installed (Debian 12: apt-get install clang-format)")


def check_text(program, path, text):
    run = subprocess.run([program, f"--style=file:{STYLE}", f"--assume-filename={path}", "--output-replacements-xml"],
                         input=text.encode(), capture_output=True, check=False)
    if run.returncode != 0:
        return Finding(path, 1, "clang-format cannot read it: " + run.stderr.decode().strip())
    offset = re.search(r"<replacement offset='(\d+)'", run.stdout.decode(errors="replace"))
    if offset is None:
        return None
    line = text.encode()[:int(offset.group(1))].count(b"\n") + 1
    return Finding(path, line, f"{CURE} {path}")


def check(tree):
    program = formatter()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = pool.map(lambda path: check_text(program, path, tree.text(path)), tree.c_files())
        return [finding for finding in found if finding]


BAD = [
    {"files": {"server/a.c": "int  x;\n"}, "says": "server/a.c:1: not as clang-format"},
    {"files": {"server/a.c": "static void\nf (void)\n{\n\tg ();\n}\n"}, "says": "run: clang-format -i server/a.c"},
]
GOOD = [{"files": {"server/a.c": "int x;\n\nstatic void\nf (void)\n{\n  g ();\n}\n"}}]
