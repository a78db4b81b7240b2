"""What is to become of the files: a choice with its consequences in words."""

from __future__ import annotations

import os

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photosim.app.cleaning.words import ACTS, act_way
from photosim.domain.actions import Act
from photosim.domain.files import display_path
from photosim.gui.kit import icons
from photosim.gui.kit.choice_box import ChoiceBox
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, muted


class ActChoice(QWidget):
    """Setting aside is chosen at first: nothing else is as easily undone."""

    changed = Signal()
    """Another act, or another folder to move to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target: str | None = None
        self.box = ChoiceBox("What is to become of the files", list(ACTS.items()))
        self.box.setMinimumContentsLength(max(map(len, ACTS.values())))
        self.box.activated.connect(self._on_act)
        self.way = muted()
        self.way.setAccessibleName("What that means")
        self.folder = ElidedLabel()
        self.choose = QPushButton("Choose the folder…")
        icons.give(self.choose, "folder")
        self.choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        label = QLabel("What to do:")
        label.setBuddy(self.box)
        row.addWidget(label)
        row.addWidget(self.box)
        row.addSpacing(Space.S)
        row.addWidget(self.choose)
        row.addWidget(self.folder, 1)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(self.way)
        self._show()

    @property
    def act(self) -> Act:
        """What is chosen."""
        return Act(self.box.chosen)

    @property
    def target(self) -> str | None:
        """The folder to move to; None for other acts, and before one was chosen."""
        return self._target if self.act is Act.MOVE else None

    @property
    def complete(self) -> bool:
        """Whether nothing is left to choose."""
        return self.act is not Act.MOVE or self._target is not None

    def choose_target(self, folder: str) -> None:
        """Move to this folder, an absolute path."""
        self._target = folder
        self._show()
        self.changed.emit()

    def _on_act(self) -> None:
        self._show()
        self.changed.emit()

    def _on_choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Move the files to", self._target or "")
        if chosen:
            self.choose_target(os.path.abspath(chosen))

    def _show(self) -> None:
        moving = self.act is Act.MOVE
        self.choose.setVisible(moving)
        self.folder.setVisible(moving)
        self.folder.setText(display_path(self._target) if self._target else "No folder is chosen yet.")
        self.way.setText(act_way(self.act, self.target))
