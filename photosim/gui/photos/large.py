"""Brings the large picture of one photo at a time; a newer wish makes the older one stale."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage

from photosim.app.thumbnails import Thumbnails
from photosim.domain.errors import FileError, PhotosimError
from photosim.domain.progress import CancelToken
from photosim.gui.base.images import decoded_image, image_of
from photosim.gui.base.jobs import Job, Jobs, Lane, ReportAny

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace


class LargePictures(QObject):
    """Loads large pictures in the background for one place of the window.

    Args:
        workspace: whose photos are shown.
        jobs: runs the loading.
        parent: Qt's owner.
    """

    def __init__(self, workspace: Workspace, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs = jobs
        self._job: Job | None = None

    def load(
        self, path: str, side: int, shown: Callable[[QImage], None], failed: Callable[[str], None]
    ) -> None:
        """Load a picture; answers to earlier wishes are dropped.

        Args:
            path: the file.
            side: the longest side that is of use, in device pixels.
            shown: called with the upright picture.
            failed: called with the reason, for the place where the picture would be.
        """
        self._start(partial(_render, self._workspace, path, side), shown, failed)

    def load_data(
        self, data: bytes, side: int, shown: Callable[[QImage], None], failed: Callable[[str], None]
    ) -> None:
        """Load an encoded picture that is no file; see `load`."""
        self._start(partial(_decode, data, side), shown, failed)

    def drop(self) -> None:
        """Nobody waits any more."""
        if self._job is not None and not self._job.ended:
            self._job.drop()
        self._job = None

    def _start(
        self,
        work: Callable[[ReportAny, CancelToken], QImage],
        shown: Callable[[QImage], None],
        failed: Callable[[str], None],
    ) -> None:
        self.drop()
        self._job = self._jobs.start(
            "Opening a photo",
            work,
            done=shown,
            failed=partial(_tell, failed),
            lane=Lane.PICTURES,
            quiet=True,
        ).answer_only(self)


def _render(workspace: Workspace, path: str, side: int, _report: ReportAny, cancel: CancelToken) -> QImage:
    raster = Thumbnails(workspace).large(path, side)
    cancel.checkpoint()
    return image_of(raster)


def _decode(data: bytes, side: int, _report: ReportAny, _cancel: CancelToken) -> QImage:
    image = decoded_image(data)
    if image is None:
        raise PhotosimError("the picture cannot be shown large")
    if max(image.width(), image.height()) <= side:
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(QSize(side, side), keep, smooth)


def _tell(failed: Callable[[str], None], error: Exception) -> None:
    if isinstance(error, FileError):
        failed(error.reason)
    elif isinstance(error, PhotosimError):
        failed(str(error))
    else:
        raise error
