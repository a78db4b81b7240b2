"""The program's icon in the forms that systems want."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 24, 32, 48, 64, 128, 256)
"""Sides in pixels at which desktops show icons."""

_LARGEST = 1024


def write_icon(svg: Path, folder: Path) -> Path:
    """Render a drawing into `folder`, as what the program itself carries.

    Args:
        svg: the drawing.
        folder: made where it is missing.

    Returns:
        An .ico on Windows, an .icns on macOS, else a PNG of 512 pixels.
    """
    folder.mkdir(parents=True, exist_ok=True)
    match sys.platform:
        case "win32":
            target = folder / "photosim.ico"
            # Each size drawn for itself: lines of a picture made smaller are blurred.
            first, *others = (_rendered(svg, side) for side in reversed(SIZES))
            first.save(target, sizes=[(side, side) for side in SIZES], append_images=others)
        case "darwin":
            target = folder / "photosim.icns"
            _rendered(svg, _LARGEST).save(target)
        case _:
            target = folder / "photosim.png"
            _rendered(svg, 512).save(target)
    return target


def write_theme(svg: Path, icons: Path) -> None:
    """Write the icon as a theme of freedesktop.org holds it: drawn in every size, and the drawing itself.

    Args:
        svg: the drawing.
        icons: gets the folder `hicolor`.
    """
    for side in SIZES:
        target = icons / "hicolor" / f"{side}x{side}" / "apps" / "photosim.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        _rendered(svg, side).save(target)
    drawing = icons / "hicolor" / "scalable" / "apps" / "photosim.svg"
    drawing.parent.mkdir(parents=True, exist_ok=True)
    drawing.write_bytes(svg.read_bytes())


def _rendered(svg: Path, side: int) -> Image.Image:
    image = QImage(side, side, QImage.Format.Format_RGBA8888)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    return Image.frombytes("RGBA", (side, side), bytes(image.constBits()))
