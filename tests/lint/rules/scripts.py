# SPDX-License-Identifier: GPL-3.0-or-later
"""Every script can at least be read by its interpreter, and uses the one that Debian has."""

import os
import re
import shutil
import subprocess
import warnings

from source import Finding

SHELLS = {"sh": "sh", "bash": "bash", "dash": "sh"}


def shell_of(path, text):
    head = re.match(r"#!\s*(?:/usr)?(?:/bin/)(?:env\s+)?(\w+)", text)
    if head and head.group(1) in SHELLS:
        return SHELLS[head.group(1)]
    return "sh" if path.endswith(".sh") else None


def check_shell(path, shell, text):
    run = subprocess.run([shutil.which(shell), "-n"], input=text.encode(), capture_output=True, check=False)
    if run.returncode != 0:
        said = run.stderr.decode().strip()
        line = re.search(r"\b(?:line )?(\d+):", said)
        yield Finding(path, int(line.group(1)) if line else 1, f"{shell} cannot read it: {said}")


def check_python(path, text):
    if re.match(r"#!.*\bpython", text) and not text.startswith("#!/usr/bin/python3"):
        yield Finding(path, 1, "write #!/usr/bin/python3: another python may lack Debian's packages")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SyntaxWarning)
            compile(text, path, "exec")
    except (SyntaxError, ValueError) as error:
        yield Finding(path, getattr(error, "lineno", 1) or 1, f"python cannot read it: {getattr(error, 'msg', error)}")


def check_executable(tree, path):
    if tree.root and tree.text(path).startswith("#!") and not os.access(tree.path(path), os.X_OK):
        yield Finding(path, 1, f"opens with #! but is not executable; run: chmod +x {path}")


def check(tree):
    for path in tree.paths:
        if path.endswith((".ami", ".png", ".tidx", ".c", ".h", ".ui")):
            continue
        text = tree.text(path)
        shell = shell_of(path, text[:100])
        if shell:
            yield from check_shell(path, shell, text)
        if path.endswith(".py") or text.startswith("#!/usr/bin/python3"):
            yield from check_python(path, text)
        if text.startswith("#!"):
            yield from check_executable(tree, path)


BAD = [
    {"files": {"data/a.sh": "#!/bin/sh\nif true; then\n"}, "says": "data/a.sh:"},
    {"files": {"data/a": "#!/bin/bash\nf() {\n"}, "says": "bash cannot read it"},
    {"files": {"tests/a.py": "x = 1\ndef f(:\n"}, "says": "tests/a.py:2: python cannot read it"},
    {"files": {"tests/a.py": "#!/usr/bin/env python3\n"}, "says": "write #!/usr/bin/python3"},
]
GOOD = [{"files": {"data/a.sh": "#!/bin/sh\nif true; then :; fi\n", "data/b": "#!/bin/bash\na=(1 2)\n",
                   "tests/a.py": "#!/usr/bin/python3\nx = 1\n", "README.md": "if then\n"}}]
