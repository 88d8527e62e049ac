"""What the set-up tells the person in front of it, on stderr; stdout is for a command's own output."""

from __future__ import annotations

import shutil
import sys
import time


class Problem(Exception):
    """Something is wrong with this machine or the request; the text is the one sentence to show."""


class Progress:
    """A step under way: one line that counts the seconds (a terminal), or a line now and then (a file)."""

    def __init__(self, what: str, every: float = 10.0) -> None:
        self.what = what
        self.every = every
        self.started = time.monotonic()
        self.last = self.started
        self.live = sys.stderr.isatty()
        self._show("  " + what + " …", end="" if self.live else "\n")

    def tick(self, detail: str = "") -> None:
        """Say that the step still runs; call it about once a second."""
        now = time.monotonic()
        text = "  {} … {:.0f} s{}".format(self.what, now - self.started, "  " + detail[:70] if detail else "")
        if self.live:
            self._show("\r" + text[: shutil.get_terminal_size().columns - 1] + "\x1b[K", end="")
        elif now - self.last >= self.every:
            self.last = now
            self._show(text)

    def done(self, result: str = "done") -> None:
        """Close the step with its time."""
        text = "  {}: {} ({:.1f} s)".format(self.what, result, time.monotonic() - self.started)
        self._show("\r" + text + "\x1b[K" if self.live else text)

    def failed(self) -> None:
        """Close the step as failed; the reason follows from the caller."""
        self.done("FAILED")

    @staticmethod
    def _show(text: str, end: str = "\n") -> None:
        sys.stderr.write(text + end)
        sys.stderr.flush()


def say(text: str) -> None:
    """One line to the person in front of the terminal."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
