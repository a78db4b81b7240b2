"""A few blots of colour find the photos that are coloured so."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from photosim.app.finding.layouts import difference, layout_of, layouts
from photosim.app.finding.search import Query, SearchResult
from photosim.domain.errors import FileError, PhotosimError
from photosim.domain.files import display_path
from photosim.domain.progress import CancelToken, Report
from photosim.domain.similarity import Match, Relation

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

_LEAST_PAINTED = 0.02
_MOST_BYTES = 64 * 1024**2
_MOST_PIXELS = 50_000_000
# Not all that Pillow reads: for some formats it starts other programs.
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")


def search_sketch(
    workspace: Workspace,
    sketch: bytes,
    name: str,
    k: int,
    report: Report,
    cancel: CancelToken,
    path: str | None = None,
) -> SearchResult:
    """The `k` photos whose colours lie as those of a sketch do.

    Only what is painted counts: transparent parts of the sketch may be anything.

    Args:
        workspace: where to search.
        sketch: an encoded picture (PNG).
        name: what to call it.
        k: how many files, >= 1.
        report: told while the colours of photos are looked at for the first time.
        cancel: stops that; what is finished is kept.
        path: the file the sketch came from, or None.

    Returns:
        The result. The distance of a match is its mean colour difference in CIE76 units divided by 100; all
        are told as unrelated, with a probability of 0, as colours say nothing of being the same picture.

    Raises:
        FileError: the sketch is no picture.
        PhotosimError: nothing is painted.
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be read.
    """
    picture = _opened(sketch, name)
    layout, weights = layout_of(picture)
    if weights.mean() < _LEAST_PAINTED:
        raise PhotosimError("Nothing is painted yet: put a few blots of colour where you remember them.")
    indexed = workspace.indexed()
    table = layouts(workspace.library, indexed.contents, report, cancel)
    apart = difference(table, layout, weights)
    matches: list[Match] = []
    for row in np.argsort(apart, kind="stable").tolist():
        if len(matches) >= k or np.isnan(apart[row]):
            break
        words = f"colours differ by {apart[row]:.0f} of 100"
        matches += [
            Match(photo, float(apart[row]) / 100, 0.0, Relation.UNRELATED, None, words)
            for photo in indexed.photos_by_content[indexed.contents[row]]
        ]
    return SearchResult(Query(name, picture.width, picture.height, b"", path), tuple(matches[:k]))


def _opened(sketch: bytes, name: str) -> Image.Image:
    try:
        if len(sketch) > _MOST_BYTES:
            raise OSError("it is too large for a sketch")
        with Image.open(BytesIO(sketch), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise OSError("it is too large for a sketch")
            picture.load()
            return picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise FileError("read the sketch", display_path(name), "it is no picture that can be read") from error
