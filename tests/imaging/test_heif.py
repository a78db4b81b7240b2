"""HEIF: the stored thumbnail stands in for the picture only where it shows the same.

The files in `data` were made for these tests: two gradients of 640 x 480 pixels with a white mark in the
upper left corner and a thumbnail of 320; the second one is turned by a quarter.
"""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photosim.domain.errors import FileError
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.decode import Decoded, Need, decode
from photosim.imaging.heif_boxes import with_thumbnail_as_picture
from photosim.imaging.read import read_bytes
from photosim.imaging.upright import upright
from tests.imaging.samples import SPEC, pixels

DATA = Path(__file__).parent / "data"
LYING = (DATA / "with_thumbnail.heic").read_bytes()
TURNED = (DATA / "turned_with_thumbnail.heic").read_bytes()
LIMITS = DecodeLimits()


def decoded(data: bytes, side: int, region: tuple[int, int, int, int] | None = None) -> Decoded:
    return decode(data, "HEIF", Need(side, region), LIMITS)


def seen(picture: Decoded) -> np.ndarray:
    return np.asarray(upright(picture, Need(320)), dtype=np.int16)


@pytest.mark.parametrize(("data", "size"), [(LYING, (320, 240)), (TURNED, (240, 320))])
def test_the_thumbnail_shows_what_the_picture_shows(data: bytes, size: tuple[int, int]) -> None:
    small, whole = decoded(data, 320), decoded(data, 640)
    assert small.image.size == size
    assert whole.image.size == (size[0] * 2, size[1] * 2)
    assert (small.width, small.height) == (whole.width, whole.height)
    assert np.abs(seen(small) - seen(whole)).mean() < 3


def test_a_turned_picture_lies_right() -> None:
    photo = read_bytes(TURNED, "a", SPEC, LIMITS)
    assert (photo.facts.width, photo.facts.height, photo.facts.orientation) == (480, 640, 6)
    shown = pixels(photo.thumbnail)
    assert shown[25:90, -55:-25].min() > 230  # the mark of the upper left corner, now upper right
    assert shown[25:90, 25:55].max(axis=2).mean() < 230


def test_a_region_and_the_large_view_see_the_picture_itself() -> None:
    assert decoded(LYING, 320, (0, 0, 640, 480)).image.size == (640, 480)
    assert decoded(LYING, 321).image.size == (640, 480)


def test_a_thumbnail_that_is_not_turned_like_its_picture_is_passed_over() -> None:
    links = TURNED.index(b"ipma")
    entries = TURNED.index((3).to_bytes(2, "big"), links + 12)  # the associations of item 3, the thumbnail
    count = TURNED[entries + 2]
    place = entries + 2 + count  # its last property is the turn; name it as the first one again
    untold = TURNED[:place] + TURNED[place - 1 : place] + TURNED[place + 1 :]
    assert with_thumbnail_as_picture(TURNED) is not None
    assert with_thumbnail_as_picture(untold) is None


def test_files_without_a_thumbnail_are_left_alone() -> None:
    assert with_thumbnail_as_picture(b"") is None
    assert with_thumbnail_as_picture(LYING.replace(b"thmb", b"cdsc")) is None
    assert with_thumbnail_as_picture(LYING.replace(b"iref", b"free")) is None


def test_every_broken_byte_ends_as_a_photo_or_a_refusal() -> None:
    header = LYING.index(b"mdat") + 8
    for place in range(8, header):
        for value in (0, 0xFF, LYING[place] ^ 1):
            with_thumbnail_as_picture(LYING[:place] + bytes([value]) + LYING[place + 1 :])
    for place in range(8, len(LYING), 23):
        broken = LYING[:place] + bytes([LYING[place] ^ 0xFF]) + LYING[place + 1 :]
        for data in (broken, LYING[:place]):
            try:
                photo = read_bytes(data, "a.heic", SPEC, LIMITS)
            except FileError:
                continue
            assert Image.fromarray(photo.model_input).size == (160, 160)
