"""Page 1 of the wizard: which folders, and what may be proposed for them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QWidget,
)

from photosim.domain.files import Root
from photosim.gui.kit import ask, icons
from photosim.gui.kit.dashed_frame import DashedFrame
from photosim.gui.kit.theme import Space, muted
from photosim.gui.wizard.folder_rows import FolderRows
from photosim.gui.wizard.page import WizardPage


class FoldersPage(WizardPage):
    """A list of folders, filled by dropping or by the button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            0,
            "Which folders do you want to scan?",
            "Everything below them is looked at. No file is changed.",
            parent,
        )
        self.rows = FolderRows()
        self.rows.changed.connect(self._on_changed)
        self.add_button = QPushButton("Add a folder…")
        icons.give(self.add_button, "folder-add")
        self.add_button.clicked.connect(self._on_add)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.rows)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(DashedFrame("Drop folders here", "or choose them with the button below"))
        self._stack.addWidget(scroll)
        note = muted(
            "Photos in protected folders are compared with the others and never proposed for removal."
        )
        line = QHBoxLayout()
        line.setSpacing(Space.L)
        line.addWidget(self.add_button)
        line.addWidget(note, 1)
        self.body.setSpacing(Space.M)
        self.body.addWidget(body, 1)
        self.body.addLayout(line)

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
