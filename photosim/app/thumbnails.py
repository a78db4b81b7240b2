"""Small and large pictures for showing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photosim.domain.errors import FileError
from photosim.imaging.preview import first_paint, raster_of

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace
    from photosim.domain.photo import ContentId
    from photosim.domain.progress import CancelToken
    from photosim.imaging.preview import Raster


def decoded(data: bytes) -> Raster | None:
    """The pixels of a small picture such as a stored thumbnail; None where the bytes are damaged."""
    return raster_of(data)


class Thumbnails:
    """Pictures of the photos of one workspace; safe to use from any thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stored(self, content: ContentId) -> bytes | None:
        """The stored thumbnail, a JPEG of at most 320 pixels a side, or None when there is none.

        Raises:
            LibraryError: the thumbnails cannot be read.
        """
        return self._workspace.library.thumbnail(content)

    def first_paint(self, path: str) -> bytes | None:
        """A JPEG of a file that was not scanned yet, as fast as it can be had.

        The thumbnail that the camera left in the file if it is a good one, else a reduced decode;
        None when the file is no picture.
        """
        quick = first_paint(path)
        if quick is not None:
            return quick
        try:
            return self._workspace.reader.thumbnail(path)
        except FileError:
            return None

    def large(
        self,
        path: str,
        max_side: int,
        region: tuple[int, int, int, int] | None = None,
        cancel: CancelToken | None = None,
    ) -> Raster:
        """The upright picture, or a part of it, with its longest side at most `max_side` pixels.

        Args:
            path: the file.
            max_side: of what is shown; nothing is enlarged.
            region: x, y, width, height in pixels of the upright picture; None: all of it.
            cancel: nobody waits for it any more.

        Raises:
            Cancelled: a stop was asked for.
            FileError: the file cannot be read or decoded.
        """
        return self._workspace.reader.render(path, max_side, region, cancel)
