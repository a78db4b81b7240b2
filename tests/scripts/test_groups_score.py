"""The scores of the groups benchmark, on groups whose scores are plain to see."""

import numpy as np
import pytest

from scripts.benchmark.groups_rivals import _within_bits, _within_blocks
from scripts.benchmark.groups_score import Origin, origin_of, scores

FILES = [
    origin_of(f"/benchmark/copies/{path}")
    for path in (
        "sources/a/original.jpg",
        "sources/a/crop 50 %.jpg",
        "sources/a/text.jpg",
        "sources/a/collage.jpg",
        "sources/b/original.png",
        "scenes/pier/1.jpg",
        "scenes/pier/2.jpg",
        "distractors/set_x.webp",
    )
]


def test_files_know_where_they_come_from() -> None:
    assert FILES[1] == Origin("sources", "sources/a", "crop 50 %")
    assert FILES[-1] == Origin("distractors", "distractors/set_x.webp", "set_x")
    assert [origin.is_original for origin in FILES] == [True, False, False, False, True, False, False, False]


def test_perfect_groups() -> None:
    found = scores(FILES, [[0, 1, 2, 3]])
    assert (found["precision"], found["recall"], found["recall of originals"]) == (1.0, 1.0, 1.0)
    assert (found["false pairs"], found["purity"]) == (0, 1.0)
    assert found["attacks"] == {"collage": 1.0, "crop 50 %": 1.0, "text": 1.0}


def test_a_lost_copy_and_two_views_of_one_scene() -> None:
    found = scores(FILES, [[0, 1], [5, 6], [4, 7]])
    assert found["precision"] == pytest.approx(1 / 3)
    assert found["recall"] == pytest.approx(1 / 3)
    assert found["recall of originals"] == pytest.approx(1 / 2)
    assert (found["false pairs"], found["false pairs of one scene"]) == (2, 1)
    assert found["purity"] == pytest.approx(1 / 3)


def test_pairs_of_vectors_are_those_within_the_limit() -> None:
    random = np.random.default_rng(1)
    signs = np.where(random.random((40, 64)) < 0.5, -1.0, 1.0).astype(np.float32)
    signs[7] = signs[3]
    signs[7, :5] *= -1
    assert _within_bits(5)(signs).tolist() == [[3, 7]]
    assert _within_bits(4)(signs).tolist() == []
    blocks = random.uniform(0, 255, (40, 675)).astype(np.float32)
    blocks[9] = blocks[2] + 1.5
    assert _within_blocks(95)(blocks).tolist() == [[2, 9]]
    assert _within_blocks(96)(blocks).tolist() == []
