"""The page of everything that was done to files, with the ways back; it works after a restart, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from photosim.actions.strays import Homecoming, Stray
from photosim.actions.undo import UndoResult
from photosim.app.cleaning.strays import homecoming_title
from photosim.app.cleaning.words import began_words, problem_words, record_title, result_title, undo_title
from photosim.domain.actions import Act, Result
from photosim.domain.journal import Line, PlanRecord
from photosim.domain.words import count_words, size_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job, Work
from photosim.gui.base.view import View
from photosim.gui.cleanup import questions, work
from photosim.gui.cleanup.places import place_of, show_place
from photosim.gui.cleanup.record_pane import RecordPane
from photosim.gui.cleanup.rows import Column, Rows, table_of
from photosim.gui.cleanup.strays_card import StraysCard
from photosim.gui.cleanup.work_page import WorkPage
from photosim.gui.kit.dialogs import show_failure, show_sentence
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.icon_label import IconLabel
from photosim.gui.kit.splitter import QuietSplitter
from photosim.gui.kit.theme import Space, heading, mark, muted
from photosim.gui.kit.words import sentence

T = TypeVar("T")


def _size(record: PlanRecord) -> str:
    return size_words(record.bytes) if record.bytes else ""


_COLUMNS: tuple[Column[PlanRecord], ...] = (
    Column("When", began_words, key=lambda record: record.began_at, width=132),
    Column("What", lambda record: sentence(record_title(record))),
    Column("Size", _size, key=lambda record: record.bytes, right=True, width=84),
)
_STOP_KEEPS = "Stopping is safe at any time: what is done stays done, the rest stays as it is."


class HistoryView(View):
    """Lists the plans that were carried out; undoes, shows, and empties them."""

    changed = Signal()
    """Files were touched: groups, photos and marks are others now."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wanted = ""
        self._reading: Job | None = None
        self._acting: Job | None = None
        self.notice, self.notice_words = _notice()
        self.strays = StraysCard()
        self.strays.put_back.connect(self._put_strays_back)
        self.model: Rows[PlanRecord] = Rows(_COLUMNS, parent=self)
        self.table = table_of(self.model, _COLUMNS, "Plans that were carried out, the newest first")
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.setSelectionMode(self.table.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.pane = RecordPane(context.thumbnails, context.workspace.library.roots())
        self.pane.undo.connect(self._undo)
        self.pane.empty.connect(self._empty)
        self.pane.show_place.connect(self._show_place)
        self.work_page = WorkPage(context.jobs)
        self.empty = EmptyState(
            "history",
            "Nothing was done to a file yet",
            "Whatever photosim sets aside, moves or replaces is listed here, and can be taken back.",
        )
        self._lay_out()
        self._tell_recovery()
        self.refresh()

    @property
    def record(self) -> PlanRecord | None:
        """The chosen plan, or None."""
        index = self.table.selectionModel().currentIndex()
        return self.model.thing(index.row()) if index.isValid() else None

    def refresh(self) -> None:
        """Read the history anew; what was chosen stays chosen."""
        workspace, jobs = self._context.workspace, self._context.jobs
        jobs.start(
            "Reading the history", work.reading(workspace), done=self._show_records, quiet=True
        ).answer_only(self)
        jobs.start(
            "Looking for what no history can undo",
            work.finding_strays(workspace),
            done=self._show_strays,
            quiet=True,
        ).answer_only(self)

    def _show_records(self, records: list[PlanRecord]) -> None:
        wanted = self.record.id if self.record is not None else self._wanted
        self.model.set_things(records)
        ids = [record.id for record in records]
        if records:
            self.table.selectRow(ids.index(wanted) if wanted in ids else 0)
        if self._acting is None:
            self._stack.setCurrentWidget(self._body if records else self.empty)

    def _show_strays(self, strays: tuple[Stray, ...]) -> None:
        self.strays.show_strays(strays, self._context.workspace.library.read_only_reason)

    def _show_chosen(self) -> None:
        record = self.record
        if record is None:
            return
        self._wanted = record.id
        self.pane.show_record(record, self._context.workspace.library.read_only_reason)
        if self._reading is not None:
            self._reading.drop()
        what = work.reading_lines(self._context.workspace, record.id)
        self._reading = self._context.jobs.start(
            "Reading a plan", what, done=self._show_lines, quiet=True
        ).answer_only(self)

    def _show_lines(self, lines: list[Line]) -> None:
        self._reading = None
        self.pane.show_lines(lines)

    def _undo(self) -> None:
        record = self.record
        if record is not None and questions.undo(self, record):
            self._act("Putting photos back", work.undoing(self._context.workspace, record.id), self._undone)

    def _undone(self, result: UndoResult) -> None:
        self._tell(undo_title(result), [outcome.words for outcome in result.outcomes if outcome.words])

    def _empty(self) -> None:
        record = self.record
        if record is not None and questions.empty(self, record):
            what = work.emptying(self._context.workspace, record.id)
            self._act("Putting photos into the trash", what, self._emptied)

    def _emptied(self, result: Result) -> None:
        self._tell(result_title(result, Act.TRASH), problem_words(result))

    def _put_strays_back(self) -> None:
        strays = self.strays.strays
        wanted = sum(len(stray.names) for stray in strays)
        if not questions.put_back(self, count_words(wanted, "file")):
            return

        def done(told: tuple[Homecoming, ...]) -> None:
            self._tell(homecoming_title(told, wanted), [one.words for one in told if one.words])

        self._act("Putting files back", work.bringing_home(self._context.workspace, strays), done)

    def _show_place(self) -> None:
        show_place(place_of(self.pane.model.things))

    def _act(self, name: str, what: Work[T], done: Callable[[T], None]) -> None:
        def finished(answer: T) -> None:
            self._ended()
            done(answer)

        def failed(error: Exception) -> None:
            self._ended()
            show_failure(error)

        self._acting = self._context.jobs.start(
            name, what, done=finished, failed=failed, cancelled=self._ended
        ).answer_only(self)
        self.work_page.follow(self._acting, _STOP_KEEPS)
        self._stack.setCurrentWidget(self.work_page)

    def _ended(self) -> None:
        self._acting = None
        self._stack.setCurrentWidget(self._body)
        self.changed.emit()
        self.refresh()

    def _tell(self, title: str, problems: list[str]) -> None:
        self.status.emit(f"{title}.")
        if problems:
            show_sentence("\n\n".join([f"{title}.", *problems[:_SHOWN]]), self)

    def _tell_recovery(self) -> None:
        sentences = self._context.workspace.recovery.sentences
        self.notice_words.setText("\n".join(sentences))
        self.notice.setVisible(bool(sentences))

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self._body = QuietSplitter(Qt.Orientation.Horizontal)
        self._body.addWidget(left)
        self._body.addWidget(self.pane)
        self._body.setStretchFactor(0, 2)
        self._body.setStretchFactor(1, 3)
        self._body.setSizes([_LIST_WIDTH, round(1.4 * _LIST_WIDTH)])
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        for widget in (self._body, self.work_page, self.empty):
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(self.empty)
        self.lead_to(self.table)
        page = self._framed()
        page.addWidget(heading("History"))
        page.addWidget(
            muted("What was done to files. Every plan can be undone as long as its files are set aside.")
        )
        page.addWidget(self.notice)
        page.addWidget(self.strays)
        page.addWidget(holder, 1)


_SHOWN = 12
_LIST_WIDTH = 520


def _notice() -> tuple[QFrame, QLabel]:
    """A card that says what was found of interrupted work."""
    card = QFrame()
    mark(card, "card")
    words = QLabel()
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    words.setAccessibleName("What was found of interrupted work")
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    row = QHBoxLayout(card)
    row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
    row.setSpacing(Space.M)
    row.addWidget(IconLabel("info", 22), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return card, words
