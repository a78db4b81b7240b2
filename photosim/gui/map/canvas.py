"""The map itself: points from afar, pictures from near; smooth also with 100,000 of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from photosim.gui.base.thumbnails import PictureKey
from photosim.gui.map import painting
from photosim.gui.map.lasso import Change, Lasso, changed
from photosim.gui.map.pictures import Picture, Pictures
from photosim.gui.map.plane import Plane
from photosim.gui.map.scene import EMPTY, Scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.gui.kit.theme import Theme
    from photosim.gui.map.kind import Kind

_STEP = 1.25
_ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PAN = 60
_REACH = 14.0
_DRAGGED = 5
_MINIMAP_FROM = 1.4


class MapCanvas(QWidget):
    """Shows a `Scene`; the wheel zooms, dragging moves, and a line around points chooses them.

    Args:
        kind: what the points are.
        theme: colours.
        parent: Qt's owner.
    """

    chosen_changed = Signal()
    """Other points are chosen now."""
    current_changed = Signal(object)
    """Keys act on another point now; carries the item there, or None."""
    enlarge = Signal(object)
    """The user wants to see this item large."""
    find_similar = Signal(object)
    """The user wants what is like this item."""
    menu_wanted = Signal(object, object)
    """The user asked for the menu of an item, at a global `QPoint`."""

    def __init__(self, kind: Kind, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._theme, self._loader = kind, theme, kind.loader
        self._scene = EMPTY
        self._pictures = Pictures(EMPTY.places)
        self._plane = Plane(max(1, self.width()), max(1, self.height()))
        self._seen_by: tuple[Plane, Scene] | None = None
        self._pixels = EMPTY.places
        self._minimap = painting.Minimap()
        self._chosen = np.zeros(0, np.bool_)
        self._current: int | None = None
        self._hovered: int | None = None
        self._pointer = QPointF()
        self._boxes: list[tuple[int, QRectF]] = []
        self._wished: set[PictureKey] = set()
        self._pressed: QPointF | None = None
        self._dragging = False
        self._lasso: Lasso | None = None
        self._draws = False
        self._free = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(kind.name)
        self.setMinimumSize(240, 180)
        self._repaint = QTimer(self)
        self._repaint.setSingleShot(True)
        self._repaint.setInterval(25)
        self._repaint.timeout.connect(self.update)
        self._loader.ready.connect(self._on_ready)
        theme.changed.connect(self.update)

    @property
    def scene(self) -> Scene:
        """What is shown."""
        return self._scene

    @property
    def plane(self) -> Plane:
        """Which part of it is seen."""
        return self._plane

    @property
    def shown_pictures(self) -> list[tuple[int, QRectF]]:
        """The rows that the last paint drew as pictures, and where."""
        return self._boxes

    @property
    def chosen(self) -> NDArray[np.bool_]:
        """Which points are chosen, (N,)."""
        return self._chosen

    @property
    def current(self) -> Any:  # noqa: ANN401 - of whatever kind the points are
        """The item that keys act on, or None."""
        return None if self._current is None else self._scene.items[self._current]

    def show_scene(self, scene: Scene) -> None:
        """Show other points; what is chosen stays chosen, and so does the part that is seen.

        As long as the user has not moved or zoomed, all of the map is seen.
        """
        key = self._kind.key
        chosen = {key(self._scene.items[row]) for row in np.flatnonzero(self._chosen).tolist()}
        current = self.current
        same = scene.items is self._scene.items
        self._scene = scene
        self._pictures = Pictures(scene.places)
        if not same:
            keys = [key(item) for item in scene.items]
            self._chosen = np.fromiter((one in chosen for one in keys), np.bool_, len(keys))
            there = {one: row for row, one in enumerate(keys)} if current is not None else {}
            self._current = there.get(key(current)) if current is not None else None
            self._hovered = None
            self.chosen_changed.emit()
        if not self._free:
            self._plane = self._plane.fitted(scene.places)
        self.update()

    def show_all(self) -> None:
        """Zoom so that the whole map is seen."""
        self._free = False
        self._plane = self._plane.fitted(self._scene.places)
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Go nearer (factor > 1) or farther, towards a pixel or the middle."""
        point = at or QPointF(self.width() / 2, self.height() / 2)
        self._look(self._plane.zoomed(factor, point.x(), point.y()))

    def draw_lines(self, draws: bool) -> None:
        """Whether dragging draws a line around points instead of moving the map."""
        self._draws = draws
        self.setCursor(Qt.CursorShape.CrossCursor if draws else Qt.CursorShape.ArrowCursor)

    def choose(self, chosen: NDArray[np.bool_]) -> None:
        """Choose these points, (N,), and no others."""
        self._chosen = chosen
        self.chosen_changed.emit()
        self.update()

    def choose_visible(self) -> None:
        """Choose all points in the window."""
        places = self._on_screen()
        inside = (places >= 0) & (places < (self.width(), self.height()))
        self.choose(np.asarray(inside.all(axis=1)))

    def row_at(self, point: QPointF) -> int | None:
        """The point under a pixel: that of a picture there, or else the nearest."""
        for row, box in reversed(self._boxes):
            if box.contains(point):
                return row
        if not len(self._scene.items):
            return None
        away = self._on_screen() - np.array(point.toTuple(), np.float32)
        squared = np.einsum("ij,ij->i", away, away)
        nearest = int(squared.argmin())
        return nearest if squared[nearest] <= _REACH**2 else None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the points, then pictures, then what the user does with them."""
        colors, ratio = self._theme.colors, self.devicePixelRatioF()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(
            0, 0, painting.dots(self._scene, self._plane, self._on_screen(), self._chosen, colors, ratio)
        )
        self._paint_pictures(painter, ratio)
        if self._current is not None:
            painting.ring(painter, self._box_of(self._current), colors)
        if self._plane.magnification > _MINIMAP_FROM:
            self._minimap.paint(painter, self._scene, self._plane, colors, ratio)
        if self._lasso is not None:
            painting.line(painter, self._lasso, colors)
        elif self._hovered is not None and not self._dragging:
            self._paint_hovered(painter)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms at the pointer."""
        turned = event.angleDelta().y()
        if turned:
            self.zoom(_STEP ** (turned / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins to move the map or to draw a line."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = event.position()
        change = _change(event)
        if self._in_minimap(event.position()) and change is None:
            self._jump(event.position())
        elif self._draws or change is not None:
            self._lasso = Lasso(event.position(), change or Change.REPLACE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Moves the map, draws the line on, or shows what is under the pointer."""
        before, self._pointer = self._pointer, event.position()
        if self._lasso is not None:
            self._lasso.go_on(event.position())
            self.update()
        elif self._pressed is None:
            self._hover(self.row_at(event.position()))
        elif self._in_minimap(self._pressed):
            self._jump(event.position())
        elif self._dragging or (event.position() - self._pressed).manhattanLength() >= _DRAGGED:
            moved = event.position() - (before if self._dragging else self._pressed)
            self._dragging = True
            self._look(self._plane.moved(moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends the line or the move; a mere click takes what is under it."""
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            return
        lasso, self._lasso = self._lasso, None
        clicked = (event.position() - self._pressed).manhattanLength() < _DRAGGED and not self._dragging
        in_minimap = self._in_minimap(self._pressed)
        self._pressed, self._dragging = None, False
        if lasso is not None and not clicked:
            places = self._on_screen()
            self.choose(changed(self._chosen, lasso.holds(places, self.width(), self.height()), lasso.change))
        elif clicked and not in_minimap:
            self._click(self.row_at(event.position()), lasso.change if lasso is not None else None)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Shows it large."""
        row = self.row_at(event.position())
        if row is not None:
            self.enlarge.emit(self._scene.items[row])

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of what is under the pointer, or of the current point when asked by key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self._current if by_key else self.row_at(QPointF(event.pos()))
        if row is None:
            return
        where = self._box_of(row).center().toPoint() if by_key else event.pos()
        self.menu_wanted.emit(self._scene.items[row], self.mapToGlobal(where))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, + - 0 zoom, Space takes the one in the middle; Enter and F act on it."""
        key = Qt.Key(event.key())
        item = self.current
        if key in _ARROWS:
            across, down = _ARROWS[key]
            self._look(self._plane.moved(across * _PAN, down * _PAN))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key == Qt.Key.Key_Space:
            self._click(self._middle_row(), None)
        elif key == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose_visible()
        elif key == Qt.Key.Key_Escape and (self._lasso is not None or self._chosen.any()):
            self._lasso = None
            self.choose(np.zeros(len(self._scene.items), np.bool_))
        elif item is not None and key in _ENTER:
            self.enlarge.emit(item)
        elif item is not None and key == Qt.Key.Key_F and not event.modifiers():
            self.find_similar.emit(item)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same part of the map in a window of another size."""
        super().resizeEvent(event)
        self._plane = self._plane.resized(max(1, self.width()), max(1, self.height()))
        if not self._free:
            self._plane = self._plane.fitted(self._scene.places)

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen is not loaded."""
        super().hideEvent(event)
        self._loader.keep_waiting(self, ())

    def _look(self, plane: Plane) -> None:
        self._free = True
        self._plane = plane
        self.update()

    def _jump(self, point: QPointF) -> None:
        inside = point - self._minimap.box(self._plane).topLeft()
        self._look(self._plane.centred(*self._minimap.plane.on_map(inside.x(), inside.y())))

    def _in_minimap(self, point: QPointF) -> bool:
        return self._plane.magnification > _MINIMAP_FROM and self._minimap.box(self._plane).contains(point)

    def _hover(self, row: int | None) -> None:
        if row != self._hovered or row is not None:
            self._hovered = row
            self.update()

    def _click(self, row: int | None, change: Change | None) -> None:
        self._current = row
        self.current_changed.emit(self.current)
        if row is not None and change is not None:
            held = np.zeros(len(self._scene.items), np.bool_)
            held[row] = True
            self.choose(changed(self._chosen, held, change))
        self.update()

    def _middle_row(self) -> int | None:
        if not len(self._scene.items):
            return None
        away = self._scene.places - np.array((self._plane.x, self._plane.y), np.float32)
        return int(np.einsum("ij,ij->i", away, away).argmin())

    def _on_screen(self) -> NDArray[np.float32]:
        if self._seen_by != (self._plane, self._scene):
            self._seen_by = (self._plane, self._scene)
            self._pixels = self._plane.on_screen(self._scene.places)
        return self._pixels

    def _box_of(self, row: int) -> QRectF:
        shown = dict(self._boxes).get(row)
        if shown is not None:
            return shown
        x, y = self._plane.on_screen(self._scene.places[row : row + 1])[0].tolist()
        return QRectF(x - 4, y - 4, 8, 8)

    def _paint_pictures(self, painter: QPainter, ratio: float) -> None:
        seen = self._pictures.seen(self._plane, self._on_screen())
        self._boxes = []
        self._wished = set()
        for picture in seen:
            pixmap = self._pixmap(picture, ratio)
            if pixmap is not None:
                place = painting.fitted(pixmap, picture.box)
                chosen = bool(self._chosen[picture.row])
                label = self._kind.label(self._scene.items[picture.row])
                painting.picture(painter, pixmap, place, self._theme.colors, label, chosen=chosen)
                self._boxes.append((picture.row, place))
        self._loader.keep_waiting(self, self._wished)

    def _pixmap(self, picture: Picture, ratio: float) -> QPixmap | None:
        # Two sizes are enough: a new one for each step of the wheel would load everything anew.
        side = 160 if picture.box.width() * ratio <= 160 else 320
        return self._picture_of(self._scene.items[picture.row], side)

    def _paint_hovered(self, painter: QPainter) -> None:
        assert self._hovered is not None
        item = self._scene.items[self._hovered]
        pixmap, lines = self._picture_of(item, 320), self._kind.lines(item)
        painting.hover_card(painter, self._pointer, self.rect(), pixmap, lines, self._theme.colors)

    def _picture_of(self, item: Any, side: int) -> QPixmap | None:  # noqa: ANN401 - of whatever kind
        key = self._kind.key(item)
        self._wished.add(key)
        return self._loader.request(self._kind.path(item), key, side, self)

    def _on_ready(self, key: PictureKey) -> None:
        if key in self._wished and self.isVisible() and not self._repaint.isActive():
            self._repaint.start()


def _change(event: QMouseEvent) -> Change | None:
    """What a line does that is drawn with these keys held, None: the keys ask for no line."""
    held = event.modifiers()
    if held & Qt.KeyboardModifier.ShiftModifier:
        return Change.ADD
    return Change.REMOVE if held & Qt.KeyboardModifier.AltModifier else None
