"""Photos in a page: a scan of an album, a contact sheet, a collage, a screenshot, a page of the web.

On a thumbnail too little is left of what fills a seventh of a page. So the page is read again, larger. Its
panels are held against what their own codes find; where they have no straight sides, the nearest are looked
for anywhere on the page.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.errors import FileError
from photosim.domain.files import stamp_of
from photosim.domain.photo import ContentId, Photo
from photosim.domain.similarity import Evidence, Transform
from photosim.imaging import thumbnail
from photosim.imaging.panels import panels
from photosim.similarity.verification import SIDE, Features, extract, extract_page

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.finding.search_views import Views
    from photosim.app.finding.verification import Verifier
    from photosim.app.workspace import Indexed, Workspace
    from photosim.imaging.preview import Raster
    from photosim.imaging.upright import Region

    Pixels = NDArray[np.uint8]
    Read = Callable[[int], Raster]
    """Reads the picture that is searched for again; the longest side in pixels."""

_READ_SIDE = 1600
_LEAST_SIDE = 640
"""Pixels that a picture must have on its longest side: of smaller ones the thumbnail shows all."""

_OF_A_PANEL = 6
_ANYWHERE = 24
_PAGES = 4
_LEAST_POINTS = 15
"""A part has fewer pixels than a whole, and there are many parts: twice as many points must agree."""

_MOST_OF_PAGE = 0.5
_WHOLE = 0.9


def parts_found(
    workspace: Workspace,
    read: Read | None,
    thumb: bytes,
    views: Views,
    verifier: Verifier,
    asked: Sequence[ContentId],
    known: Mapping[ContentId, Evidence],
) -> Iterator[tuple[ContentId, Evidence]]:
    """Photos that are a part of what is searched for, and pages that it is a part of.

    Args:
        workspace: the library.
        read: reads what is searched for again; None: it is not at hand.
        thumb: a JPEG of it; without one (b"") nothing is found.
        views: its codes.
        verifier: compares.
        asked: what was looked at already, nearest first.
        known: what was seen then.

    Yields:
        What is the same picture after all, and why.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be read.
    """
    if not thumb:
        return
    left = dict.fromkeys(content for content in asked if content in known and not known[content].same)
    is_whole = any(seen.same and seen.overlap_first > _WHOLE for seen in known.values())
    page = None if is_whole and not views.parts else _page_of(read, thumb, views.parts)
    if page is not None:
        for content, seen in _in_panels(page, views, workspace.indexed(), verifier, list(left)):
            left.pop(content)
            yield content, seen
        if not is_whole:
            for content, seen in _anywhere(page, verifier, list(left), holds_some=len(left) < len(known)):
                left.pop(content)
                yield content, seen
    yield from _in_pages(workspace, thumb, verifier, list(left))


def at_hand(photos: Sequence[Photo]) -> Photo | None:
    """The first of some files that is large enough to be a page, is there, and is as it was scanned."""
    for photo in photos:
        if photo.missing or max(photo.facts.width, photo.facts.height) < _LEAST_SIDE:
            continue
        try:
            if stamp_of(os.stat(photo.path)).agrees_with(photo.stamp):
                return photo
        except OSError:
            continue
    return None


class Page:
    """A picture that was read again, and the places in it where other pictures may be.

    Attributes:
        places: shares of its width and height: left, top, width, height.
    """

    def __init__(self, pixels: Pixels, regions: Sequence[Region], size: tuple[int, int]) -> None:
        """Cut it up.

        Args:
            pixels: (H, W, 3) RGB.
            regions: in pixels of a smaller one.
            size: width and height of that.
        """
        wide, high = size
        self.places = [(x / wide, y / high, w / wide, h / high) for x, y, w, h in regions]
        self._pixels = pixels

    def part(self, place: int) -> Features:
        """What is in one of the places."""
        height, width = self._pixels.shape[:2]
        left, top, wide, high = self.places[place]
        x, y = round(left * width), round(top * height)
        cut = self._pixels[y : y + max(1, round(high * height)), x : x + max(1, round(wide * width))]
        return extract(np.ascontiguousarray(cut))

    def whole(self) -> Features:
        """All of it, large."""
        return extract_page(self._pixels)


def _page_of(read: Read | None, thumb: bytes, regions: Sequence[Region]) -> Page | None:
    """The picture that is searched for as a page; None where nothing more is to be seen of it, or read."""
    if read is None:
        return None
    try:
        pixels = _array(read(_READ_SIDE))
    except FileError:
        # It was read a moment ago and is gone: what is known of it has to do.
        return None
    if max(pixels.shape) < _LEAST_SIDE:
        return None
    height, width = thumbnail.decode(thumb).shape[:2]
    return Page(pixels, regions, (width, height))


def _in_panels(
    page: Page, views: Views, indexed: Indexed, verifier: Verifier, left: Sequence[ContentId]
) -> Iterator[tuple[ContentId, Evidence]]:
    """What is in the panels of a page, of the photos that their own codes find."""
    if not page.places:
        return
    wanted = set(left)
    found = indexed.index.query(views.code[-len(page.places) :], _OF_A_PANEL)
    for place, rows in enumerate(found.rows.tolist()):
        near = [content for content in (indexed.contents[row] for row in rows) if content in wanted]
        part = page.part(place)
        for content, seen in verifier.compare_features(part, near):
            if _is_sure(seen):
                wanted.discard(content)
                yield content, _on_page(seen, page.places[place], part)


def _anywhere(
    page: Page, verifier: Verifier, left: Sequence[ContentId], *, holds_some: bool
) -> Iterator[tuple[ContentId, Evidence]]:
    """What lies somewhere on a page, slanted perhaps, and ends there at an edge.

    Where neither the page is known to hold any photo nor the nearest turn out to be there, no more are tried.
    """
    large = page.whole()
    scale = max(large.grey.shape) / SIDE
    for start in range(0, len(left), _ANYWHERE):
        for content, seen in verifier.compare_features(large, left[start : start + _ANYWHERE]):
            if _is_sure(seen) and seen.framed_first and seen.overlap_first < _MOST_OF_PAGE:
                holds_some = True
                yield content, replace(seen, scale=seen.scale * scale)
        if not holds_some:
            return


def _in_pages(
    workspace: Workspace, thumb: bytes, verifier: Verifier, left: Sequence[ContentId]
) -> Iterator[tuple[ContentId, Evidence]]:
    """Pages of the library with a panel that shows what is searched for; a few files are read."""
    own = extract(thumbnail.decode(thumb))
    files = workspace.indexed().photos_by_content
    pages = 0
    for content, stored in _in_order(workspace.library.thumbnails(left[:_ANYWHERE]), left):
        photo = at_hand(files[content])
        if photo is None or (page := _page_in(workspace, photo, stored)) is None:
            continue
        for number, place in enumerate(page.places):
            part = page.part(number)
            seen = verifier.compared(own, part)
            if _is_sure(seen):
                yield content, _on_page(seen.reversed(), place, part).reversed()
                break
        pages += 1
        if pages == _PAGES:
            return


def _in_order(
    stored: Mapping[ContentId, bytes], order: Sequence[ContentId]
) -> Iterator[tuple[ContentId, bytes]]:
    return ((content, stored[content]) for content in order if content in stored)


def _page_in(workspace: Workspace, photo: Photo, stored: bytes) -> Page | None:
    try:
        small = thumbnail.decode(stored)
        regions = panels(small)
        if not regions:
            return None
        pixels = _array(workspace.reader.render(photo.path, _READ_SIDE))
    except (OSError, FileError):
        # A damaged thumbnail, or a file that went away: nothing more can be seen of it.
        return None
    return Page(pixels, regions, (small.shape[1], small.shape[0]))


def _is_sure(seen: Evidence) -> bool:
    return seen.same and seen.inliers >= _LEAST_POINTS


def _on_page(seen: Evidence, place: tuple[float, float, float, float], part: Features) -> Evidence:
    """Evidence of a part of a page, as evidence of the page."""
    _, _, wide, high = place
    return replace(
        seen,
        overlap_first=seen.overlap_first * wide * high,
        scale=seen.scale * max(part.grey.shape) / (SIDE * max(wide, high)),
        transform=None if seen.transform is None else _from_page(seen.transform, place),
        framed_first=True,
    )


def _from_page(transform: Transform, place: tuple[float, float, float, float]) -> Transform:
    left, top, wide, high = place
    a, b, x, c, d, y, *_ = transform
    a, b, c, d = a / wide, b / high, c / wide, d / high
    return (a, b, x - a * left - b * top, c, d, y - c * left - d * top, 0.0, 0.0, 1.0)


def _array(raster: Raster) -> Pixels:
    return np.frombuffer(raster.rgb, np.uint8).reshape(raster.height, raster.width, 3)
