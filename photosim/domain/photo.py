"""A photo: what its bytes are, what is known of it, where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NewType

from photosim.domain.files import FileStamp, Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ContentId = NewType("ContentId", bytes)
"""BLAKE3 digest of a file's bytes (32 bytes): two files with one `ContentId` are the same bytes."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a picture tells of itself.

    Attributes:
        format: Pillow's name of the format ("JPEG"), or "RAW".
        width: pixels, as the picture is meant to be seen (EXIF orientation applied).
        height: pixels, likewise.
        orientation: EXIF orientation as stored, 1..8.
        taken_at: when it was taken by the camera's own clock (no time zone), or None.
        latitude: degrees north, or None.
        longitude: degrees east, or None.
        camera: maker and model, or "".
        exif_fields: how many EXIF fields it carries.
        sharpness: variance of the Laplacian of the reduced grey picture, >= 0; larger is sharper.
        jpeg_quality: how little a JPEG was compressed when it was last saved, 1..100 on libjpeg's scale,
            estimated from its quantisation tables; None for other formats, or where it is unknown.
        software: the program that saved it last, as EXIF names it (a camera's firmware, an editor), or "".
    """

    format: str
    width: int
    height: int
    orientation: int = 1
    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    camera: str = ""
    exif_fields: int = 0
    sharpness: float = 0.0
    jpeg_quality: int | None = None
    software: str = ""

    @property
    def pixels(self) -> int:
        """Width times height."""
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class Saving:
    """How a picture was saved last; see `Facts`, of which this is a part."""

    jpeg_quality: int | None
    software: str


@dataclass(frozen=True, slots=True)
class ReadPhoto:
    """A file that was read and decoded once; everything later steps need of its pixels.

    Attributes:
        path: the file.
        stamp: taken just before the bytes were read.
        content: digest of the bytes.
        preview_digest: digest of the upright reduced pixels and the full size; equal for copies that
            differ in metadata only (a hint: it does not see detail finer than the reduced picture).
        facts: what the picture tells of itself.
        thumbnail: a JPEG of the upright picture, see `imaging.thumbnail`.
        model_input: (S, S, 3) uint8 RGB, squashed to the encoder's square.
    """

    path: str
    stamp: FileStamp
    content: ContentId
    preview_digest: bytes
    facts: Facts
    thumbnail: bytes
    model_input: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of the library: one file, with the facts of its content.

    Attributes:
        path: the file.
        stamp: as last seen.
        role: of the root it lies in.
        missing: not found by the last scan of its root (an unplugged drive, a removed file).
        content: digest of its bytes.
        preview_digest: see `ReadPhoto`.
        facts: what the picture tells of itself.
    """

    path: str
    stamp: FileStamp
    role: Role
    missing: bool
    content: ContentId
    preview_digest: bytes
    facts: Facts
