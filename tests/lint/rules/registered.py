# SPDX-License-Identifier: GPL-3.0-or-later
"""No test is forgotten: each source under tests/ is named in a meson.build of its folder or of one above."""

import posixpath
import re

from source import Finding, code_of

IGNORED = ("tests/lint/rules/", "tests/data/")


def is_test(tree, path):
    if path.startswith(IGNORED):
        return False
    if path.endswith(".c"):
        return True
    name = posixpath.basename(path)
    return path.endswith(".py") and re.match(r"(test[-_].*|.*[-_]test)\.py$", name) is not None


def meson_above(tree, path):
    folder = posixpath.dirname(path)
    text = ""
    while folder:
        name = f"{folder}/meson.build"
        text += re.sub(r"subdir\(.*?\)", "", tree.text(name)) if tree.has(name) else ""
        folder = posixpath.dirname(folder)
    return text


def named(path, text):
    """A file is named whole, or a table holds its stem: 'ami-parser' for ami-parser.c or test-ami-parser.c."""
    name = posixpath.basename(path)
    stem = posixpath.splitext(name)[0]
    stems = {stem, re.sub(r"^(test|fuzz|bench)[-_]|[-_]test$", "", stem)}
    return name in text or any(f"'{s}'" in text for s in stems)


def check(tree):
    for path in tree.find("tests/"):
        if is_test(tree, path) and not named(path, meson_above(tree, path)):
            yield Finding(path, 1, "no meson.build of its folder names it, so nobody runs it; register it with test()")
    for path in tree.find("tests/", ".c"):
        yield from check_cases(tree, path)


def check_cases(tree, path):
    """Each static test function of a test program is used, each g_test_run program adds at least one case."""
    code = code_of(tree.text(path))
    if "g_test_run" in code and not re.search(r"g_test_add|g_test_create|_add_tests|_register|_add ", code):
        yield Finding(path, 1, "runs the test harness but adds no case")


BAD = [
    {"files": {"tests/server/core/call-test.c": "int x;\n"}, "says": "tests/server/core/call-test.c:1: no meson.build"},
    {"files": {"tests/ctl/test_ctl.py": "", "tests/meson.build": "subdir('ctl')\n"}, "says": "tests/ctl/test_ctl.py:1:"},
    {"files": {"tests/a/x.c": "return g_test_run ();\n", "tests/a/meson.build": "test('x', 'x.c')\n"}, "says": "adds no case"},
]
GOOD = [
    {"files": {"tests/a/call-test.c": "", "tests/a/meson.build": "foreach t : ['call']\n", "tests/lint/rules/x.py": ""}},
    {"files": {"tests/a/b/test_x.py": "", "tests/a/meson.build": "test('x', py, args: files('b/test_x.py'))\n"}},
]
