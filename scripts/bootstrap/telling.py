"""What the set-up says while it works: a line a step, on stderr, so that stdout stays the program's own."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class SetupError(Exception):
    """The set-up cannot go on; `str(error)` tells what failed and what to do, in plain words."""


def say(line: str) -> None:
    """Print one line for the person at the terminal."""
    clear_tick()
    print(line, file=sys.stderr, flush=True)


def tick(text: str) -> None:
    """Show a passing state on the current line; silent where nobody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K    {text[:70]}", end="", file=sys.stderr, flush=True)


def clear_tick() -> None:
    """Wipe the passing state, so that the next line starts clean."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step, and how long it took once it is done."""
    start = time.monotonic()
    say(f"  {title} ...")
    yield
    clear_tick()
    seconds = time.monotonic() - start
    if seconds >= 1:
        say(f"    done in {seconds:.0f} s")
