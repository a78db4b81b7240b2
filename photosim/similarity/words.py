"""Figures as people read them."""

from collections.abc import Sequence

_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")


def size_in_words(count: int) -> str:
    """A number of bytes, decimal as file managers show it: "3.4 MB", "812 kB", "1 byte"."""
    if count == 1:
        return "1 byte"
    value, unit = float(count), 0
    # 999.5 would be shown as 1000 of the smaller unit.
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value /= 1000
        unit += 1
    return f"{value:.1f} {_UNITS[unit]}" if unit and value < 99.95 else f"{value:.0f} {_UNITS[unit]}"


def dimensions_in_words(width: int, height: int) -> str:
    """Width and height with a multiplication sign between, as for 4000 by 3000 pixels."""
    return f"{width} × {height}"  # noqa: RUF001 - no letter x is meant


def enumerated(words: Sequence[str]) -> str:
    """A list in a sentence: "the date, GPS and 34 EXIF fields"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
