"""What the demo library holds: a few scenes and what really happens to photos over the years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from PIL import ImageOps

from photosim.app.trying.edits import (
    Edit,
    Picture,
    Save,
    as_taken,
    brighten,
    caption,
    colour,
    crop,
    frame,
    resize,
    turn,
)

_CHINA = datetime(2023, 5, 14, 10, 12, 3)  # noqa: DTZ001 - a camera's clock knows no zone
_GARDEN = datetime(2023, 8, 6, 17, 40, 21)  # noqa: DTZ001
_CAMERA = ("Canon", "Canon EOS 80D")
_PHONE = ("samsung", "SM-G991B")


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


def _originals() -> Iterator[DemoPhoto]:
    trip = [("pagoda", 0), ("roofs", 48), ("lake", 131), ("verandas", 260)]
    for number, (scene, seconds) in enumerate(trip, start=2041):
        save = _shot(_CHINA + timedelta(seconds=seconds))
        yield DemoPhoto(f"2023 China/IMG_{number}.jpg", scene, as_taken, save)
    garden = [("dahlia", 0), ("petals", 95), ("bud", 400)]
    for number, (scene, seconds) in enumerate(garden, start=101):
        save = _shot(_GARDEN + timedelta(seconds=seconds))
        yield DemoPhoto(f"2023 Garden/DSC_{number:04}.jpg", scene, as_taken, save)


def _bursts() -> Iterator[DemoPhoto]:
    # A hand is never still: each frame looks a little to the side of the one before.
    for number, (dx, dy) in enumerate([(0.00, 0.02), (0.03, 0.00), (0.07, 0.03), (0.10, 0.06), (0.12, 0.10)]):
        save = _shot(_CHINA + timedelta(minutes=6, seconds=number))
        yield DemoPhoto(f"2023 China/IMG_{2050 + number}.jpg", "pagoda", partial(_window, dx=dx, dy=dy), save)
    for number, (dx, dy) in enumerate([(0.02, 0.10), (0.06, 0.07), (0.11, 0.05)]):
        save = _shot(_GARDEN + timedelta(minutes=3, seconds=number))
        edit = partial(_window, dx=dx, dy=dy)
        yield DemoPhoto(f"2023 Garden/DSC_{110 + number:04}.jpg", "dahlia", edit, save)


def _phone_backup() -> Iterator[DemoPhoto]:
    copies = [
        ("IMG_2041.jpg", "pagoda", _CHINA),
        ("IMG_2043.jpg", "lake", _CHINA + timedelta(seconds=131)),
        ("DSC_0101.jpg", "dahlia", _GARDEN),
    ]
    for name, scene, taken_at in copies:
        yield DemoPhoto(f"Phone backup/{name}", scene, as_taken, _shot(taken_at))
    small = partial(resize, width=800)
    roofs, verandas = _CHINA + timedelta(seconds=48), _CHINA + timedelta(seconds=260)
    petals = _GARDEN + timedelta(seconds=95)
    yield DemoPhoto("Phone backup/IMG_2042 (small).jpg", "roofs", small, _shot(roofs, quality=85))
    yield DemoPhoto("Phone backup/DSC_0102 (small).jpg", "petals", small, _shot(petals, quality=85))
    turned = Save(taken_at=verandas, camera=_PHONE, turned=True, quality=88)
    yield DemoPhoto("Phone backup/20230514_101623.jpg", "verandas", as_taken, turned)
    yield DemoPhoto("Phone backup/Screenshot_20230520.png", "lake", partial(resize, width=720), Save("PNG"))


def _edited() -> Iterator[DemoPhoto]:
    edits: list[tuple[str, str, Edit]] = [
        ("pagoda black and white.jpg", "pagoda", ImageOps.grayscale),
        ("pagoda cropped.jpg", "pagoda", partial(crop, box=(0.08, 0.02, 0.62, 0.95))),
        ("pagoda framed.jpg", "pagoda", partial(frame, share=0.06)),
        ("pagoda mirrored.jpg", "pagoda", ImageOps.mirror),
        ("pagoda turned.jpg", "pagoda", partial(turn, degrees=90)),
        ("roofs vivid.jpg", "roofs", partial(colour, saturation=1.5, contrast=1.15)),
        ("lake brighter.jpg", "lake", partial(brighten, factor=1.12)),
        ("dahlia square.jpg", "dahlia", partial(crop, box=(0.20, 0.05, 0.78, 0.92))),
        ("dahlia upside down.jpg", "dahlia", partial(turn, degrees=180)),
        ("dahlia with greetings.jpg", "dahlia", partial(caption, text="Greetings from the garden")),
        ("petals pale.jpg", "petals", partial(colour, saturation=0.4, contrast=0.9)),
    ]
    for name, scene, edit in edits:
        yield DemoPhoto(f"Edited/{name}", scene, edit, Save(quality=90))


def _messenger() -> Iterator[DemoPhoto]:
    sent = ["pagoda", "roofs", "dahlia", "petals", "bud"]
    for number, scene in enumerate(sent, start=1):
        day = "20230514" if SCENES[scene].source == "china.jpg" else "20230806"
        path = f"Sent by messenger/IMG-{day}-WA{number:04}.jpg"
        yield DemoPhoto(path, scene, partial(resize, width=1024), Save(quality=30))
    yield DemoPhoto("Sent by messenger/pagoda.webp", "pagoda", as_taken, Save("WEBP", quality=60))
    small = partial(resize, width=640)
    yield DemoPhoto("Sent by messenger/dahlia.webp", "dahlia", small, Save("WEBP", quality=75))


def _shot(taken_at: datetime, quality: int = 92) -> Save:
    return Save(taken_at=taken_at, camera=_CAMERA, quality=quality)


def _window(picture: Picture, dx: float, dy: float) -> Picture:
    return crop(picture, (dx, dy, dx + 0.86, dy + 0.86))
