"""What the groups view lists, in which order, narrowed by which words."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.similarity import Relation
from photosim.domain.words import RELATION_WORDS
from photosim.gui.groups.model import GroupOrder
from photosim.gui.kit import words
from photosim.gui.kit.theme import Space, heading, mark, muted

_ORDERS = (
    (GroupOrder.SAVING, "Most space first"),
    (GroupOrder.MEMBERS, "Most photos first"),
    (GroupOrder.LIKENESS, "Most alike first"),
    (GroupOrder.DATE, "Newest first"),
)
_TIPS = {
    Relation.SAME_PICTURE: "Copies, resized, re-saved or edited versions of one picture",
    Relation.SAME_MOMENT: "Series: taken within seconds of each other",
    Relation.SAME_PLACE: "Photos that show nearly the same",
}


class GroupBar(QWidget):
    """Heading, counts, relation, filter and order."""

    relation_chosen = Signal()
    """Another `relation` was chosen."""
    arranged = Signal()
    """Another `order` or `text` was chosen."""

    def __init__(self, relations: tuple[Relation, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = muted()
        self._counts.setWordWrap(False)
        self._relations = QButtonGroup(self)
        self._relation_of: list[Relation] = list(relations)
        self._filter = QLineEdit()
        self._order = QComboBox()
        self._set_up(relations)
        self._lay_out()
        self._relations.idToggled.connect(self._on_relation)
        self._order.currentIndexChanged.connect(self.arranged)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(150)
        self._timer.timeout.connect(self.arranged)
        self._filter.textChanged.connect(self._on_text)

    @property
    def relation(self) -> Relation:
        """What holds the listed groups together."""
        return self._relation_of[self._relations.checkedId()]

    @property
    def order(self) -> GroupOrder:
        """In which order they are listed."""
        return GroupOrder(self._order.currentData())

    @property
    def text(self) -> str:
        """The words of the filter."""
        return self._filter.text()

    @property
    def counts(self) -> str:
        """What was said last of the counts."""
        return self._counts.text()

    def choose(self, relation: Relation) -> None:
        """Choose a relation, as a click does."""
        self._relations.button(self._relation_of.index(relation)).setChecked(True)

    def narrow(self, text: str) -> None:
        """Set the words of the filter, as typing does."""
        self._filter.setText(text)

    def focus_filter(self) -> None:
        """Let the user type the words of the filter."""
        self._filter.setFocus()
        self._filter.selectAll()

    def clear_filter(self) -> None:
        """Show all groups again."""
        self._filter.clear()
        self._timer.stop()
        self.arranged.emit()

    def say(self, counts: str) -> None:
        """Say how much there is."""
        self._counts.setText(counts)

    def _set_up(self, relations: tuple[Relation, ...]) -> None:
        for number, relation in enumerate(relations):
            button = QToolButton()
            button.setText(words.sentence(RELATION_WORDS[relation]))
            button.setCheckable(True)
            button.setToolTip(_TIPS[relation])
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            mark(button, "rail")
            self._relations.addButton(button, number)
        self._relations.button(0).setChecked(True)
        self._filter.setPlaceholderText("Filter by name or folder")
        self._filter.setAccessibleName("Filter by name or folder")
        self._filter.setClearButtonEnabled(True)
        for order, text in _ORDERS:
            self._order.addItem(text, order)
        self._order.setAccessibleName("Order of the groups")
        self._order.setMinimumHeight(self._filter.sizeHint().height())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(heading("Groups"))
        row.addSpacing(Space.M)
        for button in self._relations.buttons():
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._filter, 1)
        row.addWidget(self._order)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        column.addWidget(self._counts)

    def _on_relation(self, _number: int, checked: bool) -> None:
        if checked:
            self.relation_chosen.emit()

    def _on_text(self, _text: str) -> None:
        self._timer.start()
