"""The looks at a picture that is searched for."""

import numpy as np
from PIL import Image, ImageOps

from photosim.domain.encoder import InputSpec
from photosim.imaging.query_views import query_views
from tests.helpers.photos import sample_paths

SPEC = InputSpec(96, "BILINEAR")


def sample() -> Image.Image:
    with Image.open(sample_paths()[0]) as opened:
        return opened.convert("RGB").resize((320, 214))


def test_a_photo_is_looked_at_in_five_other_ways() -> None:
    views = query_views(sample(), SPEC)
    assert views.pixels.shape == (5, 96, 96, 3)
    assert views.pixels.dtype == np.uint8
    assert views.handicap.shape == (5,)
    assert (views.handicap >= 0).all()


def test_a_turned_photo_is_also_looked_at_upright() -> None:
    upright = np.asarray(sample().resize((96, 96), Image.Resampling.BILINEAR), np.int16)
    for turn in (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270):
        views = query_views(sample().transpose(turn), SPEC).pixels.astype(np.int16)
        assert np.abs(views - upright).mean((1, 2, 3)).min() < 1.0


def test_the_inside_of_a_frame_is_looked_at_by_itself() -> None:
    inside = np.asarray(sample().resize((96, 96), Image.Resampling.BILINEAR), np.int16)
    views = query_views(ImageOps.expand(sample(), 50, fill="white"), SPEC).pixels.astype(np.int16)
    assert len(views) > 5
    assert np.abs(views[5:] - inside).mean((1, 2, 3)).min() < 6.0


def test_the_smallest_picture() -> None:
    views = query_views(Image.new("RGB", (1, 1), "red"), SPEC)
    assert views.pixels.shape == (5, 96, 96, 3)
    assert (views.pixels == (255, 0, 0)).all()
