"""The user's word joins and parts pictures, whatever they look like."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from photosim.domain.judgements import NOTHING_JUDGED, Judged
from photosim.domain.photo import ContentId
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import content_pair
from photosim.similarity.nodes import nodes_of
from photosim.similarity.pictures import find_pictures
from photosim.similarity.table import PhotoTable
from tests.similarity.library import Looking, after, code, photo, table_of

FAST = settings(max_examples=60, deadline=None)
LETTERS = "abcdefghij"


def judged(same: str = "", different: str = "") -> Judged:
    """Pairs of letters, as in "ab cd"."""
    return Judged(*(frozenset(pair(word[0], word[1]) for word in said.split()) for said in (same, different)))


def pair(one: str, two: str) -> tuple[ContentId, ContentId]:
    return content_pair(ContentId(one.encode()), ContentId(two.encode()))


def pictures(table: PhotoTable, said: Judged, bound: float = 0.25) -> list[str]:
    found = find_pictures(table, 0.6, Looking(table, bound), silent, CancelToken(), judged=said)
    return sorted("".join(table.contents[n].decode() for n in picture.contents) for picture in found)


def line(angles: dict[str, float], order: str = "") -> PhotoTable:
    names = order or "".join(angles)
    return table_of([photo(f"/{n}", n) for n in names], {n: code(angles[n]) for n in names})


def test_what_was_called_the_same_is_one_picture_with_all_copies() -> None:
    table = line({"a": 0.0, "b": 0.1, "c": 2.0, "d": 2.1})
    assert pictures(table, NOTHING_JUDGED) == ["ab", "cd"]
    assert pictures(table, judged(same="ac")) == ["abcd"]


def test_what_was_called_different_is_never_together() -> None:
    table = line({"a": 0.0, "b": 0.1, "c": 0.2})
    assert pictures(table, NOTHING_JUDGED) == ["abc"]
    parted = pictures(table, judged(different="ac"))
    assert not any({"a", "c"} <= set(letters) for letters in parted)
    assert len(parted) == 2


def test_even_identical_pixels_can_be_parted() -> None:
    table = table_of([photo(f"/{n}", n, preview="p") for n in "abc"], {n: code(0.0) for n in "abc"})
    assert pictures(table, NOTHING_JUDGED) == ["abc"]
    parted = pictures(table, judged(different="ab"))
    assert not any({"a", "b"} <= set(letters) for letters in parted)
    assert len(parted) == 2


def test_different_wins_where_words_contradict_each_other() -> None:
    table = line({"a": 0.0, "b": 1.0, "c": 2.0})
    assert pictures(table, judged(same="ab bc", different="ac")) == ["ab", "c"]


def test_the_word_outweighs_the_times() -> None:
    table = table_of(
        [photo("/a", "a", taken_at=after(0)), photo("/b", "b", taken_at=after(1))],
        {"a": code(0.0), "b": code(0.01)},
    )
    assert pictures(table, NOTHING_JUDGED) == ["a", "b"]
    assert pictures(table, judged(same="ab")) == ["ab"]


def test_what_has_no_code_and_what_is_unknown() -> None:
    table = table_of([photo("/a", "a"), photo("/b", "b")], {"a": code(0.0)})
    assert pictures(table, judged(same="ab xy ax", different="bz yz")) == ["ab"]
    assert len(nodes_of(table, NOTHING_JUDGED)) == 2


_PAIRS = st.sets(
    st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS)).filter(lambda said: said[0] != said[1]),
    max_size=5,
)
_ANGLES = st.lists(st.floats(0, 1.5, allow_nan=False), min_size=len(LETTERS), max_size=len(LETTERS)).map(
    lambda values: dict(zip(LETTERS, values, strict=True))
)


@FAST
@given(_ANGLES, _PAIRS, _PAIRS, st.randoms(use_true_random=False))
def test_the_word_wins_and_order_plays_no_part(
    angles: dict[str, float], same: set[tuple[str, str]], different: set[tuple[str, str]], random: Random
) -> None:
    said = Judged(frozenset(pair(*two) for two in same), frozenset(pair(*two) for two in different))
    found = pictures(line(angles), said)
    assert sorted("".join(found)) == list(LETTERS)
    home = {letter: letters for letters in found for letter in letters}
    assert all(home[one] != home[two] for one, two in different)
    if not different:
        assert all(home[one] == home[two] for one, two in same)
    order = list(LETTERS)
    random.shuffle(order)
    assert pictures(line(angles, "".join(order)), said) == found


@FAST
@given(_ANGLES, _PAIRS, st.integers(1, 5))
def test_photos_elsewhere_change_nothing(
    angles: dict[str, float], different: set[tuple[str, str]], strangers: int
) -> None:
    said = Judged(different=frozenset(pair(*two) for two in different))
    far = {str(number): 2.6 + 0.1 * number for number in range(strangers)}
    alone = pictures(line(angles), said)
    more = pictures(line({**far, **angles}), said)
    assert [letters for letters in more if letters.isalpha()] == alone
