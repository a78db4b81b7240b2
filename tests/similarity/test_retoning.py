"""Which of two real pictures had its brightness or colours changed."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageOps

from photosim.domain.similarity import Transform
from photosim.similarity.retoning import Tones, tones
from tests.helpers.photos import sample_paths

AS_IT_IS: Transform = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
MIRRORED: Transform = (-1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
Edit = Callable[[Image.Image], Image.Image]


def small(picture: Image.Image) -> NDArray[np.uint8]:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    with Image.open(file) as opened:
        return np.asarray(opened.convert("RGB"))


@pytest.fixture(scope="module", params=[0, 1], ids=["pagoda", "dahlia"])
def scene(request: pytest.FixtureRequest) -> Image.Image:
    picture = Image.open(sample_paths()[request.param]).convert("RGB")
    return picture.resize((256, 171), Image.Resampling.LANCZOS)


def washed_out(picture: Image.Image) -> Image.Image:
    pale = ImageEnhance.Color(picture).enhance(0.5)
    return pale.point([round(50 + 205 * value / 255) for value in range(256)] * 3)


EDITS: dict[str, Edit] = {
    "washed out": washed_out,
    "brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.6),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.6),
    "hard": lambda picture: ImageEnhance.Contrast(picture).enhance(1.8),
    "grey": lambda picture: ImageOps.grayscale(picture).convert("RGB"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_was_changed_is_told_from_either_side(scene: Image.Image, edit: Edit) -> None:
    own, other = small(scene), small(edit(scene))
    assert tones(own, other, AS_IT_IS) == Tones(alike=False, first_lost=False, second_lost=True)
    assert tones(other, own, AS_IT_IS) == Tones(alike=False, first_lost=True, second_lost=False)


def test_a_turned_copy_is_laid_on_its_original(scene: Image.Image) -> None:
    mirrored = ImageOps.mirror(washed_out(scene)).resize((200, 134))
    assert tones(small(scene), small(mirrored), MIRRORED) == Tones(False, False, True)
    assert tones(small(scene), small(ImageOps.mirror(scene)), MIRRORED) == Tones(True, False, False)


def test_what_is_saved_again_has_the_same_tones(scene: Image.Image) -> None:
    again = small(Image.fromarray(small(scene)))
    assert tones(small(scene), again, AS_IT_IS) == Tones(True, False, False)


def test_a_little_brighter_is_nothing_lost(scene: Image.Image) -> None:
    dim = scene.point([round(40 + value * 0.6) for value in range(256)] * 3)
    found = tones(small(dim), small(dim.point([value + 9 for value in range(256)] * 3)), AS_IT_IS)
    assert found == Tones(False, False, False)


def test_where_contrast_and_colours_disagree_nothing_is_told(scene: Image.Image) -> None:
    dim = scene.point([round(60 + value * 0.5) for value in range(256)] * 3)
    paler = ImageEnhance.Color(dim).enhance(0.4)
    harder = paler.point([min(250, max(5, round((value - 128) * 1.3 + 128))) for value in range(256)] * 3)
    assert tones(small(dim), small(harder), AS_IT_IS) == Tones(False, False, False)


def test_what_shows_next_to_nothing_in_common_is_not_compared(scene: Image.Image) -> None:
    aside: Transform = (1.0, 0.0, 0.98, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    assert tones(small(scene), small(scene), aside) is None
