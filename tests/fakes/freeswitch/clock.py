# SPDX-License-Identifier: GPL-3.0-or-later
"""Time as an argument: the machine's, or a story's that stands still until it is told to go on."""
import asyncio
import heapq
import time


class Clock:
    """The machine's, with the timers of the running asyncio loop."""

    def now(self):
        """Microseconds since 1970."""
        return time.time_ns() // 1000

    def later(self, seconds, what, *args):
        return asyncio.get_running_loop().call_later(seconds, what, *args)


class _Timer:
    def __init__(self):
        self.cancelled = False

    def cancel(self):
        self.cancelled = True


class StoryClock:
    def __init__(self, start=1795296416_000_000):
        self.at, self.timers, self.count = start, [], 0

    def now(self):
        return self.at

    def later(self, seconds, what, *args):
        timer = _Timer()
        self.count += 1
        heapq.heappush(self.timers, (self.at + round(seconds * 1e6), self.count, timer, what, args))
        return timer

    def wait(self, seconds):
        """Lets time go on; what was due in between happens at its time."""
        end = self.at + round(seconds * 1e6)
        while self.timers and self.timers[0][0] <= end:
            self.at, _, timer, what, args = heapq.heappop(self.timers)
            if not timer.cancelled:
                what(*args)
        self.at = end
