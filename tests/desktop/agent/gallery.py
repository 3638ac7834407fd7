#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws every view in every language, look and size, with a page to leaf through:
gallery.py BUILD FOLDER [--languages en,de] [--sets dark-1280x800,large-1280x800] [VIEW...]

For translators, and for whoever changes the look of something: FOLDER/index.html shows each view in all languages side by side. What
is drawn lies in FOLDER/LANGUAGE/LOOK-SIZE/VIEW.png."""
import argparse
import concurrent.futures
import html
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
MAIN = ["empty", "ringing", "talking", "many", "wrap-up", "three", "consult", "preview"]
# look, size, views (none: all of them)
SETS = [
    ("light", "1280x800", []), ("dark", "1280x800", []), ("contrast", "1280x800", []), ("light", "1024x700", []),
    ("light", "1920x1080", MAIN), ("contrast-dark", "1280x800", MAIN), ("large", "1280x800", MAIN), ("large", "1024x700", MAIN),
]
SET_TIMEOUT = 240  # seconds; a set takes half a minute
TRIES = 2


def languages():
    with open(os.path.join(ROOT, "po", "LINGUAS"), encoding="utf-8") as lines:
        found = [line.strip() for line in lines if line.strip() and line[0] != "#"]
    return ["en", *sorted(found), "en@pseudo"]


def environment(language, look, size):
    env = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "ADW_")) and key != "LANG"}
    env.update(BELLHOP_SOURCE_ROOT=ROOT, GDK_BACKEND="x11", GSK_RENDERER="cairo", GSETTINGS_BACKEND="memory", GTK_A11Y="none", TZ="UTC",
               LC_ALL="C.UTF-8", LANGUAGE=language, PICTURE_SIZE=size, PICTURE_LOOK="dark" if look.endswith("dark") else "light")
    if look == "large":
        env["TEXT_PERCENT"] = "200"
    if look.startswith("contrast"):
        env["ADW_DEBUG_HIGH_CONTRAST"] = "1"
    return env


def draw(build, folder, language, look, size, views):
    """The names of the views that were drawn, or what went wrong."""
    target = os.path.join(folder, language, f"{look}-{size}")
    os.makedirs(target, exist_ok=True)
    command = [os.path.join(ROOT, "tests", "desktop", "display.sh"), os.path.join(build, "tests", "desktop", "agent", "screenshots"), target, *views]
    try:
        done = subprocess.run(command, env=environment(language, look, size), capture_output=True, text=True, timeout=SET_TIMEOUT)
    except subprocess.TimeoutExpired:
        return [], f"not done within {SET_TIMEOUT} s"
    drawn = [os.path.basename(line)[:-4] for line in done.stdout.split("\n") if line.endswith(".png")]
    return drawn, "" if done.returncode == 0 else f"ended with {done.returncode}: {done.stderr.strip()[-300:]}"


def draw_set(build, folder, task):
    """A display that could not be had is tried again; a view that cannot be drawn fails twice."""
    for _ in range(TRIES):
        drawn, problem = draw(build, folder, *task)
        if not problem:
            break
    print(f"{'/'.join(task[:3])}: {len(drawn)} views{', ' + problem if problem else ''}", flush=True)
    return task, drawn, problem


STYLE = """body { font: 15px sans-serif; margin: 24px; background: #f6f5f4; color: #241f31; }
section { margin-bottom: 36px; } h2 { margin: 0 0 8px; } .row { display: flex; gap: 12px; overflow-x: auto; }
figure { margin: 0; } img { width: 420px; border: 1px solid #0003; background: white; } figcaption { color: #5e5c64; }
nav a { margin-right: 10px; white-space: nowrap; } select { font: inherit; margin: 12px 12px 12px 0; }
@media (prefers-color-scheme: dark) { body { background: #241f31; color: #f6f5f4; } a { color: #99c1f1; } figcaption { color: #c0bfbc; } }"""
SCRIPT = """const set = document.getElementById('set'), language = document.getElementById('language');
function show() { for (const f of document.querySelectorAll('figure')) f.hidden =
  (set.value && f.dataset.set !== set.value) || (language.value && f.dataset.language !== language.value); }
set.onchange = language.onchange = show; show();"""


def options(values, first):
    chosen = "".join(f'<option value="{html.escape(value)}">{html.escape(value)}</option>' for value in values)
    return f'<option value="">{first}</option>{chosen}'


def figure(view, language, kind):
    path = f"{language}/{kind}/{view}.png"
    return (f'<figure data-set="{kind}" data-language="{language}"><a href="{path}"><img loading="lazy" src="{path}" alt="{view}, {language}, {kind}">'
            f"</a><figcaption>{language} · {kind}</figcaption></figure>")


def write_index(folder, results):
    views, kinds = {}, []
    for (language, look, size, _), drawn, _ in results:
        kind = f"{look}-{size}"
        kinds += [kind] if kind not in kinds else []
        for view in drawn:
            views.setdefault(view, []).append(figure(view, language, kind))
    names = languages()
    links = "".join(f'<a href="#{view}">{view}</a> ' for view in views)
    sections = "".join(f'<section id="{view}"><h2>{view}</h2><div class="row">{"".join(figures)}</div></section>\n' for view, figures in views.items())
    with open(os.path.join(folder, "index.html"), "w", encoding="utf-8") as page:
        page.write(f'<!doctype html>\n<meta charset="utf-8">\n<title>Bellhop: every view</title>\n<style>{STYLE}</style>\n<h1>Bellhop: every view</h1>\n'
                   f'<nav>{links}</nav>\n<select id="language">{options(names, "every language")}</select>'
                   f'<select id="set">{options(kinds, "every look and size")}</select>\n{sections}<script>{SCRIPT}</script>\n')


def read_arguments():
    parser = argparse.ArgumentParser(description="Draws every view of the desktop.")
    parser.add_argument("build")
    parser.add_argument("folder")
    parser.add_argument("views", nargs="*", help="names of the table in screenshots.c; all of them")
    parser.add_argument("--languages", help="en,de; all of them")
    parser.add_argument("--sets", help="dark-1280x800,large-1280x800; all of them")
    return parser.parse_args()


def tasks_of(chosen):
    """What is drawn: every set in every language, or what was asked for."""
    names = chosen.languages.split(",") if chosen.languages else languages()
    kinds = [(look, size, chosen.views or views) for look, size, views in SETS if not chosen.sets or f"{look}-{size}" in chosen.sets.split(",")]
    return [(language, *kind) for kind in kinds for language in names]


def main(chosen):
    build, folder = os.path.abspath(chosen.build), os.path.abspath(chosen.folder)
    started = time.monotonic()
    tasks = tasks_of(chosen)
    with concurrent.futures.ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        results = list(pool.map(lambda task: draw_set(build, folder, task), tasks))
    write_index(folder, results)
    failed = [task for task, _, problem in results if problem]
    print(f"{sum(len(drawn) for _, drawn, _ in results)} pictures in {time.monotonic() - started:.0f} s: {folder}/index.html"
          f"{f', {len(failed)} sets failed' if failed else ''}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(read_arguments())
