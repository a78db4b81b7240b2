"""Measures the pictures of a library in the background: what stands out is told from these figures.

From stored thumbnails, not from the files: that costs a fraction of decoding a photo again, works while a
drive is unplugged, and the reconstruction errors are those of the scan's own pixels to within 0.01.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.cores import usable_cores
from photosim.domain.errors import FileError
from photosim.domain.odd import Measures
from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.imaging.measures import Quality, measure, squash
from photosim.imaging.thumbnail import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.domain.photo import ContentId, Photo

METHOD = 2
"""Of measuring; another one measures everything anew."""

_BATCH = 64


def measured(workspace: Workspace, report: Report, cancel: CancelToken) -> dict[ContentId, bytes]:
    """The figures of every picture that has a code, measured now where they are missing.

    A stop, or a killed process, loses one batch at most: the next call goes on from there. In a library that
    can only be looked at, what is measured is not kept.

    Args:
        workspace: the library.
        report: told after each batch.
        cancel: looked at before each batch.

    Returns:
        `Measures.packed` by content; pictures without a thumbnail whose files cannot be read are left out.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be used.
        ModelError: the model's files are missing or damaged.
    """
    indexed = workspace.indexed()
    model_id = workspace.encoder.model_id
    known = workspace.library.odd.measures(model_id, METHOD)
    missing = [content for content in indexed.contents if content not in known]
    meter = RateMeter()
    with ThreadPoolExecutor(usable_cores()) as pool:
        for start in range(0, len(missing), _BATCH):
            cancel.checkpoint()
            batch = missing[start : start + _BATCH]
            pictures = dict(_pictures(workspace, batch, indexed.photos_by_content))
            figures = _figures(workspace, pictures, pool)
            if not workspace.library.read_only:
                workspace.library.odd.save_measures(model_id, METHOD, figures)
            known.update(figures)
            done = min(start + _BATCH, len(missing))
            report(Progress("Measuring photos", done, len(missing), meter.update(done)))
    return known


def picture_of(workspace: Workspace, photos: Sequence[Photo]) -> NDArray[np.uint8] | None:
    """The thumbnail of a content as uint8 (H, W, 3), made again where it is lost; None where none can be had.

    Args:
        workspace: the library.
        photos: the files of the content, at least one.

    Raises:
        LibraryError: the thumbnails cannot be read.
    """
    stored = workspace.library.thumbnail(photos[0].content)
    pixels = None if stored is None else _decoded(stored)
    return pixels if pixels is not None else _made_again(workspace, photos)


def _pictures(
    workspace: Workspace, contents: Sequence[ContentId], photos: Mapping[ContentId, Sequence[Photo]]
) -> Iterator[tuple[ContentId, NDArray[np.uint8]]]:
    stored = workspace.library.thumbnails(contents)
    for content in contents:
        pixels = _decoded(stored[content]) if content in stored else None
        if pixels is None:
            pixels = _made_again(workspace, photos[content])
        if pixels is not None:
            yield content, pixels


def _decoded(thumbnail: bytes) -> NDArray[np.uint8] | None:
    try:
        return decode(thumbnail)
    except OSError:
        return None


def _made_again(workspace: Workspace, photos: Sequence[Photo]) -> NDArray[np.uint8] | None:
    for photo in photos:
        if photo.missing:
            continue
        try:
            return decode(workspace.reader.thumbnail(photo.path))
        except FileError:
            # It has gone or changed since the scan; another file may hold the same bytes.
            continue
    return None


def _figures(
    workspace: Workspace, pictures: Mapping[ContentId, NDArray[np.uint8]], pool: ThreadPoolExecutor
) -> dict[ContentId, bytes]:
    if not pictures:
        return {}
    qualities = list(pool.map(measure, pictures.values()))
    squares = np.stack([squash(pixels, workspace.encoder.input_spec) for pixels in pictures.values()])
    drawings = workspace.encoder.redraw(squares)
    away = ((drawings.pixels.astype(np.float32) - squares) / 255) ** 2
    errors = zip(drawings.error.tolist(), away.mean(axis=(1, 2, 3)).tolist(), strict=True)
    return {
        content: _packed(quality, *error)
        for content, quality, error in zip(pictures, qualities, errors, strict=True)
    }


def _packed(quality: Quality, error: float, squared_error: float) -> bytes:
    return Measures(error=error, squared_error=squared_error, **asdict(quality)).packed()
