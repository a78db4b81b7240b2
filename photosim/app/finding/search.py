"""A picture finds its like among the photos of the library.

It is looked at in several ways (`photosim.imaging.query_views`), and the nearest counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from photosim.app.finding.search_views import Views, nearest_rows, views_of
from photosim.app.finding.verification import Verifier
from photosim.app.judging.judgements import said
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path
from photosim.domain.photo import ContentId, Photo, ReadPhoto
from photosim.domain.similarity import Evidence, Match, Relation
from photosim.imaging.upright import Region
from photosim.similarity.judged import judge_by_word
from photosim.similarity.relation import Pictured, may_be_copies
from photosim.similarity.sentences import sentence
from photosim.similarity.strictness import widest_distance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photosim.app.workspace import Indexed, Workspace

_PART_OF_A_PICTURE = ContentId(b"")
_LOOKED_AT = 20
"""Of a search, the nearest that are laid on the picture; about a second's work on a slow core."""


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
        matches: nearest first, equal distances by path. The nearest were looked at: those are told as the
            same picture only if they are.
    """

    query: Query
    matches: tuple[Match, ...]


def search_file(workspace: Workspace, path: str, k: int, region: Region | None = None) -> SearchResult:
    """The `k` photos that are most like a file; it need not be in the library.

    Args:
        workspace: where to search.
        path: the file; if it is in the library it finds itself.
        k: how many, >= 1.
        region: the part of the picture that counts, x, y, width, height in pixels of the upright
            picture; None: all.

    Raises:
        FileError: the file cannot be read as a picture.
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
        ValueError: `k` is below 1.
    """
    read = workspace.reader.read(path, region)
    if region is not None:
        # The file's bytes say nothing of a part of its picture.
        read = replace(read, content=_PART_OF_A_PICTURE)
    return _search(workspace, read, k, os.path.basename(path), path)


def search_bytes(
    workspace: Workspace, data: bytes, name: str, k: int, region: Region | None = None
) -> SearchResult:
    """The `k` photos that are most like a picture that came as bytes (clipboard, browser).

    Args:
        workspace: where to search.
        data: what a file would hold, in any format that photosim reads.
        name: what to call it.
        k: how many, >= 1.
        region: x, y, width, height in pixels of the upright picture; None: all of it.

    Raises:
        FileError: the bytes cannot be read as a picture, or the region lies outside of it.
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
        ValueError: `k` is below 1.
    """
    read = workspace.reader.read_bytes(data, name, region)
    return _search(workspace, read, k, name, None)


def search_photo(workspace: Workspace, photo: Photo, k: int) -> SearchResult:
    """The `k` photos that are most like a photo of the library, by its stored code.

    Its identical copies are among them, the file itself is not.

    Args:
        workspace: where to search.
        photo: of this library; the file need not be there any more.
        k: how many, >= 1.

    Raises:
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
    # One more, as the photo finds itself.
    matches = _nearest(workspace, code, photo, query.thumbnail, k + 1)
    found = [match for match in matches if match.photo.path != photo.path]
    return SearchResult(query, tuple(found[:k]))


def _search(workspace: Workspace, read: ReadPhoto, k: int, name: str, path: str | None) -> SearchResult:
    code = workspace.encoder.encode(read.model_input[None]).code[0]
    query = Query(
        name=name,
        width=read.facts.width,
        height=read.facts.height,
        thumbnail=read.thumbnail,
        path=path,
        content=read.content or None,
    )
    matches = _nearest(workspace, code, read, read.thumbnail, k)
    return SearchResult(query, tuple(matches[:k]))


def _nearest(
    workspace: Workspace, code: NDArray[np.float32], subject: Pictured, thumbnail: bytes, k: int
) -> list[Match]:
    """At least the `k` nearest files, as far as there are so many, nearest first."""
    indexed, encoder = workspace.indexed(), workspace.encoder
    views = views_of(encoder, code, thumbnail)
    near = list(_nearest_contents(indexed, views, subject.content, k))
    bound = widest_distance(workspace.library.strictness(), encoder.thresholds)
    asked = [
        content
        for content, distance in near
        if distance <= bound and _needs_a_look(subject, indexed.photos_by_content[content][0])
    ][:_LOOKED_AT]
    evidence: dict[ContentId, Evidence] = {}
    if asked:
        with Verifier(workspace.library) as verifier:
            evidence = verifier.compare(thumbnail, asked)
    matches, words_of_user = [], said(workspace)
    for content, distance in near:
        verdict = words_of_user.of(subject.content, content)
        for photo in indexed.photos_by_content[content]:
            seen = evidence.get(content)
            relation, probability = judge_by_word(subject, photo, distance, encoder, seen, verdict)
            words = sentence(subject, photo, relation, seen)
            matches.append(Match(photo, distance, probability, relation, seen, words))
    order = list(Relation)
    return sorted(matches, key=lambda m: (m.distance, order.index(m.relation), m.photo.path))


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
