"""Two people were taken for one: the parts side by side, put right by hand, and taken apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photosim.domain.people import Face, Part, Person
from photosim.gui.base.context import Context
from photosim.gui.base.thumbnails import ThumbnailLoader
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.theme import Space, heading, mark, muted
from photosim.gui.people import work
from photosim.gui.people.controls import add_entry, fresh_menu, name_line, push_button
from photosim.gui.people.desk import PeopleDesk
from photosim.gui.people.grid import TileGrid
from photosim.gui.people.words import face_tile, faces_words, name_words

_PART_WIDTH = 300
_MOST_KEYS = 9


class SplitPage(QWidget):
    """The parts of a person in columns; each stays or becomes a person of its own.

    Args:
        context: pictures and colours.
        desk: proposes and does it.
        faces: brings the pictures of faces.
        parent: Qt's owner.
    """

    back = Signal()
    """The user does not want to take anybody apart, or has done it."""

    def __init__(
        self, context: Context, desk: PeopleDesk, faces: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = desk
        self._faces = faces
        self.person: Person | None = None
        self.columns: list[PartColumn] = []
        self._title = heading("", 2)
        self._said = muted(
            "Each column holds faces that are alike. Untick what stays; move single faces with the keys "
            "1 to 9 or their menu."
        )
        self.apply_button = push_button(
            "Take apart", "split", "Make people of the ticked columns", self.apply
        )
        mark(self.apply_button, "primary")
        self.add_button = push_button("Another column", "add", "An empty column to move faces to", self.add)
        self._waiting = EmptyState("person", "Comparing the faces…", "")
        self._row = QHBoxLayout()
        self._body = QStackedWidget(self)
        self._lay_out()

    def show_person(self, person: Person) -> None:
        """Propose how to take somebody apart."""
        self.person = person
        self._title.setText(
            f"Which of these faces are {name_words(person)}?" if person.name else "Are these one person?"
        )
        self._show_parts([])
        self._body.setCurrentWidget(self._waiting)
        workspace = self._context.workspace
        self._desk.run(
            "Comparing the faces of a person",
            lambda _report, cancel: work.split(workspace, person.id, cancel),
            partial(self._on_parts, person),
            self,
        )

    def apply(self) -> None:
        """Make people of the ticked columns."""
        stay = [face for column in self.columns if not column.goes for face in column.faces]
        go = [column for column in self.columns if column.goes and column.faces]
        if self.person is None or not stay or not go:
            return
        parts = [Part(tuple(stay)), *(Part(tuple(column.faces)) for column in go)]
        self._desk.split(self.person, parts, [column.name for column in go])
        self.back.emit()

    def add(self) -> None:
        """Another, empty column."""
        everybody = self._desk.everybody
        names = sorted(set(everybody.names.values())) if everybody is not None else []
        column = PartColumn(len(self.columns), (), self._context, self._faces, names)
        column.moved.connect(self._move)
        column.goes_changed.connect(self._update)
        self.columns.append(column)
        self._row.insertWidget(self._row.count() - 1, column)
        self._update()

    def _move(self, faces: Sequence[Face], to: int) -> None:
        if not 0 <= to < len(self.columns):
            return
        moved = {face.id for face in faces}
        for number, column in enumerate(self.columns):
            kept = [face for face in column.faces if face.id not in moved]
            column.show_faces([*kept, *faces] if number == to else kept)
        self._update()

    def _on_parts(self, person: Person, parts: list[Part]) -> None:
        if self.person != person:
            return
        self._show_parts(parts)
        self._body.setCurrentIndex(0)
        if parts:
            self.columns[0].grid.setFocus()

    def _show_parts(self, parts: Sequence[Part]) -> None:
        for column in self.columns:
            self._row.removeWidget(column)
            column.deleteLater()
        self.columns = []
        for part in parts:
            self.add()
            self.columns[-1].show_faces(part.faces)
        self._update()

    def _update(self) -> None:
        who = name_words(self.person)
        for column in self.columns:
            column.tell(who, [other.number for other in self.columns])
        stay = any(column.faces for column in self.columns if not column.goes)
        go = sum(bool(column.faces) for column in self.columns if column.goes)
        self.apply_button.setEnabled(stay and go > 0)
        self.apply_button.setText(f"Take apart into {go + 1}" if stay and go else "Take apart")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        titles = QVBoxLayout()
        titles.setSpacing(Space.XS)
        titles.addWidget(self._title)
        titles.addWidget(self._said)
        head.addWidget(icon_button("back", "Back (Alt+Left)", self.back.emit))
        head.addLayout(titles, 1)
        head.addWidget(self.add_button)
        head.addWidget(self.apply_button)
        holder = QWidget()
        holder.setLayout(self._row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.M)
        self._row.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(holder)
        self._body.addWidget(area)
        self._body.addWidget(self._waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self._body, 1)


class PartColumn(QFrame):
    """Faces that are alike, and what becomes of them.

    Args:
        number: of the column, from 0; the first one stays unless the user ticks it.
        part: the faces in it.
        context: colours.
        faces: brings the pictures of faces.
        names: that are known.
    """

    moved = Signal(object, object)
    """The user moves these `Face`s to the column of this number."""
    goes_changed = Signal()
    """The user ticked or unticked the column."""

    def __init__(
        self,
        number: int,
        part: Sequence[Face],
        context: Context,
        faces: ThumbnailLoader,
        names: Sequence[str],
    ) -> None:
        super().__init__()
        self.number = number
        self.faces: list[Face] = []
        self._others: list[int] = []
        self._count = muted()
        self._count.setWordWrap(False)
        self.tick = QCheckBox("Somebody else")
        self.tick.setChecked(number > 0)
        self.line: QLineEdit = name_line(names, "Name, if you know it")
        self.grid = TileGrid(faces, context.theme, f"Column {number + 1}", lines=0, step=1)
        self.tick.toggled.connect(self._on_tick)
        self.grid.menu_wanted.connect(self._ask)
        for key in range(1, _MOST_KEYS + 1):
            on_keys(self.grid, str(key), self._mover(key - 1))
        self._lay_out()
        self.show_faces(part)

    @property
    def goes(self) -> bool:
        """Whether these faces are somebody else's."""
        return self.tick.isChecked()

    @property
    def name(self) -> str:
        """Whose they are, "" where the user does not say."""
        return " ".join(self.line.text().split()) if self.goes else ""

    def show_faces(self, faces: Sequence[Face]) -> None:
        """Hold these faces."""
        self.faces = list(faces)
        self.grid.show_tiles([face_tile(face, number) for number, face in enumerate(faces, start=1)])

    def tell(self, who: str, others: Sequence[int]) -> None:
        """Say whose faces these are, and which columns there are to move faces to."""
        self._others = [other for other in others if other != self.number]
        self._count.setText(faces_words(len(self.faces)))
        self.tick.setText("Somebody else" if self.goes else f"Stays {who}")
        self.line.setVisible(self.goes)

    def _move(self, to: int) -> None:
        chosen = [tile.face for tile in self.grid.chosen if tile.face is not None]
        if chosen and to in self._others:
            self.moved.emit(chosen, to)

    def _mover(self, to: int) -> Callable[[], None]:
        return partial(self._move, to)

    def _ask(self, where: QPoint) -> None:
        menu = fresh_menu(self)
        for other in self._others:
            add_entry(menu, f"Move to column {other + 1}", self._mover(other))
        menu.popup(where)

    def _on_tick(self, _ticked: bool) -> None:
        self.goes_changed.emit()

    def _lay_out(self) -> None:
        mark(self, "card")
        head = QHBoxLayout()
        number = heading(f"{self.number + 1}", 2)
        head.addWidget(number)
        head.addWidget(self.tick, 1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.line)
        column.addWidget(self.grid, 1)
        self.setMinimumWidth(_PART_WIDTH)
        self.setMaximumWidth(2 * _PART_WIDTH)
        self.grid.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
