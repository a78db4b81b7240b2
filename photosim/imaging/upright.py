"""From a decoded picture to the upright, reduced RGB picture that everything else is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from photosim.domain.files import ProblemKind
from photosim.imaging.colour import is_srgb, on_white, resizable
from photosim.imaging.decode import LABELS, Decoded, Need
from photosim.imaging.guard import decoding
from photosim.imaging.refusal import Refusal
from photosim.imaging.shrink import shrunk, shrunk_pixels

if TYPE_CHECKING:
    from numpy.typing import NDArray

Region = tuple[int, int, int, int]
"""x, y, width, height in pixels of the upright picture."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def upright(decoded: Decoded, need: Need) -> Image.Image:
    """The picture as it is meant to be seen, its longest side at most `need.side` pixels, for the eye.

    Returns:
        RGB in the sRGB colour space; never enlarged, never less than 1 x 1.

    Raises:
        Refusal: the pixels are of no use, or the region lies outside the picture.
    """
    with decoding(LABELS[decoded.format]):
        image, turn = _asked_for(decoded, need)
        size = fitted(image.size, need.side)
        if size != image.size:
            # The gap lets a cheap box filter do the bulk of a large reduction.
            image = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
        return turned(on_white(image, decoded.image.info.get("icc_profile")), turn)


def reduced(decoded: Decoded, need: Need) -> NDArray[np.uint8]:
    """The same for the scan: a little softer, in a fraction of the time.

    Returns:
        uint8 (H, W, 3), rows without gaps.

    Raises:
        Refusal: the pixels are of no use, or the region lies outside the picture.
    """
    with decoding(LABELS[decoded.format]):
        image, turn = _asked_for(decoded, need)
        profile = decoded.image.info.get("icc_profile")
        size = fitted(image.size, need.side)
        if image.mode == "RGB" or (image.mode == "L" and not profile):
            held = decoded.pixels
            pixels = shrunk(image, size) if held is None else shrunk_pixels(held, size)
            if profile and not is_srgb(profile):
                pixels = np.asarray(on_white(Image.fromarray(pixels), profile))
        else:
            small = image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
            pixels = np.asarray(on_white(small, profile))
        return pixels if turn == 1 else np.asarray(turned(Image.fromarray(pixels), turn))


def _asked_for(decoded: Decoded, need: Need) -> tuple[Image.Image, int]:
    """The picture or its region, and the EXIF orientation that it still has to be turned by."""
    image = resizable(decoded.image)
    if need.region is None:
        return image, decoded.turn
    return _crop(turned(image, decoded.turn), decoded, need.region), 1


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """The image set upright from an EXIF orientation, 1..8."""
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """A size in the same proportions whose longest side is at most `side`; at least 1 x 1."""
    width, height = size
    longest = max(size)
    if longest <= side:
        return size
    return max(1, round(width * side / longest)), max(1, round(height * side / longest))


def region_size(decoded: Decoded, region: Region) -> tuple[int, int]:
    """Width and height of what a region covers of the picture, in full-size pixels.

    Raises:
        Refusal: it covers nothing.
    """
    left, top, right, bottom = _inside(decoded, region)
    return right - left, bottom - top


def _inside(decoded: Decoded, region: Region) -> tuple[int, int, int, int]:
    x, y, width, height = region
    left, top = max(0, x), max(0, y)
    right, bottom = min(decoded.width, x + width), min(decoded.height, y + height)
    if right <= left or bottom <= top:
        raise Refusal(
            ProblemKind.DAMAGED,
            f"The chosen region lies outside the picture of {decoded.width} x {decoded.height} pixels.",
        )
    return left, top, right, bottom


def _crop(image: Image.Image, decoded: Decoded, region: Region) -> Image.Image:
    left, top, right, bottom = _inside(decoded, region)
    across, down = image.width / decoded.width, image.height / decoded.height
    x, y = min(int(left * across), image.width - 1), min(int(top * down), image.height - 1)
    return image.crop((x, y, max(x + 1, round(right * across)), max(y + 1, round(bottom * down))))
