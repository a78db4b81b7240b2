"""Photos by content."""

import numpy as np
import pytest

from tests.similarity.library import code, photo, table_of


def test_contents_are_ordered_by_digest_and_files_by_path() -> None:
    table = table_of(
        [photo("/b", "x"), photo("/c", "a"), photo("/a", "x")], {"x": code(0.1), "gone": code(1)}
    )
    assert table.contents == [b"a", b"x"]
    assert [[p.path for p in photos] for photos in table.photos] == [["/c"], ["/a", "/b"]]
    assert table.rows == [None, 0]
    assert [p.path for p in table.files_of([1, 0])] == ["/a", "/b", "/c"]


def test_distances_where_there_are_codes() -> None:
    table = table_of(
        [photo("/a", "a"), photo("/b", "b"), photo("/c", "c", preview="a")], {"a": code(0.0), "b": code(0.5)}
    )
    assert table.distances(0, [0, 1, 2]) == pytest.approx([0.0, 2 * np.sin(0.25), 0.0])
    assert table.distances(2, [0, 1]) == [0.0, 0.0]
    assert table.units() == [[0, 2], [1]]
