"""What the bytes of a JPEG tell beyond what its decoder says."""

_END = b"\xff\xd9"
_SCAN = b"\xff\xda"
_LEAST_ZEROS = 64


def ends_in_zeros(data: bytes) -> bool:
    """Whether the picture breaks off into zeros: a copy that was cut off and filled up.

    A decoder takes the zeros for grey picture data and sees nothing wrong. A good picture has its end
    mark behind its last scan, whatever a camera may have appended to it.
    """
    if data[-_LEAST_ZEROS:].strip(b"\0"):
        return False
    return data.rfind(_END) < data.rfind(_SCAN)
