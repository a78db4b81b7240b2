"""Where a search begins: open pictures, paste or sketch one, go back to an earlier search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QWidget

from photosim.gui.base import intake
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.theme import Space, heading
from photosim.imaging.formats import dialog_patterns

_COUNTS = (20, 50, 100, 200)


class SearchBar(QWidget):
    """Heading, way back and forward, and the buttons that bring a picture in."""

    travel = Signal(object)
    """The user wants to go on by so many searches: -1 back, 1 forward."""
    files_chosen = Signal(object)
    """Carries the paths of files, at least one."""
    data_pasted = Signal(object)
    """Carries the bytes of an encoded picture."""
    sketch_wanted = Signal()
    """The user wants to sketch colours."""
    status = Signal(str)
    """Why nothing came in."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._back = icon_button("back", "Previous search (Alt+Left)", lambda: self.travel.emit(-1))
        self._forward = icon_button("next", "Next search (Alt+Right)", lambda: self.travel.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(heading("Search"))
        row.addStretch()
        row.addWidget(self._back)
        row.addWidget(self._forward)
        row.addWidget(icon_button("folder", "Open pictures", self.choose_file))
        row.addWidget(icon_button("paste", "Paste a picture", self.paste))
        row.addWidget(icon_button("brush", "Search with a sketch of colours", self.sketch_wanted.emit))
        on_keys(view, QKeySequence.StandardKey.Back, self._back.click)
        on_keys(view, QKeySequence.StandardKey.Forward, self._forward.click)

    def allow(self, *, back: bool, forward: bool) -> None:
        """Enable the ways that lead somewhere."""
        self._back.setEnabled(back)
        self._forward.setEnabled(forward)

    def choose_file(self) -> None:
        """Ask for a file, or several."""
        dialog = QFileDialog(self, "Search for a picture")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([f"Pictures ({' '.join(dialog_patterns())})", "All files (*)"])
        dialog.urlsSelected.connect(self._on_urls)
        dialog.open()

    def paste(self) -> None:
        """Take what the clipboard holds."""
        mime: QMimeData | None = QGuiApplication.clipboard().mimeData()
        taken = intake.Intake() if mime is None else intake.read_mime(mime)
        if taken.files:
            self.files_chosen.emit(taken.files)
        elif taken.data is not None:
            self.data_pasted.emit(taken.data)
        elif taken.web:
            self.status.emit(intake.WEB_SENTENCE)
        else:
            self.status.emit("There is no picture on the clipboard.")

    def _on_urls(self, urls: Sequence[QUrl]) -> None:
        paths = [path for url in urls if (path := intake.local_path(url)) is not None]
        if paths:
            self.files_chosen.emit(tuple(paths))


def count_box() -> QComboBox:
    """How many matches are shown; the data of an entry is the number."""
    box = QComboBox()
    for count in _COUNTS:
        box.addItem(f"{count} closest", count)
    box.setAccessibleName("How many matches")
    box.setToolTip("How many matches are shown")
    return box
