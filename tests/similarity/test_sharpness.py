"""Sharpness on what two pictures have in common: real photos, cropped, blurred, framed, reduced."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter

from photosim.domain.similarity import Transform
from photosim.similarity.sharpness import sharpness_in_common
from tests.helpers.photos import sample_paths

AS_IT_IS: Transform = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
WIDTH, HEIGHT = 1600, 1068


@pytest.fixture(params=[0, 1], ids=["china", "flower"])
def picture(request: pytest.FixtureRequest) -> Image.Image:
    opened = Image.open(sample_paths()[request.param]).convert("RGB")
    return opened.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def reduced(picture: Image.Image) -> NDArray[np.uint8]:
    """As the library keeps it."""
    small = picture.copy()
    small.thumbnail((320, 320), Image.Resampling.BILINEAR)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=80)
    return np.asarray(Image.open(buffer).convert("RGB"))


def gain(first: Image.Image, second: Image.Image, transform: Transform = AS_IT_IS) -> float:
    """How many times as sharp the second one is."""
    found = sharpness_in_common(reduced(first), reduced(second), transform)
    back = sharpness_in_common(
        reduced(second), reduced(first), tuple(np.linalg.inv(np.reshape(transform, (3, 3))).ravel().tolist())
    )
    assert found is not None
    assert back is not None
    assert back == pytest.approx(found[::-1], rel=1e-3)
    return found[1] / found[0]


def placed(box: tuple[int, int, int, int]) -> Transform:
    """Takes points of the whole to those of the part, by pixels of the whole."""
    left, top, right, bottom = box
    across, down = right - left, bottom - top
    return (WIDTH / across, 0.0, -left / across, 0.0, HEIGHT / down, -top / down, 0.0, 0.0, 1.0)


def test_what_changes_no_detail_changes_no_sharpness(picture: Image.Image) -> None:
    assert gain(picture, picture) == 1.0
    assert gain(picture, picture.resize((800, 534))) == pytest.approx(1.0, abs=0.05)
    assert gain(picture, picture.resize((200, 134), Image.Resampling.BILINEAR)) == pytest.approx(1.0, abs=0.1)
    assert gain(picture, ImageEnhance.Contrast(picture).enhance(0.7)) == pytest.approx(1.0, abs=0.1)
    mirrored = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert gain(picture, mirrored, (-1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)) == pytest.approx(
        1.0, abs=0.01
    )


def test_a_crop_is_as_sharp_as_its_original_though_it_measures_otherwise(picture: Image.Image) -> None:
    box = (400, 200, 1200, 800)
    assert gain(picture, picture.crop(box), placed(box)) == pytest.approx(1.0, abs=0.05)


def test_a_frame_is_no_detail(picture: Image.Image) -> None:
    framed = Image.new("RGB", (WIDTH + 200, HEIGHT + 200), "white")
    framed.paste(picture, (100, 100))
    assert gain(picture, framed, placed((-100, -100, WIDTH + 100, HEIGHT + 100))) == pytest.approx(
        1.0, abs=0.05
    )


def test_blur_is_told_and_more_blur_is_told_more(picture: Image.Image) -> None:
    box = (400, 200, 1200, 800)
    blurred = [picture.filter(ImageFilter.GaussianBlur(radius)) for radius in (2, 4, 8)]
    whole = [gain(picture, one) for one in blurred]
    assert 0.95 > whole[0] > whole[1] > whole[2]
    parts = [gain(picture, one.crop(box), placed(box)) for one in blurred]
    assert parts == pytest.approx(whole, rel=0.15)


def test_nothing_is_said_of_too_little_or_of_plain_areas(picture: Image.Image) -> None:
    whole = reduced(picture)
    beside: Transform = (1.0, 0.0, 0.99, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    assert sharpness_in_common(whole, whole, beside) is None
    plain = np.full((200, 300, 3), 128, np.uint8)
    assert sharpness_in_common(whole, plain, AS_IT_IS) is None
    assert sharpness_in_common(plain, whole, AS_IT_IS) is None
    assert sharpness_in_common(whole, whole, (0.0, 0.0, 0.5, 0.0, 0.0, 0.5, 0.0, 0.0, 1.0)) is None
    tiny = np.asarray(picture.resize((6, 4)))
    assert sharpness_in_common(tiny, whole, AS_IT_IS) is None
