#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every reason for which the server refuses something that a person can meet is known to the desktop's list of the server's sentences, so
that it can be translated; and what stands in the list is still said by the server.

    server_words_test.py SOURCE_ROOT"""
import pathlib
import re
import sys

# What a person can meet: the rest (bad_request, internal) is between programs, and has words of its kind.
MET = {"not_possible", "not_found", "dial_refused", "stale", "busy", "forbidden", "watch_only", "pbx_away"}
# Those that are met, and why their kind says enough.
BY_KIND = {
    "%s is not for your role. Ask an administrator.": "the desktop offers no such act",
    "%s needs a phone. Sign in with your extension.": "the desktop offers no such act",
}
CALL = re.compile(r"\b(?:bh_op_fail|bh_request_fail|fail)\s*\(")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
# A conversion, also one whose end is a macro of GLib beside the string ("%" G_GINT64_FORMAT).
CONVERSION = re.compile(r"%(?:[0-9.*]*[a-z]|(?=[^a-zA-Z]|$))")


def sentence(expression):
    """The literal that adjacent strings make, with %s for every conversion; None: there is no string."""
    parts = STRING.findall(expression)
    return CONVERSION.sub("%s", "".join(parts).replace('\\"', '"')) if parts else None


def arguments(text, at):
    """Those of a call, whose opening bracket is before @at."""
    found, depth, start = [], 0, at
    while True:
        if text[at] == '"':
            at = STRING.match(text, at).end()
            continue
        if text[at] in "([{":
            depth += 1
        elif text[at] in ")]}" and depth > 0:
            depth -= 1
        elif text[at] in "),":
            if depth == 0:
                found.append(text[start:at].strip())
                start = at + 1
                if text[at] == ")":
                    return found
        at += 1


def said(root):
    """(file, code, sentence) of every refusal of the engine."""
    for path in sorted((root / "server/engine").glob("*.c")):
        text = path.read_text(encoding="utf-8")
        for call in CALL.finditer(text):
            args = arguments(text, call.end())
            code = next((arg.strip('"') for arg in args if re.fullmatch(r'"[a-z_]+"', arg)), None)
            words = next((sentence(arg) for arg in args if arg.startswith('"') and not re.fullmatch(r'"[a-z_]+"', arg)), None)
            if code in MET and words not in (None, "%s"):
                yield path.name, code, words


def known(root):
    text = (root / "desktop/model/server-words.c").read_text(encoding="utf-8")
    return {sentence(match) for match in re.findall(r'N_ \(((?:\s*"(?:[^"\\]|\\.)*")+)\)', text)}


def everything(root):
    """All strings of the server, joined as the compiler joins them."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "server").rglob("*.c")))
    return {sentence(match) for match in re.findall(r'((?:"(?:[^"\\\n]|\\.)*"(?:\s*(?:G_GINT64_FORMAT|PRI[a-z0-9]+))?\s*)+)', text)}


def main():
    root = pathlib.Path(sys.argv[1])
    listed = known(root)
    unknown = [f"{name}: {code}: {words}" for name, code, words in said(root) if words not in listed and words not in BY_KIND]
    gone = sorted(listed - everything(root))
    print("1..2")
    for i, (name, wrong) in enumerate((("every-refusal-is-known", unknown), ("the-server-says-them", gone)), 1):
        print(f"{'not ok' if wrong else 'ok'} {i} /desktop/model/server-words/{name}")
        for line in wrong:
            print(f"# {line}")
    sys.exit(1 if unknown or gone else 0)


if __name__ == "__main__":
    main()
