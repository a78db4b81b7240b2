"""What shows that a photo of a group is not what was there first."""

from enum import IntEnum


class Trace(IntEnum):
    """What a photo shows beside another one of its group; the numbers are kept on disk."""

    MARKS = 0
    """It repeats the marks that the compression of the other left, see `descent`."""

    SPOILT = 1
    """It is the other one blurred, or with noise added, see `spoiling`."""

    ENLARGED = 2
    """It has no more detail than the other, which has fewer pixels, see `enlarged`."""

    RETONED = 3
    """It lost brightness or colours that the other shows, see `retoning`."""

    SAME_TONE = 4
    """Its brightness and colours are those of the other."""

    FAINT_MARKS = 5
    """It may repeat such marks: too faint to be a reason, strong enough to doubt others."""
