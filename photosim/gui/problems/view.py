"""The page with the files that were left out, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from photosim.domain.files import Problem, display_path
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.view import View
from photosim.gui.kit import icons
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.files import attempt, show_in_folder
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.theme import Space, by_type_size, heading, muted
from photosim.gui.problems.model import ProblemsModel


class _EndCut(QStyledItemDelegate):
    """Cuts a sentence at its end; file names are cut in the middle."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight


class ProblemsView(View):
    """Shows the problems of a library; call `refresh` after a scan."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = ProblemsModel()
        self.model.setParent(self)
        self.summary = muted()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by name, folder or reason")
        self.filter.setAccessibleName("Filter the problems")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter)
        self.others = QCheckBox()
        self.others.setAccessibleName("Also list files that never claimed to be pictures")
        self.others.toggled.connect(self._on_others)
        self.table = self._table()
        self.empty = EmptyState(
            "done", "Nothing was left out", "Every file of the scanned folders is a photo."
        )
        self.copy = QPushButton("Copy")
        icons.give(self.copy, "copy")
        self.copy.setToolTip("Copy the chosen rows as text (Ctrl+C)")
        self.copy.clicked.connect(self.copy_rows)
        self.open_folder = QPushButton("Open the folder")
        icons.give(self.open_folder, "open")
        self.open_folder.clicked.connect(self._on_open_folder)
        on_keys(self.table, QKeySequence.StandardKey.Copy, self.copy_rows)
        self._lay_out()
        self._on_selection()

    def refresh(self) -> None:
        """Read the problems of the library anew."""
        library = self._context.workspace.library
        self._context.jobs.start(
            "Reading the problems",
            lambda _report, _cancel: library.problems(),
            done=self.show_problems,
            quiet=True,
        ).answer_only(self)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these."""
        self.model.set_problems(problems)
        others = self.model.other_files
        self.others.setText(
            f"Also list {count_words(others, 'other file', 'other files')} (videos, texts, …)"
        )
        self.others.setVisible(others > 0)
        self._say()

    def copy_rows(self) -> None:
        """Put the chosen rows on the clipboard, one line each: path, tab, reason."""
        chosen = self._chosen()
        lines = [f"{display_path(problem.path)}\t{problem.reason}" for problem in chosen]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.status.emit(f"{count_words(len(lines), 'line', 'lines')} copied")

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName("Files that were left out")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(by_type_size(32))
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        table.setColumnWidth(0, by_type_size(260))
        table.setColumnWidth(1, by_type_size(520))
        table.setItemDelegateForColumn(1, _EndCut(table))
        table.setSortingEnabled(True)
        table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
        table.selectionModel().selectionChanged.connect(self._on_selection)
        table.doubleClicked.connect(self._on_open_folder)
        return table

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(Space.S)
        tools.addWidget(self.filter, 1)
        tools.addWidget(self.others)
        tools.addWidget(self.copy)
        tools.addWidget(self.open_folder)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.lead_to(self.table, self.filter)
        column = self._framed()
        column.addWidget(heading("Problems"))
        column.addWidget(self.summary)
        column.addLayout(tools)
        column.addWidget(body, 1)

    def _say(self) -> None:
        real, others = self.model.real_problems, self.model.other_files
        words = f"{count_words(real, 'file could not become a photo', 'files could not become photos')}."
        if not real:
            words = "No picture was left out."
        if others:
            words += f" {count_words(others, 'other file is no picture', 'other files are no pictures')}."
        self.summary.setText(words)
        nothing = self.model.rowCount() == 0
        if nothing and self.filter.text():
            self.empty.say("Nothing matches", "No left-out file holds all these words.", "filter")
        elif nothing:
            self.empty.say("Nothing to worry about", words, "done")
        self._stack.setCurrentWidget(self.empty if nothing else self.table)

    def _on_filter(self, text: str) -> None:
        self.model.set_filter(text)
        self._say()

    def _on_others(self, shown: bool) -> None:
        self.model.show_others(shown)
        self._say()

    def _chosen(self) -> list[Problem]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.problem(row) for row in rows]

    def _on_selection(self) -> None:
        chosen = len(self.table.selectionModel().selectedRows())
        self.copy.setEnabled(chosen > 0)
        self.open_folder.setEnabled(chosen == 1)

    def _on_open_folder(self) -> None:
        chosen = self._chosen()
        if chosen:
            attempt(show_in_folder, chosen[0].path)
