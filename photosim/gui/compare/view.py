"""Photos held against each other: side by side, under a divider, or where they differ; and decided on.

Every pane shows the same part of the scene in which the photos lie on each other, so that a crop sits on
its original and a turned copy is seen turned back. All can be done by keys, see `keys`.

Use: make one `CompareView(context, parent)`, call `show_group` or `show_photos`, follow its signals, and
call `clear` when it is hidden: nothing is decoded for it any more then, and its memory is given back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from photosim.domain.photo import Photo
from photosim.domain.similarity import Group
from photosim.domain.words import count_words, size_words
from photosim.gui.base.context import Context
from photosim.gui.compare.bars import DecisionBar, LookBar
from photosim.gui.compare.canvas import Canvas
from photosim.gui.compare.choice import Choice, proposed_choice, refusal
from photosim.gui.compare.facts_panel import FactsPanel
from photosim.gui.compare.group import Compared, can_decide, compared_group, compared_photos
from photosim.gui.compare.keys import DECIDING, DECIDING_HELP, LOOKING_HELP, Command, command_of
from photosim.gui.compare.pane import Mode
from photosim.gui.compare.stage import Stage
from photosim.gui.compare.strip import Strip
from photosim.gui.compare.viewport import Viewport
from photosim.gui.kit.key_overlay import KeyOverlay
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.theme import Space

_ZOOM_STEP = 1.5
_MOVE_SHARE = 0.15
_NOTHING_TO_DECIDE = "These photos are only looked at: there is nothing to keep or to remove among them."


class CompareView(QWidget):
    """Two to four photos at a time, of a group or of any.

    Args:
        context: the open library.
        parent: Qt's owner.
    """

    changed = Signal(object)
    """The user chose another keeper, or what is removed: the whole `Choice`."""
    accepted = Signal(object)
    """The user is done with the group: the `Choice`."""
    not_same = Signal(object)
    """Two photos that are not the same picture: a tuple of the keeper and the current `Photo`."""
    stepped = Signal(object)
    """The user wants the next (1) or previous (-1) group without accepting this one."""
    closed = Signal()
    """The user wants back."""
    find_similar = Signal(object)
    """The user wants photos like this `Photo`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: Compared | None = None
        self._viewport = Viewport(self)
        self._canvas = Canvas(context.theme, self._viewport)
        self._stage = Stage(context, self._viewport, self._canvas, self)
        self._look = LookBar()
        self._strip = Strip(context)
        self._said = ElidedLabel()
        self._facts = FactsPanel()
        self._decide = DecisionBar()
        self._help = {
            True: KeyOverlay("Keys in the comparison", LOOKING_HELP + DECIDING_HELP, self),
            False: KeyOverlay("Keys in the comparison", LOOKING_HELP, self),
        }
        self._calls = self._commands()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Comparison")
        self._lay_out()
        self._connect()

    @property
    def choice(self) -> Choice | None:
        """What is decided by now; None where nothing is to be decided."""
        return self._compared.choice if self._compared is not None else None

    @property
    def current(self) -> Photo | None:
        """The photo that the keys are about."""
        return self._compared.current if self._compared is not None else None

    @property
    def mode(self) -> Mode:
        """How the photos share the panes."""
        return self._stage.mode

    @property
    def stage(self) -> Stage:
        """What is in the panes."""
        return self._stage

    @property
    def said(self) -> str:
        """What is said of the current photo, or of what was just asked for."""
        return self._said.text()

    @property
    def facts(self) -> FactsPanel:
        """The table of facts."""
        return self._facts

    def show_group(self, group: Group, start: Photo | None = None, choice: Choice | None = None) -> None:
        """Hold the photos of a group against the one to keep.

        Args:
            group: two photos or more.
            start: the one to look at first; None: the first that is not the keeper.
            choice: what is decided so far; None: what photosim proposes. Nothing can be decided in a
                group that is none of copies.
        """
        decided = (choice or proposed_choice(group)) if can_decide(group) else None
        self._open(compared_group(group, decided, start))

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Hold any photos against the first of them, with nothing to decide.

        Args:
            photos: two or more.
        """
        self._open(compared_photos(photos))

    def set_place(self, text: str) -> None:
        """Say which group this is ("Group 12 of 926")."""
        self._look.set_place(text)

    def clear(self) -> None:
        """Show nothing, wait for nothing, keep nothing."""
        self._compared = None
        self._stage.clear()

    def do(self, command: Command, number: int = 0) -> None:
        """Do what a key or button stands for.

        Args:
            command: what to do.
            number: of the photo that it is about, from 1 on; 0: the current one.
        """
        if self._compared is None:
            return
        if command in DECIDING and self._compared.choice is None:
            self._said.setText(_NOTHING_TO_DECIDE)
        elif command is Command.KEEP_THIS:
            self._keep(number)
        else:
            self._calls[command]()

    def event(self, event: QEvent) -> bool:
        """Keys of this view go before shortcuts of what it lies in."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and command_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Does what the key stands for."""
        found = command_of(event)
        if found is None:
            super().keyPressEvent(event)
        elif found[0] is Command.FLIP:
            if not event.isAutoRepeat():
                self._flip(on=True)
        else:
            self.do(*found)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Flips back."""
        if event.key() == Qt.Key.Key_X and not event.isAutoRepeat():
            self._flip(on=False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is let go elsewhere is not seen here."""
        super().focusOutEvent(event)
        self._flip(on=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Takes the keyboard, and asks for what is seen now."""
        super().showEvent(event)
        self.setFocus()
        self._update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The facts never take most of the room."""
        super().resizeEvent(event)
        self._facts.set_room(self.width())

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: whatever is decoded is for nobody."""
        super().hideEvent(event)
        self._flip(on=False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """As a window of its own: nobody waits for anything any more."""
        self.clear()
        super().closeEvent(event)

    def _open(self, compared: Compared) -> None:
        self._compared = compared
        self._viewport.fit()
        self._stage.start(compared)
        self._update()
        if self.isVisible():
            self.setFocus()

    def _update(self) -> None:
        """Show what is the case."""
        compared = self._compared
        if compared is None:
            return
        self._stage.arrange()
        seen = self._stage.photos
        self._look.show_state(
            self._stage.mode,
            as_it_is=self._stage.as_it_is,
            can_turn=self._stage.turned,
            facts=not self._facts.isHidden(),
        )
        numbers = frozenset(compared.number(photo) for photo in seen)
        self._strip.setVisible(len(seen) < len(compared.photos))
        self._strip.show_photos(compared.photos, [compared.head(p) for p in compared.photos], numbers)
        self._said.setText(self._stage.sentence())
        pair = compared.keeper, compared.subject
        self._facts.show_photos(seen, [compared.number(photo) for photo in seen], pair)
        self._decide.setVisible(compared.choice is not None)
        if compared.choice is not None:
            self._decide.show_state(
                is_keeper=compared.current.path == compared.choice.keeper,
                removing=compared.current.path in compared.choice.remove,
                words=_outcome(compared, compared.choice),
            )

    def _commands(self) -> dict[Command, Callable[[], None]]:
        viewport = self._viewport
        return {
            Command.NEXT: partial(self._step, 1),
            Command.PREVIOUS: partial(self._step, -1),
            Command.NEXT_GROUP: partial(self.stepped.emit, 1),
            Command.PREVIOUS_GROUP: partial(self.stepped.emit, -1),
            Command.TOGGLE: self._toggle,
            Command.KEEP_BOTH: self._keep_both,
            Command.NOT_SAME: self._tell_not_same,
            Command.ACCEPT: lambda: self.accepted.emit(self.choice),
            Command.SIDE: partial(self._show_as, Mode.SIDE),
            Command.SWIPE: partial(self._show_as, Mode.SWIPE),
            Command.DIFFERENCE: partial(self._show_as, Mode.DIFFERENCE),
            Command.FLIP: partial(self._flip, on=True),
            Command.ZOOM: self._toggle_zoom,
            Command.ZOOM_IN: lambda: viewport.zoom_to(viewport.zoom * _ZOOM_STEP),
            Command.ZOOM_OUT: lambda: viewport.zoom_to(viewport.zoom / _ZOOM_STEP),
            Command.UP: partial(self._move, 0, 1),
            Command.DOWN: partial(self._move, 0, -1),
            Command.LEFT: partial(self._move, 1, 0),
            Command.RIGHT: partial(self._move, -1, 0),
            Command.AS_IT_IS: self._toggle_as_it_is,
            Command.FACTS: self._toggle_facts,
            Command.SIMILAR: lambda: self.find_similar.emit(self.current),
            Command.HELP: self._open_help,
            Command.CLOSE: self.closed.emit,
        }

    def _step(self, change: int) -> None:
        assert self._compared is not None
        self._compared.step(change)
        self._update()

    def _go_to(self, number: int) -> None:
        if self._compared is not None and self._compared.go_to(number):
            self._update()

    def _keep(self, number: int) -> None:
        compared = self._compared
        assert compared is not None
        assert compared.choice is not None
        if number > len(compared.photos):
            self._said.setText(f"There is no photo {number} in this group.")
            return
        photo = compared.photos[number - 1] if number else compared.current
        if photo.missing:
            self._said.setText("It was not found by the last scan: only a photo that is there can be kept.")
            return
        self._decided(compared.choice.with_keeper(photo.path))

    def _toggle(self) -> None:
        compared = self._compared
        assert compared is not None
        assert compared.choice is not None
        why = refusal(compared.choice, compared.current)
        if why:
            self._said.setText(why)
        else:
            self._decided(compared.choice.toggled(compared.current.path))

    def _keep_both(self) -> None:
        assert self._compared is not None
        assert self._compared.choice is not None
        self._decided(self._compared.choice.keeping(self._compared.current.path))

    def _tell_not_same(self) -> None:
        compared = self._compared
        assert compared is not None
        if compared.current.path == compared.keeper.path:
            self._said.setText("This is the one to keep: go to the photo that is not the same, then press N.")
        else:
            self.not_same.emit((compared.keeper, compared.current))

    def _decided(self, choice: Choice) -> None:
        assert self._compared is not None
        self._compared.choice = choice
        self._update()
        self.changed.emit(choice)

    def _show_as(self, mode: Mode) -> None:
        self._stage.set_mode(mode)
        self._update()

    def _flip(self, *, on: bool) -> None:
        self._canvas.flip(on=on)

    def _toggle_zoom(self) -> None:
        self._zoom_at(None)

    def _zoom_at(self, place: tuple[float, float] | None) -> None:
        if abs(self._viewport.zoom - 1.0) < 1e-6:
            self._viewport.fit()
        else:
            self._viewport.zoom_to(1.0, place)

    def _move(self, across: int, down: int) -> None:
        if self._stage.mode is Mode.SWIPE and across:
            for pane in self._canvas.panes:
                pane.set_divider(pane.divider - across * _MOVE_SHARE / 3)
            return
        step = _MOVE_SHARE * self._canvas.width() * self.devicePixelRatioF()
        self._viewport.move(across * step, down * step)

    def _toggle_as_it_is(self) -> None:
        self._stage.set_as_it_is(on=not self._stage.as_it_is)
        self._update()

    def _open_help(self) -> None:
        self._help[self.choice is not None].open()

    def _toggle_facts(self) -> None:
        self._facts.setVisible(self._facts.isHidden())
        self._update()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(self._look)
        pictures = QVBoxLayout()
        pictures.setSpacing(Space.S)
        pictures.addWidget(self._canvas, 1)
        pictures.addWidget(self._strip)
        body = QHBoxLayout()
        body.setSpacing(Space.S)
        body.addLayout(pictures, 1)
        body.addWidget(self._facts)
        column.addLayout(body, 1)
        column.addWidget(self._said)
        column.addWidget(self._decide)

    def _connect(self) -> None:
        self._viewport.changed.connect(lambda: self._look.show_zoom(self._viewport.zoom))
        self._stage.changed.connect(self._update)
        self._look.wished.connect(self.do)
        self._decide.wished.connect(self.do)
        self._look.flip_asked.connect(lambda on: self._flip(on=on))
        self._canvas.flip_asked.connect(lambda on: self._flip(on=on))
        self._canvas.full_asked.connect(self._zoom_at)
        self._canvas.chosen.connect(self._go_to)
        self._strip.chosen.connect(self._go_to)


def _outcome(compared: Compared, choice: Choice) -> str:
    """What will become of the group."""
    going = [photo for photo in compared.photos if photo.path in choice.remove]
    if not going:
        return "Nothing goes." if len(compared.photos) > 2 else "Both stay."
    verb = "goes" if len(going) == 1 else "go"
    stay = len(compared.photos) - len(going)
    size = size_words(sum(photo.stamp.size for photo in going))
    return f"{count_words(len(going), 'photo')} {verb} ({size}), {stay:,} {'stays' if stay == 1 else 'stay'}."
