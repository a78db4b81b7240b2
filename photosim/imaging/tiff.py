"""What the bytes of a TIFF tell before it is decoded."""

import struct

_DNG_VERSION = 0xC612
_ENTRY_BYTES = 12


def is_dng(data: bytes) -> bool:
    """Whether a TIFF holds camera raw: its first directory names a version of DNG."""
    order = "<" if data[:2] == b"II" else ">"
    try:
        (place,) = struct.unpack_from(order + "I", data, 4)
        (count,) = struct.unpack_from(order + "H", data, place)
        return any(
            struct.unpack_from(order + "H", data, place + 2 + number * _ENTRY_BYTES)[0] == _DNG_VERSION
            for number in range(count)
        )
    except struct.error:
        return False
