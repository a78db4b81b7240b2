"""Keys that do something wherever the keyboard is inside of a widget."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def on_keys(
    widget: QWidget, keys: QKeySequence.StandardKey | Qt.Key | str, call: Callable[[], object]
) -> QShortcut:
    """Call something when keys are pressed while the keyboard is in a widget or below it."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(call)
    return shortcut
