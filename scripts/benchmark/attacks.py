"""What happens to photos on their way through phones, chats and the web, with real codecs.

Each attack turns a picture into the bytes of a file. The same seed, source and attack give the same bytes on
one version of Pillow. Separate from the training's augmentations in code and in parameters.
"""

import io
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from scripts.benchmark import layouts

Picture = Image.Image
Edit = Callable[[Picture, random.Random], Picture]
ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Attack:
    """One kind of attack.

    Attributes:
        name: as shown in tables.
        run: picture, random numbers and foreign pictures to the bytes of a file.
    """

    name: str
    run: Callable[[Picture, random.Random, Sequence[Picture]], bytes]


def jpeg(picture: Picture, quality: int = 92, *, orientation: int | None = None) -> bytes:
    """Write a JPEG file."""
    exif = Image.Exif()
    if orientation is not None:
        exif[ORIENTATION] = orientation
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, exif=exif)
    return file.getvalue()


def _saved(fmt: str, **options: object) -> Attack:
    def run(picture: Picture, rng: random.Random, others: Sequence[Picture]) -> bytes:
        del rng, others
        file = io.BytesIO()
        picture.save(file, fmt, **options)
        return file.getvalue()

    return Attack(f"{fmt.lower()}{options.get('quality', '')}", run)


def _edited(name: str, edit: Edit, quality: int = 92) -> Attack:
    def run(picture: Picture, rng: random.Random, others: Sequence[Picture]) -> bytes:
        del others
        return jpeg(edit(picture, rng), quality)

    return Attack(name, run)


def _exif_turned(picture: Picture, rng: random.Random, others: Sequence[Picture]) -> bytes:
    """Store the pixels on their side, with the tag that puts them upright again."""
    del others
    turn, orientation = rng.choice(
        ((Image.Transpose.ROTATE_90, 6), (Image.Transpose.ROTATE_270, 8), (Image.Transpose.ROTATE_180, 3))
    )
    return jpeg(picture.transpose(turn), orientation=orientation)


def _scaled(share: float) -> Edit:
    def edit(picture: Picture, rng: random.Random) -> Picture:
        del rng
        size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
        return picture.resize(size, Image.Resampling.BICUBIC)

    return edit


def _turned(how: Image.Transpose) -> Edit:
    return lambda picture, _: picture.transpose(how)


def crop(picture: Picture, rng: random.Random, share: float) -> Picture:
    """Keep `share` of the area, somewhere, in about the same shape."""
    stretch = math.exp(rng.uniform(-0.12, 0.12))
    width = min(picture.width, round(picture.width * math.sqrt(share) * stretch))
    height = min(picture.height, round(picture.width * picture.height * share / width))
    left, top = rng.randint(0, picture.width - width), rng.randint(0, picture.height - height)
    return picture.crop((left, top, left + width, top + height))


def _cropped(share: float) -> Edit:
    return lambda picture, rng: crop(picture, rng, share)


def tilt(picture: Picture, rng: random.Random) -> Picture:
    """Turn by 2 to 10 degrees and crop the blank corners away."""
    degrees = rng.choice((-1, 1)) * rng.uniform(2, 10)
    angle = math.radians(abs(degrees))
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC)
    width, height = picture.size
    # The largest upright rectangle of the same shape inside the turned one.
    ratio = max(width, height) / min(width, height)
    scale = 1 / (math.cos(angle) + ratio * math.sin(angle))
    left, top = width * (1 - scale) / 2, height * (1 - scale) / 2
    return turned.crop((round(left), round(top), round(width - left), round(height - top)))


def stretch(picture: Picture, rng: random.Random) -> Picture:
    """Change the aspect ratio by 15 to 40 %."""
    by = math.exp(rng.choice((-1, 1)) * rng.uniform(0.14, 0.34))
    return picture.resize((round(picture.width * by), picture.height), Image.Resampling.BICUBIC)


def _enhanced(kind: Callable[[Picture], ImageEnhance._Enhance], low: float, high: float) -> Edit:
    """Weaken to `low` or strengthen to `high`, or beyond by a tenth."""

    def edit(picture: Picture, rng: random.Random) -> Picture:
        return kind(picture).enhance(rng.choice((low, high)) * rng.uniform(0.9, 1.1))

    return edit


def gamma(picture: Picture, rng: random.Random) -> Picture:
    """Apply a gamma of about 0.55 or 1.8."""
    power = rng.choice((0.55, 1.8)) * rng.uniform(0.9, 1.1)
    return picture.point([round(255 * (value / 255) ** power) for value in range(256)] * 3)


def grey(picture: Picture, rng: random.Random) -> Picture:
    """Take the colours away."""
    del rng
    return picture.convert("L").convert("RGB")


def sepia(picture: Picture, rng: random.Random) -> Picture:
    """Tone like an old print."""
    del rng
    return ImageOps.colorize(picture.convert("L"), "#1c0f04", "#fff3dc", mid="#a5794b")


def filtered(picture: Picture, rng: random.Random) -> Picture:
    """Give it the look of a filter: curves by channel, faded blacks, dark corners."""
    tables: list[int] = []
    for _ in range(3):
        lift, top, power = rng.uniform(0, 45), rng.uniform(210, 255), rng.uniform(0.75, 1.35)
        tables += [round(lift + (top - lift) * (value / 255) ** power) for value in range(256)]
    out = ImageEnhance.Color(picture.point(tables)).enhance(rng.uniform(0.5, 1.5))
    if rng.random() < 0.5:
        dark = ImageEnhance.Brightness(out).enhance(0.35)
        mask = Image.radial_gradient("L").resize(out.size).point([min(255, int(v * 0.9)) for v in range(256)])
        out = Image.composite(dark, out, mask)
    return out


def blur(picture: Picture, rng: random.Random) -> Picture:
    """Blur with a radius of 0.4 to 0.9 % of the longer side."""
    return picture.filter(ImageFilter.GaussianBlur(max(picture.size) * rng.uniform(0.004, 0.009)))


def noise(picture: Picture, rng: random.Random) -> Picture:
    """Add Gaussian noise of 15 to 35 grey levels."""
    numbers = np.random.default_rng(rng.randrange(2**32))
    pixels = np.asarray(picture, np.float32)
    grain = numbers.normal(0, rng.uniform(15, 35), pixels.shape).astype(np.float32)
    return Image.fromarray((pixels + grain).clip(0, 255).astype(np.uint8))


def _screenshot(picture: Picture, rng: random.Random, others: Sequence[Picture]) -> bytes:
    del others
    return _saved("PNG").run(layouts.screenshot(picture, rng), rng, ())


def _collage(picture: Picture, rng: random.Random, others: Sequence[Picture]) -> bytes:
    return jpeg(layouts.collage(picture, rng, others), 88)


def _repost(picture: Picture, rng: random.Random, others: Sequence[Picture]) -> bytes:
    """Three hands: cropped and filtered, then captioned, then bordered; saved badly each time."""
    del others
    first = _reopened(jpeg(filtered(crop(picture, rng, rng.uniform(0.65, 0.9)), rng), 70))
    second = _reopened(jpeg(layouts.text(_scaled(0.75)(first, rng), rng), 55))
    return jpeg(layouts.border(second, rng), 35)


MILD: tuple[Edit, ...] = (gamma, filtered, blur, noise, tilt, stretch, grey, layouts.text, layouts.emoji)


def _mixture(picture: Picture, rng: random.Random, others: Sequence[Picture]) -> bytes:
    """Crop, mirror perhaps, four edits and a bad JPEG."""
    del others
    out = crop(picture, rng, rng.uniform(0.55, 0.85))
    if rng.random() < 0.4:
        out = ImageOps.mirror(out)
    for edit in rng.sample(MILD, 4):
        out = edit(out, rng)
    return jpeg(_scaled(rng.uniform(0.4, 0.8))(out, rng), rng.randint(25, 60))


def _reopened(data: bytes) -> Picture:
    with Image.open(io.BytesIO(data)) as opened:
        return opened.convert("RGB")


def _named(attack: Attack, name: str) -> Attack:
    return Attack(name, attack.run)


TRANSPOSE = Image.Transpose
ATTACKS: tuple[Attack, ...] = (
    _named(_saved("PNG"), "exact pixels (png)"),
    *(_saved("JPEG", quality=quality) for quality in (85, 50, 20, 10)),
    _saved("WEBP", quality=60),
    _edited("resize 50 %", _scaled(0.5)),
    _edited("resize 25 %", _scaled(0.25)),
    _edited("exif stripped", lambda picture, _: picture, 95),
    Attack("exif turned", _exif_turned),
    _edited("turn 90", _turned(TRANSPOSE.ROTATE_90)),
    _edited("turn 180", _turned(TRANSPOSE.ROTATE_180)),
    _edited("turn 270", _turned(TRANSPOSE.ROTATE_270)),
    _edited("tilt", tilt),
    _edited("mirror", _turned(TRANSPOSE.FLIP_LEFT_RIGHT)),
    *(_edited(f"crop {share} %", _cropped(share / 100)) for share in (90, 75, 50, 35)),
    _edited("aspect", stretch),
    _edited("brightness", _enhanced(ImageEnhance.Brightness, 0.55, 1.5)),
    _edited("contrast", _enhanced(ImageEnhance.Contrast, 0.5, 1.7)),
    _edited("gamma", gamma),
    _edited("saturation", _enhanced(ImageEnhance.Color, 0.3, 2.2)),
    _edited("grey", grey),
    _edited("sepia", sepia),
    _edited("filter", filtered),
    _edited("blur", blur),
    _edited("noise", noise),
    _edited("text", layouts.text),
    _edited("watermark", layouts.watermark),
    _edited("logo", layouts.logo),
    _edited("emoji", layouts.emoji),
    _edited("border", layouts.border),
    _edited("frame", layouts.frame),
    _edited("letterbox", layouts.letterbox),
    Attack("screenshot", _screenshot),
    Attack("collage", _collage),
    Attack("repost", _repost),
    Attack("strong mixture", _mixture),
)
BY_NAME: Mapping[str, Attack] = {attack.name: attack for attack in ATTACKS}


def attacked(
    attack: Attack, source: str, picture: Picture, others: Sequence[Picture], seed: int = 1
) -> bytes:
    """Attack a source.

    Args:
        attack: the kind.
        source: name of the source; with the seed and the kind it decides every random number.
        picture: the source, RGB and upright.
        others: at least three foreign pictures, for collages.
        seed: another seed gives another benchmark.
    """
    return attack.run(picture, random.Random(f"{seed}/{attack.name}/{source}"), others)
