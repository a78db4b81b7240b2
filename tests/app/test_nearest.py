"""The index of a library: kept, extended, saved, and never trusted where it does not fit."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from photosim.app.nearest import FILE_NAME, KeptIndex
from photosim.domain.photo import ContentId
from photosim.similarity.approximate import ApproximateIndex
from photosim.similarity.exact import ExactIndex
from tests.helpers.noise import Noise

Codes = NDArray[np.float32]


@pytest.fixture(scope="module")
def codes() -> Codes:
    chance = np.random.default_rng(4)
    rows = np.repeat(chance.normal(size=(200, 32)), 10, axis=0)
    rows += 0.3 * chance.normal(size=rows.shape)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def contents(codes: Codes) -> list[ContentId]:
    chance = np.random.default_rng(5)
    return [ContentId(chance.bytes(32)) for _ in codes]


def kept(folder: Path, *, read_only: bool = False) -> KeptIndex:
    return KeptIndex(str(folder), read_only=read_only, exact_to=1000)


def lists_of(index: object) -> object:
    assert isinstance(index, ApproximateIndex)
    return index.lists


def test_a_small_library_is_exact_and_leaves_no_file(
    codes: Codes, contents: list[ContentId], tmp_path: Path
) -> None:
    assert isinstance(kept(tmp_path).over(codes[:1000], contents[:1000], "m"), ExactIndex)
    assert list(tmp_path.iterdir()) == []


def test_a_large_one_is_built_once(codes: Codes, contents: list[ContentId], tmp_path: Path) -> None:
    source = kept(tmp_path)
    built = source.over(codes[:1800], contents[:1800], "m")
    written = (tmp_path / FILE_NAME).read_bytes()
    extended = source.over(codes[:1850], contents[:1850], "m")
    assert np.array_equal(extended.query(codes[:1850], 1).rows[:, 0], np.arange(1850))
    assert lists_of(source.over(codes[:1850], contents[:1850], "m")) is lists_of(extended)
    # A few photos are not worth writing it again.
    assert (tmp_path / FILE_NAME).read_bytes() == written
    opened = kept(tmp_path).over(codes[:1800], contents[:1800], "m")
    assert np.array_equal(opened.query(codes[:50], 5).rows, built.query(codes[:50], 5).rows)
    source.over(codes, contents, "m")
    assert (tmp_path / FILE_NAME).read_bytes() != written


def test_of_another_model_it_is_built_anew(codes: Codes, contents: list[ContentId], tmp_path: Path) -> None:
    kept(tmp_path).over(codes, contents, "m")
    other = np.ascontiguousarray(codes[:, ::-1])
    index = kept(tmp_path).over(other, contents, "n")
    assert np.array_equal(index.query(other, 1).rows[:, 0], np.arange(len(other)))


def test_a_damaged_file_is_replaced(codes: Codes, contents: list[ContentId], tmp_path: Path) -> None:
    place = tmp_path / FILE_NAME
    place.write_bytes(b"no index")
    index = kept(tmp_path).over(codes, contents, "m")
    assert np.array_equal(index.query(codes, 1).rows[:, 0], np.arange(len(codes)))
    assert place.stat().st_size > 1000


def test_a_library_that_is_only_looked_at_is_not_written_to(
    codes: Codes, contents: list[ContentId], tmp_path: Path
) -> None:
    kept(tmp_path, read_only=True).over(codes, contents, "m")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_costs_only_time(
    codes: Codes, contents: list[ContentId], tmp_path: Path, noise_guard: Noise
) -> None:
    noise_guard.expect("the index was not saved")
    index = kept(tmp_path / "gone").over(codes, contents, "m")
    assert index.size == len(codes)
