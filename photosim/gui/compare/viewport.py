"""Which part of the scene is seen, how large: one for all panes, so that they always agree."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from photosim.domain.similarity import Transform, inverted
from photosim.gui.compare.geometry import Box, Point, applied

_LARGEST = 16.0
_SMALLEST_SHARE_OF_FIT = 0.5
_LARGEST_FIT = 4.0


class Viewport(QObject):
    """Zoom and centre; counts in device pixels.

    The zoom is the number of device pixels for one unit of the scene: 1 is 100 %. While fitted it follows
    the size of the panes.
    """

    changed = Signal()
    """Another part is seen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bounds = Box(0.0, 0.0, 1.0, 1.0)
        self._pane = (1.0, 1.0)
        self._zoom = 1.0
        self._center: Point = (0.5, 0.5)
        self._fitted = True

    @property
    def zoom(self) -> float:
        """Device pixels for one unit of the scene."""
        return self._zoom

    @property
    def center(self) -> Point:
        """The point of the scene in the middle of each pane."""
        return self._center

    @property
    def fitted(self) -> bool:
        """Whether everything is seen, whatever the size of the panes."""
        return self._fitted

    @property
    def fit_zoom(self) -> float:
        """The zoom at which everything is just seen."""
        bounds = self._bounds
        fit = min(self._pane[0] / max(bounds.width, 1e-9), self._pane[1] / max(bounds.height, 1e-9))
        return min(fit, _LARGEST_FIT)

    def matrix(self) -> Transform:
        """From the scene to device pixels of a pane."""
        # Whole pixels: at 100 % every pixel of the picture falls on one of the screen.
        left = round(self._pane[0] / 2 - self._zoom * self._center[0])
        top = round(self._pane[1] / 2 - self._zoom * self._center[1])
        return (self._zoom, 0.0, left, 0.0, self._zoom, top, 0.0, 0.0, 1.0)

    def scene_point(self, place: Point) -> Point:
        """The point of the scene that is seen at a place of a pane, in device pixels."""
        return applied(inverted(self.matrix()), place)

    def set_bounds(self, bounds: Box) -> None:
        """The pictures take another part of the scene now; what is looked at stays."""
        self._bounds = bounds
        self._settle()

    def set_pane(self, width: float, height: float) -> None:
        """The panes have another size, in device pixels."""
        if (width, height) != self._pane:
            self._pane = (max(1.0, width), max(1.0, height))
            self._settle()

    def fit(self) -> None:
        """See everything."""
        self._fitted = True
        self._settle()

    def zoom_to(self, zoom: float, place: Point | None = None) -> None:
        """See it at another zoom.

        Args:
            zoom: device pixels for one unit of the scene; kept within reason.
            place: device pixels of a pane; what is seen there stays there. None: the middle.
        """
        spot = place or (self._pane[0] / 2, self._pane[1] / 2)
        kept = self.scene_point(spot)
        self._zoom = min(max(zoom, self.fit_zoom * _SMALLEST_SHARE_OF_FIT), _LARGEST)
        self._fitted = False
        self._center = (
            kept[0] - (spot[0] - self._pane[0] / 2) / self._zoom,
            kept[1] - (spot[1] - self._pane[1] / 2) / self._zoom,
        )
        self._settle()

    def move(self, across: float, down: float) -> None:
        """Shift what is seen, by device pixels."""
        self._center = self._center[0] - across / self._zoom, self._center[1] - down / self._zoom
        self._settle()

    def _settle(self) -> None:
        if self._fitted:
            self._zoom, self._center = self.fit_zoom, self._bounds.center
        else:
            bounds = self._bounds
            self._center = (
                min(max(self._center[0], bounds.left), bounds.right),
                min(max(self._center[1], bounds.top), bounds.bottom),
            )
        self.changed.emit()
