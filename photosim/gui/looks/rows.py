"""The list of buckets: each a strip of pictures, with how many there are."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from photosim.app.exploring.looks import Look
from photosim.domain.photo import Photo
from photosim.domain.words import count_words
from photosim.gui.base.context import Context
from photosim.gui.base.thumbnails import PictureKey
from photosim.gui.kit.theme import Colors, Space, scaled_font
from photosim.gui.looks.model import LOOK_ROLE, LooksModel
from photosim.gui.photos.delegate import draw_rounded, fitted
from photosim.gui.photos.model import Index

_SIDE = 116
_MORE_WIDTH = 84


class RowDelegate(QStyledItemDelegate):
    """Draws a count, as many pictures as fit, and how many more there are.

    Args:
        context: pictures and colours.
        view: the list; the wishes for pictures are made in its name.
    """

    def __init__(self, context: Context, view: QListView) -> None:
        super().__init__(view)
        self._loader = context.thumbnails
        self._theme = context.theme
        self._font = scaled_font(1.0, QFont.Weight.DemiBold)
        self._small = scaled_font(0.95)
        self._line = QFontMetrics(self._font).height()
        self.place = 0
        """Which picture of the current row the keyboard is on."""

    def fitting(self, width: int, photos: int) -> int:
        """How many of so many pictures a row of this width shows."""
        step = _SIDE + Space.S
        everything = (width - 2 * Space.M + Space.S) // step
        if photos <= everything:
            return photos
        return max(1, (width - 2 * Space.M - _MORE_WIDTH) // step)

    def box(self, row: QRect, place: int) -> QRect:
        """Where a picture of a row lies."""
        left = row.x() + Space.M + place * (_SIDE + Space.S)
        return QRect(left, row.y() + Space.S + self._line + Space.XS, _SIDE, _SIDE)

    def hit(self, row: QRect, look: Look, point: QPoint) -> int | None:
        """The place of the picture at a point; the number of those shown where “more” is; None elsewhere."""
        shown = self.fitting(row.width(), len(look.photos))
        for place in range(shown):
            if self.box(row, place).contains(point):
                return place
        return shown if shown < len(look.photos) and self._more(row, shown).contains(point) else None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """The same for every row."""
        return QSize(2 * _SIDE, Space.S + self._line + Space.XS + _SIDE + Space.M)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        look: Look = index.data(LOOK_ROLE)
        colors, row = self._theme.colors, option.rect
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if hovered or current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.hover))
            painter.drawRoundedRect(QRectF(row).adjusted(2, 2, -2, -2), 8, 8)
        painter.setFont(self._font)
        painter.setPen(QColor(colors.text))
        head = QRect(row.x() + Space.M, row.y() + Space.S, row.width() - 2 * Space.M, self._line)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, count_words(len(look.photos), "photo"))
        shown = self.fitting(row.width(), len(look.photos))
        for place, photo in enumerate(look.photos[:shown]):
            marked = current and place == min(self.place, shown - 1)
            self._draw_photo(painter, photo, self.box(row, place), colors, marked=marked)
        if shown < len(look.photos):
            painter.setFont(self._small)
            painter.setPen(QColor(colors.accent))
            more = f"{len(look.photos) - shown:,} more"
            painter.drawText(self._more(row, shown), Qt.AlignmentFlag.AlignCenter, more)
        painter.restore()

    def _more(self, row: QRect, shown: int) -> QRect:
        return QRect(self.box(row, shown).topLeft(), QSize(_MORE_WIDTH - Space.S, _SIDE))

    def _draw_photo(
        self, painter: QPainter, photo: Photo, box: QRect, colors: Colors, *, marked: bool
    ) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.window))
        painter.drawRoundedRect(QRectF(box), 6, 6)
        pixmap = self._loader.request(photo.path, photo.content, round(_SIDE * ratio), self.parent())
        if pixmap is not None:
            painter.setOpacity(0.4 if photo.missing else 1.0)
            draw_rounded(painter, pixmap, fitted(pixmap, box, ratio), 4, QColor(colors.window))
            painter.setOpacity(1.0)
        if marked:
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(-2, -2, 2, 2), 7, 7)


class LooksList(QListView):
    """The rows. Up and down go from row to row, left and right along one, Enter opens it, Space enlarges.

    Args:
        context: pictures and colours.
        model: what is shown.
        parent: Qt's owner.
    """

    opened = Signal(object)
    """The user wants to see all of a `Look`."""
    enlarge = Signal(object)
    """The user wants to see a `Photo` large."""
    find_similar = Signal(object)
    """The user wants photos like this `Photo`."""

    def __init__(self, context: Context, model: LooksModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._loader = context.thumbnails
        self._cells = RowDelegate(context, self)
        self._arrived: set[PictureKey] = set()
        self.setAccessibleName("Photos that look alike, a row for each look")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setItemDelegate(self._cells)
        self.setModel(model)
        self.verticalScrollBar().setSingleStep(40)
        self._repaint = QTimer(self)
        self._repaint.setSingleShot(True)
        self._repaint.setInterval(15)
        self._repaint.timeout.connect(self._repaint_arrived)
        context.thumbnails.ready.connect(self._on_ready)
        context.theme.changed.connect(self.viewport().update)

    @property
    def current_look(self) -> Look | None:
        """The row that keys act on."""
        index = self.currentIndex()
        return self._rows.looks[index.row()] if index.isValid() else None

    @property
    def current_photo(self) -> Photo | None:
        """The picture that keys act on."""
        look = self.current_look
        return None if look is None else look.photos[min(self._cells.place, self._shown(look) - 1)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that act on the current row or picture; the others move as in any list."""
        look, photo = self.current_look, self.current_photo
        key = Qt.Key(event.key())
        if look is None or photo is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self._cells.place = max(0, min(self._shown(look) - 1, self._cells.place + step))
            self.viewport().update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(look)
        elif key == Qt.Key.Key_Space:
            self.enlarge.emit(photo)
        elif key == Qt.Key.Key_F:
            self.find_similar.emit(photo)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a row or on “more” opens it, with the picture under the pointer as the current one."""
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        look = self._rows.looks[index.row()]
        place = self._cells.hit(self.visualRect(index), look, event.position().toPoint())
        if place is not None:
            self._cells.place = place
            self.opened.emit(look)

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen is not loaded."""
        super().hideEvent(event)
        self._loader.keep_waiting(self, ())

    def _shown(self, look: Look) -> int:
        return self._cells.fitting(self.viewport().width(), len(look.photos))

    def _on_ready(self, key: PictureKey) -> None:
        self._arrived.add(key)
        if not self._repaint.isActive():
            self._repaint.start()

    def _repaint_arrived(self) -> None:
        arrived, self._arrived = self._arrived, set()
        if not self.isVisible():
            return
        index: QModelIndex = self.indexAt(QPoint(1, 1))
        while index.isValid() and self.visualRect(index).top() < self.viewport().height():
            look = self._rows.looks[index.row()]
            if any(photo.content in arrived for photo in look.photos[: self._shown(look)]):
                self.update(index)
            index = index.siblingAtRow(index.row() + 1)
