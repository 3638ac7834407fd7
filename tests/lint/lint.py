#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the lint rules: lint.py [--tap] [--root FOLDER] [RULE...]

Each rule is a module of rules/: check(tree) yields findings, BAD are samples that it must report (files, a piece
of the message), GOOD are samples that it must let pass. The samples are run first, every time: a rule that
cannot fail proves nothing. A rule may also have figures(tree), lines for people. Exit code: 0 clean, 1 findings."""

import argparse
import importlib
import os
import sys
from dataclasses import dataclass, field

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from source import Sample, Tree  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


class Unable(Exception):
    """A rule cannot run on this machine: it lacks a tool, or the history."""


@dataclass
class Verdict:
    name: str
    samples: int = 0
    wrong: list = field(default_factory=list)  # with the rule itself
    findings: list = field(default_factory=list)
    figures: list = field(default_factory=list)
    skipped: str = ""  # why it could not run


def rule_names():
    names = [n[:-3] for n in os.listdir(os.path.join(HERE, "rules")) if n.endswith(".py")]
    return sorted(n for n in names if n != "__init__")


def sample_of(description):
    return Sample(description.get("files", {}), description.get("commits", ()))


def self_test(rule):
    """What is wrong with the rule itself, as sentences."""
    wrong = []
    if not rule.BAD or not rule.GOOD:
        wrong.append("it has no samples")
    for sample in rule.BAD:
        found = [str(f) for f in rule.check(sample_of(sample))]
        if not any(sample["says"] in text for text in found):
            wrong.append(f"a bad sample passed: expected {sample['says']!r}, found {found}")
    for sample in rule.GOOD:
        found = [str(f) for f in rule.check(sample_of(sample))]
        if found:
            wrong.append(f"a good sample was reported: {found}")
    return wrong


def run(name, tree):
    rule = importlib.import_module(f"rules.{name}")
    try:
        figures = list(rule.figures(tree)) if hasattr(rule, "figures") else []
        return Verdict(name, len(rule.BAD) + len(rule.GOOD), self_test(rule), [str(f) for f in rule.check(tree)], figures)
    except Unable as reason:
        return Verdict(name, skipped=str(reason))


def print_tap(verdict):
    print("TAP version 13\n1..2")
    for number, (case, wrong) in enumerate((("self-test", verdict.wrong), ("tree", verdict.findings)), 1):
        for text in wrong:
            print(f"# {text}")
        skip = f" # SKIP {verdict.skipped}" if verdict.skipped else ""
        print(f"{'not ok' if wrong else 'ok'} {number} /lint/{verdict.name}/{case}{skip}")
    for text in verdict.figures:
        print(f"# {text}")


def print_plain(verdict):
    for text in [f"tests/lint/rules/{verdict.name}.py:1: {w}" for w in verdict.wrong] + verdict.findings:
        print(text)
    said = [f"skipped: {verdict.skipped}" if verdict.skipped else f"{verdict.samples} samples, "
            f"{len(verdict.findings)} findings", *verdict.figures]
    print(f"{verdict.name}: {'; '.join(said)}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description="House rules of this repository")
    parser.add_argument("--tap", action="store_true")
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(HERE)))
    parser.add_argument("rules", nargs="*")
    options = parser.parse_args()
    unknown = set(options.rules) - set(rule_names())
    if unknown:
        parser.error(f"no such rule: {', '.join(sorted(unknown))}; there are {', '.join(rule_names())}")
    tree = Tree(os.path.abspath(options.root))
    verdicts = [run(name, tree) for name in options.rules or rule_names()]
    for verdict in verdicts:
        (print_tap if options.tap else print_plain)(verdict)
    return 1 if any(v.wrong or v.findings for v in verdicts) else 0


if __name__ == "__main__":
    sys.modules["lint"] = sys.modules["__main__"]  # so that a rule's "from lint import Unable" means this class
    sys.exit(main())
