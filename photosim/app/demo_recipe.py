"""What the demo library holds: a few scenes and what really happens to photos over the years."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from PIL import Image, ImageDraw, ImageEnhance, ImageOps

Picture = Image.Image
Edit = Callable[[Picture], Picture]

_CHINA = datetime(2023, 5, 14, 10, 12, 3)  # noqa: DTZ001 - a camera's clock knows no zone
_GARDEN = datetime(2023, 8, 6, 17, 40, 21)  # noqa: DTZ001
_CAMERA = ("Canon", "Canon EOS 80D")
_PHONE = ("samsung", "SM-G991B")

_MAKE, _MODEL, _ORIENTATION, _DATE_TIME = 0x010F, 0x0110, 0x0112, 0x0132
_EXIF_IFD, _DATE_TIME_ORIGINAL, _SUB_SECONDS = 0x8769, 0x9003, 0x9291


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of one of the two source pictures, enlarged to the size of a photo.

    Attributes:
        source: name of the picture that scikit-learn ships.
        box: left, top, right, bottom in its pixels.
        width: of the photo in pixels.
    """

    source: str
    box: tuple[int, int, int, int]
    width: int


SCENES = {
    "pagoda": Scene("china.jpg", (0, 0, 640, 427), 1600),
    "roofs": Scene("china.jpg", (84, 24, 332, 189), 1200),
    "lake": Scene("china.jpg", (344, 180, 572, 332), 1200),
    "verandas": Scene("china.jpg", (60, 236, 330, 416), 1200),
    "dahlia": Scene("flower.jpg", (0, 0, 640, 427), 1600),
    "petals": Scene("flower.jpg", (214, 120, 421, 258), 1200),
    "bud": Scene("flower.jpg", (282, 335, 462, 427), 1200),
}


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
    camera: tuple[str, str] = _CAMERA
    turned: bool = False


@dataclass(frozen=True, slots=True)
class DemoPhoto:
    """One file of the demo.

    Attributes:
        path: below the demo folder, parts joined by "/".
        scene: a key of `SCENES`.
        edit: what was done to the photo.
        save: how it is written.
    """

    path: str
    scene: str
    edit: Edit
    save: Save


def demo_photos() -> tuple[DemoPhoto, ...]:
    """Every file of the demo, in the order in which they are made."""
    return (*_originals(), *_bursts(), *_phone_backup(), *_edited(), *_messenger())


def encode(picture: Picture, save: Save) -> bytes:
    """The file's bytes."""
    target = io.BytesIO()
    if save.taken_at is None:
        picture.save(target, save.format, quality=save.quality)
    else:
        stored = picture.transpose(Image.Transpose.ROTATE_90) if save.turned else picture
        stored.save(target, save.format, quality=save.quality, exif=_exif(save, save.taken_at))
    return target.getvalue()


def _exif(save: Save, taken_at: datetime) -> Image.Exif:
    stamp = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    exif = Image.Exif()
    exif[_MAKE], exif[_MODEL] = save.camera
    exif[_ORIENTATION] = 6 if save.turned else 1
    exif[_DATE_TIME] = stamp
    details = exif.get_ifd(_EXIF_IFD)
    details[_DATE_TIME_ORIGINAL] = stamp
    details[_SUB_SECONDS] = "00"
    return exif


def _originals() -> Iterator[DemoPhoto]:
    trip = [("pagoda", 0), ("roofs", 48), ("lake", 131), ("verandas", 260)]
    for number, (scene, seconds) in enumerate(trip, start=2041):
        save = Save(taken_at=_CHINA + timedelta(seconds=seconds))
        yield DemoPhoto(f"2023 China/IMG_{number}.jpg", scene, _as_taken, save)
    garden = [("dahlia", 0), ("petals", 95), ("bud", 400)]
    for number, (scene, seconds) in enumerate(garden, start=101):
        save = Save(taken_at=_GARDEN + timedelta(seconds=seconds))
        yield DemoPhoto(f"2023 Garden/DSC_{number:04}.jpg", scene, _as_taken, save)


def _bursts() -> Iterator[DemoPhoto]:
    # A hand is never still: each frame looks a little to the side of the one before.
    for frame, (dx, dy) in enumerate([(0.00, 0.02), (0.03, 0.00), (0.07, 0.03), (0.10, 0.06), (0.12, 0.10)]):
        save = Save(taken_at=_CHINA + timedelta(minutes=6, seconds=frame))
        yield DemoPhoto(f"2023 China/IMG_{2050 + frame}.jpg", "pagoda", partial(_window, dx=dx, dy=dy), save)
    for frame, (dx, dy) in enumerate([(0.02, 0.10), (0.06, 0.07), (0.11, 0.05)]):
        save = Save(taken_at=_GARDEN + timedelta(minutes=3, seconds=frame))
        edit = partial(_window, dx=dx, dy=dy)
        yield DemoPhoto(f"2023 Garden/DSC_{110 + frame:04}.jpg", "dahlia", edit, save)


def _phone_backup() -> Iterator[DemoPhoto]:
    copies = [
        ("IMG_2041.jpg", "pagoda", _CHINA),
        ("IMG_2043.jpg", "lake", _CHINA + timedelta(seconds=131)),
        ("DSC_0101.jpg", "dahlia", _GARDEN),
    ]
    for name, scene, taken_at in copies:
        yield DemoPhoto(f"Phone backup/{name}", scene, _as_taken, Save(taken_at=taken_at))
    small = partial(_resize, width=800)
    roofs, verandas = _CHINA + timedelta(seconds=48), _CHINA + timedelta(seconds=260)
    petals = _GARDEN + timedelta(seconds=95)
    yield DemoPhoto("Phone backup/IMG_2042 (small).jpg", "roofs", small, Save(quality=85, taken_at=roofs))
    yield DemoPhoto("Phone backup/DSC_0102 (small).jpg", "petals", small, Save(quality=85, taken_at=petals))
    turned = Save(taken_at=verandas, camera=_PHONE, turned=True, quality=88)
    yield DemoPhoto("Phone backup/20230514_101623.jpg", "verandas", _as_taken, turned)
    yield DemoPhoto("Phone backup/Screenshot_20230520.png", "lake", partial(_resize, width=720), Save("PNG"))


def _edited() -> Iterator[DemoPhoto]:
    edits: list[tuple[str, str, Edit]] = [
        ("pagoda black and white.jpg", "pagoda", ImageOps.grayscale),
        ("pagoda cropped.jpg", "pagoda", partial(_crop, box=(0.08, 0.02, 0.62, 0.95))),
        ("pagoda framed.jpg", "pagoda", partial(_frame, share=0.06)),
        ("pagoda mirrored.jpg", "pagoda", ImageOps.mirror),
        ("pagoda turned.jpg", "pagoda", partial(_turn, degrees=90)),
        ("roofs vivid.jpg", "roofs", partial(_colour, saturation=1.5, contrast=1.15)),
        ("lake brighter.jpg", "lake", partial(_brighten, factor=1.12)),
        ("dahlia square.jpg", "dahlia", partial(_crop, box=(0.20, 0.05, 0.78, 0.92))),
        ("dahlia upside down.jpg", "dahlia", partial(_turn, degrees=180)),
        ("dahlia with greetings.jpg", "dahlia", partial(_caption, text="Greetings from the garden")),
        ("petals pale.jpg", "petals", partial(_colour, saturation=0.4, contrast=0.9)),
    ]
    for name, scene, edit in edits:
        yield DemoPhoto(f"Edited/{name}", scene, edit, Save(quality=90))


def _messenger() -> Iterator[DemoPhoto]:
    sent = ["pagoda", "roofs", "dahlia", "petals", "bud"]
    for number, scene in enumerate(sent, start=1):
        day = "20230514" if SCENES[scene].source == "china.jpg" else "20230806"
        path = f"Sent by messenger/IMG-{day}-WA{number:04}.jpg"
        yield DemoPhoto(path, scene, partial(_resize, width=1024), Save(quality=30))
    yield DemoPhoto("Sent by messenger/pagoda.webp", "pagoda", _as_taken, Save("WEBP", quality=60))
    small = partial(_resize, width=640)
    yield DemoPhoto("Sent by messenger/dahlia.webp", "dahlia", small, Save("WEBP", quality=75))


def _as_taken(picture: Picture) -> Picture:
    return picture


def _resize(picture: Picture, width: int) -> Picture:
    return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)


def _crop(picture: Picture, box: tuple[float, float, float, float]) -> Picture:
    sides = picture.size * 2
    left, top, right, bottom = (round(share * side) for share, side in zip(box, sides, strict=True))
    return picture.crop((left, top, right, bottom))


def _window(picture: Picture, dx: float, dy: float) -> Picture:
    return _crop(picture, (dx, dy, dx + 0.86, dy + 0.86))


def _turn(picture: Picture, degrees: int) -> Picture:
    return picture.rotate(degrees, expand=True)


def _frame(picture: Picture, share: float) -> Picture:
    return ImageOps.expand(picture, round(share * picture.width), fill="white")


def _colour(picture: Picture, saturation: float, contrast: float) -> Picture:
    return ImageEnhance.Contrast(ImageEnhance.Color(picture).enhance(saturation)).enhance(contrast)


def _brighten(picture: Picture, factor: float) -> Picture:
    return ImageEnhance.Brightness(picture).enhance(factor)


def _caption(picture: Picture, text: str) -> Picture:
    written = picture.copy()
    place = (round(0.04 * picture.width), round(0.86 * picture.height))
    ImageDraw.Draw(written).text(place, text, fill="white", font_size=round(0.05 * picture.width))
    return written
