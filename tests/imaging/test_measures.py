"""What a picture tells of its quality."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageFilter

from photosim.domain.encoder import InputSpec
from photosim.imaging.measures import measure, squash
from tests.helpers.photos import sample_paths

Pixels = NDArray[np.uint8]


def _thumbnail(picture: Image.Image) -> Pixels:
    small = picture.copy()
    small.thumbnail((320, 320))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=80)
    with Image.open(buffer) as opened:
        return np.asarray(opened.convert("RGB"))


@pytest.fixture(params=sample_paths(), ids=lambda path: path.stem)
def photo(request: pytest.FixtureRequest) -> Image.Image:
    with Image.open(request.param) as opened:
        return opened.convert("RGB")


def test_a_blur_takes_the_finest_detail_first(photo: Image.Image) -> None:
    sharp = measure(_thumbnail(photo))
    soft = measure(_thumbnail(photo.filter(ImageFilter.GaussianBlur(4))))
    assert soft.fineness < 0.5 * sharp.fineness
    assert soft.softness > sharp.softness


def test_a_shake_blurs_one_direction(photo: Image.Image) -> None:
    pixels = np.asarray(photo, np.float32)
    smeared = np.mean([np.roll(pixels, shift, axis=1) for shift in range(-10, 11)], axis=0)
    shaken = measure(_thumbnail(Image.fromarray(smeared.astype(np.uint8))))
    assert shaken.fineness < 0.7 * measure(_thumbnail(photo)).fineness


def test_exposure_moves_the_ends(photo: Image.Image) -> None:
    normal = measure(_thumbnail(photo))
    dark = measure(_thumbnail(photo.point(lambda level: level * 0.1)))
    bright = measure(_thumbnail(photo.point(lambda level: min(255, level * 3 + 80))))
    assert dark.highlights < 0.12 < normal.highlights
    assert bright.shadows > normal.shadows
    assert bright.clipped > normal.clipped + 0.1


def test_a_wall_has_no_contrast(photo: Image.Image) -> None:
    noise = np.random.default_rng(3).normal(120, 2, (240, 320, 3)).clip(0, 255).astype(np.uint8)
    assert measure(noise).contrast < 0.02 < measure(_thumbnail(photo)).contrast


@pytest.mark.parametrize("turn", [None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180])
def test_a_half_decoded_photo_ends_in_a_band(photo: Image.Image, turn: Image.Transpose | None) -> None:
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG", quality=90)
    cut = buffer.getvalue()[: len(buffer.getvalue()) // 2]
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(io.BytesIO(cut)) as opened:
            half = opened.convert("RGB")
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    whole = measure(_thumbnail(photo))
    found = measure(_thumbnail(half if turn is None else half.transpose(turn)))
    assert found.flat_end > 0.2
    assert whole.flat_end < 0.05
    # The half that is there is judged as the photo it was.
    assert found.fineness == pytest.approx(whole.fineness, rel=0.35)
    assert found.plain < 0.9


def test_frames_margins_and_bars_are_no_damage(photo: Image.Image) -> None:
    framed = Image.new("RGB", (photo.width, photo.height + 160), "#808080")
    framed.paste(photo, (0, 80))
    assert measure(_thumbnail(framed)).flat_end < 0.02
    for bar in ("black", "white"):
        barred = Image.new("RGB", (photo.width, photo.height + 160), bar)
        barred.paste(photo, (0, 0))
        assert measure(_thumbnail(barred)).flat_end < 0.05


def test_a_smooth_sky_is_no_damage(photo: Image.Image) -> None:
    sky = np.linspace((90, 140, 220), (170, 200, 240), 200)[:, None, :].repeat(photo.width, axis=1)
    picture = np.concatenate([sky.astype(np.uint8), np.asarray(photo)])
    assert measure(_thumbnail(Image.fromarray(picture))).flat_end < 0.1


def _before(photo: Image.Image, ground: Pixels) -> Image.Image:
    """The photo, and below it what it was taken before."""
    return Image.fromarray(np.concatenate([np.asarray(photo), ground]))


def test_a_plain_table_at_one_end_is_no_damage(photo: Image.Image) -> None:
    """A third of the picture is plain; it is lit from the left by a little, or has a sensor's noise."""
    shape = (photo.height // 2, photo.width, 3)
    level = np.full(shape, 150.0)
    light = np.linspace(-6, 6, photo.width)[None, :, None]
    noise = np.random.default_rng(5).normal(0, 6, shape)
    for ground in (level + light, level + light + noise):
        for turn in (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90):
            picture = _before(photo, ground.clip(0, 255).astype(np.uint8))
            assert measure(_thumbnail(picture)).flat_end < 0.02
            assert measure(_thumbnail(picture.transpose(turn))).flat_end < 0.02


def test_the_ground_that_a_thing_was_cut_out_on_is_no_damage(photo: Image.Image) -> None:
    """It is of one colour exactly, as a filling is; but it is seen beside the thing, too, or beyond it."""
    beside = Image.new("RGB", (photo.width * 2, photo.height + 200), "#c8c4bc")
    beside.paste(photo, (photo.width // 2, 0))
    beyond = Image.new("RGB", (photo.width, photo.height + 200), "#c8c4bc")
    beyond.paste(photo, (0, 20))
    for picture in (beside, beyond):
        assert measure(_thumbnail(picture)).flat_end < 0.02


def test_a_filling_of_one_colour_is_found_below_any_photo(photo: Image.Image) -> None:
    filling = np.full((photo.height // 4, photo.width, 3), 128, np.uint8)
    assert measure(_thumbnail(_before(photo, filling))).flat_end == pytest.approx(0.2, abs=0.05)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 300, 3), (300, 1, 3), (7, 9, 3), (320, 20, 3)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_every_picture_can_be_measured(shape: tuple[int, int, int], level: int) -> None:
    found = measure(np.full(shape, level, np.uint8))
    for name in found.__slots__:
        assert np.isfinite(getattr(found, name)), name
        assert getattr(found, name) >= 0


def test_a_picture_is_squashed_for_the_encoder(photo: Image.Image) -> None:
    square = squash(_thumbnail(photo), InputSpec(96, "BILINEAR"))
    assert (square.shape, square.dtype) == ((96, 96, 3), np.uint8)
