"""Groups of real files, from the folder to the keeper."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from photosim.app.finding.groups import candidate_pairs, find_groups
from photosim.app.workspace import Workspace
from photosim.domain.errors import Cancelled
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.domain.similarity import Group, Relation
from tests.app.family import NOT_UTF8, SCRIPT, family_library, rescan

pytestmark = pytest.mark.usefixtures("lent_processes")


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with family_library(tmp_path_factory.mktemp("groups")) as workspace:
        yield workspace


def groups_of(workspace: Workspace, relation: Relation) -> list[Group]:
    return find_groups(workspace, relation, silent, CancelToken())


def names(group: Group) -> list[str]:
    return [os.path.basename(member.photo.path) for member in group.members]


def test_copies_of_a_picture_are_one_group_and_its_next_shot_is_not_in_it(family: Workspace) -> None:
    china, flower = groups_of(family, Relation.SAME_PICTURE)
    assert names(china)[0] == "china.jpg"
    assert set(names(china)) == {"china.jpg", "china copy.jpg", "china stripped.jpg", "small.jpg", SCRIPT}
    assert names(flower) == ["flower.jpg", NOT_UTF8]
    assert china.relation is Relation.SAME_PICTURE
    assert china.reclaimable_bytes == sum(m.photo.stamp.size for m in china.members[1:])


def test_members_are_seen_from_the_keeper(family: Workspace) -> None:
    china = groups_of(family, Relation.SAME_PICTURE)[0]
    members = {os.path.basename(m.photo.path): m for m in china.members}
    assert members["china copy.jpg"].relation is Relation.IDENTICAL_BYTES
    assert members["china copy.jpg"].probability == 1.0
    assert members["china stripped.jpg"].relation is Relation.IDENTICAL_PIXELS
    assert members["small.jpg"].relation is Relation.REENCODED
    assert members["small.jpg"].words.startswith("same picture, 2 times smaller, saved again")
    assert 0 < members["small.jpg"].distance <= family.encoder.thresholds.same_picture
    assert 0.999 < members["small.jpg"].probability < 1.0
    assert members["small.jpg"].overlap == pytest.approx(1.0, abs=0.01)
    assert members["china copy.jpg"].overlap == members["china stripped.jpg"].overlap == 1.0
    distances = [m.distance for m in china.members]
    assert distances == sorted(distances)


def test_the_keeper_has_reasons_in_words(family: Workspace) -> None:
    china, flower = groups_of(family, Relation.SAME_PICTURE)
    times = "\N{MULTIPLICATION SIGN}"
    assert china.reasons[0] == f"among the largest: 640 {times} 427 pixels, others at most 480 {times} 320"
    assert china.reasons[1].startswith("carries the date, the camera and ")
    assert flower.reasons[0] == f"the largest: 640 {times} 427 pixels, the other 400 {times} 267"


def test_a_moment_holds_the_shots_with_their_copies(family: Workspace) -> None:
    (moment,) = groups_of(family, Relation.SAME_MOMENT)
    assert set(names(moment)) == {
        "burst.jpg",
        "china.jpg",
        "china copy.jpg",
        "china stripped.jpg",
        "small.jpg",
        SCRIPT,
    }
    burst = next(m for m in moment.members if m.photo.path.endswith("burst.jpg"))
    assert moment.keeper.path.endswith("burst.jpg") or burst.relation is Relation.SAME_MOMENT


def test_a_place_is_made_of_different_pictures(family: Workspace) -> None:
    for place in groups_of(family, Relation.SAME_PLACE):
        assert len({m.photo.content for m in place.members}) > 1
        assert "lonely.png" not in names(place)
    assert any("burst.jpg" in names(place) for place in groups_of(family, Relation.SAME_PLACE))


@pytest.mark.parametrize("relation", [Relation.SAME_PICTURE, Relation.SAME_MOMENT, Relation.SAME_PLACE])
def test_asking_again_gives_the_same(family: Workspace, relation: Relation) -> None:
    first = groups_of(family, relation)
    assert groups_of(family, relation) == first
    assert [(-g.reclaimable_bytes, g.id) for g in first] == sorted(
        (-g.reclaimable_bytes, g.id) for g in first
    )
    assert len({g.id for g in first}) == len(first)


def test_there_are_no_groups_of_the_unrelated(family: Workspace) -> None:
    with pytest.raises(ValueError, match="unrelated"):
        groups_of(family, Relation.UNRELATED)


def test_progress_is_told_and_nothing_is_compared_twice(tmp_path: Path) -> None:
    def stages(relation: Relation) -> set[str]:
        told: list[Progress] = []
        find_groups(workspace, relation, told.append, CancelToken())
        return {progress.stage for progress in told if progress.fraction == 1.0}

    with family_library(tmp_path) as workspace:
        assert stages(Relation.SAME_PICTURE) >= {"Comparing photos", "Verifying"}
        assert "Comparing photos" not in stages(Relation.SAME_PICTURE)
        # The pictures are known, their times are not.
        assert "Forming groups" in stages(Relation.SAME_MOMENT)
        (tmp_path / "photos" / "trip" / "flower.jpg").unlink()
        rescan(workspace, tmp_path)
        assert "Comparing photos" in stages(Relation.SAME_PICTURE)


def test_cancel(family: Workspace) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        find_groups(family, Relation.SAME_PICTURE, silent, cancel)
    with pytest.raises(Cancelled):
        candidate_pairs(family, None, silent, cancel)


def test_pairs_come_by_distance_each_once(family: Workspace) -> None:
    pairs = candidate_pairs(family, None, silent, CancelToken())
    keys = [(p.distance, p.first.path, p.second.path) for p in pairs]
    assert keys == sorted(keys)
    assert all(p.first.path < p.second.path for p in pairs)
    photos = len(family.photos())
    # So small a library that everybody is among everybody's nearest.
    assert len(pairs) == len({key[1:] for key in keys}) == photos * (photos - 1) // 2
    copies = [p.relation for p in pairs if p.distance == 0.0]
    assert sorted(copies) == [Relation.IDENTICAL_BYTES, Relation.IDENTICAL_PIXELS, Relation.IDENTICAL_PIXELS]
    assert pairs[-1].relation is Relation.UNRELATED
    for limit in (0, 1, 3, 7, 10_000):
        assert candidate_pairs(family, limit, silent, CancelToken()) == pairs[:limit]


def test_protected_missing_and_new_photos(tmp_path: Path) -> None:
    with family_library(tmp_path, protect="backup") as workspace:
        china, flower = groups_of(workspace, Relation.SAME_PICTURE)
        # All that could go of the pagoda is the original: the rest is protected.
        assert names(china)[0] == "china copy.jpg"
        assert china.reasons[0] == "in a protected folder"
        ids = {china.id, flower.id}
        assert sorted(g.reclaimable_bytes for g in (china, flower)) == sorted(
            os.path.getsize(tmp_path / "photos" / "trip" / name) for name in ("china.jpg", "flower.jpg")
        )

        (tmp_path / "photos" / "backup" / "china copy.jpg").unlink()
        shutil.copy(tmp_path / "photos" / "trip" / "flower.jpg", tmp_path / "photos" / "elsewhere")
        rescan(workspace, tmp_path, protect="backup")
        groups = {names(group)[0]: group for group in groups_of(workspace, Relation.SAME_PICTURE)}
        # Missing, not forgotten: still compared with, yet nothing to rely on.
        (gone,) = [m.photo for g in groups.values() for m in g.members if m.photo.missing]
        assert gone.path.endswith("china copy.jpg")
        assert "china copy.jpg" not in groups
        assert {group.id for group in groups.values()} == ids


def test_an_empty_library(workspace: Workspace) -> None:
    for relation in (Relation.SAME_PICTURE, Relation.SAME_MOMENT, Relation.SAME_PLACE):
        assert groups_of(workspace, relation) == []
    assert candidate_pairs(workspace, None, silent, CancelToken()) == []
