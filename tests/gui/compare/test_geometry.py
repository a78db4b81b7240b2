"""Boxes, scenes, cuts and the viewport: what holds for every size."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from photosim.domain.similarity import Transform, inverted
from photosim.gui.compare.geometry import (
    IDENTITY,
    Box,
    applied,
    around,
    bounds,
    placed,
    scale_of,
    whole,
)
from photosim.gui.compare.levels import BASE_PIXELS, Cut, base_cut, sharp_cut
from photosim.gui.compare.viewport import Viewport

HALF: Transform = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
# The middle half of the first picture, each way.
MIDDLE: Transform = (2.0, 0.0, -0.5, 0.0, 2.0, -0.5, 0.0, 0.0, 1.0)
TURNED: Transform = (0.0, 1.0, 0.0, -1.0, 0.0, 1.0, 0.0, 0.0, 1.0)

sides = st.integers(40, 12_000)
shares = st.floats(0.05, 0.95)


def test_one_unit_is_a_pixel_of_the_finest_picture() -> None:
    small, large = placed([(800, 600), (3200, 2400)], [HALF])
    assert large.scale == pytest.approx(1)
    assert small.scale == pytest.approx(4)
    assert small.outline == large.outline == Box(0, 0, 3200, 2400)


def test_a_crop_lies_in_the_middle_of_its_original() -> None:
    original, crop = placed([(4000, 3000), (2000, 1500)], [MIDDLE])
    assert crop.scale == pytest.approx(1)
    assert crop.outline == Box(1000, 750, 3000, 2250)
    assert bounds([original, crop]) == original.outline


def test_from_the_crop_the_original_reaches_beyond_it() -> None:
    out: Transform = (0.5, 0.0, 0.25, 0.0, 0.5, 0.25, 0.0, 0.0, 1.0)
    crop, original = placed([(2000, 1500), (4000, 3000)], [out])
    assert original.outline == Box(-1000, -750, 3000, 2250)
    assert bounds([crop, original]) == original.outline


def test_what_was_not_laid_on_it_is_as_large_as_fits() -> None:
    first, other = placed([(4000, 3000), (1000, 2000)], [None])
    assert not other.aligned
    assert first.aligned
    assert other.outline.height == pytest.approx(first.outline.height)
    assert other.outline.center == pytest.approx(first.outline.center)


def test_as_it_is_it_is_neither_turned_nor_smaller() -> None:
    _, turned = placed([(4000, 3000), (3000, 4000)], [TURNED])
    assert turned.outline == Box(0, 0, 4000, 3000)
    plain = turned.as_it_is((1000.0, 500.0))
    assert scale_of(plain.matrix) == pytest.approx(turned.scale)
    assert plain.matrix[1] == plain.matrix[3] == 0
    assert plain.outline.width == pytest.approx(3000)
    # The pixel that lies in the middle of the pane does so both ways.
    pixel = applied(inverted(turned.matrix), (1000.0, 500.0))
    assert applied(plain.matrix, pixel) == pytest.approx((1000.0, 500.0))


@given(width=sides, height=sides, zoom=st.floats(0.01, 16), x=shares, y=shares)
def test_what_is_asked_for_serves_and_is_bounded(
    width: int, height: int, zoom: float, x: float, y: float
) -> None:
    size = (width, height)
    across, down = 900 / zoom, 600 / zoom
    seen = Box(x * width - across / 2, y * height - down / 2, x * width + across / 2, y * height + down / 2)
    budget = 6_000_000
    cut = sharp_cut(size, seen, zoom, budget)
    assert cut.serves(seen, zoom)
    assert whole(size).covers(cut.box)
    # A screen shows up to four pixels of a cut for one of its own.
    assert cut.box.width * cut.box.height * cut.share**2 <= max(budget, 4 * 900 * 600) * 1.02 + 4 * (
        width + height
    )
    base = base_cut(size, zoom)
    assert base.region is None
    assert base.share**2 * width * height <= BASE_PIXELS
    assert math.log2(cut.share).is_integer()


def test_a_cut_does_not_serve_beyond_itself_or_closer() -> None:
    cut = Cut(Box(100, 100, 600, 500), 0.5, (2000, 1000))
    assert cut.region == (100, 100, 500, 400)
    assert cut.side == 250
    assert cut.serves(Box(150, 150, 500, 400), 0.5)
    assert not cut.serves(Box(150, 150, 500, 400), 0.6)
    assert not cut.serves(Box(50, 150, 500, 400), 0.5)
    edge = Cut(whole((2000, 1000)), 1.0, (2000, 1000))
    assert edge.serves(Box(-500, -500, 5000, 5000), 3.0)
    assert edge.region is None


def test_boxes() -> None:
    one, other = Box(0, 0, 10, 10), Box(5, 5, 20, 30)
    assert one.within(other) == Box(5, 5, 10, 10)
    assert one.within(Box(50, 50, 60, 60)).empty
    assert around([one, other]) == Box(0, 0, 20, 30)
    assert one.grown(2).covers(one)
    assert applied(IDENTITY, (3.0, 4.0)) == (3.0, 4.0)


@pytest.fixture
def viewport(qapp: QApplication) -> Viewport:
    made = Viewport()
    made.set_pane(800, 600)
    made.set_bounds(Box(0, 0, 4000, 2000))
    return made


def test_fitted_it_follows_the_panes(viewport: Viewport) -> None:
    assert viewport.zoom == pytest.approx(0.2)
    viewport.set_pane(400, 600)
    assert viewport.zoom == pytest.approx(0.1)
    assert viewport.center == (2000, 1000)


def test_zooming_keeps_what_is_under_the_pointer(viewport: Viewport) -> None:
    place = (600.0, 330.0)
    before = viewport.scene_point(place)
    viewport.zoom_to(0.7, place)
    assert viewport.scene_point(place) == pytest.approx(before, abs=2)
    assert not viewport.fitted
    viewport.zoom_to(1000)
    assert viewport.zoom == 16
    viewport.zoom_to(0)
    assert viewport.zoom == pytest.approx(0.1)
    viewport.fit()
    assert viewport.zoom == pytest.approx(0.2)


def test_nobody_gets_lost_beyond_the_edge(viewport: Viewport) -> None:
    viewport.zoom_to(1.0)
    viewport.move(100_000, -100_000)
    assert viewport.center == (0, 2000)


def test_at_full_size_pixels_fall_on_pixels(viewport: Viewport) -> None:
    viewport.zoom_to(1.0)
    viewport.move(0.4, 0.3)
    assert viewport.matrix()[2] == int(viewport.matrix()[2])
    assert viewport.matrix()[5] == int(viewport.matrix()[5])
