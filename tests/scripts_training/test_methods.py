from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("imagehash", reason="imagehash is a dependency of the benchmark")

from photosim.encoding import Autoencoder
from scripts.benchmark import calibrate, figures, methods
from scripts.benchmark.corpus import Corpus, Item
from scripts.benchmark.drawing import one_minus_ssim, sheet


def pictures(count: int, size: int) -> np.ndarray:
    coarse = np.random.default_rng(8).integers(0, 256, (count, 6, 6, 3), dtype=np.uint8)
    return np.kron(coarse, np.ones((1, size // 6, size // 6, 1), np.uint8))


def test_ssim_of_a_picture_with_itself_and_with_its_negative() -> None:
    pixels = pictures(3, 96)
    assert one_minus_ssim(pixels, pixels) == pytest.approx([0, 0, 0], abs=1e-9)
    assert (one_minus_ssim(255 - pixels, pixels) > 0.8).all()


def test_the_error_is_that_of_the_decoders_graph() -> None:
    model = Autoencoder.load()
    pixels = pictures(3, model.input_spec.size)
    # The graph measures before the drawn picture is rounded to bytes.
    found = one_minus_ssim(model.reconstruct(pixels), pixels)
    np.testing.assert_allclose(found, model.reconstruction_error(pixels), atol=0.02)


def test_thumbnails_are_means() -> None:
    pixels = pictures(2, 96)
    np.testing.assert_allclose(
        methods.thumbnails(pixels, 6), pixels[:, 8::16, 8::16].reshape(2, -1) / 255, atol=1e-6
    )


def test_the_first_bit_is_the_highest_of_the_bucket() -> None:
    bits = np.zeros((2, 64), np.float32)
    bits[0, 0] = bits[1, 15] = bits[1, 16] = 1
    assert methods.buckets(bits).tolist() == [1 << 15, 1]


def test_bits_of_copies_are_compared_with_those_of_their_originals() -> None:
    items = [Item("source", "a", "a"), Item("source", "b", "b")]
    items += [Item("copy", "a", "jpeg85"), Item("copy", "b", "collage")]
    items += [Item("distractor", str(number), str(number)) for number in range(60)]
    bits = np.random.default_rng(2).integers(0, 2, (64, 64)).astype(np.float32)
    bits[2] = bits[0]
    bits[3] = bits[1]
    bits[3, 4] = 1 - bits[3, 4]
    corpus = Corpus(items, np.zeros((64, 8, 8, 3), np.uint8), {}, [])
    told = methods.bit_facts(corpus, bits, np.asarray(["jpeg85"]))
    assert told["copies in the bucket of their original"] == 0.5
    assert told["copies at most one bit beside it"] == 1
    assert told["mild copies in the bucket"] == 1
    assert told["strangers"] == 62


def test_a_sheet_has_a_cell_for_every_picture() -> None:
    row = pictures(4, 48)
    picture = sheet([row, row], zoom=1)
    assert picture.size == (4 * 54 + 6, 2 * 54 + 6)
    assert picture.getpixel((0, 0)) == (255, 255, 255)


def test_no_knot_of_the_calibration_lies_outside_what_was_fitted() -> None:
    # The farthest distance, rounded up, is beyond the fit.
    distance = np.linspace(0.1, 1.23456789, 40).reshape(4, 10)
    found = figures.Found(distance, distance < 0.5, np.ones(4, np.int64))
    chances = np.asarray(calibrate.knots(found))
    assert np.isfinite(chances).all()
    assert (np.diff(chances[:, 1]) <= 0).all()
