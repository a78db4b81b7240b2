"""What was dropped or pasted: folders to scan, a picture to search for, or an address that is not fetched."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage, QImageWriter

_ENCODED_TYPES = (
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/avif",
    "image/heic",
    "image/gif",
    "image/bmp",
)
_WEB_SCHEMES = {"http", "https", "ftp"}

WEB_SENTENCE = (
    "photosim never fetches anything from the web. Save the picture and drop the file, "
    "or copy the picture itself (not its address) and paste it here."
)


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in.

    Attributes:
        folders: to scan.
        files: to search for, one after the other.
        data: an encoded picture to search for, or None.
        web: whether there was an address of the web and nothing else of use.
    """

    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    data: bytes | None = field(default=None, repr=False)
    web: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do or to say."""
        return not (self.folders or self.files or self.data or self.web)


def is_welcome(mime: QMimeData) -> bool:
    """Whether it is worth looking at; cheap, for every move of a drag."""
    return mime.hasUrls() or mime.hasImage() or any(mime.hasFormat(kind) for kind in _ENCODED_TYPES)


def read_mime(mime: QMimeData) -> Intake:
    """Sort what a drop or the clipboard holds. Local files win over image data, image data over addresses."""
    sorted_paths = sort_paths([path for url in mime.urls() if (path := local_path(url)) is not None])
    if not sorted_paths.empty:
        return sorted_paths
    data = _picture_data(mime)
    if data is not None:
        return Intake(data=data)
    return Intake(web=any(url.scheme().lower() in _WEB_SCHEMES for url in mime.urls()))


def sort_paths(paths: Sequence[str]) -> Intake:
    """Tell folders from files; what is not there is left out."""
    folders = tuple(os.path.abspath(path) for path in paths if os.path.isdir(path))
    files = tuple(os.path.abspath(path) for path in paths if os.path.isfile(path))
    return Intake(folders=folders, files=files)


def local_path(url: QUrl) -> str | None:
    """The path of a `file:` address, byte for byte also where the name is not UTF-8; None for others."""
    if not url.isLocalFile():
        return None
    if os.name == "nt" or url.host():
        return url.toLocalFile()
    return os.fsdecode(
        unquote_to_bytes(bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded).encode()))
    )


def _picture_data(mime: QMimeData) -> bytes | None:
    for kind in _ENCODED_TYPES:
        data = bytes(mime.data(kind).data())
        if data:
            return data
    for url in mime.urls():
        if url.scheme() == "data":
            return _inline_data(url)
    image = mime.imageData()
    if isinstance(image, QImage) and not image.isNull():
        return _encoded(image)
    return None


def _inline_data(url: QUrl) -> bytes | None:
    head, _, body = bytes(url.toEncoded().data()).partition(b",")
    if not head.startswith(b"data:image/"):
        return None
    raw = unquote_to_bytes(body)
    return bytes(QByteArray.fromBase64(raw).data()) if head.endswith(b";base64") else raw


def _encoded(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
