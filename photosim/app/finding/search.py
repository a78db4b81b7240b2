"""A picture finds its like among the photos of the library.

It is looked at in several ways (`photosim.imaging.query_views`), and the nearest counts. Then the nearest
photos are laid on it one by one: what turns out to be the same picture comes first, however far its code.
At last both are looked at as pages that may hold the other (`photosim.app.finding.search_parts`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from photosim.app.finding.search_parts import at_hand, parts_found
from photosim.app.finding.search_views import Views, nearest_rows, views_of
from photosim.app.finding.verification import Verifier
from photosim.app.judging.judgements import said
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path
from photosim.domain.photo import ContentId, Photo, ReadPhoto
from photosim.domain.progress import CancelToken, Progress, RateMeter
from photosim.domain.similarity import Evidence, Match, Relation
from photosim.imaging.upright import Region
from photosim.similarity.judged import judge_by_word
from photosim.similarity.relation import Pictured, may_be_copies
from photosim.similarity.sentences import sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photosim.app.finding.search_parts import Read
    from photosim.app.workspace import Indexed, Workspace

_PART_OF_A_PICTURE = ContentId(b"")
STAGE = "Looking closer"
LOOKED_AT = 100
"""Of a search, the nearest that are laid on the picture: of copies that were changed beyond recognition all
but a few are among so many (scripts/benchmark/quality.py)."""

_LOOKS_A_REPORT = 20


@dataclass(frozen=True, slots=True)
class Query:
    """What was searched for.

    Attributes:
        name: a file's name, or what the picture was called by whoever brought it.
        width: pixels of the upright picture, or of the searched part of it.
        height: pixels, likewise.
        thumbnail: a JPEG of it, b"" where none is stored.
        path: the file, or None where it came as bytes.
        content: digest of its bytes, or None where only a part of the picture was searched for.
    """

    name: str
    width: int
    height: int
    thumbnail: bytes
    path: str | None = None
    content: ContentId | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found.

    Attributes:
        query: what was searched for.
        matches: what is the same picture first, then all others, both nearest first, equal distances by
            path. The nearest `LOOKED_AT` were looked at: those are told as the same picture only if they
            are.
    """

    query: Query
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Looking:
    """How far a search is; all codes are compared by then.

    Attributes:
        result: what would be answered now.
        progress: how many of the nearest were looked at.
    """

    result: SearchResult
    progress: Progress


Report = Callable[[Looking], None]


def nobody_asks(_looking: Looking) -> None:
    """For those who wait for the end of a search."""


def search_file(
    workspace: Workspace,
    path: str,
    k: int,
    region: Region | None = None,
    report: Report = nobody_asks,
    cancel: CancelToken | None = None,
) -> SearchResult:
    """The `k` photos that are most like a file; it need not be in the library.

    Args:
        workspace: where to search.
        path: the file; if it is in the library it finds itself.
        k: how many, >= 1.
        region: the part of the picture that counts, x, y, width, height in pixels of the upright
            picture; None: all.
        report: told of what is found so far, while the nearest are looked at.
        cancel: looked at meanwhile.

    Raises:
        Cancelled: a stop was asked for.
        FileError: the file cannot be read as a picture.
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
        ValueError: `k` is below 1.
    """
    read = workspace.reader.read(path, region)
    if region is not None:
        # The file's bytes say nothing of a part of its picture.
        read = replace(read, content=_PART_OF_A_PICTURE)
    cancel = cancel or CancelToken()
    again = partial(workspace.reader.render, path, region=region, cancel=cancel)
    return _search(workspace, read, _Wish(k, report, cancel, again), os.path.basename(path), path)


def search_bytes(
    workspace: Workspace,
    data: bytes,
    name: str,
    k: int,
    region: Region | None = None,
    report: Report = nobody_asks,
    cancel: CancelToken | None = None,
) -> SearchResult:
    """The `k` photos that are most like a picture that came as bytes (clipboard, browser).

    Args:
        workspace: where to search.
        data: what a file would hold, in any format that photosim reads.
        name: what to call it.
        k: how many, >= 1.
        region: x, y, width, height in pixels of the upright picture; None: all of it.
        report: told of what is found so far, while the nearest are looked at.
        cancel: looked at meanwhile.

    Raises:
        Cancelled: a stop was asked for.
        FileError: the bytes cannot be read as a picture, or the region lies outside of it.
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
        ValueError: `k` is below 1.
    """
    read = workspace.reader.read_bytes(data, name, region)
    again = None if region else partial(workspace.reader.render_bytes, data, name)
    return _search(workspace, read, _Wish(k, report, cancel or CancelToken(), again), name, None)


def search_photo(
    workspace: Workspace,
    photo: Photo,
    k: int,
    report: Report = nobody_asks,
    cancel: CancelToken | None = None,
) -> SearchResult:
    """The `k` photos that are most like a photo of the library, by its stored code.

    Its identical copies are among them, the file itself is not.

    Args:
        workspace: where to search.
        photo: of this library; the file need not be there any more.
        k: how many, >= 1.
        report: told of what is found so far, while the nearest are looked at.
        cancel: looked at meanwhile.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
        PhotosimError: the photo has no code of the present model.
        ValueError: `k` is below 1.
    """
    indexed = workspace.indexed()
    if photo.content not in indexed.photos_by_content:
        raise PhotosimError(
            f"“{display_path(photo.path)}” cannot be compared before its folder is scanned again"
        )
    code = indexed.code[indexed.contents.index(photo.content)]
    query = Query(
        name=os.path.basename(photo.path),
        width=photo.facts.width,
        height=photo.facts.height,
        thumbnail=workspace.library.thumbnail(photo.content) or b"",
        path=photo.path,
        content=photo.content,
    )
    cancel = cancel or CancelToken()
    again = partial(workspace.reader.render, photo.path, cancel=cancel) if at_hand([photo]) else None
    wish = _Wish(k, report, cancel, again, left_out=photo.path)
    return _look(workspace, code, photo, query, wish)


@dataclass(frozen=True, slots=True)
class _Wish:
    k: int
    report: Report
    cancel: CancelToken
    again: Read | None
    """Reads what is searched for once more, larger; None where that cannot be."""
    left_out: str | None = None
    """A path that is not among the matches."""


def _search(workspace: Workspace, read: ReadPhoto, wish: _Wish, name: str, path: str | None) -> SearchResult:
    code = workspace.encoder.encode(read.model_input[None]).code[0]
    query = Query(
        name=name,
        width=read.facts.width,
        height=read.facts.height,
        thumbnail=read.thumbnail,
        path=path,
        content=read.content or None,
    )
    return _look(workspace, code, read, query, wish)


def _look(
    workspace: Workspace, code: NDArray[np.float32], subject: Pictured, query: Query, wish: _Wish
) -> SearchResult:
    """Compare codes, then look at the nearest."""
    indexed = workspace.indexed()
    views = views_of(workspace.encoder, code, query.thumbnail)
    # One more, as a photo finds itself.
    near = dict(_nearest_contents(indexed, views, subject.content, max(wish.k, LOOKED_AT) + 1))
    asked = [
        content
        for content in list(near)[: LOOKED_AT + 1]
        if _needs_a_look(subject, indexed.photos_by_content[content][0])
    ]
    evidence: dict[ContentId, Evidence] = {}

    def result() -> SearchResult:
        matches = _matches(workspace, subject, near, evidence)
        found = [match for match in matches if match.photo.path != wish.left_out]
        return SearchResult(query, tuple(found[: wish.k]))

    meter = RateMeter()
    with Verifier(workspace.library) as verifier:
        for number, (content, seen) in enumerate(verifier.compare(query.thumbnail, asked), start=1):
            wish.cancel.checkpoint()
            evidence[content] = seen
            if number % _LOOKS_A_REPORT == 0:
                wish.report(Looking(result(), Progress(STAGE, number, len(asked), meter.update(number))))
        closer = parts_found(workspace, wish.again, query.thumbnail, views, verifier, asked, evidence)
        for content, seen in closer:
            wish.cancel.checkpoint()
            evidence[content] = seen
    return result()


def _matches(
    workspace: Workspace,
    subject: Pictured,
    near: Mapping[ContentId, float],
    evidence: Mapping[ContentId, Evidence],
) -> list[Match]:
    indexed, words_of_user, matches = workspace.indexed(), said(workspace), []
    for content, distance in near.items():
        seen, verdict = evidence.get(content), words_of_user.of(subject.content, content)
        for photo in indexed.photos_by_content[content]:
            relation, probability = judge_by_word(subject, photo, distance, workspace.encoder, seen, verdict)
            words = sentence(subject, photo, relation, seen)
            matches.append(Match(photo, distance, probability, relation, seen, words))
    order = list(Relation)
    return sorted(
        matches,
        key=lambda m: (not m.relation.is_same_picture, m.distance, order.index(m.relation), m.photo.path),
    )


def _needs_a_look(subject: Pictured, photo: Photo) -> bool:
    identical = photo.content == subject.content or photo.preview_digest == subject.preview_digest
    return not identical and may_be_copies(subject, photo)


def _nearest_contents(
    indexed: Indexed, views: Views, own: ContentId, k: int
) -> Iterator[tuple[ContentId, float]]:
    # Stored codes are rounded, and of many blank pages any may come first: the same bytes are known
    # by name, not by distance.
    if own in indexed.photos_by_content:
        yield own, 0.0
    for row, distance in nearest_rows(indexed.index, views, k):
        if indexed.contents[row] != own:
            yield indexed.contents[row], distance
