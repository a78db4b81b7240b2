"""A map with what was chosen on it and how far it is: the same for photos and for faces."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from photosim.app.exploring.map import MapMethod
from photosim.domain.progress import Progress
from photosim.gui.base.context import Context
from photosim.gui.base.jobs import Job
from photosim.gui.kit.compound import Compound
from photosim.gui.kit.dialogs import told_failure
from photosim.gui.kit.empty import EmptyState
from photosim.gui.kit.keys import on_keys
from photosim.gui.kit.splitter import QuietSplitter
from photosim.gui.kit.theme import Space
from photosim.gui.map.canvas import MapCanvas
from photosim.gui.map.controls import MapProgress
from photosim.gui.map.kind import Kind
from photosim.gui.map.scene import EMPTY, Scene
from photosim.gui.map.work import Growth, Run

_SIDE_WIDTH = 380


class MapPane(Compound):
    """Lays out a map when it is seen, and shows it.

    Args:
        context: the open library.
        kind: what the points are.
        run: lays the map out, in a worker thread.
        side: what stands beside the map while points are chosen.
        parent: Qt's owner.
    """

    status = Signal(str)
    """A sentence for the status area."""
    changed = Signal()
    """Another `summary` or `method`, or whether there is a map at all."""

    def __init__(
        self, context: Context, kind: Kind, run: Run, side: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._run = run
        self._beside = side
        self._method = MapMethod.TSNE
        self._looks: Any = None
        self._job: Job | None = None
        self._stale = True
        self.canvas = MapCanvas(kind, context.theme)
        self.progress = MapProgress()
        self._split = QuietSplitter(Qt.Orientation.Horizontal, self)
        self._pages = QStackedWidget(self._split)
        self._waiting = EmptyState("map", "Laying out the map…", "Reading what is known of your photos.")
        self._nothing = EmptyState("map", "", "")
        self._trouble = EmptyState("failed", "The map could not be made", "")
        self._arrange()
        self._trouble.add_button("Try again", self._start, primary=True)
        self.progress.stopped.connect(self._stop)
        self.canvas.chosen_changed.connect(self._on_chosen)
        on_keys(side, Qt.Key.Key_Escape, self.choose_nothing)

    @property
    def method(self) -> MapMethod:
        """How the map is laid out."""
        return self._method

    @property
    def busy(self) -> bool:
        """Whether the map is being laid out."""
        return self._job is not None and not self._job.ended

    @property
    def usable(self) -> bool:
        """Whether there is a map to work on."""
        return bool(self.canvas.scene.items)

    @property
    def summary(self) -> str:
        """What is on the map, in words; "" while nothing is."""
        return self._summary() if self.usable else ""

    @property
    def message(self) -> str:
        """What is said instead of a map, "" while one is shown."""
        page = self._pages.currentWidget()
        return page.text if isinstance(page, EmptyState) else ""

    def refresh(self) -> None:
        """The library has changed: lay the map out anew when it is seen."""
        self._stale = True
        if self.isVisible():
            self._start()

    def showEvent(self, event: QShowEvent) -> None:
        """The map is made when somebody wants to see it."""
        super().showEvent(event)
        if self._stale:
            self._start()

    def show_method(self, method: MapMethod) -> None:
        """Lay the map out another way."""
        self._method = method
        self._start()

    def choose_nothing(self) -> None:
        """Let no point be chosen any more."""
        self.canvas.choose(np.zeros(len(self.canvas.scene.items), np.bool_))
        self.canvas.setFocus()

    def _summary(self) -> str:
        raise NotImplementedError

    def _scene(self, looks: Any) -> Scene:  # noqa: ANN401 - what `run` answers
        """The points of a map."""
        raise NotImplementedError

    def _on_chosen(self) -> None:
        """Other points are chosen now."""
        raise NotImplementedError

    def _show_side(self, shown: bool) -> None:
        """Show or hide what stands beside the map."""
        was_hidden = self._beside.isHidden()
        self._beside.setVisible(shown)
        if shown and was_hidden:
            self._split.setSizes([self._split.width() - _SIDE_WIDTH, _SIDE_WIDTH])

    def _start(self) -> None:
        self._stale = False
        if self._job is not None and not self._job.ended:
            self._job.drop()
        self.progress.hide()
        if self._pages.currentWidget() is not self._map:
            self._pages.setCurrentWidget(self._waiting)
        self._job = self._context.jobs.start(
            "Laying out the map",
            partial(self._run, self._context.workspace, self._method),
            done=self._on_done,
            failed=self._on_failed,
            cancelled=self._on_stopped,
            progress=self._on_progress,
            quiet=True,
        ).answer_only(self)
        self.changed.emit()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_progress(self, news: object) -> None:
        if isinstance(news, Growth):
            self._show(news.looks)
        elif isinstance(news, Progress):
            self.progress.show_progress(news)

    def _on_done(self, looks: Any) -> None:  # noqa: ANN401 - what `run` answers
        self.progress.hide()
        self._show(looks)

    def _on_stopped(self) -> None:
        self.progress.hide()
        self.status.emit("Stopped; this is the overview, which needs no time")
        self.show_method(MapMethod.PCA)

    def _on_failed(self, error: Exception) -> None:
        self.progress.hide()
        self._trouble.say("The map could not be made", told_failure(error))
        self._pages.setCurrentWidget(self._trouble)

    def _show(self, looks: Any) -> None:  # noqa: ANN401 - what `run` answers
        self._looks = looks
        scene = self._scene(looks)
        self.canvas.show_scene(scene if scene.items else EMPTY)
        self._pages.setCurrentWidget(self._map if scene.items else self._nothing)
        self.changed.emit()

    def _arrange(self) -> None:
        self._map = QWidget(self._pages)
        column = QVBoxLayout(self._map)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.progress)
        for page in (self._waiting, self._map, self._nothing, self._trouble):
            self._pages.addWidget(page)
        self._split.addWidget(self._pages)
        self._split.addWidget(self._beside)
        self._split.setStretchFactor(0, 1)
        self._beside.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        self.lead_to(self.canvas, self._nothing, self._trouble)
