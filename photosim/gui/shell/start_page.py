"""The first page: bring photos in, go on with a library, try the demo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.files import Role, display_path
from photosim.domain.words import count_words
from photosim.gui.base.pages import Page
from photosim.gui.kit import icons
from photosim.gui.kit.dashed_frame import DashedFrame
from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.theme import Space, heading, mark, muted
from photosim.gui.library.facts import LibraryFacts, library_name

PROMISE = (
    "photosim never sends anything anywhere. Your photos, and what is learned of them, stay on this computer."
)

_COLUMN = 860


class StartPage(QScrollArea):
    """Shows a big place to drop photos, the open library, and the recent ones.

    Args:
        default_library: folder of the default library, to call it by its name.
    """

    scan_wanted = Signal()
    """The user wishes to choose folders."""
    picture_wanted = Signal()
    """The user wishes to choose a picture to search for."""
    demo_wanted = Signal()
    page_wanted = Signal(str)
    """The user wishes to see a `Page`."""
    library_wanted = Signal(str)
    """The user wishes to open the library in this folder, "" to choose one."""

    forget_wanted = Signal(str)
    """The user wishes to take the folder with this path out of the library."""
    continue_wanted = Signal()
    """The user wishes to go on with interrupted scans."""

    def __init__(self, default_library: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName("Start")
        self._default = default_library
        self._name = ""
        self.title = heading("")
        self.subtitle = muted()
        self.drop_zone = DropZone()
        self.drop_zone.scan.clicked.connect(self.scan_wanted)
        self.drop_zone.picture.clicked.connect(self.picture_wanted)
        self.drop_zone.demo.clicked.connect(self.demo_wanted)
        self.library_card = _Card("In this library")
        self.recent_card = _Card("Other libraries")
        column = QVBoxLayout()
        column.setSpacing(Space.L)
        column.addSpacing(Space.XL)
        titles = QVBoxLayout()
        titles.setSpacing(Space.XS)
        titles.addWidget(self.title)
        titles.addWidget(self.subtitle)
        column.addLayout(titles)
        column.addWidget(self.drop_zone)
        column.addWidget(self.library_card)
        column.addWidget(self.recent_card)
        column.addStretch()
        column.addLayout(_promise())
        column.addSpacing(Space.S)
        inner = QWidget()
        inner.setMaximumWidth(_COLUMN)
        inner.setLayout(column)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(Space.XL, 0, Space.XL, 0)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        self.setWidget(page)
        self.show_recent(())

    def show_opening(self, folder: str) -> None:
        """A library is being opened."""
        self._name = library_name(folder, self._default)
        self.title.setText(self._name)
        self.subtitle.setText("Opening the library…")
        mark(self.subtitle, "muted")
        self.drop_zone.setEnabled(True)
        self.library_card.hide()

    def show_failed(self, sentence: str) -> None:
        """The library could not be opened."""
        self.subtitle.setText(sentence)
        mark(self.subtitle, "danger")
        self.drop_zone.scan.setEnabled(False)
        self.drop_zone.picture.setEnabled(False)

    def show_facts(self, facts: LibraryFacts, read_only: bool) -> None:
        """The library is open and holds this."""
        self.drop_zone.scan.setEnabled(not read_only)
        self.drop_zone.picture.setEnabled(True)
        if not facts.photos and not facts.roots:
            self.title.setText("Find the photos you have twice")
            self.subtitle.setText(
                "photosim looks into your folders and shows which pictures are copies, which are the same "
                "moment, and which photos look like a picture you drop here. It changes none of your files."
            )
            self.library_card.hide()
            return
        self.title.setText(self._name)
        folders = count_words(len(facts.roots), "folder", "folders")
        self.subtitle.setText(f"{count_words(facts.photos, 'photo', 'photos')} in {folders}")
        self._fill_library(facts, read_only)
        self.library_card.show()

    def show_recent(self, folders: Sequence[str]) -> None:
        """List other libraries, latest first."""
        self.recent_card.clear()
        for folder in folders:
            button = QPushButton(library_name(folder, self._default))
            mark(button, "link")
            button.setAccessibleName(f"Open the library {library_name(folder, self._default)}")
            button.clicked.connect(lambda _checked=False, chosen=folder: self.library_wanted.emit(chosen))
            where = QLabel(display_path(folder))
            where.setProperty("kind", "muted")
            self.recent_card.add_row(IconLabel("clock", 18), button, where)
        self.recent_card.setVisible(bool(folders))

    def _fill_library(self, facts: LibraryFacts, read_only: bool) -> None:
        self.library_card.clear()
        for root in facts.roots:
            protected = root.role is Role.PROTECTED
            state = QLabel()
            if root.path in facts.absent:
                state.setText("not there now; its photos stay listed")
                state.setProperty("kind", "warning")
            elif protected:
                state.setText("protected")
                state.setProperty("kind", "good")
            forget = QToolButton()
            mark(forget, "icon")
            forget.setIconSize(QSize(14, 14))
            icons.give(forget, "close")
            forget.setToolTip("Take this folder out of the library; its files stay where they are")
            forget.setAccessibleName(f"Take {display_path(root.path)} out of the library")
            forget.clicked.connect(lambda _checked=False, path=root.path: self.forget_wanted.emit(path))
            forget.setVisible(not read_only)
            path = QLabel(display_path(root.path))
            icon = IconLabel("protected" if protected else "folder", 18)
            self.library_card.add_row(icon, path, state, last=forget)
        if facts.pending and not read_only:
            go_on = QPushButton("Go on with it")
            go_on.clicked.connect(self.continue_wanted)
            note = QLabel("The last scan did not come to its end.")
            note.setProperty("kind", "warning")
            self.library_card.add_row(IconLabel("clock", 18), note, go_on)
        again = QPushButton("Scan again…")
        again.clicked.connect(self.scan_wanted)
        again.setEnabled(not read_only)
        buttons = [again]
        for page, words in ((Page.PHOTOS, "Browse photos"), (Page.GROUPS, "Show groups")):
            button = QPushButton(words)
            icons.give(button, page.value)
            button.clicked.connect(lambda _checked=False, wanted=page: self.page_wanted.emit(wanted))
            buttons.append(button)
        icons.give(again, "refresh")
        self.library_card.add_buttons(buttons)


class DropZone(DashedFrame):
    """A large place that says what can be dropped, with the buttons that do the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Drop folders or a picture here",
            "Folders are scanned. A single picture is searched for. You can also paste one with Ctrl+V.",
            parent,
        )
        self.setMinimumHeight(260)
        self.scan = QPushButton("Scan folders…")
        mark(self.scan, "primary")
        icons.give(self.scan, "folder-add")
        self.picture = QPushButton("Search with a picture…")
        icons.give(self.picture, "search")
        self.demo = QPushButton("Try the demo")
        icons.give(self.demo, "demo")
        self.demo.setToolTip("Makes a small library of example photos and shows the groups in it")
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch()
        for button in (self.scan, self.picture, self.demo):
            row.addWidget(button)
        row.addStretch()
        before_the_stretch = self.column.count() - 1
        self.column.insertSpacing(before_the_stretch, Space.M)
        self.column.insertLayout(before_the_stretch + 1, row)


class _Card(QFrame):
    """A framed block with a heading, rows, and a row of buttons."""

    def __init__(self, title: str) -> None:
        super().__init__()
        mark(self, "card")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(heading(title, 3))
        column.addLayout(self._rows)

    def add_row(self, *widgets: QWidget, last: QWidget | None = None) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch()
        if last is not None:
            row.addWidget(last)
        self._rows.addLayout(row)

    def add_buttons(self, buttons: Sequence[QPushButton]) -> None:
        self._rows.addSpacing(Space.XS)
        self.add_row(*buttons)

    def clear(self) -> None:
        _clear(self._rows)


def _clear(layout: QLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            continue
        widget, below = item.widget(), item.layout()
        if widget is not None:
            widget.deleteLater()
        elif below is not None:
            _clear(below)


def _promise() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    row.addStretch(1)
    row.addWidget(IconLabel("offline", 18, QPalette.ColorRole.PlaceholderText))
    words = muted(PROMISE)
    # On one line in the middle where there is room for it.
    words.setMaximumWidth(words.fontMetrics().horizontalAdvance(PROMISE) + Space.S)
    row.addWidget(words, 1000)
    row.addStretch(1)
    return row
