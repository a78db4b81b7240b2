"""Pictures, moments and places from codes and facts."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from photosim.domain.errors import Cancelled
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken, silent
from photosim.similarity.pictures import Picture, find_moments, find_pictures, find_places
from photosim.similarity.table import PhotoTable
from tests.similarity.library import Looking, after, code, photo, table_of

SAME, SIMILAR = 0.3, 0.6
PARIS = {"latitude": 48.8584, "longitude": 2.2945}
ROME = {"latitude": 41.9, "longitude": 12.49}


def pictures(table: PhotoTable) -> list[Picture]:
    return find_pictures(table, SIMILAR, Looking(table, SAME), silent, CancelToken())


def names(table: PhotoTable, numbers: tuple[int, ...]) -> str:
    return "".join(table.contents[number].decode() for number in numbers)


def picture_names(table: PhotoTable) -> list[str]:
    return sorted(names(table, picture.contents) for picture in pictures(table))


def together(
    table: PhotoTable, find: Callable[..., list[list[Picture]]], bound: float = SIMILAR
) -> list[str]:
    found = find(table, pictures(table), bound, silent, CancelToken())
    return sorted("+".join(sorted(names(table, p.contents) for p in group)) for group in found)


def library(**contents: tuple[NDArray[np.float32], dict[str, Any]]) -> PhotoTable:
    """One file of each content."""
    photos = [photo(f"/{name}", name, **facts) for name, (_, facts) in contents.items()]
    return table_of(photos, {name: codes for name, (codes, _) in contents.items()})


def test_every_content_is_in_exactly_one_picture() -> None:
    photos = [photo(f"/{name}", name) for name in "abcdef"]
    table = table_of([*photos, photo("/copy", "f"), photo("/stripped", "g", preview="e")],
                     {"a": code(0.0), "b": code(0.2), "c": code(1.0), "e": code(2.0)})  # fmt: skip
    assert picture_names(table) == ["ab", "c", "d", "eg", "f"]


def test_what_has_no_code_joins_by_its_pixels_and_brings_no_code() -> None:
    table = table_of([photo("/a", "a", preview="p"), photo("/b", "b", preview="p"), photo("/c", "c")],
                     {"b": code(0.0), "c": code(0.1)})  # fmt: skip
    (picture,) = pictures(table)
    assert names(table, picture.contents) == "abc"
    assert picture.row == 0
    assert [p.row for p in pictures(table_of([photo("/a", "a")], {}))] == [None]


def test_a_burst_is_no_picture_though_its_shots_are_alike() -> None:
    table = library(
        a=(code(0.0), {"taken_at": after(0)}),
        b=(code(0.05), {"taken_at": after(1)}),
        c=(code(0.04), {}),
        d=(code(0.01), {"taken_at": after(3600)}),
    )
    # c could be a copy of either: it goes with the one that it agrees with best, wherever there are more.
    assert picture_names(table) == ["ad", "bc"]


def test_identical_pixels_stay_together_whatever_their_times_say() -> None:
    facts = {"preview": "p"}
    table = library(
        a=(code(0.0), {"taken_at": after(0), **facts}),
        b=(code(0.0), {"taken_at": after(1), **facts}),
        c=(code(0.01), {"taken_at": after(2)}),
    )
    assert picture_names(table) == ["abc"]


def test_thousands_alike_are_one_picture_and_hide_nothing() -> None:
    photos = [photo(f"/{n:04}", f"{n:04}") for n in range(3000)]
    codes = {f"{n:04}": code(0.0) for n in range(3000)}
    pair = {"x": code(1.5), "y": code(1.55)}
    table = table_of([*photos, photo("/x", "x"), photo("/y", "y")], {**codes, **pair})
    assert sorted(len(picture.contents) for picture in pictures(table)) == [2, 3000]


def test_a_moment_needs_time_and_likeness() -> None:
    table = library(
        a=(code(0.0), {"taken_at": after(0)}),
        b=(code(0.4), {"taken_at": after(20)}),
        c=(code(0.5, 3), {}),
        d=(code(0.4, 2), {"taken_at": after(100)}),
        e=(code(1.5), {"taken_at": after(10)}),
    )
    assert together(table, find_moments) == ["a+b"]


def test_copies_of_one_picture_are_no_moment() -> None:
    copies = library(
        a=(code(0.0), {"taken_at": after(0)}),
        b=(code(0.1), {"taken_at": after(0)}),
        c=(code(0.2), {"taken_at": after(0)}),
    )
    assert together(copies, find_moments) == []


def test_a_picture_with_its_copies_is_one_unit_of_a_moment() -> None:
    """The copies lost their time; the original brings it in."""
    table = library(
        a=(code(0.0), {}),
        b=(code(0.1), {"taken_at": after(0)}),
        c=(code(0.5), {"taken_at": after(5)}),
        d=(code(0.52), {}),
    )
    assert together(table, find_moments) == ["ab+cd"]


def test_a_long_burst_is_cut_into_moments_that_never_chain() -> None:
    shots = {chr(97 + n): (code(0.0 + n / 1000), {"taken_at": after(20 * n)}) for n in range(12)}
    table = library(**shots)
    groups = together(table, find_moments)
    assert len(groups) > 2
    for group in groups:
        times = [20 * (ord(name) - 97) for name in group.split("+")]
        assert max(times) - min(times) <= 60


def test_a_place_needs_likeness_and_no_contradiction() -> None:
    table = library(
        a=(code(0.0), PARIS),
        b=(code(0.4), PARIS),
        c=(code(0.4, 2), {}),
        d=(code(0.35, 3), ROME),
    )
    assert together(table, find_places) == ["a+b+c"]


def test_a_copy_brings_the_position() -> None:
    table = library(
        a=(code(0.0), {}),
        b=(code(0.1), PARIS),
        c=(code(0.5), ROME),
    )
    assert together(table, find_places) == []


def test_what_has_no_code_is_in_no_moment_and_no_place() -> None:
    table = table_of([photo("/a", "a", taken_at=after(0)), photo("/b", "b", taken_at=after(0))], {})
    assert together(table, find_moments) == []
    assert together(table, find_places) == []


@pytest.mark.parametrize("find", [find_moments, find_places])
def test_new_photos_elsewhere_change_nothing(find: Callable[..., list[list[Picture]]]) -> None:
    few = {
        "a": (code(0.0), {"taken_at": after(0)}),
        "b": (code(0.4), {"taken_at": after(20)}),
    }
    more = {
        "0": (code(3.0), {"taken_at": after(1)}),
        **few,
        "z": (code(1.5, 4), {"taken_at": after(2)}),
    }
    assert together(library(**few), find) == ["a+b"]
    assert together(library(**more), find) == ["a+b"]


def test_cancel() -> None:
    cancel = CancelToken()
    cancel.cancel()
    table = library(a=(code(0.0), {}), b=(code(0.1), {}))
    with pytest.raises(Cancelled):
        find_pictures(table, SIMILAR, Looking(table, SAME), silent, cancel)


def test_an_empty_library() -> None:
    table = table_of([], {})
    assert pictures(table) == []
    assert together(table, find_moments) == []
    assert together(table, find_places) == []


def test_photos_come_in_any_order() -> None:
    def shuffled(seed: int) -> list[str]:
        random = np.random.default_rng(seed)
        base = np.random.default_rng(0)
        files: list[tuple[Photo, NDArray[np.float32]]] = []
        for number in range(60):
            row = code(0.0) + 0.25 * base.normal(size=12)
            taken = after(float(base.integers(0, 90)))
            row = (row / np.linalg.norm(row)).astype(np.float32)
            files.append((photo(f"/{number}", f"{number:02}", taken_at=taken), row))
        order = random.permutation(len(files))
        photos = [files[place][0] for place in random.permutation(len(files))]
        table = table_of(photos, {files[p][0].content.decode(): files[p][1] for p in order})
        return [
            *picture_names(table),
            *together(table, find_moments, 1.0),
            *together(table, find_places, 1.0),
        ]

    expected = shuffled(1)
    assert len(expected) > 60 // 3
    assert all(shuffled(seed) == expected for seed in range(2, 6))
