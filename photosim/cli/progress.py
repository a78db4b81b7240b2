"""How far the work is, on stderr."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from photosim.cli.console import Console
from photosim.domain.progress import Progress
from photosim.domain.words import duration_words

_PLAIN_INTERVAL_SECONDS = 5.0
_LINE_INTERVAL_SECONDS = 0.1
_SLOWEST_RATE = 0.1
# Shorter spans are told in tenths of a second, which no estimate knows.
_SHORTEST_SECONDS = 3


class ProgressLine:
    """Shows progress: one line that is written over on a terminal, a line now and then elsewhere."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._interactive = console.is_interactive
        self._interval = _LINE_INTERVAL_SECONDS if self._interactive else _PLAIN_INTERVAL_SECONDS
        self._shown_at: float | None = None if self._interactive else clock()
        self._open = False

    def show(self, progress: Progress) -> None:
        """Show it, unless something was shown a moment ago."""
        now = self._clock()
        if self._shown_at is not None and now - self._shown_at < self._interval:
            return
        self._shown_at = now
        text = describe(progress)
        if self._interactive:
            self._console.replace_line(_cut(text, self._console.columns - 1))
            self._open = True
        else:
            self._console.say(text)

    def clear(self) -> None:
        """Take the line away, so that something else can be printed."""
        if self._open:
            self._console.replace_line("")
            self._open = False


@contextmanager
def progress_line(console: Console) -> Iterator[ProgressLine]:
    """A line that is gone when the work is over."""
    line = ProgressLine(console)
    try:
        yield line
    finally:
        line.clear()


def describe(progress: Progress) -> str:
    """`Reading photos: 120 of 4,000 (3 %), 41 a second, 2 min left: IMG_1.jpg`."""
    parts = []
    if progress.total is None:
        parts.append(f"{progress.done:,}")
    else:
        share = f" ({progress.fraction:.0%})" if progress.fraction is not None else ""
        parts.append(f"{progress.done:,} of {progress.total:,}{share}")
    # Slower than that, the time that is left says more.
    if progress.rate is not None and progress.rate >= _SLOWEST_RATE:
        parts.append(f"{progress.rate:,.1f}/s" if progress.rate < 10 else f"{progress.rate:,.0f}/s")
    if progress.eta_seconds is not None and progress.done < (progress.total or 0):
        parts.append(f"about {duration_words(max(_SHORTEST_SECONDS, round(progress.eta_seconds)))} left")
    detail = f": {progress.detail}" if progress.detail else ""
    return f"{progress.stage}: {', '.join(parts)}{detail}"


def _cut(text: str, width: int) -> str:
    if sum(map(_cells, text)) <= width:
        return text
    room = width - 1
    for place, character in enumerate(text):
        room -= _cells(character)
        if room < 0:
            return f"{text[:place]}…"
    return text


def _cells(character: str) -> int:
    """How many places of a terminal's line a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
