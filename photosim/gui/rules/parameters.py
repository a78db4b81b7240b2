"""What a rule means, and what there is to set for it: preferred folders, names of copies."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.files import display_path
from photosim.domain.rule_words import RULE_WORDS
from photosim.domain.rules import RuleName
from photosim.gui.kit import icons
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.label import plain_tooltip
from photosim.gui.kit.theme import Space, heading, muted

_HEIGHT = 150
_PATH = Qt.ItemDataRole.UserRole


class FolderOrder(QWidget):
    """The preferred folders, best first."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName("Preferred folders, best first")
        self.list.setSpacing(2)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add_button = QPushButton("Add a folder…")
        icons.give(self.add_button, "folder-add")
        self.add_button.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.add_button)
        row.addStretch()
        row.addWidget(icon_button("up", "Prefer this folder more", lambda: self._move(-1)))
        row.addWidget(icon_button("down", "Prefer this folder less", lambda: self._move(1)))
        row.addWidget(icon_button("close", "Take this folder off the list", self._remove))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.list, 1)
        column.addLayout(row)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders, best first."""
        return tuple(self.list.item(row).data(_PATH) for row in range(self.list.count()))

    def show_folders(self, folders: tuple[str, ...]) -> None:
        """List other folders; `changed` is not emitted."""
        self.list.clear()
        for folder in folders:
            self._append(folder)

    def add(self, folder: str) -> None:
        """Prefer one more folder, less than those that are listed."""
        if folder not in self.folders:
            self._append(folder)
            self.list.setCurrentRow(self.list.count() - 1)
            self.changed.emit()

    def _append(self, folder: str) -> None:
        item = QListWidgetItem(display_path(folder))
        item.setData(_PATH, folder)
        item.setToolTip(plain_tooltip(display_path(folder)))
        self.list.addItem(item)

    def _ask(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "Which folder do you prefer?"):
            self.add(folder)

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        if row >= 0 and 0 <= row + step < self.list.count():
            self.list.insertItem(row + step, self.list.takeItem(row))
            self.list.setCurrentRow(row + step)
            self.changed.emit()

    def _remove(self) -> None:
        if self.list.currentRow() >= 0:
            self.list.takeItem(self.list.currentRow())
            self.changed.emit()


class Parameters(QWidget):
    """Explains a rule; shows what can be set for it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = heading("", 3)
        self._explanation = muted()
        self.folders = FolderOrder()
        self.folders.changed.connect(self.changed)
        self.names = QPlainTextEdit()
        self.names.setAccessibleName("Names that copies have, one a line")
        self.names.setPlaceholderText("One pattern a line: * stands for anything, ? for one sign")
        self.names.textChanged.connect(self.changed)
        self._pages: dict[RuleName, QWidget] = {
            RuleName.FOLDER: self.folders,
            RuleName.PLAIN_NAME: self.names,
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._title)
        column.addWidget(self._explanation)
        for page in self._pages.values():
            page.setFixedHeight(_HEIGHT)
            page.hide()
            column.addWidget(page)

    @property
    def copy_names(self) -> tuple[str, ...]:
        """The patterns of names that copies have."""
        lines = (line.strip() for line in self.names.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def show_values(self, folders: tuple[str, ...], names: tuple[str, ...]) -> None:
        """Show other values; `changed` is not emitted."""
        self.folders.show_folders(folders)
        self.names.blockSignals(True)
        self.names.setPlainText("\n".join(names))
        self.names.blockSignals(False)

    def explain(self, rule: RuleName) -> None:
        """Speak of another rule."""
        words = RULE_WORDS[rule]
        self._title.setText(words.title)
        self._explanation.setText(words.explanation)
        for name, page in self._pages.items():
            page.setVisible(name is rule)
