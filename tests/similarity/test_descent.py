"""Which of two pictures was made from the other, told by real JPEGs."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from photosim.similarity.descent import (
    BLOCK,
    MADE_FROM,
    Saved,
    repeated,
    upright_grid,
    upright_steps,
)
from photosim.similarity.spoiling import detail_left, has_added_noise, is_spoilt, lost_by_compression
from tests.helpers.photos import sample_paths

SIDE = 256
Edit = Callable[[Image.Image], Image.Image]


def saved(picture: Image.Image, quality: int) -> tuple[Image.Image, NDArray[np.float32]]:
    """The picture as a JPEG shows it, and its steps."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    opened = Image.open(file)
    steps = np.array(opened.quantization[0], np.float32).reshape(BLOCK, BLOCK)  # type: ignore[attr-defined]
    return opened.convert("RGB"), steps


@pytest.fixture(scope="module", params=[0, 1], ids=["pagoda", "dahlia"])
def scene(request: pytest.FixtureRequest) -> Image.Image:
    """A part of a photo, reduced: no marks of an earlier saving are left in it."""
    picture = Image.open(sample_paths()[request.param]).convert("RGB")
    return picture.resize((448, 299), Image.Resampling.LANCZOS).crop((90, 20, 90 + SIDE, 20 + SIDE))


def written_over(picture: Image.Image) -> Image.Image:
    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    for line in range(3):
        draw.text((20, 150 + 25 * line), "Greetings from the seaside", fill="white")
    return picture


def gamma(picture: Image.Image) -> Image.Image:
    return picture.point([round(255 * (value / 255) ** 0.6) for value in range(256)] * 3)


EDITS: dict[str, Edit] = {
    "saved again": lambda picture: picture,
    "written over": written_over,
    "grey": lambda picture: ImageOps.grayscale(picture).convert("RGB"),
    "gamma": gamma,
    "contrast": lambda picture: ImageEnhance.Contrast(picture).enhance(0.8),
    "colour": lambda picture: ImageEnhance.Color(picture).enhance(0.6),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize(("first", "second"), [(82, 92), (75, 95), (90, 96)])
def test_a_copy_repeats_the_marks_and_the_original_does_not(
    scene: Image.Image, edit: Edit, first: int, second: int
) -> None:
    original, steps = saved(scene, first)
    copy, others = saved(edit(original), second)
    own, other = np.asarray(original), np.asarray(copy)
    assert repeated(Saved(own, steps, (0, 0)), other, others) >= MADE_FROM
    assert repeated(Saved(other, others, (0, 0)), own, steps) < MADE_FROM


@pytest.mark.parametrize(("first", "second"), [(92, 82), (92, 50), (85, 20)])
def test_what_was_saved_worse_is_not_taken_for_the_first(scene: Image.Image, first: int, second: int) -> None:
    original, steps = saved(scene, first)
    copy, others = saved(original, second)
    own, other = np.asarray(original), np.asarray(copy)
    assert repeated(Saved(other, others, (0, 0)), own, steps) < MADE_FROM


def test_two_savings_of_one_picture_are_not_made_from_each_other(scene: Image.Image) -> None:
    (one, steps), (two, others) = saved(scene, 80), saved(gamma(scene), 90)
    assert repeated(Saved(np.asarray(one), steps, (0, 0)), np.asarray(two), others) < MADE_FROM
    assert repeated(Saved(np.asarray(two), others, (0, 0)), np.asarray(one), steps) < MADE_FROM


def test_what_was_never_a_jpeg_left_no_marks(scene: Image.Image) -> None:
    pixels = np.asarray(scene)
    assert repeated(Saved(pixels, None, (0, 0)), pixels) == 0.0


def test_what_shows_nothing_tells_nothing() -> None:
    plain, steps = saved(Image.new("RGB", (SIDE, SIDE), "#8090a0"), 80)
    assert repeated(Saved(np.asarray(plain), steps, (0, 0)), np.asarray(plain)) == 0.0
    white = np.full((64, 64, 3), 255, np.uint8)
    assert repeated(Saved(white, steps, (0, 0)), white) == 0.0
    assert repeated(Saved(white[:7, :7], steps, (0, 0)), white[:7, :7]) == 0.0


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_grid_of_a_turned_picture(scene: Image.Image, orientation: int) -> None:
    """The marks are found wherever EXIF's orientation turns the blocks."""
    stored, steps = saved(scene.crop((0, 0, 253, 245)), 75)
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(file, "PNG", exif=exif)
    upright = np.asarray(ImageOps.exif_transpose(Image.open(file)))
    corner = (11, 6)
    part = upright[corner[1] :, corner[0] :]
    size = upright.shape[1], upright.shape[0]
    marks = Saved(part, upright_steps(steps, orientation), upright_grid(size, orientation, corner))
    assert repeated(marks, part) > 0.5
    assert repeated(Saved(part, marks.steps, ((marks.grid[0] + 3) % 8, marks.grid[1])), part) < MADE_FROM


def noisy(picture: Image.Image, strength: float) -> NDArray[np.uint8]:
    grain = np.random.default_rng(1).normal(0, strength, (picture.height, picture.width, 3))
    return (np.asarray(picture) + grain).clip(0, 255).astype(np.uint8)


def never_saved(pixels: NDArray[np.uint8]) -> Saved:
    return Saved(pixels, None, (0, 0))


def test_noise_and_blur_spoil(scene: Image.Image) -> None:
    own = np.asarray(scene)
    grain, _ = saved(Image.fromarray(noisy(scene, 20)), 92)
    blurred, _ = saved(scene.filter(ImageFilter.GaussianBlur(3)), 92)
    for other in (np.asarray(grain), np.asarray(blurred)):
        assert is_spoilt(other, never_saved(own))
        assert not is_spoilt(own, never_saved(other))
    assert has_added_noise(np.asarray(grain), own)
    assert not has_added_noise(np.asarray(blurred), own)


def test_noise_on_a_bright_sky_is_noise(scene: Image.Image) -> None:
    bright = scene.point([min(255, 120 + value) for value in range(256)] * 3)
    grain, _ = saved(Image.fromarray(noisy(bright, 20)), 92)
    assert is_spoilt(np.asarray(grain), never_saved(np.asarray(bright)))
    assert not is_spoilt(np.asarray(bright), never_saved(np.asarray(grain)))


def test_a_grainy_photo_is_not_made_from_what_compression_left_of_it(scene: Image.Image) -> None:
    grainy = noisy(scene, 15)
    left, steps = saved(Image.fromarray(grainy), 10)
    assert lost_by_compression(grainy, Saved(np.asarray(left), steps, (0, 0)))
    assert not is_spoilt(grainy, Saved(np.asarray(left), steps, (0, 0)))
    own, steps = saved(scene, 82)
    assert not lost_by_compression(grainy, Saved(np.asarray(own), steps, (0, 0)))
    assert not lost_by_compression(grainy, never_saved(np.asarray(own)))


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_other_edits_do_not(scene: Image.Image, edit: Edit) -> None:
    own, other = np.asarray(scene), np.asarray(saved(edit(scene), 90)[0])
    assert not is_spoilt(other, never_saved(own))
    assert not is_spoilt(own, never_saved(other))


def test_a_camera_has_a_little_noise_too(scene: Image.Image) -> None:
    assert not is_spoilt(noisy(scene, 3), never_saved(np.asarray(scene)))


def test_walls_have_no_detail_to_lose() -> None:
    wall = np.full((64, 64, 3), 120, np.uint8)
    assert detail_left(wall, wall) == 1.0
    assert not has_added_noise(wall[:5, :5], wall[:5, :5])
