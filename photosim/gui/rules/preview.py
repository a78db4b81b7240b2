"""What other rules would change, while they are being set."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QScrollArea, QVBoxLayout, QWidget

from photosim.app.tuning.rules import KeeperChange
from photosim.domain.progress import Progress
from photosim.domain.rules import RuleSet
from photosim.domain.similarity import Group, Relation
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job
from photosim.gui.kit.progress_words import progress_words
from photosim.gui.kit.theme import Space, heading, muted
from photosim.gui.rules import work
from photosim.gui.rules.example import Example

_SHOWN = 20
_PAUSE_MS = 200
_WAY_ON = "Move a rule or switch one off, and see here which photos would be kept instead."


class Preview(QWidget):
    """Holds other rules against the keepers that those in force choose.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.in_force = RuleSet()
        """What the library's keepers are chosen by; set it before anything is previewed."""
        self._rules: RuleSet | None = None
        self._relation = Relation.SAME_PICTURE
        self._groups: dict[Relation, list[Group]] = {}
        self._finding: dict[Relation, Job] = {}
        self._comparing: Job | None = None
        self.changes: list[KeeperChange] | None = None
        """What was found last; None while that is not known."""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PAUSE_MS)
        self._wait.timeout.connect(self._compare)
        self.title = heading("", 3)
        self.title.setWordWrap(True)
        self.words = muted()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Forming groups for the preview")
        self._examples = QWidget()
        self._column = QVBoxLayout(self._examples)
        self._column.setContentsMargins(0, 0, Space.S, 0)
        self._column.setSpacing(Space.S)
        self._column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._examples)
        area.setAccessibleName("Photos that would be kept instead")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self._bar)
        column.addSpacing(Space.XS)
        column.addWidget(area, 1)

    def show_rules(self, rules: RuleSet, relation: Relation) -> None:
        """Preview these rules on the groups of a relation."""
        self._rules, self._relation = rules, relation
        if self._comparing is not None:
            self._comparing.drop()
            self._comparing = None
        self.changes = None
        if relation in self._groups:
            self._bar.hide()
            self._wait.start()
        else:
            self._find(relation)

    def close_down(self) -> None:
        """Ask for nothing more."""
        self._wait.stop()
        for job in (*self._finding.values(), self._comparing):
            if job is not None:
                job.drop()

    def _find(self, relation: Relation) -> None:
        self.title.setText("Looking at what would change…")
        self.words.setText("")
        self._show_examples(())
        self._bar.setRange(0, 0)
        self._bar.show()
        if relation not in self._finding:
            self._finding[relation] = self._context.jobs.start(
                "Forming groups for the preview",
                work.grouping(self._context.workspace, relation, self.in_force),
                done=lambda groups: self._on_groups(relation, groups),
                progress=lambda told: self._on_progress(relation, told),
            )

    def _on_progress(self, relation: Relation, told: Progress) -> None:
        if relation is self._relation:
            self._bar.setRange(0, 0 if told.fraction is None else 1000)
            self._bar.setValue(round((told.fraction or 0.0) * 1000))
            self.words.setText(f"{told.stage}: {progress_words(told)}")

    def _on_groups(self, relation: Relation, groups: list[Group]) -> None:
        self._groups[relation] = groups
        if relation is self._relation:
            self._bar.hide()
            self._compare()

    def _compare(self) -> None:
        rules, groups = self._rules, self._groups.get(self._relation)
        if rules is None or groups is None:
            return
        self._comparing = self._context.jobs.start(
            "Trying the rules",
            work.comparing(self._context.workspace, groups, self.in_force, rules),
            done=self._on_changes,
            quiet=True,
        )

    def _on_changes(self, changes: list[KeeperChange]) -> None:
        self._comparing = None
        self.changes = changes
        total = len(self._groups[self._relation])
        self.title.setText(_summary(len(changes), total))
        more = len(changes) - _SHOWN
        self.words.setText(
            f"The first {_SHOWN}; {more:,} more would change." if more > 0 else "" if changes else _WAY_ON
        )
        self._show_examples(changes[:_SHOWN])

    def _show_examples(self, changes: Sequence[KeeperChange]) -> None:
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, change in enumerate(changes):
            self._column.insertWidget(place, Example(change, self._context.thumbnails))

    @property
    def examples(self) -> list[Example]:
        """Those that are shown."""
        found = (self._column.itemAt(place) for place in range(self._column.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [widget for widget in widgets if isinstance(widget, Example)]


def _summary(changed: int, total: int) -> str:
    if not total:
        return "There are no groups to try the rules on."
    groups = count_words(total, "group")
    if not changed:
        return f"With these rules the same photo is kept in all of {groups}."
    verb = "changes" if changed == 1 else "change"
    return f"With these rules {changed:,} of {count_words(total, 'keeper')} {verb}."
