"""The boxes of a HEIF file, as far as they lead to the thumbnail that cameras store in it.

Phones store a picture of 320 pixels beside the twelve megapixels, a hundred times faster to decode.
libheif's Python binding does not reach it; a copy of the file that names the thumbnail as its picture does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

_TURNS = (b"irot", b"imir")
_UNKNOWN_REFERENCE = b"skip"


@dataclass(frozen=True, slots=True)
class _Box:
    """A box: its kind and where its content lies."""

    kind: bytes
    start: int
    end: int


def with_thumbnail_as_picture(data: bytes) -> bytes | None:
    """A copy of a HEIF file whose picture is the thumbnail of the original's.

    Returns:
        None when there is no thumbnail, or one that does not lie as the picture does, or the boxes make
        no sense.
    """
    try:
        return _rewritten(data)
    except (IndexError, StopIteration, ValueError):
        return None


def _rewritten(data: bytes) -> bytes | None:
    meta = _only(data, b"meta", 0, len(data))
    inside = {box.kind: box for box in _boxes(data, meta.start + 4, meta.end)}
    if b"iref" not in inside or b"pitm" not in inside:
        return None
    primary_box, references = inside[b"pitm"], inside[b"iref"]
    width = 4 if data[primary_box.start] else 2
    primary = _number(data, primary_box.start + 4, width)
    link = _thumbnail_link(data, references, primary)
    if link is None:
        return None
    thumbnail = _number(data, link.start, 4 if data[references.start] else 2)
    turns = _turns(data, inside[b"iprp"]) if b"iprp" in inside else {}
    if turns.get(primary, ()) != turns.get(thumbnail, ()):
        return None
    copy = bytearray(data)
    copy[primary_box.start + 4 : primary_box.start + 4 + width] = thumbnail.to_bytes(width, "big")
    # What is somebody's thumbnail is no picture in its own right.
    copy[link.start - 4 : link.start] = _UNKNOWN_REFERENCE
    return bytes(copy)


def _thumbnail_link(data: bytes, references: _Box, primary: int) -> _Box | None:
    width = 4 if data[references.start] else 2
    for link in _boxes(data, references.start + 4, references.end):
        count = _number(data, link.start + width, 2)
        first = link.start + width + 2
        targets = [_number(data, first + place * width, width) for place in range(count)]
        if link.kind == b"thmb" and primary in targets:
            return link
    return None


def _turns(data: bytes, properties: _Box) -> dict[int, tuple[bytes, ...]]:
    """For each item, the boxes that turn or mirror it, in order."""
    container = _only(data, b"ipco", properties.start, properties.end)
    known = [
        data[box.start - 4 : box.end] if box.kind in _TURNS else None
        for box in _boxes(data, container.start, container.end)
    ]
    links = _only(data, b"ipma", properties.start, properties.end)
    id_width = 4 if data[links.start] else 2
    index_width = 2 if data[links.start + 3] & 1 else 1
    place = links.start + 8
    found: dict[int, tuple[bytes, ...]] = {}
    for _ in range(_number(data, links.start + 4, 4)):
        item, count = _number(data, place, id_width), data[place + id_width]
        place += id_width + 1
        # The highest bit only tells whether a reader must understand the property.
        numbers = [
            _number(data, place + step * index_width, index_width) & (0x7FFF if index_width == 2 else 0x7F)
            for step in range(count)
        ]
        place += count * index_width
        found[item] = tuple(turn for number in numbers if number and (turn := known[number - 1]))
    return found


def _only(data: bytes, kind: bytes, start: int, end: int) -> _Box:
    return next(box for box in _boxes(data, start, end) if box.kind == kind)


def _boxes(data: bytes, start: int, end: int) -> Iterator[_Box]:
    while start + 8 <= end:
        size, header = _number(data, start, 4), 8
        if size == 1:
            size, header = _number(data, start + 8, 8), 16
        elif size == 0:
            size = end - start
        if size < header or start + size > end:
            raise ValueError("a box that does not fit into the one around it")
        yield _Box(data[start + 4 : start + 8], start + header, start + size)
        start += size


def _number(data: bytes, start: int, width: int) -> int:
    if start + width > len(data):
        raise IndexError
    return int.from_bytes(data[start : start + width], "big")
