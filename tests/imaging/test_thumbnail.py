"""Thumbnails go in and come out."""

import numpy as np
import pytest

from photosim.imaging import thumbnail
from tests.imaging.samples import china


def test_the_pixels_come_back() -> None:
    picture = china().convert("RGB").resize((300, 200))
    pixels = thumbnail.decode(thumbnail.encode(picture))
    assert (pixels.shape, pixels.dtype) == ((200, 300, 3), np.uint8)
    assert np.abs(pixels.astype(int) - np.asarray(picture)).mean() < 8


def test_a_grey_thumbnail_has_three_channels() -> None:
    grey = china().convert("L").resize((30, 20))
    assert thumbnail.decode(thumbnail.encode(grey)).shape == (20, 30, 3)


@pytest.mark.parametrize("cut", [0, 4, 200])
def test_damaged_bytes_are_told(cut: int) -> None:
    whole = thumbnail.encode(china().convert("RGB").resize((300, 200)))
    with pytest.raises(OSError, match=r"(?i)identify|truncated"):
        thumbnail.decode(whole[:cut])
