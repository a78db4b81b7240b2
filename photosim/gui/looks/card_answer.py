"""What a comparison found: a list for each standing, as grids."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photosim.app.exploring.pocket_result import STANDING_WORDS, Compared, Comparison, Standing
from photosim.domain.files import ProblemKind, display_path
from photosim.domain.words import count_words, percent_words
from photosim.gui.base.context import Context
from photosim.gui.kit import icons
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, heading, mark, scaled_font
from photosim.gui.kit.words import name_of
from photosim.gui.photos.grid import PhotoGrid
from photosim.gui.photos.model import PhotoItem, PhotoModel
from photosim.gui.photos.viewer import Viewer
from photosim.gui.photos.zoom import ZoomSlider

_NONE = {
    Standing.NEW: ("done", "Everything is at home", "Every photo of this folder is at home, or probably is."),
    Standing.PROBABLY: (
        "info",
        "No doubtful ones",
        "Each photo is at home with the very same bytes, or not at all.",
    ),
    Standing.AT_HOME: (
        "info",
        "Nothing with the very same bytes",
        "No photo of this folder is at home as it is.",
    ),
}


class CardAnswer(QWidget):
    """Three lists behind three buttons, one of them shown as a grid.

    Args:
        context: pictures and colours.
        parent: Qt's owner.
    """

    copy = Signal(object)
    """The user wants the paths of a `Standing` on the clipboard."""
    export = Signal()
    """The user wants everything as a table."""
    again = Signal()
    """The user wants to compare something else."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._by_path: dict[str, Compared] = {}
        self._photos = PhotoModel(self)
        self.grid = PhotoGrid(context, self._photos, "Photos of the card", self._caption)
        self._viewer = Viewer(context, self)
        self._title = heading("", 2)
        self._source = ElidedLabel()
        self._problems = QLabel()
        self._empty = EmptyState("info", "", "")
        self._pages = QStackedWidget()
        self._segments = QButtonGroup(self)
        self.buttons: dict[Standing, QToolButton] = {}
        self._copy = QPushButton("Copy this list")
        self._set_up_controls()
        self._lay_out()

    @property
    def standing(self) -> Standing:
        """Which list is shown."""
        return list(Standing)[max(0, self._segments.checkedId())]

    def show_comparison(self, comparison: Comparison) -> None:
        """Show an answer, what is not at home yet first."""
        self._comparison = comparison
        self._by_path = {photo.path: photo for photo in comparison.photos}
        new = len(comparison.standing(Standing.NEW))
        self._title.setText(
            f"{count_words(new, 'photo is', 'photos are')} not at home yet"
            if new
            else "Everything is at home"
        )
        if not comparison.photos:
            self._title.setText("There is no photo in this folder")
        made = comparison.made_at[:10]
        self._source.setText(
            f"“{display_path(comparison.folder)}” compared with “{display_path(comparison.home)}” of {made}"
        )
        unread = sum(problem.kind is not ProblemKind.OTHER_FILE for problem in comparison.problems)
        self._problems.setText(f"{count_words(unread, 'file')} could not be read." if unread else "")
        self._problems.setToolTip(
            "\n".join(f"{display_path(one.path)}: {one.reason}" for one in comparison.problems[:20])
        )
        for standing, button in self.buttons.items():
            words = STANDING_WORDS[standing].capitalize()
            button.setText(f"{words} ({len(comparison.standing(standing)):,})")
            # The chosen one is set in bold, which takes more room.
            bold = QFontMetrics(scaled_font(1.0, QFont.Weight.DemiBold))
            button.setMinimumWidth(bold.horizontalAdvance(button.text()) + 2 * Space.L)
        self.show_list(Standing.NEW)

    def show_list(self, standing: Standing) -> None:
        """Show the photos of one standing."""
        self.buttons[standing].setChecked(True)
        photos = self._comparison.standing(standing) if self._comparison is not None else ()
        self._photos.set_items([PhotoItem(photo.path, photo.stamp) for photo in photos])
        self._empty.say(*_NONE[standing][1:], icon=_NONE[standing][0])
        self._pages.setCurrentWidget(self.grid if photos else self._empty)
        self._copy.setEnabled(bool(photos))
        self.grid.scrollToTop()

    def _caption(self, item: PhotoItem) -> str:
        photo = self._by_path.get(item.path)
        if photo is None or photo.home is None:
            return "not at home"
        if photo.standing is Standing.AT_HOME:
            return f"as {name_of(photo.home)}"
        return f"{percent_words(photo.probability)}: {name_of(photo.home)}"

    def _enlarge(self, item: PhotoItem) -> None:
        row = self._photos.row_of(item.path)
        if row is not None:
            self._viewer.show_items(self._photos.items, row)

    def _set_up_controls(self) -> None:
        mark(self._source, "muted")
        mark(self._problems, "warning")
        for number, standing in enumerate(Standing):
            button = QToolButton()
            mark(button, "segment")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, which=standing: self.show_list(which))
            self._segments.addButton(button, number)
            self.buttons[standing] = button
        icons.give(self._copy, "copy")
        self._copy.clicked.connect(lambda: self.copy.emit(self.standing))
        self.grid.enlarge.connect(self._enlarge)
        self.grid.chosen.connect(self._enlarge)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(Space.S)
        for button in self.buttons.values():
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self._problems)
        bar.addWidget(ZoomSlider(self.grid))
        below = QHBoxLayout()
        below.setSpacing(Space.S)
        below.addWidget(self._copy)
        for text, wish in (("Save as a table…", self.export), ("Compare something else", self.again)):
            other = QPushButton(text)
            other.clicked.connect(wish)
            below.addWidget(other)
        below.addStretch()
        self._below = below
        self._pages.addWidget(self.grid)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._source)
        column.addLayout(bar)
        column.addWidget(self._pages, 1)
        column.addLayout(below)

    def add_button(self, button: QPushButton) -> None:
        """Put a button at the right of the others."""
        self._below.addWidget(button)
