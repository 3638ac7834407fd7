# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file with words for people is in po/POTFILES.in, and every file that stands there exists."""

import re

from source import Finding, code_of

LIST = "po/POTFILES.in"
IN_C = re.compile(r"(?<!\w)(_|N_|C_|NC_|ngettext|g_dngettext|gettext|g_dpgettext2)\s*\(")
IN_UI = re.compile(r'translatable="(yes|true)"')


def speaks(tree, path):
    if path.endswith((".ui", ".xml")):
        return IN_UI.search(tree.text(path)) is not None
    if path.endswith(".c"):
        return IN_C.search(code_of(tree.text(path))) is not None
    return path.endswith((".desktop.in", ".metainfo.xml.in", ".gschema.xml"))


def listed(tree):
    """path -> line in POTFILES.in."""
    return {line.strip(): number for number, line in enumerate(tree.lines(LIST), 1) if line.strip() and line[0] != "#"}


def check(tree):
    if not tree.has(LIST):
        return
    names = listed(tree)
    for path in tree.find("desktop/") + tree.find("data/"):
        if speaks(tree, path) and path not in names and path.endswith((".c", ".ui", ".in")):
            yield Finding(path, 1, f"has words for people but is not in {LIST}; add it there")
    for name, number in names.items():
        if not tree.has(name):
            yield Finding(LIST, number, f"{name} does not exist; strike it")


BAD = [
    {"files": {LIST: "", "desktop/agent/a.c": 'f (_ ("Ready"));\n'}, "says": "desktop/agent/a.c:1: has words for people"},
    {"files": {LIST: "", "desktop/agent/a.c": 'f (C_ ("state", "Ready"));\n'}, "says": "desktop/agent/a.c:1:"},
    {"files": {LIST: "# c\n", "desktop/agent/a.ui": '<p translatable="yes">x</p>\n'}, "says": "desktop/agent/a.ui:1:"},
    {"files": {LIST: "desktop/gone.c\n"}, "says": "po/POTFILES.in:1: desktop/gone.c does not exist"},
]
GOOD = [
    {"files": {"desktop/agent/a.c": 'f (_ ("Ready"));\n'}},
    {"files": {LIST: "# c\ndesktop/agent/a.c\n", "desktop/agent/a.c": '_ ("x");\n', "desktop/b.c": "/* _ (x) */ bh_ (x);\n"}},
]
