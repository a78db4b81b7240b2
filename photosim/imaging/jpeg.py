"""What the bytes of a JPEG tell beyond what its decoder says."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

_END = b"\xff\xd9"
_END_OF_IMAGE = 0xD9
_START_OF_SCAN = 0xDA
_QUANTISATION = 0xDB
_LEAST_ZEROS = 64
# Within a scan stuffed bytes and restarts are no marks of their own.
_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

# The tables that quality 50 stands for, from annex K of the JPEG standard; only their sums matter here.
_BRIGHTNESS = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
_COLOUR = (17, 18, 24, 47, 18, 21, 26, 66, 24, 26, 56, 99, 47, 66, 99, 99, *[99] * 48)


def ends_in_zeros(data: bytes) -> bool:
    """Whether the picture breaks off into zeros: a copy that was cut off and filled up.

    A decoder takes the zeros for grey picture data and sees nothing wrong. A good picture has an end
    mark behind its first scan, whatever a camera may have appended to it.
    """
    if data[-_LEAST_ZEROS:].strip(b"\0"):
        return False
    return data.find(_END, _first_scan(data)) < 0


def is_unbroken(data: bytes) -> bool:
    """Whether the picture comes in one scan with nothing amiss: the first mark behind it is the end mark."""
    mark = _MARK.search(data, _first_scan(data) + len(_END))
    return mark is not None and data[mark.end() - 1] == _END_OF_IMAGE


def has_whole_header(head: bytes) -> bool:
    """Whether a file's first bytes reach to its picture data, so that they hold all its tables and fields."""
    return _first_scan(head) < len(head)


def quality(data: bytes) -> int | None:
    """How much a JPEG was compressed when it was last saved.

    The quantisation tables are held against those of the Independent JPEG Group's quality scale: what
    libjpeg wrote is told exactly; cameras and Photoshop, which have tables of their own, by the step of
    that scale whose tables are as coarse on the whole. A picture that was compressed strongly before
    and saved well afterwards tells of the second time only.

    Args:
        data: the file, or its beginning up to the picture data.

    Returns:
        1..100, or None where there is no table.
    """
    tables: dict[int, int] = {}
    for kind, start, end in _segments(data):
        if kind == _QUANTISATION:
            tables.update(_sums(data[start:end]))
    if not tables:
        return None
    brightness = tables.get(0, tables[min(tables)])
    if len(tables) == 1:
        return _nearest(brightness, colour=False)
    colour = next(total for number, total in sorted(tables.items()) if number)
    return _nearest(brightness + colour, colour=True)


def _sums(segment: bytes) -> Iterator[tuple[int, int]]:
    """Number and sum of each table of a segment; a table that breaks off counts as none."""
    place = 0
    while place < len(segment):
        wide, number = segment[place] >> 4, segment[place] & 15
        step = 2 if wide else 1
        table = segment[place + 1 : place + 1 + 64 * step]
        if len(table) == 64 * step:
            # Of two bytes the first counts 256 times.
            yield number, sum(table[step - 1 :: step]) + (256 * sum(table[::2]) if wide else 0)
        place += 1 + 64 * step


@cache
def _scale(*, colour: bool) -> tuple[int, ...]:
    """The sum of the tables of each quality, 1..100."""
    values = (*_BRIGHTNESS, *_COLOUR) if colour else _BRIGHTNESS
    sums = []
    for step in range(1, 101):
        percent = 5000 // step if step < 50 else 200 - 2 * step
        sums.append(sum(min(255, max(1, (value * percent + 50) // 100)) for value in values))
    return tuple(sums)


@lru_cache(maxsize=256)
def _nearest(total: int, *, colour: bool) -> int:
    scale = _scale(colour=colour)
    return 1 + min(range(len(scale)), key=lambda place: abs(scale[place] - total))


def _first_scan(data: bytes) -> int:
    """Where the first scan begins; the end of the data where there is none."""
    return next((start - 4 for kind, start, _ in _segments(data) if kind == _START_OF_SCAN), len(data))


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and end of what each segment holds, up to the first scan."""
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF or data[place + 1] == 0xFF:
            place += 1  # padding between segments, or junk that decoders skip as well
            continue
        kind = data[place + 1]
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        yield kind, place + 4, end
        if kind == _START_OF_SCAN:
            return
        place = end
