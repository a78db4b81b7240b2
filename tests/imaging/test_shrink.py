"""Pictures made smaller show what Pillow's filter shows."""

import numpy as np
import pytest
from PIL import Image

from photosim.imaging import thumbnail
from photosim.imaging.measure import preview_digest, sharpness
from photosim.imaging.shrink import resampled, shrunk
from tests.imaging.samples import china


def scene() -> Image.Image:
    """A photograph with more fine detail than most: every ratio has something to get wrong."""
    return china().convert("RGB").crop((0, 0, 400, 300))


def by_pillow(image: Image.Image, size: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(image.resize(size, Image.Resampling.BILINEAR))


def decibels(one: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], other: Image.Image) -> float:
    error = np.mean((one.astype(np.float64) - np.asarray(other, np.float64)) ** 2)
    return float(10 * np.log10(255**2 / max(1e-9, error)))


@pytest.mark.parametrize("ratio", [1.02, 1.1, 1.25, 1.4, 1.5625, 1.75, 1.99, 2.0])
def test_a_reduced_picture_is_as_sharp_and_as_smooth_as_pillow_makes_it(ratio: float) -> None:
    picture = scene()
    size = (round(picture.width / ratio), round(picture.height / ratio))
    pillow = by_pillow(picture, size)
    ours = shrunk(picture, size)
    assert (ours.shape, ours.dtype, ours.flags.c_contiguous) == (pillow.shape, np.uint8, True)
    assert decibels(ours, Image.fromarray(pillow)) > 36
    assert 0.9 < sharpness(ours) / sharpness(pillow) < 1.1


def test_a_large_reduction_is_pillows_own() -> None:
    picture = scene()
    wanted = picture.resize((70, 52), Image.Resampling.BILINEAR, reducing_gap=2.0)
    assert np.array_equal(shrunk(picture, (70, 52)), np.asarray(wanted))


@pytest.mark.parametrize("size", [(96, 96), (250, 188), (400, 300), (60, 290)])
def test_a_grey_picture_becomes_what_it_would_as_a_coloured_one(size: tuple[int, int]) -> None:
    grey = scene().convert("L")
    assert np.array_equal(shrunk(grey, size), shrunk(grey.convert("RGB"), size))


def test_a_picture_of_the_wanted_size_stays_as_it_is() -> None:
    assert np.array_equal(shrunk(scene(), scene().size), np.asarray(scene()))


def test_one_colour_stays_that_colour_to_the_edge() -> None:
    plain = Image.new("RGB", (333, 211), (200, 30, 77))
    assert (shrunk(plain, (201, 127)) == (200, 30, 77)).all()


def test_stripes_too_fine_for_the_result_become_grey() -> None:
    stripes = np.zeros((90, 300, 3), np.uint8)
    stripes[:, ::2] = 255
    ours = shrunk(Image.fromarray(stripes), (160, 48))[5:-5, 5:-5].astype(int)
    # Taken pixel by pixel the stripes would come out as black and white bands.
    assert ours.min() > 64
    assert ours.max() < 192


@pytest.mark.parametrize("shape", [(213, 320), (320, 180), (40, 60), (1, 320), (96, 96)])
def test_the_encoders_square_is_what_pillow_makes_of_the_picture(shape: tuple[int, int]) -> None:
    picture = scene().resize(shape[::-1], Image.Resampling.BILINEAR)
    square = resampled(np.asarray(picture), (96, 96))
    assert square.shape == (96, 96, 3)
    assert decibels(square, picture.resize((96, 96), Image.Resampling.BILINEAR)) > 38


def test_a_thumbnail_made_of_pixels_has_the_quality_of_one_made_of_a_picture() -> None:
    picture = scene()
    one, other = thumbnail.encode(picture), thumbnail.encode_pixels(np.asarray(picture))
    assert abs(len(one) - len(other)) < 0.02 * len(one)
    assert decibels(thumbnail.decode(one), Image.fromarray(thumbnail.decode(other))) > 45


def test_sharpness_is_the_variance_of_the_laplacian() -> None:
    grey = np.asarray(scene().convert("L"), np.float64)
    inner = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * grey[1:-1, 1:-1]
    coloured = np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2)
    assert sharpness(coloured) == pytest.approx(inner.var(), rel=1e-6)


def test_two_pixels_have_no_sharpness() -> None:
    assert sharpness(np.zeros((2, 50, 3), np.uint8)) == 0.0


def test_the_digest_tells_pixels_and_full_sizes_apart() -> None:
    pixels = np.asarray(scene())
    brighter = pixels.copy()
    brighter[0, 0, 0] ^= 1
    digests = {
        preview_digest(pixels, 800, 600),
        preview_digest(pixels, 400, 300),
        preview_digest(brighter, 800, 600),
    }
    assert len(digests) == 3
    assert {len(digest) for digest in digests} == {32}
