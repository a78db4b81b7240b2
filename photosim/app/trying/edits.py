"""What people and programs do to photos, for the demo and for the self-check."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageDraw, ImageEnhance, ImageOps

Picture = Image.Image
Edit = Callable[[Picture], Picture]

_MAKE, _MODEL, _ORIENTATION, _DATE_TIME = 0x010F, 0x0110, 0x0112, 0x0132
_EXIF_IFD, _DATE_TIME_ORIGINAL, _SUB_SECONDS = 0x8769, 0x9003, 0x9291


@dataclass(frozen=True, slots=True)
class Save:
    """How a picture is written.

    Attributes:
        format: Pillow's name.
        quality: 1..100 where the format has one.
        taken_at: for the EXIF data, or None: no EXIF data at all.
        camera: maker and model for the EXIF data.
        turned: whether the pixels lie on their side and EXIF tells how to turn them back.
    """

    format: str = "JPEG"
    quality: int = 92
    taken_at: datetime | None = None
    camera: tuple[str, str] = ("", "")
    turned: bool = False


def encode(picture: Picture, save: Save) -> bytes:
    """The file's bytes."""
    target = io.BytesIO()
    stored = picture.transpose(Image.Transpose.ROTATE_90) if save.turned else picture
    if save.taken_at is None and not save.turned:
        stored.save(target, save.format, quality=save.quality)
    else:
        stored.save(target, save.format, quality=save.quality, exif=_exif(save))
    return target.getvalue()


def _exif(save: Save) -> Image.Exif:
    exif = Image.Exif()
    exif[_ORIENTATION] = 6 if save.turned else 1
    if save.taken_at is not None:
        stamp = save.taken_at.strftime("%Y:%m:%d %H:%M:%S")
        exif[_MAKE], exif[_MODEL] = save.camera
        exif[_DATE_TIME] = stamp
        details = exif.get_ifd(_EXIF_IFD)
        details[_DATE_TIME_ORIGINAL] = stamp
        details[_SUB_SECONDS] = f"{save.taken_at.microsecond // 10_000:02}"
    return exif


def as_taken(picture: Picture) -> Picture:
    """Nothing is done to it."""
    return picture


def resize(picture: Picture, width: int) -> Picture:
    """To this width in pixels."""
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def shrink(picture: Picture, share: float) -> Picture:
    """To a share of its width."""
    return resize(picture, max(1, round(picture.width * share)))


def crop(picture: Picture, box: tuple[float, float, float, float]) -> Picture:
    """To a part of it; left, top, right, bottom as shares of its sides."""
    sides = picture.size * 2
    left, top, right, bottom = (round(share * side) for share, side in zip(box, sides, strict=True))
    return picture.crop((left, top, max(left + 1, right), max(top + 1, bottom)))


def square(picture: Picture) -> Picture:
    """To the square in its middle."""
    side = min(picture.size)
    return ImageOps.fit(picture, (side, side))


def turn(picture: Picture, degrees: int) -> Picture:
    """By degrees counterclockwise, a multiple of 90."""
    return picture.rotate(degrees, expand=True)


def straighten(picture: Picture, degrees: float) -> Picture:
    """By a few degrees; what has no picture behind it is cut away."""
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC)
    # For a picture three halves as wide as high, and every one nearer to a square.
    margin = min(0.4, abs(degrees) * 0.0175 * 0.8)
    return crop(turned, (margin, margin, 1 - margin, 1 - margin))


def frame(picture: Picture, share: float) -> Picture:
    """In a white frame, as thick as a share of its width."""
    return ImageOps.expand(picture, max(1, round(share * picture.width)), fill="white")


def story(picture: Picture) -> Picture:
    """Between black bars, on a page as high as a phone."""
    width = picture.width
    height = max(picture.height, round(width * 16 / 9))
    page = Image.new("RGB", (width, height))
    page.paste(picture, (0, (height - picture.height) // 2))
    return page


def screenshot(picture: Picture) -> Picture:
    """As a phone shows it in its gallery: bars above and below, with signs in them."""
    shown = story(picture)
    bar = round(shown.width * 0.09)
    draw = ImageDraw.Draw(shown)
    draw.rectangle((0, 0, shown.width, bar), fill=(18, 18, 20))
    draw.rectangle((0, shown.height - 2 * bar, shown.width, shown.height), fill=(18, 18, 20))
    draw.text((bar // 2, bar // 4), "9:41", fill="white", font_size=max(8, bar // 2))
    draw.rectangle(
        (shown.width - bar, bar // 3, shown.width - bar // 3, bar * 2 // 3), outline="white", width=2
    )
    for place in range(1, 5):
        x, y = shown.width * place // 5, shown.height - bar
        draw.ellipse((x - bar // 4, y - bar // 4, x + bar // 4, y + bar // 4), outline="white", width=3)
    return shown


def colour(picture: Picture, saturation: float, contrast: float) -> Picture:
    """With colours and contrast times these factors."""
    return ImageEnhance.Contrast(ImageEnhance.Color(picture).enhance(saturation)).enhance(contrast)


def brighten(picture: Picture, factor: float) -> Picture:
    """With brightness times this factor."""
    return ImageEnhance.Brightness(picture).enhance(factor)


def warm(picture: Picture) -> Picture:
    """With the look of an old print: warm, paler, a little soft in contrast."""
    sepia = ImageOps.colorize(ImageOps.grayscale(picture), "#1c1206", "#fff3dc", mid="#a58763")
    return Image.blend(colour(picture, 0.85, 0.92), sepia, 0.45)


def caption(picture: Picture, text: str) -> Picture:
    """With a line of text across its lower part."""
    written = picture.copy()
    place = (round(0.04 * picture.width), round(0.86 * picture.height))
    ImageDraw.Draw(written).text(place, text, fill="white", font_size=max(8, round(0.05 * picture.width)))
    return written
