"""From a decoded picture to the upright, reduced RGB picture that everything else is made of."""

from PIL import Image

from photosim.domain.files import ProblemKind
from photosim.imaging.colour import on_white, resizable
from photosim.imaging.decode import LABELS, Decoded, Need
from photosim.imaging.guard import decoding
from photosim.imaging.refusal import Refusal

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


def upright(
    decoded: Decoded, need: Need, resample: Image.Resampling = Image.Resampling.BILINEAR
) -> Image.Image:
    """The picture as it is meant to be seen, its longest side at most `need.side` pixels.

    Returns:
        RGB in the sRGB colour space; never enlarged, never less than 1 x 1.

    Raises:
        Refusal: the pixels are of no use, or the region lies outside the picture.
    """
    with decoding(LABELS[decoded.format]):
        profile = decoded.image.info.get("icc_profile")
        image = resizable(decoded.image)
        turn = decoded.turn
        if need.region is not None:
            image = _crop(turned(image, turn), decoded, need.region)
            turn = 1
        size = fitted(image.size, need.side)
        if size != image.size:
            # The gap lets a cheap box filter do the bulk of a large reduction.
            image = image.resize(size, resample, reducing_gap=2.0)
        return turned(on_white(image, profile), turn)


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
