"""What the autoencoder makes of one photo: the picture it saw, its drawing, and where the two differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.exploring.odd_measures import picture_of
from photosim.imaging.measures import squash
from photosim.imaging.preview import Raster

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.domain.photo import Photo

HEAT = ((0, 0, 4), (66, 10, 104), (147, 38, 103), (221, 81, 58), (252, 165, 10), (252, 255, 164))
"""Colours of the heat map at equal steps from no difference to `FULL_HEAT`, RGB: light grows with heat."""

FULL_HEAT = 0.4
"""Difference, as a share of the way from black to white, that has the last colour of `HEAT`."""


@dataclass(frozen=True, slots=True)
class Redrawn:
    """One photo seen by the autoencoder; the three pictures are the encoder's squares.

    Attributes:
        seen: what the encoder got.
        drawn: what the decoder made of the code.
        heat: their mean difference over the colour channels, coloured by `HEAT`.
        error: 1 - SSIM of the drawing.
        largest: the largest difference, as a share of the way from black to white.
    """

    seen: Raster
    drawn: Raster
    heat: Raster
    error: float
    largest: float


def redrawn(workspace: Workspace, photos: Sequence[Photo]) -> Redrawn | None:
    """Let the autoencoder draw a photo again; None where there is no picture of it to be had.

    Args:
        workspace: the library.
        photos: the files of one content, at least one.

    Raises:
        LibraryError: the thumbnails cannot be read.
        ModelError: the model's files are missing or damaged.
    """
    pixels = picture_of(workspace, photos)
    if pixels is None:
        return None
    seen = squash(pixels, workspace.encoder.input_spec)
    drawing = workspace.encoder.redraw(seen[None])
    away = np.abs(drawing.pixels[0].astype(np.float32) - seen).mean(axis=2) / 255
    return Redrawn(
        seen=_raster(seen),
        drawn=_raster(drawing.pixels[0]),
        heat=_raster(heat_of(away)),
        error=float(drawing.error[0]),
        largest=float(away.max()),
    )


def heat_of(differences: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Colour differences: float32 (H, W) within 0..1 to uint8 (H, W, 3)."""
    place = np.clip(differences / FULL_HEAT, 0, 1) * (len(HEAT) - 1)
    steps, colours = np.arange(len(HEAT)), np.array(HEAT, np.float64)
    channels = [np.interp(place, steps, colours[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=-1).round().astype(np.uint8)


def _raster(pixels: NDArray[np.uint8]) -> Raster:
    return Raster(pixels.shape[1], pixels.shape[0], np.ascontiguousarray(pixels).tobytes())
