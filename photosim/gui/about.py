"""Which versions are at work, and under what licence."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photosim.gui import icons
from photosim.gui.theme import Space, heading, muted

LICENCE = "Free software under the MIT licence. It comes without any warranty."

_PARTS = ("onnxruntime", "numpy", "scikit-learn", "pillow", "rawpy", "pi-heif", "blake3")


class AboutDialog(QDialog):
    """Shows versions at once, and what the encoder runs on as soon as that is known.

    Args:
        library: folder of the open library, for display.
        parent: Qt's owner.
    """

    def __init__(self, library: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About photosim")
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(Space.XL)
        self._form.setVerticalSpacing(Space.XS)
        self._lines: list[tuple[str, str]] = []
        self._add("photosim", version_words("photosim"))
        self._add("Python, Qt", f"{platform.python_version()}, {qVersion()}")
        self._add("System", platform.platform(terse=True))
        self._add("Libraries", ", ".join(f"{part} {version_words(part)}" for part in _PARTS))
        self._add("This library", library or "none open")
        self.encoder = self._add("Encoder", "is being looked at…")
        picture = QLabel()
        picture.setPixmap(icons.app_icon().pixmap(64))
        name = QVBoxLayout()
        name.addWidget(heading("photosim"))
        name.addWidget(
            muted("Finds the same picture, the same moment and the same place among too many photos.")
        )
        head = QHBoxLayout()
        head.setSpacing(Space.L)
        head.addWidget(picture)
        head.addLayout(name, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton("Copy")
        copy.clicked.connect(self.copy)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addLayout(head)
        column.addLayout(self._form)
        column.addWidget(muted(LICENCE))
        column.addWidget(buttons)
        self.setMinimumWidth(560)

    def show_encoder(self, model_id: str, requested: Sequence[str], actual: str) -> None:
        """Tell which model encodes, what it was to run on, and what it runs on."""
        self.encoder.setText(f"{model_id}, asked for {' then '.join(requested)}, runs on {actual}")

    def show_no_encoder(self, sentence: str) -> None:
        """Tell why there is none."""
        self.encoder.setText(sentence)

    def copy(self) -> None:
        """Put everything on the clipboard."""
        lines = [*self._lines, ("Encoder", self.encoder.text())]
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {text}" for name, text in lines))

    def _add(self, name: str, text: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setAccessibleName(name)
        title = QLabel(name)
        title.setProperty("kind", "muted")
        self._form.addRow(title, label)
        if name != "Encoder":
            self._lines.append((name, text))
        return label


def version_words(package: str) -> str:
    """The installed version of a package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed as a package)"
