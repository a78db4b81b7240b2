"""The folders that are to be scanned, one row each."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from photosim.domain.files import Role, Root, display_path
from photosim.gui.kit import icons
from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, heading, mark
from photosim.gui.kit.words import folder_of, name_of

_ROLES = (
    (Role.NORMAL, "Normal", "Its photos are compared, and may be proposed for removal"),
    (Role.PROTECTED, "Protected", "Its photos are compared, and never proposed for removal"),
)


class FolderRow(QFrame):
    """One folder with its role and a button to take it off the list."""

    changed = Signal()
    remove_wanted = Signal(object)
    """Carries the row."""

    def __init__(self, root: Root, state: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.path = root.path
        shown = display_path(root.path)
        self._icon = IconLabel("folder", 22)
        self.role = QComboBox()
        self.role.setAccessibleName(f"Role of {shown}")
        for number, (role, words, explained) in enumerate(_ROLES):
            self.role.addItem(words, role)
            self.role.setItemData(number, explained, Qt.ItemDataRole.ToolTipRole)
        self.role.setCurrentIndex([role for role, _, _ in _ROLES].index(root.role))
        self.role.currentIndexChanged.connect(self._on_role)
        remove = QToolButton()
        mark(remove, "icon")
        remove.setIconSize(QSize(16, 16))
        icons.give(remove, "close")
        remove.setToolTip("Take this folder off the list")
        remove.setAccessibleName(f"Take {shown} off the list")
        remove.clicked.connect(lambda: self.remove_wanted.emit(self))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(heading(name_of(root.path) or shown, 3))
        where = ElidedLabel(folder_of(root.path))
        where.setProperty("kind", "muted")
        lines.addWidget(where)
        self.state = QLabel(state)
        self.state.setProperty("kind", "warning")
        self.state.setVisible(bool(state))
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self._icon)
        row.addLayout(lines, 1)
        row.addWidget(self.state)
        row.addWidget(self.role)
        row.addWidget(remove)
        self._on_role()

    @property
    def root(self) -> Root:
        """The folder with the role that was chosen."""
        return Root(self.path, Role(self.role.currentData()))

    def _on_role(self) -> None:
        protected = self.root.role is Role.PROTECTED
        self._icon.show_icon(
            "protected" if protected else "folder",
            QPalette.ColorRole.Highlight if protected else QPalette.ColorRole.WindowText,
        )
        self.role.setToolTip(_ROLES[self.role.currentIndex()][2])
        self.changed.emit()


class FolderRows(QWidget):
    """The rows, each folder once."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FolderRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._column.addStretch()

    @property
    def rows(self) -> tuple[FolderRow, ...]:
        """From top to bottom."""
        return tuple(self._rows)

    @property
    def roots(self) -> tuple[Root, ...]:
        """The folders with their roles, from top to bottom."""
        return tuple(row.root for row in self._rows)

    def add(self, roots: Sequence[Root]) -> None:
        """Append folders; those that are listed already keep their place."""
        known = {row.path for row in self._rows}
        for root in roots:
            if root.path not in known:
                known.add(root.path)
                self._append(root)
        self._mark_nested()
        self.changed.emit()

    def set_roles(self, roles: Mapping[str, Role]) -> None:
        """Give listed folders the roles that the library knows for them."""
        for row in self._rows:
            if row.path in roles:
                row.role.setCurrentIndex(row.role.findData(roles[row.path]))

    def remove(self, row: FolderRow) -> None:
        """Take a folder off the list."""
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.deleteLater()
        self._mark_nested()
        self.changed.emit()

    def _append(self, root: Root) -> None:
        row = FolderRow(root, "" if os.path.isdir(root.path) else "not there")
        row.remove_wanted.connect(self.remove)
        row.changed.connect(self.changed)
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _mark_nested(self) -> None:
        paths = {row.path for row in self._rows}
        for row in self._rows:
            outer = os.path.dirname(row.path)
            while outer not in paths and outer != os.path.dirname(outer):
                outer = os.path.dirname(outer)
            nested = outer in paths and outer != row.path
            if row.state.text() != "not there":
                row.state.setText(f"inside “{name_of(outer) or outer}”" if nested else "")
                row.state.setVisible(nested)
