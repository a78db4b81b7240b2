"""The editor of the keeper rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.files import display_path
from photosim.domain.rules import RulesError, RuleSet
from photosim.domain.similarity import Relation
from photosim.gui.base.context import Context
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.dialogs import show_failure
from photosim.gui.kit.theme import Space, heading, mark, muted, scaled_font
from photosim.gui.rules import work
from photosim.gui.rules.order import RuleOrder
from photosim.gui.rules.parameters import Parameters
from photosim.gui.rules.preview import Preview

_WIDTH, _HEIGHT = 1080, 660
_ORDERS = {
    Relation.SAME_PICTURE: ("Copies of one picture", "Which of several copies of a picture is kept"),
    Relation.SAME_MOMENT: ("Different shots", "Which of several shots of a moment or a place comes first"),
}
_FILES = "Rules of photosim (*.json)"


class RulesDialog(QDialog):
    """Shows the rules, what they mean, and what a change of them would change; deletes itself when closed.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    saved = Signal(object)
    """Other rules hold from now on; carries the `RuleSet`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Which photo is kept")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._context = context
        self._rules = RuleSet()
        self._relation = Relation.SAME_PICTURE
        self.order = RuleOrder()
        self.parameters = Parameters()
        self.preview = Preview(context)
        self.notice = muted(context.workspace.library.read_only_reason)
        self._segments = QButtonGroup(self)
        self.save_button = QPushButton("Save")
        self._lay_out()
        self._connect()
        self.setEnabled(False)
        self.resize(_WIDTH, _HEIGHT)
        context.jobs.start(
            "Reading the rules",
            work.loading(context.workspace),
            done=self._on_loaded,
            failed=self._on_unreadable,
            quiet=True,
        ).answer_only(self)

    @property
    def rules(self) -> RuleSet:
        """As they are set now."""
        return self._rules

    def show_rules(self, rules: RuleSet) -> None:
        """Show these rules; nothing is saved before the user says so."""
        self._rules = rules
        self.parameters.show_values(rules.folders, rules.copy_names)
        self._show_order()

    def show_order(self, relation: Relation) -> None:
        """Show the order for copies (SAME_PICTURE) or for different shots (SAME_MOMENT)."""
        self._relation = relation
        self._segments.button(list(_ORDERS).index(relation)).setChecked(True)
        self._show_order()

    def done(self, result: int) -> None:
        """Close."""
        self.preview.close_down()
        super().done(result)

    def _lay_out(self) -> None:
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(self._left())
        right = QWidget()
        inside = QVBoxLayout(right)
        inside.setContentsMargins(Space.L, 0, 0, 0)
        inside.addWidget(self.preview)
        splitter.addWidget(right)
        splitter.setSizes([460, 620])
        splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(heading("Which photo is kept", 2))
        column.addWidget(
            muted(
                "The rules are asked from top to bottom; each leaves only the photos that are best by it. "
                "A photo that is there always comes before a missing one."
            )
        )
        column.addWidget(splitter, 1)
        column.addLayout(self._buttons())

    def _left(self) -> QWidget:
        left = QWidget()
        orders = QHBoxLayout()
        orders.setSpacing(Space.XS)
        for number, (words, explained) in enumerate(_ORDERS.values()):
            segment = QToolButton()
            mark(segment, "segment")
            segment.setText(words)
            segment.setToolTip(explained)
            segment.setCheckable(True)
            segment.setChecked(number == 0)
            # Bold once it is chosen: without the room for that it would be cut.
            bold = QFontMetrics(scaled_font(1.0, QFont.Weight.DemiBold))
            segment.setMinimumWidth(bold.horizontalAdvance(words) + 2 * Space.L)
            self._segments.addButton(segment, number)
            orders.addWidget(segment)
        orders.addStretch()
        orders.addWidget(icon_button("up", "Ask this rule earlier (Alt+Up)", lambda: self.order.move(-1)))
        orders.addWidget(icon_button("down", "Ask this rule later (Alt+Down)", lambda: self.order.move(1)))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, Space.L, 0)
        column.setSpacing(Space.S)
        column.addLayout(orders)
        column.addWidget(self.order, 1)
        column.addWidget(self.parameters)
        return left

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(_quiet("Import…", "Read rules from a file", self._import))
        row.addWidget(_quiet("Export…", "Write these rules to a file, to share them", self._export))
        row.addWidget(
            _quiet(
                "Start over",
                "Show the rules that photosim comes with",
                lambda: self.show_rules(RuleSet()),
            )
        )
        row.addWidget(self.notice, 1)
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.reject)
        cancel.setAutoDefault(False)
        row.addWidget(cancel)
        mark(self.save_button, "primary")
        self.save_button.setDefault(True)
        self.save_button.setEnabled(not self._context.workspace.library.read_only)
        row.addWidget(self.save_button)
        return row

    def _connect(self) -> None:
        self.order.changed.connect(self._on_order)
        self.order.currentRowChanged.connect(lambda _row: self._explain())
        self.parameters.changed.connect(self._on_values)
        self._segments.idToggled.connect(self._on_segment)
        self.save_button.clicked.connect(self._save)

    def _on_loaded(self, rules: RuleSet) -> None:
        self.setEnabled(True)
        self.preview.in_force = rules
        self.show_rules(rules)
        self.order.setFocus()

    def _on_unreadable(self, error: Exception) -> None:
        if isinstance(error, RulesError):
            # Nothing is lost: what lies there stays until the user saves.
            self.notice.setText(str(error))
            self._on_loaded(RuleSet())
        else:
            show_failure(error)

    def _on_segment(self, number: int, checked: bool) -> None:
        if checked:
            self._relation = list(_ORDERS)[number]
            self._show_order()

    def _on_order(self) -> None:
        uses = self.order.uses
        if self._relation is Relation.SAME_PICTURE:
            self._rules = replace(self._rules, copies=uses)
        else:
            self._rules = replace(self._rules, shots=uses)
        self._explain()
        self._preview()

    def _on_values(self) -> None:
        self._rules = replace(
            self._rules, folders=self.parameters.folders.folders, copy_names=self.parameters.copy_names
        )
        self._preview()

    def _show_order(self) -> None:
        rules = self._rules
        self.order.show_uses(rules.copies if self._relation is Relation.SAME_PICTURE else rules.shots)
        self._explain()
        self._preview()

    def _explain(self) -> None:
        if self.order.uses:
            self.parameters.explain(self.order.chosen.name)

    def _preview(self) -> None:
        self.preview.show_rules(self._rules, self._relation)

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Read rules from a file", filter=_FILES)
        if path:
            self._context.jobs.start(
                "Reading rules", work.importing(path), done=self.show_rules, quiet=True
            ).answer_only(self)

    def _export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Write the rules to a file", "rules.json", _FILES)
        if path:
            exporting = work.exporting(self._rules, path)
            self._context.jobs.start("Writing rules", exporting, done=self._on_exported, quiet=True)

    def _on_exported(self, path: str) -> None:
        self.notice.setText(f"The rules are in “{display_path(path)}”.")

    def _save(self) -> None:
        saving = work.saving(self._context.workspace, self._rules)
        self._context.jobs.start("Saving the rules", saving, done=self._on_saved, quiet=True)

    def _on_saved(self, rules: RuleSet) -> None:
        self.saved.emit(rules)
        self.accept()


def _quiet(words: str, explained: str, call: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    mark(button, "quiet")
    button.setToolTip(explained)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: call())
    return button
