"""Small JPEGs are decoded by another way than Pillow's: the same pixels, and the same refusals."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, JpegImagePlugin

from photosim.domain.encoder import InputSpec
from photosim.domain.files import Problem
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.decode import Need, decode
from photosim.imaging.jpeg import is_unbroken
from photosim.imaging.jpeg_pixels import jpeg_pixels
from photosim.imaging.read import read_photo
from tests.imaging.samples import china, saved

LIMITS = DecodeLimits()


def photo() -> Image.Image:
    return china(301, 203)


def pixels(data: bytes) -> np.ndarray | None:
    return jpeg_pixels(data, JpegImagePlugin.JpegImageFile(BytesIO(data)))


@pytest.mark.parametrize("subsampling", [0, 1, 2])
@pytest.mark.parametrize("quality", [12, 80])
@pytest.mark.parametrize("restarts", [0, 2])
def test_the_pixels_are_those_of_pillow(subsampling: int, quality: int, restarts: int) -> None:
    data = saved(photo(), quality=quality, subsampling=subsampling, restart_marker_rows=restarts)
    found = pixels(data)
    assert found is not None
    assert np.array_equal(found, np.asarray(Image.open(BytesIO(data))))


def test_a_picture_stored_as_red_green_and_blue_keeps_its_colours() -> None:
    data = saved(photo(), keep_rgb=True)
    found = pixels(data)
    assert found is not None
    assert np.array_equal(found, np.asarray(Image.open(BytesIO(data))))


@pytest.mark.parametrize(
    "data",
    [saved(photo().convert("L")), saved(photo().convert("CMYK")), saved(photo(), progressive=True)],
    ids=["grey", "ink", "several scans"],
)
def test_other_pictures_are_left_to_pillow(data: bytes) -> None:
    assert pixels(data) is None
    assert decode(data, "JPEG", Need(320), LIMITS, as_array=True).image.getbbox() is not None


def test_reduced_pictures_are_left_to_pillow() -> None:
    data = saved(photo())
    image = JpegImagePlugin.JpegImageFile(BytesIO(data))
    image.draft(None, (100, 60))
    assert jpeg_pixels(data, image) is None


def test_a_whole_picture_is_unbroken_and_a_part_is_not() -> None:
    data = saved(photo(), restart_marker_rows=1)
    assert is_unbroken(data)
    assert is_unbroken(data + b"appended")
    assert not is_unbroken(data[:-2])
    assert not is_unbroken(data[: len(data) // 2])
    assert not is_unbroken(data[:40])


@pytest.mark.parametrize("mark", [b"\xff\xe1", b"\xff\xc4", b"\xff\xd8", b"\xff\xfe"])
def test_what_pillow_calls_damaged_stays_damaged(mark: bytes, tmp_path: Path) -> None:
    data = bytearray(saved(photo()))
    data[len(data) // 2 : len(data) // 2 + 2] = mark
    assert not is_unbroken(bytes(data))
    path = tmp_path / "stray.jpg"
    path.write_bytes(data)
    with Image.open(path) as opened:
        try:
            opened.load()
        except OSError:
            readable = False
        else:
            readable = True
    assert isinstance(read_photo(str(path), InputSpec(96, "BILINEAR"), LIMITS), Problem) != readable


def test_a_scan_takes_the_same_picture_either_way() -> None:
    data = saved(photo(), quality=90)
    array = decode(data, "JPEG", Need(320), LIMITS, as_array=True).pixels
    assert array is not None
    image = decode(data, "JPEG", Need(320), LIMITS)
    assert image.pixels is None
    assert np.array_equal(array, np.asarray(image.image))
