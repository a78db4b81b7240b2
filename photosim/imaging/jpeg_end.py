"""Where the picture of a JPEG ends, and what was appended to it: a film, a depth map, another picture."""

_END_OF_IMAGE = 0xD9
# Marks without a length: stuffed bytes and restarts within a scan, the start of the image.
_BARE = frozenset((0x00, 0x01, 0xD8, *range(0xD0, 0xD8)))
_PADDING = b"\0\xff\r\n\t "


def appended(jpeg: bytes) -> bytes:
    """What follows the end of the picture, without mere padding; empty for most JPEGs.

    Segments are stepped over by their length: the thumbnail within the EXIF data, and tables between two
    scans of a progressive picture, may hold end marks of their own.
    """
    place = 2
    while (place := jpeg.find(b"\xff", place)) >= 0 and place + 1 < len(jpeg):
        mark = jpeg[place + 1]
        if mark == _END_OF_IMAGE:
            return jpeg[place + 2 :].strip(_PADDING)
        if mark == 0xFF:
            place += 1
        elif mark in _BARE:
            place += 2
        else:
            place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return b""
