"""What shows exactly the same is one unit."""

import numpy as np

from photosim.similarity.units import alike_units

CODES = np.eye(4, dtype=np.float32)[[0, 1, 0, 2]]


def test_one_preview_one_unit() -> None:
    assert alike_units([b"p", b"q", b"p"], [None, None, None], CODES) == [[0, 2], [1]]


def test_one_code_one_unit() -> None:
    assert alike_units([b"a", b"b", b"c", b"d"], [0, 1, 2, 3], CODES) == [[0, 2], [1], [3]]


def test_through_each_other() -> None:
    """0 and 3 share a preview, 3 and 1 a code, 1 and 2 a preview."""
    assert alike_units([b"p", b"q", b"q", b"p"], [1, 0, None, 2], CODES) == [[0, 1, 2, 3]]


def test_a_thousand_blank_pages() -> None:
    count = 1000
    units = alike_units([b"%d" % n for n in range(count)], [0] * count, CODES)
    assert units == [list(range(count))]


def test_nothing() -> None:
    assert alike_units([], [], CODES) == []
