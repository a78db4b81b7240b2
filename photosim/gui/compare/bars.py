"""What stands over and under the panes: how to look, what to decide, each with its key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from photosim.gui.compare.keys import Command
from photosim.gui.compare.pane import Mode
from photosim.gui.compare.words import zoom_words
from photosim.gui.kit import icons
from photosim.gui.kit.folding import Folding
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, mark, muted, scaled_font

_MODES = {
    Mode.SIDE: (Command.SIDE, "Side by side", "Side by side (S)"),
    Mode.SWIPE: (Command.SWIPE, "Swipe", "On each other, with a divider (W)"),
    Mode.DIFFERENCE: (Command.DIFFERENCE, "Differences", "Show where they differ (D)"),
}


class LookBar(QWidget):
    """How to look at the photos."""

    wished = Signal(object)
    """A `Command`."""
    flip_asked = Signal(bool)
    """The flip button is held down, or no longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = ElidedLabel()
        self._place.setFont(scaled_font(1.15))
        self._modes = {
            mode: self._segment(text, tip, command) for mode, (command, text, tip) in _MODES.items()
        }
        self._flip = self._segment("Flip", "Hold to see the other photo at the same place (X)", None)
        self._flip.setCheckable(False)
        self._flip.pressed.connect(partial(self.flip_asked.emit, True))
        self._flip.released.connect(partial(self.flip_asked.emit, False))
        self._zoom = self._segment("100 %", "All of it, or 100 % (Z)", Command.ZOOM)
        self._zoom_words = muted()
        self._zoom_words.setWordWrap(False)
        self._zoom_words.setMinimumWidth(self._zoom_words.fontMetrics().horizontalAdvance("000.0 %"))
        self._zoom_words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._as_it_is = self._segment(
            "As it is",
            "Leave turned and mirrored copies as they are (T)",
            Command.AS_IT_IS,
        )
        self._facts = self._segment("Facts", "Show or hide the facts (I)", Command.FACTS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self._icon("back", "Back (Esc)", Command.CLOSE))
        row.addWidget(self._place, 1)
        for button in self._modes.values():
            row.addWidget(button)
        row.addWidget(_line())
        row.addWidget(self._flip)
        row.addWidget(self._as_it_is)
        row.addWidget(_line())
        row.addWidget(self._zoom_words)
        row.addWidget(self._icon("zoom-out", "Smaller (Minus)", Command.ZOOM_OUT))
        row.addWidget(self._icon("zoom-in", "Larger (Plus)", Command.ZOOM_IN))
        row.addWidget(self._zoom)
        row.addWidget(_line())
        row.addWidget(self._facts)
        row.addWidget(self._icon("keyboard", "What the keys do (?)", Command.HELP))

    def set_place(self, text: str) -> None:
        """Say which group this is."""
        self._place.setText(text)

    def show_state(self, mode: Mode, *, as_it_is: bool, can_turn: bool, facts: bool) -> None:
        """Follow what is shown.

        Args:
            mode: how the photos share the panes.
            as_it_is: whether turned ones are left so.
            can_turn: whether any is turned or mirrored.
            facts: whether the facts are shown.
        """
        for each, button in self._modes.items():
            button.setChecked(each is mode)
        self._as_it_is.setChecked(as_it_is)
        self._as_it_is.setVisible(can_turn)
        self._facts.setChecked(facts)

    def show_zoom(self, zoom: float) -> None:
        """Say how large the photos are seen."""
        self._zoom_words.setText(zoom_words(zoom))
        self._zoom.setChecked(abs(zoom - 1.0) < 1e-6)

    def _segment(self, text: str, tip: str, command: Command | None) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        mark(button, "segment")
        return self._wired(button, tip, command)

    def _icon(self, icon: str, tip: str, command: Command) -> QToolButton:
        button = QToolButton()
        mark(button, "icon")
        icons.give(button, icon)
        return self._wired(button, tip, command)

    def _wired(self, button: QToolButton, tip: str, command: Command | None) -> QToolButton:
        button.setToolTip(tip)
        button.setAccessibleName(tip.split(" (", maxsplit=1)[0])
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if command is not None:
            button.clicked.connect(lambda _checked=False: self.wished.emit(command))
        return button


class DecisionBar(QWidget):
    """What to decide of the current photo and of the group."""

    wished = Signal(object)
    """A `Command`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep = self._button("Keep this one", "P", Command.KEEP_THIS)
        self._toggle = self._button("Remove", "Space", Command.TOGGLE)
        self._both = self._button("Keep both", "K", Command.KEEP_BOTH)
        self._not_same = self._button("Not the same", "N", Command.NOT_SAME)
        self._accept = self._button("Accept and go on", "Enter", Command.ACCEPT)
        mark(self._accept, "primary")
        self._words = ElidedLabel()
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addStretch()
        for button in (self._keep, self._toggle, self._both, self._not_same):
            row.addWidget(button)
        row.addSpacing(int(Space.S))
        row.addWidget(self._accept)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Folding(self._words, buttons, 200))

    def show_state(self, *, is_keeper: bool, removing: bool, words: str) -> None:
        """Follow what was decided.

        Args:
            is_keeper: whether the current photo is the one to keep.
            removing: whether it is to be removed.
            words: what will become of the group.
        """
        self._keep.setEnabled(not is_keeper)
        self._toggle.setEnabled(not is_keeper)
        label = "Let it stay" if removing else "Remove"
        self._toggle.setText(_with_key(label, "Space"))
        self._toggle.setAccessibleName(label)
        self._both.setEnabled(not is_keeper)
        self._not_same.setEnabled(not is_keeper)
        self._words.setText(words)

    def _button(self, text: str, key: str, command: Command) -> QPushButton:
        button = QPushButton(_with_key(text, key))
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked=False: self.wished.emit(command))
        return button


def _with_key(text: str, key: str) -> str:
    return f"{text}  ({key})"


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFixedHeight(20)
    line.setEnabled(False)
    return line
