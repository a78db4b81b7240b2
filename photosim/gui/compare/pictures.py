"""The pixels of one shown photo: something at once, then all of it, then what is looked at closely."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from photosim.app.thumbnails import Thumbnails
from photosim.domain.errors import FileError, PhotosimError
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken
from photosim.gui.base.context import Context
from photosim.gui.base.images import image_of
from photosim.gui.base.jobs import Job, Lane, ReportAny
from photosim.gui.compare.geometry import Box, Size, whole
from photosim.gui.compare.levels import Cut, base_cut, sharp_cut

_SETTLE_MS = 100
"""A wheel turns on: what is seen closely is decoded a little later."""

_AHEAD = 0.35
"""Share of what is seen that should be sharp beyond its edges, for whoever moves on."""

_MISSING = "The file was not found by the last scan."


class Pictures(QObject):
    """Loads one photo in the background, as much of it and as sharp as is looked at.

    Kept are the whole picture in few pixels and one sharp part of it: memory does not grow with the file.

    Args:
        context: where pictures come from.
        photo: what is shown.
        budget: pixels that the sharp part may have.
        parent: Qt's owner.
    """

    changed = Signal()
    """There is more to see."""

    def __init__(self, context: Context, photo: Photo, budget: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._photo = photo
        self._budget = budget
        self._size: Size = (photo.facts.width, photo.facts.height)
        self._quick: QImage | None = None
        self._base: tuple[Cut, QImage] | None = None
        self._sharp: tuple[Cut, QImage] | None = None
        self._jobs: dict[Cut, Job] = {}
        self._dropped = False
        self._trouble = _MISSING if photo.missing else ""
        self._wanted: tuple[Box, float] = (whole(self._size), 0.0)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._load_sharp)
        context.thumbnails.ready.connect(self._on_thumbnail)
        self._on_thumbnail(photo.content)

    @property
    def photo(self) -> Photo:
        """What is shown."""
        return self._photo

    @property
    def trouble(self) -> str:
        """Why it cannot be decoded, one sentence; "" while nothing is known to be wrong."""
        return self._trouble

    @property
    def is_sharp(self) -> bool:
        """Whether nothing sharper could be shown of what was last asked for."""
        return any(cut.serves(*self._wanted) for cut in self._held())

    @property
    def loading(self) -> bool:
        """Whether something sharper is on its way."""
        return bool(self._jobs) or self._settle.isActive()

    @property
    def kept_bytes(self) -> int:
        """Memory of what is kept."""
        return sum(image.sizeInBytes() for image, _ in self.layers())

    def layers(self) -> Iterator[tuple[QImage, Box]]:
        """What there is to paint, the coarsest first, each with the part of the picture that it shows."""
        if self._base is not None:
            yield self._base[1], self._base[0].box
        elif self._quick is not None:
            yield self._quick, whole(self._size)
        if self._sharp is not None:
            yield self._sharp[1], self._sharp[0].box

    def need(self, visible: Box, density: float) -> None:
        """Say what is looked at; `changed` tells when it has become sharper.

        Args:
            visible: the part of the picture that is seen, in its pixels.
            density: device pixels for one of its pixels.
        """
        self._wanted = visible, density
        if self._trouble or self._dropped:
            return
        if self._base is None:
            self._start(base_cut(self._size, density))
        if not self._settle.isActive() and not self._serves_ahead(*self._jobs, *self._held()):
            self._settle.start()

    def drop(self) -> None:
        """Wait for nothing any more, and keep nothing."""
        self._dropped = True
        self._settle.stop()
        self._context.thumbnails.ready.disconnect(self._on_thumbnail)
        for job in self._jobs.values():
            job.drop()
        self._jobs.clear()
        self._quick = self._base = self._sharp = None

    def _held(self) -> list[Cut]:
        return [layer[0] for layer in (self._base, self._sharp) if layer is not None]

    def _serves_ahead(self, *cuts: Cut) -> bool:
        visible, density = self._wanted
        ahead = visible.grown(_AHEAD * max(visible.width, visible.height))
        return any(cut.serves(ahead, density) for cut in cuts)

    def _load_sharp(self) -> None:
        visible, density = self._wanted
        if self._serves_ahead(*self._jobs, *self._held()) or visible.within(whole(self._size)).empty:
            return
        cut = sharp_cut(self._size, visible, density, self._budget)
        for other, job in list(self._jobs.items()):
            # Nobody looks there any more; all of the picture is of use in any case.
            if other != cut and (self._base is not None or other.region is not None):
                job.drop()
                del self._jobs[other]
        self._start(cut)

    def _start(self, cut: Cut) -> None:
        if cut in self._jobs:
            return
        self._jobs[cut] = self._context.jobs.start(
            "Opening a photo",
            partial(_decode, Thumbnails(self._context.workspace), self._photo.path, cut),
            done=partial(self._on_decoded, cut),
            failed=partial(self._on_failed, cut),
            lane=Lane.WORK,
            quiet=True,
        )

    def _on_decoded(self, cut: Cut, image: QImage) -> None:
        self._jobs.pop(cut, None)
        if self._base is None and cut.region is None:
            self._base, self._quick = (cut, image), None
        elif not any(held.share >= cut.share and held.box.covers(cut.box) for held in self._held()):
            self._sharp = cut, image
        self.changed.emit()

    def _on_failed(self, cut: Cut, error: Exception) -> None:
        self._jobs.pop(cut, None)
        if not isinstance(error, PhotosimError):
            raise error
        self._trouble = error.reason if isinstance(error, FileError) else str(error)
        self.changed.emit()

    def _on_thumbnail(self, key: object) -> None:
        if key != self._photo.content or self._base is not None:
            return
        pixmap = self._context.thumbnails.request(self._photo.path, self._photo.content)
        if pixmap is not None:
            self._quick = pixmap.toImage()
            self.changed.emit()


def _decode(source: Thumbnails, path: str, cut: Cut, _report: ReportAny, cancel: CancelToken) -> QImage:
    raster = source.large(path, cut.side, cut.region, cancel)
    return image_of(raster)
