"""A JPEG that breaks off into zeros is told from one that somebody appended zeros to."""

import pytest

from photosim.imaging.jpeg import ends_in_zeros, has_whole_header, quality
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


@pytest.mark.parametrize("step", [1, 10, 30, 49, 50, 51, 75, 88, 95, 98, 99, 100])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_what_libjpeg_wrote_tells_its_quality_exactly(step: int, mode: str) -> None:
    assert quality(saved(china(64, 48).convert(mode), quality=step)) == step


def test_progressive_pictures_and_those_with_long_exif_tell_it_too() -> None:
    assert quality(saved(china(64, 48), quality=83, progressive=True)) == 83
    assert quality(saved(china(64, 48), quality=83, exif=b"Exif\0\0" + JPEG)) == 83


def test_tables_of_other_makers_are_placed_on_the_same_scale() -> None:
    """Flat tables, which libjpeg never writes by itself."""
    picture = china(64, 48)
    fine, coarse = ([2] * 64, [3] * 64), ([20] * 64, [40] * 64)
    found = [quality(saved(picture, qtables=list(tables))) for tables in (fine, coarse)]
    assert found[0] is not None
    assert found[1] is not None
    assert 96 <= found[0] <= 98
    assert 75 <= found[1] <= 82


def test_the_last_saving_is_told_of() -> None:
    """What a picture lost before cannot be seen from its tables."""
    from io import BytesIO

    from PIL import Image

    first = Image.open(BytesIO(saved(china(64, 48), quality=20)))
    assert quality(saved(first, quality=95)) == 95


@pytest.mark.parametrize("end", [0, 2, 20, 40, 100, 160])
def test_a_header_that_breaks_off(end: int) -> None:
    assert quality(JPEG[:end]) in (None, quality(JPEG), quality(saved(china(320, 240).convert("L"))))
    assert not has_whole_header(JPEG[:end])


def test_a_whole_header() -> None:
    assert has_whole_header(JPEG)
    assert quality(b"\xff\xd8" + b"\xff\xdb\x00\x85\x10" + bytes([0, 2] * 64) + JPEG[-2:]) == 98
