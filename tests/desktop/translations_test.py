#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every language of po/LINGUAS says every word of the sources: nothing untranslated, nothing fuzzy, nothing that printf would trip
over, and the field's words as po/glossary says. The words are taken from the sources anew, so that a new word without a translation
fails here and not on an agent's screen."""
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

# Arabic is written with them or without.
VOWEL_MARKS = re.compile("[\u064b-\u0652]")


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


class Glossary:
    """po/glossary/LANGUAGE: "term = translation | translation", under it perhaps "except part of an original | …"; "never = regular
    expression". A translation is the beginning of a word or of several."""

    def __init__(self, file):
        self.terms, self.never = [], []
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                self.take(line.split("#")[0].rstrip())

    def take(self, line):
        if line.lstrip().startswith("except "):
            self.terms[-1][2].extend(part.strip() for part in line.lstrip()[len("except "):].split("|"))
        elif line.startswith("never = "):
            self.never.append(re.compile(line[len("never = "):], re.I))
        elif line:
            term, wanted = line.split(" = ")
            self.terms.append((term, [VOWEL_MARKS.sub("", word.strip().lower()) for word in wanted.split("|")], []))

    def check(self, original, translation):
        if not translation or original.endswith(";"):  # the search words of a .desktop file
            return
        plain = VOWEL_MARKS.sub("", translation.replace("_", ""))
        words = re.sub(r"\{[^{}]*\}", "", original.replace("_", ""))  # without placeholders
        for term, wanted, exceptions in self.terms:
            if not re.search(rf"(?<![\w-]){re.escape(term)}(?![\w-])", words, re.I):
                continue
            if not any(word in plain.lower() for word in wanted) and not any(part in original for part in exceptions):
                yield f"{term!r} is {' or '.join(wanted)}, not so in {original!r} -> {translation!r}"
        for pattern in self.never:
            if pattern.search(plain):
                yield f"{pattern.pattern!r} is never written, but in {original!r} -> {translation!r}"


def check_states(file):
    """Never by colour alone: each state has a word of its own."""
    text = run("msgcat", "--no-wrap", file).stdout
    words = re.findall(r'^msgctxt "agent state"\nmsgid (".*")\nmsgstr (".*")$', text, re.M)
    return [f"{word} stands for two states" for word in {w for _, w in words} if sum(w == word for _, w in words) > 1] + (
        [] if len(words) >= 9 else [f"only {len(words)} states"])


def check_glossary(language):
    glossary = Glossary(os.path.join(PO, "glossary", language))
    problems = [f"only {len(glossary.terms)} terms"] if len(glossary.terms) < 20 else []
    problems += check_states(os.path.join(PO, f"{language}.po"))
    for original, translation in entries(os.path.join(PO, f"{language}.po")):
        problems += glossary.check(original, translation)
    return problems


def check_pseudo(folder):
    """Every word that is marked is seen to be: all of the pseudo language's differ from English, and printf finds its own."""
    output = os.path.join(folder, "pseudo", "bellhop.mo")
    os.makedirs(os.path.dirname(output))
    run("/usr/bin/python3", os.path.join(PO, "pseudo.py"), ROOT, output)
    words = os.path.join(folder, "pseudo.po")
    run("msgunfmt", f"--output-file={words}", output)
    changed = 0
    for original, translation in entries(words):
        changed += translation.startswith("[") and translation.endswith("]")
        if sorted(CONVERSION.findall(original)) != sorted(CONVERSION.findall(translation)):
            yield f"{original!r} -> {translation!r}"
    if changed < 300:
        yield f"only {changed} words are made strange"


def report(number, name, problems):
    print(f"{'not ok' if problems else 'ok'} {number} {name}")
    for problem in problems:
        print(f"# {problem}")
    return bool(problems)


def main():
    with open(os.path.join(PO, "LINGUAS"), encoding="utf-8") as lines:
        languages = [line.strip() for line in lines if line.strip() and line[0] != "#"]
    print(f"1..{2 * len(languages) + 1}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        template = make_template(folder)
        for number, language in enumerate(languages):
            failed += report(2 * number + 1, f"/po/{language}/complete", check_language(language, template, folder))
            failed += report(2 * number + 2, f"/po/{language}/glossary", check_glossary(language))
        failed += report(2 * len(languages) + 1, "/po/pseudo", list(check_pseudo(folder)))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
