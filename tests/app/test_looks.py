"""Photos by looks: buckets, rows, order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photosim.app.exploring.looks import (
    bucket_numbers,
    find_looks,
    hamming,
    side_by_side,
    suitable_bits,
)
from photosim.app.workspace import Workspace


def test_an_empty_library_has_no_looks(workspace: Workspace) -> None:
    looks = find_looks(workspace)
    assert (looks.looks, looks.alone) == ((), ())


def test_fewer_bits_make_larger_buckets() -> None:
    bits = np.array([[0b10110011, 0b01010101, 1, 2, 3, 4, 5, 6]], np.uint8)
    assert bucket_numbers(bits).tolist() == [0b1011001101010101]
    assert bucket_numbers(bits, 5).tolist() == [0b1011000000000000]
    for wrong in (3, 17):
        with pytest.raises(ValueError, match=str(wrong)):
            bucket_numbers(bits, wrong)


def test_the_number_of_bits_grows_with_the_library() -> None:
    told = [suitable_bits(count) for count in (0, 10, 1000, 100_000, 10_000_000)]
    assert told == [4, 4, 7, 14, 16]


@given(st.binary(min_size=8, max_size=8), st.lists(st.binary(min_size=8, max_size=8), min_size=1))
def test_differing_bits_are_counted(one: bytes, others: list[bytes]) -> None:
    table = np.frombuffer(b"".join(others), np.uint8).reshape(-1, 8)
    expected = [(int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count() for other in others]
    assert hamming(table, np.frombuffer(one, np.uint8)).tolist() == expected


@given(st.lists(st.integers(0, 65535), unique=True))
def test_the_walk_visits_all_and_always_goes_to_the_nearest(numbers: list[int]) -> None:
    walk = side_by_side(np.array(numbers, np.uint16))
    assert sorted(walk) == list(range(len(numbers)))
    for step in range(1, len(walk)):
        here = numbers[walk[step - 1]]
        apart = [(here ^ numbers[place]).bit_count() for place in walk[step:]]
        assert apart[0] == min(apart)
