"""Pictures that training lays over or around photos, drawn once at the start.

Nothing here is a file: text, stickers and user interfaces are drawn by Pillow from a seed, so that the
product learns from nobody's artwork.
"""

import random
import string
from typing import NamedTuple

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

OVERLAY_SIDE = 64
SCREEN_SIDE = 128


class Bank(NamedTuple):
    """Everything drawn."""

    overlays: Tensor
    """uint8 (N, 4, 64, 64), RGBA: text, stickers, logos, watermarks."""
    screens: Tensor
    """uint8 (M, 3, 128, 128): user interfaces without the photo."""


def _colour(rng: random.Random) -> tuple[int, int, int]:
    if rng.random() < 0.45:
        return rng.choice([(255, 255, 255), (0, 0, 0), (20, 20, 20), (240, 240, 240)])
    return rng.randrange(256), rng.randrange(256), rng.randrange(256)


def _words(rng: random.Random, length: int) -> str:
    letters = string.ascii_letters + string.digits + "      !?.,#@"
    return "".join(rng.choice(letters) for _ in range(length))


def _text(rng: random.Random) -> Image.Image:
    picture = Image.new("RGBA", (256, 256))
    draw = ImageDraw.Draw(picture)
    lines = rng.choice([1, 1, 1, 2, 3])
    size = rng.randrange(220, 300) // (lines + 1)
    font = ImageFont.load_default(size)
    colour, edge = _colour(rng), _colour(rng)
    if rng.random() < 0.25:
        draw.rectangle((0, 0, 255, 255), fill=(*edge, rng.randrange(120, 256)))
    for line in range(lines):
        words = _words(rng, rng.randrange(3, 22))
        width = max(1, int(draw.textlength(words, font)))
        strip = Image.new("RGBA", (width, size + size // 3))
        ImageDraw.Draw(strip).text(
            (0, 0),
            words,
            font=font,
            fill=(*colour, 255),
            stroke_width=rng.choice([0, 0, size // 16]),
            stroke_fill=edge,
        )
        height = 256 // lines
        strip = strip.resize((256, height))
        picture.alpha_composite(strip, (0, line * height))
    return picture


def _sticker(rng: random.Random) -> Image.Image:
    picture = Image.new("RGBA", (256, 256))
    draw = ImageDraw.Draw(picture)
    face = _colour(rng) if rng.random() < 0.5 else (255, 205, 60)
    kind = rng.randrange(4)
    if kind == 0:
        draw.ellipse((4, 4, 251, 251), fill=face)
        for x in (85, 170):
            draw.ellipse((x - 18, 70, x + 18, 120), fill=_colour(rng))
        draw.arc((60, 90, 195, 210), 10, 170, fill=_colour(rng), width=14)
    elif kind == 1:
        draw.polygon([(128, 240), (20, 110), (70, 30), (128, 80), (186, 30), (236, 110)], fill=_colour(rng))
    elif kind == 2:
        draw.rounded_rectangle((4, 4, 251, 251), rng.randrange(10, 120), fill=_colour(rng))
        left, right = sorted(rng.randrange(30, 226) for _ in range(2))
        top, bottom = sorted(rng.randrange(30, 226) for _ in range(2))
        draw.ellipse((left, top, right + 8, bottom + 8), outline=_colour(rng), width=rng.randrange(6, 30))
        draw.text((70, 60), _words(rng, 2), font=ImageFont.load_default(120), fill=_colour(rng))
    else:
        points = [(rng.randrange(256), rng.randrange(256)) for _ in range(rng.randrange(3, 9))]
        draw.polygon(points, fill=_colour(rng))
        draw.line([*points, points[0]], fill=_colour(rng), width=rng.randrange(2, 16))
    return picture


def _watermark(rng: random.Random) -> Image.Image:
    picture = Image.new("RGBA", (256, 256))
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(rng.randrange(18, 48))
    words = _words(rng, rng.randrange(5, 12))
    colour = (*_colour(rng), rng.randrange(60, 200))
    step = rng.randrange(48, 110)
    for y in range(0, 256, step):
        draw.text((rng.randrange(-30, 30), y), words + "   " + words, font=font, fill=colour)
    return picture


def _screen(rng: random.Random) -> Image.Image:
    dark = rng.random() < 0.4
    ground = rng.choice(
        [(18, 18, 18), (0, 0, 0), (30, 34, 42)] if dark else [(255, 255, 255), (245, 246, 248)]
    )
    if rng.random() < 0.2:
        ground = _colour(rng)
    ink = (230, 230, 230) if dark else (30, 30, 30)
    grey = (110, 110, 115) if dark else (190, 192, 198)
    side = SCREEN_SIDE * 3
    picture = Image.new("RGB", (side, side), ground)
    draw = ImageDraw.Draw(picture)
    for top in (True, False):
        if rng.random() < 0.75:
            tall = rng.randrange(14, 60)
            box = (0, 0, side, tall) if top else (0, side - tall, side, side)
            draw.rectangle(box, fill=rng.choice([ground, grey, _colour(rng)]))
            for _ in range(rng.randrange(2, 7)):
                x, r = rng.randrange(side), rng.randrange(4, max(5, tall // 2))
                y = (box[1] + box[3]) // 2
                draw.ellipse((x - r, y - r, x + r, y + r), fill=rng.choice([ink, grey, _colour(rng)]))
            draw.text(
                (rng.randrange(side // 2), box[1] + 2),
                _words(rng, 14),
                fill=ink,
                font=ImageFont.load_default(max(9, tall // 2)),
            )
    for _ in range(rng.randrange(0, 14)):
        x, y, size = rng.randrange(side), rng.randrange(side), rng.randrange(9, 26)
        draw.text(
            (x - 40, y),
            _words(rng, rng.randrange(4, 40)),
            fill=rng.choice([ink, grey]),
            font=ImageFont.load_default(size),
        )
    for _ in range(rng.randrange(0, 5)):
        x, y, w, h = rng.randrange(side), rng.randrange(side), rng.randrange(20, 120), rng.randrange(12, 90)
        draw.rounded_rectangle(
            (x, y, x + w, y + h), rng.randrange(0, 10), fill=rng.choice([grey, _colour(rng)])
        )
    return picture.resize((SCREEN_SIDE, SCREEN_SIDE), Image.Resampling.BOX)


def _stack(pictures: list[Image.Image]) -> Tensor:
    return torch.from_numpy(np.stack([np.asarray(p) for p in pictures])).permute(0, 3, 1, 2).contiguous()


def draw_bank(seed: int, overlays: int = 600, screens: int = 500) -> Bank:
    """Draw all overlays and screens; the same seed draws the same pictures."""
    rng = random.Random(seed)
    makers = [_text, _text, _sticker, _watermark]
    laid = [
        rng.choice(makers)(rng).resize((OVERLAY_SIDE, OVERLAY_SIDE), Image.Resampling.BOX)
        for _ in range(overlays)
    ]
    return Bank(_stack(laid), _stack([_screen(rng) for _ in range(screens)]))
