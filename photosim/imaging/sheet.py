"""Many small pictures and coloured squares on one large picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from photosim.imaging.guard import decoding
from photosim.imaging.refusal import Refusal
from photosim.imaging.tint import Tint


@dataclass(frozen=True, slots=True)
class Spot:
    """A square place on a sheet.

    Attributes:
        x: of its middle, in pixels.
        y: likewise.
        side: in pixels, >= 1.
        filling: its colour, or an encoded picture that is fitted into it.
    """

    x: float
    y: float
    side: int
    filling: Tint | bytes


def sheet(side: int, ground: Tint, spots: Iterable[Spot]) -> bytes:
    """A square picture, PNG.

    Args:
        side: in pixels.
        ground: the colour of what is left free.
        spots: later ones lie on earlier ones; pictures that are damaged are left out.
    """
    drawn = Image.new("RGB", (side, side), ground)
    draw = ImageDraw.Draw(drawn)
    for spot in spots:
        half = spot.side / 2
        if isinstance(spot.filling, bytes):
            picture = _picture(spot.filling, spot.side)
            if picture is not None:
                drawn.paste(picture, (round(spot.x - picture.width / 2), round(spot.y - picture.height / 2)))
        else:
            left, top = round(spot.x - half), round(spot.y - half)
            draw.rectangle((left, top, left + spot.side - 1, top + spot.side - 1), spot.filling)
    buffer = BytesIO()
    drawn.save(buffer, "PNG")
    return buffer.getvalue()


def _picture(data: bytes, side: int) -> Image.Image | None:
    try:
        with decoding("picture"), Image.open(BytesIO(data), formats=("JPEG",)) as opened:
            opened.draft("RGB", (side, side))
            picture = opened.convert("RGB")
    except Refusal:
        return None
    picture.thumbnail((side, side), Image.Resampling.BILINEAR)
    return picture
