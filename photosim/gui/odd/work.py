"""What worker threads do for the page of odd photos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from photosim.domain.photo import ContentId, Photo
from photosim.domain.progress import CancelToken
from photosim.gui.base.images import image_of
from photosim.gui.base.jobs import ReportAny

if TYPE_CHECKING:
    from photosim.app.exploring.odd import OddReport
    from photosim.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Drawing:
    """One photo seen by the autoencoder, ready to be shown; see `app.exploring.odd_detail.Redrawn`."""

    seen: QImage
    drawn: QImage
    heat: QImage
    error: float
    largest: float


def find(workspace: Workspace, report: ReportAny, cancel: CancelToken) -> OddReport:
    """Measure what is not measured yet, and score every photo."""
    from photosim.app.exploring.odd import find_odd  # noqa: PLC0415 - brings scikit-learn and the model

    return find_odd(workspace, report, cancel)


def draw(
    workspace: Workspace, photos: Sequence[Photo], _report: ReportAny, cancel: CancelToken
) -> Drawing | None:
    """Let the autoencoder draw a photo again; None where there is no picture of it."""
    from photosim.app.exploring.odd_detail import redrawn  # noqa: PLC0415 - brings the model

    cancel.checkpoint()
    found = redrawn(workspace, photos)
    if found is None:
        return None
    seen, drawn, heat = (image_of(raster) for raster in (found.seen, found.drawn, found.heat))
    return Drawing(seen, drawn, heat, found.error, found.largest)


def call_fine(
    workspace: Workspace, photos: Sequence[Photo], fine: bool, _report: ReportAny, _cancel: CancelToken
) -> frozenset[ContentId]:
    """Call photos fine, or take that back; returns all contents that are fine now."""
    from photosim.app.exploring.odd import call_fine as call  # noqa: PLC0415 - brings scikit-learn

    return call(workspace, photos, fine=fine)
