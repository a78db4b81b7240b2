"""Odd pictures made from photos and from nothing: blurred, dark, bright, half decoded, pages, walls."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFile, ImageFilter, ImageFont, ImageOps

from scripts.benchmark.layouts import phrase

Picture = Image.Image


@dataclass(frozen=True, slots=True)
class Example:
    """A file of the benchmark.

    Attributes:
        kind: "normal", or one of `MADE`.
        source: the photo it was made from, the scene, or its own name.
        data: the file's bytes.
    """

    kind: str
    source: str
    data: bytes


def examples(photos: Path, every: int) -> Iterator[Example]:
    """Normal photos, and odd ones made of every so many of them.

    Args:
        photos: the folder with `bench`.
        every: 1 makes odd ones of every source.
    """
    sources = sorted((photos / "bench" / "sources").iterdir())
    for path in sources:
        yield Example("normal", path.name, path.read_bytes())
    for path in sorted((photos / "bench" / "scenes").glob("*/*")):
        yield Example("normal", path.parent.name, path.read_bytes())
    for path in sources[::every]:
        with Image.open(path) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        for kind, make in MADE.items():
            yield Example(kind, path.name, make(picture, random.Random(f"{kind} {path.name}")))


def _jpeg(picture: Picture, quality: int = 88) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _png(picture: Picture) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _numbers(rng: random.Random) -> np.random.Generator:
    return np.random.default_rng(rng.randrange(1 << 30))


def _noisy(picture: Picture, rng: random.Random) -> Picture:
    """A sensor's noise lies on a blurred picture, too."""
    pixels = np.asarray(picture, np.float32)
    return _picture(pixels + _numbers(rng).normal(0, rng.uniform(0, 2.5), pixels.shape))


def _picture(pixels: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> Picture:
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _smeared(picture: Picture, length: int, rng: random.Random) -> Picture:
    pixels, angle = np.asarray(picture, np.float32), rng.uniform(0, np.pi)
    sums = np.zeros_like(pixels)
    places = np.linspace(-length / 2, length / 2, max(3, length))
    for place in places:
        shift = (round(place * np.sin(angle)), round(place * np.cos(angle)))
        sums += np.roll(pixels, shift, (0, 1))
    return _picture(sums / len(places))


def _scaled(picture: Picture, factor: float, offset: float) -> Picture:
    return _picture(np.asarray(picture, np.float32) * factor + offset)


def _cut_off(picture: Picture, share: float) -> Picture:
    """What a program that takes truncated files makes of one, and saves again."""
    data = _jpeg(picture)
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(io.BytesIO(data[: int(len(data) * share)])) as opened:
            return opened.convert("RGB")
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _zeroed(jpeg: bytes, share: float) -> bytes:
    """A copy whose last sectors were never written, all but the end mark."""
    start = int(len(jpeg) * share)
    return jpeg[:start] + bytes(len(jpeg) - 2 - start) + jpeg[-2:]


def _plain(rng: random.Random, level: tuple[float, float], noise: float, slope: float) -> Picture:
    numbers = _numbers(rng)
    height, width = 480, 640
    colour = np.full(3, numbers.uniform(*level)) + numbers.uniform(-0.1, 0.1, 3) * level[1]
    ramp = np.linspace(0, rng.uniform(0, slope), width)[None, :, None]
    grain = numbers.normal(0, rng.uniform(0.5, noise), (height, width, 1))
    return _picture(np.broadcast_to(colour + ramp, (height, width, 3)) + grain)


def _page(rng: random.Random) -> Picture:
    width, height = rng.choice(((850, 1100), (1100, 850), (900, 1200)))
    out = Image.new("RGB", (width, height), rng.choice(("#ffffff", "#fdfcf8", "#f4f1ea")))
    draw = ImageDraw.Draw(out)
    size = rng.choice((16, 20, 26))
    draw.text((70, 60), phrase(rng, 3), font=ImageFont.load_default(size * 2), fill="#111111")
    top, end = 60 + size * 3, height * rng.uniform(0.4, 0.95)
    while top < end:
        words = phrase(rng, int((width - 140) / (size * 3)))
        draw.text((70, top), words, font=ImageFont.load_default(size), fill="#222222")
        top += round(size * rng.choice((1.4, 1.4, 1.4, 2.4)))
    if rng.random() < 0.5:
        return out
    # Photographed instead of scanned: uneven light, a slant, the table around it.
    light = np.linspace(rng.uniform(0.6, 0.9), 1, width)[None, :, None] * np.array((1, 0.97, 0.9))
    lit = _picture(np.asarray(out, np.float32) * light + _numbers(rng).normal(0, 3, (height, width, 3)))
    return lit.rotate(rng.uniform(-4, 4), Image.Resampling.BICUBIC, fillcolor=(90, 70, 55))


def _screen(rng: random.Random, picture: Picture | None) -> Picture:
    dark = rng.random() < 0.5
    ground, ink, soft = ("#15171a", "#e8e8e8", "#2c2f34") if dark else ("#ffffff", "#202124", "#e4e6ea")
    width, height = rng.choice(((1080, 2000), (1280, 800), (750, 1334), (1440, 900)))
    out = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(out)
    draw.rectangle((0, 0, width, height // 18), fill=soft)
    font, top = ImageFont.load_default(max(14, width // 42)), height // 14
    while top < height * 0.95:
        tall = rng.randint(height // 18, height // 8)
        left = rng.randint(20, width // 3)
        if rng.random() < 0.6:
            box = (left, top, left + rng.randint(width // 3, width * 3 // 5), top + tall)
            draw.rounded_rectangle(box, 14, fill=rng.choice((soft, "#0b84ff", "#34c759")))
        draw.text((left + 16, top + 10), phrase(rng, 4), font=font, fill=ink)
        top += tall + rng.randint(8, 24)
    if picture is not None:
        small = picture.copy()
        small.thumbnail((width * 2 // 3, height // 3))
        out.paste(small, (width // 8, height // 4))
    return out


def _blurred(picture: Picture, rng: random.Random) -> bytes:
    radius = max(picture.size) * rng.uniform(0.004, 0.012)
    return _jpeg(_noisy(picture.filter(ImageFilter.GaussianBlur(radius)), rng))


def _shaken(picture: Picture, rng: random.Random) -> bytes:
    length = round(max(picture.size) * rng.uniform(0.02, 0.06))
    return _jpeg(_noisy(_smeared(picture, length, rng), rng))


MADE: dict[str, Callable[[Picture, random.Random], bytes]] = {
    "gaussian blur": _blurred,
    "motion blur": _shaken,
    "dark": lambda picture, rng: _jpeg(_scaled(picture, rng.uniform(0.05, 0.2), 0)),
    "overexposed": lambda picture, rng: _jpeg(_scaled(picture, rng.uniform(2.2, 4), rng.uniform(40, 90))),
    "cut off": lambda picture, rng: _jpeg(_cut_off(picture, rng.uniform(0.35, 0.9))),
    "zeros at the end": lambda picture, rng: _zeroed(_jpeg(picture), rng.uniform(0.35, 0.9)),
    "lens cap": lambda _picture, rng: _jpeg(_plain(rng, (2, 10), 3, 8)),
    "bare wall": lambda _picture, rng: _jpeg(_plain(rng, (50, 225), 5, 40)),
    "page": lambda _picture, rng: _jpeg(_page(rng)),
    "screen": lambda picture, rng: _png(_screen(rng, picture if rng.random() < 0.35 else None)),
}
"""How an odd picture of each kind is made of a normal one, as a file."""
