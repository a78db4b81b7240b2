import io

import pytest

from photosim.cli.console import Console
from photosim.cli.progress import ProgressLine, describe, progress_line
from photosim.domain.progress import Progress


class Terminal(io.StringIO):
    """Text that a person sees."""

    def isatty(self) -> bool:
        return True


def console(err: io.StringIO) -> Console:
    return Console(out=io.StringIO(), err=err)


def test_everything_that_is_known_is_told() -> None:
    progress = Progress("Reading photos", 120, 4000, 41.4, "IMG_1.jpg")
    told = describe(progress)
    assert told == "Reading photos: 120 of 4,000 (3%), 41/s, about 1 min 34 s left: IMG_1.jpg"


def test_what_is_not_known_is_not_told() -> None:
    assert describe(Progress("Encoding photos", 5)) == "Encoding photos: 5"
    assert describe(Progress("Looking for photos", 0, 0)) == "Looking for photos: 0 of 0"
    assert describe(Progress("Reading photos", 7, 7, 2.5)) == "Reading photos: 7 of 7 (100%), 2.5/s"
    assert describe(Progress("Choosing", 1, 4, 0.04)) == "Choosing: 1 of 4 (25%), about 1 min 15 s left"


def test_a_terminal_has_one_line_that_is_written_over_and_taken_away() -> None:
    err = Terminal()
    with progress_line(console(err)) as line:
        line.show(Progress("Reading photos", 1, 2))
    assert err.getvalue() == "\rReading photos: 1 of 2 (50%)\x1b[K\r\x1b[K"


@pytest.mark.parametrize(("character", "fitting"), [("x", 48), ("가", 24)])
def test_a_line_never_wraps(character: str, fitting: int) -> None:
    err = Terminal()
    ProgressLine(console(err)).show(Progress("Reading photos", 1, 2, detail=character * 300))
    shown = err.getvalue().removeprefix("\r").removesuffix("\x1b[K")
    assert shown == f"Reading photos: 1 of 2 (50%): {character * fitting}…"


def test_a_terminal_is_written_at_most_ten_times_a_second() -> None:
    err = Terminal()
    now = 100.0
    line = ProgressLine(console(err), clock=lambda: now)
    for step in range(10):
        now = 100.0 + step * 0.03
        line.show(Progress("Reading", step))
    assert err.getvalue().count("\r") == 3


def test_elsewhere_there_is_a_plain_line_now_and_then() -> None:
    err = io.StringIO()
    now = 100.0
    line = ProgressLine(console(err), clock=lambda: now)
    line.show(Progress("Reading photos", 1, 9))
    now = 106.0
    line.show(Progress("Reading photos", 5, 9))
    line.show(Progress("Reading photos", 6, 9))
    line.clear()
    assert err.getvalue() == "Reading photos: 5 of 9 (56%)\n"
