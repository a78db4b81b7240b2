"""What the window remembers between two starts, in one file."""

from __future__ import annotations

import json
import os

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

from photosim.gui.kit.theme import ThemeMode

_RECENT_LIMIT = 8


def preferences_path(library: str | None) -> str:
    """Where the file lies: in the library named on the command line, else in the platform's folder."""
    if library is not None:
        return os.path.join(os.path.abspath(library), "window.ini")
    return os.path.join(platformdirs.user_config_dir("photosim", appauthor=False), "window.ini")


class Preferences:
    """Reads and writes the file; where it cannot be written, nothing is remembered and nothing else breaks.

    Args:
        path: the file, made on the first change.
    """

    def __init__(self, path: str) -> None:
        self._settings = QSettings(path, QSettings.Format.IniFormat)

    @property
    def theme(self) -> ThemeMode:
        """Light, dark or as the system."""
        stored = str(self._settings.value("window/theme", ThemeMode.SYSTEM.value))
        return ThemeMode(stored) if stored in set(ThemeMode) else ThemeMode.SYSTEM

    @theme.setter
    def theme(self, mode: ThemeMode) -> None:
        self._settings.setValue("window/theme", mode.value)

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the window as `QWidget.saveGeometry` gives it; empty when never stored."""
        stored = self._settings.value("window/geometry")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("window/geometry", geometry)

    @property
    def page(self) -> str:
        """Name of the page that was shown last, or ""."""
        return str(self._settings.value("window/page", ""))

    @page.setter
    def page(self, name: str) -> None:
        self._settings.setValue("window/page", name)

    @property
    def photos_per_second(self) -> float | None:
        """How fast the last longer scan was on this machine, or None."""
        try:
            rate = float(str(self._settings.value("scan/photos_per_second", "")))
        except ValueError:
            return None
        return rate if rate > 0 else None

    @photos_per_second.setter
    def photos_per_second(self, rate: float | None) -> None:
        self._settings.setValue("scan/photos_per_second", "" if rate is None else f"{rate:.3f}")

    @property
    def recent_libraries(self) -> tuple[str, ...]:
        """Folders of the libraries that were open, latest first."""
        try:
            stored = json.loads(str(self._settings.value("libraries/recent", "[]")))
        except ValueError:
            return ()
        return tuple(item for item in stored if isinstance(item, str)) if isinstance(stored, list) else ()

    def remember_library(self, folder: str) -> None:
        """Put a library at the head of the recent ones."""
        others = [known for known in self.recent_libraries if known != folder]
        self._settings.setValue("libraries/recent", json.dumps([folder, *others][:_RECENT_LIMIT]))

    def forget_library(self, folder: str) -> None:
        """Take a library off the recent ones."""
        self._settings.setValue(
            "libraries/recent", json.dumps([known for known in self.recent_libraries if known != folder])
        )

    def save(self) -> None:
        """Write what is not written yet."""
        self._settings.sync()
