"""The program's icon in the forms that systems want."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_LARGEST = 1024


def write_icon(svg: Path, folder: Path) -> Path:
    """Render a drawing into `folder`.

    Args:
        svg: the drawing.
        folder: made where it is missing.

    Returns:
        An .ico on Windows, an .icns on macOS, else a PNG of 512 pixels.
    """
    folder.mkdir(parents=True, exist_ok=True)
    picture = _rendered(svg)
    match sys.platform:
        case "win32":
            target = folder / "photosim.ico"
            picture.save(target, sizes=[(size, size) for size in (16, 24, 32, 48, 64, 128, 256)])
        case "darwin":
            target = folder / "photosim.icns"
            picture.save(target)
        case _:
            target = folder / "photosim.png"
            picture.resize((512, 512), Image.Resampling.LANCZOS).save(target)
    return target


def _rendered(svg: Path) -> Image.Image:
    image = QImage(_LARGEST, _LARGEST, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(data.data()))
