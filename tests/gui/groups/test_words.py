"""What is said of groups."""

from __future__ import annotations

from dataclasses import replace

import pytest

from photosim.domain.similarity import Relation
from photosim.gui.groups.model import items_of
from photosim.gui.groups.review import Tally
from photosim.gui.groups.words import (
    decision_words,
    names_of,
    note_words,
    progress_words,
    tooltip_lines,
    verdict_words,
)
from tests.gui.groups.making import group_of, with_paths


@pytest.mark.parametrize(
    ("going", "said"),
    [
        ([], "Both stay."),
        (["b.jpg"], "“a.jpg” stays; “b.jpg” goes, 2.0 MB."),
    ],
)
def test_the_verdict_on_two(going: list[str], said: str) -> None:
    assert verdict_words("a.jpg", going, 2_000_000, 2) == said


def test_the_verdict_on_many() -> None:
    assert verdict_words("a", [], 0, 5) == "All 5 stay."
    assert verdict_words("a", ["b", "c"], 10, 4) == "“a” and 1 other stay; “b” and “c” go, 10 bytes."
    assert verdict_words("a", list("bcde"), 10, 5) == "“a” stays; 4 photos go, 10 bytes."


def test_a_decision_in_short() -> None:
    assert decision_words(group_of(1, 2), []) == "both stay"
    assert decision_words(group_of(1, 3), []) == "all stay"
    assert decision_words(group_of(1, 3), [10]) == "1 goes, 2 stay"
    assert decision_words(group_of(1, 3), [10, 10]) == "2 go, 1 stays"


def test_how_far_the_review_is() -> None:
    assert progress_words(Tally(total=1, open_bytes=3_200_000_000)) == "0 of 1 group reviewed, 3.2 GB to gain"
    assert (
        progress_words(Tally(142, 926, 200, 1_100_000_000, 2_100_000_000))
        == "142 of 926 groups reviewed, 1.1 GB chosen, 2.1 GB more to gain"
    )
    assert progress_words(Tally(2, 2)) == "2 of 2 groups reviewed"
    # What is protected was not reviewed by anybody.
    untouched = Tally(reviewed=1, total=91, open_bytes=3_200_000_000, settled=1)
    assert progress_words(untouched) == "0 of 90 groups reviewed, 3.2 GB to gain, 1 protected"
    assert progress_words(Tally(1, 1, settled=1)) == "Nothing can go: 1 group is protected"


def test_equal_names_are_told_apart_by_their_folders() -> None:
    group = with_paths(group_of(1, 3), "/x/a.jpg", "/y/a.jpg", "/y/b.jpg")
    assert names_of([member.photo for member in group.members]) == ["x/a.jpg", "y/a.jpg", "b.jpg"]


def test_copies_in_folders_of_the_same_name_are_told_apart_by_the_folder_that_differs() -> None:
    paths = ("/p/photos/2019/Sea/a.jpg", "/p/backup/2019/Sea/a.jpg", "/p/backup/Sea/a.jpg", "/a.jpg")
    photos = [member.photo for member in with_paths(group_of(1, 4), *paths).members]
    assert names_of(photos) == ["photos/…/a.jpg", "backup/…/a.jpg", "backup/Sea/a.jpg", "/a.jpg"]


def test_the_note_on_a_photo_says_where_it_lies_and_what_it_is() -> None:
    group = group_of(1, 2, member=Relation.CROPPED)
    keeper, other = items_of(group)
    assert note_words(keeper) == "photos/000100.jpg, 4000 × 3000, 1.0 kB: proposed to be kept"  # noqa: RUF001
    assert note_words(replace(keeper, going=True)).endswith(": was proposed to be kept")
    assert note_words(other) == "photos/000101.jpg, 4000 × 3000, 1.0 kB: cropped, 90 % alike"  # noqa: RUF001


def test_a_tooltip_does_not_grow_without_end() -> None:
    lines = tooltip_lines(group_of(1, 20))
    assert lines[-1] == "and 8 more"
    assert len(lines) == 14
