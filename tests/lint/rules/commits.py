# SPDX-License-Identifier: GPL-3.0-or-later
"""A commit is a letter: "area: What changed", and a body that says why."""

import re
import subprocess

from lint import Unable
from source import Finding

LAST = 50
SUBJECT = re.compile(r"[a-z0-9/_, .-]+: [A-Z]")
# History is not rewritten: a slip stays visible, and only a habit fails.
SUBJECTS, BODIES = 0.96, 0.90


def log_of(tree):
    """[(id, subject, body)] of the last commits, newest first."""
    def git(*arguments):
        return subprocess.run(["git", "-c", "safe.directory=*", *arguments], cwd=tree.root, capture_output=True, text=True,
                              check=False)
    shallow = git("rev-parse", "--is-shallow-repository")
    if shallow.returncode != 0 or shallow.stdout.strip() != "false":
        raise Unable("no whole git history here")
    log = git("log", "--no-merges", f"-{LAST}", "--format=%h%x1f%s%x1f%b%x1e")
    return [tuple(entry.strip("\n").split("\x1f")) for entry in log.stdout.split("\x1e") if entry.strip()]


def body_of(text):
    return [line for line in text.splitlines() if line.strip() and not re.match(r"[A-Z][a-z-]+-by: |[A-Za-z-]+: \S+$", line)]


def check(tree):
    commits = tree.commits if tree.root is None else log_of(tree)
    bad = [(c, s) for c, s, _ in commits if not SUBJECT.match(s) or s.endswith(".")]
    bare = [(c, s) for c, s, b in commits if not body_of(b)]
    if commits and 1 - len(bad) / len(commits) < SUBJECTS:
        for commit, subject in bad:
            yield Finding(commit, 0, f'subject "{subject}"; write "area: What changed", without a full stop')
    if commits and 1 - len(bare) / len(commits) < BODIES:
        for commit, subject in bare:
            yield Finding(commit, 0, f'"{subject}" has no body; say why, and what breaks without it')


BAD = [
    {"commits": [("a1", "fix stuff", "Because it was broken.")], "says": 'a1:0: subject "fix stuff"'},
    {"commits": [("a1", "core: Drop ended legs.", "Because.")], "says": "without a full stop"},
    {"commits": [("a1", "core: Drop ended legs", "")], "says": "a1:0: \"core: Drop ended legs\" has no body"},
]
GOOD = [{"commits": [("a1", "pbx/ami: Drop ended legs", "They would ring for ever.")] * 9 + [("a2", "core: Say why", "")]}]
