# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree as the rules see it, and a very small reader of C.

The reader leans on the formatter: a function's body opens with "{" alone in column 0 and closes with "}" in
column 0, its name starts in column 0 after its return type. The format rule makes that true."""

import os
import re
import subprocess
from dataclasses import dataclass, field

PRODUCT = ("protocol/", "server/", "desktop/")
C_SOURCES = (".c", ".h", ".cpp", ".cc")


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    text: str  # what is wrong, and the cure

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}"


class Tree:
    """The files of the repository: those that git knows or would add, so that what lies about does not count."""

    def __init__(self, root):
        self.root = root
        self._texts = {}
        self.paths = sorted(self._list())

    def _list(self):
        git = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard"],
            cwd=self.root, capture_output=True, text=True, check=False)
        if git.returncode == 0 and git.stdout:
            return {p for p in git.stdout.splitlines() if os.path.isfile(self.path(p))}
        found = set()
        for folder, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if not re.fullmatch(r"build.*|demo-out|\.git|__pycache__", f)]
            found.update(os.path.relpath(os.path.join(folder, n), self.root) for n in names)
        return found

    def path(self, name):
        return os.path.join(self.root, name)

    def text(self, name):
        if name not in self._texts:
            with open(self.path(name), encoding="utf-8", errors="replace") as file:
                self._texts[name] = file.read()
        return self._texts[name]

    def lines(self, name):
        return self.text(name).splitlines()

    def find(self, under="", ends=""):
        return [p for p in self.paths if p.startswith(under) and p.endswith(ends)]

    def c_files(self, under=""):
        return self.find(under, C_SOURCES)

    def product(self):
        return self.find(PRODUCT, C_SOURCES)

    def has(self, name):
        return name in self.paths


class Sample(Tree):
    """A tree made of strings, for the rules' self-tests."""

    def __init__(self, texts, commits=()):
        self.root = None
        self._texts = dict(texts)
        self.commits = list(commits)
        self.paths = sorted(self._texts)


COMMENT_OR_STRING = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def _blank(match):
    token = match.group(0)
    if token[0] in "\"'":
        return token[0] + "\n" * token.count("\n") + token[0]
    return " " + "\n" * token.count("\n")


def code_of(text):
    """@text with comments gone and strings emptied, line by line where it was."""
    return COMMENT_OR_STRING.sub(_blank, text)


def includes_of(text):
    """(line number, "quoted" or <angled>, name) of each #include."""
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1), match.group(2)


@dataclass(frozen=True)
class Function:
    name: str
    first: int  # the line of its return type
    last: int
    static: bool
    table: bool = field(default=False)
    rows: int = field(default=0)  # lines of tables in it, which do not count

    @property
    def length(self):
        return self.last - self.first + 1 - self.rows


def functions_of(text):
    """The functions of a formatted C file."""
    lines = text.splitlines()
    bare = code_of(text).splitlines()
    start = None
    for index, line in enumerate(bare):
        if line.rstrip() == "{" and start is None:
            start = index
        elif line.startswith("}") and start is not None:
            yield _function(lines, bare, start, index)
            start = None


def _function(lines, bare, opens, closes):
    name_at = opens - 1
    while name_at > 0 and not re.match(r"[A-Za-z_]\w*\s*\(", bare[name_at]):
        if not bare[name_at].strip() or bare[name_at].startswith(("}", "#")):
            break
        name_at -= 1
    first = name_at
    while first > 0 and bare[first - 1].strip() and not re.match(r"[#}{]|.*[;}]\s*$", bare[first - 1]):
        first -= 1
    match = re.match(r"(?:.*?\b)?([A-Za-z_]\w*)\s*\(", bare[name_at])
    head = " ".join(bare[first:opens])
    table = any("/* table */" in line for line in lines[max(0, first - 3):closes + 1])
    return Function(match.group(1) if match else "?", first + 1, closes + 1,
                    bool(re.search(r"\bstatic\b", head)), table, _rows(bare[opens:closes]))


def _rows(lines):
    """The lines of array initialisers: what stands between "[] = {" and "};"."""
    rows, inside = 0, False
    for line in lines:
        if inside and re.match(r"\s*\};$", line):
            inside = False
        rows += inside
        inside = inside or re.search(r"\]\s*=\s*\{$", line.rstrip()) is not None
    return rows


ESCAPE = re.compile(r"(?:/\*|#|//)\s*lint: ok(?:,\s*(.*?))?\s*(?:\*/|$)")


def excused(line):
    """None: no escape on this line; "": an escape without a reason; else the reason."""
    match = ESCAPE.search(line)
    return None if match is None else (match.group(1) or "").strip()
