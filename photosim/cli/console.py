"""The terminal: results on stdout, everything else on stderr, always UTF-8."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import IO

from photosim.domain.errors import PhotosimError
from photosim.domain.files import CONTROL_SIGNS

_LINE_ENDS = (9, 10)
_SIGNS = {code: sign for code, sign in CONTROL_SIGNS.items() if code not in _LINE_ENDS}


class ReaderGone(Exception):  # noqa: N818 - `| head` is no error
    """Whoever read the output has closed it."""


class Console:
    """Prints results for people or as JSON.

    Attributes:
        as_json: whether results are printed as one JSON object.
    """

    def __init__(self, *, out: IO[str], err: IO[str], as_json: bool = False) -> None:
        self.as_json = as_json
        self._out = out
        self._err = err

    def result(self, data: Mapping[str, object], text: str) -> None:
        """Print a result, `data` as JSON or `text` for people.

        Raises:
            ReaderGone: nobody reads it any more.
            PhotosimError: it cannot be written, because the disk is full.
        """
        printed = json.dumps(data, ensure_ascii=False, indent=2) if self.as_json else harmless(text)
        print_to(self._out, f"{printed}\n")

    def line(self, text: str) -> None:
        """Print one line of a result for people that grows while the user watches."""
        print_to(self._out, f"{harmless(text)}\n")

    def say(self, sentence: str) -> None:
        """Tell the user something that is not the result."""
        print_to(self._err, f"{harmless(sentence)}\n")

    def replace_line(self, text: str) -> None:
        """Write over the last line of a terminal that is not finished yet."""
        print_to(self._err, f"\r{harmless(text)}\x1b[K")

    @property
    def is_interactive(self) -> bool:
        """Whether a person watches what is told on stderr."""
        return self._err.isatty()

    @property
    def columns(self) -> int:
        """The width of the terminal in characters."""
        try:
            told = os.get_terminal_size(self._err.fileno()).columns
        except (OSError, ValueError):
            told = 0
        # Terminals that know no size of their own say 0.
        return told or 80


def harmless(text: str) -> str:
    """The text for a terminal: names of files may hold commands to it, which are shown and not obeyed."""
    return text.translate(_SIGNS)


def print_to(stream: IO[str], text: str) -> None:
    """Write to a stream and see that it arrives.

    Raises:
        ReaderGone: nobody reads it any more.
        PhotosimError: it cannot be written, because the disk is full.
    """
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        # What it still holds would fail once more when the interpreter ends.
        _lead_nowhere(stream)
        raise PhotosimError(f"The output could not be written: {error.strerror}.") from error


def prepare_streams() -> None:
    """Make stdout and stderr carry every path as UTF-8, whatever the locale says.

    A program without a console (Windows, started by double click) has no streams: they lead nowhere then.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def give_up_streams() -> None:
    """Nobody reads any more: keep the interpreter from complaining about it when it ends."""
    for stream in (sys.stdout, sys.stderr):
        _lead_nowhere(stream)


def _lead_nowhere(stream: IO[str]) -> None:
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(sink, stream.fileno())
    finally:
        os.close(sink)
