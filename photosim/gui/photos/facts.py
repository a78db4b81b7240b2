"""The facts of one photo, or of two side by side with what differs set off."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from photosim.domain.photo import Photo
from photosim.domain.words import dimension_words, size_words
from photosim.gui.kit import words
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, mark, scaled_font

_NONE = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one photo.

    Attributes:
        text: in words, rounded for reading; "" where it is not known.
        exact: shown instead where two photos are the same by `text` and yet not the same.
    """

    text: str
    exact: str = ""


Facts = dict[str, Fact]
"""The facts of a photo by their labels, in the order of showing."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of one or two photos.

    Attributes:
        label: what the fact is.
        values: what it is for each photo; "" where it is not known.
    """

    label: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the photos disagree."""
        return len(set(self.values)) > 1


def size_fact(size: int) -> Fact:
    """The size of a file in bytes."""
    return Fact(size_words(size), f"{size:,} bytes")


def fact_values(photo: Photo) -> Facts:
    """Every fact of a photo of the library."""
    facts = photo.facts
    return {
        "Name": Fact(words.name_of(photo.path)),
        "Pixels": Fact(words.megapixels_words(facts), dimension_words(facts.width, facts.height)),
        "File size": size_fact(photo.stamp.size),
        "Format": Fact(facts.format),
        "Taken": Fact(words.taken_words(facts), "" if facts.taken_at is None else str(facts.taken_at)),
        "Changed": Fact(words.modified_words(photo.stamp.mtime_ns)),
        "Camera": Fact(facts.camera),
        "Place": Fact(words.place_words(facts)),
        "Folder": Fact(words.folder_of(photo.path)),
    }


def side_by_side(*photos: Facts) -> list[FactRow]:
    """The facts that at least one of the photos has, for all of them."""
    labels = dict.fromkeys(label for facts in photos for label in facts)
    rows = [_row(label, [facts.get(label, Fact("")) for facts in photos]) for label in labels]
    return [row for row in rows if any(row.values)]


def _row(label: str, facts: list[Fact]) -> FactRow:
    texts = {fact.text for fact in facts}
    exacts = {fact.exact or fact.text for fact in facts}
    if len(texts) == 1 and len(exacts) > 1:
        return FactRow(label, tuple(fact.exact or fact.text for fact in facts))
    return FactRow(label, tuple(fact.text for fact in facts))


class FactsTable(QWidget):
    """Facts in rows; with two photos, equal facts step back and differing ones stand out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS)
        self._rows: list[FactRow] = []

    @property
    def rows(self) -> list[FactRow]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: list[FactRow], heads: tuple[str, ...] = ()) -> None:
        """Show other facts.

        Args:
            rows: the facts.
            heads: a heading over each column of values, or none.
        """
        self._clear()
        self._rows = rows
        for column, head in enumerate(heads):
            label = ElidedLabel(head)
            label.setFont(scaled_font(1.0, QFont.Weight.DemiBold))
            self._grid.addWidget(label, 0, column + 1)
        for line, row in enumerate(rows, start=1):
            name = QLabel(row.label)
            mark(name, "muted")
            self._grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in enumerate(row.values):
                value = ElidedLabel(text or _NONE)
                if len(row.values) > 1 and row.differs:
                    value.setFont(scaled_font(1.0, QFont.Weight.DemiBold))
                    value.setAccessibleName(f"{row.label}: {text or 'unknown'}, differs")
                elif len(row.values) > 1:
                    mark(value, "muted")
                    value.setAccessibleName(f"{row.label}: {text or 'unknown'}")
                self._grid.addWidget(value, line, column + 1, Qt.AlignmentFlag.AlignTop)
        for column in range(1, 3):
            self._grid.setColumnStretch(column, 1 if rows and column <= len(rows[0].values) else 0)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _clear(self) -> None:
        for line in range(self._grid.rowCount()):
            self._grid.setRowStretch(line, 0)
        while (entry := self._grid.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
