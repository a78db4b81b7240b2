"""Several looks at one picture that is searched for, because a copy may hold more or less than its original.

A photo of the library has one code. A question may take its time: its picture is also looked at turned, with
its colours evened out, as if it were a part of something larger, and panel by panel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageOps, ImageStat

from photosim.imaging.panels import panels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.domain.encoder import InputSpec
    from photosim.imaging.upright import Region

_TURNS = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
_CUT_OFF = 1
"""Per cent of the darkest and of the brightest pixels that may become black and white."""
_MARGIN = 0.12
"""Of the shorter side; the room that is left around a picture that may be a crop."""
_EVENED, _ROOMY, _TURNED, _PART = 0.02, 0.03, 0.08, 0.05
"""Added to the distances of each kind of view, as the more often one asks, the nearer comes a stranger by
chance; chosen on pictures that no figure is reported of."""


class QueryViews(NamedTuple):
    """Looks at one picture.

    Attributes:
        pixels: (L, S, S, 3) uint8, input of the encoder.
        handicap: (L,) float32, what to add to the distances from each, >= 0.
        parts: the rectangles, in pixels, that the last of the views show.
    """

    pixels: NDArray[np.uint8]
    handicap: NDArray[np.float32]
    parts: list[Region]


def query_views(picture: Image.Image, spec: InputSpec) -> QueryViews:
    """Look at a picture in every way but the usual one.

    Args:
        picture: RGB and upright, a few hundred pixels a side.
        spec: how the encoder wants its pixels.
    """
    turned = [picture.transpose(turn) for turn in _TURNS]
    regions = panels(np.asarray(picture))
    parts = [picture.crop((x, y, x + wide, y + tall)) for x, y, wide, tall in regions]
    whole = [ImageOps.autocontrast(picture, _CUT_OFF), _with_room(picture)]
    size, resample = (spec.size, spec.size), Image.Resampling[spec.resample]
    pixels = [np.asarray(look.resize(size, resample)) for look in (*whole, *turned, *parts)]
    handicap = [_EVENED, _ROOMY] + [_TURNED] * len(turned) + [_PART] * len(parts)
    return QueryViews(np.stack(pixels), np.array(handicap, np.float32), regions)


def _with_room(picture: Image.Image) -> Image.Image:
    mean = tuple(round(value) for value in ImageStat.Stat(picture).mean)
    return ImageOps.expand(picture, round(min(picture.size) * _MARGIN), fill=mean)
