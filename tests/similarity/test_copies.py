"""Which pairs are looked at, and which groups that allows."""

from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import ContentPair
from photosim.similarity.pictures import find_pictures
from tests.similarity.library import Looking, after, code, evidence, photo, table_of


def letters(pairs: list[ContentPair]) -> list[str]:
    return sorted((first + second).decode() for first, second in pairs)


def test_near_is_not_enough() -> None:
    table = table_of([photo(f"/{n}", n) for n in "abc"], {n: code(0.01 * i) for i, n in enumerate("abc")})

    def look(pairs: list[ContentPair]) -> dict:  # type: ignore[type-arg]
        return {pair: evidence(same=pair == (b"a", b"b")) for pair in pairs}

    found = find_pictures(table, 0.5, look, silent, CancelToken())
    assert sorted(picture.contents for picture in found) == [(0, 1), (2,)]


def test_without_evidence_nothing_is_the_same() -> None:
    table = table_of([photo("/a", "a"), photo("/b", "b")], {"a": code(0.0), "b": code(0.01)})
    assert len(find_pictures(table, 0.5, lambda pairs: {}, silent, CancelToken())) == 2


def test_every_member_is_verified_against_one_of_them() -> None:
    """a-b-c-d-e is a chain of parts: no picture in it shows what all show."""
    names = "abcde"
    table = table_of([photo(f"/{n}", n) for n in names], {n: code(0.1 * i) for i, n in enumerate(names)})
    found = find_pictures(table, 1.0, Looking(table, 0.11), silent, CancelToken())
    assert max(len(picture.contents) for picture in found) <= 3
    assert sorted(number for picture in found for number in picture.contents) == list(range(5))


def test_what_hangs_together_is_looked_at_beyond_the_bound() -> None:
    table = table_of(
        [photo(f"/{n}", n) for n in "abcd"], {"a": code(0.0), "b": code(0.1), "c": code(0.2), "d": code(0.6)}
    )
    look = Looking(table, 2.0)
    (picture,) = find_pictures(table, 0.41, look, silent, CancelToken())
    assert picture.contents == (0, 1, 2, 3)
    # a and c hang together by b; d is near c alone, and looked at beside b as the one with most copies.
    assert letters(look.asked) == ["ab", "bc", "bd", "cd"]


def test_different_shots_are_not_even_looked_at() -> None:
    table = table_of(
        [photo("/a", "a", taken_at=after(0)), photo("/b", "b", taken_at=after(1))],
        {"a": code(0.0), "b": code(0.01)},
    )
    look = Looking(table, 2.0)
    assert len(find_pictures(table, 1.0, look, silent, CancelToken())) == 2
    assert look.asked == []
