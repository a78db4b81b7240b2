"""How the window looks: colours for light and dark, distances, sizes of type.

Fusion with palettes of our own, because asking Qt for a dark scheme does nothing on a bare X11 desktop.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from photosim.gui.kit.stylesheet import stylesheet

_LINE = 15
"""Height of a line of the type that systems come with, in pixels."""


class Space(IntEnum):
    """The distances of the window, in device-independent pixels; nothing lies between them."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24


class ThemeMode(StrEnum):
    """What the user wishes."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colors:
    """One scheme. Every text colour keeps a contrast of at least 4.5 to every surface it stands on.

    Attributes:
        dark: whether this is the dark scheme.
        window: behind everything; neutral, so that photos keep their colours.
        rail: behind the navigation rail.
        surface: behind lists, fields, cards.
        raised: behind buttons.
        hover: behind what the pointer is over.
        border: lines between things.
        text: what is read first.
        muted: what is read second.
        accent: what can be done here, where one is.
        on_accent: text on the accent.
        accent_soft: behind what is chosen.
        good: done, safe, protected.
        warning: look at this.
        danger: this failed.
    """

    dark: bool
    window: str
    rail: str
    surface: str
    raised: str
    hover: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    good: str
    warning: str
    danger: str


LIGHT = Colors(
    dark=False,
    window="#f5f6f7",
    rail="#ebedef",
    surface="#ffffff",
    raised="#ffffff",
    hover="#e3e6e9",
    border="#cfd4d9",
    text="#1a1d21",
    muted="#545c66",
    accent="#0b6b74",
    on_accent="#ffffff",
    accent_soft="#d5eaec",
    good="#1c6b34",
    warning="#8a4b00",
    danger="#b3261e",
)
DARK = Colors(
    dark=True,
    window="#1a1c1f",
    rail="#131517",
    surface="#212428",
    raised="#2b2f34",
    hover="#33383e",
    border="#3d434a",
    text="#e9ebed",
    muted="#a7afb8",
    accent="#62c6ce",
    on_accent="#04282c",
    accent_soft="#1f4347",
    good="#7fd498",
    warning="#f0bd66",
    danger="#f59189",
)


def palette_of(colors: Colors) -> QPalette:
    """The Qt palette of a scheme."""
    role = QPalette.ColorRole
    named = {
        role.Window: colors.window,
        role.WindowText: colors.text,
        role.Base: colors.surface,
        role.AlternateBase: colors.window,
        role.Text: colors.text,
        role.PlaceholderText: colors.muted,
        role.Button: colors.raised,
        role.ButtonText: colors.text,
        role.BrightText: colors.danger,
        role.ToolTipBase: colors.raised,
        role.ToolTipText: colors.text,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.on_accent,
        role.Accent: colors.accent,
        role.Link: colors.accent,
        role.LinkVisited: colors.accent,
        role.Light: colors.hover,
        role.Midlight: colors.hover,
        role.Mid: colors.border,
        role.Dark: colors.border,
        role.Shadow: "#000000",
    }
    palette = QPalette()
    for which, color in named.items():
        palette.setColor(which, QColor(color))
    faint = QColor(colors.muted)
    faint.setAlphaF(0.55)
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, faint)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colors.hover))
    return palette


class Theme(QObject):
    """Holds the scheme of the application and follows the system where the user wishes it.

    Args:
        app: gets the palette and the stylesheet.
        mode: the user's wish.
    """

    changed = Signal(object)
    """The `Colors` are others now; widgets that paint with them repaint themselves."""

    def __init__(self, app: QApplication, mode: ThemeMode = ThemeMode.SYSTEM) -> None:
        super().__init__()
        self._app = app
        self._mode = mode
        app.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system)
        self._apply()

    @property
    def mode(self) -> ThemeMode:
        """The user's wish."""
        return self._mode

    @property
    def colors(self) -> Colors:
        """The scheme in use."""
        if self._mode is ThemeMode.SYSTEM:
            dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        else:
            dark = self._mode is ThemeMode.DARK
        return DARK if dark else LIGHT

    def set_mode(self, mode: ThemeMode) -> None:
        """Follow another wish from now on."""
        if mode is not self._mode:
            self._mode = mode
            self._apply()

    def _on_system(self) -> None:
        if self._mode is ThemeMode.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        colors = self.colors
        self._app.setPalette(palette_of(colors))
        self._app.setStyleSheet(stylesheet(colors))
        self.changed.emit(colors)


def scaled_font(factor: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The system's font, `factor` times as large."""
    font = QFont(QApplication.font())
    font.setPointSizeF(QApplication.font().pointSizeF() * factor)
    font.setWeight(weight)
    return font


def by_type_size(pixels: int) -> int:
    """A width or height that words must fit into, in pixels: what is given, more with larger type.

    Args:
        pixels: what is right for type with lines of 15 pixels.
    """
    return max(pixels, round(pixels * QFontMetrics(QApplication.font()).height() / _LINE))


def heading(text: str, level: int = 1, parent: QWidget | None = None) -> QLabel:
    """A heading: level 1 names a page, 2 a section, 3 a block."""
    label = QLabel(text, parent)
    label.setFont(scaled_font({1: 1.7, 2: 1.25, 3: 1.0}[level], QFont.Weight.DemiBold))
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def muted(text: str = "", parent: QWidget | None = None) -> QLabel:
    """Text that is read second; wraps."""
    label = QLabel(text, parent)
    label.setProperty("kind", "muted")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def mark(widget: QWidget, kind: str) -> None:
    """Give a widget a look that the stylesheet knows: primary, quiet, card, muted, good, warning, danger."""
    widget.setProperty("kind", kind)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
