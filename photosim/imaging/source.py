"""From a path to bytes: only regular files, never blocking on anything else, read once."""

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from photosim.domain.files import FileStamp, FoundFile, ProblemKind, stamp_of
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.refusal import Refusal, system_refusal
from photosim.imaging.sniff import HEAD_BYTES, identify

# A pipe opened without O_NONBLOCK waits for a writer for ever; Windows knows only O_BINARY of these.
_OPEN_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes and what they are.

    Attributes:
        stamp: taken just before the bytes were read.
        format: name of the format, see `formats`.
        data: the whole file.
    """

    stamp: FileStamp
    format: str
    data: bytes


def load(path: str, limits: DecodeLimits) -> Source:
    """Read a file that may become a photo.

    Files that are none are told from their first bytes; the rest of them is not read.

    Raises:
        Refusal: not readable, not a regular file, no picture, or more bytes than the limits allow.
    """
    with open_regular(path) as (file, status):
        name = identify(file.read(HEAD_BYTES), path)
        check_bytes(status.st_size, limits)
        file.seek(0)
        return Source(stamp_of(status), name, _read(file, status.st_size))


def given(data: bytes, name: str, limits: DecodeLimits) -> Source:
    """Take bytes for what a file would hold; their stamp knows the size only.

    Raises:
        Refusal: no picture, or more bytes than the limits allow.
    """
    known = identify(data[:HEAD_BYTES], name)
    check_bytes(len(data), limits)
    return Source(FileStamp(len(data), 0, 0, 0), known, data)


def read_head(path: str, size: int) -> bytes:
    """The first `size` bytes of a file, or all when there are fewer.

    Raises:
        Refusal: not readable, or not a regular file.
    """
    with open_regular(path) as (file, _):
        return _read(file, size)


def read_head_of(file: FoundFile, size: int) -> bytes | None:
    """The first `size` bytes of a file, or None where it is another one now.

    Raises:
        Refusal: not readable, or not a regular file.
    """
    with open_regular(file.path) as (opened, status):
        return _read(opened, size) if stamp_of(status).agrees_with(file.stamp) else None


def check_bytes(size: int, limits: DecodeLimits) -> None:
    """Refuse a file of more than `limits.max_bytes` bytes.

    Raises:
        Refusal: too large.
    """
    if size > limits.max_bytes:
        raise Refusal(
            ProblemKind.TOO_LARGE,
            f"The file has {size:,} bytes; photosim opens pictures of up to {limits.max_bytes:,} bytes.",
        )


@contextmanager
def open_regular(path: str) -> Iterator[tuple[io.FileIO, os.stat_result]]:
    """A file open for reading, with what the system tells of it.

    Raises:
        Refusal: not readable, or not a regular file.
    """
    try:
        # Asked before opening: to open a device may already do something.
        _demand_regular(os.stat(path))
        with io.FileIO(os.open(path, _OPEN_FLAGS), "rb") as file:
            status = os.fstat(file.fileno())
            _demand_regular(status)
            yield file, status
    except OSError as error:
        raise system_refusal(error) from error
    except ValueError as error:  # a name with a zero byte
        raise Refusal(ProblemKind.UNREADABLE, "No file can have this name.") from error


def _demand_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Refusal(ProblemKind.UNREADABLE, "It is not a regular file.")


def _read(file: io.FileIO, size: int) -> bytes:
    """The first `size` bytes; fewer when the file shrank meanwhile."""
    data = file.read(size)
    while len(data) < size:  # one call may return less than was asked for, above 2 GiB always
        more = file.read(size - len(data))
        if not more:
            break
        data += more
    return data
