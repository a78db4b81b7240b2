"""What can be searched for, and the way back through what was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from photosim.domain.photo import Photo
from photosim.domain.progress import Progress
from photosim.gui.kit import words
from photosim.gui.photos.picture import Region

if TYPE_CHECKING:
    from photosim.app.finding.search import SearchResult


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to search for: a picture (a photo of the library, a file, bytes) or a part of it, or a sketch.

    Further pictures may be wanted beside it, and others not wanted.

    Attributes:
        name: what it is called, fit for display.
        photo: set for a photo of the library.
        path: set for a photo and for a file.
        data: set for an encoded picture that is no file.
        region: the part to search for, None for the whole picture.
        size: width and height of the whole upright picture in pixels; always there with a region.
        more: further pictures that are wanted; each is a request for one picture.
        less: pictures that are not wanted, likewise.
        sketch: whether `data` is a sketch of colours.
    """

    name: str
    photo: Photo | None = None
    path: str | None = None
    data: bytes | None = field(default=None, repr=False)
    region: Region | None = None
    size: tuple[int, int] | None = None
    more: tuple[SearchRequest, ...] = ()
    less: tuple[SearchRequest, ...] = ()
    sketch: bool = False

    @property
    def several(self) -> bool:
        """Whether more than one picture is meant."""
        return bool(self.more or self.less)

    @property
    def wanted(self) -> tuple[SearchRequest, ...]:
        """All wanted pictures, each a request for itself alone."""
        return (replace(self, more=(), less=()), *self.more)

    @property
    def title(self) -> str:
        """What is searched for, in words: "“a.jpg” and 2 more, unlike 1"."""
        words = f"“{self.name}” and {len(self.more):,} more" if self.more else f"“{self.name}”"
        return f"{words}, unlike {len(self.less):,}" if self.less else words

    def with_region(self, region: Region | None, size: tuple[int, int]) -> SearchRequest:
        """The same picture of `size` pixels, but another part of it."""
        return replace(self, region=region, size=size)

    @property
    def pixels(self) -> tuple[int, int, int, int] | None:
        """The part in pixels of the upright picture: x, y, width, height."""
        if self.region is None or self.size is None:
            return None
        (left, top, width, height), (whole_width, whole_height) = self.region, self.size
        x, y = int(left * whole_width), int(top * whole_height)
        return (
            x,
            y,
            max(1, min(round(width * whole_width), whole_width - x)),
            max(1, min(round(height * whole_height), whole_height - y)),
        )


def request_of_photo(photo: Photo) -> SearchRequest:
    """Search for a photo of the library."""
    size = (photo.facts.width, photo.facts.height)
    return SearchRequest(words.name_of(photo.path), photo=photo, path=photo.path, size=size)


def request_of_file(path: str) -> SearchRequest:
    """Search for a file, in the library or not."""
    return SearchRequest(words.name_of(path), path=path)


def request_of_data(data: bytes, name: str) -> SearchRequest:
    """Search for an encoded picture that is no file."""
    return SearchRequest(name, data=data)


def request_of_sketch(data: bytes) -> SearchRequest:
    """Search for colours: an encoded picture, transparent where nothing is painted."""
    return SearchRequest("sketch", data=data, sketch=True)


def request_of_several(wanted: Sequence[SearchRequest], unwanted: Sequence[SearchRequest]) -> SearchRequest:
    """Search for what is like some pictures and unlike others; the first wanted one is shown large.

    Raises:
        ValueError: nothing is wanted.
    """
    if not wanted:
        raise ValueError("at least one picture must be wanted")
    return replace(wanted[0], more=tuple(wanted[1:]), less=tuple(unwanted))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search brought.

    Attributes:
        result: the query and its matches.
        size: of the file that was searched for in bytes, None where there is none.
        mtime_ns: when that file was last changed, nanoseconds since the epoch, None likewise.
    """

    result: SearchResult
    size: int | None = None
    mtime_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """How far a search is whose nearest are looked at one by one.

    Attributes:
        answer: what would be answered now.
        progress: how many were looked at.
    """

    answer: Answer
    progress: Progress


@dataclass(slots=True)
class Visit:
    """One search and what it brought.

    Attributes:
        request: what was searched for.
        count: how many matches were asked for.
        answer: what came, None while unknown or out of date.
    """

    request: SearchRequest
    count: int
    answer: Answer | None = None


class History:
    """The searches so far, with a place among them, as in a browser."""

    def __init__(self, limit: int = 100) -> None:
        self._visits: list[Visit] = []
        self._place = -1
        self._limit = limit

    @property
    def current(self) -> Visit | None:
        """Where the user is."""
        return self._visits[self._place] if self._place >= 0 else None

    @property
    def can_go_back(self) -> bool:
        """Whether something lies before."""
        return self._place > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether something lies after."""
        return self._place < len(self._visits) - 1

    def visit(self, visit: Visit) -> None:
        """Go on to a new search; what lay after is forgotten."""
        del self._visits[self._place + 1 :]
        self._visits.append(visit)
        del self._visits[: -self._limit]
        self._place = len(self._visits) - 1

    def go(self, steps: int) -> Visit | None:
        """Move by some steps as far as there are any; the visit there."""
        self._place = max(0, min(len(self._visits) - 1, self._place + steps)) if self._visits else -1
        return self.current

    def outdate(self) -> None:
        """The library has changed: no result holds any more."""
        for visit in self._visits:
            visit.answer = None
