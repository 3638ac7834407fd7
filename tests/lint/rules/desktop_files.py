# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop reads is valid by the desktop's own checkers: .desktop, metainfo, GSettings schemas, .ui as XML."""

import os
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree

from lint import Unable
from source import Finding

CHECKERS = [
    (".desktop", ["desktop-file-validate"], "desktop-file-utils"),
    (".metainfo.xml", ["appstreamcli", "validate", "--no-net", "--no-color"], "appstream"),
    (".gschema.xml", ["glib-compile-schemas", "--strict", "--dry-run"], "libglib2.0-dev-bin"),
]


def kind_of(path):
    plain = path.removesuffix(".in")
    return next((checker for checker in CHECKERS if plain.endswith(checker[0])), None)


def run_checker(path, text, checker):
    ending, command, package = checker
    if shutil.which(command[0]) is None:
        raise Unable(f"{command[0]} is not installed (apt-get install {package})")
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, os.path.basename(path).removesuffix(".in"))
        with open(file, "w", encoding="utf-8") as out:
            out.write(text)
        target = folder if ending == ".gschema.xml" else file
        run = subprocess.run([*command, target], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        said = " ".join((run.stdout + run.stderr).replace(folder + "/", "").split())
        yield Finding(path, 1, f"{command[0]} says: {said}")


def check_xml(path, text):
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        yield Finding(path, error.position[0], f"is not XML: {error}")


def check(tree):
    for path in tree.paths:
        if path.startswith("tests/data/"):
            continue
        checker = kind_of(path)
        if checker:
            yield from run_checker(path, tree.text(path), checker)
        if path.removesuffix(".in").endswith((".ui", ".xml")):
            yield from check_xml(path, tree.text(path))


ENTRY = "[Desktop Entry]\nType=Application\nName=Bellhop\n"
BAD = [
    {"files": {"data/a.desktop.in": "[Desktop Entry]\nType=Application\n"}, "says": "data/a.desktop.in:1: desktop-file-validate says"},
    {"files": {"desktop/a.ui": "<interface>\n<object>\n</interface>\n"}, "says": "desktop/a.ui:3: is not XML"},
    {"files": {"data/a.gschema.xml": "<schemalist><schema id='a'><key name='k'/></schema></schemalist>"}, "says": "glib-compile-schemas says"},
]
GOOD = [{"files": {"data/a.desktop": ENTRY + "Exec=bellhop\n", "desktop/a.ui": "<interface></interface>\n"}}]
