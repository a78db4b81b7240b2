"""One open library of the window, with everything that lives and ends with it."""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path
from photosim.domain.progress import CancelToken
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Jobs, ReportAny
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.dialogs import show_failure
from photosim.gui.kit.theme import Theme

if TYPE_CHECKING:
    from photosim.app.thumbnails import Thumbnails
    from photosim.app.workspace import Workspace


class Session(QObject):
    """Opens a library in the background and holds its jobs, thumbnails and workspace.

    Args:
        folder: the library's folder, absolute.
        theme: for the views.
    """

    opened = Signal(object)
    """The library is open; carries the `Context`."""

    failed = Signal(str)
    """The library could not be opened; carries the sentence for the user."""

    def __init__(self, folder: str, theme: Theme) -> None:
        super().__init__()
        self.folder = folder
        self.jobs = Jobs()
        self.context: Context | None = None
        self._resources = ExitStack()
        self._theme = theme

    def open(self) -> None:
        """Start opening; `opened` or `failed` tells the end."""
        self.jobs.start(
            f"Opening “{display_path(os.path.basename(self.folder))}”",
            partial(_open, self.folder, self._resources),
            done=self._on_open,
            failed=self._on_failed,
        )

    @property
    def read_only_reason(self) -> str:
        """Why nothing can be changed here, in a sentence; "" when it can."""
        if self.context is None or not self.context.workspace.library.read_only:
            return ""
        return self.context.workspace.library.read_only_reason

    def close(self) -> bool:
        """Stop all work and close the library; whether all of it came to an end."""
        if self.context is not None:
            self.context.thumbnails.close()
            self.context.workspace.stop_reading()
        complete = self.jobs.shutdown()
        if complete:
            self._resources.close()
        return complete

    def _on_open(self, opened: tuple[Workspace, Thumbnails]) -> None:
        workspace, source = opened
        loader = ThumbnailLoader(source, self.jobs, parent=self)
        self.context = Context(workspace, self.jobs, loader, self._theme)
        self.opened.emit(self.context)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, PhotosimError):
            show_failure(error)
        self.failed.emit(str(error))


def _open(
    folder: str, resources: ExitStack, _report: ReportAny, _cancel: CancelToken
) -> tuple[Workspace, Thumbnails]:
    # The window paints before numpy and the catalogue are loaded.
    from photosim.app.log import logging_to  # noqa: PLC0415
    from photosim.app.thumbnails import Thumbnails  # noqa: PLC0415
    from photosim.app.workspace import open_workspace  # noqa: PLC0415

    # Entered here, so that a session that is closed while it opens closes what this thread has opened.
    workspace = resources.enter_context(open_workspace(folder))
    resources.enter_context(logging_to(folder))
    return workspace, Thumbnails(workspace)
