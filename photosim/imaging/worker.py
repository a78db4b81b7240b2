"""What runs inside a decoding process.

Such a process imports this module first: nothing heavy at its top, so that the start can set up the
process before the decoders come in.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photosim.domain.encoder import InputSpec
    from photosim.domain.files import Problem
    from photosim.domain.photo import ReadPhoto
    from photosim.domain.scanning import DecodeLimits
    from photosim.imaging.preview import Raster
    from photosim.imaging.refusal import Refusal
    from photosim.imaging.whole import WholePicture

_LEAST_MEMORY = 512 * 1024**2
_KEPT_BYTES = 16 * 1024**2
# Of glibc's malloc.h.
_TRIM_THRESHOLD = -1
_MMAP_THRESHOLD = -3


def start(limits: DecodeLimits, workers: int) -> None:
    """Set up the process: silent, killable, bounded in memory, one thread.

    Args:
        limits: what one file may cost.
        workers: how many processes share the machine.
    """
    # Nothing here needs tidying up, and a decoder that hangs would never come to Python's own handler.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _silence()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from PIL import AvifImagePlugin, Image  # noqa: PLC0415

    from photosim.imaging import read  # noqa: F401, PLC0415 - here, so that no file's time pays for it
    from photosim.imaging.shrink import opencv  # noqa: PLC0415

    opencv()
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    # Pillow refuses at twice this number.
    Image.MAX_IMAGE_PIXELS = limits.max_pixels // 2
    _keep_memory()
    _bound_memory(limits.max_memory, workers)


def answer() -> bool:
    """Tell that the process has started."""
    return True


@dataclass(frozen=True, slots=True)
class Mishap:
    """A mistake of photosim's own on one file.

    Attributes:
        path: the file.
        trace: where it happened, for the log: a process itself has nowhere to tell it.
    """

    path: str
    trace: str


def read_files(paths: list[str], spec: InputSpec, limits: DecodeLimits) -> list[ReadPhoto | Problem | Mishap]:
    """Read some files one after the other."""
    return [_read_file(path, spec, limits) for path in paths]


def _read_file(path: str, spec: InputSpec, limits: DecodeLimits) -> ReadPhoto | Problem | Mishap:
    from photosim.imaging.read import read_photo  # noqa: PLC0415

    try:
        return read_photo(path, spec, limits)
    except Exception:  # noqa: BLE001 - must not end the scan of the others; told by the mishap
        return Mishap(path, traceback.format_exc())


def read_wish(
    path: str,
    data: bytes | None,
    spec: InputSpec,
    limits: DecodeLimits,
    region: tuple[int, int, int, int] | None,
) -> ReadPhoto | Refusal:
    """Read what the user asked for: a file, or the bytes that `path` only names."""
    from photosim.imaging.read import read_or_refuse  # noqa: PLC0415

    return read_or_refuse(path, data, spec, limits, region)


def thumbnail_file(path: str, limits: DecodeLimits) -> bytes | Refusal:
    """Make a file's thumbnail."""
    from photosim.imaging.preview import thumbnail_or_refuse  # noqa: PLC0415

    return thumbnail_or_refuse(path, limits)


def render_file(
    path: str,
    max_side: int,
    limits: DecodeLimits,
    region: tuple[int, int, int, int] | None,
    data: bytes | None = None,
) -> Raster | Refusal:
    """Draw a picture, or a part of it, for the large view: a file, or the bytes that `path` only names."""
    from photosim.imaging.preview import render_or_refuse  # noqa: PLC0415

    return render_or_refuse(path, max_side, limits, region, data)


def whole_file(path: str, limits: DecodeLimits) -> WholePicture | Refusal:
    """Decode all pixels of a file."""
    from photosim.imaging.whole import whole_or_refuse  # noqa: PLC0415

    return whole_or_refuse(path, limits)


def _silence() -> None:
    """Send what decoders print to nowhere; libraries in C write to the descriptors themselves."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _keep_memory() -> None:
    """Let the C library keep a little of what it frees, where it is glibc.

    The next photo needs as much again; to get it from the system each time costs a tenth of a small photo.
    """
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415

    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_TRIM_THRESHOLD, _KEPT_BYTES)
        set_option(_MMAP_THRESHOLD, _KEPT_BYTES // 2)


def _bound_memory(most: int, workers: int) -> None:
    """Let the process take `most` bytes of address space more than it has now, where the system can.

    On a small machine less: all workers together must leave half of its memory to others.
    """
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - Windows has none

    with open("/proc/self/statm", encoding="ascii") as status:
        now = int(status.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    share = os.sysconf("SC_PHYS_PAGES") * resource.getpagesize() // (2 * workers)
    wanted = now + min(most, max(share, _LEAST_MEMORY))
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
