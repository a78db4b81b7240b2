"""Attacks that put a photo into something: overlays, frames, user interfaces, collages.

Written apart from the training's augmentations, with real fonts sizes and real pixels instead of tensors, so
that the benchmark does not ask what was taught word by word.
"""

import random
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont, ImageOps

Picture = Image.Image
WORDS = (
    "summer", "holiday", "with", "love", "from", "the", "coast", "2019", "day", "three", "we", "made", "it",
    "best", "view", "ever", "family", "road", "trip", "morning", "light", "old", "town", "hello", "friends",
)  # fmt: skip


def phrase(rng: random.Random, count: int) -> str:
    """Join some words."""
    return " ".join(rng.choice(WORDS) for _ in range(count)).capitalize()


def text(picture: Picture, rng: random.Random) -> Picture:
    """Write a caption of one or two lines, as memes and stories have it."""
    out = picture.copy()
    draw = ImageDraw.Draw(out)
    size = int(out.height * rng.uniform(0.07, 0.13))
    font = ImageFont.load_default(max(10, size))
    light = rng.random() < 0.7
    for line in range(rng.choice((1, 2))):
        words = phrase(rng, rng.randint(2, 4))
        wide = draw.textlength(words, font)
        top = out.height * rng.choice((0.04, 0.42, 0.78)) + line * size * 1.2
        draw.text(
            ((out.width - wide) / 2, top),
            words,
            font=font,
            fill="white" if light else "#202020",
            stroke_width=max(1, size // 18),
            stroke_fill="black" if light else "white",
        )
    return out


def watermark(picture: Picture, rng: random.Random) -> Picture:
    """Repeat a half-transparent line over the whole photo, at a slant."""
    layer = Image.new("RGBA", (picture.width * 2, picture.height * 2))
    draw = ImageDraw.Draw(layer)
    size = max(10, picture.width // 16)
    words = f"© {phrase(rng, 1)} stock    " * 12
    for row, top in enumerate(range(0, layer.height, size * 4)):
        draw.text((-row * size, top), words, font=ImageFont.load_default(size), fill=(255, 255, 255, 110))
    layer = layer.rotate(rng.uniform(20, 40), Image.Resampling.BICUBIC)
    left, top = picture.width // 2, picture.height // 2
    layer = layer.crop((left, top, left + picture.width, top + picture.height))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def logo(picture: Picture, rng: random.Random) -> Picture:
    """Put a badge with initials into a corner."""
    side = int(min(picture.size) * rng.uniform(0.16, 0.28))
    badge = Image.new("RGBA", (side * 4, side * 4))
    draw = ImageDraw.Draw(badge)
    tone = tuple(rng.randrange(30, 226) for _ in range(3))
    draw.regular_polygon((side * 2, side * 2, side * 2 - 4), rng.choice((4, 6, 8)), fill=tone)
    draw.text((side, side), phrase(rng, 1)[:2].upper(), font=ImageFont.load_default(side * 1.6), fill="white")
    badge = badge.resize((side, side), Image.Resampling.LANCZOS)
    edge = side // 5
    place = (
        rng.choice((edge, picture.width - side - edge)),
        rng.choice((edge, picture.height - side - edge)),
    )
    out = picture.copy()
    out.paste(badge, place, badge)
    return out


def emoji(picture: Picture, rng: random.Random) -> Picture:
    """Stick one to three round faces onto the photo."""
    out = picture.copy()
    for _ in range(rng.randint(1, 3)):
        side = int(min(out.size) * rng.uniform(0.15, 0.32))
        face = Image.new("RGBA", (256, 256))
        draw = ImageDraw.Draw(face)
        draw.ellipse((6, 6, 250, 250), fill="#ffcc33", outline="#c98a00", width=6)
        for x in (88, 168):
            draw.ellipse((x - 16, 80, x + 16, 124), fill="#4a2f00")
        draw.chord((64, 96, 192, 214), 0, 180, fill="#7a1f1f")
        face = face.rotate(rng.uniform(-25, 25)).resize((side, side), Image.Resampling.LANCZOS)
        out.paste(face, (rng.randrange(out.width - side), rng.randrange(out.height - side)), face)
    return out


def border(picture: Picture, rng: random.Random) -> Picture:
    """Add a plain border of equal width all round, 4 to 9 % of the longer side."""
    width = int(max(picture.size) * rng.uniform(0.04, 0.09))
    return ImageOps.expand(picture, width, rng.choice(("white", "black", "#f4efe6", "#203040")))


def frame(picture: Picture, rng: random.Random) -> Picture:
    """Put the photo into a picture frame: mat, moulding and highlights, or an instant-film card."""
    longer = max(picture.size)
    if rng.random() < 0.35:
        side, foot = int(longer * 0.06), int(longer * 0.22)
        return ImageOps.expand(picture, (side, side, side, foot), "#fbfaf5")
    out = ImageOps.expand(picture, int(longer * rng.uniform(0.04, 0.08)), "#f2eee4")
    for tone in rng.choice((("#3b2412", "#6b4423", "#2a1708"), ("#111111", "#333333", "#000000"))):
        out = ImageOps.expand(out, max(3, int(longer * 0.018)), tone)
    return out


def letterbox(picture: Picture, rng: random.Random) -> Picture:
    """Fit the photo into another shape with bars: square, 16:9 or 9:16."""
    shape = rng.choice((1.0, 16 / 9, 9 / 16))
    ratio = picture.width / picture.height
    if abs(ratio - shape) < 0.15:
        shape = 2.1 if ratio >= 1 else 0.5
    size = (
        (round(picture.height * shape), picture.height)
        if shape > ratio
        else (picture.width, round(picture.width / shape))
    )
    return ImageOps.pad(picture, size, color=rng.choice(("black", "black", "white")))


def screenshot(picture: Picture, rng: random.Random) -> Picture:
    """Show the photo in a phone's or desktop's user interface, covering 30 to 80 % of the screen."""
    dark = rng.random() < 0.5
    ground, ink, soft = ("#101114", "#e8e8ea", "#3a3c42") if dark else ("#ffffff", "#1b1c1f", "#d9dbe0")
    share = rng.uniform(0.30, 0.80)
    phone = rng.random() < 0.6
    ratio = picture.width / picture.height
    if phone:
        width = 720
        shown = picture.resize((width, round(width / ratio)), Image.Resampling.LANCZOS)
        height = min(2000, max(round(shown.height / share), shown.height + 140))
        place = (0, rng.randint(70, height - shown.height - 70))
    else:
        width, height = rng.choice(((1280, 800), (1200, 900)))
        scale = min((share * width * height / (ratio)) ** 0.5, height - 90, (width - 40) / ratio)
        shown = picture.resize((round(scale * ratio), round(scale)), Image.Resampling.LANCZOS)
        place = (rng.randint(0, width - shown.width), rng.randint(60, height - shown.height - 10))
    out = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(out)
    _chrome(draw, (width, height), (ink, soft, ground), rng)
    out.paste(shown, place)
    if phone:
        _actions(draw, (width, place[1] + shown.height, height), ink, rng)
    return out


def _chrome(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], tones: tuple[str, str, str], rng: random.Random
) -> None:
    """Draw bars, an avatar, names and lines of text."""
    width, height = size
    ink, soft, _ = tones
    draw.rectangle((0, 0, width, 56), fill=soft)
    draw.text(
        (18, 14), f"{rng.randint(1, 23)}:{rng.randint(10, 59)}", font=ImageFont.load_default(24), fill=ink
    )
    draw.ellipse((width - 52, 12, width - 20, 44), fill=rng.choice(("#2f80ed", "#eb5757", "#27ae60")))
    draw.text((100, 14), phrase(rng, 2), font=ImageFont.load_default(24), fill=ink)
    for line in range(80, height - 70, 44):
        draw.text((20, line), phrase(rng, rng.randint(2, 8)), font=ImageFont.load_default(22), fill=ink)
    draw.rectangle((0, height - 60, width, height), fill=soft)
    for slot in range(5):
        x = int(width * (slot + 0.5) / 5)
        draw.rounded_rectangle((x - 16, height - 46, x + 16, height - 14), 6, outline=ink, width=3)


def _actions(draw: ImageDraw.ImageDraw, edges: tuple[int, int, int], ink: str, rng: random.Random) -> None:
    """Draw the row of buttons under a photo in a feed."""
    width, top, height = edges
    if top + 50 > height - 60:
        return
    for slot in range(3):
        draw.ellipse((20 + slot * 60, top + 12, 50 + slot * 60, top + 42), outline=ink, width=3)
    draw.text(
        (width - 260, top + 12), f"{rng.randint(2, 999)} likes", font=ImageFont.load_default(24), fill=ink
    )


def collage(picture: Picture, rng: random.Random, others: Sequence[Picture]) -> Picture:
    """Show four photos as 2 x 2, the one asked for among them."""
    tile = (400, 300) if picture.width >= picture.height else (300, 400)
    four = [picture, *rng.sample(others, 3)]
    rng.shuffle(four)
    gap = rng.choice((0, 6, 12))
    out = Image.new("RGB", (tile[0] * 2 + gap * 3, tile[1] * 2 + gap * 3), "white")
    for place, one in enumerate(four):
        fitted = ImageOps.fit(one, tile, Image.Resampling.LANCZOS)
        out.paste(fitted, (gap + place % 2 * (tile[0] + gap), gap + place // 2 * (tile[1] + gap)))
    return out
