"""How the photos of one group lie on each other, found out in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from photosim.domain.errors import FileError
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken
from photosim.domain.similarity import Evidence, Transform, inverted
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, ReportAny
from photosim.gui.compare.geometry import IDENTITY, known_transform, times

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photosim.app.finding.comparison import Comparer, Difference


@dataclass(frozen=True, slots=True)
class Differing:
    """Where two photos differ.

    Attributes:
        difference: what was found; None where they could not be compared.
        overlay: lies over the first photo: what is alike is dimmed.
    """

    difference: Difference | None
    overlay: QImage | None


@dataclass(frozen=True, slots=True)
class Found:
    """How a photo lies on the first one.

    Attributes:
        path: the photo.
        transform: from points of the first to its own; None where it could not be laid on it.
    """

    path: str
    transform: Transform | None


class Alignments(QObject):
    """Finds how each photo lies on the first one, and where pairs of them differ.

    Args:
        context: runs the work.
        parent: Qt's owner.
    """

    changed = Signal()
    """An alignment is better known, or a difference was found."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._photos: Sequence[Photo] = ()
        self._evidence: Mapping[str, Evidence | None] = {}
        self._known: dict[str, Transform | None] = {}
        self._exact: set[str] = set()
        self._differing: dict[tuple[str, str], Differing] = {}
        self._jobs: dict[object, Job] = {}
        self._worker: Comparer | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is being looked for."""
        return not self._jobs

    def start(self, photos: Sequence[Photo], evidence: Mapping[str, Evidence | None]) -> None:
        """Turn to other photos.

        Args:
            photos: the first one is what the others are laid on.
            evidence: by the paths of the others, the first photo laid on them where that was done.
        """
        self.clear()
        self._photos, self._evidence = photos, evidence
        first = photos[0]
        self._known = {p.path: known_transform(first, p, evidence.get(p.path)) for p in photos[1:]}
        self._known[first.path] = IDENTITY
        self._exact = {first.path}

    def clear(self) -> None:
        """Wait for nothing any more, and forget all."""
        for job in self._jobs.values():
            job.drop()
        self._jobs.clear()
        self._differing.clear()
        self._known.clear()
        self._photos = ()
        self._worker = None

    def transform(self, photo: Photo) -> Transform | None:
        """From points of the first photo to those of this one, as well as it is known by now."""
        return self._known.get(photo.path)

    def is_exact(self, photo: Photo) -> bool:
        """Whether it is known as well as it ever will be."""
        return photo.path in self._exact

    def look(self, photos: Sequence[Photo]) -> None:
        """Find out exactly how these lie, unless that was done."""
        wanted: list[Photo] = []
        for photo in photos:
            if photo.path in self._exact or photo.path in self._jobs:
                continue
            if photo.missing or self._photos[0].missing:
                self._exact.add(photo.path)
                continue
            if self._known.get(photo.path) is None and self._evidence.get(photo.path) is not None:
                self._exact.add(photo.path)
                continue
            wanted.append(photo)
        if not wanted:
            return
        rough = [(photo, self._known.get(photo.path)) for photo in wanted]
        # One after the other, so that the first photo is decoded once for all.
        job = self._context.jobs.start(
            "Laying photos on each other",
            partial(_align, self._comparer(), self._photos[0], rough),
            progress=self._on_aligned,
            done=partial(self._on_all_aligned, wanted),
            quiet=True,
        )
        self._jobs.update({photo.path: job for photo in wanted})

    def differing(self, first: Photo, second: Photo) -> Differing | None:
        """Where two photos differ; None while it is being found out, `changed` tells when it is."""
        key = first.path, second.path
        if key not in self._differing and key not in self._jobs:
            self._compare(first, second)
        return self._differing.get(key)

    def _compare(self, first: Photo, second: Photo) -> None:
        if not (self.is_exact(first) and self.is_exact(second)):
            self.look([first, second])
            return
        key = first.path, second.path
        one, two = self._known[first.path], self._known[second.path]
        if one is None or two is None or first.missing or second.missing:
            self._differing[key] = Differing(None, None)
            return
        self._jobs[key] = self._context.jobs.start(
            "Looking for differences",
            partial(_differ, self._comparer(), first, second, times(two, inverted(one))),
            done=partial(self._on_differing, key),
            failed=partial(self._on_no_difference, key),
            quiet=True,
        )

    def _comparer(self) -> Comparer:
        from photosim.app.finding.comparison import Comparer  # noqa: PLC0415 - brings what takes pictures apart

        if self._worker is None:
            self._worker = Comparer(self._context.workspace)
        return self._worker

    def _on_aligned(self, found: Found) -> None:
        self._known[found.path] = found.transform
        self._exact.add(found.path)
        self._jobs.pop(found.path, None)
        self.changed.emit()

    def _on_all_aligned(self, photos: Sequence[Photo], _nothing: None) -> None:
        for photo in photos:
            self._jobs.pop(photo.path, None)

    def _on_differing(self, key: tuple[str, str], found: tuple[Difference, NDArray[np.uint8] | None]) -> None:
        difference, painted = found
        self._note(key, Differing(difference, None if painted is None else _image_of(painted)))

    def _note(self, key: tuple[str, str], found: Differing) -> None:
        self._jobs.pop(key, None)
        self._differing[key] = found
        self.changed.emit()

    def _on_no_difference(self, key: tuple[str, str], error: Exception) -> None:
        if not isinstance(error, FileError):
            raise error
        self._note(key, Differing(None, None))


def _align(
    comparer: Comparer,
    first: Photo,
    others: Sequence[tuple[Photo, Transform | None]],
    report: ReportAny,
    cancel: CancelToken,
) -> None:
    for photo, rough in others:
        try:
            report(Found(photo.path, comparer.align(first, photo, rough, cancel)))
        except FileError:
            # The pane of the photo says why it cannot be decoded.
            report(Found(photo.path, rough))


def _differ(
    comparer: Comparer,
    first: Photo,
    second: Photo,
    transform: Transform,
    _report: ReportAny,
    cancel: CancelToken,
) -> tuple[Difference, NDArray[np.uint8] | None]:
    from photosim.gui.compare.overlay import overlay_of  # noqa: PLC0415 - brings what takes pictures apart

    found = comparer.differ(first, second, transform, cancel)
    return found, overlay_of(found)


def _image_of(painted: NDArray[np.uint8]) -> QImage:
    """In the window's thread: black of some opacity lies in memory as Qt wants it."""
    height, width = painted.shape[:2]
    shared = QImage(painted.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    # A copy, because the bytes are not Qt's.
    return shared.copy()
