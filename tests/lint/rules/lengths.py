# SPDX-License-Identifier: GPL-3.0-or-later
"""A function fits on a screen, a header on a page, a file in a head."""

from statistics import median

from source import Finding, functions_of

FUNCTION, FILE, HEADER = 80, 1000, 150


def spread(lengths):
    """"median / 95th percentile / longest" of a list of lengths."""
    ordered = sorted(lengths) or [0]
    return f"{median(ordered):.0f} / {ordered[int(0.95 * (len(ordered) - 1))]} / {ordered[-1]}"


def figures(tree):
    sources = [p for p in tree.product() if not p.endswith(".h")]
    functions = [f.length for p in sources for f in functions_of(tree.text(p)) if not f.table]
    yield "product, median / p95 / longest: functions " + spread(functions) \
        + ", sources " + spread(len(tree.lines(p)) for p in sources) \
        + ", headers " + spread(len(tree.lines(p)) for p in tree.product() if p.endswith(".h"))


def check(tree):
    for path in tree.c_files():
        lines = len(tree.lines(path))
        if lines > FILE:
            yield Finding(path, lines, f"{lines} lines, limit {FILE}: let it grow sideways, one concept a file")
        page = sum(not line.endswith("\\") for line in tree.lines(path))  # a macro table is a table
        if path.endswith(".h") and page > HEADER:
            yield Finding(path, lines, f"{page} lines, limit {HEADER} for a header: a page of types and prototypes")
        for function in functions_of(tree.text(path)):
            if function.length > FUNCTION and not function.table:
                yield Finding(path, function.first,
                              f"{function.name} has {function.length} lines, limit {FUNCTION}: take steps out of it, by name "
                              "(a function that is nothing but a table says /* table */)")


def _function(lines, mark=""):
    return {"server/a.c": f"static int\nf (int a,\n   int b)\n{{{mark}\n" + "  g ();\n" * lines + "}\n"}


BAD = [
    {"files": _function(76), "says": "server/a.c:1: f has 81 lines, limit 80"},
    {"files": {"tests/a.c": "int x;\n" * 1001}, "says": "1001 lines, limit 1000"},
    {"files": {"server/a.h": "int x;\n" * 151}, "says": "151 lines, limit 150 for a header"},
]
GOOD = [
    {"files": _function(75)},
    {"files": {"server/a.c": _function(200)["server/a.c"].replace("  g ();", "  g (); /* table */", 1)}},
    {"files": {"server/a.c": "void\nf (void)\n{\n  const int t[] = {\n" + "      1,\n" * 90 + "  };\n  g (t);\n}\n"}},
    {"files": {"server/a.c": "static const int table[] = {\n" + "  1,\n" * 300 + "};\n", "server/a.h": "X (a) \\\n" * 90 + "int x;\n" * 150}},
]
