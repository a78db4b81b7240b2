"""Pictures with more pixels than detail: real photos, enlarged as programs do it."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from photosim.similarity.enlarged import detail_beyond, is_merely_enlarged
from tests.helpers.photos import sample_paths

FILTERS = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)


@pytest.fixture(params=[0, 1], ids=["china", "flower"])
def picture(request: pytest.FixtureRequest) -> Image.Image:
    # Half the size: photos of cameras, too, are sharp to the pixel only where they were reduced.
    opened = Image.open(sample_paths()[request.param]).convert("RGB")
    return opened.resize((opened.width // 2, opened.height // 2), Image.Resampling.LANCZOS)


def saved(picture: Image.Image, quality: int) -> NDArray[np.uint8]:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file).convert("RGB"))


def enlarged(picture: Image.Image, scale: float, how: Image.Resampling) -> Image.Image:
    return picture.resize((round(picture.width * scale), round(picture.height * scale)), how)


@pytest.mark.parametrize("scale", [1.5, 2.0, 3.0])
def test_what_was_enlarged_is_told_from_what_was_not(picture: Image.Image, scale: float) -> None:
    assert not is_merely_enlarged(np.asarray(picture), scale)
    for quality in (90, 50):
        assert not is_merely_enlarged(saved(picture, quality), scale)
    for how in FILTERS:
        large = enlarged(picture, scale, how)
        assert is_merely_enlarged(np.asarray(large), scale)
        assert is_merely_enlarged(saved(large, 85), scale)


def test_the_stronger_the_enlargement_the_less_lies_beyond(picture: Image.Image) -> None:
    beyond = [
        detail_beyond(np.asarray(enlarged(picture, scale, Image.Resampling.BICUBIC)), 2.0)
        for scale in (1.0, 1.3, 1.6, 2.0)
    ]
    assert beyond == sorted(beyond, reverse=True)


def test_where_nothing_can_be_told_nothing_is(picture: Image.Image) -> None:
    large = np.asarray(enlarged(picture, 2.0, Image.Resampling.BICUBIC))
    assert is_merely_enlarged(large, 2.0)
    assert not is_merely_enlarged(large, 1.1)
    assert not is_merely_enlarged(large, 3.1)
    assert not is_merely_enlarged(large[:40], 2.0)
    wall = np.full((200, 200, 3), 90, np.uint8)
    assert not is_merely_enlarged(wall, 2.0)
