"""A box to choose one of several things from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

_WIDTH = 9
"""In letters; longer words are cut, and shown in full in the list."""


class ChoiceBox(QComboBox):
    """Shows words and stands for values.

    Args:
        name: what is chosen here, for screen readers and as a tooltip.
        choices: values with their words; the first is chosen.
        parent: Qt's owner.
    """

    def __init__(self, name: str, choices: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_WIDTH)
        self._values: list[Any] = []
        self.offer(choices)

    @property
    def chosen(self) -> Any:  # noqa: ANN401 - whatever was offered
        """The value that is chosen."""
        return self._values[self.currentIndex()]

    def choose(self, value: object) -> None:
        """Choose a value, or the first where it is not offered; `activated` is not emitted."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def offer(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer other values; what was chosen stays chosen where it is among them."""
        before = self.chosen if self._values else None
        self.clear()
        self._values = [value for value, _ in choices]
        self.addItems([text for _, text in choices])
        if before is not None:
            self.choose(before)
        longest = max(self.fontMetrics().horizontalAdvance(text) for _, text in choices)
        self.view().setMinimumWidth(longest + 40)
