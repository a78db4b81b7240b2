"""How strict to be: the values to choose from, each with what it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from photosim.app.tuning.threshold_effects import Effect, precision_words
from photosim.domain.strictness import STEPS, strictness_words
from photosim.gui.kit.theme import Space, mark, muted, scaled_font

if TYPE_CHECKING:
    from photosim.gui.tuning.work import Standing

_COUNTING = "counting the groups …"
_BOLD = QFont.Weight.DemiBold


class StrictnessChoices(QWidget):
    """A card for each named value, and one for what the answers ask for where that has no name.

    Args:
        parent: Qt's owner.
    """

    chosen = Signal(object)
    """The user, or a click elsewhere, has chosen a value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._effects: dict[int, Effect] = {}
        self._cards: dict[int, _Card] = {}
        self._own: int | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        for value in sorted(STEPS, reverse=True):
            self._add(value)
        self._column.addStretch()

    @property
    def value(self) -> int | None:
        """What is chosen."""
        return next((value for value, card in self._cards.items() if card.radio.isChecked()), None)

    @property
    def unknown(self) -> list[int]:
        """Values on show whose effect was not told yet."""
        return [value for value in self._cards if value not in self._effects]

    def recount(self) -> None:
        """What was told is of no account any more; it stays on show until something else is told."""
        self._effects.clear()

    def choose(self, value: int) -> None:
        """Choose a value that is on show."""
        self._cards[value].radio.setChecked(True)

    def words_of(self, value: int) -> str:
        """All that the card of a value says."""
        return self._cards[value].words

    def show_effect(self, effect: Effect) -> None:
        """Tell what a value would do."""
        self._effects[effect.strictness] = effect
        if effect.strictness in self._cards:
            self._cards[effect.strictness].show_effect(effect.words)

    def show_standing(self, standing: Standing) -> None:
        """Tell how often each value is right, which holds now, and which the answers ask for."""
        self._keep_own({standing.present, standing.recommended} - set(STEPS), standing)
        for value, card in self._cards.items():
            remarks = []
            if value == standing.present:
                remarks.append("now")
            if value == standing.recommended and standing.recommended != standing.present:
                remarks.append("by your answers")
            card.show_remarks(remarks)
            estimate = standing.precisions.get(value)
            # That there are too few answers need not be said on every card.
            tells = estimate is not None and estimate.is_enough
            card.show_precision(precision_words(estimate) if tells else "")

    def _keep_own(self, wanted: set[int], standing: Standing) -> None:
        """Have a card for each value without a name that is of interest, and none for others."""
        before = self.value
        for value in [value for value in self._cards if value not in STEPS and value not in wanted]:
            card = self._cards.pop(value)
            self._group.removeButton(card.radio)
            self._column.removeWidget(card)
            card.deleteLater()
        for value in wanted - set(self._cards):
            self._add(value)
        if before is not None and before not in self._cards:
            self.choose(standing.recommended)

    def _add(self, value: int) -> None:
        card = _Card(strictness_words(value))
        place = sum(other > value for other in self._cards)
        self._cards[value] = card
        self._group.addButton(card.radio)
        self._column.insertWidget(place, card)
        card.radio.toggled.connect(lambda checked: self.chosen.emit(value) if checked else None)
        if value in self._effects:
            card.show_effect(self._effects[value].words)


class _Card(QFrame):
    """One value."""

    def __init__(self, name: str) -> None:
        super().__init__()
        mark(self, "card")
        self.radio = QRadioButton(name[:1].upper() + name[1:])
        self.radio.setFont(scaled_font(1.0, _BOLD))
        self._remarks = QLabel()
        mark(self._remarks, "accent")
        self._effect = muted(_COUNTING)
        self._precision = muted()
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.radio)
        head.addStretch()
        head.addWidget(self._remarks)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(Space.XS)
        column.addLayout(head)
        column.addWidget(self._effect)
        column.addWidget(self._precision)
        self._precision.hide()

    @property
    def words(self) -> str:
        parts = (self.radio.text(), self._remarks.text(), self._effect.text(), self._precision.text())
        return ". ".join(part for part in parts if part)

    def show_effect(self, words: str) -> None:
        self._effect.setText(words)
        self._name()

    def show_precision(self, words: str) -> None:
        self._precision.setText(words)
        self._precision.setVisible(bool(words))
        self._name()

    def show_remarks(self, remarks: list[str]) -> None:
        self._remarks.setText(", ".join(remarks))
        self._name()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it, wherever the card is clicked."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.radio.setChecked(True)
            self.radio.setFocus()
        super().mousePressEvent(event)

    def _name(self) -> None:
        self.radio.setAccessibleName(self.words)
