"""What stands above and below the map: how it is laid out, the lasso, zoom, and how far the work is."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)

from photosim.app.exploring.map import MapMethod
from photosim.domain.progress import Progress
from photosim.gui.kit import icons
from photosim.gui.kit.buttons import icon_button
from photosim.gui.kit.label import ElidedLabel
from photosim.gui.kit.progress_words import progress_words
from photosim.gui.kit.theme import Space, heading, mark


class Subject(StrEnum):
    """What lies on a map."""

    PHOTOS = "photos"
    FACES = "faces"


_SUBJECTS = {
    Subject.PHOTOS: ("Photos", "All photos: what looks alike lies together"),
    Subject.FACES: ("Faces", "All faces that were found: those of one person lie together"),
}
_METHODS = {
    MapMethod.TSNE: (
        "Neighbours",
        "What looks alike lies together (t-SNE); takes its time, and is kept",
    ),
    MapMethod.PCA: ("Overview", "The two ways in which they differ most (PCA); at once"),
}
_ZOOM = 1.25


class MapBar(QWidget):
    """The head of the page."""

    subject_wanted = Signal(object)
    """The user wants the map of another `Subject`."""
    method_wanted = Signal(object)
    """The user wants another `MapMethod`."""
    lasso_wanted = Signal(bool)
    """Whether dragging is to draw a line around points."""
    zoom_wanted = Signal(object)
    """Nearer or farther by this factor (float)."""
    all_wanted = Signal()
    """The user wants to see the whole map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._methods, self._subjects = QButtonGroup(self), QButtonGroup(self)
        self._method_buttons = {
            method: _segment(self._methods, name, tip, partial(self.method_wanted.emit, method))
            for method, (name, tip) in _METHODS.items()
        }
        self._subject_buttons = {
            subject: _segment(self._subjects, name, tip, partial(self.subject_wanted.emit, subject))
            for subject, (name, tip) in _SUBJECTS.items()
        }
        self.lasso = QToolButton()
        self._summary = ElidedLabel()
        mark(self._summary, "muted")
        self._lay_out()

    @property
    def summary(self) -> ElidedLabel:
        """What is on the map, in words."""
        return self._summary

    @property
    def subjects(self) -> dict[Subject, QToolButton]:
        """The switch between photos and faces; hidden where there are no faces."""
        return self._subject_buttons

    def offer_faces(self, offered: bool) -> None:
        """Whether there are faces to lay out."""
        for button in self._subject_buttons.values():
            button.setVisible(offered)

    def show_state(self, subject: Subject, method: MapMethod, summary: str, *, usable: bool) -> None:
        """Mark what is laid out, and how.

        Args:
            subject: of the map.
            method: of the layout.
            summary: what is on the map, in words.
            usable: whether there is a map to work on.
        """
        self._subject_buttons[subject].setChecked(True)
        self._method_buttons[method].setChecked(True)
        self._summary.setText(summary)
        for child in self.findChildren(QToolButton):
            child.setEnabled(usable or child in self._subject_buttons.values())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(heading("Map"))
        row.addSpacing(Space.XS)
        for button in self._subject_buttons.values():
            row.addWidget(button)
        row.addWidget(self._summary, 1)
        for button in self._method_buttons.values():
            row.addWidget(button)
        row.addSpacing(Space.M)
        self.lasso.setText("Lasso")
        self.lasso.setToolTip("Draw around pictures to choose them (L); Shift adds, Alt takes away")
        self.lasso.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.lasso.setCheckable(True)
        mark(self.lasso, "segment")
        icons.give(self.lasso, "lasso")
        self.lasso.toggled.connect(self.lasso_wanted)
        row.addWidget(self.lasso)
        row.addSpacing(Space.M)
        for icon, tip, call in (
            ("zoom-out", "Farther (-)", lambda: self.zoom_wanted.emit(1 / _ZOOM)),
            ("zoom-in", "Nearer (+)", lambda: self.zoom_wanted.emit(_ZOOM)),
            ("fit", "Show the whole map (0)", self.all_wanted.emit),
        ):
            row.addWidget(icon_button(icon, tip, call))
        self.offer_faces(False)


def _segment(group: QButtonGroup, text: str, tip: str, call: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setCheckable(True)
    mark(button, "segment")
    button.clicked.connect(lambda _checked=False: call())
    group.addButton(button)
    return button


class MapProgress(QFrame):
    """How far the map is, and a way to stop; takes no room while nothing is done."""

    stopped = Signal()
    """The user does not want to wait."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stop = QPushButton("Stop")
        icons.give(self._stop, "stop")
        self._stop.clicked.connect(lambda _checked=False: self.stopped.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        mark(self._text, "muted")
        self.hide()

    @property
    def text(self) -> str:
        """What is being done, in words."""
        return self._text.text()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        parts = [progress.stage, progress_words(progress)]
        self._text.setText(" · ".join(part for part in parts if part))
        self._bar.setRange(0, 1000 if progress.fraction is not None else 0)
        if progress.fraction is not None:
            self._bar.setValue(round(1000 * progress.fraction))
        self.show()
