"""What a plan chooses: identity alone, the user's decisions, or what was asked for besides."""

import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from photosim.app.cleaning.planning import INCLUDABLE, make_plan, waiting
from photosim.app.workspace import Workspace
from photosim.domain.actions import Act, Plan, RefusalKind
from photosim.domain.errors import Cancelled
from photosim.domain.files import Role
from photosim.domain.judgements import Verdict
from photosim.domain.marks import Mark
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.domain.similarity import Evidence, Group, Palette, Relation
from tests.app.groups_made import group, photo

KEEP, REMOVE = Mark.KEEP, Mark.REMOVE


class Place:
    """A folder with files, and the plans for groups of them."""

    def __init__(self, folder: Path, workspace: Workspace) -> None:
        self.folder = folder
        self.workspace = workspace

    def at(self, name: str) -> str:
        return str(self.folder / name)

    def photo(
        self,
        name: str,
        content: str | None = None,
        pixels: str | None = None,
        form: str = "JPEG",
        width: int = 4000,
    ) -> Photo:
        """A file that is there, and the photo that stands for it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content or name)
        return photo(str(path), content or name, pixels=pixels, form=form, width=width)

    def beside(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def plan(
        self,
        *groups: Group,
        marks: Mapping[str, Mark] | None = None,
        include: Collection[Relation] = (),
        act: Act = Act.SET_ASIDE,
    ) -> Plan:
        named = {self.at(name): mark for name, mark in (marks or {}).items()}
        return make_plan(self.workspace, groups, silent, CancelToken(), act=act, marks=named, include=include)

    def going(self, plan: Plan) -> dict[str, str]:
        """Names of what goes, and of what stays for it."""
        names = {
            os.path.relpath(one.victim.path, self.folder): os.path.relpath(one.keeper.path, self.folder)
            for one in plan.removals
        }
        assert len(names) == len(plan.removals)
        return names


@pytest.fixture
def place(tmp_path: Path, workspace: Workspace) -> Place:
    folder = tmp_path / "photos"
    folder.mkdir()
    return Place(folder, workspace)


def test_by_itself_a_plan_chooses_only_what_is_identical(place: Place) -> None:
    made = group(
        [
            place.photo("keeper.jpg", "one"),
            place.photo("bytes.jpg", "one"),
            place.photo("pixels.jpg", "two", pixels="one"),
            place.photo("small.jpg", "three"),
        ]
    )
    plan = place.plan(made)
    assert place.going(plan) == {"bytes.jpg": "keeper.jpg", "pixels.jpg": "keeper.jpg"}
    assert not any(removal.decided for removal in plan.removals)
    assert plan.refused == ()


def test_more_goes_only_when_it_is_asked_for(place: Place) -> None:
    copies = group([place.photo("a.jpg"), place.photo("a small.jpg")], Relation.REENCODED)
    crops = group([place.photo("b.jpg"), place.photo("b crop.jpg")], Relation.CROPPED)
    assert place.going(place.plan(copies, crops)) == {}
    asked = place.plan(copies, crops, include=[Relation.REENCODED])
    assert place.going(asked) == {"a small.jpg": "a.jpg"}
    both = place.plan(copies, crops, include=[Relation.REENCODED, Relation.CROPPED])
    assert place.going(both) == {"a small.jpg": "a.jpg", "b crop.jpg": "b.jpg"}


@pytest.mark.parametrize("relation", [Relation.SAME_MOMENT, Relation.UNRELATED, Relation.IDENTICAL_BYTES])
def test_what_is_another_picture_cannot_be_asked_for(place: Place, relation: Relation) -> None:
    with pytest.raises(ValueError, match="include"):
        place.plan(include=[relation])


def test_camera_raw_never_goes_for_another_format(place: Place) -> None:
    made = group([place.photo("a.jpg"), place.photo("old/b.cr2", form="RAW"), place.photo("old/c.jpg")])
    plan = place.plan(made, include=[Relation.REENCODED])
    assert place.going(plan) == {"old/c.jpg": "a.jpg"}
    raws = group([place.photo("a.cr2", form="RAW"), place.photo("old/d.cr2", form="RAW")])
    assert place.going(place.plan(raws, include=[Relation.REENCODED])) == {"old/d.cr2": "a.cr2"}


def test_what_is_more_than_the_one_that_stays_never_goes_unasked(place: Place) -> None:
    # A rule on folders may choose the lesser picture.
    larger = group([place.photo("safe/a.jpg", width=500), place.photo("a.jpg")])
    everything = INCLUDABLE
    assert place.going(place.plan(larger, include=everything)) == {}
    whole = Evidence(True, 1.0, 1.0, 0.99, 90, 0.0, mirrored=False, scale=1.0)
    for number, (relation, seen, goes) in enumerate(
        (
            (Relation.CROPPED, replace(whole, overlap_first=0.6), True),
            (Relation.CROPPED, replace(whole, overlap_second=0.6), False),
            (Relation.FRAMED, replace(whole, overlap_second=0.6, framed_second=True), True),
            (Relation.FRAMED, replace(whole, overlap_first=0.6, framed_first=True), False),
            (Relation.EDITED, replace(whole, palette_second=Palette.GREY), True),
            (Relation.EDITED, replace(whole, palette_first=Palette.GREY), False),
            (
                Relation.EDITED,
                replace(whole, palette_first=Palette.GREY, palette_second=Palette.GREY, tone=40.0),
                True,
            ),
        )
    ):
        two = [place.photo(f"{number}.jpg"), place.photo(f"{number} other.jpg")]
        plan = place.plan(group(two, relation, evidence=seen), include=everything)
        assert bool(plan.removals) == goes, (relation, seen)


def test_what_was_shot_together_stays_together(place: Place) -> None:
    made = group([place.photo("a.jpg"), place.photo("a.cr2", form="RAW"), place.photo("copies/a.jpg")])
    plan = place.plan(made, include=[Relation.REENCODED])
    assert place.going(plan) == {"copies/a.jpg": "a.jpg"}


def test_a_decided_group_goes_as_it_was_decided(place: Place) -> None:
    made = group([place.photo("a.jpg", "one"), place.photo("b.jpg", "one"), place.photo("c.jpg")])
    plan = place.plan(made, marks={"a.jpg": REMOVE, "b.jpg": KEEP, "c.jpg": REMOVE})
    assert place.going(plan) == {"a.jpg": "b.jpg", "c.jpg": "b.jpg"}
    assert all(removal.decided for removal in plan.removals)
    assert place.going(place.plan(made, marks=dict.fromkeys(("a.jpg", "b.jpg", "c.jpg"), KEEP))) == {}


def test_a_group_that_is_half_decided_waits(place: Place) -> None:
    made = group([place.photo("a.jpg", "one"), place.photo("b.jpg", "one"), place.photo("c.jpg")])
    marks = {"a.jpg": REMOVE}
    assert place.going(place.plan(made, marks=marks, include=[Relation.REENCODED])) == {}
    assert waiting([made], {place.at("a.jpg"): REMOVE}) == 1
    assert waiting([made], {}) == 0
    assert waiting([made], {place.at(name): KEEP for name in ("a.jpg", "b.jpg", "c.jpg")}) == 0


def test_one_stays_even_if_all_were_marked_to_go(place: Place) -> None:
    made = group([place.photo("a.jpg", "one"), place.photo("b.jpg", "one")])
    other = group([place.photo("c.jpg", "two"), place.photo("d.jpg", "two")])
    plan = place.plan(made, other, marks={"a.jpg": REMOVE, "b.jpg": REMOVE})
    assert place.going(plan) == {"d.jpg": "c.jpg"}
    assert {os.path.basename(refusal.victim) for refusal in plan.refused} == {"a.jpg", "b.jpg"}
    assert all("one must stay" in refusal.reason for refusal in plan.refused)
    assert plan.id != place.plan(other).id


def test_marks_are_those_of_the_library_unless_others_are_given(place: Place) -> None:
    made = group([place.photo("a.jpg", "one"), place.photo("b.jpg", "one")])
    plan = make_plan(place.workspace, [made], silent, CancelToken())
    assert place.going(plan) == {"b.jpg": "a.jpg"}


def test_companions_go_along_and_are_proved(place: Place) -> None:
    made = group([place.photo("a.jpg", "one"), place.photo("copies/a.jpg", "one")])
    for name in ("a.mov", "copies/a.mov"):
        place.beside(name, "the same film")
    place.beside("copies/a.xmp", "stars")
    place.beside("a.xmp", "other stars")
    plan = place.plan(made)
    (removal,) = plan.removals
    assert [os.path.basename(one.file.path) for one in removal.companions] == ["a.mov", "a.xmp"]
    film, sidecar = removal.companions
    assert film.twin is not None
    assert film.twin.path == place.at("a.mov")
    assert film.twin.content == film.file.content
    assert sidecar.twin is None
    assert plan.files == 3


def test_a_film_that_only_the_victim_has_keeps_it(place: Place) -> None:
    made = group([place.photo("a.jpg", "one"), place.photo("copies/a.jpg", "one")])
    place.beside("copies/a.mov", "the only film")
    plan = place.plan(made)
    assert plan.removals == ()
    (refusal,) = plan.refused
    assert refusal.kind is RefusalKind.COMPANION
    for name in ("copies/a.jpg", "copies/a.mov", "a.jpg"):
        assert place.at(name) in refusal.reason


def test_a_companion_that_cannot_be_read_keeps_it(place: Place) -> None:
    made = group([place.photo("a.jpg", "one"), place.photo("copies/a.jpg", "one")])
    place.beside("a.mov", "film")
    place.beside("copies/a.mov", "film")

    def vanish(progress: Progress) -> None:
        if progress.detail.endswith("copies/a.mov"):
            os.remove(place.at("copies/a.mov"))

    (refusal,) = make_plan(place.workspace, [made], vanish, CancelToken()).refused
    assert "could not be read" in refusal.reason


def test_the_users_word_and_protected_folders_win(place: Place) -> None:
    from photosim.app.judging.judgements import judge, pair_of

    one, two, three = place.photo("a.jpg"), place.photo("b.jpg"), place.photo("c.jpg")
    judge(place.workspace, [pair_of(one, two)], Verdict.KEEP_BOTH)
    plan = place.plan(group([one, two, three]), include=[Relation.REENCODED])
    assert place.going(plan) == {"c.jpg": "a.jpg"}
    assert [refusal.kind for refusal in plan.refused] == [RefusalKind.JUDGED]
    safe = photo(place.at("d.jpg"), role=Role.PROTECTED)
    assert place.going(place.plan(group([one, safe]), include=[Relation.REENCODED])) == {}


def test_missing_files_neither_go_nor_keep(place: Place) -> None:
    gone = photo("/unplugged/a.jpg", "one", missing=True)
    made = group([gone, place.photo("b.jpg", "one"), place.photo("c.jpg", "one")])
    for include in ((), (Relation.REENCODED,)):
        assert place.going(place.plan(made, include=include)) == {"c.jpg": "b.jpg"}
    only = group([gone, place.photo("d.jpg")])
    assert place.going(place.plan(only, include=[Relation.REENCODED])) == {}
    assert place.going(place.plan(group([gone, photo("/unplugged/b.jpg", missing=True)]))) == {}


def test_reading_companions_is_told_and_can_be_stopped(place: Place) -> None:
    made = group([place.photo("a.jpg", "one"), place.photo("b.jpg", "one")])
    place.beside("b.mov", "film")
    place.beside("a.mov", "film")
    told: list[Progress] = []
    make_plan(place.workspace, [made], told.append, CancelToken())
    assert [progress.total for progress in told] == [2, 2]
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        make_plan(place.workspace, [made], silent, cancel)


def test_making_a_plan_changes_nothing_on_the_disk(place: Place, tmp_path: Path) -> None:
    made = group([place.photo("a.jpg", "one"), place.photo("copies/a.jpg", "one")])
    place.beside("copies/a.xmp", "stars")
    shutil.copytree(place.folder, tmp_path / "before")
    place.plan(made)
    seen = sorted(path.relative_to(place.folder) for path in place.folder.rglob("*"))
    assert seen == sorted(path.relative_to(tmp_path / "before") for path in (tmp_path / "before").rglob("*"))
