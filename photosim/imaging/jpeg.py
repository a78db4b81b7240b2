"""What the bytes of a JPEG tell beyond what its decoder says."""

_END = b"\xff\xd9"
_START_OF_SCAN = 0xDA
_LEAST_ZEROS = 64


def ends_in_zeros(data: bytes) -> bool:
    """Whether the picture breaks off into zeros: a copy that was cut off and filled up.

    A decoder takes the zeros for grey picture data and sees nothing wrong. A good picture has an end
    mark behind its first scan, whatever a camera may have appended to it.
    """
    if data[-_LEAST_ZEROS:].strip(b"\0"):
        return False
    return data.find(_END, _first_scan(data)) < 0


def _first_scan(data: bytes) -> int:
    """Where the first scan begins; the end of the data where there is none."""
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF or data[place + 1] == 0xFF:
            place += 1  # padding between segments, or junk that decoders skip as well
            continue
        if data[place + 1] == _START_OF_SCAN:
            return place
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return len(data)
