#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every colour of text that desktop/widgets/css names can be read (WCAG 2.1: 4.5 to 1, 3 to 1 for large text) on every surface that it may
stand on, in light, dark and high contrast; with what dims it, and with the tint of its own rule below it."""
import os
import re
import sys

ROOT = os.environ.get("BELLHOP_SOURCE_ROOT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
CSS = os.path.join(ROOT, "desktop", "widgets", "css")
LOOKS = {"light": ["light.css", "base.css"], "dark": ["dark.css", "base.css"],
         "light high contrast": ["light.css", "base.css", "hc.css"], "dark high contrast": ["dark.css", "base.css", "hc.css"]}
# What libadwaita 1.2 defines and we use or stand on.
ADWAITA = {
    "light": {"window_bg_color": "#fafafa", "window_fg_color": "alpha(black, .8)", "view_bg_color": "#ffffff", "card_bg_color": "#ffffff",
              "popover_bg_color": "#ffffff", "headerbar_fg_color": "alpha(black, .8)", "popover_fg_color": "alpha(black, .8)",
              "accent_bg_color": "#3584e4", "accent_fg_color": "white", "accent_color": "#1c71d8"},
    "dark": {"window_bg_color": "#242424", "window_fg_color": "white", "view_bg_color": "#1e1e1e", "card_bg_color": "alpha(white, .08)",
             "popover_bg_color": "#383838", "headerbar_fg_color": "white", "popover_fg_color": "white",
             "accent_bg_color": "#3584e4", "accent_fg_color": "white", "accent_color": "#78aeed"},
}
SURFACES = ["window_bg_color", "bh_chrome", "bh_pane", "card_bg_color", "popover_bg_color"]
SELECTED = 0.09  # how much of the text's colour is below a selected row
# What is no text, or not there: an icon that is hidden, motion, what is switched off.
NO_TEXT = re.compile(r"edit-icon|^\d|^from|^to$|:disabled$|\bimage\b|bh-scrim|bh-rec\b|bh-away-light")
# What never lies in a list.
NEVER_IN_A_ROW = re.compile(r"bh-state-button|bh-banner|bh-hangup|bh-keypad|bh-flow")
BASIC = {"white": (255, 255, 255, 1.0), "black": (0, 0, 0, 1.0), "transparent": (0, 0, 0, 0.0)}


def read(names):
    return "\n".join(open(os.path.join(CSS, name), encoding="utf-8").read() for name in names)


def rules(text):
    """(selector, {property: value}) of each, comments and @-rules aside."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"@keyframes [^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", text)
    text = re.sub(r"@define-color [^;]*;", "", text)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        values = dict(re.findall(r"([a-z-]+)\s*:\s*([^;]+)", body))
        for selector in selectors.split(","):
            yield " ".join(selector.split()), values


class Palette:
    """The named colours of one look."""

    def __init__(self, look):
        self.names = {**ADWAITA[look.split()[0]], **dict(re.findall(r"@define-color (\w+) ([^;]+);", read(LOOKS[look])))}
        self.rules = {}
        for selector, values in rules(read(LOOKS[look])):
            self.rules.setdefault(selector, {}).update(values)

    def color(self, text, current=None):
        """(red, green, blue, alpha)"""
        text = text.strip()
        if text in BASIC:
            return BASIC[text]
        if text == "currentColor":
            return current
        if text.startswith("@"):
            return self.color(self.names[text[1:]], current)
        if text.startswith("alpha("):
            inner, alpha = text[len("alpha("):-1].rsplit(",", 1)
            red, green, blue, old = self.color(inner, current)
            return red, green, blue, old * float(alpha)
        if re.fullmatch("#[0-9a-fA-F]{6}", text):
            return (*(int(text[i:i + 2], 16) for i in (1, 3, 5)), 1.0)
        return None

    def surfaces(self):
        window = self.color("@window_bg_color")
        text = self.color("@window_fg_color")
        for name in SURFACES:
            surface = over(self.color("@" + name), window)
            yield name, surface
            yield f"a selected row of {name}", over((*text[:3], text[3] * SELECTED), surface)


def over(top, below):
    alpha = top[3]
    return (*(top[i] * alpha + below[i] * (1 - alpha) for i in range(3)), 1.0)


def luminance(color):
    parts = [value / 255 for value in color[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_large(values):
    size = re.match(r"([\d.]+)pt", values.get("font-size", "0"))
    points = float(size.group(1)) if size else 0
    return points >= 18 or (points >= 14 and int(values.get("font-weight", "400")) >= 700)


def check_pair(palette, name, color, below, opacity, needed):
    text = palette.color(color)
    for where, surface in palette.surfaces():
        if "row" in where and NEVER_IN_A_ROW.search(name):
            continue
        ground = surface
        for tint in below:
            shade = palette.color(tint, text)
            ground = over(shade, ground) if shade else ground
        # what dims the text dims what is its own below it as well
        seen = over((*over(text, ground)[:3], opacity), surface)
        base = over((*ground[:3], opacity), surface)
        got = contrast(seen, base)
        if got < needed:
            yield f"{name} on {where}: {got:.2f}, needs {needed}"


def check_rules(palette):
    """Each rule that chooses a colour for text or dims it."""
    for selector, values in palette.rules.items():
        opacity = float(values.get("opacity", "1"))
        color = values.get("color", "@window_fg_color")
        if ("color" not in values and opacity == 1) or NO_TEXT.search(selector) or color == "inherit" or palette.color(color) is None:
            continue
        below = [values["background-color"]] if "background-color" in values else []
        yield from check_pair(palette, selector, color, below, opacity, 3 if is_large(values) else 4.5)


def check_states(palette):
    """A state's word on the state's own tint."""
    for selector, values in palette.rules.items():
        match = re.fullmatch(r"\.bh-tint-(\w+)", selector)
        if match:
            name = f"bh_{match.group(1)}"
            yield from check_pair(palette, f"{name} on its tint", "@" + name, [values["background-color"]], 1, 4.5)


def check_outlines(palette):
    """In high contrast nothing stays dimmed."""
    for selector, values in palette.rules.items():
        if float(values.get("opacity", "1")) < 1 and not NO_TEXT.search(selector):
            yield f"{selector} is still dimmed: say so in hc.css"


def main():
    cases = []
    for look in LOOKS:
        palette = Palette(look)
        cases.append((f"/css/{look}/text", list(check_rules(palette))))
        cases.append((f"/css/{look}/states", list(check_states(palette))))
        if "high" in look:
            cases.append((f"/css/{look}/nothing-dimmed", list(check_outlines(palette))))
    print(f"1..{len(cases)}")
    for number, (name, problems) in enumerate(cases, 1):
        print(f"{'not ok' if problems else 'ok'} {number} {name.replace(' ', '-')}")
        for problem in problems:
            print(f"# {problem}")
    sys.exit(1 if any(problems for _, problems in cases) else 0)


if __name__ == "__main__":
    main()
