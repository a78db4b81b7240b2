"""Which photos of a group were made from others of it, by their marks, their detail and their tones."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.finding.descent_kept import Question
from photosim.domain.errors import FileError
from photosim.domain.files import stamp_of
from photosim.domain.similarity import ContentPair, Evidence, Transform, content_pair, seen_from
from photosim.imaging.steps import brightness_steps
from photosim.similarity.changes import recoloured, retoned
from photosim.similarity.comparison.matrices import between_pixels, matrix_of, transform_of
from photosim.similarity.comparison.registration import snapped
from photosim.similarity.descent import (
    BLOCK,
    MADE_FROM,
    PERHAPS_MADE_FROM,
    Saved,
    repeated,
    upright_grid,
    upright_steps,
)
from photosim.similarity.laying import Laid, lay, put_right
from photosim.similarity.retoning import Tones, tones
from photosim.similarity.spoiling import is_spoilt
from photosim.similarity.traces import Trace
from photosim.similarity.verification.features import SIDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.domain.photo import ContentId, Photo
    from photosim.imaging.preview import Raster

Render = Callable[[str, int, tuple[int, int, int, int]], "Raster"]
"""Decodes a part of a photo: path, longest side, x, y, width and height; see `DecodePool.render`."""

Small = Callable[["ContentId"], "NDArray[np.uint8] | None"]
"""A small picture of a photo, (H, W, 3) uint8 RGB; None where there is none."""

_PART = 640
_CLEARLY = 2.0
# Of groups of hundreds not everybody is read again.
_MOST_ASKED = 48
_EXACT = 1e-3
# Of what is blurred or dim the position is known as if it had been measured on so small pictures.
_SIDE_OF_BLURRED = SIDE // 4
# On a screen or a page copies may lie at any scale.
_MOST_SHOWN, _FAR_MORE, _BEYOND = 3.0, 0.7, 0.04
# So many others of a group are asked which tones they have; how many more are telling.
_MOST_VOTES, _MAJORITY = 12, 2
_LITTLE_SMALLER, _WELL_SAVED = 1.2, 75
# How many times more pixels across a copy may have than what it was made from, and the reverse.
_MOST_ENLARGED, _MOST_REDUCED = 1.6, 0.95


def no_small_picture(_content: ContentId) -> None:
    """There are no small pictures."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The middle of a photo in full size, and where in the photo it begins."""

    saved: Saved
    corner: tuple[int, int]


class Descent:
    """Finds the photos that were made from another photo of their group.

    Only photos that lie exactly on each other are told of: whole on whole, turned, mirrored or stretched, or
    pixel on pixel, as crops and borders do. A file that is gone, changed or cannot be read is neither parent
    nor child. Nothing is read before the first question, and every file once.
    """

    def __init__(
        self,
        photos: Sequence[Photo],
        evidence: Mapping[ContentPair, Evidence],
        render: Render,
        known: dict[Question, bool] | None = None,
        small: Small = no_small_picture,
    ) -> None:
        """Be ready to tell.

        Args:
            photos: of the group.
            evidence: how they lie on each other, as far as that is known.
            render: reads a photo again, in a process of its own: files are not to be trusted.
            known: answers of earlier work; new ones are added.
            small: small pictures, in which brightness and colours are compared.
        """
        self._photos = {
            photo.content: photo for photo in sorted(photos, key=lambda photo: photo.path, reverse=True)
        }
        self._evidence = evidence
        self._render = render
        self._parts: dict[ContentId, _Part | None] = {}
        self._known = {} if known is None else known
        self._asked: dict[Question, bool] = {}
        self._parents: set[ContentId] = set()
        self._neighbours: dict[ContentId, dict[ContentId, Transform]] = {}
        # What is asked of a pair is asked at one go.
        self._lay = lru_cache(maxsize=2)(self._lay_on)
        self._tones = cache(self._compared)
        self._small = cache(small)
        self._find_out: Mapping[Trace, Callable[[ContentId, ContentId], bool]] = {
            Trace.MARKS: self._repeats,
            Trace.FAINT_MARKS: partial(self._repeats, least=PERHAPS_MADE_FROM),
            Trace.SPOILT: self._is_spoilt,
            Trace.RETONED: self._lost_tones,
            Trace.SAME_TONE: self._is_alike,
        }

    def made_from(self, photo: Photo, others: Sequence[Photo]) -> Trace | None:
        """What shows that a photo was made from one of others; None where nothing does.

        Those that something was made from already are asked first: most copies have one parent.

        Args:
            photo: of the group.
            others: of the group.
        """
        child = photo.content
        parents = sorted({other.content for other in others} - {child}, key=self._turn)[:_MOST_ASKED]
        for parent, trace in product(parents, (Trace.MARKS, Trace.SPOILT)):
            if self.shows(trace, child, parent):
                self._parents.add(parent)
                return trace
        return Trace.RETONED if any(self._is_retoned(child, parent) for parent in parents) else None

    def _turn(self, content: ContentId) -> tuple[bool, int, ContentId]:
        """When a parent is asked: what lies longest on the disk is likeliest to have been there first."""
        return content not in self._parents, self._photos[content].stamp.mtime_ns, content

    def shows(self, trace: Trace, child: ContentId, parent: ContentId) -> bool:
        """Whether one photo of the group shows a trace of another."""
        question = trace, child, parent
        if (known := self._known.get(question, self._asked.get(question))) is not None:
            return known
        found = self._find_out[trace](child, parent)
        # Of files that cannot be read and pictures that nobody laid on each other more may be known later.
        if trace in (Trace.RETONED, Trace.SAME_TONE):
            seen = self._tones(*content_pair(child, parent)) is not None
        else:
            seen = all(self._parts.get(content) is not None for content in (child, parent))
        (self._known if seen else self._asked)[question] = found
        return found

    def _is_retoned(self, child: ContentId, parent: ContentId) -> bool:
        """Whether the child's tones are not the first ones, as it looks and as most of the group have it."""
        one, two = (self._photos[content].facts for content in (child, parent))
        # Nobody wants better colours at the price of the picture itself.
        if two.pixels * _LITTLE_SMALLER < one.pixels or (two.jpeg_quality or 100) < _WELL_SAVED:
            return False
        if self._has_tone_of(child, parent):
            return False
        others = sorted(self._photos.keys() - {child, parent}, key=self._turn)[:_MOST_VOTES]
        own, its = (sum(self._has_tone_of(other, one) for other in others) for one in (child, parent))
        if own > its or self.shows(Trace.RETONED, parent, child):
            return False
        if its < own + _MAJORITY and not self.shows(Trace.RETONED, child, parent):
            return False
        return not self.shows(Trace.FAINT_MARKS, parent, child)

    def _has_tone_of(self, one: ContentId, other: ContentId) -> bool:
        found = self._evidence.get(content_pair(one, other))
        if found is not None and found.same and not (retoned(found) or recoloured(found)):
            return True
        return self.shows(Trace.SAME_TONE, *content_pair(one, other))

    def _is_alike(self, one: ContentId, other: ContentId) -> bool:
        found = self._tones(*content_pair(one, other))
        return found is not None and found.alike

    def _lost_tones(self, child: ContentId, parent: ContentId) -> bool:
        found = self._tones(*content_pair(child, parent))
        return found is not None and (found.first_lost if child < parent else found.second_lost)

    def _compared(self, one: ContentId, other: ContentId) -> Tones | None:
        way = self._transform(one, other)
        first, second = self._small(one), self._small(other)
        return None if way is None or first is None or second is None else tones(first, second, way)

    def _is_spoilt(self, child: ContentId, parent: ContentId) -> bool:
        laid = self._lay(parent, child)
        return laid is not None and is_spoilt(laid.child, laid.parent)

    def _repeats(self, child: ContentId, parent: ContentId, least: float = MADE_FROM) -> bool:
        marks = self._marks(child, parent)
        # Two savings of one picture may resemble each other both ways; then nothing is known.
        return marks >= least and marks >= _CLEARLY * self._marks(parent, child)

    def _marks(self, child: ContentId, parent: ContentId) -> float:
        laid = self._lay(parent, child)
        return 0.0 if laid is None else repeated(laid.parent, laid.child, laid.finest)

    def _lay_on(self, parent: ContentId, child: ContentId) -> Laid | None:
        one, two = self._photos[parent], self._photos[child]
        if one.preview_digest == two.preview_digest:
            return None
        rough = self._transform(parent, child)
        if rough is None:
            return None
        size, other = ((photo.facts.width, photo.facts.height) for photo in (one, two))
        exact = snapped(rough, size, other, SIDE)
        if exact is rough:
            exact = snapped(rough, size, other, _SIDE_OF_BLURRED)
        way = between_pixels(exact, size, other)
        scale = abs(float(np.linalg.det(way[:2, :2]))) ** 0.5
        largest = _MOST_ENLARGED if exact is not rough else _MOST_SHOWN
        if not _MOST_REDUCED <= scale <= largest or (exact is rough and not _is_within(rough)):
            return None
        first, second = self._part(one), self._part(two)
        if first is None or second is None:
            return None
        whole = _is_whole(way, size, other)
        if exact is rough:
            better = put_right(first.saved, first.corner, second.saved, second.corner, way)
            if better is None:
                return None
            way, whole = better, True
        return lay(first.saved, first.corner, second.saved, second.corner, way, whole=whole)

    def _transform(self, first: ContentId, second: ContentId) -> Transform | None:
        """How two pictures lie on each other, perhaps by way of a third."""
        if (direct := self._laid(first, second)) is not None:
            return direct
        for between, step in self._laid_on(first).items():
            if (other := self._laid(between, second)) is not None:
                return transform_of(matrix_of(other) @ matrix_of(step))
        return None

    def _laid_on(self, one: ContentId) -> dict[ContentId, Transform]:
        if one not in self._neighbours:
            ways = ((other, self._laid(one, other)) for other in sorted(self._photos))
            self._neighbours[one] = {other: way for other, way in ways if way is not None}
        return self._neighbours[one]

    def _laid(self, one: ContentId, other: ContentId) -> Transform | None:
        found = None if other == one else self._evidence.get(content_pair(one, other))
        if found is None or not found.same:
            return None
        seen = seen_from(one, other, self._evidence)
        return None if seen is None else seen.transform

    def _part(self, photo: Photo) -> _Part | None:
        if photo.content not in self._parts:
            self._parts[photo.content] = self._read(photo)
        return self._parts[photo.content]

    def _read(self, photo: Photo) -> _Part | None:
        width, height = photo.facts.width, photo.facts.height
        wide, high = min(_PART, width), min(_PART, height)
        # Where stored blocks begin, for the sake of the eye that debugs this.
        corner = (width - wide) // 2 // BLOCK * BLOCK, (height - high) // 2 // BLOCK * BLOCK
        if photo.missing:
            return None
        try:
            if stamp_of(os.stat(photo.path)) != photo.stamp:
                return None
            raster = self._render(photo.path, _PART, (*corner, wide, high))
        except (OSError, FileError):
            return None
        steps = brightness_steps(photo.path)
        turn = photo.facts.orientation
        saved = Saved(
            np.frombuffer(raster.rgb, np.uint8).reshape(raster.height, raster.width, 3),
            None
            if steps is None
            else upright_steps(np.reshape(np.array(steps, np.float32), (BLOCK, BLOCK)), turn),
            upright_grid((width, height), turn, corner),
        )
        return _Part(saved, corner)


def _is_whole(way: NDArray[np.float64], first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether the whole of one lies on the whole of the other."""
    corner = way @ (*first, 1.0) + way @ (0.0, 0.0, 1.0)
    return bool(np.abs(corner[:2] - second).max() < _EXACT)


def _is_within(way: Transform) -> bool:
    """Whether the first lies whole in the second, which shows far more: a screen, a page, a collage."""
    a, b, x, c, d, y, *_ = way
    across, down = (x, x + a, x + b, x + a + b), (y, y + c, y + d, y + c + d)
    inside = min(*across, *down) > -_BEYOND and max(*across, *down) < 1 + _BEYOND
    return inside and abs(a * d - b * c) < _FAR_MORE
