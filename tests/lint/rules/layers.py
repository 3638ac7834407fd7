# SPDX-License-Identifier: GPL-3.0-or-later
"""The arrows between folders point one way, in the includes and in what meson links.

ALLOWED is the picture "who may include whom": each folder, the folders that it may see and the libraries that it
may know. A folder always sees itself."""

import re

from source import PRODUCT, Finding, includes_of

# The names of libraries stand for their headers and for their meson dependencies.
HEADERS = {
    "gio": r"(gio/|gmodule)", "json": r"json-glib/", "zmq": r"zmq\.h", "sodium": r"sodium", "pq": r"(libpq|postgres)",
    "sqlite": r"sqlite3", "gtk": r"(gtk|gdk|gsk|graphene|pango|cairo)", "adw": r"adwaita", "phonenumber": r"phonenumbers/",
    "soup": r"libsoup/", "systemd": r"systemd/", "md4c": r"md4c", "stemmer": r"libstemmer",
}
DEPENDENCIES = {
    "gio": {"gio", "gio_unix", "gobject"}, "json": {"json"}, "zmq": {"zmq"}, "sodium": {"sodium"}, "pq": {"pq"},
    "sqlite": {"sqlite"}, "gtk": {"gtk"}, "adw": {"adw"}, "phonenumber": {"phonenumber"}, "soup": {"soup"},
    "systemd": {"systemd"}, "md4c": {"md4c"}, "stemmer": {"stemmer"},
}
ALWAYS = {"glib", "gobject", "m", "thread", "threads", "rt"}
# What a pure layer may know besides glib: the parts of C that touch nothing outside the program.
PURE_HEADERS = re.compile(r"(glib|glib-object|glib/gi18n|math|string|stdint|stddef|stdbool|limits|float|ctype|inttypes|"
                          r"errno|stdarg|locale|json-glib/json-glib|md4c|libstemmer)\.h$")
PURE = ("protocol", "protocol/script", "server/core", "server/wire", "server/kb")

SERVER = ["server/core", "server/ports", "server/wire", "server/engine", "server/outbox", "server/store", "server/crm",
          "server/kb",
          "server/bus", "server/http", "server/pbx/link", "server/pbx/ami", "server/pbx/esl", "protocol", "protocol/script",
          "protocol/transport"]
ALLOWED = {
    "protocol": ["json"],
    "protocol/script": ["protocol", "json"],
    "protocol/transport": ["protocol", "gio", "zmq", "sodium", "json"],
    "server/core": [],
    "server/ports": ["server/core", "gio", "json"],  # the session port hands bodies over as JSON nodes
    "server/pbx/link": ["server/core", "server/ports", "gio"],
    "server/pbx/ami": ["server/core", "server/ports", "server/pbx/link", "gio"],
    "server/pbx/esl": ["server/core", "server/ports", "server/pbx/link", "gio"],
    "server/pbx/replay": ["server/core", "server/ports", "server/pbx/ami", "server/pbx/esl", "gio"],
    "server/crm": ["server/core", "server/ports", "gio", "phonenumber", "json", "soup"],
    "server/outbox": ["server/core", "server/ports", "gio", "sqlite", "json"],
    "server/store": ["server/core", "server/ports", "gio", "pq", "sodium", "json"],
    "server/wire": ["server/core", "protocol", "json"],
    "server/kb": ["json", "md4c", "stemmer"],  # pure libraries: text in, text out
    "server/bus": ["server/core", "server/ports", "protocol", "protocol/transport", "gio", "json", "sodium"],
    "server/http": ["server/core", "server/ports", "protocol", "gio", "soup", "json"],
    "server/engine": ["server/core", "server/ports", "server/wire", "server/kb", "protocol", "protocol/script", "gio",
                      "json"],
    "server/daemon": SERVER + ["gio", "json", "systemd", "pq", "sqlite", "sodium"],
    "server/ctl": SERVER + ["server/daemon", "gio", "json", "pq", "sodium"],
    "desktop/client": ["protocol", "protocol/transport", "gio", "json", "sodium"],
    "desktop/model": ["desktop/client", "protocol", "protocol/script", "gio", "json"],
    "desktop/widgets": ["desktop/model", "gio", "gtk", "adw", "md4c"],
    "desktop/agent": ["desktop/model", "desktop/widgets", "gio", "gtk", "adw"],
    "desktop/wallboard": ["desktop/model", "desktop/widgets", "gio", "gtk", "adw"],
}
# The composition root of a desktop program makes the client and hands it to the model: the only files of theirs that see it.
ROOTS = re.compile(r"desktop/(agent|wallboard)/(main|[a-z]+-application|application)\.[ch]$")


def folder_of(path):
    return max((f for f in ALLOWED if path.startswith(f + "/")), key=len, default=None)


def allowed_for(path, folder):
    return ALLOWED[folder] + (["desktop/client", "protocol"] if ROOTS.match(path) else [])


def check_quoted(path, folder, line, name):
    other = folder_of(name)
    if not name.startswith(PRODUCT) or other is None or other == folder or other in allowed_for(path, folder):
        return
    sees = ", ".join(f for f in ALLOWED[folder] if "/" in f or f == "protocol") or "no other folder"
    yield Finding(path, line, f"{folder} must not include {other} (it may see: {sees}); "
                              "pass the thing in as a value, or through an interface of server/ports")


def check_angled(path, folder, line, name):
    if folder in PURE and not PURE_HEADERS.match(name):
        yield Finding(path, line, f"{folder} is pure and may not know <{name}>; do this in an adapter and hand the result in")
        return
    for library, pattern in HEADERS.items():
        if re.match(pattern, name) and library not in ALLOWED[folder]:
            yield Finding(path, line, f"{folder} must not know {library} (<{name}>); the folder that owns it wraps it")


def dependency_name(folder):
    """The meson variable of a folder without its _dep: the last part, as the folders' own files name it."""
    return folder.rsplit("/", 1)[-1]


def allowed_dependencies(folder):
    names = {dependency_name(folder)} | ALWAYS
    for item in ALLOWED[folder]:
        names |= DEPENDENCIES.get(item, {dependency_name(item)})
    if folder.startswith("desktop/") and folder.endswith(("agent", "wallboard")):
        names |= {"client", "protocol"}  # for the composition root; the includes are held to it above
    return names


def check_meson(tree, folder):
    path = f"{folder}/meson.build"
    if not tree.has(path):
        return
    for number, line in enumerate(tree.lines(path), 1):
        for name in re.findall(r"\b(\w+)_dep\b", line.split("#")[0]):
            if name not in allowed_dependencies(folder):
                yield Finding(path, number, f"{folder} must not link {name}_dep; design: who may include whom")


def check_tests_stay_out(tree):
    for path in tree.product():
        for line, _, name in includes_of(tree.text(path)):
            if name.startswith("tests/"):
                yield Finding(path, line, f"product code includes {name} of the tests; move what both need into the product")


def check(tree):
    found = list(check_tests_stay_out(tree))
    for path in tree.product():
        folder = folder_of(path)
        if folder is None:
            found.append(Finding(path, 1, "its folder is not in the layers' table; add it to tests/lint/rules/layers.py"))
            continue
        for line, kind, name in includes_of(tree.text(path)):
            found += (check_quoted if kind == '"' else check_angled)(path, folder, line, name)
    for folder in ALLOWED:
        found += check_meson(tree, folder)
    return found


def _c(path, *names):
    return {path: "".join(f"#include {name}\n" for name in names)}


BAD = [
    {"files": _c("server/store/a.c", '"server/outbox/outbox.h"'), "says": "server/store must not include server/outbox"},
    {"files": _c("server/pbx/ami/a.c", '"server/crm/lookup.h"'), "says": "server/pbx/ami must not include server/crm"},
    {"files": _c("server/pbx/esl/a.c", '"server/pbx/ami/b.h"'), "says": "server/pbx/esl must not include server/pbx/ami"},
    {"files": _c("server/core/a.c", '"server/ports/pbx.h"'), "says": "server/core must not include server/ports"},
    {"files": _c("server/core/a.c", "<gio/gio.h>"), "says": "server/core is pure"},
    {"files": _c("server/core/a.c", "<time.h>"), "says": "server/core is pure"},
    {"files": _c("protocol/a.c", "<zmq.h>"), "says": "protocol is pure"},
    {"files": _c("protocol/a.c", '"protocol/transport/t.h"'), "says": "protocol must not include protocol/transport"},
    {"files": _c("desktop/widgets/a.c", '"desktop/client/c.h"'), "says": "desktop/widgets must not include desktop/client"},
    {"files": _c("desktop/widgets/a.c", '"protocol/message.h"'), "says": "desktop/widgets must not include protocol"},
    {"files": _c("desktop/agent/page.c", '"desktop/client/c.h"'), "says": "desktop/agent must not include desktop/client"},
    {"files": _c("desktop/agent/a.c", '"desktop/wallboard/w.h"'), "says": "must not include desktop/wallboard"},
    {"files": _c("desktop/model/a.c", "<gtk/gtk.h>"), "says": "desktop/model must not know gtk"},
    {"files": _c("server/engine/a.c", "<libpq-fe.h>"), "says": "server/engine must not know pq"},
    {"files": _c("server/odd/a.c", "<glib.h>"), "says": "not in the layers' table"},
    {"files": _c("server/core/a.c", '"tests/fakes/f.h"'), "says": "product code includes"},
    {"files": {"server/core/meson.build": "x = [glib_dep, pq_dep]\n"}, "says": "server/core must not link pq_dep"},
    {"files": {"server/bus/meson.build": "deps = [store_dep]\n"}, "says": "server/bus must not link store_dep"},
]
GOOD = [
    {"files": _c("server/store/a.c", '"server/store/b.h"', '"server/ports/store.h"', '"server/core/x.h"', "<libpq-fe.h>")},
    {"files": _c("server/daemon/a.c", '"server/store/b.h"', '"server/bus/b.h"')},
    {"files": _c("server/core/a.c", '"server/core/a.h"', "<glib.h>", "<math.h>", "<string.h>")},
    {"files": _c("desktop/agent/main.c", '"desktop/client/c.h"', '"desktop/model/m.h"', "<adwaita.h>")},
    {"files": {"server/store/meson.build": "deps = [core_dep, ports_dep, pq_dep] # bus_dep no\nstore_dep = 1\n"}},
]
