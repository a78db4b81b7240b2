"""Pictures inside a picture are found where they lie, and not where there are none."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageOps

from photosim.imaging.panels import MOST, panels
from photosim.imaging.upright import Region
from tests.helpers.photos import sample_paths


@pytest.fixture(scope="module")
def photos() -> list[Image.Image]:
    out = []
    for path in sample_paths():
        with Image.open(path) as opened:
            out.append(opened.convert("RGB"))
    return out


def pixels(picture: Image.Image) -> NDArray[np.uint8]:
    copy = picture.copy()
    copy.thumbnail((320, 320))
    return np.asarray(copy)


def lies_at(box: Region, wanted: Region, slack: int = 3) -> bool:
    return all(abs(one - other) <= slack for one, other in zip(box, wanted, strict=True))


def test_a_photo_has_none(photos: list[Image.Image]) -> None:
    assert [panels(pixels(photo)) for photo in photos] == [[], []]


def test_the_tiles_of_a_collage_come_first(photos: list[Image.Image]) -> None:
    collage = Image.new("RGB", (320, 240))
    corners = [(0, 0), (160, 0), (0, 120), (160, 120)]
    for place, corner in enumerate(corners):
        tile = ImageOps.fit(photos[place % 2], (160, 120))
        collage.paste(ImageOps.mirror(tile) if place > 1 else tile, corner)
    found = panels(np.asarray(collage))
    for corner in corners:
        assert any(lies_at(box, (*corner, 160, 120)) for box in found[:4]), (corner, found)
    assert len(found) <= MOST


def test_the_photo_on_a_screenshot(photos: list[Image.Image]) -> None:
    screen = Image.new("RGB", (180, 320), "white")
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 180, 24), fill=(30, 60, 110))
    for line in range(5):
        draw.text((10, 240 + 14 * line), "what a nice place, and so green", fill="black")
    screen.paste(photos[1].resize((160, 110)), (10, 60))
    assert any(lies_at(box, (10, 60, 160, 110)) for box in panels(np.asarray(screen)))


@pytest.mark.parametrize("ground", ["white", "black", (120, 60, 20)])
def test_what_lies_inside_a_frame(photos: list[Image.Image], ground: str | tuple[int, int, int]) -> None:
    framed = ImageOps.expand(photos[1].resize((240, 160)), 40, fill=ground)
    assert any(lies_at(box, (40, 40, 240, 160)) for box in panels(np.asarray(framed)))


@pytest.mark.parametrize("shape", [(1, 1), (15, 400), (400, 15), (16, 16)])
def test_small_and_blank_pictures_have_none(shape: tuple[int, int]) -> None:
    assert panels(np.full((*shape, 3), 255, np.uint8)) == []


def test_of_noise_there_are_few() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (240, 320, 3)).astype(np.uint8)
    for x, y, wide, tall in (found := panels(noise)):
        assert 0 <= x < x + wide <= 320
        assert 0 <= y < y + tall <= 240
    assert len(found) <= MOST
