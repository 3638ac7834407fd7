# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything has its place: the top level, and a page in each folder that says what lives there and why."""

import posixpath

from source import Finding

TOP = {"meson.build", "meson_options.txt", "README.md", "LICENSE", "server", "desktop", "protocol", "data", "po", "tests"}
LONGEST_README = 150


def check_top(tree):
    for name in sorted({p.split("/")[0] for p in tree.paths}):
        if name not in TOP and not name.startswith("."):
            yield Finding(name, 1, f"the top level holds only {', '.join(sorted(TOP))} and dotfiles; put it into a folder")


def folders_of(tree):
    """Folders that hold sources or build files of ours."""
    kinds = (".c", ".h", ".cpp", ".cc", ".py", ".sh", ".ui", ".sql", "/meson.build")
    return sorted({posixpath.dirname(p) for p in tree.paths if p.endswith(kinds)} - {""})


# Tests mirror the tree: the mirrored folder's page says what is tested, tests/README.md how. These mirror nothing.
OWN_TESTS = ("tests", "tests/bench", "tests/data", "tests/fakes", "tests/fuzz", "tests/journey", "tests/lint")


def needs_readme(tree, folder):
    if folder.startswith("tests"):
        return folder in OWN_TESTS
    return not folder.startswith(".") and tree.has(f"{folder}/meson.build")


def check_readmes(tree):
    for folder in folders_of(tree):
        if needs_readme(tree, folder) and not tree.has(f"{folder}/README.md"):
            yield Finding(f"{folder}/README.md", 1, "is missing: one page that says what lives in the folder and why")
    for path in tree.find(ends="README.md"):
        lines = len(tree.lines(path))
        if path.startswith(("server/", "desktop/")) and lines > LONGEST_README:
            yield Finding(path, lines, f"{lines} lines; a folder's README is a page, at most {LONGEST_README}")


def check(tree):
    yield from check_top(tree)
    yield from check_readmes(tree)


BAD = [
    {"files": {"notes.txt": ""}, "says": "notes.txt:1: the top level holds only"},
    {"files": {"server/core/a.c": "", "server/core/meson.build": ""}, "says": "server/core/README.md:1: is missing"},
    {"files": {"tests/fakes/a.c": ""}, "says": "tests/fakes/README.md:1: is missing"},
    {"files": {"server/core/README.md": "x\n" * 151}, "says": "a folder's README is a page"},
]
GOOD = [{"files": {".ci/run": "", "README.md": "", "server/core/a.c": "", "server/core/meson.build": "",
                   "server/core/README.md": "", "tests/core/t.c": ""}}]
