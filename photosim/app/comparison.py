"""Two photos of the library laid on each other exactly, and where they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.verification import Verifier
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import Evidence, Transform, content_pair, seen_from
from photosim.similarity.comparison import Difference, difference, refined, snapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.domain.photo import Photo

SIDE = 1280
"""Longest side in pixels at which pictures are laid on each other and compared."""

_WHOLE: Transform = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one photo lies on another, and where they differ.

    Attributes:
        transform: takes points of the first to the second; None where they cannot be laid on each other.
        difference: None where they cannot, either.
    """

    transform: Transform | None
    difference: Difference | None


def known_transform(first: Photo, second: Photo, evidence: Evidence | None) -> Transform | None:
    """How the second photo lies on the first by what is known without a look; None: not known.

    Args:
        first: a photo.
        second: another.
        evidence: the first laid on the second, where that was done.
    """
    if evidence is not None:
        return evidence.transform
    same = first.content == second.content or first.preview_digest == second.preview_digest
    return _WHOLE if same else None


def compare(
    workspace: Workspace,
    first: Photo,
    second: Photo,
    evidence: Evidence | None,
    aligned: Callable[[Transform | None], None],
    cancel: CancelToken,
) -> Comparison:
    """Lay the second photo on the first as exactly as can be, and look where they differ.

    Args:
        workspace: the library.
        first: a photo that is there.
        second: another.
        evidence: the first laid on the second; None: look for it.
        aligned: told the exact alignment before the difference is looked for.
        cancel: looked at between the steps.

    Raises:
        Cancelled: a stop was asked for.
        FileError: one of them cannot be decoded.
        LibraryError: the catalogue cannot be read.
    """
    rough = known_transform(first, second, evidence)
    if rough is None and evidence is None:
        rough = _looked_for(workspace, first, second, cancel)
    if rough is None:
        aligned(None)
        return Comparison(None, None)
    one, two = (_pixels(workspace, photo, cancel) for photo in (first, second))
    exact = _exact(first, second, (one, two), rough)
    aligned(exact)
    cancel.checkpoint()
    return Comparison(exact, difference(one, two, exact))


def _looked_for(workspace: Workspace, first: Photo, second: Photo, cancel: CancelToken) -> Transform | None:
    with Verifier(workspace.library) as verifier:
        pair = content_pair(first.content, second.content)
        found = seen_from(first.content, second.content, verifier.verify([pair], silent, cancel))
    return None if found is None else found.transform


def _exact(
    first: Photo, second: Photo, pixels: tuple[NDArray[np.uint8], NDArray[np.uint8]], rough: Transform
) -> Transform:
    better = refined(*pixels, rough)
    sizes = [(photo.facts.width, photo.facts.height) for photo in (first, second)]
    return snapped(better or rough, sizes[0], sizes[1], SIDE)


def _pixels(workspace: Workspace, photo: Photo, cancel: CancelToken) -> NDArray[np.uint8]:
    raster = workspace.reader.render(photo.path, SIDE, cancel=cancel)
    return np.frombuffer(raster.rgb, np.uint8).reshape(raster.height, raster.width, 3)
