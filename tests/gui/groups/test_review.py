"""What is decided of groups: chosen, accepted, kept through a restart, taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from photosim.app.cleaning.decisions import decisions_of
from photosim.app.finding.groups import find_groups
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import LibraryReadOnlyError, PhotosimError
from photosim.domain.files import Role
from photosim.domain.judgements import Judgement, Said, Verdict
from photosim.domain.marks import Mark
from photosim.domain.progress import CancelToken
from photosim.domain.similarity import Group, Relation
from photosim.gui.groups.review import Review, Standing, Tally
from tests.gui.making import Family


@pytest.fixture
def library(family: Family, tmp_path: Path) -> str:
    """A library of its own, on the family's photos."""
    return shutil.copytree(family.library, tmp_path / "library").as_posix()


@pytest.fixture
def workspace(library: str) -> Iterator[Workspace]:
    with open_workspace(library) as opened:
        yield opened


def found(workspace: Workspace) -> list[Group]:
    return find_groups(workspace, Relation.SAME_PICTURE, lambda _told: None, CancelToken())


def review_in(workspace: Workspace) -> Review:
    library = workspace.library
    return Review(workspace, found(workspace), library.marks(), Said(library.judgements()))


def named(review: Review, part: str) -> Group:
    return next(group for group in review.groups if part in group.keeper.path)


def going(review: Review, group: Group) -> list[str]:
    return sorted(Path(photo.path).name for photo in review.going(group))


def as_the_library_counts(review: Review) -> Tally:
    decided = decisions_of(review.groups, review.marks)
    sizes = {
        member.photo.path: member.photo.stamp.size for group in review.groups for member in group.members
    }
    gone = {path for decision in decided.values() for path in decision.remove}
    left = sum(group.reclaimable_bytes for group in review.groups if group.id not in decided)
    return Tally(len(decided), len(review.groups), len(gone), sum(sizes[path] for path in gone), left)


def test_only_identical_files_are_proposed_to_go(workspace: Workspace) -> None:
    review = review_in(workspace)
    flower, china = named(review, "flower"), named(review, "china")
    assert len(going(review, flower)) == 1
    assert going(review, china) == []
    assert review.standing(flower) is Standing.OPEN
    assert review.tally == as_the_library_counts(review)
    assert review.tally.reviewed == 0


def test_what_is_accepted_is_there_after_a_restart_and_what_is_only_chosen_is_not(library: str) -> None:
    with open_workspace(library) as workspace:
        review = review_in(workspace)
        flower, china = named(review, "flower"), named(review, "china")
        review.accept([flower])
        assert review.toggle(china, china.members[1].photo) == ""
        assert review.standing(china) is Standing.CHANGED
        assert review.tally == as_the_library_counts(review)
        chosen = going(review, flower)
    with open_workspace(library) as workspace:
        again = review_in(workspace)
        assert again.standing(named(again, "flower")) is Standing.REVIEWED
        assert going(again, named(again, "flower")) == chosen
        assert again.standing(named(again, "china")) is Standing.OPEN
        assert going(again, named(again, "china")) == []
        assert again.tally.reviewed == 1
        assert again.tally.chosen == 1


def test_another_keeper_takes_the_place_of_an_identical_one(workspace: Workspace) -> None:
    review = review_in(workspace)
    flower = named(review, "flower")
    other = flower.members[1].photo
    assert review.keep_instead(flower, other) == ""
    assert review.choice(flower).keeper == other.path
    assert [photo.path for photo in review.going(flower)] == [flower.keeper.path]


def test_another_keeper_among_versions_removes_nothing_by_itself(workspace: Workspace) -> None:
    review = review_in(workspace)
    china = named(review, "china")
    review.keep_instead(china, china.members[1].photo)
    assert going(review, china) == []
    review.keep_only(china)
    assert going(review, china) == sorted(
        Path(member.photo.path).name
        for member in china.members
        if member.photo.path != china.members[1].photo.path
    )
    review.keep_all(china)
    assert going(review, china) == []


def test_each_step_is_taken_back(workspace: Workspace) -> None:
    review = review_in(workspace)
    flower = named(review, "flower")
    before = review.choice(flower), review.tally
    review.keep_instead(flower, flower.members[1].photo)
    review.keep_all(flower)
    review.accept([flower])
    assert review.standing(flower) is Standing.REVIEWED
    assert len(workspace.library.marks()) == 2
    review.reopen([flower])
    assert workspace.library.marks() == {}
    assert review.undo() == (flower,)
    assert set(workspace.library.marks().values()) == {Mark.KEEP}
    assert review.undo() == (flower,)
    assert review.standing(flower) is Standing.CHANGED
    assert workspace.library.marks() == {}
    review.undo()
    assert len(review.going(flower)) == 1
    review.undo()
    assert (review.choice(flower), review.tally) == before
    assert review.standing(flower) is Standing.OPEN
    assert review.last_step == ""
    assert review.undo() == ()


def test_not_the_same_is_kept_as_the_users_word_and_taken_back(workspace: Workspace) -> None:
    review = review_in(workspace)
    china = named(review, "china")
    other = china.members[1].photo
    groups = len(review.groups)
    rest = review.not_same(china, other)
    assert len(workspace.library.judgements()) >= 1
    assert all(word.verdict is Verdict.NOT_SAME for word in workspace.library.judgements())
    if rest is None:
        assert len(review.groups) == groups - 1
    else:
        assert other.path not in {member.photo.path for member in rest.members}
    assert review.tally == as_the_library_counts(review)
    apart = [group for group in found(workspace) if other.path in {m.photo.path for m in group.members}]
    assert all(china.keeper.path not in {m.photo.path for m in group.members} for group in apart)
    assert review.undo() == (china,)
    assert workspace.library.judgements() == []
    assert review.group(china.id) == china
    assert review.tally == as_the_library_counts(review)


def test_the_rest_of_a_group_finds_another_keeper(workspace: Workspace) -> None:
    review = review_in(workspace)
    china, flower = named(review, "china"), named(review, "flower")
    three = replace(china, members=(*china.members[:2], *flower.members))
    review = Review(workspace, [three], {}, Said())
    rest = review.not_same(three, three.keeper)
    assert rest is not None
    assert rest.keeper == three.members[1].photo
    assert rest.reasons == ()
    assert review.undo() == (three,)
    none_left = review.not_same(three, None)
    assert none_left is None
    assert review.groups == []
    assert review.tally == Tally()


def test_the_rest_of_a_group_keeps_its_keeper_and_a_protected_one_comes_first(workspace: Workspace) -> None:
    review = review_in(workspace)
    china, flower = named(review, "china"), named(review, "flower")
    safe = replace(flower.members[0], photo=replace(flower.members[0].photo, role=Role.PROTECTED))
    four = replace(china, members=(*china.members[:2], safe))
    rest = Review(workspace, [four], {}, Said()).not_same(four, four.members[1].photo)
    assert rest is not None
    assert (rest.keeper, rest.reasons) == (four.keeper, four.reasons)
    rest = Review(workspace, [four], {}, Said()).not_same(four, four.keeper)
    assert rest is not None
    assert rest.keeper == safe.photo


def test_choosing_what_is_chosen_already_changes_nothing_that_goes(workspace: Workspace) -> None:
    review = review_in(workspace)
    flower = named(review, "flower")
    before = review.choice(flower)
    review.choose(flower, before)
    assert review.last_step == ""
    review.keep_instead(flower, flower.keeper)
    assert review.choice(flower) == before
    review.choose(flower, replace(before, remove=frozenset()))
    assert review.going(flower) == []


def test_identical_files_cannot_be_called_different(workspace: Workspace) -> None:
    review = review_in(workspace)
    flower = named(review, "flower")
    with pytest.raises(PhotosimError, match="byte for byte"):
        review.not_same(flower, flower.members[1].photo)
    assert review.last_step == ""


def test_what_may_never_go_is_refused_with_the_reason(workspace: Workspace) -> None:
    flower = named(review_in(workspace), "flower")
    first, second = flower.members
    safe = replace(second, photo=replace(second.photo, role=Role.PROTECTED))
    away = replace(second, photo=replace(second.photo, path="/away.jpg", missing=True))
    group = replace(flower, members=(first, safe, away))
    review = Review(workspace, [group], {}, Said())
    assert review.going(group) == []
    assert "protected" in review.toggle(group, safe.photo)
    assert "last scan" in review.toggle(group, away.photo)
    assert "only a photo that is there" in review.keep_instead(group, away.photo)
    assert "keeper" in review.toggle(group, first.photo)
    assert review.last_step == ""
    review.keep_only(group)
    assert review.going(group) == []
    review.keep_instead(group, safe.photo)
    review.keep_only(group)
    assert [photo.path for photo in review.going(group)] == [first.photo.path]


def test_a_new_member_opens_a_decided_group_again(workspace: Workspace) -> None:
    flower = named(review_in(workspace), "flower")
    first, second = flower.members
    marks = {first.photo.path: Mark.REMOVE, second.photo.path: Mark.KEEP}
    third = replace(second, photo=replace(second.photo, path="/new.jpg"))
    group = replace(flower, members=(first, second, third))
    review = Review(workspace, [group], marks, Said())
    assert review.standing(group) is Standing.OPEN
    assert review.choice(group).keeper == second.photo.path
    assert review.choice(group).remove == {first.photo.path, "/new.jpg"}


def test_what_is_protected_was_reviewed_by_nobody(workspace: Workspace) -> None:
    groups = found(workspace)
    safe = [
        replace(
            group,
            members=tuple(replace(m, photo=replace(m.photo, role=Role.PROTECTED)) for m in group.members),
        )
        for group in groups[:1]
    ]
    review = Review(workspace, [*safe, *groups[1:]], {}, Said())
    assert review.standing(safe[0]) is Standing.REVIEWED
    assert (review.tally.reviewed, review.tally.settled, review.tally.total) == (1, 1, len(groups))
    review.accept(groups[1:2])
    assert (review.tally.reviewed, review.tally.settled) == (2, 1)


def test_what_was_said_to_stay_together_needs_no_review(workspace: Workspace) -> None:
    china = named(review_in(workspace), "china")
    contents = sorted({member.photo.content for member in china.members})
    said = Said(
        Judgement((one, other), Verdict.KEEP_BOTH, None)  # type: ignore[arg-type]
        for one in contents
        for other in contents
        if one < other
    )
    review = Review(workspace, [china], {}, said)
    assert review.standing(china) is Standing.REVIEWED
    assert review.going(china) == []
    assert review.tally == Tally(reviewed=1, total=1)


def test_what_is_not_accepted_yet_outlives_a_new_search(workspace: Workspace) -> None:
    review = review_in(workspace)
    flower, china = named(review, "flower"), named(review, "china")
    review.keep_all(flower)
    review.keep_only(china)
    smaller = replace(china, members=china.members[:1])
    again = Review(workspace, [flower, smaller], {}, Said())
    again.carry_over(review)
    assert again.standing(flower) is Standing.CHANGED
    assert again.choice(flower) == review.choice(flower)
    assert again.standing(smaller) is Standing.OPEN


def test_several_groups_are_accepted_in_one_step(workspace: Workspace) -> None:
    review = review_in(workspace)
    review.accept(review.groups)
    assert review.tally.reviewed == review.tally.total == len(review.groups)
    assert "groups" in review.last_step
    review.undo()
    assert review.tally.reviewed == 0


def test_a_library_that_can_only_be_looked_at_decides_nothing(library: str) -> None:
    with open_workspace(library, read_only=True) as workspace:
        review = review_in(workspace)
        group = review.groups[0]
        with pytest.raises(LibraryReadOnlyError):
            review.accept([group])
        assert review.standing(group) is Standing.OPEN
        assert review.last_step == ""
        assert dict(review.marks) == {}
