"""A JPEG that breaks off into zeros is told from one that somebody appended zeros to."""

import pytest

from photosim.imaging.jpeg import ends_in_zeros
from photosim.imaging.tiff import is_dng
from tests.imaging.samples import china, dng, saved

JPEG = saved(china(320, 240))
ZEROS = b"\0" * 100


@pytest.mark.parametrize(
    "data", [JPEG, JPEG + ZEROS, JPEG + b"film" + ZEROS, b"\xff\xd8\xff" + JPEG[2:] + ZEROS]
)
def test_whole_pictures(data: bytes) -> None:
    assert not ends_in_zeros(data)


@pytest.mark.parametrize("data", [JPEG[:-500] + ZEROS, b"\xff\xd8" + ZEROS, JPEG[:200] + ZEROS])
def test_pictures_that_break_off(data: bytes) -> None:
    assert ends_in_zeros(data)


def test_an_end_mark_in_a_stored_thumbnail_is_not_the_end() -> None:
    with_thumbnail = saved(china(320, 240), exif=b"Exif\0\0" + JPEG)
    assert not ends_in_zeros(with_thumbnail + ZEROS)
    assert ends_in_zeros(with_thumbnail[:-500] + ZEROS)


def test_camera_raw_is_told_from_tiff() -> None:
    raw = dng(china(64, 48), None)
    assert is_dng(raw)
    assert not is_dng(saved(china(64, 48), "TIFF"))
    for end in range(8, len(raw), 97):
        is_dng(raw[:end])
    assert not is_dng(b"II*\0\xff\xff\xff\xff")
