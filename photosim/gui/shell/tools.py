"""The dialogs that work on the open library as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from photosim.domain.similarity import Group
from photosim.gui.base.context import Context


class Tool(StrEnum):
    """What the menus offer for the open library."""

    RULES = "rules"
    STRICTNESS = "strictness"
    SELF_CHECK = "self-check"
    CARD = "card"
    POCKET = "pocket"


TOOL_WORDS = {
    Tool.RULES: "&Keeper rules…",
    Tool.STRICTNESS: "&Tune the threshold…",
    Tool.SELF_CHECK: "&Self-check on my photos…",
    Tool.CARD: "&Compare a memory card…",
    Tool.POCKET: "Write a &pocket catalogue…",
}
"""As the menus call them."""


class Tools(QObject):
    """Opens dialogs on a library; each is loaded when it is first wanted.

    Args:
        context: the open library.
        window: what the dialogs belong to.
        parent: Qt's owner.
    """

    changed = Signal()
    """The library, or what is found in it, is another one now."""

    def __init__(self, context: Context, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._window = window
        self._openers: dict[Tool, Callable[[], None]] = {
            Tool.RULES: self._rules,
            Tool.STRICTNESS: self._strictness,
            Tool.SELF_CHECK: self._self_check,
            Tool.CARD: self._card,
            Tool.POCKET: self._pocket,
        }

    def open(self, tool: str) -> None:
        """Open a dialog: one of `Tool`."""
        self._openers[Tool(tool)]()

    def clean_up(self, groups: Sequence[Group]) -> None:
        """Show what would be removed of groups of copies, and remove it when the user says so."""
        from photosim.gui.cleanup.dialog import CleanupDialog  # noqa: PLC0415

        dialog = CleanupDialog(self._context, groups, self._window)
        dialog.changed.connect(self.changed)
        dialog.open()

    def _rules(self) -> None:
        from photosim.gui.rules.dialog import RulesDialog  # noqa: PLC0415

        dialog = RulesDialog(self._context, self._window)
        dialog.saved.connect(lambda _rules: self.changed.emit())
        dialog.open()

    def _strictness(self) -> None:
        from photosim.gui.tuning.dialog import TuningDialog  # noqa: PLC0415

        dialog = TuningDialog(self._context, self._window)
        touched: list[bool] = []
        dialog.saved.connect(lambda _strictness: touched.append(True))
        dialog.judged.connect(lambda: touched.append(True))
        # Answers come one after the other; the groups are found anew once.
        dialog.finished.connect(lambda _result: self.changed.emit() if touched else None)
        dialog.open()

    def _self_check(self) -> None:
        from photosim.gui.rules.selfcheck import SelfCheckDialog  # noqa: PLC0415

        SelfCheckDialog(self._context, self._window).open()

    def _card(self) -> None:
        from photosim.gui.looks.card import CardDialog  # noqa: PLC0415

        CardDialog(self._context, self._window).open()

    def _pocket(self) -> None:
        from photosim.gui.looks.card import export_pocket  # noqa: PLC0415

        export_pocket(self._context, self._window)
