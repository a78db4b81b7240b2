"""What is to be compared: a card, and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from photosim.gui.kit.theme import Space, heading, mark, muted

_WIDTH = 640


class CardQuestion(QWidget):
    """Asks for a folder, and for a pocket catalogue where the open library is not meant."""

    compare = Signal()
    """The user wants to begin."""
    cancelled = Signal()
    """The user does not want to compare anything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = _path_line("Folder of the card or drive")
        self.pocket = _path_line("File of the pocket catalogue")
        self.by_library = QRadioButton("the photos of this library")
        self.by_pocket = QRadioButton("a pocket catalogue that was made elsewhere")
        self.by_library.setChecked(True)
        self._choose_pocket = QPushButton("Choose…")
        self._choose_pocket.clicked.connect(self._on_pocket)
        self.go = QPushButton("Compare")
        mark(self.go, "primary")
        self.go.clicked.connect(self.compare)
        self._lay_out()
        for line in (self.folder, self.pocket):
            line.textChanged.connect(self._update)
        self.by_pocket.toggled.connect(self._update)
        self._update()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(heading("Which photos of a card are not at home yet?", 2))
        promise = muted(
            "Every photo of a memory card, a phone or another drive is compared with what is at home. "
            "Nothing is copied, moved or changed."
        )
        # A layout that is centred does not ask how high a text is that wraps.
        promise.setMinimumHeight(promise.heightForWidth(_WIDTH))
        column.addWidget(promise)
        choose = QPushButton("Choose…")
        choose.clicked.connect(self._on_folder)
        column.addWidget(QLabel("Card or folder"))
        column.addLayout(_beside(self.folder, choose))
        column.addSpacing(Space.S)
        column.addWidget(QLabel("Compare it with"))
        column.addWidget(self.by_library)
        column.addWidget(self.by_pocket)
        column.addLayout(_beside(self.pocket, self._choose_pocket))
        column.addSpacing(Space.M)
        cancel = QPushButton("Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.cancelled)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def _update(self) -> None:
        by_pocket = self.by_pocket.isChecked()
        for widget in (self.pocket, self._choose_pocket):
            widget.setEnabled(by_pocket)
        named = bool(self.folder.text().strip()) and (not by_pocket or bool(self.pocket.text().strip()))
        self.go.setEnabled(named)

    def _on_folder(self) -> None:
        self._ask("The card or folder to compare", self.folder.setText, folder=True)

    def _on_pocket(self) -> None:
        self._ask("The pocket catalogue", self.pocket.setText, folder=False)

    def _ask(self, title: str, take: Callable[[str], None], *, folder: bool) -> None:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        mode = QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFile
        dialog.setFileMode(mode)
        if not folder:
            dialog.setNameFilters(["Pocket catalogues (*.pocket)", "All files (*)"])
        dialog.fileSelected.connect(take)
        dialog.open()


def _path_line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setClearButtonEnabled(True)
    return line


def _beside(line: QLineEdit, button: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    row.addWidget(line, 1)
    row.addWidget(button)
    return row
