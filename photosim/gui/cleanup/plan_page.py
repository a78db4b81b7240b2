"""The plan in words and numbers, before anything is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from photosim.app.cleaning.words import CHECKS, origin_words, problem_words, result_title
from photosim.domain.actions import Act, Outcome, Plan, Removal, Result
from photosim.domain.files import Root, display_path
from photosim.domain.words import count_words, size_words
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.cleanup.act_choice import ActChoice
from photosim.gui.cleanup.figures import Figures
from photosim.gui.cleanup.removal_columns import removal_columns
from photosim.gui.cleanup.rows import Rows, table_of
from photosim.gui.cleanup.sentences import Sentences
from photosim.gui.cleanup.work import Proposal
from photosim.gui.kit import icons
from photosim.gui.kit.theme import Space, heading, mark, muted

_SIZE = 3

_BUTTONS = {
    Act.SET_ASIDE: "Set {} aside",
    Act.TRASH: "Put {} into the trash",
    Act.MOVE: "Move {}",
    Act.HARD_LINK: "Replace {} by hard links",
    Act.SYMLINK: "Replace {} by symbolic links",
}


class PlanPage(QWidget):
    """Shows a plan, and what a rehearsal of it found.

    Args:
        thumbnails: brings pictures of the files.
        roots: of the library.
        parent: Qt's owner.
    """

    rehearse = Signal()
    """The user wants every check made, and nothing touched."""
    save = Signal()
    """The user wants the rehearsal as a file."""
    apply = Signal()
    """The user wants it done."""
    cancel = Signal()
    """The user changed their mind."""

    def __init__(
        self, thumbnails: ThumbnailLoader, roots: Sequence[Root], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._plan: Plan | None = None
        self._result: Result | None = None
        self._outcomes: dict[str, Outcome] = {}
        self._forbidden = ""
        columns = removal_columns(self._outcome, roots)
        self.figures = Figures(("in all", "would go", "kept for them", "left alone"))
        self.choice = ActChoice()
        self.model: Rows[Removal] = Rows(columns, thumbnails, self)
        self.table = table_of(self.model, columns, "What would go, and what stays for it")
        self.table.setSortingEnabled(True)
        self.refused = Sentences("What is left alone, and why")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.table, "")
        self.tabs.addTab(self.refused, "")
        self.notice = QLabel()
        self.notice.setWordWrap(True)
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setAccessibleName("What there is to know")
        self.undecided = QCheckBox()
        self.undecided.setToolTip("Each is identical to one that stays, byte for byte or pixel for pixel")
        self.undecided.hide()
        self.rehearsal = _button("Rehearse", "check", self.rehearse)
        self.rehearsal.setToolTip("Make every check on every file now, and touch nothing")
        self.saving = _button("Save as a page or table…", "copy", self.save)
        self.saving.setToolTip("Write what would be done, with pictures (.html) or for a spreadsheet (.csv)")
        self.go = _button("", "done", self.apply)
        mark(self.go, "primary")
        self.close_button = QPushButton("Cancel")
        # Enter rehearses wherever the keyboard is: nothing that touches files happens by accident.
        self.rehearsal.setDefault(True)
        for other in (self.saving, self.go, self.close_button, self.choice.choose):
            other.setAutoDefault(False)
        self.close_button.clicked.connect(self.cancel)
        self._lay_out()

    @property
    def plan(self) -> Plan | None:
        """What is shown."""
        return self._plan

    @property
    def result(self) -> Result | None:
        """What a rehearsal of the plan found; None before one."""
        return self._result

    def forbid(self, reason: str) -> None:
        """Nothing can be done here, for this reason, a sentence; a rehearsal can."""
        self._forbidden = reason

    def show_plan(self, proposal: Proposal | None) -> None:
        """Show a plan; None while something is still to be chosen for one."""
        plan = proposal.plan if proposal is not None else None
        self._plan = plan
        self._result = None
        self._outcomes = {}
        more = proposal.undecided if proposal is not None else 0
        self.undecided.setVisible(more > 0)
        self.undecided.setText(f"Also {count_words(more, 'identical photo')} that you did not review")
        self._show(plan, [_chosen(plan, more), _waiting(proposal.waiting if proposal is not None else 0)])
        self.tabs.setCurrentIndex(1 if plan is not None and not plan.removals else 0)

    def show_result(self, result: Result) -> None:
        """Show what a rehearsal of the plan found."""
        self._result = result
        self._outcomes = {outcome.removal.victim.path: outcome for outcome in result.outcomes}
        plan = self._plan
        if plan is None:
            return
        problems = problem_words(result)
        words = [f"Rehearsed: {result_title(result, plan.act)}. Nothing was touched."]
        if problems:
            words.append(f"{count_words(len(problems), 'photo')} would stay; see why under “Left alone”.")
        self._show(plan, words, result)
        mark(self.notice, "warning" if problems else "good")

    def tell_saved(self, path: str) -> None:
        """Say where the rehearsal was written."""
        self._say([f"What would be done is in “{display_path(path)}”."])

    def _show(self, plan: Plan | None, words: list[str], result: Result | None = None) -> None:
        removals = plan.removals if plan is not None else ()
        refused = [refusal.reason for refusal in plan.refused] if plan is not None else []
        refused = [*(problem_words(result) if result is not None else []), *refused]
        self.model.set_things(removals)
        self.table.sortByColumn(_SIZE, Qt.SortOrder.DescendingOrder)
        nothing = ["Nothing is left alone: all that was chosen can go."] if plan is not None else []
        self.refused.show_sentences(refused or nothing)
        self.tabs.setTabText(0, f"Goes ({len(removals):,})")
        self.tabs.setTabText(1, f"Left alone ({len(refused):,})")
        keepers = len({removal.keeper.path for removal in removals})
        numbers = [f"{number:,}" for number in (len(removals), keepers, len(refused))]
        self.figures.show_figures(
            [size_words(plan.bytes), *numbers] if plan is not None else ["\N{EN DASH}"] * 4
        )
        mark(self.notice, "")
        self._say(words)
        self._enable(removals)

    def _enable(self, removals: tuple[Removal, ...]) -> None:
        what = count_words(len(removals), "photo") if removals else "photos"
        self.go.setText(_BUTTONS[self.choice.act].format(what))
        self.go.setEnabled(bool(removals) and not self._forbidden)
        self.go.setToolTip(self._forbidden)
        icons.give(self.go, "trash" if self.choice.act is Act.TRASH else "done")
        self.rehearsal.setEnabled(bool(removals))
        self.saving.setEnabled(bool(removals))

    def _say(self, words: list[str]) -> None:
        told = " ".join(part for part in (*words, self._forbidden) if part)
        self.notice.setText(told)
        self.notice.setVisible(bool(told))

    def _outcome(self, removal: Removal) -> Outcome | None:
        return self._outcomes.get(removal.victim.path)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        for widget in (self.rehearsal, self.saving):
            buttons.addWidget(widget)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(heading("Clean up"))
        column.addWidget(self.choice)
        column.addWidget(muted(CHECKS))
        column.addWidget(self.figures)
        column.addWidget(self.tabs, 1)
        told = QHBoxLayout()
        told.setSpacing(Space.L)
        told.addWidget(self.notice, 1)
        told.addWidget(self.undecided)
        column.addLayout(told)
        column.addLayout(buttons)


def _button(text: str, icon: str, wish: SignalInstance) -> QPushButton:
    button = QPushButton(text)
    icons.give(button, icon)
    button.clicked.connect(lambda _checked=False: wish.emit())
    return button


def _chosen(plan: Plan | None, undecided: int) -> str:
    if plan is None:
        return "Choose the folder to move to."
    if not plan.removals and undecided:
        return "Nothing would go: nothing that was decided can."
    if not plan.removals:
        return "Nothing would go: no photo is identical to another, and nothing that was decided can go."
    return f"Chosen: {origin_words(plan)}."


def _waiting(groups: int) -> str:
    if not groups:
        return ""
    verb, whose = ("waits", "its") if groups == 1 else ("wait", "their")
    return f"{count_words(groups, 'group')} {verb}: only a part of {whose} photos is decided."
