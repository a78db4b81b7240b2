import os
from base64 import b64encode
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from photosim.gui.base.intake import Intake, is_welcome, local_path, read_mime, sort_paths
from tests.gui.conftest import mime_of


def test_folders_and_files_are_told_apart(tmp_path: Path, picture: Path) -> None:
    assert read_mime(mime_of(tmp_path, picture)) == Intake(folders=(str(tmp_path),), files=(str(picture),))


def test_what_is_not_there_is_left_out(tmp_path: Path) -> None:
    assert sort_paths([str(tmp_path / "gone")]).empty
    assert read_mime(mime_of(tmp_path / "gone")).empty


def test_picture_data_of_a_browser_wins_over_its_address(picture: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/picture.jpg")])
    mime.setData("image/jpeg", picture.read_bytes())
    assert read_mime(mime) == Intake(data=picture.read_bytes())


def test_a_bare_address_is_recognised_and_never_fetched() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/picture.jpg")])
    assert is_welcome(mime)
    assert read_mime(mime) == Intake(web=True)


def test_pixels_from_the_clipboard_become_a_png(qapp: QApplication, picture: Path) -> None:
    mime = QMimeData()
    mime.setImageData(QImage(str(picture)))
    data = read_mime(mime).data
    assert data is not None
    assert data.startswith(b"\x89PNG")
    assert QImage.fromData(data).size() == QImage(str(picture)).size()


def test_a_picture_inside_its_address_is_read(picture: Path) -> None:
    mime = QMimeData()
    encoded = b64encode(picture.read_bytes()).decode()
    mime.setUrls([QUrl(f"data:image/jpeg;base64,{encoded}")])
    assert read_mime(mime).data == picture.read_bytes()


def test_plain_text_is_not_welcome() -> None:
    mime = QMimeData()
    mime.setText("hello")
    assert not is_welcome(mime)
    assert read_mime(mime).empty


def test_a_name_that_is_not_utf8_keeps_its_bytes(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9 #1"
    os.mkdir(folder)
    url = QUrl.fromEncoded(b"file://" + os.fsencode(tmp_path) + b"/caf%E9%20%231")
    assert local_path(url) == os.fsdecode(folder)
    mime = QMimeData()
    mime.setUrls([url])
    assert read_mime(mime).folders == (os.fsdecode(folder),)
