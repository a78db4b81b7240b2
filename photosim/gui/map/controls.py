"""What stands above and below the map: how it is laid out, the lasso, zoom, and how far the work is."""

from __future__ import annotations

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
from photosim.gui.kit.progress_words import progress_words
from photosim.gui.kit.theme import Space, heading, mark, muted

_METHODS = {
    MapMethod.TSNE: (
        "Neighbours",
        "Photos that look alike lie together (t-SNE); takes its time, and is kept",
    ),
    MapMethod.PCA: ("Overview", "The two ways in which the photos differ most (PCA); at once"),
}
_ZOOM = 1.25


class MapBar(QWidget):
    """The head of the page."""

    method_wanted = Signal(object)
    """The user wants another `MapMethod`."""
    lasso_wanted = Signal(bool)
    """Whether dragging is to draw a line around photos."""
    zoom_wanted = Signal(object)
    """Nearer or farther by this factor (float)."""
    all_wanted = Signal()
    """The user wants to see the whole map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._methods = QButtonGroup(self)
        self._buttons: dict[MapMethod, QToolButton] = {}
        self.lasso = QToolButton()
        self._summary = muted()
        self._summary.setWordWrap(False)
        self._lay_out()

    @property
    def summary(self) -> QLabel:
        """What is on the map, in words."""
        return self._summary

    def show_method(self, method: MapMethod) -> None:
        """Mark how the map is laid out."""
        self._buttons[method].setChecked(True)

    def set_usable(self, usable: bool) -> None:
        """Whether there is a map to work on."""
        for child in self.findChildren(QToolButton):
            child.setEnabled(usable)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(heading("Map"))
        row.addSpacing(Space.XS)
        row.addWidget(self._summary, 1)
        for method, (name, tip) in _METHODS.items():
            row.addWidget(self._method_button(method, name, tip))
        row.addSpacing(Space.M)
        self.lasso.setText("Lasso")
        self.lasso.setToolTip("Draw around photos to choose them (L); Shift adds, Alt takes away")
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

    def _method_button(self, method: MapMethod, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(name)
        button.setToolTip(tip)
        button.setCheckable(True)
        mark(button, "segment")
        button.clicked.connect(lambda _checked=False: self.method_wanted.emit(method))
        self._methods.addButton(button)
        self._buttons[method] = button
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
