"""The stylesheet: what a palette cannot say. Looks are chosen by the dynamic property `kind`."""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from photosim.domain.assets import asset_path

if TYPE_CHECKING:
    from photosim.gui.kit.theme import Colors

_SHEET = Template("""
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 8px; }

QLabel[kind="muted"] { color: $muted; }
QLabel[kind="accent"] { color: $accent; }
QLabel[kind="key"] {
    background: $surface; border: 1px solid $border; border-radius: 4px; padding: 2px 7px;
}
QLabel[kind="good"] { color: $good; }
QLabel[kind="warning"] { color: $warning; }
QLabel[kind="danger"] { color: $danger; }

QFrame[kind="card"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[kind="banner"] { background: $accent_soft; border: none; border-bottom: 1px solid $border; }
QFrame[kind="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="status"] { background: $rail; border: none; border-top: 1px solid $border; }

QPushButton, QToolButton[kind="button"] {
    background: $raised; color: $text; border: 1px solid $border; border-radius: 6px;
    padding: 6px 14px; min-height: 20px;
}
QPushButton:hover, QToolButton[kind="button"]:hover { background: $hover; }
QPushButton:pressed { background: $border; }
QPushButton:focus, QToolButton[kind="button"]:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled { color: palette(placeholder-text); background: transparent; }
QPushButton[kind="primary"] {
    background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $hover; border-color: $hover; color: $muted; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; }
QPushButton[kind="link"] {
    background: transparent; border: 2px solid transparent; color: $accent;
    padding: 2px 4px; text-align: left;
}
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border-color: $accent; }

QToolButton[kind="icon"] {
    background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 4px;
}
QToolButton[kind="icon"]:hover { background: $hover; }
QToolButton[kind="icon"]:focus { border-color: $accent; }

QToolButton[kind="segment"] {
    background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px;
    padding: 5px 10px;
}
QToolButton[kind="segment"]:hover { background: $hover; }
QToolButton[kind="segment"]:checked { background: $accent_soft; border-color: $accent; font-weight: 600; }

QFrame[kind="rail"] { background: $rail; border: none; border-right: 1px solid $border; }
QToolButton[kind="rail"] {
    background: transparent; color: $muted; border: 2px solid transparent; border-radius: 8px;
    padding: 6px 2px 5px 2px;
}
QToolButton[kind="rail"]:hover { background: $hover; color: $text; }
QToolButton[kind="rail"]:checked { background: $accent_soft; color: $text; font-weight: 600; }
QToolButton[kind="rail"]:focus { border-color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox {
    background: $surface; color: $text; border: 1px solid $border; border-radius: 6px; padding: 5px 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus {
    border: 2px solid $accent; padding: 4px 7px;
}

QComboBox {
    background: $raised; color: $text; border: 1px solid $border; border-radius: 6px;
    padding: 5px 8px; min-height: 20px;
}
QComboBox:hover { background: $hover; }
QComboBox:focus { border: 2px solid $accent; padding: 4px 7px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$icons/arrow-$scheme.svg"); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $border; border-radius: 0; padding: 4px;
    selection-background-color: $accent_soft; selection-color: $text;
}

QCheckBox { spacing: 8px; }
QCheckBox::indicator {
    width: 16px; height: 16px; border: 1px solid $muted; border-radius: 4px; background: $surface;
}
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:focus { border: 2px solid $accent; width: 14px; height: 14px; }
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/check-$scheme.svg");
}

QRadioButton { spacing: 8px; }
QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid $muted; border-radius: 8px; background: $surface;
}
QRadioButton::indicator:hover { border-color: $accent; }
QRadioButton::indicator:focus { border: 2px solid $accent; width: 12px; height: 12px; }
QRadioButton::indicator:checked {
    width: 6px; height: 6px; border: 5px solid $accent; background: $on_accent;
}

QListView, QTableView, QTreeView { background: $surface; border: 1px solid $border; border-radius: 6px; }
QListView:focus, QTableView:focus, QTreeView:focus { border: 2px solid $accent; }
QTableView { gridline-color: $border; }
QTableView::item { padding: 0 8px; }
QHeaderView::section {
    background: $window; color: $muted; border: none; border-bottom: 1px solid $border; padding: 6px 8px;
}

QProgressBar {
    background: $hover; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QMenuBar { background: $window; border-bottom: 1px solid $border; }
QMenuBar::item { padding: 5px 10px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 24px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle {
    background: $border; border-radius: 4px; margin: 2px; min-height: 32px; min-width: 32px;
}
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $border; }
""")


def stylesheet(colors: Colors) -> str:
    """The stylesheet of a scheme."""
    return _SHEET.substitute(
        asdict(colors),
        accent_hover="#7cd4db" if colors.dark else "#0d7f89",
        scheme="dark" if colors.dark else "light",
        icons=asset_path("icons").as_posix(),
    )
