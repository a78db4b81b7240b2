"""One picture, fitted into the room there is, from which a part can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from photosim.gui.kit import icons
from photosim.gui.kit.theme import Theme
from photosim.gui.photos.delegate import draw_rounded

Region = tuple[float, float, float, float]
"""A part of a picture as shares of its width and height: left, top, width, height."""

_LARGEST_BLOWUP = 3.0
"""Device pixels for one pixel of the picture, at most."""

_SMALLEST_DRAG = 8
_KEY_STEP = 0.02
_SMALLEST_SHARE = 0.05


class PictureView(QWidget):
    """Shows an image as large as fits, crisp on every screen.

    Where choosing a part is allowed, a drag draws a rectangle; by keyboard R starts one, arrows move it,
    Shift with arrows resizes it, Enter takes it, Escape drops it.

    Args:
        theme: colours.
        name: what a screen reader calls it.
        selectable: whether a part can be chosen.
        parent: Qt's owner.
    """

    region_chosen = Signal(object)
    """A `Region` was chosen, or None: the whole picture again."""

    def __init__(
        self, theme: Theme, name: str, *, selectable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._natural = QSize()
        self._scaled: QPixmap | None = None
        self._selectable = selectable
        self._region: Region | None = None
        self._drag_from: QPointF | None = None
        self._settled: Region | None = None
        self._trouble = ""
        self.setAccessibleName(name)
        self.setMinimumSize(120, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)
        if selectable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def region(self) -> Region | None:
        """The chosen part, None for the whole picture."""
        return self._region

    @property
    def has_image(self) -> bool:
        """Whether there is something to see."""
        return self._image is not None

    def set_image(self, image: QImage | None, natural: QSize | None = None) -> None:
        """Show another image.

        Args:
            image: the pixels at hand, possibly fewer than the picture has.
            natural: the picture's own size, which limits how large it is drawn.
        """
        self._image = image
        self._trouble = ""
        self._natural = natural if natural is not None else image.size() if image is not None else QSize()
        self._scaled = None
        self.update()

    def set_trouble(self, sentence: str) -> None:
        """Say why there is no picture."""
        self._trouble = sentence
        self._image = self._scaled = None
        self.update()

    def set_region(self, region: Region | None) -> None:
        """Mark a part, without telling anyone."""
        self._region = self._settled = region
        self.update()

    def target(self) -> QRectF:
        """Where the picture lies in this widget, in device-independent pixels."""
        if self._natural.isEmpty():
            return QRectF()
        ratio = self.devicePixelRatioF()
        scale = min(
            self.width() / self._natural.width(),
            self.height() / self._natural.height(),
            _LARGEST_BLOWUP / ratio,
        )
        width = max(1, round(self._natural.width() * scale * ratio)) / ratio
        height = max(1, round(self._natural.height() * scale * ratio)) / ratio
        left = round((self.width() - width) / 2 * ratio) / ratio
        top = round((self.height() - height) / 2 * ratio) / ratio
        return QRectF(left, top, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the picture, the chosen part, and the frame of the keyboard."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        target = self.target()
        if self._image is None:
            self._draw_absence(painter)
        else:
            draw_rounded(painter, self._pixmap(target), target, 6, self.palette().window().color())
            if self._region is not None:
                self._draw_region(painter, target, self._region)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.colors.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a rectangle."""
        if self._selectable and self.has_image and event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draws the rectangle out."""
        if self._drag_from is None:
            return
        drawn = QRectF(self._drag_from, event.position()).normalized() & self.target()
        if max(drawn.width(), drawn.height()) >= _SMALLEST_DRAG:
            self._region = self._share_of(drawn)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Takes the rectangle; a mere click takes it away."""
        if self._drag_from is None:
            return
        moved = (event.position() - self._drag_from).manhattanLength()
        self._drag_from = None
        if moved < _SMALLEST_DRAG:
            self._region = None
        elif self._region is not None and min(self._region[2:]) < _SMALLEST_SHARE:
            self._region = self._settled
        self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Chooses a part by keyboard."""
        if not self._selectable or not self.has_image:
            super().keyPressEvent(event)
            return
        step = {
            Qt.Key.Key_Left: (-_KEY_STEP, 0.0),
            Qt.Key.Key_Right: (_KEY_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, -_KEY_STEP),
            Qt.Key.Key_Down: (0.0, _KEY_STEP),
        }.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if event.key() == Qt.Key.Key_R and plain:
            self._region = (0.25, 0.25, 0.5, 0.5)
        elif self._region is not None and step is not None and plain:
            resize = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._region = _moved(self._region, step, resize=resize)
        elif self._region is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._settle()
        elif self._region is not None and event.key() == Qt.Key.Key_Escape:
            self._region = None
            self._settle()
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(360, 300)

    def _settle(self) -> None:
        changed = self._region != self._settled
        self._settled = self._region
        self.update()
        if changed:
            self.region_chosen.emit(self._region)

    def _share_of(self, drawn: QRectF) -> Region:
        target = self.target()
        return (
            (drawn.x() - target.x()) / target.width(),
            (drawn.y() - target.y()) / target.height(),
            drawn.width() / target.width(),
            drawn.height() / target.height(),
        )

    def _pixmap(self, target: QRectF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = (target.size() * ratio).toSize()
        if self._scaled is None or self._scaled.size() != size:
            assert self._image is not None
            self._scaled = QPixmap.fromImage(
                self._image.scaled(
                    size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
            )
        return self._scaled

    def _draw_region(self, painter: QPainter, target: QRectF, region: Region) -> None:
        left, top, width, height = region
        chosen = QRectF(
            target.x() + left * target.width(),
            target.y() + top * target.height(),
            width * target.width(),
            height * target.height(),
        )
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(target)
        inside.addRect(chosen)
        painter.fillPath(outside - inside, QColor(0, 0, 0, 140))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 160), 4))
        painter.drawRect(chosen)
        painter.setPen(QPen(QColor(255, 255, 255), 2))
        painter.drawRect(chosen)

    def _draw_absence(self, painter: QPainter) -> None:
        colors = self._theme.colors
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.hover))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        center = QRectF(self.rect()).center()
        if self._trouble:
            painter.setPen(QColor(colors.muted))
            room = QRect(self.rect()).adjusted(16, 16, -16, -16)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(flags), self._trouble)
            return
        icon = icons.pixmap("image", QColor(colors.muted), 32, self.devicePixelRatioF())
        painter.setOpacity(0.4)
        painter.drawPixmap(QPointF(center.x() - 16, center.y() - 16), icon)


def _moved(region: Region, step: tuple[float, float], *, resize: bool) -> Region:
    left, top, width, height = region
    if resize:
        width = min(max(width + step[0], _SMALLEST_SHARE), 1 - left)
        height = min(max(height + step[1], _SMALLEST_SHARE), 1 - top)
    else:
        left = min(max(left + step[0], 0.0), 1 - width)
        top = min(max(top + step[1], 0.0), 1 - height)
    return (left, top, width, height)
