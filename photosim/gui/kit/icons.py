"""The drawn icons, coloured by the palette and crisp at every scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from photosim.domain.assets import asset_path

_SIZES = (16, 20, 24, 32, 48)
SPACED_SIZE = QSize(22, 17)


def pixmap(name: str, color: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon `name`, `size` device-independent pixels wide, for a screen of `ratio`.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    # Every button asks again whenever its palette changes, mostly for what was drawn a moment ago.
    key = f"{name} {color.name()} {size} {ratio}"
    drawn = QPixmap()
    if not QPixmapCache.find(key, drawn):
        drawn = _drawn(name, color, size, ratio)
        QPixmapCache.insert(key, drawn)
    return drawn


def _drawn(name: str, color: QColor, size: int, ratio: float) -> QPixmap:
    svg = _source(name).replace("currentColor", color.name())
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def icon(name: str, color: QColor | None = None) -> QIcon:
    """The icon `name` in one colour, by default that of the text on buttons; paler when disabled.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    palette = QApplication.palette()
    normal = color or palette.color(QPalette.ColorRole.ButtonText)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(pixmap(name, normal, size), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return made


def icon_of(name: str, canvas: QSize, colors: tuple[QColor, QColor]) -> QIcon:
    """The icon at the left of a canvas that may be wider, for common screens.

    Args:
        name: of the icon.
        canvas: size in device-independent pixels; its height is the size of the icon.
        colors: while enabled, and while disabled.
    """
    made = QIcon()
    for mode, color in zip((QIcon.Mode.Normal, QIcon.Mode.Disabled), colors, strict=True):
        for ratio in (1.0, 2.0):
            drawn = QPixmap(canvas * ratio)
            drawn.fill(Qt.GlobalColor.transparent)
            painter = QPainter(drawn)
            painter.drawPixmap(0, 0, pixmap(name, color, round(canvas.height() * ratio)))
            painter.end()
            drawn.setDevicePixelRatio(ratio)
            made.addPixmap(drawn, mode)
    return made


def give(
    button: QAbstractButton, name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText
) -> None:
    """Put the icon `name` on a button, in the colour that `role` has now and after each change of theme.

    A push button with text gets a size of icon that goes with text; set the icon size of others before.
    """
    keeper = button.findChild(_IconKeeper)
    if keeper is None:
        keeper = _IconKeeper(button)
    keeper.show(name, role)


def app_icon() -> QIcon:
    """The icon of the application, in its own colours."""
    made = QIcon()
    renderer = QSvgRenderer(str(asset_path("icons", "photosim.svg")))
    for size in (16, 32, 48, 64, 128, 256):
        drawn = QPixmap(size, size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        renderer.render(painter, QRectF(drawn.rect()))
        painter.end()
        made.addPixmap(drawn)
    return made


def _blank(size: QSize) -> QIcon:
    nothing = QPixmap(size)
    nothing.fill(Qt.GlobalColor.transparent)
    return QIcon(nothing)


@lru_cache
def _source(name: str) -> str:
    return asset_path("icons", f"{name}.svg").read_text(encoding="utf-8")


class _IconKeeper(QObject):
    """Lives on a button and draws its icon before it is seen, and anew when its palette changes."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self._button = button
        self._name = ""
        self._role = QPalette.ColorRole.ButtonText
        self._drawn: tuple[object, ...] = ()
        button.installEventFilter(self)

    def show(self, name: str, role: QPalette.ColorRole) -> None:
        self._name, self._role = name, role
        if isinstance(self._button, QPushButton) and self._button.text():
            # The canvas is wider than the icon: Qt leaves too little air between icon and text.
            self._button.setIconSize(SPACED_SIZE)
        if self._button.isVisible():
            self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Polish and self._button.icon().isNull():
            # A page is laid out before all of its buttons are seen: the icon's room is wanted, not the icon.
            self._button.setIcon(_blank(self._button.iconSize()))
        elif kind == QEvent.Type.Show or (kind == QEvent.Type.PaletteChange and self._button.isVisible()):
            self._draw()
        return super().eventFilter(watched, event)

    def _draw(self) -> None:
        palette = self._button.palette()
        disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        colors = (palette.color(QPalette.ColorGroup.Active, self._role), disabled)
        drawn = (self._name, self._button.iconSize().toTuple(), colors[0].rgba(), colors[1].rgba())
        if drawn != self._drawn:
            self._drawn = drawn
            self._button.setIcon(icon_of(self._name, self._button.iconSize(), colors))
