#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every language of po/LINGUAS says every word of the sources: nothing untranslated, nothing fuzzy, nothing that printf would trip
over. The words are taken from the sources anew, so that a new word without a translation fails here and not on an agent's screen."""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.environ.get("BELLHOP_SOURCE_ROOT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PO = os.path.join(ROOT, "po")
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dgettext:2", "g_dngettext:2,3", "g_dpgettext:2", "g_dpgettext2:2c,3", "ngettext:1,2"]
# What a translation must not change: conversions, and the letters that strftime reads.
CONVERSION = re.compile(r"%(?:\d+\$)?([-+ 0#]*\d*(?:\.\d+)?(?:ll?|z)?[diouxXeEfgGcsp])")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"})


def make_template(folder):
    template = os.path.join(folder, "bellhop.pot")
    run("xgettext", "--from-code=UTF-8", "--add-comments", f"--directory={ROOT}", f"--files-from={PO}/POTFILES.in", f"--output={template}",
        *(f"--keyword={keyword}" for keyword in KEYWORDS))
    return template


def statistics(file):
    said = run("msgfmt", "--check", "--statistics", "--output-file=/dev/null", file).stderr
    return {kind: int(number) for number, kind in re.findall(r"(\d+) (translated|fuzzy|untranslated)", said)}


def unquote(lines):
    return "".join(line.strip()[1:-1] for line in lines).replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def entries(file):
    """Pairs of original and translation, without plural forms."""
    text = run("msgcat", "--no-wrap", file).stdout
    for block in text.split("\n\n"):
        match = re.search(r'^msgid (".*")\nmsgstr (".*")$', block, re.M)
        if match and match.group(1) != '""':
            yield unquote([match.group(1)]), unquote([match.group(2)])


def check_conversions(file):
    for original, translation in entries(file):
        if sorted(CONVERSION.findall(original)) != sorted(CONVERSION.findall(translation)):
            yield f"{original!r} -> {translation!r}"


def check_language(language, template, folder):
    file = os.path.join(PO, f"{language}.po")
    merged = os.path.join(folder, f"{language}.po")
    run("msgmerge", "--quiet", "--no-fuzzy-matching", f"--output-file={merged}", file, template)
    counts = statistics(merged)
    problems = [f"{counts[kind]} {kind}" for kind in ("untranslated", "fuzzy") if counts.get(kind)]
    problems += check_conversions(merged)
    if counts.get("translated", 0) < 300:
        problems.append(f"only {counts.get('translated', 0)} words in all: the sources were not read")
    missing = [original for original, translation in entries(merged) if not translation]
    return problems + [f"not translated: {word!r}" for word in missing[:10]]


def main():
    with open(os.path.join(PO, "LINGUAS"), encoding="utf-8") as lines:
        languages = [line.strip() for line in lines if line.strip() and line[0] != "#"]
    print(f"1..{len(languages)}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        template = make_template(folder)
        for number, language in enumerate(languages, 1):
            problems = check_language(language, template, folder)
            failed += bool(problems)
            print(f"{'not ok' if problems else 'ok'} {number} /po/{language}/complete")
            for problem in problems:
                print(f"# {problem}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
