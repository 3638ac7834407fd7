#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the measures that this project is compared by, each with its target: figures.py [ROOT]"""

import os
import re
import subprocess
import sys
from statistics import median

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from rules import commits as commit_rule  # noqa: E402
from rules import lengths, ratio  # noqa: E402
from source import PRODUCT, Tree, code_of, functions_of, includes_of  # noqa: E402

CLEANUP = re.compile(r"\bg_auto(?:ptr|free|slist|list|queue)?\s*(?:\(|[A-Za-z_*])|\bg_steal_\w+\s*\(")
GUARD = re.compile(r"\bg_return_(?:val_)?if_fail\s*\(|\bg_assert\w*\s*\(")
GOBJECT = re.compile(r"\bG_DEFINE_\w*TYPE\w*\s*\(")
CASE = re.compile(r"\bg_test_add\w*\s*\(|\bg_test_create_case\s*\(")
PYTHON_CASE = re.compile(r"^\s+def test_", re.MULTILINE)


def own_includes(tree, path):
    return sum(name.startswith(PRODUCT) for _, kind, name in includes_of(tree.text(path)) if kind == '"')


def per_thousand(tree, paths, pattern):
    lines = sum(len(tree.lines(p)) for p in paths)
    hits = sum(len(pattern.findall(code_of(tree.text(p)))) for p in paths)
    return 1000 * hits / lines if lines else 0


def folder_ratio(tree, under):
    product = ratio.weigh(tree, [p for p in tree.product() if p.startswith(under)])
    return ratio.test_lines(tree, "tests/" + under.removeprefix("server/")) / product if product else 0


def commit_sizes(tree):
    """Changed lines of each commit, merges left out."""
    log = subprocess.run(["git", "-c", "safe.directory=*", "log", "--no-merges", "--shortstat", "--format=%x1e"],
                         cwd=tree.root, capture_output=True, text=True, check=False).stdout
    sizes = [sum(int(n) for n in re.findall(r"(\d+) (?:insertion|deletion)", entry)) for entry in log.split("\x1e")[1:]]
    return sorted(sizes) or [0]


def rows(tree):
    product = tree.product()
    sources = [p for p in product if not p.endswith(".h")]
    functions = [f.length for p in sources for f in functions_of(tree.text(p)) if not f.table]
    objects = [p for p in sources if GOBJECT.search(code_of(tree.text(p)))]
    includes = sorted(own_includes(tree, p) for p in sources) or [0]
    tests = tree.find("tests/", ".c")
    cases = sum(len(CASE.findall(code_of(tree.text(p)))) for p in tests)
    python_cases = sum(len(PYTHON_CASE.findall(tree.text(p))) for p in tree.find("tests/", ".py"))
    yield "product files, lines", f"{len(product)}, {ratio.product_lines(tree)}", ""
    yield "lines per .c, median / p95 / max", lengths.spread(len(tree.lines(p)) for p in sources), "<= 300 / 900 (1000)"
    yield "lines per function, median / p95 / max", lengths.spread(functions), "<= 15 / 45 (80)"
    yield "header lines, median / p95 / max", lengths.spread(len(tree.lines(p)) for p in product if p.endswith(".h")), "<= 50 (150)"
    yield "own includes per .c, median / p95 / max", lengths.spread(includes), "<= 5 / 10"
    yield "auto-cleanup per 1000 lines", f"{per_thousand(tree, sources, CLEANUP):.1f}", ">= 15"
    yield "goto", str(sum(len(re.findall(r"\bgoto\b", code_of(tree.text(p)))) for p in sources)), "0"
    yield "guards per 1000 lines of GObject code", f"{per_thousand(tree, objects, GUARD):.1f}", ">= 20"
    yield "test lines : code lines", f"{ratio.test_lines(tree) / max(1, ratio.product_lines(tree)):.2f}", ">= 0.7"
    for under in ("server/core/", "server/pbx/", "protocol/"):
        yield f"  {under}", f"{folder_ratio(tree, under):.2f}", ">= 1.0"
    yield "test cases in C, in Python", f"{cases}, {python_cases}", "grow"


def commit_rows(tree):
    log = commit_rule.log_of(tree)
    sizes = commit_sizes(tree)
    subjects = sum(bool(commit_rule.SUBJECT.match(s)) for _, s, _ in log)
    bodies = sum(bool(commit_rule.body_of(b)) for _, _, b in log)
    yield f"last {len(log)} commits: subject, body", f"{100 * subjects // len(log)} %, {100 * bodies // len(log)} %", "100 %, >= 90 %"
    yield "changed lines per commit, median / p90", f"{median(sizes):.0f} / {sizes[int(0.9 * (len(sizes) - 1))]}", "<= 40 / 250"


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(HERE))
    tree = Tree(os.path.abspath(root))
    print(f"{'point':44} {'ours':>18}  target (limit)")
    for point, ours, target in [*rows(tree), *commit_rows(tree)]:
        print(f"{point:44} {ours:>18}  {target}")


if __name__ == "__main__":
    main()
