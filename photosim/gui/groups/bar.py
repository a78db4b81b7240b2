"""What the groups view lists, in which order, narrowed to what, and how far the review of it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.files import display_path
from photosim.domain.similarity import Relation
from photosim.domain.words import RELATION_WORDS
from photosim.gui.groups.arrangement import Arrangement
from photosim.gui.groups.chip import AmongChip
from photosim.gui.groups.filter import Choices, GroupFilter, GroupOrder, Shown, Somebody
from photosim.gui.groups.review import Tally
from photosim.gui.groups.words import progress_words
from photosim.gui.kit import icons, words
from photosim.gui.kit.choice_box import ChoiceBox
from photosim.gui.kit.folding import Folding
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space, heading, mark

_ORDERS = (
    (GroupOrder.SAVING, "Most space first"),
    (GroupOrder.LIKENESS, "Most certain first"),
    (GroupOrder.DOUBT, "Least certain first"),
    (GroupOrder.DATE, "Newest first"),
    (GroupOrder.FOLDER, "By folder"),
    (GroupOrder.MEMBERS, "Most photos first"),
)
_SHOWN = ((Shown.ALL, "All groups"), (Shown.OPEN, "Open ones"), (Shown.REVIEWED, "Reviewed ones"))
_TIPS = {
    Relation.SAME_PICTURE: "Copies, resized, re-saved or edited versions of one picture",
    Relation.SAME_MOMENT: "Series: taken within seconds of each other",
    Relation.SAME_PLACE: "Photos that show nearly the same",
}


class GroupBar(QWidget):
    """Heading, relation, filters, order; how far the review is, and the way to the removal."""

    relation_chosen = Signal()
    """Another `relation` was chosen."""
    arranged = Signal()
    """Another `order` or `wish` was chosen."""
    removal_wanted = Signal()
    """The user wants to see what will be removed."""
    help_wanted = Signal()
    """The user wants to know the keys."""

    def __init__(self, relations: tuple[Relation, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._relations = QButtonGroup(self)
        self._relation_of: list[Relation] = list(relations)
        self._counts = ElidedLabel()
        self._progress = QProgressBar()
        self._filter = QLineEdit()
        self._shown = ChoiceBox("Groups by how far they are", _SHOWN)
        self._kind = ChoiceBox("What a photo is to the one to keep", ((None, "Any relation"),))
        self._format = ChoiceBox("Format of the photos", (("", "Any format"),))
        self._folder = ChoiceBox("Folder of the photos", (("", "Any folder"),))
        self._person = ChoiceBox("Who is in the photos", ((None, "Anybody"),))
        self._among = AmongChip()
        self._order = ChoiceBox("Order of the groups", _ORDERS)
        self._remove = QPushButton("Remove…")
        self._help = QToolButton()
        self._awaited = Arrangement()
        self._set_up(relations)
        self._lay_out()
        self._connect()

    @property
    def relation(self) -> Relation:
        """What holds the listed groups together."""
        return self._relation_of[self._relations.checkedId()]

    @property
    def order(self) -> GroupOrder:
        """In which order they are listed."""
        return GroupOrder(self._order.chosen)

    @property
    def wish(self) -> GroupFilter:
        """What they are narrowed to."""
        return GroupFilter(
            self._filter.text(),
            self._kind.chosen,
            self._format.chosen,
            self._folder.chosen,
            Shown(self._shown.chosen) if self._shown.isEnabled() else Shown.ALL,
            self._person.chosen,
            self._among.among,
        )

    @property
    def arrangement(self) -> Arrangement:
        """Order and wish as they are remembered; what cannot be offered yet still counts."""
        wish, awaited = self.wish, self._awaited
        return Arrangement(
            self.order,
            wish.text,
            wish.relation or awaited.relation,
            wish.format or awaited.format,
            wish.folder or awaited.folder,
            Shown(self._shown.chosen),
            wish.person.id if wish.person is not None else awaited.person,
        )

    def restore(self, arrangement: Arrangement) -> None:
        """Arrange the groups as they were; what is not offered yet is chosen once it is."""
        self._awaited = arrangement
        self._order.choose(arrangement.order)
        self._filter.setText(arrangement.text)
        self._shown.choose(arrangement.shown)
        self._timer.stop()

    @property
    def counts(self) -> str:
        """What was said last of the counts."""
        return self._counts.text()

    @property
    def people(self) -> ChoiceBox:
        """Narrows the groups to those with a person."""
        return self._person

    @property
    def among(self) -> AmongChip:
        """Tells that the groups are narrowed to photos chosen elsewhere."""
        return self._among

    @property
    def removal(self) -> QPushButton:
        """The way to the removal."""
        return self._remove

    def choose(self, relation: Relation) -> None:
        """Choose a relation, as a click does."""
        self._relations.button(self._relation_of.index(relation)).setChecked(True)

    def choose_order(self, order: GroupOrder) -> None:
        """Choose an order, as the box does."""
        self._order.choose(order)

    def narrow(self, wish: GroupFilter) -> None:
        """Narrow the groups, as typing and the boxes do."""
        self._filter.setText(wish.text)
        self._kind.choose(wish.relation)
        self._format.choose(wish.format)
        self._folder.choose(wish.folder)
        self._shown.choose(wish.shown)
        self._person.choose(wish.person)
        self._among.show_among(wish.among)
        self._awaited = Arrangement()
        self._timer.stop()
        self.arranged.emit()

    def clear_filter(self) -> None:
        """Show all groups again."""
        self.narrow(GroupFilter())

    def focus_filter(self) -> None:
        """Let the user type the words of the filter."""
        self._filter.setFocus()
        self._filter.selectAll()

    def offer(self, choices: Choices) -> None:
        """Offer what the groups can be narrowed to; what was chosen stays chosen where it can."""
        kinds = [(relation, words.sentence(RELATION_WORDS[relation])) for relation in choices.relations]
        self._kind.offer([(None, "Any relation"), *kinds])
        self._format.offer([("", "Any format"), *((name, name) for name in choices.formats)])
        folders = [(folder, _short(display_path(folder))) for folder in choices.folders]
        self._folder.offer([("", "Any folder"), *folders])
        awaited = self._awaited
        for box, value in (
            (self._kind, awaited.relation),
            (self._format, awaited.format),
            (self._folder, awaited.folder),
        ):
            if value:
                box.choose(value)
        self._awaited = Arrangement(person=awaited.person)

    def offer_people(self, people: Sequence[Somebody]) -> None:
        """Offer people with names; where there are none, there is nothing to choose."""
        before = self._person.chosen
        self._person.offer([(None, "Anybody"), *((person, person.name) for person in people)])
        self._person.setVisible(bool(people) and self._order.isVisibleTo(self))
        # The same person may be in other pictures now, or have another name.
        wanted = before.id if before is not None else self._awaited.person
        after = next((person for person in people if person.id == wanted), None)
        self._awaited = replace(self._awaited, person=None)
        self._person.choose(after)
        if after != before:
            self.arranged.emit()

    def say(self, counts: str) -> None:
        """Say how much there is, where nothing can be decided."""
        self._counts.setText(counts)
        self._decisions_shown(False)

    def show_tools(self, *, shown: bool) -> None:
        """Show or hide what makes no sense where there are no groups."""
        for widget in (self._filter, self._order, self._kind, self._format, self._folder, self._help):
            widget.setVisible(shown)
        self._person.setVisible(shown and self._person.count() > 1)
        self._among.setVisible(shown and self._among.among is not None)

    def show_progress(self, tally: Tally, shown: int) -> None:
        """Say how far the review is.

        Args:
            tally: of all groups.
            shown: how many of them are listed.
        """
        narrowed = f"{shown:,} listed: " if shown != tally.total else ""
        self._counts.setText(f"{narrowed}{progress_words(tally)}")
        self._progress.setMaximum(max(1, tally.total - tally.settled))
        self._progress.setValue(tally.reviewed - tally.settled)
        self._remove.setText(f"Remove {tally.chosen:,}…" if tally.chosen else "Remove…")
        self._decisions_shown(True)

    def _decisions_shown(self, shown: bool) -> None:
        self._progress.setVisible(shown)
        self._remove.setVisible(shown)
        self._shown.setVisible(shown)
        self._shown.setEnabled(shown)

    def _set_up(self, relations: tuple[Relation, ...]) -> None:
        for number, relation in enumerate(relations):
            button = QToolButton()
            button.setText(words.sentence(RELATION_WORDS[relation]))
            button.setCheckable(True)
            button.setToolTip(_TIPS[relation])
            mark(button, "segment")
            self._relations.addButton(button, number)
        self._relations.button(0).setChecked(True)
        mark(self._counts, "muted")
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Groups reviewed")
        self._filter.setPlaceholderText("Filter by name or folder")
        self._filter.setAccessibleName("Filter by name or folder")
        self._filter.setClearButtonEnabled(True)
        self._order.setMinimumHeight(self._filter.sizeHint().height())
        mark(self._remove, "primary")
        self._remove.setToolTip("See what will be removed, before anything is (R)")
        icons.give(self._help, "keyboard")
        mark(self._help, "icon")
        self._help.setToolTip("What the keys do here (?)")
        self._help.setAccessibleName("What the keys do here")
        self._decisions_shown(False)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(Space.S)
        first.addWidget(heading("Groups"))
        first.addSpacing(Space.M)
        for button in self._relations.buttons():
            first.addWidget(button)
        first.addStretch(1)
        first.addWidget(self._filter, 1)
        first.addWidget(self._order)
        first.addWidget(self._help)
        progress = QWidget()
        said = QVBoxLayout(progress)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(Space.XS)
        said.addStretch()
        said.addWidget(self._counts)
        said.addWidget(self._progress)
        said.addStretch()
        tools = QWidget()
        second = QHBoxLayout(tools)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(Space.S)
        second.addStretch()
        for box in (self._shown, self._person, self._kind, self._format, self._folder):
            second.addWidget(box)
        second.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(first)
        column.addWidget(Folding(progress, tools, 250))
        column.addWidget(self._among)

    def _connect(self) -> None:
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(150)
        self._timer.timeout.connect(self.arranged)
        self._relations.idToggled.connect(self._on_relation)
        self._filter.textChanged.connect(self._on_text)
        for box in (self._order, self._shown, self._person, self._kind, self._format, self._folder):
            box.activated.connect(self.arranged)
        self._among.cleared.connect(lambda: self.narrow(replace(self.wish, among=None)))
        self._remove.clicked.connect(self.removal_wanted)
        self._help.clicked.connect(self.help_wanted)

    def _on_relation(self, _number: int, checked: bool) -> None:
        if checked:
            self.relation_chosen.emit()

    def _on_text(self, _text: str) -> None:
        self._timer.start()


def _short(path: str) -> str:
    """A path that a box has room for: its end says most."""
    return path if len(path) <= 40 else f"…{path[-39:]}"
