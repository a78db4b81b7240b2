"""A file becomes a `ReadPhoto`: read once, decoded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blake3 import blake3

from photosim.domain.encoder import InputSpec
from photosim.domain.files import Problem, ProblemKind
from photosim.domain.photo import ContentId, Facts, ReadPhoto
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.decode import Need, decode
from photosim.imaging.jpeg import quality
from photosim.imaging.measure import preview_digest, sharpness
from photosim.imaging.measures import squash
from photosim.imaging.metadata import read_metadata
from photosim.imaging.refusal import Refusal
from photosim.imaging.shrink import resampled
from photosim.imaging.source import Source, given, load
from photosim.imaging.thumbnail import THUMBNAIL_SIDE, encode_pixels
from photosim.imaging.upright import Region, fitted, reduced, region_size

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NO_MEMORY = "Reading it needs more memory than photosim may take."


def read_photo(path: str, spec: InputSpec, limits: DecodeLimits) -> ReadPhoto | Problem:
    """Read and decode a file that discovery found.

    Args:
        path: the file.
        spec: how the encoder wants its pixels.
        limits: on bytes and pixels; time and memory are watched by `pool.DecodePool`.

    Returns:
        The photo, or why it is none; nothing that a file holds makes this raise.
    """
    answer = read_or_refuse(path, None, spec, limits, None)
    return answer.as_problem(path) if isinstance(answer, Refusal) else answer


def read_bytes(data: bytes, name: str, spec: InputSpec, limits: DecodeLimits) -> ReadPhoto:
    """Read a picture that lies in no file, such as one from the clipboard.

    Args:
        data: what a file would hold.
        name: what to call it.
        spec: how the encoder wants its pixels.
        limits: on bytes and pixels.

    Returns:
        The photo; its stamp knows the size only.

    Raises:
        FileError: the bytes are no photo.
    """
    answer = read_or_refuse(name, data, spec, limits, None)
    if isinstance(answer, Refusal):
        raise answer.as_error(name)
    return answer


def read_or_refuse(
    path: str, data: bytes | None, spec: InputSpec, limits: DecodeLimits, region: Region | None
) -> ReadPhoto | Refusal:
    """Read a file, or a part of its picture; for decoding processes.

    Args:
        path: the file, or what to call the bytes.
        data: what a file would hold; None: read the file.
        spec: how the encoder wants its pixels.
        limits: on bytes and pixels.
        region: the part of the picture that is asked for; None: all.

    Returns:
        The photo, or why it is none.
    """
    try:
        return _read(
            path, load(path, limits) if data is None else given(data, path, limits), spec, limits, region
        )
    except Refusal as refusal:
        return refusal
    except MemoryError:
        return Refusal(ProblemKind.TOO_LARGE, _NO_MEMORY)


def _read(
    path: str, source: Source, spec: InputSpec, limits: DecodeLimits, region: Region | None
) -> ReadPhoto:
    # An encoder with a larger eye than the thumbnail gets more pixels.
    need = Need(max(THUMBNAIL_SIDE, spec.size), region)
    decoded = decode(source.data, source.format, need, limits, as_array=True)
    picture = reduced(decoded, need)
    width, height = region_size(decoded, region) if region else (decoded.width, decoded.height)
    told = read_metadata(decoded.exif)
    return ReadPhoto(
        path=path,
        stamp=source.stamp,
        content=ContentId(blake3(source.data).digest()),
        preview_digest=preview_digest(picture, width, height),
        facts=Facts(
            format=decoded.format,
            width=width,
            height=height,
            orientation=decoded.orientation,
            taken_at=told.taken_at,
            latitude=told.latitude,
            longitude=told.longitude,
            camera=told.camera,
            exif_fields=told.exif_fields,
            sharpness=sharpness(picture),
            jpeg_quality=quality(source.data) if decoded.format == "JPEG" else None,
            software=told.software,
        ),
        thumbnail=encode_pixels(_thumbnail(picture)),
        model_input=_squash(picture, spec),
    )


def _thumbnail(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width, _ = picture.shape
    return resampled(picture, fitted((width, height), THUMBNAIL_SIDE))


def _squash(picture: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.uint8]:
    if spec.resample == "BILINEAR":
        return resampled(picture, (spec.size, spec.size))
    return squash(picture, spec)
