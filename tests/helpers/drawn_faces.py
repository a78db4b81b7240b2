"""Drawn faces that a detector of real ones takes for faces: two people, in as many poses as one likes."""

from __future__ import annotations

import random
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

_GREY = (96, 104, 112)
_Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Looks:
    """What a person looks like."""

    skin: _Colour
    hair: _Colour
    eyes_apart: int
    nose: int
    mouth: int
    beard: bool = False
    long_hair: bool = False


ADA = Looks((236, 196, 178), (190, 150, 80), 26, 12, 18, long_hair=True)
BEN = Looks((120, 84, 62), (24, 20, 18), 29, 18, 26, beard=True)


def face(looks: Looks, pose: int = 0, side: int = 240) -> Image.Image:
    """A picture of a person's face; another `pose` has other light and is a little bigger or smaller."""
    chance = random.Random(pose)
    light = chance.uniform(0.9, 1.08)
    zoom = side / 240 * chance.uniform(0.9, 1.0)
    picture = Image.new("RGB", (side, side), _GREY)
    draw = ImageDraw.Draw(picture)

    def lit(colour: _Colour, share: float = 1.0) -> _Colour:
        red, green, blue = (min(255, round(value * light * share)) for value in colour)
        return red, green, blue

    def oval(x: float, y: float, wide: float, high: float, colour: _Colour) -> None:
        draw.ellipse(
            [(x - wide) * zoom, (y - high) * zoom, (x + wide) * zoom, (y + high) * zoom], fill=colour
        )

    if looks.long_hair:
        draw.rectangle([38 * zoom, 100 * zoom, 202 * zoom, 236 * zoom], fill=lit(looks.hair))
    oval(120, 105, 80, 92, lit(looks.hair))
    oval(120, 128, 62, 82, lit(looks.skin))
    if looks.beard:
        draw.pieslice([58 * zoom, 60 * zoom, 182 * zoom, 214 * zoom], 5, 175, fill=lit(looks.hair))
        oval(120, 132, 46, 34, lit(looks.skin))
    for x in (120 - looks.eyes_apart, 120 + looks.eyes_apart):
        oval(x, 112, 16, 9, lit(looks.skin, 0.6))
        oval(x, 113, 12, 6, (235, 235, 235))
        oval(x, 113, 6, 6, (40, 30, 25))
        brow = [((x - 18) * zoom, 98 * zoom), (x * zoom, 93 * zoom), ((x + 18) * zoom, 98 * zoom)]
        draw.line(brow, fill=lit(looks.hair, 0.8), width=round(6 * zoom))
    nose = [(120, 110), (120 - looks.nose, 150), (120 + looks.nose, 150)]
    draw.polygon([(x * zoom, y * zoom) for x, y in nose], fill=lit(looks.skin, 0.88))
    for x in (120 - looks.nose / 2, 120 + looks.nose / 2):
        oval(x, 150, 5, 3, lit(looks.skin, 0.5))
    oval(120, 172, looks.mouth, 8, (158, 70, 70))
    draw.line(
        [((120 - looks.mouth) * zoom, 172 * zoom), ((120 + looks.mouth) * zoom, 172 * zoom)],
        fill=(80, 30, 30),
        width=round(3 * zoom),
    )
    return picture.filter(ImageFilter.GaussianBlur(1.5 * zoom))


def group_photo(*people: Looks, pose: int = 0, side: int = 240) -> Image.Image:
    """People beside one another."""
    picture = Image.new("RGB", (side * len(people), side), _GREY)
    for place, looks in enumerate(people):
        picture.paste(face(looks, pose, side), (place * side, 0))
    return picture
