"""Two pictures laid on each other to a fraction of a pixel, and where they differ: on real JPEGs."""

from collections.abc import Callable
from functools import cache
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from photosim.domain.similarity import Transform
from photosim.similarity.comparison import Difference, difference, refined, snapped
from photosim.similarity.verification import extract, verify
from tests.helpers.photos import sample_paths

WHOLE: Transform = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
SIZE = (1920, 1281)
MEASURED = 1280
Way = Callable[[float, float], tuple[float, float]]


@cache
def _scene(name: str) -> Image.Image:
    path = next(path for path in sample_paths() if path.name == name)
    with Image.open(path) as image:
        return image.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)


def scene(name: str = "china.jpg") -> Image.Image:
    """A picture of its own, to be drawn on."""
    return _scene(name).copy()


def saved(image: Image.Image, quality: int = 75) -> Image.Image:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(BytesIO(buffer.getvalue())).convert("RGB")


def small(image: Image.Image, side: int = MEASURED) -> NDArray[np.uint8]:
    reduced = image.copy()
    reduced.thumbnail((side, side), Image.Resampling.BICUBIC)
    return np.asarray(reduced)


def points_off(transform: Transform, first: Image.Image, second: Image.Image, way: Way) -> float:
    """The farthest that a point of the first picture comes to lie from its own place, in pixels."""
    matrix = np.reshape(transform, (3, 3))
    off = []
    for x in (0.35, 0.5, 0.62):
        for y in (0.35, 0.5, 0.6):
            across, down, _ = matrix @ (x, y, 1.0)
            wanted = way(x * first.width, y * first.height)
            off.append(np.hypot(across * second.width - wanted[0], down * second.height - wanted[1]))
    return float(max(off))


@cache
def small_scene(name: str = "china.jpg", side: int = MEASURED) -> NDArray[np.uint8]:
    return small(_scene(name), side)


W, H = SIZE
CHANGES: dict[str, tuple[Callable[[Image.Image], Image.Image], Way]] = {
    "crop": (lambda i: i.crop((301, 155, 1603, 1100)), lambda x, y: (x - 301, y - 155)),
    "half": (lambda i: i.resize((960, 640)), lambda x, y: (x / 2, y * 640 / H)),
    "turned": (lambda i: i.transpose(Image.Transpose.ROTATE_90), lambda x, y: (y, W - x)),
    "mirrored": (ImageOps.mirror, lambda x, y: (W - x, y)),
    "crop, smaller": (
        lambda i: i.crop((100, 50, 1800, 1200)).resize((850, 575)),
        lambda x, y: ((x - 100) / 2, (y - 50) / 2),
    ),
    "mirrored crop": (
        lambda i: ImageOps.mirror(i.crop((301, 155, 1603, 1100))),
        lambda x, y: (1603 - x, y - 155),
    ),
    "brighter": (lambda i: ImageEnhance.Brightness(i).enhance(1.3), lambda x, y: (x, y)),
    "grey": (lambda i: i.convert("L").convert("RGB"), lambda x, y: (x, y)),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ["china.jpg", "flower.jpg"])
def test_a_rough_alignment_becomes_exact(name: str, change: str) -> None:
    made, way = CHANGES[change]
    first = scene(name)
    second = saved(made(first))
    rough = verify(extract(small_scene(name, 320)), extract(small(second, 320))).transform
    assert rough is not None
    better = refined(small_scene(name), small(second), rough)
    assert better is not None
    assert points_off(better, first, second, way) < 0.5
    exact = snapped(better, first.size, second.size, MEASURED)
    assert points_off(exact, first, second, way) < (0.5 if change == "crop, smaller" else 1e-6)


def test_the_way_back_is_as_exact() -> None:
    first = scene()
    second = saved(first.crop((301, 155, 1603, 1100)))
    rough = verify(extract(small(second, 320)), extract(small(first, 320))).transform
    assert rough is not None
    better = refined(small(second), small(first), rough)
    assert better is not None
    assert points_off(better, second, first, lambda x, y: (x + 301, y + 155)) < 0.5


def test_pictures_of_one_scale_do_not_wait_for_each_other() -> None:
    first = scene().resize((1280, 856))
    second = saved(first.crop((320, 214, 960, 642)))
    # Rounded, both ways from one to the other seem to make smaller.
    rough: Transform = (2.0, 0.0, -0.5, 0.0, 2.0, -0.5, 0.0, 0.0, 1.0)
    better = refined(np.asarray(first), np.asarray(second), rough)
    assert better is not None
    assert points_off(better, first, second, lambda x, y: (x - 320, y - 214)) < 0.2


def test_pictures_with_nothing_in_common_are_not_laid_on_each_other() -> None:
    assert refined(small(scene("china.jpg")), small(scene("flower.jpg")), WHOLE) is None
    flat = np.full((300, 400, 3), 128, np.uint8)
    assert refined(flat, flat, WHOLE) is None


def test_a_position_that_is_measured_otherwise_is_not_bent() -> None:
    shifted: Transform = (1.0, 0.0, 0.01, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    assert snapped(shifted, (1000, 500), (400, 200), 1280) == shifted


def compared(changed: Image.Image, name: str = "china.jpg") -> Difference:
    return difference(small_scene(name), small(changed), WHOLE)


SAVED_AGAIN: dict[str, Callable[[Image.Image], Image.Image]] = {
    "fine": lambda i: saved(i, 95),
    "middling": lambda i: saved(i, 60),
    "coarse": lambda i: saved(i, 25),
    "half": lambda i: saved(i.resize((W // 2, H // 2)), 70),
    "sharpened": lambda i: saved(i.filter(ImageFilter.UnsharpMask(2, 60, 3))),
}


@pytest.mark.parametrize("name", ["china.jpg", "flower.jpg"])
@pytest.mark.parametrize("how", SAVED_AGAIN)
def test_saving_again_is_no_difference(how: str, name: str) -> None:
    found = compared(SAVED_AGAIN[how](scene(name)), name)
    assert found.spots == ()
    assert found.share == 0
    assert not found.mask.any()
    assert not found.recoloured
    assert found.overlap > 0.97


def stamped(image: Image.Image) -> Image.Image:
    made = image.copy()
    place = (image.width * 0.74, image.height * 0.9)
    ImageDraw.Draw(made).text(place, "2023 / 05 / 01", fill=(255, 170, 30), font_size=image.width // 32)
    return made


@pytest.mark.parametrize("after", ["saved", "half", "brighter"])
def test_a_stamp_is_found_where_it_is(after: str) -> None:
    made = {
        "saved": lambda i: saved(i, 60),
        "half": lambda i: saved(i.resize((W // 2, H // 2)), 80),
        "brighter": lambda i: saved(ImageEnhance.Brightness(i).enhance(1.15), 80),
    }[after](stamped(scene()))
    found = compared(made)
    assert 0.001 < found.share < 0.02
    assert found.spots
    for spot in found.spots:
        assert spot.left > 0.7
        assert spot.top > 0.85
    assert found.recoloured == (after == "brighter")


def test_something_taken_out_is_found() -> None:
    made = scene()
    made.paste(made.crop((200, 900, 350, 1000)), (1000, 700))
    (spot, *_) = compared(saved(made, 80)).spots
    assert spot.left == pytest.approx(1000 / W, abs=0.03)
    assert spot.bottom == pytest.approx(800 / H, abs=0.03)


def test_a_look_over_all_of_it_is_told_as_such() -> None:
    brighter = compared(saved(ImageEnhance.Brightness(scene("flower.jpg")).enhance(1.2), 85), "flower.jpg")
    assert brighter.recoloured
    assert brighter.tone > 4
    grey = compared(saved(scene().convert("L").convert("RGB"), 85))
    assert grey.recoloured
    assert grey.spots == ()


def test_of_a_crop_only_what_both_show_is_compared() -> None:
    first = scene()
    second = saved(first.crop((480, 320, 1440, 960)), 70)
    inside: Transform = (2.0, 0.0, -0.5, 0.0, H / 640, -320 / 640, 0.0, 0.0, 1.0)
    found = difference(small(first), small(second), inside)
    assert found.spots == ()
    assert found.overlap == pytest.approx(0.25, abs=0.01)


def test_nothing_in_common_is_nothing_compared() -> None:
    beside: Transform = (1.0, 0.0, 3.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    found = difference(small(scene()), small(scene()), beside)
    assert found.overlap == 0
    assert found.spots == ()
