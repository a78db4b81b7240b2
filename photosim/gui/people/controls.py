"""The buttons of the page of people, and what asks the user something."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photosim.gui.kit import icons
from photosim.gui.kit.theme import Space, heading, mark, muted


def push_button(text: str, icon: str, tip: str, call: Callable[[], object]) -> QPushButton:
    """A button with text and an icon."""
    button = QPushButton(text)
    if icon:
        icons.give(button, icon)
    button.setToolTip(tip)
    button.clicked.connect(lambda _checked=False: call())
    return button


def segment(text: str, tip: str) -> QToolButton:
    """One of several buttons of which one is chosen."""
    button = QToolButton()
    mark(button, "segment")
    button.setText(text)
    button.setToolTip(tip)
    button.setCheckable(True)
    button.setAutoExclusive(True)
    return button


def add_entry(menu: QMenu, text: str, call: Callable[[], object], *, enabled: bool = True) -> None:
    """Offer something in a menu."""
    action = menu.addAction(text)
    action.setEnabled(enabled)
    action.triggered.connect(lambda _checked=False: call())


def fresh_menu(parent: QWidget) -> QMenu:
    """A menu that deletes itself when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def name_line(names: Sequence[str], placeholder: str) -> QLineEdit:
    """A line for a name, which offers those that are known."""
    line = QLineEdit()
    line.setPlaceholderText(placeholder)
    line.setAccessibleName(placeholder)
    offer_names(line, names)
    return line


def offer_names(line: QLineEdit, names: Sequence[str]) -> None:
    """Offer other names in a line."""
    completer = QCompleter(list(names), line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    line.setCompleter(completer)


class NameDialog(QDialog):
    """Asks whose some faces are.

    Args:
        faces: what it is about ("3 faces").
        names: that are known.
        named: called with the name once it is given.
        parent: the page.
    """

    def __init__(
        self, faces: str, names: Sequence[str], named: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Who is this?")
        self.line = name_line(names, "Name")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setEnabled(False)
        self.line.textChanged.connect(lambda text: self.ok.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: named(" ".join(self.line.text().split())))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(heading(f"Whose {faces}?", 2))
        column.addWidget(muted("Choose somebody who is known, or type a new name."))
        column.addWidget(self.line)
        column.addWidget(buttons)
        self.setMinimumWidth(380)


def ask_same_name(name: str, parent: QWidget, answer: Callable[[bool], object]) -> QMessageBox:
    """Ask whether somebody is the person who has this name already; does not block.

    Args:
        name: that two people would have.
        parent: the page.
        answer: called with True: they are one; False: two people with one name. Not when the user goes back.
    """
    box = QMessageBox(QMessageBox.Icon.NoIcon, "photosim", f"There is a “{name}” already.", parent=parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText("Is this the same person? If so, the faces of both are put together.")
    same = box.addButton("The same person", QMessageBox.ButtonRole.YesRole)
    other = box.addButton("Somebody else", QMessageBox.ButtonRole.NoRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(same)
    box.setEscapeButton(cancel)
    same.clicked.connect(lambda _checked=False: answer(True))
    other.clicked.connect(lambda _checked=False: answer(False))
    box.open()
    return box
