#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""desktop_speed.py [--build FOLDER] [--starts N] [--pops N] [--history N] [--seconds N]: how long an agent waits for the desktop.

Runs the real program on an X server and a session bus of its own and prints, each with its goal:
- start: from exec to the first painted frame of the sign-in page (bellhop itself; goal 700 ms);
- pop: from the event of a ringing call to the painted frame that shows it, while the middle shows a contact with a history of 10,000
  entries (the program in front of a made-up server, tests/desktop/agent/play.c; goal 50 ms at the 99th percentile);
- gap: the longest time that the main loop did not turn while 1,000 events a second arrive (goal 100 ms).
Run it on a quiet machine; a debug build is slower than what is installed.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
INSIDE = "BELLHOP_BENCH_INSIDE"


class Trace:
    """The lines that the program writes of what it has painted."""

    def __init__(self, folder, name):
        self.path = pathlib.Path(folder) / name
        self.seen = 0

    def wait(self, event, timeout=60):
        """The next line of this event. Looking often would cost the program the very time that is measured."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            lines = self.path.read_text().splitlines() if self.path.exists() else []
            for number in range(self.seen, len(lines)):
                line = json.loads(lines[number])
                if line["event"] == event:
                    self.seen = number + 1
                    return line
            time.sleep(0.005)
        raise SystemExit(f"desktop_speed.py: nothing of {event!r} within {timeout} s")


def say(what, took, goal, share=0.99):
    took = sorted(took)
    at = took[min(len(took) - 1, int(len(took) * share))]
    print(f"{what}: median {statistics.median(took):.1f} ms, {share * 100:.0f}th percentile {at:.1f} ms, worst {took[-1]:.1f} ms (goal {goal} ms: "
          f"{'met' if at <= goal else 'MISSED'})", flush=True)


def environment(trace):
    return {**os.environ, "BELLHOP_TRACE_FILE": str(trace.path), "BELLHOP_NON_UNIQUE": "1"}


def bench_start(build, folder, times):
    took = []
    for number in range(times + 1):
        trace = Trace(folder, f"start-{number}")
        began = time.time()
        program = subprocess.Popen([f"{build}/desktop/bellhop", "--server", "127.0.0.1:1"], env=environment(trace), stderr=subprocess.DEVNULL)
        painted = trace.wait("started")["wall_us"] / 1e6
        program.terminate()
        program.wait()
        took.append((painted - began) * 1000)
    print(f"start, the first after the build: {took[0]:.1f} ms")
    say(f"start to sign-in, {times} times", took[1:], 700, 0.9)


class Play:
    """The program in front of a made-up server."""

    def __init__(self, build, folder):
        self.trace = Trace(folder, "play")
        secret = pathlib.Path(folder) / "password"
        secret.write_text("secret\n")
        env = {**environment(self.trace), "BELLHOP_PASSWORD_FILE": str(secret)}
        self.process = subprocess.Popen([f"{build}/tests/desktop/agent/play", "--server", "desk.example.org", "--user", "alice"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, text=True)
        self.trace.wait("started")

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()[3:]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def gap_of(play):
    """The longest silence of the main loop in ms, and what the program itself was busy in it: a busy machine lengthens only the first."""
    gap, work = play.say("gap").split()
    return float(gap), float(work)


def say_gap(what, play):
    gap, work = gap_of(play)
    print(f"{what}: longest gap of the main loop {gap:.1f} ms, of work {work:.1f} ms (goal 100 ms: {'met' if gap <= 100 else 'MISSED'})", flush=True)


def open_history(play, entries):
    contact = play.say("offered +442079460958 support Priya Nair")
    play.trace.wait("painted")
    play.say(f"talking {contact}")
    began = time.monotonic()
    play.say("gap")
    play.say(f"past {contact} {entries}")
    play.trace.wait("card")
    say_gap(f"history of {entries} entries, on the screen after {(time.monotonic() - began) * 1000:.0f} ms", play)
    time.sleep(1)
    say_gap("the rows beyond what is seen", play)
    for number in range(20):
        play.say(f"scroll {number * 7 % 20 / 20}")
        time.sleep(0.1)
    say_gap("twenty leaps in it", play)


def bench_pops(play, times, entries):
    took = []
    play.say("gap")
    for number in range(times):
        began = time.time()
        contact = play.say(f"offered +49301818{number:05} support Caller {number}")
        took.append((play.trace.wait("painted")["wall_us"] / 1e6 - began) * 1000)
        play.say(f"gone {contact}")
        time.sleep(0.05)  # the call is away before the next one comes; not part of what is measured
    say(f"pop beside a history of {entries}, {times} times", took, 50)
    say_gap("meanwhile", play)


def bench_gaps(play, seconds):
    play.say("gap")
    sent = play.say(f"storm 1000 {seconds}")
    say_gap(f"{sent} events in {seconds} s", play)


def measure(options):
    with tempfile.TemporaryDirectory(prefix="bellhop-speed.") as folder:
        bench_start(options.build, folder, options.starts)
        play = Play(options.build, folder)
        try:
            open_history(play, options.history)
            bench_pops(play, options.pops, options.history)
            bench_gaps(play, options.seconds)
        finally:
            play.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=str(ROOT / "build"))
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--pops", type=int, default=200)
    parser.add_argument("--history", type=int, default=10000)
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    if os.environ.get(INSIDE):
        measure(options)
        return
    env = {**os.environ, INSIDE: "1", "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo", "GSETTINGS_BACKEND": "memory", "GTK_A11Y": "none",
           "LANGUAGE": "en", "LC_ALL": "C.UTF-8"}
    inside = [str(ROOT / "tests/desktop/display.sh"), sys.executable, *sys.argv]
    sys.exit(subprocess.run(inside, env=env).returncode)


if __name__ == "__main__":
    main()
