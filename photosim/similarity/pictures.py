"""From photos to pictures, from pictures to moments and places.

A picture is everything that shows the same: identical bytes, identical pixels, and whatever was laid
on it and found to agree. Moments and places are made of pictures: ten copies of one picture are
no moment, they are one picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.domain.judgements import NOTHING_JUDGED, Judged
from photosim.domain.photo import ContentId, Facts
from photosim.domain.progress import CancelToken, Report
from photosim.similarity.copies import verified_pairs
from photosim.similarity.graph import neighbor_pairs, window_pairs
from photosim.similarity.grouping import bounded_clusters
from photosim.similarity.nodes import Nodes, facts_of, nodes_of
from photosim.similarity.relation import MOMENT_SECONDS, PLACE_METERS, positions_of
from photosim.similarity.space import CodeSpace, apart_in_time, apart_on_earth
from photosim.similarity.stars import Star, stars
from photosim.similarity.table import PhotoTable
from photosim.similarity.timeline import Timeline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.similarity.copies import Verify

_COPIES = 16
# Some copies are further as codes than other pictures of their kind, but still among the nearest.
_CLOSEST, _BEYOND = 3, 0.35
_VIEWS, _MOST_VIEWS = 32, 128


@dataclass(frozen=True, slots=True)
class Picture:
    """Contents that show the same picture.

    Attributes:
        contents: their numbers in the table, ascending.
        row: of the medoid in the table's codes, or None where none of them has a code.
    """

    contents: tuple[int, ...]
    row: int | None


def find_pictures(
    table: PhotoTable,
    bound: float,
    verify: Verify,
    report: Report,
    cancel: CancelToken,
    judged: Judged = NOTHING_JUDGED,
) -> list[Picture]:
    """All pictures of the library; every content is in exactly one.

    Every content of a picture is verified against one and the same of them, the medoid, or against one
    that shows the whole of it; what shows exactly the same is together without that, different shots never
    are (`shot_of`). The user's word outweighs all of it.

    Args:
        table: the library.
        bound: the largest distance at which pairs are looked at.
        verify: looks at them.
        report: told of the progress.
        cancel: looked at between two steps.
        judged: what the user said.

    Raises:
        Cancelled: a stop was asked for.
    """
    nodes = nodes_of(table, judged)
    rows = [(node, row) for node in range(len(nodes)) for row in nodes.rows[node]]
    codes = table.codes[np.array([row for _, row in rows], np.int64)]
    node_of = np.array([node for node, _ in rows], np.int64)
    near = neighbor_pairs(codes, _COPIES, bound, report, cancel, closest=(_CLOSEST, bound + _BEYOND))
    content_of = {row: content for content, row in zip(table.contents, table.rows, strict=True)}
    keys = [content_of[row] for _, row in rows]
    copies = verified_pairs(near, keys, nodes.apart_by(node_of), verify)
    disagreement: dict[tuple[int, int], float] = {}
    whole: set[tuple[int, int]] = set()
    first, second = node_of[copies.first], node_of[copies.second]
    between = zip(np.minimum(first, second).tolist(), np.maximum(first, second).tolist(), strict=True)
    for pair, value, all_of_it in zip(
        between, copies.disagreement.tolist(), copies.whole.tolist(), strict=True
    ):
        disagreement[pair] = min(value, disagreement.get(pair, np.inf))
        if all_of_it:
            whole.add(pair)
    found = stars(disagreement, whole, nodes.keys, nodes.never)
    inside = {node for star in found for node in star.members}
    alone = [node for node in range(len(nodes)) if node not in inside]
    return [
        *(Picture(nodes.contents_of(star.members), _medoid(table, nodes, star)) for star in found),
        *(Picture(nodes.contents_of([node]), nodes.first_row(node)) for node in alone),
    ]


def find_moments(
    table: PhotoTable, pictures: Sequence[Picture], bound: float, report: Report, cancel: CancelToken
) -> list[list[Picture]]:
    """Pictures taken within seconds of each other that look alike; two or more each.

    Every picture of a moment was taken within `MOMENT_SECONDS` of one and the same of them, and lies
    within `bound` of it. A picture's time is the earliest among its copies; what stands for it where nobody
    noted one, says `Timeline`.

    Args:
        table: the library.
        pictures: of the library.
        bound: the largest distance to a moment's medoid.
        report: told of the progress.
        cancel: looked at between two steps.

    Raises:
        Cancelled: a stop was asked for.
    """
    coded, codes, keys = _comparable(table, pictures)
    line = Timeline([table.files_of(picture.contents) for picture in coded])
    pairs = window_pairs(codes, line.seconds, MOMENT_SECONDS, bound, report, cancel)
    in_series = line.apart_in_series(MOMENT_SECONDS)
    pairs = pairs.keep(~in_series(pairs.first, pairs.second))
    space = CodeSpace(codes, [apart_in_time(line.seconds, MOMENT_SECONDS), in_series])
    clusters = bounded_clusters(space, pairs, keys, bound, report, cancel)
    return [[coded[row] for row in cluster.rows] for cluster in clusters]


def find_places(
    table: PhotoTable,
    pictures: Sequence[Picture],
    bound: float,
    report: Report,
    cancel: CancelToken,
) -> list[list[Picture]]:
    """Pictures that look like one place, two or more each.

    Every picture lies within `bound` of one and the same of them. No two of them are known to have been
    taken more than `PLACE_METERS` from each other; those without a position join by their looks.

    Args:
        table: the library.
        pictures: of the library.
        bound: the largest distance to a place's medoid.
        report: told of the progress.
        cancel: looked at between two steps.

    Raises:
        Cancelled: a stop was asked for.
    """
    coded, codes, keys = _comparable(table, pictures)
    latitude, longitude = positions_of(_located(facts_of(table, picture.contents)) for picture in coded)
    pairs = neighbor_pairs(codes, _VIEWS, bound, report, cancel, widest=_MOST_VIEWS)
    elsewhere = apart_on_earth(latitude, longitude, PLACE_METERS)
    clusters = bounded_clusters(CodeSpace(codes), pairs, keys, bound, report, cancel, never=elsewhere)
    return [[coded[row] for row in cluster.rows] for cluster in clusters]


def _medoid(table: PhotoTable, nodes: Nodes, star: Star) -> int:
    """The row in the middle of a star's core; whatever has a pair has a row."""
    found = (nodes.first_row(node) for node in sorted(star.core, key=nodes.keys.__getitem__))
    rows = [row for row in found if row is not None]
    codes = table.codes[np.array(rows, np.int64)]
    return rows[int(np.argmax(codes @ codes.sum(0)))]


def _comparable(
    table: PhotoTable, pictures: Iterable[Picture]
) -> tuple[list[Picture], NDArray[np.float32], list[ContentId]]:
    """Those with a code, their codes, and their names: the smallest digest in each."""
    coded = [picture for picture in pictures if picture.row is not None]
    rows = np.array([picture.row for picture in coded], np.int64)
    return coded, table.codes[rows], [table.contents[picture.contents[0]] for picture in coded]


def _located(facts: Sequence[Facts]) -> Facts:
    known = (fact for fact in facts if fact.latitude is not None and fact.longitude is not None)
    return next(known, facts[0])
