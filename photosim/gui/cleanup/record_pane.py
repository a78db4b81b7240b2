"""One plan of the history: what was done, every file of it, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from photosim.app.cleaning.words import began_words, line_words, record_title
from photosim.app.reporting.words import short_folder
from photosim.domain.actions import Act, FileProof
from photosim.domain.files import Root, display_path
from photosim.domain.journal import Line, LineState, PlanRecord
from photosim.domain.words import size_words
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.cleanup.places import place_of
from photosim.gui.cleanup.rows import Column, Rows, table_of
from photosim.gui.cleanup.sentences import Sentences
from photosim.gui.kit import icons
from photosim.gui.kit.theme import Space, heading, muted
from photosim.gui.kit.words import name_of, sentence

_TOLD_HEIGHT = 96


class RecordPane(QWidget):
    """Shows a record with its lines, and offers the ways back.

    Args:
        thumbnails: brings pictures of the files.
        roots: of the library, to shorten the names of folders.
        parent: Qt's owner.
    """

    undo = Signal()
    """The user wants the files back."""
    show_place = Signal()
    """The user wants to see where the files lie."""
    empty = Signal()
    """The user wants to give to the trash what is set aside."""

    def __init__(
        self, thumbnails: ThumbnailLoader, roots: Sequence[Root], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        columns = _columns(roots)
        self.title = heading("", 2)
        self.title.setWordWrap(True)
        self.when = muted()
        self.model: Rows[Line] = Rows(columns, thumbnails, self)
        self.table = table_of(self.model, columns, "Files of this plan")
        self.table.setSortingEnabled(True)
        self.told = Sentences("What there is to know of single files")
        self.told.setMaximumHeight(_TOLD_HEIGHT)
        self.undo_button = QPushButton("Undo…")
        icons.give(self.undo_button, "undo")
        self.undo_button.clicked.connect(self.undo)
        self.place = QPushButton("Show the folder")
        icons.give(self.place, "folder")
        self.place.clicked.connect(self.show_place)
        self.empty_button = QPushButton("Put into the trash…")
        icons.give(self.empty_button, "trash")
        self.empty_button.clicked.connect(self.empty)
        self._lay_out()

    def show_record(self, record: PlanRecord, forbidden: str) -> None:
        """Show a record; its lines come later.

        Args:
            record: of the history.
            forbidden: why nothing can be done with it here, a sentence; "" when it can.
        """
        self.title.setText(sentence(record_title(record)))
        where = f" to “{display_path(record.target)}”" if record.target else ""
        state = "" if record.finished else " It was interrupted before its end."
        left = f", {size_words(record.bytes)} can still be put back" if record.can_undo else ""
        self.when.setText(f"{began_words(record)}{where}{left}.{state}")
        self.model.set_things([])
        self.told.hide()
        for button, possible in (
            (self.undo_button, record.can_undo),
            (self.empty_button, record.can_empty),
        ):
            button.setEnabled(possible and not forbidden)
            button.setToolTip(forbidden)
        self.empty_button.setVisible(record.can_empty or record.act not in (Act.MOVE, Act.TRASH))
        self.place.setEnabled(False)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show what was done to single files."""
        self.model.set_things(lines)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        told = [line.words for line in lines if line.words and line.state is not LineState.DONE]
        self.told.show_sentences(told)
        self.told.setVisible(bool(told))
        self.place.setEnabled(bool(place_of(lines)))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        for button in (self.undo_button, self.place, self.empty_button):
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.title)
        column.addWidget(self.when)
        column.addLayout(buttons)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)


def _columns(roots: Sequence[Root]) -> tuple[Column[Line], ...]:
    def named(file: FileProof) -> str:
        return f"{name_of(file.path)}\n{display_path(short_folder(file.path, roots))}"

    return (
        Column(
            "Photo",
            lambda line: named(line.removal.victim),
            key=lambda line: name_of(line.removal.victim.path).casefold(),
            hint=lambda line: display_path(line.removal.victim.path),
            picture=lambda line: (line.removal.victim.path, line.removal.victim.content),
        ),
        Column(
            "Now",
            lambda line: sentence(line_words(line)),
            hint=lambda line: line.words or line_words(line),
            width=104,
        ),
        Column(
            "Stays for it",
            lambda line: named(line.removal.keeper),
            key=lambda line: name_of(line.removal.keeper.path).casefold(),
            hint=lambda line: display_path(line.removal.keeper.path),
            picture=lambda line: (line.removal.keeper.path, line.removal.keeper.content),
        ),
        Column(
            "Size",
            lambda line: size_words(line.removal.bytes),
            key=lambda line: line.removal.bytes,
            right=True,
            width=84,
        ),
    )
