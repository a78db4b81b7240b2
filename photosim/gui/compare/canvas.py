"""The panes beside each other, all of one size, each under a line that says what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from photosim.gui.compare.pane import Content, Mode, Pane
from photosim.gui.compare.viewport import Viewport
from photosim.gui.kit.theme import Space, Theme, scaled_font

MOST_PANES = 4
_HEAD = 32
_EDGE = 2
_GAP = int(Space.S)
_HOLE = 0.92


class Fate(StrEnum):
    """What becomes of a photo."""

    NONE = ""
    KEEP = "Keep"
    STAY = "Stays"
    REMOVE = "Remove"


@dataclass(frozen=True, slots=True)
class Head:
    """What a frame says of its photo.

    Attributes:
        number: in the group, from 1 on.
        name: of the file.
        note: what it is to the first one, in a few words, or "".
        fate: what becomes of it.
        current: whether the keys are about it.
    """

    number: int
    name: str
    note: str = ""
    fate: Fate = Fate.NONE
    current: bool = False

    @property
    def words(self) -> str:
        """All of it, for a screen reader."""
        parts = [f"Photo {self.number}", self.name, self.note, self.fate.value.lower()]
        return ", ".join([*(part for part in parts if part), *(["current"] if self.current else [])])


class Frame(QWidget):
    """A pane under its head.

    Args:
        theme: colours.
        viewport: what part of the scene is seen.
        parent: Qt's owner.
    """

    chosen = Signal(object)
    """A click on its head; carries the number of the photo as an object."""

    def __init__(self, theme: Theme, viewport: Viewport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._head = Head(0, "")
        self.pane = Pane(theme, viewport, self)
        self.setMinimumSize(120, 120)
        theme.changed.connect(self.update)

    @property
    def head(self) -> Head:
        """What it says."""
        return self._head

    def set_head(self, head: Head) -> None:
        """Say something else."""
        if head != self._head:
            self._head = head
            self.setAccessibleName(head.words)
            self.pane.setAccessibleName(f"Picture: {head.words}")
            self.setToolTip(head.name)
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pane takes all but the head."""
        super().resizeEvent(event)
        self.pane.setGeometry(self.rect().adjusted(_EDGE, _HEAD, -_EDGE, -_EDGE))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the head makes the photo the current one."""
        if event.position().y() < _HEAD:
            self.chosen.emit(self._head.number)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the head, and an edge around the current photo."""
        colors, head = self._theme.colors, self._head
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.accent if head.current else colors.border))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        painter.setBrush(QColor(colors.accent_soft if head.current else colors.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE), 4, 4)
        line = QRect(int(Space.S), _EDGE, self.width() - 2 * int(Space.S), _HEAD - _EDGE)
        line.setRight(self._paint_fate(painter, line))
        line.setLeft(self._paint_number(painter, line))
        self._paint_words(painter, line)
        painter.end()

    def _paint_number(self, painter: QPainter, line: QRect) -> int:
        """Where the room behind the number begins."""
        colors = self._theme.colors
        painter.setFont(scaled_font(1.0, QFont.Weight.DemiBold))
        text = str(self._head.number)
        width = max(20, painter.fontMetrics().horizontalAdvance(text) + 12)
        badge = QRectF(line.left(), line.center().y() - 9, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.accent if self._head.current else colors.hover))
        painter.drawRoundedRect(badge, 5, 5)
        painter.setPen(QColor(colors.on_accent if self._head.current else colors.text))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        return line.left() + width + int(Space.S)

    def _paint_fate(self, painter: QPainter, line: QRect) -> int:
        """Where the room before the fate ends."""
        fate, colors = self._head.fate, self._theme.colors
        if fate is Fate.NONE:
            return line.right()
        color = QColor({Fate.KEEP: colors.good, Fate.REMOVE: colors.danger}.get(fate, colors.muted))
        painter.setFont(scaled_font(0.95, QFont.Weight.DemiBold))
        width = painter.fontMetrics().horizontalAdvance(fate.value) + 16
        pill = QRectF(line.right() - width, line.center().y() - 9, width, 20)
        tint = QColor(color)
        tint.setAlphaF(0.16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(pill, 10, 10)
        painter.setPen(color)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, fate.value)
        return line.right() - width - int(Space.S)

    def _paint_words(self, painter: QPainter, line: QRect) -> None:
        colors, head = self._theme.colors, self._head
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(scaled_font(1.0, QFont.Weight.DemiBold))
        name = painter.fontMetrics().elidedText(head.name, Qt.TextElideMode.ElideMiddle, line.width())
        painter.setPen(QColor(colors.text))
        painter.drawText(line, int(left), name)
        line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(name) + int(Space.M))
        painter.setFont(scaled_font(1.0))
        note = painter.fontMetrics().elidedText(head.note, Qt.TextElideMode.ElideRight, line.width())
        if line.width() > 40:
            painter.setPen(QPen(QColor(colors.muted)))
            painter.drawText(line, int(left), note)


class Canvas(QWidget):
    """Up to four frames, laid out so that the pictures come out as large as they can.

    Args:
        theme: colours.
        viewport: shared by all panes.
        parent: Qt's owner.
    """

    flip_asked = Signal(bool)
    """The mouse is held down on a pane, or no longer."""
    full_asked = Signal(object)
    """A double click at a place of a pane, in device pixels."""
    chosen = Signal(object)
    """The number of the photo whose head was clicked."""

    def __init__(self, theme: Theme, viewport: Viewport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = viewport
        self._proportion = 1.5
        self._shown = 0
        self.frames = [Frame(theme, viewport, self) for _ in range(MOST_PANES)]
        for frame in self.frames:
            frame.hide()
            frame.chosen.connect(self.chosen)
            frame.pane.flip_asked.connect(self.flip_asked)
            frame.pane.full_asked.connect(self.full_asked)
        self.setMinimumSize(320, 160)

    @property
    def panes(self) -> list[Pane]:
        """Those that are shown."""
        return [frame.pane for frame in self.frames[: self._shown]]

    def show_frames(
        self, shown: Sequence[tuple[Head, Content]], mode: Mode, proportion: float, *, as_it_is: bool
    ) -> None:
        """Show photos.

        Args:
            shown: one for each frame, at most `MOST_PANES`.
            mode: what the panes do with them.
            proportion: width to height of what they show.
            as_it_is: whether a turned or mirrored photo is left so.
        """
        changed = (len(shown), proportion) != (self._shown, self._proportion)
        self._shown, self._proportion = len(shown), proportion
        if changed:
            self._lay_out()
        for frame, (head, content) in zip(self.frames, shown, strict=False):
            frame.set_head(head)
            frame.show()
            frame.pane.show_content(content, mode, as_it_is=as_it_is)
        for frame in self.frames[len(shown) :]:
            frame.hide()
            frame.pane.show_content(None, mode, as_it_is=as_it_is)

    def flip(self, *, on: bool) -> None:
        """Let every pane show its other photo, or its own again."""
        for pane in self.panes:
            pane.flip(on=on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lays the frames out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Whatever is left."""
        return self.minimumSize()

    def _lay_out(self) -> None:
        if not self._shown:
            return
        columns = max(range(1, self._shown + 1), key=self._picture_width)
        rows = -(-self._shown // columns)
        width = (self.width() - _GAP * (columns - 1)) // columns
        height = (self.height() - _GAP * (rows - 1)) // rows
        for number, frame in enumerate(self.frames[: self._shown]):
            row, column = divmod(number, columns)
            frame.setGeometry(column * (width + _GAP), row * (height + _GAP), width, height)
        ratio = self.devicePixelRatioF()
        self._viewport.set_pane((width - 2 * _EDGE) * ratio, (height - _HEAD - _EDGE) * ratio)

    def _picture_width(self, columns: int) -> float:
        """How wide a picture comes out in so many columns; an empty place in the last row costs a little."""
        rows = -(-self._shown // columns)
        width = (self.width() - _GAP * (columns - 1)) / columns
        height = (self.height() - _GAP * (rows - 1)) / rows - _HEAD
        return min(width, height * self._proportion) * (1.0 if self._shown % columns == 0 else _HOLE)
