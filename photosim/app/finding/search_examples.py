"""More like these, less like that: several pictures find their like together."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.finding.search import Query, SearchResult
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path
from photosim.domain.similarity import Match
from photosim.similarity.relation import Pictured, judge
from photosim.similarity.sentences import sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.domain.photo import Photo
    from photosim.imaging.upright import Region

LESS_WEIGHT = 0.5
"""How much a photo loses that is more like an unwanted picture than like every wanted one; chosen by
scripts/benchmark/looks.py, where taking the unwanted code away from the wanted ones (Rocchio 1971) lost more
of what was wanted and kept more of what was not."""


@dataclass(frozen=True, slots=True)
class Example:
    """A picture to search with: a photo of the library, a file, or bytes.

    Attributes:
        name: what it is called.
        photo: of the library, None for others.
        path: of a file, None for others; a photo's own path where a region of it is meant.
        data: of an encoded picture, None for others.
        region: the part that counts, x, y, width, height in pixels of the upright picture; None: all.
    """

    name: str
    photo: Photo | None = None
    path: str | None = None
    data: bytes | None = field(default=None, repr=False)
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    picture: Pictured
    code: NDArray[np.float32]
    thumbnail: bytes


def search_examples(
    workspace: Workspace, more: Sequence[Example], less: Sequence[Example], k: int
) -> SearchResult:
    """The `k` photos most like some pictures and least like others; none of them is among the matches.

    Photos are ordered by their likeness to the mean of the wanted codes; one that is more like an unwanted
    picture than like every wanted one loses a part of the difference. Relation and probability of a match
    are those to the wanted picture nearest to it, by their codes alone.

    Args:
        workspace: where to search.
        more: wanted, at least one.
        less: unwanted.
        k: how many, >= 1.

    Returns:
        The result; its query is the first wanted picture.

    Raises:
        FileError: a picture cannot be read.
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
        PhotosimError: nothing is wanted, or a photo has no code of the present model.
        ValueError: `k` is below 1.
    """
    if not more:
        raise PhotosimError("Say at least of one picture that you want more like it.")
    wanted = [_known(workspace, example) for example in more]
    unwanted = [_known(workspace, example) for example in less]
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    indexed, encoder = workspace.indexed(), workspace.encoder
    if not indexed.contents:
        return SearchResult(_query(more[0], wanted[0]), ())
    score = scores(indexed.code, _codes(wanted), _codes(unwanted))
    examples = {known.picture.content for known in (*wanted, *unwanted)}
    matches: list[Match] = []
    for row in np.argsort(-score, kind="stable").tolist():
        content = indexed.contents[row]
        if content in examples:
            continue
        if len(matches) >= k:
            break
        distance = min(2.0, float(np.sqrt(max(0.0, 2.0 - 2.0 * score[row]))))
        apart = np.linalg.norm(_codes(wanted) - indexed.code[row], axis=1)
        nearest = wanted[int(np.argmin(apart))].picture
        for photo in indexed.photos_by_content[content]:
            relation, probability = judge(nearest, photo, float(apart.min()), encoder)
            words = sentence(nearest, photo, relation)
            matches.append(Match(photo, distance, probability, relation, None, words))
    matches.sort(key=lambda match: (match.distance, match.photo.path))
    return SearchResult(_query(more[0], wanted[0]), tuple(matches[:k]))


def scores(
    codes: NDArray[np.float32], more: NDArray[np.float32], less: NDArray[np.float32]
) -> NDArray[np.float32]:
    """How well photos fit a wish.

    Args:
        codes: (N, D) of the photos.
        more: (A, D) of wanted pictures, A >= 1.
        less: (B, D) of unwanted ones, B >= 0.

    Returns:
        (N,) float32: without unwanted ones the cosine to the mean of the wanted ones, else at most that.
    """
    wish = more.mean(axis=0)
    # Opposite wishes may leave nothing; then the first one stands for all.
    norm = float(np.linalg.norm(wish))
    fit: NDArray[np.float32] = codes @ (more[0] if norm < 1e-6 else wish / norm).astype(np.float32)
    if len(less):
        surplus = (codes @ less.T).max(axis=1) - (codes @ more.T).max(axis=1)
        fit = fit - LESS_WEIGHT * np.maximum(surplus, 0)
    return fit


def _query(example: Example, known: _Known) -> Query:
    picture = known.picture
    size = (picture.facts.width, picture.facts.height)
    return Query(example.name, *size, known.thumbnail, example.path, picture.content or None)


def _codes(known: Sequence[_Known]) -> NDArray[np.float32]:
    codes = [one.code for one in known]
    return np.array(codes, np.float32).reshape(len(codes), len(codes[0]) if codes else 0)


def _known(workspace: Workspace, example: Example) -> _Known:
    if example.photo is not None and example.region is None:
        indexed, photo = workspace.indexed(), example.photo
        if photo.content not in indexed.photos_by_content:
            raise PhotosimError(
                f"“{display_path(photo.path)}” cannot be compared before its folder is scanned again"
            )
        code = indexed.code[indexed.contents.index(photo.content)]
        return _Known(photo, code, workspace.library.thumbnail(photo.content) or b"")
    if example.data is not None:
        read = workspace.reader.read_bytes(example.data, example.name, example.region)
    elif example.path is not None:
        read = workspace.reader.read(os.path.abspath(example.path), example.region)
    else:
        raise PhotosimError(f"“{example.name}” is no picture to search with")
    return _Known(read, workspace.encoder.encode(read.model_input[None]).code[0], read.thumbnail)
