#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the pseudo language: pseudo.py SOURCE_ROOT OUTPUT.mo

Takes the words out of the sources of POTFILES.in and makes of each a long one in accents and brackets: "Hold" becomes
"[Ĥóļð ~~]". On the screen, what stays plain was not marked for translation, and what loses its closing bracket has no room."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dgettext:2", "g_dngettext:2,3", "g_dpgettext:2", "g_dpgettext2:2c,3", "ngettext:1,2"]
PLAIN = "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz"
ACCENTED = "ÅåƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÓóÞþɊɋŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž"
TABLE = str.maketrans(PLAIN, ACCENTED)
LONGER = 0.35
# What must stay as it is: conversions of printf, letters of strftime, mark-up, placeholders in braces, escapes, keys.
KEPT = re.compile(r"%(?:\d+\$)?[-+ 0#]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:ll?|z)?[a-zA-Z%]|<[^<>]*>|&\w+;|\{[^{}]*\}|\\.|(?:Ctrl|Alt|Shift)\+\S+|\bF\d+\b")
# Words that a program reads.
AS_THEY_ARE = {"text direction", "key"}
DATE = re.compile(r"^(?:[^%\w]|%-?[AHMSdebBYymp]|yesterday|tomorrow)*$")


def pseudo(text):
    if "\0" in text or DATE.match(text):
        return text
    parts, at = [], 0
    for match in KEPT.finditer(text):
        parts += [text[at:match.start()].translate(TABLE), match.group(0)]
        at = match.end()
    parts.append(text[at:].translate(TABLE))
    letters = sum(letter.isalpha() for letter in text)
    return f"[{''.join(parts)} {'~' * max(1, round(letters * LONGER))}]" if letters else text


def unquote(lines):
    return "".join(line.strip()[1:-1] for line in lines)


def field(block, name):
    match = re.search(rf'^{name} ((?:"[^\n]*"\n?)+)', block, re.M)
    return unquote(match.group(1).strip().split("\n")) if match else None


def translate(block):
    """A block of a template with its translation: everything up to msgstr stays."""
    head = block[:block.index("\nmsgstr") + 1] if "\nmsgstr" in block else block
    context, word, plural = field(block, "msgctxt"), field(block, "msgid"), field(block, "msgid_plural")
    same = context in AS_THEY_ARE
    if plural is None:
        return f'{head}msgstr "{word if same else pseudo(word)}"\n'
    return f'{head}msgstr[0] "{pseudo(word)}"\nmsgstr[1] "{pseudo(plural)}"\n'


def run(*command):
    subprocess.run(command, check=True, env={**os.environ, "LC_ALL": "C"})


def main(root, output):
    with tempfile.TemporaryDirectory() as folder:
        template, catalogue = os.path.join(folder, "bellhop.pot"), os.path.join(folder, "pseudo.po")
        run("xgettext", "--from-code=UTF-8", "--no-wrap", "--no-location", f"--directory={root}", f"--files-from={root}/po/POTFILES.in",
            f"--output={template}", *(f"--keyword={keyword}" for keyword in KEYWORDS))
        with open(template, encoding="utf-8") as file:
            blocks = file.read().strip("\n").split("\n\n")[1:]
        with open(catalogue, "w", encoding="utf-8") as file:
            file.write('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en@pseudo\\n"\n'
                       '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n')
            file.write("\n".join(translate(block + "\n") for block in blocks))
        run("msgfmt", "--check-format", f"--output-file={output}", catalogue)
    # In a build folder gettext looks for it where an installed one would lie.
    built = os.path.join(os.path.dirname(output), "en@pseudo", "LC_MESSAGES")
    os.makedirs(built, exist_ok=True)
    shutil.copy(output, built)


if __name__ == "__main__":
    main(*sys.argv[1:])
