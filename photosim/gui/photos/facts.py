"""The facts of one photo, or of several side by side with what differs set off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from photosim.domain.photo import Photo
from photosim.domain.words import dimension_words, size_words
from photosim.gui.kit import words
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, mark, scaled_font

_WORTH = {"RAW": 3, "PNG": 2, "TIFF": 2, "BMP": 2}
"""What a format keeps of a picture; all others lose some of it."""

_NONE = "\N{EN DASH}"


class Standing(StrEnum):
    """How one photo stands to the others by one fact."""

    EVEN = "even"
    """As good as the others, or of a kind that is neither good nor bad."""
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one photo.

    Attributes:
        text: in words, rounded for reading; "" where it is not known.
        exact: shown instead where two photos are the same by `text` and yet not the same.
        rank: larger is better; None where a fact makes no photo better than another.
        tolerance: photos count as even whose rank is at least the best one divided by this.
    """

    text: str
    exact: str = ""
    rank: float | None = None
    tolerance: float = 1.0


Facts = dict[str, Fact]
"""The facts of a photo by their labels, in the order of showing."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of one or several photos.

    Attributes:
        label: what the fact is.
        values: what it is for each photo; "" where it is not known.
        standings: how each photo stands by it; empty where that is not asked.
        even: whether the photos are as good as equal by it, be the values what they are.
    """

    label: str
    values: tuple[str, ...]
    standings: tuple[Standing, ...] = ()
    even: bool = False

    @property
    def differs(self) -> bool:
        """Whether the photos disagree."""
        return len(set(self.values)) > 1 and not self.even

    def standing(self, column: int) -> Standing:
        """How the photo of a column stands."""
        return self.standings[column] if self.standings else Standing.EVEN


def size_fact(size: int) -> Fact:
    """The size of a file in bytes."""
    return Fact(size_words(size), f"{size:,} bytes")


def fact_values(photo: Photo) -> Facts:
    """Every fact of a photo of the library."""
    facts = photo.facts
    return {
        "Name": Fact(words.name_of(photo.path)),
        "Pixels": Fact(
            words.megapixels_words(facts), dimension_words(facts.width, facts.height), rank=facts.pixels
        ),
        "File size": size_fact(photo.stamp.size),
        "Format": Fact(facts.format, rank=_WORTH.get(facts.format, 1)),
        "Taken": _had(words.taken_words(facts), "" if facts.taken_at is None else str(facts.taken_at)),
        "Changed": Fact(words.modified_words(photo.stamp.mtime_ns)),
        "Camera": _had(facts.camera),
        "Place": _had(words.place_words(facts)),
        "Folder": Fact(words.folder_of(photo.path)),
    }


def _had(text: str, exact: str = "") -> Fact:
    """A fact that is better to have than to lack, whatever it is."""
    return Fact(text, exact, rank=int(bool(text)))


def side_by_side(*photos: Facts) -> list[FactRow]:
    """The facts that at least one of the photos has, for all of them."""
    labels = dict.fromkeys(label for facts in photos for label in facts)
    rows = [_row(label, [facts.get(label, Fact("")) for facts in photos]) for label in labels]
    return [row for row in rows if any(row.values)]


def _row(label: str, facts: list[Fact]) -> FactRow:
    texts = {fact.text for fact in facts}
    exacts = {fact.exact or fact.text for fact in facts}
    alike = len(texts) == 1 and len(exacts) > 1
    standings, even = _standings(facts)
    values = tuple((fact.exact or fact.text) if alike else fact.text for fact in facts)
    return FactRow(label, values, standings, even)


def _standings(facts: Sequence[Fact]) -> tuple[tuple[Standing, ...], bool]:
    """How the photos stand, and whether they are even within the tolerance of the fact."""
    ranks = [fact.rank for fact in facts if fact.rank is not None]
    if len(ranks) < len(facts) or len(facts) < 2:
        return (), False
    tolerance = facts[0].tolerance
    better = [rank * tolerance >= max(ranks) for rank in ranks]
    if all(better):
        return (), tolerance > 1.0
    return tuple(Standing.BETTER if good else Standing.WORSE for good in better), False


class FactsTable(QWidget):
    """Facts in rows; with several photos equal facts step back and differing ones stand out.

    Green is what makes a photo the better one, red what makes it the worse one.

    Args:
        stacked: whether what a fact is stands over its values, where columns are narrow.
        parent: Qt's owner.
    """

    def __init__(self, *, stacked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stacked = stacked
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(1 if stacked else Space.XS)
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
        first, lines = (0, 2) if self._stacked else (1, 1)
        for column, head in enumerate(heads):
            label = ElidedLabel(head)
            label.setFont(scaled_font(1.0, QFont.Weight.DemiBold))
            self._grid.addWidget(label, 0, first + column)
        for number, row in enumerate(rows):
            line = 1 + number * lines
            name = QLabel(row.label)
            mark(name, "muted")
            if self._stacked:
                across, below = max(1, len(row.values)), Qt.AlignmentFlag.AlignBottom
                self._grid.addWidget(name, line, 0, 1, across, below)
                self._grid.setRowMinimumHeight(line, name.sizeHint().height() + Space.S)
            else:
                self._grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            for column in range(len(row.values)):
                self._grid.addWidget(_value(row, column), line + lines - 1, first + column)
        for column in range(self._grid.columnCount()):
            taken = bool(rows) and first <= column < first + len(rows[0].values)
            self._grid.setColumnStretch(column, 1 if taken else 0)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _clear(self) -> None:
        for line in range(self._grid.rowCount()):
            self._grid.setRowStretch(line, 0)
            self._grid.setRowMinimumHeight(line, 0)
        while (entry := self._grid.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


_LOOKS = {Standing.BETTER: "good", Standing.WORSE: "danger"}


def _value(row: FactRow, column: int) -> QLabel:
    text, standing = row.values[column], row.standing(column)
    value = ElidedLabel(text or _NONE)
    if len(row.values) == 1:
        return value
    said = f"{row.label}: {text or 'unknown'}"
    if not row.differs:
        mark(value, "muted")
        value.setAccessibleName(said)
        return value
    value.setFont(scaled_font(1.0, QFont.Weight.DemiBold))
    if standing in _LOOKS:
        mark(value, _LOOKS[standing])
    value.setAccessibleName(f"{said}, {'differs' if standing is Standing.EVEN else standing.value}")
    return value
