# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixed shape of a file: licence first, one guard, own header first, includes from the source root, our names."""

import re

from source import Finding, functions_of, includes_of

SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"
OTHER = (".py", ".sh")
FOREIGN_NAMES = {"main", "LLVMFuzzerTestOneInput", "LLVMFuzzerInitialize"}


def check_licence(tree):
    for path in tree.paths:
        if not path.endswith((".c", ".h", ".cpp", ".cc") + OTHER) or path.startswith("tests/data/"):
            continue
        head = "\n".join(tree.lines(path)[:2] if path.endswith(OTHER) else tree.lines(path)[:1])
        if SPDX not in head:
            yield Finding(path, 1, f"does not open with its licence; write: /* {SPDX} */ (in a script as a # comment)")


def check_header(tree, path):
    text = tree.text(path)
    if not re.search(r"^#pragma once$", text, re.MULTILINE):
        yield Finding(path, 1, "has no guard; write #pragma once below the licence")


def check_includes(tree, path):
    own = re.sub(r"\.(c|cpp|cc)$", ".h", path)
    quoted_and_angled = list(includes_of(tree.text(path)))
    for line, kind, name in quoted_and_angled:
        if kind == '"' and "/" not in name and not name.endswith((".inc", ".gen.h")):
            yield Finding(path, line, f'include from the source root: "{name}" must name its folder')
    if path != own and tree.has(own):
        first = quoted_and_angled[0] if quoted_and_angled else (1, "", "")
        if first[2] not in (own, own.replace(".h", "-private.h")):
            yield Finding(path, first[0], f'its own header comes first, so that a header that misses an include shows: "{own}"')


def check_names(tree, path):
    for function in functions_of(tree.text(path)):
        if not function.static and not function.name.startswith(("bh_", "_bh_", "fake_")) and function.name not in FOREIGN_NAMES \
                and function.name != "?" and not function.name.isupper():
            yield Finding(path, function.first, f"{function.name} is visible to other files: make it static or call it bh_…")


def check(tree):
    yield from check_licence(tree)
    for path in tree.c_files():
        if path.endswith(".h"):
            yield from check_header(tree, path)
        yield from check_includes(tree, path)
        if path.endswith(".c") and not path.startswith("tests/"):  # a test's world speaks its own words
            yield from check_names(tree, path)


LICENCE = f"/* {SPDX} */\n"
BAD = [
    {"files": {"server/a.c": "int x;\n"}, "says": "server/a.c:1: does not open with its licence"},
    {"files": {"tests/a.py": "#!/usr/bin/python3\nimport os\n"}, "says": "tests/a.py:1: does not open with its licence"},
    {"files": {"server/a.h": LICENCE + "int x;\n"}, "says": "server/a.h:1: has no guard"},
    {"files": {"server/b/a.c": LICENCE + '#include "b.h"\n'}, "says": "server/b/a.c:2: include from the source root"},
    {"files": {"server/a.c": LICENCE + '#include <glib.h>\n#include "server/a.h"\n', "server/a.h": LICENCE + "#pragma once\n"},
     "says": "server/a.c:2: its own header comes first"},
    {"files": {"server/a.c": LICENCE + "void\nfrob (void)\n{\n}\n"}, "says": "server/a.c:2: frob is visible"},
]
GOOD = [
    {"files": {"server/a.c": LICENCE + '\n#include "server/a.h"\n\n#include <glib.h>\n\nstatic void\nf (void)\n{\n}\n\n'
                                       "void\nbh_a (void)\n{\n}\n",
               "server/a.h": LICENCE + "#pragma once\n", "tests/a.py": f"#!/usr/bin/python3\n# {SPDX}\n"}},
    {"files": {"server/a.c": LICENCE + '#include "server/a-private.h"\n', "server/a.h": LICENCE + "#pragma once\n"}},
]
