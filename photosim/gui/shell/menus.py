"""The menu bar, and every action that has a shortcut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from photosim.gui.base.pages import PAGE_WORDS, Page, page_keys
from photosim.gui.kit.theme import ThemeMode
from photosim.gui.shell.tools import TOOL_WORDS

_THEME_WORDS = {ThemeMode.SYSTEM: "As the system", ThemeMode.LIGHT: "Light", ThemeMode.DARK: "Dark"}


class Menus(QObject):
    """Builds the menu bar of a window and tells what was chosen."""

    scan_wanted = Signal()
    picture_wanted = Signal()
    paste_wanted = Signal()
    library_wanted = Signal(str)
    """Carries the folder of a recent library, or "" to choose one."""
    page_wanted = Signal(str)
    theme_wanted = Signal(str)
    shortcuts_wanted = Signal()
    about_wanted = Signal()
    demo_wanted = Signal()
    removal_wanted = Signal()
    tool_wanted = Signal(str)
    """Carries the `Tool`."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.actions: list[QAction] = []
        bar = window.menuBar()
        file = bar.addMenu("&File")
        self.scan = self._add(file, "&Scan folders…", "Ctrl+N", self.scan_wanted.emit)
        self._add(file, "Search with a &picture…", "Ctrl+O", self.picture_wanted.emit)
        file.addSeparator()
        self._add(file, "Open &library…", "Ctrl+Shift+O", partial(self.library_wanted.emit, ""))
        self.recent = file.addMenu("&Recent libraries")
        self._add(file, "Try the &demo", "", self.demo_wanted.emit)
        file.addSeparator()
        self._add(file, "&Quit", "Ctrl+Q", window.close)
        edit = bar.addMenu("&Edit")
        self._add(
            edit, "&Paste a picture", QKeySequence(QKeySequence.StandardKey.Paste), self.paste_wanted.emit
        )
        view = bar.addMenu("&View")
        for page in Page:
            self._add(view, PAGE_WORDS[page][0], page_keys(page), partial(self.page_wanted.emit, page))
        view.addSeparator()
        self._themes = self._theme_menu(view.addMenu("&Colours"))
        clean = bar.addMenu("&Clean up")
        self._add(clean, "&Review the groups", "", partial(self.page_wanted.emit, Page.GROUPS))
        self._add(clean, "Remove what was &chosen…", "Ctrl+Shift+Delete", self.removal_wanted.emit)
        self._add(clean, "&History and undo", "", partial(self.page_wanted.emit, Page.HISTORY))
        clean.addSeparator()
        for tool, words in TOOL_WORDS.items():
            self._add(clean, words, "", partial(self.tool_wanted.emit, tool))
        help_menu = bar.addMenu("&Help")
        self._add(help_menu, "&Keyboard shortcuts", "F1", self.shortcuts_wanted.emit)
        self._add(help_menu, "&About photosim", "", self.about_wanted.emit)

    def show_theme(self, mode: ThemeMode) -> None:
        """Mark the wish for light or dark that holds."""
        self._themes[mode].setChecked(True)

    def show_recent(self, libraries: Sequence[tuple[str, str]]) -> None:
        """List the recent libraries: (name, folder)."""
        self.recent.clear()
        for name, folder in libraries:
            action = self.recent.addAction(f"{name}  ({folder})".replace("&", "&&"))
            action.triggered.connect(partial(self._on_recent, folder))
        self.recent.setEnabled(bool(libraries))

    def _add(self, menu: QMenu, text: str, keys: str | QKeySequence, call: Callable[[], object]) -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: call())
        menu.addAction(action)
        self.actions.append(action)
        return action

    def _theme_menu(self, menu: QMenu) -> dict[ThemeMode, QAction]:
        group = QActionGroup(self)
        made = {}
        for mode, words in _THEME_WORDS.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(partial(self._on_theme, mode))
            group.addAction(action)
            made[mode] = action
        return made

    def _on_theme(self, mode: ThemeMode, _checked: bool = False) -> None:
        self.theme_wanted.emit(mode)

    def _on_recent(self, folder: str, _checked: bool = False) -> None:
        self.library_wanted.emit(folder)
