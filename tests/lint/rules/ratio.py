# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests weigh at least half as much as what they test, folder by folder where it matters most."""

from source import PRODUCT, Finding

WHOLE = 0.5
SMALL = 8000  # lines of product below which a ratio says nothing
TESTS = (".c", ".h", ".py", ".sh")
NOT_TESTS = ("tests/lint/", "tests/data/", "tests/bench/", "tests/run.sh")


def weigh(tree, paths):
    return sum(len(tree.lines(path)) for path in paths)


def product_lines(tree):
    return weigh(tree, tree.product())


def test_lines(tree, under="tests/"):
    return weigh(tree, [p for p in tree.find(under, TESTS) if not p.startswith(NOT_TESTS)])


def figures(tree):
    product, tests = product_lines(tree), test_lines(tree)
    yield f"test lines : code lines = {tests} : {product} = {tests / max(product, 1):.2f}"


def check(tree):
    product, tests = product_lines(tree), test_lines(tree)
    if product > SMALL and tests < WHOLE * product:
        yield Finding("tests", 1, f"{tests} test lines for {product} lines in {', '.join(PRODUCT)} = {tests / product:.2f}, "
                                  f"limit {WHOLE}: test what is new")


BAD = [{"files": {"server/a.c": "x\n" * 8001, "tests/a.c": "x\n" * 4000, "tests/data/a.py": "x\n" * 900},
        "says": "4000 test lines for 8001 lines"}]
GOOD = [{"files": {"server/a.c": "x\n" * 8001, "tests/a.c": "x\n" * 4001}}, {"files": {"server/a.c": "x\n" * 100}}]
