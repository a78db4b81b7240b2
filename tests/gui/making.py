"""Cells, photos and pictures made from nothing, and what tests wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photosim.domain.files import FileStamp, Role
from photosim.domain.photo import ContentId, Facts, Photo
from photosim.gui.base.context import Context

ContextMaker = Callable[..., Context]


@dataclass(frozen=True)
class Family:
    """Five real photos and the library they were scanned into.

    `china.jpg` with a half-size copy and a shifted shot a second later, `flower.jpg` with a copy.
    """

    photos: Path
    library: Path


class PaintedSource:
    """Gives every content and path a picture of its own colour; remembers what was asked, in order."""

    def __init__(self) -> None:
        self.asked: list[ContentId | str] = []

    def stored(self, content: ContentId) -> bytes | None:
        self.asked.append(content)
        return painted(color_of(content))

    def first_paint(self, path: str) -> bytes | None:
        self.asked.append(path)
        return painted(QColor("gray"))


class Gate(PaintedSource):
    """A source that waits until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()
        self.entered = threading.Event()

    def stored(self, content: ContentId) -> bytes | None:
        self.entered.set()
        assert self.open.wait(90)
        return super().stored(content)


def color_of(content: ContentId) -> QColor:
    """The colour that `PaintedSource` gives a content: no two of the first 4096 are alike."""
    number = int.from_bytes(content[-2:], "big")
    return QColor((number & 15) * 16, (number >> 4 & 15) * 16, (number >> 8 & 15) * 16)


def painted(color: QColor, width: int = 64, height: int = 48) -> bytes:
    """A picture of one colour, PNG."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(color)
    return encoded(image)


def encoded(image: QImage) -> bytes:
    """The image as PNG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, b"PNG").write(image)
    return bytes(data.data())


def content_of(number: int) -> ContentId:
    """A content, told apart by its last bytes."""
    return ContentId(b"c" * 28 + number.to_bytes(4, "big"))


def photo(
    number: int = 0,
    *,
    path: str = "",
    size: int = 1000,
    taken: datetime | None = None,
    missing: bool = False,
    role: Role = Role.NORMAL,
    width: int = 4000,
    height: int = 3000,
) -> Photo:
    """A photo that is in no file."""
    return Photo(
        path or f"/photos/{number:06}.jpg",
        FileStamp(size, (1_600_000_000 + number) * 1_000_000_000, 1, number),
        role,
        missing,
        content_of(number),
        b"",
        Facts("JPEG", width, height, taken_at=taken),
    )


def settled(qtbot: QtBot, context: Context) -> None:
    """Wait until nothing is being loaded or computed, and nothing of it is still to be drawn."""

    def at_rest() -> bool:
        return context.thumbnails.idle and not context.jobs.active

    def at_rest_for_good() -> bool:
        # What has just ended may have asked for a repaint, and what is painted asks for its pictures.
        if at_rest():
            QApplication.processEvents()
        return at_rest()

    qtbot.waitUntil(at_rest_for_good, timeout=90_000)
