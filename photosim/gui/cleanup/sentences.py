"""A list of whole sentences, each wrapped, any of them to be copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QWidget


class Sentences(QPlainTextEdit):
    """Shows sentences, one below the other.

    Args:
        name: what they tell, for screen readers.
        parent: Qt's owner.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        # Thousands of refusals must not cost thousands of undo steps.
        self.setUndoRedoEnabled(False)

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Show others."""
        self.setPlainText("\n\n".join(sentences))
