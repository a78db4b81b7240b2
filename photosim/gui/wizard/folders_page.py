"""Page 1 of the wizard: which folders, and what may be proposed for them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
    QWizardPage,
)

from photosim.domain.files import Root
from photosim.gui import ask, icons
from photosim.gui.icon_label import IconLabel
from photosim.gui.theme import Space, heading, mark, muted
from photosim.gui.wizard.folder_rows import FolderRows


class FoldersPage(QWizardPage):
    """A list of folders, filled by dropping or by the button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle("Which folders shall be scanned?")
        self.setSubTitle("Everything below them is looked at. No file is changed.")
        self.rows = FolderRows()
        self.rows.changed.connect(self._on_changed)
        self.add_button = QPushButton("Add a folder…")
        icons.give(self.add_button, "folder-add")
        self.add_button.setIconSize(QSize(18, 18))
        self.add_button.clicked.connect(self._on_add)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.rows)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(_invitation())
        self._stack.addWidget(scroll)
        line = QHBoxLayout()
        line.addWidget(self.add_button)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setSpacing(Space.M)
        column.addWidget(body, 1)
        column.addLayout(line)
        column.addWidget(
            muted("Photos in protected folders are compared with the others and never proposed for removal.")
        )

    @property
    def roots(self) -> tuple[Root, ...]:
        """The folders with their roles."""
        return self.rows.roots

    def add(self, roots: Sequence[Root]) -> None:
        """List more folders."""
        self.rows.add(roots)

    def isComplete(self) -> bool:
        """Whether at least one of the folders is there."""
        return any(os.path.isdir(root.path) for root in self.roots)

    def _on_changed(self) -> None:
        self._stack.setCurrentIndex(1 if self.rows.rows else 0)
        self.completeChanged.emit()

    def _on_add(self) -> None:
        chosen = ask.folder(self)
        if chosen:
            self.add([Root(os.path.abspath(chosen))])


def _invitation() -> QWidget:
    place = QWidget()
    column = QVBoxLayout(place)
    column.addStretch()
    column.addWidget(IconLabel("drop", 40, QPalette.ColorRole.Highlight), 0, Qt.AlignmentFlag.AlignHCenter)
    for label in (heading("Drop folders here", 2), muted("or choose them with the button below")):
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
    column.addStretch()
    mark(place, "well")
    place.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return place
