"""The facts of the shown photos in a table; what they agree on is folded away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from photosim.domain.photo import Photo
from photosim.domain.words import count_words
from photosim.gui.compare.facts import weighed
from photosim.gui.kit import words
from photosim.gui.kit.theme import Space, mark
from photosim.gui.photos.facts import FactRow, FactsTable

_SHARE = 0.26
"""Of the width of the view."""
_LEAST, _MOST = 300, 660
_COLUMN, _WIDE_COLUMN = 130, 190
"""What a column needs to be read, and from where on it gains nothing."""


class FactsPanel(QFrame):
    """What differs, in green and red; the rest on demand.

    Shows all photos where there is room for so many columns, else two of them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: tuple[Sequence[Photo], Sequence[int], tuple[Photo, Photo]] | None = None
        self._rows: list[FactRow] = []
        self._heads: tuple[str, ...] = ()
        self._room = 0
        self._table = FactsTable(stacked=True)
        self._more = QPushButton("Facts that are the same")
        mark(self, "card")
        mark(self._more, "link")
        self._more.setCheckable(True)
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more.toggled.connect(self._fill)
        scroll = QScrollArea()
        scroll.setWidget(self._table)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        self._table.setAutoFillBackground(False)
        self.setAccessibleName("Facts that differ")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(scroll, 1)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFixedWidth(_LEAST)

    @property
    def fold(self) -> QPushButton:
        """Shows and hides what is the same."""
        return self._more

    @property
    def rows(self) -> list[FactRow]:
        """What is shown now."""
        return self._table.rows

    @property
    def heads(self) -> tuple[str, ...]:
        """The photos that are shown now, by number and name."""
        return self._heads

    def show_photos(self, photos: Sequence[Photo], numbers: Sequence[int], pair: tuple[Photo, Photo]) -> None:
        """Show the facts of other photos.

        Args:
            photos: two or more.
            numbers: by which they are known.
            pair: those of them that matter most.
        """
        compared = (tuple(photos), tuple(numbers), pair)
        if compared != self._compared:
            self._compared = compared
            self._weigh()

    def set_room(self, width: int) -> None:
        """The view is so wide now, in device-independent pixels."""
        self._room = width
        self._weigh()

    def _weigh(self) -> None:
        if self._compared is None:
            return
        photos, numbers, pair = self._compared
        known = dict(zip((photo.path for photo in photos), numbers, strict=True))
        room = max(min(round(self._room * _SHARE), _MOST, _WIDE_COLUMN * len(photos)), _LEAST)
        self.setFixedWidth(room)
        shown = photos if room >= _COLUMN * len(photos) else pair
        self._rows = weighed(shown)
        self._heads = tuple(f"{known[photo.path]}  {words.name_of(photo.path)}" for photo in shown)
        self._fill()

    def _fill(self) -> None:
        equal = [row for row in self._rows if not row.differs]
        everything = self._more.isChecked()
        shown = self._rows if everything else [row for row in self._rows if row.differs]
        self._table.show_rows(shown, self._heads)
        agree = "is" if len(equal) == 1 else "are"
        folded = f"{count_words(len(equal), 'fact')} {agree} the same"
        self._more.setText("Hide what is the same" if everything else folded)
        self._more.setVisible(bool(equal))
