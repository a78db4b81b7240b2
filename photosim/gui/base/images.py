"""Pixels for the window, made where they are wanted: in worker threads, too.

Worker threads must not decode by Qt: to find out what a picture's bytes are, Qt connects signals inside of a
call that holds Python's lock, while the GUI thread may be waiting for that lock inside of Qt's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from photosim.imaging.preview import Raster


def image_of(raster: Raster) -> QImage:
    """A picture of its own with the pixels of a raster."""
    shared = QImage(raster.rgb, raster.width, raster.height, 3 * raster.width, QImage.Format.Format_RGB888)
    # A copy, because the bytes belong to the raster.
    return shared.convertToFormat(QImage.Format.Format_RGB32)


def decoded_image(data: bytes) -> QImage | None:
    """The picture that encoded bytes hold, None where they are damaged."""
    from photosim.app.thumbnails import decoded  # noqa: PLC0415 - brings Pillow, which the first paint needs not

    raster = decoded(data)
    return None if raster is None else image_of(raster)
