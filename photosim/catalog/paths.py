"""Paths and stamps in the form the catalogue keeps them in."""

import os
import sys

from photosim.domain.files import FileStamp

_ENCODING = sys.getfilesystemencoding()
_ERRORS = sys.getfilesystemencodeerrors()
_SIGN = 1 << 63
_WRAP = 1 << 64

StampColumns = tuple[int, int, int, int]
"""size, mtime_ns, device, inode as signed 64-bit integers."""


def encoded(path: str) -> bytes:
    """The bytes by which the file system knows the path."""
    return os.fsencode(path)


def decoded(path: bytes) -> str:
    """The inverse of `encoded`."""
    # What os.fsdecode does, without its overhead: a library has a million paths.
    return path.decode(_ENCODING, _ERRORS)


def normal_root(path: str) -> str:
    """A root as the catalogue names it: absolute, without `..` and without a separator at its end."""
    return os.path.abspath(path)


def below(folder: bytes) -> tuple[bytes, bytes]:
    """The half-open range of byte strings that are paths below `folder` (not the folder itself)."""
    separator = os.sep.encode()
    prefix = folder if folder.endswith(separator) else folder + separator
    return prefix, prefix[:-1] + bytes([prefix[-1] + 1])


def _signed(number: int) -> int:
    # Windows has file numbers of up to 128 bits and volume numbers above 2**63, SQLite 64 signed bits.
    if number < _SIGN:
        return number
    return (number + _SIGN) % _WRAP - _SIGN


def stamp_columns(stamp: FileStamp) -> StampColumns:
    """The stamp as four columns."""
    return stamp.size, stamp.mtime_ns, _signed(stamp.device), _signed(stamp.inode)


def stamp_from(size: int, mtime_ns: int, device: int, inode: int) -> FileStamp:
    """The inverse of `stamp_columns` for numbers below 2**64."""
    return FileStamp(
        size,
        mtime_ns,
        device if device >= 0 else device + _WRAP,
        inode if inode >= 0 else inode + _WRAP,
    )
