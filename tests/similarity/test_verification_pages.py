"""Pages and screens of one design are not the same picture, nor are shots from a tripod; their copies are."""

import io
import random
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from photosim.domain.similarity import Evidence
from photosim.similarity.strictness import at
from photosim.similarity.verification import extract, verify
from tests.helpers.photos import sample_paths

Picture = Image.Image
Make = Callable[[int], Picture]


def words(chance: random.Random, count: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return " ".join("".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(count))


def form(number: int) -> Picture:
    """The same printed form, filled in with other values."""
    printed, written = random.Random("form"), random.Random(number)
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    font, ink = ImageFont.load_default(24), "#222222"
    draw.text((90, 60), words(printed, 2).upper(), font=ImageFont.load_default(44), fill=ink)
    for row in range(22):
        top = 170 + row * 68
        draw.rectangle((90, top, 1150, top + 56), outline="#444444", width=2)
        draw.text((100, top + 14), words(printed, 2)[:24], font=font, fill=ink)
        draw.text((440, top + 14), f"{words(written, 2)} {written.randint(1, 99999)}", font=font, fill=ink)
    return page


def receipt(number: int) -> Picture:
    """Two purchases in one shop."""
    printed, written = random.Random("shop"), random.Random(number)
    page = Image.new("RGB", (600, 1100), "#f6f5f0")
    draw = ImageDraw.Draw(page)
    draw.text((130, 40), words(printed, 1).upper(), font=ImageFont.load_default(54), fill="#222222")
    for line in range(3):
        draw.text((110, 120 + line * 32), words(printed, 3), font=ImageFont.load_default(22), fill="#333333")
    for line in range(12):
        item, price = words(written, 2), f"{written.randint(0, 99)}.{written.randint(0, 99):02d}"
        draw.text((40, 260 + line * 44), item, font=ImageFont.load_default(26), fill="#222222")
        draw.text((470, 260 + line * 44), price, font=ImageFont.load_default(26), fill="#222222")
    draw.text((110, 900), "THANK YOU FOR SHOPPING", font=ImageFont.load_default(26), fill="#222222")
    return page


def _screen(number: int, ground: str, bar: str, ink: str) -> Picture:
    fixed, news = random.Random("app"), random.Random(number)
    screen = Image.new("RGB", (1080, 2280), ground)
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 1080, 240), fill=bar)
    draw.text((60, 130), words(fixed, 1), font=ImageFont.load_default(60), fill="white")
    for row in range(9):
        top = 270 + row * 200
        draw.ellipse((40, top, 180, top + 140), fill=tuple(fixed.randrange(60, 220) for _ in range(3)))
        draw.text((220, top + 10), words(fixed, 2), font=ImageFont.load_default(42), fill=ink)
        draw.text((220, top + 76), words(news, 4)[:38], font=ImageFont.load_default(38), fill=ink)
    return screen


def light_screen(number: int) -> Picture:
    """The list of one messenger, with other messages in it."""
    return _screen(number, "white", "#0a58ca", "#1b1c1f")


def dark_screen(number: int) -> Picture:
    """The same at night."""
    return _screen(number, "#101114", "#2a2c32", "#e8e8ea")


def slide(number: int) -> Picture:
    """Two slides of one talk."""
    fixed, told = random.Random("talk"), random.Random(number)
    page = Image.new("RGB", (1600, 900), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 1600, 130), fill="#203a70")
    draw.text((60, 30), words(told, 3), font=ImageFont.load_default(60), fill="white")
    draw.rectangle((0, 840, 1600, 900), fill="#203a70")
    draw.text((60, 850), words(fixed, 4), font=ImageFont.load_default(32), fill="white")
    for line in range(4):
        draw.text((100, 190 + line * 140), words(told, 5), font=ImageFont.load_default(42), fill="#222222")
    return page


DESIGNS: tuple[Make, ...] = (form, receipt, light_screen, dark_screen, slide)


def saved(picture: Picture, quality: int) -> Picture:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


def seen(one: Picture, two: Picture) -> Evidence:
    """Both as the app compares them: by stored thumbnails."""
    both = []
    for picture in (one, two):
        small = picture.copy()
        small.thumbnail((320, 320))
        both.append(extract(np.asarray(saved(small, 80))))
    return verify(*both)


@pytest.mark.parametrize("design", DESIGNS, ids=lambda make: make.__name__)
def test_pages_of_one_design_are_not_the_same_picture(design: Make) -> None:
    pages = [design(number) for number in range(3)]
    for one, two in combinations(pages, 2):
        found = seen(one, two)
        assert not found.same
        # Somewhat more generous is not enough either.
        assert not at(40, found).same


COPIES: dict[str, Callable[[Picture], Picture]] = {
    "saved again": lambda page: saved(page, 85),
    "saved badly": lambda page: saved(page, 25),
    "half the size": lambda page: page.resize((page.width // 2, page.height // 2), Image.Resampling.LANCZOS),
    "turned": lambda page: page.transpose(Image.Transpose.ROTATE_90),
    "trimmed": lambda page: page.crop((30, 40, page.width - 30, page.height - 60)),
    "with a border": lambda page: ImageOps.expand(page, 60, "#803010"),
}


@pytest.mark.parametrize("edit", COPIES.values(), ids=COPIES.keys())
@pytest.mark.parametrize("design", [form, receipt, dark_screen], ids=lambda make: make.__name__)
def test_a_copy_of_a_page_is_the_same_picture(design: Make, edit: Callable[[Picture], Picture]) -> None:
    page = design(1)
    assert seen(page, edit(page)).same


def on_a_tripod(number: int, ground: Picture) -> Picture:
    """Somebody walks through a scene that else stays as it is."""
    shot = ground.copy()
    walker = ground.transpose(Image.Transpose.ROTATE_180).crop((200, 60, 330, 390))
    outline = Image.new("L", walker.size)
    ImageDraw.Draw(outline).ellipse((0, 0, *walker.size), fill=255)
    shot.paste(walker, (20 + 240 * number, 70), outline)
    return shot


@pytest.mark.parametrize("path", sample_paths(), ids=lambda path: path.stem)
def test_shots_from_a_tripod_are_not_the_same_picture(path: str) -> None:
    with Image.open(path) as opened:
        ground = opened.convert("RGB")
    shots = [on_a_tripod(number, ground) for number in range(3)]
    for one, two in combinations(shots, 2):
        assert not seen(one, two).same
