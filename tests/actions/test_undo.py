"""Undo, recovery and emptying, in the situations that users get into."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from photosim.actions.empty import empty
from photosim.actions.recover import recover
from photosim.actions.undo import UndoState, undo
from photosim.domain.actions import Act, OutcomeState, RefusalKind, Result
from photosim.domain.journal import LineState, Step
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken, silent
from tests.actions.world import NOW, World, group, proof
from tests.faults.failing_system import BinSystem


def _removed(
    world: World, act: Act = Act.SET_ASIDE, names: tuple[str, ...] = ("a.jpg",)
) -> tuple[Photo, Result]:
    keeper = world.photo(f"keep/{names[0]}", mtime_ns=10**18)
    victim = world.photo(f"go/{names[0]}", mtime_ns=10**18)
    for name in names[1:]:
        world.write(f"keep/{name}", name)
        world.write(f"go/{name}", name)
    return victim, world.execute(world.plan([group(keeper, victim)], act=act), BinSystem(world.base / "bin"))


def _place(world: World, result: Result, name: str = "a.jpg") -> Path:
    return world.folder / ".photosim-set-aside" / result.record / "go" / name


def _empty(world: World, record: str) -> Result:
    with world.journal() as journal:
        system = BinSystem(world.base / "bin")
        return empty(record, journal, world.ground(), silent, CancelToken(), system=system)


def test_a_taken_place_is_left_alone_and_told(world: World) -> None:
    victim, result = _removed(world, names=("a.jpg", "a.mov"))
    world.write("go/a.mov", "new film")
    (outcome,) = world.undo(result.record).outcomes
    assert outcome.state is UndoState.BESIDE
    # The unit stays one: both get the same name.
    assert Path(f"{world.folder}/go/a (2).jpg").read_bytes() == b"a|"
    assert Path(f"{world.folder}/go/a (2).mov").read_bytes() == b"a.mov"
    assert Path(f"{world.folder}/go/a.mov").read_bytes() == b"new film"
    assert not os.path.exists(victim.path)
    assert outcome.words == (
        f"The place of “{victim.path}” is taken, so it came back as “{world.folder}/go/a (2).jpg” and "
        f"“{world.folder}/go/a (2).mov”."
    )


def test_undone_by_hand_before(world: World) -> None:
    victim, result = _removed(world)
    os.rename(_place(world, result), victim.path)
    (outcome,) = world.undo(result.record).outcomes
    assert (outcome.state, outcome.words) == (
        UndoState.BY_HAND,
        f"“{victim.path}” was put back by hand before.",
    )
    assert world.undo(result.record).outcomes == ()


def test_partly_undone_by_hand(world: World) -> None:
    _, result = _removed(world, names=("a.jpg", "a.mov"))
    os.rename(_place(world, result, "a.mov"), f"{world.folder}/go/a.mov")
    (outcome,) = world.undo(result.record).outcomes
    assert (outcome.state, outcome.words) == (UndoState.BACK, "")
    assert sorted(os.listdir(world.folder / "go")) == ["a.jpg", "a.mov"]


def test_a_file_that_was_changed_while_set_aside_comes_back_as_it_is(world: World) -> None:
    victim, result = _removed(world)
    _place(world, result).write_bytes(b"retouched")
    (outcome,) = world.undo(result.record).outcomes
    assert outcome.state is UndoState.BACK
    assert Path(victim.path).read_bytes() == b"retouched"


def test_what_is_nowhere_is_told_and_can_be_undone_later(world: World) -> None:
    victim, result = _removed(world)
    place = _place(world, result)
    os.rename(place, world.base / "lost")
    (outcome,) = world.undo(result.record).outcomes
    assert outcome.state is UndoState.NOT_FOUND
    assert victim.path in outcome.words
    assert str(place) in outcome.words
    os.rename(world.base / "lost", place)
    assert [one.state for one in world.undo(result.record).outcomes] == [UndoState.BACK]


def test_a_part_that_is_nowhere_is_told(world: World) -> None:
    _, result = _removed(world, names=("a.jpg", "a.mov"))
    os.rename(_place(world, result, "a.mov"), world.base / "lost")
    (outcome,) = world.undo(result.record).outcomes
    assert outcome.state is UndoState.BACK
    assert "“" + str(world.folder / "go" / "a.mov") + "” was not found where it was put." in outcome.words


def test_a_folder_that_is_gone_is_made_again(world: World) -> None:
    victim, result = _removed(world)
    os.rmdir(world.folder / "go")
    assert [one.state for one in world.undo(result.record).outcomes] == [UndoState.BACK]
    assert Path(victim.path).read_bytes() == b"a|"


def test_single_removals_can_be_undone(world: World) -> None:
    pairs = [(world.photo(f"keep/{n}.jpg", f"{n}|"), world.photo(f"go/{n}.jpg", f"{n}|")) for n in range(3)]
    result = world.execute(world.plan([group(*pair, name=str(n)) for n, pair in enumerate(pairs)]))
    with world.journal() as journal:
        lines = journal.lines(result.record)
        undone = undo(result.record, journal, silent, CancelToken(), only={lines[1].number})
        assert [one.line for one in undone.outcomes] == [lines[1].number]
        (record,) = journal.records()
        assert (record.done, record.undone, record.bytes, record.can_undo) == (2, 1, 4, True)
        cancel = CancelToken()
        cancel.cancel()
        stopped = undo(result.record, journal, silent, cancel)
        assert (stopped.outcomes, stopped.left, stopped.cancelled) == ((), 2, True)
        with pytest.raises(KeyError):
            undo("unknown", journal, silent, CancelToken())
    assert sorted(os.listdir(world.folder / "go")) == ["1.jpg"]


def test_a_link_that_was_replaced_is_not_touched(world: World) -> None:
    victim, result = _removed(world, Act.SYMLINK)
    os.rename(victim.path, f"{victim.path}.link")
    world.write("go/a.jpg", "edited|")
    (outcome,) = world.undo(result.record).outcomes
    assert outcome.state is UndoState.BESIDE
    assert Path(victim.path).read_bytes() == b"edited|"
    assert (world.folder / "go" / "a (2).jpg").read_bytes() == b"a|"


def test_a_hard_link_that_holds_the_last_bytes_of_the_keeper_stays(world: World) -> None:
    victim, result = _removed(world, Act.HARD_LINK)
    os.unlink(world.folder / "keep" / "a.jpg")
    (outcome,) = world.undo(result.record).outcomes
    assert outcome.state is UndoState.BESIDE
    assert Path(victim.path).read_bytes() == b"a|"
    assert (world.folder / "go" / "a (2).jpg").read_bytes() == b"a|"


def test_emptying_is_a_second_step_that_verifies_again(world: World) -> None:
    victim, result = _removed(world, names=("a.jpg", "a.mov"))
    keeper = world.folder / "keep" / "a.jpg"
    keeper.write_bytes(b"b|")
    (outcome,) = _empty(world, result.record).outcomes
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.CHANGED)
    keeper.write_bytes(b"a|")
    (outcome,) = _empty(world, result.record).outcomes
    assert outcome.state is OutcomeState.DONE
    assert len(os.listdir(world.base / "bin")) == 2
    with world.journal() as journal:
        (record,) = journal.records()
        assert (record.done, record.emptied, record.can_undo, record.can_empty) == (0, 1, False, False)
    (undone,) = world.undo(result.record).outcomes
    assert undone.state is UndoState.IN_TRASH
    assert str(_place(world, result)) in undone.words
    # Restored by the system's own means, it comes home.
    for name in os.listdir(world.base / "bin"):
        os.rename(world.base / "bin" / name, _place(world, result, name[2:]))
    assert [one.state for one in world.undo(result.record).outcomes] == [UndoState.BACK]
    assert Path(victim.path).read_bytes() == b"a|"


def test_emptying_what_is_not_there_any_more_is_refused(world: World) -> None:
    _, result = _removed(world)
    os.rename(_place(world, result), world.base / "lost")
    (outcome,) = _empty(world, result.record).outcomes
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.MISSING)


def test_what_was_moved_is_never_emptied(world: World) -> None:
    keeper, victim = world.photo("keep/a.jpg"), world.photo("go/a.jpg")
    target = world.base / "target"
    target.mkdir()
    result = world.execute(world.plan([group(keeper, victim)], act=Act.MOVE, target=str(target)))
    assert _empty(world, result.record).outcomes == ()
    assert (target / "go" / "a.jpg").exists()


def test_nothing_to_recover(world: World) -> None:
    assert world.recover() == ()


def _interrupted(world: World, act: Act = Act.SET_ASIDE) -> tuple[Photo, Photo, Path]:
    """A line that was begun and nothing done yet."""
    keeper, victim = world.photo("keep/a.jpg"), world.photo("go/a.jpg")
    plan = world.plan([group(keeper, victim)], act=act)
    place = world.folder / ".photosim-set-aside" / plan.id / "go" / "a.jpg"
    place.parent.mkdir(parents=True)
    with world.journal() as journal:
        record = journal.begin(plan, NOW.isoformat())
        journal.open_line(record, plan.removals[0], [Step(proof(victim.path), str(place))])
    return keeper, victim, place


def _state(world: World) -> LineState:
    with world.journal() as journal:
        (record,) = journal.records()
        (line,) = journal.lines(record.id)
    return line.state


def test_a_finished_removal_is_closed(world: World) -> None:
    keeper, victim, place = _interrupted(world)
    os.rename(victim.path, place)
    (finding,) = world.recover()
    assert finding.settled
    assert finding.words == (
        f"“{victim.path}” has gone as planned and “{keeper.path}” is kept; photosim was interrupted then."
    )
    assert _state(world) is LineState.DONE


def test_a_finished_removal_without_a_keeper_is_taken_back(world: World) -> None:
    keeper, victim, place = _interrupted(world)
    os.rename(victim.path, place)
    os.rename(keeper.path, world.base / "gone")
    (finding,) = world.recover()
    assert finding.settled
    assert "could not be verified" in finding.words
    assert os.path.exists(victim.path)
    assert _state(world) is LineState.NOT_DONE


def test_a_drive_that_is_not_there_is_waited_for(world: World) -> None:
    _, victim, _ = _interrupted(world)
    os.rename(world.folder, world.base / "unplugged")
    (finding,) = world.recover()
    assert not finding.settled
    assert "connect its drive" in finding.words
    os.rename(world.base / "unplugged", world.folder)
    (finding,) = world.recover()
    assert finding.settled
    assert finding.words == (
        f"“{victim.path}” is in its place, as before. It did not go: photosim was interrupted."
    )


def test_what_is_lost_is_said(world: World) -> None:
    _, victim, place = _interrupted(world)
    os.rename(victim.path, world.base / "lost")
    (finding,) = world.recover()
    assert finding.settled
    assert victim.path in finding.words
    assert str(place) in finding.words
    assert _state(world) is LineState.FAILED


def test_a_place_taken_after_the_interruption(world: World) -> None:
    keeper, victim, place = _interrupted(world)
    os.rename(victim.path, place)
    os.rename(keeper.path, world.base / "gone")
    world.write("go/a.jpg", "new|")
    (finding,) = world.recover()
    assert finding.settled
    assert f"{world.folder}/go/a (2).jpg" in finding.words
    assert Path(victim.path).read_bytes() == b"new|"


def test_trashing_that_was_interrupted(world: World) -> None:
    _, victim, _ = _interrupted(world, Act.TRASH)
    with world.journal() as journal:
        (line,) = journal.open_lines()
        journal.mark(line.number, LineState.BEGUN, "", [Step(line.steps[0].file, None)])
        os.rename(victim.path, world.base / "in the trash")
        (finding,) = recover(journal, world.ground())
    assert finding.settled
    assert finding.words == f"“{victim.path}” went to the system's trash; photosim was interrupted then."
    assert _state(world) is LineState.EMPTIED


def test_emptying_never_takes_the_last_name_of_a_keeper(world: World) -> None:
    _, result = _removed(world)
    keeper = world.folder / "keep" / "a.jpg"
    os.rename(keeper, world.base / "gone")
    os.link(_place(world, result), keeper)
    (outcome,) = _empty(world, result.record).outcomes
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.SAME_FILE)


def test_a_trash_that_refuses_what_was_set_aside(world: World) -> None:
    _, result = _removed(world)

    class Full(BinSystem):
        def trash(self, path: str) -> None:
            raise OSError(28, "No space left on device")

    with world.journal() as journal:
        system = Full(world.base / "bin")
        (outcome,) = empty(
            result.record, journal, world.ground(), silent, CancelToken(), system=system
        ).outcomes
    assert outcome.state is OutcomeState.FAILED
    assert str(_place(world, result)) in outcome.words
    assert [one.state for one in world.undo(result.record).outcomes] == [UndoState.BACK]


def test_emptying_that_was_interrupted(world: World) -> None:
    _, result = _removed(world, names=("a.jpg", "a.mov"))
    with world.journal() as journal:
        (line,) = journal.lines(result.record)
        journal.mark(line.number, LineState.EMPTYING)
    (finding,) = world.recover()
    assert (finding.settled, finding.line.state, finding.line.words) == (True, LineState.DONE, "")
    with world.journal() as journal:
        journal.mark(line.number, LineState.EMPTYING)
    os.rename(_place(world, result, "a.mov"), world.base / "in the trash")
    (finding,) = world.recover()
    assert (finding.settled, finding.line.state) == (True, LineState.DONE)
    assert "before all of it went to the trash" in finding.line.words
    with world.journal() as journal:
        journal.mark(line.number, LineState.EMPTYING)
    os.rename(_place(world, result), world.base / "in the trash, too")
    (finding,) = world.recover()
    assert (finding.settled, finding.line.state) == (True, LineState.EMPTIED)


def test_an_undo_that_was_interrupted_and_finds_nothing(world: World) -> None:
    victim, result = _removed(world)
    with world.journal() as journal:
        (line,) = journal.lines(result.record)
        journal.mark(line.number, LineState.UNDOING)
    os.rename(_place(world, result), world.base / "lost")
    (finding,) = world.recover()
    assert (finding.settled, finding.line.state) == (True, LineState.DONE)
    assert victim.path in finding.words


def test_a_part_in_the_trash_when_interrupted(world: World) -> None:
    keeper, victim = world.photo("keep/a.jpg"), world.photo("go/a.jpg")
    world.write("keep/a.mov", "film")
    film = world.write("go/a.mov", "film")
    plan = world.plan([group(keeper, victim)], act=Act.TRASH)
    with world.journal() as journal:
        record = journal.begin(plan, NOW.isoformat())
        steps = [Step(proof(victim.path), None), Step(proof(film), None)]
        journal.open_line(record, plan.removals[0], steps)
        os.rename(film, world.base / "in the trash")
        (finding,) = recover(journal, world.ground())
    assert (finding.settled, finding.line.state) == (True, LineState.FAILED)
    assert f"“{film}” went to the trash, and “{victim.path}” did not" in finding.words


def test_trashing_across_volumes_that_was_interrupted(world: World) -> None:
    _, victim, place = _interrupted(world, Act.TRASH)
    os.rename(victim.path, place)
    (finding,) = world.recover()
    assert (finding.settled, finding.line.state) == (True, LineState.NOT_DONE)
    assert Path(victim.path).read_bytes() == b"a|"
