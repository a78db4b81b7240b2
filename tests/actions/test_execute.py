"""The executor: what it does, what it refuses, and what it says."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from photosim.actions.execute import rehearse
from photosim.actions.system import System
from photosim.domain.actions import Act, Outcome, OutcomeState, Plan, RefusalKind
from photosim.domain.errors import SafetyError
from photosim.domain.files import Role
from photosim.domain.photo import Photo
from photosim.domain.planfile import with_id
from photosim.domain.progress import CancelToken, Progress, silent
from tests.actions.world import World, content_of, decision, group

_TIME = 1_400_000_000_987_654_321


def _pair(world: World) -> tuple[Photo, Photo]:
    return world.photo("keep/a.jpg", mtime_ns=_TIME), world.photo("go/a.jpg", mtime_ns=_TIME)


def _only(world: World, plan: Plan, system: System | None = None) -> Outcome:
    (outcome,) = world.execute(plan, system).outcomes
    return outcome


def _refused(world: World, plan: Plan) -> Outcome:
    """The plan's only outcome, a refusal that names both paths and touched nothing; rehearsed, too."""
    before = world.disk()
    (rehearsed,) = rehearse(plan, world.ground(), silent, CancelToken()).outcomes
    outcome = _only(world, plan)
    assert world.disk() == before
    assert outcome == rehearsed
    assert outcome.state is OutcomeState.REFUSED
    assert outcome.kind is not None
    assert outcome.removal.victim.path in outcome.words
    assert outcome.removal.keeper.path in outcome.words
    assert outcome.words.endswith(".")
    with world.journal() as journal:
        assert journal.records()[0].refused == 1
    return outcome


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.TRASH])
def test_there_and_back_again(world: World, act: Act) -> None:
    keeper, victim = _pair(world)
    target = world.base / "target"
    target.mkdir()
    for place in ("keep", "go"):
        world.write(f"{place}/a.mov", "film", _TIME)
        world.write(f"{place}/a.xmp", f"notes to {place}", _TIME)
    os.chmod(victim.path, 0o604)
    before = world.disk()
    plan = world.plan([group(keeper, victim)], act=act, target=str(target) if act is Act.MOVE else None)
    result = world.execute(plan)
    assert [outcome.state for outcome in result.outcomes] == [OutcomeState.DONE]
    after = world.disk()
    assert after[keeper.path] == before[keeper.path]
    aside = f"{world.folder}/.photosim-set-aside/{result.record}/go/a.jpg"
    moved = f"{target}/go/a.jpg" if act is Act.MOVE else aside
    assert after[moved] == before[victim.path]
    if act is Act.HARD_LINK:
        assert os.path.samefile(victim.path, keeper.path)
        assert not os.path.islink(victim.path)
    elif act is Act.SYMLINK:
        assert os.readlink(victim.path) == "../keep/a.jpg"
    else:
        assert victim.path not in after
    assert (f"{world.folder}/go/a.xmp" in after) == act.links
    undone = world.undo(result.record)
    assert [(one.state.value, one.words) for one in undone.outcomes] == [("back", "")]
    assert world.disk() == before
    assert not (world.folder / ".photosim-set-aside").exists()


def test_the_system_trash_is_used(world: World) -> None:
    keeper, victim = _pair(world)
    result = world.execute(world.plan([group(keeper, victim)], act=Act.TRASH))
    assert [outcome.state for outcome in result.outcomes] == [OutcomeState.DONE]
    assert not os.path.exists(victim.path)
    with world.journal() as journal:
        (record,) = journal.records()
    assert (record.emptied, record.can_undo, record.can_empty) == (1, False, False)
    (outcome,) = world.undo(result.record).outcomes
    assert outcome.words == (
        f"“{victim.path}” went to the system's trash: open the trash and restore from there."
    )


def test_a_rehearsal_touches_nothing(world: World) -> None:
    keeper, victim = _pair(world)
    before = world.disk()
    plan = world.plan([group(keeper, victim)])
    result = rehearse(plan, world.ground(), silent, CancelToken())
    assert [outcome.state for outcome in result.outcomes] == [OutcomeState.READY]
    assert (result.bytes, result.record) == (2, "")
    assert world.disk() == before
    with world.journal() as journal:
        assert journal.records() == []


def _edit_keeper(world: World, keeper: Photo, victim: Photo) -> None:
    # The same size, the same time: only reading shows it.
    world.write("keep/a.jpg", "b|", keeper.stamp.mtime_ns)


def _edit_victim(world: World, keeper: Photo, victim: Photo) -> None:
    world.write("go/a.jpg", "b|", victim.stamp.mtime_ns)


def _remove_keeper(world: World, keeper: Photo, victim: Photo) -> None:
    os.rename(keeper.path, f"{keeper.path}.gone")


def _remove_victim(world: World, keeper: Photo, victim: Photo) -> None:
    os.rename(victim.path, f"{victim.path}.gone")


def _link_keeper_to_victim(world: World, keeper: Photo, victim: Photo) -> None:
    os.rename(keeper.path, f"{keeper.path}.gone")
    os.link(victim.path, keeper.path)


def _point_keeper_to_victim(world: World, keeper: Photo, victim: Photo) -> None:
    os.rename(keeper.path, f"{keeper.path}.gone")
    os.symlink(victim.path, keeper.path)


def _point_victim_to_keeper(world: World, keeper: Photo, victim: Photo) -> None:
    os.rename(victim.path, f"{victim.path}.gone")
    os.symlink(keeper.path, victim.path)


def _folder_of_victim_is_a_link(world: World, keeper: Photo, victim: Photo) -> None:
    os.rename(world.folder / "go", world.base / "elsewhere")
    os.symlink(world.base / "elsewhere", world.folder / "go")


def _keeper_is_a_folder(world: World, keeper: Photo, victim: Photo) -> None:
    os.rename(keeper.path, f"{keeper.path}.gone")
    os.mkdir(keeper.path)


def _keeper_is_a_pipe(world: World, keeper: Photo, victim: Photo) -> None:
    os.rename(keeper.path, f"{keeper.path}.gone")
    os.mkfifo(keeper.path)


def _a_film_appears(world: World, keeper: Photo, victim: Photo) -> None:
    world.write("go/a.mov", "film")


def _notes_appear(world: World, keeper: Photo, victim: Photo) -> None:
    world.write("go/a.xmp", "notes")


def _protected_since(world: World, keeper: Photo, victim: Photo) -> None:
    world.root("photos/go", Role.PROTECTED)


def _protected_by_a_link(world: World, keeper: Photo, victim: Photo) -> None:
    os.symlink(world.folder / "go", world.base / "other name")
    world.root("other name", Role.PROTECTED)


def _taken_out_of_the_library(world: World, keeper: Photo, victim: Photo) -> None:
    world.roots.clear()
    world.root("another")


def _forgotten(world: World, keeper: Photo, victim: Photo) -> None:
    del world.photos[keeper.path]


def _known_as_another(world: World, keeper: Photo, victim: Photo) -> None:
    world.photos[victim.path] = replace(victim, content=content_of(b"other"))


def _kept_since(world: World, keeper: Photo, victim: Photo) -> None:
    world.kept.add(victim.path)


@pytest.mark.parametrize(
    ("meanwhile", "kind"),
    [
        (_kept_since, RefusalKind.JUDGED),
        (_edit_keeper, RefusalKind.CHANGED),
        (_edit_victim, RefusalKind.CHANGED),
        (_remove_keeper, RefusalKind.MISSING),
        (_remove_victim, RefusalKind.MISSING),
        (_link_keeper_to_victim, RefusalKind.SAME_FILE),
        (_point_keeper_to_victim, RefusalKind.CHANGED),
        (_point_victim_to_keeper, RefusalKind.CHANGED),
        (_folder_of_victim_is_a_link, RefusalKind.OUTSIDE),
        (_keeper_is_a_folder, RefusalKind.CHANGED),
        (_keeper_is_a_pipe, RefusalKind.CHANGED),
        (_a_film_appears, RefusalKind.COMPANION),
        (_notes_appear, RefusalKind.COMPANION),
        (_protected_since, RefusalKind.PROTECTED),
        (_protected_by_a_link, RefusalKind.PROTECTED),
        (_taken_out_of_the_library, RefusalKind.OUTSIDE),
        (_forgotten, RefusalKind.OUTSIDE),
        (_known_as_another, RefusalKind.CHANGED),
    ],
)
def test_what_happened_since_the_plan_is_seen(
    world: World, meanwhile: Callable[[World, Photo, Photo], None], kind: RefusalKind
) -> None:
    keeper, victim = _pair(world)
    plan = world.plan([group(keeper, victim)])
    meanwhile(world, keeper, victim)
    assert _refused(world, plan).kind is kind


def test_a_keeper_must_decode(world: World) -> None:
    keeper, victim = world.photo("keep/a.jpg", "broken|"), world.photo("go/a.jpg", "broken|")
    outcome = _refused(world, world.plan([group(keeper, victim)]))
    assert outcome.kind is RefusalKind.UNREADABLE
    assert "The JPEG picture is damaged)" in outcome.words


def test_equal_pixels_are_compared_in_full(world: World) -> None:
    keeper, victim = world.photo("keep/a.jpg", "a|"), world.photo("go/a.jpg", "a|tags")
    assert _only(world, world.plan([group(keeper, victim)])).state is OutcomeState.DONE
    keeper, victim = world.photo("keep/b.jpg", "b|"), world.photo("go/b.jpg", "c|")
    alike = replace(victim, preview_digest=keeper.preview_digest)
    plan = world.plan([group(keeper, alike)])
    assert _refused(world, plan).words.endswith("decoded in full, their pixels differ.")


def test_pixels_that_prove_nothing_need_a_decision(world: World) -> None:
    keeper, victim = world.photo("keep/a.nef", "raw|"), world.photo("go/a.nef", "raw|tags")
    found = group(keeper, victim)
    assert _refused(world, world.plan([found])).kind is RefusalKind.DIFFERENT
    plan = world.plan([found], [decision([keeper], [victim])])
    assert _only(world, plan).state is OutcomeState.DONE


def _doctored(plan: Plan, **changes: object) -> Plan:
    (removal,) = plan.removals
    return with_id(replace(plan, removals=(replace(removal, **changes),)))  # type: ignore[arg-type]


def test_a_plan_from_elsewhere_is_not_believed(world: World) -> None:
    keeper, victim = _pair(world)
    outsider = world.base / "letters" / "a.jpg"
    outsider.parent.mkdir()
    outsider.write_bytes(b"a|")
    other = world.photo("other.jpg", "other|")
    plan = world.plan([group(keeper, victim)])
    (removal,) = plan.removals
    stranger = replace(removal.victim, path=str(outsider))
    winding = replace(removal.victim, path=f"{world.folder}/../letters/a.jpg")
    for file in (stranger, winding, replace(stranger, path="a.jpg")):
        assert _refused(world, _doctored(plan, victim=file)).kind is RefusalKind.OUTSIDE
    assert _refused(world, _doctored(plan, keeper=stranger)).kind is RefusalKind.OUTSIDE
    unlike = replace(removal.keeper, path=other.path, content=other.content)
    assert _refused(world, _doctored(plan, keeper=unlike)).kind is RefusalKind.DIFFERENT
    undecided = _doctored(plan, keeper=unlike, relation=group(keeper, other).members[1].relation)
    assert _refused(world, undecided).kind is RefusalKind.DIFFERENT
    linked = replace(undecided, removals=(replace(undecided.removals[0], decided=True),), act=Act.HARD_LINK)
    assert _refused(world, linked).kind is RefusalKind.DIFFERENT
    itself = _doctored(plan, keeper=removal.victim)
    assert _refused(world, itself).kind is RefusalKind.CHAIN


def test_companions_of_a_doctored_plan(world: World) -> None:
    keeper, victim = _pair(world)
    world.write("go/a.mov", "film")
    world.write("keep/a.mov", "film")
    unlike = world.photo("go/b.jpg", "b|")
    plan = world.plan([group(keeper, victim)])
    (removal,) = plan.removals
    (film,) = removal.companions
    foreign = replace(film, file=replace(film.file, path=unlike.path))
    for companions in ((foreign,), (replace(film, twin=None),), ()):
        outcome = _refused(world, _doctored(plan, companions=companions))
        assert outcome.kind is RefusalKind.COMPANION
    own = replace(film, twin=removal.victim)
    assert _refused(world, _doctored(plan, companions=(own,))).kind is RefusalKind.CHAIN
    far = replace(film, twin=replace(film.twin or film.file, path=world.write("far/a.mov", "film")))
    assert _refused(world, _doctored(plan, companions=(far,))).kind is RefusalKind.COMPANION


def test_notes_that_the_keeper_lost_since_the_plan(world: World) -> None:
    keeper, victim = _pair(world)
    for place in ("keep", "go"):
        world.write(f"{place}/a.xmp", place)
    plan = world.plan([group(keeper, victim)])
    os.rename(f"{world.folder}/keep/a.xmp", f"{world.base}/elsewhere.xmp")
    assert _refused(world, plan).kind is RefusalKind.COMPANION
    by_decision = replace(plan, removals=(replace(plan.removals[0], decided=True),))
    assert _only(world, by_decision).state is OutcomeState.DONE


def test_unlisted_folders_are_refused(world: World) -> None:
    keeper, victim = _pair(world)
    plan = world.plan([group(keeper, victim)])
    blind = replace(world.ground(), companions=lambda _path: None)
    (outcome,) = rehearse(plan, blind, silent, CancelToken()).outcomes
    assert outcome.kind is RefusalKind.COMPANION


def test_a_decode_of_other_bytes_is_not_believed(world: World) -> None:
    keeper, victim = _pair(world)
    plan = world.plan([group(keeper, victim)])
    ground = world.ground()
    other = world.write("x", "x|")
    liar = replace(ground, decode=lambda _path: ground.decode(other))
    (outcome,) = rehearse(plan, liar, silent, CancelToken()).outcomes
    assert outcome.kind is RefusalKind.CHANGED


def test_a_keeper_does_not_go_under_another_name(world: World) -> None:
    """As on a disk that does not tell large from small letters."""
    first, keeper, last = world.photo("a.jpg", "a|"), world.photo("b.jpg", "b|"), world.photo("c.jpg", "c|")
    os.link(keeper.path, f"{world.folder}/other name.jpg")
    twin = world.learn(f"{world.folder}/other name.jpg")
    twin = replace(twin, stamp=replace(twin.stamp, inode=0))  # the catalogue could not tell
    plan = world.plan(
        [group(keeper, first, name="g1"), group(last, twin, name="g2")],
        [decision([keeper], [first], "g1"), decision([last], [twin], "g2")],
    )
    assert [outcome.kind for outcome in world.execute(plan).outcomes] == [None, RefusalKind.CHAIN]


def test_the_rest_of_the_plan_goes_on(world: World) -> None:
    pairs = [(world.photo(f"keep/{n}.jpg", f"{n}|"), world.photo(f"go/{n}.jpg", f"{n}|")) for n in range(5)]
    plan = world.plan([group(*pair, name=str(n)) for n, pair in enumerate(pairs)])
    os.rename(pairs[2][0].path, f"{pairs[2][0].path}.gone")
    result = world.execute(plan)
    assert [outcome.state.value for outcome in result.outcomes] == ["done", "done", "refused", "done", "done"]
    assert (result.counted(OutcomeState.DONE), result.bytes, result.left) == (4, 8, 0)
    with world.journal() as journal:
        (record,) = journal.records()
    assert (record.done, record.refused, record.bytes, record.finished) == (4, 1, 8, True)


def test_a_stop_falls_between_removals(world: World) -> None:
    pairs = [(world.photo(f"keep/{n}.jpg", f"{n}|"), world.photo(f"go/{n}.jpg", f"{n}|")) for n in range(4)]
    plan = world.plan([group(*pair, name=str(n)) for n, pair in enumerate(pairs)])
    cancel = CancelToken()

    class Watching(System):
        def rename(self, *arguments: object) -> None:
            super().rename(*arguments)  # type: ignore[arg-type]
            cancel.cancel()

    result = world.execute(plan, Watching(), cancel)
    assert (len(result.outcomes), result.left, result.cancelled) == (1, 3, True)
    assert result.outcomes[0].state is OutcomeState.DONE
    assert world.recover() == ()


def test_progress_names_the_file(world: World) -> None:
    keeper, victim = _pair(world)
    told: list[Progress] = []
    rehearse(world.plan([group(keeper, victim)]), world.ground(), told.append, CancelToken())
    assert [(one.done, one.total, one.detail) for one in told] == [(0, 1, victim.path), (1, 1, "")]


_NAMES = [
    b"\xff\xfe not text.jpg",
    b"x" * 251 + b".jpg",
    "가".encode() * 83 + b".jpg",
    unicodedata.normalize("NFC", "é.jpg").encode(),
    unicodedata.normalize("NFD", "é.jpg").encode(),
    b"line\nbreak \"quote' $(x).jpg",
    b"-rf.jpg",
    b" .jpg",
]


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.parametrize("act", [Act.SET_ASIDE, Act.MOVE, Act.HARD_LINK])
def test_names_of_all_kinds(world: World, name: bytes, act: Act) -> None:
    keeper, victim = world.photo(b"keep/" + name), world.photo(b"go/" + name)
    target = world.base / "target"
    target.mkdir()
    before = world.disk()
    plan = world.plan([group(keeper, victim)], act=act, target=str(target) if act is Act.MOVE else None)
    result = world.execute(plan)
    assert [outcome.state for outcome in result.outcomes] == [OutcomeState.DONE]
    # Something else took the place meanwhile, and comes to no harm.
    if not act.links:
        world.write(b"go/" + name, "new|")
        (outcome,) = world.undo(result.record).outcomes
        assert outcome.state.value == "beside"
        assert Path(victim.path).read_bytes() == b"new|"
        back = set(world.disk()) - set(before)
        assert [Path(path).read_bytes() for path in back] == [b"a|"]
    else:
        world.undo(result.record)
        assert world.disk() == before


def test_twins_by_case_and_by_accents_are_two_files(world: World) -> None:
    names = ["A.jpg", "a.jpg", unicodedata.normalize("NFC", "é.jpg"), unicodedata.normalize("NFD", "é.jpg")]
    photos = [world.photo(name) for name in names]
    if len(os.listdir(world.folder)) < len(names):
        pytest.skip("this disk does not tell such names apart")
    before = world.disk()
    result = world.execute(world.plan([group(*photos)]))
    assert result.counted(OutcomeState.DONE) == 3
    assert sorted(os.listdir(world.folder)) == [".photosim-set-aside", "A.jpg"]
    world.undo(result.record)
    assert world.disk() == before


def test_moving_never_overwrites(world: World) -> None:
    keeper, victim = _pair(world)
    world.write("keep/a.mov", "film")
    world.write("go/a.mov", "film")
    target = world.base / "target"
    (target / "go").mkdir(parents=True)
    (target / "go" / "a.mov").write_bytes(b"theirs")
    result = world.execute(world.plan([group(keeper, victim)], act=Act.MOVE, target=str(target)))
    assert [outcome.state for outcome in result.outcomes] == [OutcomeState.DONE]
    assert (target / "go" / "a.mov").read_bytes() == b"theirs"
    # What belongs together goes on belonging together.
    assert sorted(os.listdir(target / "go")) == ["a (2).jpg", "a (2).mov", "a.mov"]


def test_hopeless_plans_are_refused_as_a_whole(world: World) -> None:
    keeper, victim = _pair(world)
    target = world.base / "target"
    plan = world.plan([group(keeper, victim)], act=Act.MOVE, target=str(target))
    before = world.disk()
    with pytest.raises(SafetyError, match="cannot be moved to"):
        world.execute(plan)
    target.mkdir()

    class Full(System):
        def free_bytes(self, folder: str) -> int:
            return 1000

    far = replace(plan.removals[0].victim, stamp=replace(victim.stamp, device=99))
    with pytest.raises(SafetyError, match=r"needs 2 bytes, and there are only 1.0 kB free"):
        world.execute(_doctored(plan, victim=far), Full())

    class Closed(System):
        def may_write(self, folder: str) -> bool:
            return folder != str(target)

    with pytest.raises(SafetyError, match="may not be written"):
        world.execute(plan, Closed())
    with pytest.raises(SafetyError, match="does not name a folder"):
        world.execute(replace(plan, target=None))

    class Locked(System):
        def may_write(self, folder: str) -> bool:
            return False

    with pytest.raises(SafetyError, match="none of the folders may be changed"):
        world.execute(world.plan([group(keeper, victim)]), Locked())
    assert world.disk() == before
    with world.journal() as journal:
        assert journal.records() == []


def test_what_is_set_aside_lies_as_far_out_as_may_be_written(world: World) -> None:
    keeper, victim = _pair(world)

    class Guarded(System):
        def may_write(self, folder: str) -> bool:
            return folder != str(world.folder)

    result = world.execute(world.plan([group(keeper, victim)]), Guarded())
    assert os.path.exists(f"{world.folder}/go/.photosim-set-aside/{result.record}/a.jpg")


def test_a_place_that_is_taken_is_given_up(world: World) -> None:
    keeper, victim = _pair(world)
    plan = world.plan([group(keeper, victim)])
    world.write(f".photosim-set-aside/{plan.id}/go/a.jpg", "of an earlier day")
    result = world.execute(plan)
    assert [outcome.state for outcome in result.outcomes] == [OutcomeState.DONE]
    assert os.path.exists(f"{world.folder}/.photosim-set-aside/{plan.id}/go/a (2).jpg")
    # A file where the folder should be is not touched.
    shutil.move(world.folder / ".photosim-set-aside", world.base / "away")
    world.write(".photosim-set-aside", "a file")
    keeper, victim = world.photo("keep/b.jpg", "b|"), world.photo("go/b.jpg", "b|")
    result = world.execute(world.plan([group(keeper, victim)]))
    assert os.path.exists(f"{world.folder}/go/.photosim-set-aside/{result.record}/b.jpg")
    assert (world.folder / ".photosim-set-aside").read_text() == "a file"


def test_plans_are_carried_out_again_after_an_undo(world: World) -> None:
    keeper, victim = _pair(world)
    plan = world.plan([group(keeper, victim)])
    first = world.execute(plan)
    assert _only(world, plan).kind is RefusalKind.MISSING
    world.undo(first.record)
    third = world.execute(plan)
    assert [outcome.state for outcome in third.outcomes] == [OutcomeState.DONE]
    assert (first.record, third.record) == (plan.id, f"{plan.id}-3")
