"""The facts of the shown photos in a table; what they agree on is folded away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from photosim.domain.photo import Photo
from photosim.domain.words import count_words
from photosim.gui.compare.facts import weighed
from photosim.gui.kit import words
from photosim.gui.kit.theme import Space, mark
from photosim.gui.photos.facts import FactRow, FactsTable

_SHARE = 0.3
"""Of the height of the view, at most."""


class FactsPanel(QWidget):
    """What differs, in green and red; the rest on demand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FactRow] = []
        self._heads: tuple[str, ...] = ()
        self._key: object = None
        self._table = FactsTable()
        self._more = QPushButton()
        mark(self._more, "link")
        self._more.setCheckable(True)
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more.toggled.connect(self._fill)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._table)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._table.setAutoFillBackground(False)
        self.setAccessibleName("Facts that differ")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def rows(self) -> list[FactRow]:
        """What is shown now."""
        return self._table.rows

    def show_photos(self, photos: Sequence[Photo], numbers: Sequence[int]) -> None:
        """Show the facts of other photos.

        Args:
            photos: two or more.
            numbers: by which they are known.
        """
        key = tuple(photos), tuple(numbers)
        if key == self._key:
            return
        self._key = key
        self._rows = weighed(photos)
        self._heads = tuple(
            f"{number}  {words.name_of(photo.path)}" for photo, number in zip(photos, numbers, strict=True)
        )
        self._fill()

    def sizeHint(self) -> QSize:
        """As much as the rows need, but never most of the view."""
        view = self.parentWidget()
        most = round(view.height() * _SHARE) if view is not None else 200
        needed = self._table.sizeHint().height() + self._more.sizeHint().height() + int(Space.S)
        return QSize(400, min(needed, max(most, 96)))

    def _fill(self) -> None:
        equal = [row for row in self._rows if not row.differs]
        shown = self._rows if self._more.isChecked() else [row for row in self._rows if row.differs]
        self._table.show_rows(shown, self._heads)
        count = count_words(len(equal), "fact")
        agree = "is" if len(equal) == 1 else "are"
        self._more.setText("Hide what is the same" if self._more.isChecked() else f"{count} {agree} the same")
        self._more.setVisible(bool(equal))
        self.updateGeometry()
