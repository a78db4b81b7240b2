"""What the Help menu opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from photosim.domain.files import display_path
from photosim.gui.library.desk import Desk
from photosim.gui.shell.shortcuts import ShortcutsDialog


def show_shortcuts(parent: QWidget, actions: Sequence[QAction]) -> None:
    """Open the list of shortcuts."""
    ShortcutsDialog(actions, parent).open()


def show_about(parent: QWidget, desk: Desk) -> None:
    """Open the versions; the encoder's line follows when the model is loaded."""
    from photosim.gui.shell.about import AboutDialog  # noqa: PLC0415 - looks into every installed package

    AboutDialog(display_path(desk.folder), desk.context, parent).open()
