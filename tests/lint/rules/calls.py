# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that must not be made, each with where, why and what to write instead.

A line that needs one all the same says so, or the line above it: /* lint: ok, REASON */ (Python: # lint: ok, REASON).
No reason, no escape."""

import re

from source import Finding, code_of, excused

ANYWHERE = "."
PURE = r"(protocol/(?!transport/)|server/core/|server/wire/)"
PRODUCT = r"(protocol|server|desktop)/"
# server/ctl talks to a person on the console, main files print usage, tests print figures.
MAY_PRINT = r"(server/ctl/|tests/|.*/main\.c$|.*-main\.c$)"
MAY_THREAD = r"(server/outbox/|protocol/transport/|tests/)"
# Workers: a blocking call that is made in a GTask's thread, and waited for in the main loop.
MAY_WORK = r"(server/(outbox|store|crm)/|protocol/transport/|tests/)"
# Blocking calls of libpq live in files that say so by their name, and their functions too.
MAY_BLOCK = r"(server/ctl/|tests/|.*-blocking\.c$)"
LOOP_ONLY = r"(server/(core|wire|ports|engine|bus|http|pbx)|protocol|desktop)/"

# (call, which files, except which files, why and the cure)
RULES = [
    (r"(strcpy|strcat|stpcpy|vsprintf|sprintf|gets|strncpy|strncat)", ANYWHERE, None,
     "writes without a bound or an end; g_strdup_printf, g_string_append, g_strlcpy"),
    (r"(strtok|strtok_r)", ANYWHERE, None, "spoils its input; g_strsplit, or strcspn over the bytes"),
    (r"(atoi|atol|atoll|atof)", ANYWHERE, None, "cannot fail; g_ascii_string_to_signed, _to_unsigned, g_ascii_strtod"),
    (r"g_error", ANYWHERE, None, "ends the program; return a GError"),
    (r"(system|popen|g_spawn_command_line_(?:a?sync))", ANYWHERE, None, "runs a shell; GSubprocess with an argument vector"),
    (r"(g_io_add_watch|g_io_channel_unix_new)", ANYWHERE, None,
     "loses edges of a ZMQ_FD; the one GSource of protocol/transport, g_unix_fd_add for plain descriptors"),
    (r"(g_thread_new|g_thread_try_new|g_thread_pool_new|pthread_create)", PRODUCT, MAY_THREAD,
     "starts a thread; the main loop does it, only server/outbox and protocol/transport have threads"),
    (r"(g_task_run_in_thread(?:_sync)?)", PRODUCT, MAY_WORK,
     "starts a worker; the main loop does it, only outbox, store and crm have work that takes long"),
    (r"(bh_\w+_blocking)", LOOP_ONLY, None, "blocks the main loop; the _async one, or a worker of server/store"),
    (r"(sleep|usleep|nanosleep|g_usleep)", ANYWHERE, None, "sleeps; wait for the event in the main loop, with a time limit"),
    (r"(g_print|g_printerr|printf|puts|putchar|fprintf|fputs|perror)", PRODUCT, MAY_PRINT,
     "prints; logs are structured: g_info, g_warning, g_log_structured"),
    (r"(PQexec|PQexecParams|PQexecPrepared|PQprepare|PQconnectdb|PQconnectdbParams)", PRODUCT, MAY_BLOCK,
     "blocks the main loop on the database; pipeline mode, or a worker that calls server/store/pg-blocking"),
    (r"(g_get_real_time|g_get_monotonic_time|g_date_time_new_now\w*|g_timer_new|time|gettimeofday|clock_gettime|localtime\w*|"
     r"g_timeout_add\w*)", PURE, None, "reads a clock in a pure layer; time is an argument (now_us)"),
    (r"(g_random_\w+|g_rand_\w+|rand|random|srand|drand48|getrandom|randombytes\w*|g_uuid_string_random)", PURE, None,
     "takes randomness in a pure layer; randomness and identity are arguments"),
    (r"(getenv|secure_getenv|g_getenv|g_get_(?:home_dir|user_\w+_dir|host_name|user_name))", PURE, None,
     "reads the environment in a pure layer; pass the value in"),
    (r"(fopen|open|creat|g_open|g_fopen|g_file_get_contents|g_file_set_contents|g_file_new_for_\w+|stat|unlink|mkdir)", PURE,
     None, "touches files in a pure layer; an adapter reads, a pure layer is handed bytes"),
    (r"(g_thread_\w+|g_mutex_lock|g_async_queue_\w+|g_idle_add\w*|g_main_context_\w+)", PURE, None,
     "knows threads or the main loop in a pure layer; return a value, let the engine act on it"),
]
COMPILED = [(re.compile(rf"(?<![\w.>\"])({call})\s*\("), re.compile(where), exempt and re.compile(exempt), why)
            for call, where, exempt, why in RULES]
GOTO = re.compile(r"\bgoto\s+\w+\s*;")
FD_WATCH = re.compile(r"\b(g_unix_fd_add|g_unix_fd_add_full|g_unix_fd_source_new)\s*\(")
TIMED = re.compile(r"\bg_assert\w*\s*\(.*\bg_get_monotonic_time\s*\(\)\s*-")
PYTHON_TIMED = re.compile(r"\b(assert\w*|must)\b.*\btime\.(monotonic|time)\(\)\s*-")
TIMED_WHY = "asserts how long something took: a busy machine fails without a fault; assert what was done, tests/bench prints figures"
PYTHON_SLEEP = re.compile(r"\btime\.sleep\s*\(")


def verdict(path, number, raw, text):
    reason = excused(raw)
    if reason:
        return []
    if reason == "":
        text += "; and an escape must say why: /* lint: ok, REASON */"
    return [Finding(path, number, text)]


def check_line(path, number, raw, line, reads_zmq_fd):
    found = []
    for call, where, exempt, why in COMPILED:
        match = call.search(line)
        if match and where.match(path) and not (exempt and exempt.match(path)):
            found += verdict(path, number, raw, f"{match.group(1)}() {why}")
    if GOTO.search(line):
        found += verdict(path, number, raw, "goto; g_autoptr frees, a small function returns early")
    if TIMED.search(line) and path.startswith("tests/"):
        found += verdict(path, number, raw, TIMED_WHY)
    if reads_zmq_fd and FD_WATCH.search(line):
        found += verdict(path, number, raw, "a watch on a descriptor in a file that knows ZMQ_FD: that descriptor is "
                                            "edge-triggered; only the GSource that asks ZMQ_EVENTS in prepare and check")
    return found


def check_c(tree, path):
    text = tree.text(path)
    code = code_of(text)
    reads_zmq_fd = re.search(r"\bZMQ_FD\b", code) is not None
    above = ""
    for number, (raw, line) in enumerate(zip(text.splitlines(), code.splitlines()), 1):
        if "(" in line or "goto" in line:
            yield from check_line(path, number, raw + above, line, reads_zmq_fd)
        above = "" if line.strip() else raw  # an escape may stand alone above its line


def check_python(tree, path):
    for number, line in enumerate(tree.lines(path), 1):
        if PYTHON_TIMED.search(line.split("#")[0]):
            yield from verdict(path, number, line, TIMED_WHY)
        if PYTHON_SLEEP.search(line.split("#")[0]):
            yield from verdict(path, number, line, "time.sleep(): a test waits for what it wants to see, with a time limit")


def check(tree):
    for path in tree.c_files():
        yield from check_c(tree, path)
    for path in tree.find("tests/", ".py"):
        if not path.startswith(("tests/lint/", "tests/bench/")):
            yield from check_python(tree, path)


def _bad(path, line, says):
    return {"files": {path: f"static void\nf (void)\n{{\n  {line}\n}}\n"}, "says": f"{path}:4: {says}"}


BAD = [
    _bad("server/store/a.c", "strcpy (a, b);", "strcpy() writes"),
    _bad("tests/a.c", "sprintf (a, b);", "sprintf() writes"),
    _bad("server/ctl/a.c", "n = atoi (b);", "atoi() cannot fail"),
    _bad("server/bus/a.c", "p = strtok (b, c);", "strtok() spoils"),
    _bad("server/bus/a.c", "goto out;", "goto"),
    _bad("server/bus/a.c", 'g_error ("x");', "g_error() ends"),
    _bad("server/bus/a.c", 'system ("x");', "system() runs a shell"),
    _bad("server/bus/a.c", "g_io_add_watch (a, b);", "g_io_add_watch() loses edges"),
    _bad("server/bus/a.c", "g_unix_fd_add (fd, G_IO_IN, f, ZMQ_FD);", "a watch on a descriptor"),
    _bad("server/bus/a.c", 'g_thread_new ("x", f, NULL);', "g_thread_new() starts a thread"),
    _bad("server/bus/a.c", "g_task_run_in_thread (t, f);", "g_task_run_in_thread() starts a worker"),
    _bad("server/engine/a.c", "bh_pg_exec_blocking (c);", "bh_pg_exec_blocking() blocks the main loop"),
    _bad("tests/a.c", "g_usleep (10);", "g_usleep() sleeps"),
    _bad("server/bus/a.c", 'g_print ("x");', "g_print() prints"),
    _bad("server/store/a.c", 'PQexec (c, "x");', "PQexec() blocks"),
    _bad("server/store/a.c", 'PQexec (c, "x"); /* lint: ok */', "PQexec() blocks the main loop on the database"),
    _bad("server/core/a.c", "now = g_get_monotonic_time ();", "g_get_monotonic_time() reads a clock"),
    _bad("server/core/a.c", "now = time (NULL);", "time() reads a clock"),
    _bad("server/wire/a.c", "n = g_random_int ();", "g_random_int() takes randomness"),
    _bad("protocol/a.c", 'p = getenv ("x");', "getenv() reads the environment"),
    _bad("protocol/a.c", 'f = fopen ("x", "r");', "fopen() touches files"),
    _bad("tests/a.c", "g_assert_cmpint (g_get_monotonic_time () - begun, <, 5);", "asserts how long"),
    {"files": {"tests/a.py": "self.assertLess(time.monotonic() - began, 2)\n"}, "says": "tests/a.py:1: asserts how long"},
    {"files": {"tests/journey/a.py": "time.sleep(1)\n"}, "says": "tests/journey/a.py:1: time.sleep()"},
]
GOOD = [
    {"files": {"server/core/a.c": '/* time (NULL), goto out; */ x = "strcpy (a)"; bh_time (n); a->time (n); strftime (n);\n'}},
    {"files": {"server/store/a.c": "PQexec (c, sql); /* lint: ok, at start, before the loop runs */\n"}},
    {"files": {"server/store/a.c": "/* lint: ok, at start, before the loop runs */\nPQexec (c, sql);\n"}},
    {"files": {"server/store/pg-blocking.c": "PQexec (c, sql);\n", "server/store/a.c": "g_task_run_in_thread (t, f);\n"}},
    {"files": {"server/bus/a.c": "now = g_get_monotonic_time ();\ng_unix_fd_add (fd);\n"}},
    {"files": {"server/ctl/a.c": 'g_print ("x");\n', "server/outbox/a.c": "g_thread_new (a, b, c);\n"}},
    {"files": {"tests/journey/a.py": "time.sleep(1)  # lint: ok, the fake has no clock\n"}},
]
