"""Photos that stand out: damaged, empty, dark, bright, blurred, pages and screens, or unlike the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.exploring.odd_measures import measured
from photosim.app.exploring.odd_words import reason
from photosim.domain.odd import DEFAULT_K, NAMED_KINDS, Measures, OddKind, OddPhoto
from photosim.domain.progress import CancelToken, Report
from photosim.similarity.outliers import figures_of, mean_distances, odd_rows, scores_of, thresholds_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.domain.photo import ContentId, Photo


@dataclass(frozen=True, slots=True)
class OddReport:
    """How odd every picture of a library is; row i of every array is `photos[i]`.

    Attributes:
        photos: the files of each picture, by path.
        figures: float32 (N, F), what was measured.
        distance: float64 (N,), mean distance to the nearest codes.
        scores: float64 (N,) for each kind; larger is odder.
        usual: median reconstruction error and median of `distance`; 0 in an empty library.
        fine: whether the user called it fine, bool (N,): such pictures are told as odd no more.
        unmeasured: how many pictures could not be measured: no thumbnail, and no file that can be read.
    """

    photos: tuple[tuple[Photo, ...], ...]
    figures: NDArray[np.float32]
    distance: NDArray[np.float64]
    scores: Mapping[OddKind, NDArray[np.float64]]
    usual: tuple[float, float]
    fine: NDArray[np.bool_]
    unmeasured: int

    def thresholds(
        self, k: float = DEFAULT_K, moved: Mapping[OddKind, float] | None = None
    ) -> dict[OddKind, float]:
        """What scores have to be above.

        Args:
            k: standard deviations above the library's mean, for the kinds that the library itself tells.
            moved: thresholds of the user's own.
        """
        return {**thresholds_of(self.scores, k), **(moved or {})}

    def rows(self, kind: OddKind, thresholds: Mapping[OddKind, float]) -> list[int]:
        """The rows that are odd in one way, oddest first; without those that are fine."""
        rows = odd_rows(self.scores, thresholds, kind)
        return [row for row in rows.tolist() if not self.fine[row]]

    def odd(self, kind: OddKind, thresholds: Mapping[OddKind, float]) -> list[OddPhoto]:
        """The pictures that are odd in one way, oddest first; without those that are fine."""
        return [self.photo(row, kind, thresholds[kind]) for row in self.rows(kind, thresholds)]

    def photo(self, row: int, kind: OddKind, threshold: float) -> OddPhoto:
        """One row as an odd photo, and why it is one."""
        measures = Measures(*self.figures[row].tolist())
        words = reason(kind, measures, float(self.distance[row]), self.usual)
        return OddPhoto(self.photos[row][0], kind, float(self.scores[kind][row]), threshold, words)

    def with_fine(self, contents: Collection[ContentId]) -> OddReport:
        """The same report where these pictures, and no others, are fine."""
        return replace(self, fine=_fine(self.photos, contents))


def find_odd(workspace: Workspace, report: Report, cancel: CancelToken) -> OddReport:
    """Measure what was not measured yet, and score every picture.

    Args:
        workspace: the library.
        report: told of the progress.
        cancel: pauses or stops the work; what was measured so far is kept.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the catalogue cannot be read.
        ModelError: the model's files are missing or damaged.
    """
    known = measured(workspace, report, cancel)
    indexed = workspace.indexed()
    distance = mean_distances(indexed.code, report, cancel)
    rows = [row for row, content in enumerate(indexed.contents) if content in known]
    figures = figures_of([known[indexed.contents[row]] for row in rows])
    photos = tuple(tuple(indexed.photos_by_content[indexed.contents[row]]) for row in rows)
    scores = scores_of(figures, distance[rows])
    return OddReport(
        photos=photos,
        figures=figures,
        distance=distance[rows],
        scores=scores,
        usual=(_median(scores[OddKind.REDRAWN]), _median(distance[rows])),
        fine=_fine(photos, workspace.library.odd.fine()),
        unmeasured=len(indexed.contents) - len(rows),
    )


def odd_photos(
    workspace: Workspace,
    kinds: Iterable[OddKind] = NAMED_KINDS,
    k: float = DEFAULT_K,
    *,
    report: Report,
    cancel: CancelToken,
) -> list[OddPhoto]:
    """The photos of some kinds, kind by kind, the oddest first; see `find_odd`.

    Args:
        workspace: the library.
        kinds: in which ways.
        k: standard deviations above the mean, for the kinds that the library itself tells.
        report: told of the progress.
        cancel: pauses or stops the work.
    """
    found = find_odd(workspace, report, cancel)
    thresholds = found.thresholds(k)
    return [photo for kind in kinds for photo in found.odd(kind, thresholds)]


def call_fine(workspace: Workspace, photos: Iterable[Photo], *, fine: bool = True) -> frozenset[ContentId]:
    """Never tell pictures as odd again, or (`fine` False) do so again; kept with the bytes, over rescans.

    Returns:
        All contents that are fine now.

    Raises:
        LibraryReadOnlyError: the library can only be looked at.
        LibraryError: the catalogue cannot be written.
    """
    workspace.library.odd.call_fine({photo.content for photo in photos}, fine=fine)
    return workspace.library.odd.fine()


def _fine(photos: Iterable[tuple[Photo, ...]], contents: Collection[ContentId]) -> NDArray[np.bool_]:
    return np.array([files[0].content in contents for files in photos], np.bool_)


def _median(values: NDArray[np.float64]) -> float:
    return float(np.median(values)) if len(values) else 0.0
