"""Others work on the same files, and several things fail at once."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

import pytest

from photosim.actions.empty import empty
from photosim.actions.execute import execute
from photosim.actions.recover import recover
from photosim.actions.system import System
from photosim.domain.actions import Act, OutcomeState, RefusalKind
from photosim.domain.errors import LibraryError
from photosim.domain.journal import LineState
from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken, silent
from tests.actions.world import NOW, World, group
from tests.faults.failing_system import (
    CHANGING,
    BinSystem,
    FailingJournal,
    FailingSystem,
    Fault,
    Moment,
    OtherVolume,
    PowerCut,
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.root()
    return made


def _pair(world: World, name: str = "a") -> tuple[Photo, Photo]:
    data = f"{name}|"
    return world.photo(f"keep/{name}.jpg", data), world.photo(f"go/{name}.jpg", data)


class _ReadOnly(System):
    """The volume becomes read-only after so many renames."""

    def __init__(self, after: int) -> None:
        self._left = after

    def rename(self, *arguments: object) -> None:
        self._left -= 1
        if self._left < 0:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        super().rename(*arguments)  # type: ignore[arg-type]


def _steps(world: World) -> list[str]:
    """What a removal does, for another pair in the same folders."""
    keeper, victim = _pair(world, "z")
    counting = Moment()
    result = world.execute(world.plan([group(keeper, victim)]), FailingSystem(world.base / "bin", counting))
    world.undo(result.record)
    return counting.steps


def test_a_keeper_that_vanishes_at_any_moment_takes_nothing_with_it(world: World) -> None:
    keeper, victim = _pair(world)
    plan = world.plan([group(keeper, victim)])
    gone = f"{keeper.path}.gone"
    refused = 0
    # The last of all looks is at the keeper.
    for number in range(2, len(_steps(world)), 5):
        moment = Moment(number, then=lambda: os.rename(keeper.path, gone))
        (outcome,) = world.execute(plan, FailingSystem(world.base / "bin", moment)).outcomes
        assert os.path.exists(victim.path) == (outcome.state is not OutcomeState.DONE)
        if outcome.state is OutcomeState.DONE:
            # Then it vanished after the last look at it.
            assert "status" not in moment.steps[number + 1 :]
        refused += outcome.state is OutcomeState.REFUSED
        if os.path.exists(gone):
            os.rename(gone, keeper.path)
        if outcome.state is OutcomeState.DONE:
            with world.journal() as journal:
                record = journal.records()[0].id
            world.undo(record)
        assert world.recover() == ()
    assert refused > 10


def test_a_victim_that_is_replaced_at_any_moment_is_not_lost(world: World) -> None:
    keeper, victim = _pair(world)
    plan = world.plan([group(keeper, victim)])
    new = world.base / "new.jpg"

    def replaced() -> None:
        # As an editor saves: under another name first, then in the place of the old one.
        new.write_bytes(b"edited by the user|")
        if os.path.exists(victim.path):
            os.rename(new, victim.path)

    stayed = 0
    for number in range(2, len(_steps(world)), 5):
        moment = Moment(number, then=replaced)
        (outcome,) = world.execute(plan, FailingSystem(world.base / "bin", moment)).outcomes
        lying = [seen[0] for path, seen in world.disk().items() if "keep" not in path]
        assert b"edited by the user|" in lying
        if os.path.exists(victim.path):
            assert Path(victim.path).read_bytes() == b"edited by the user|"
            assert outcome.state is not OutcomeState.DONE
            stayed += 1
        else:
            assert outcome.state is OutcomeState.DONE
            with world.journal() as journal:
                record = journal.records()[0].id
            world.undo(record)
        world.write("go/a.jpg", "a|")
        assert world.recover() == ()
    assert stayed > 10


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.ENAMETOOLONG])
def test_a_refusal_of_the_system_is_told_in_its_words(world: World, number: int) -> None:
    keeper, victim = _pair(world)
    before = world.disk()

    class Refusing(System):
        def rename(self, *arguments: object) -> None:
            raise OSError(number, os.strerror(number))

    (outcome,) = world.execute(world.plan([group(keeper, victim)]), Refusing()).outcomes
    assert outcome.state is OutcomeState.FAILED
    assert outcome.words == (
        f"“{victim.path}” stays beside “{keeper.path}”: the system did not let it go ({os.strerror(number)})."
    )
    assert world.disk() == before


def test_a_place_that_cannot_be_made_is_a_refusal(world: World) -> None:
    keeper, victim = _pair(world)

    class Full(System):
        def make_folder(self, *arguments: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (outcome,) = world.execute(world.plan([group(keeper, victim)]), Full()).outcomes
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.FORBIDDEN)
    assert "No space left on device" in outcome.words


def test_a_target_that_fills_up_keeps_everything_in_its_place(world: World) -> None:
    keeper, victim = _pair(world)
    target = world.base / "target"
    target.mkdir()
    before = world.disk()

    class Filling(OtherVolume):
        def write(self, handle: int, data: bytes) -> int:
            super().write(handle, data[:1])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    plan = world.plan([group(keeper, victim)], act=Act.MOVE, target=str(target))
    (outcome,) = world.execute(plan, Filling(target)).outcomes
    assert outcome.state is OutcomeState.FAILED
    assert "No space left on device" in outcome.words
    assert world.disk() == before


def test_what_was_copied_to_another_volume_can_be_emptied(world: World) -> None:
    keeper, victim = _pair(world)
    target = world.base / "target"
    target.mkdir()
    plan = world.plan([group(keeper, victim)], act=Act.MOVE, target=str(target))
    result = world.execute(plan, OtherVolume(target))
    with world.journal() as journal:
        (record,) = journal.records()
        assert (record.aside, record.can_undo, record.can_empty) == (1, True, True)
        bin_system = BinSystem(world.base / "bin")
        emptied = empty(result.record, journal, world.ground(), silent, CancelToken(), system=bin_system)
        assert emptied.counted(OutcomeState.DONE) == 1
        (record,) = journal.records()
        assert (record.aside, record.emptied, record.can_empty) == (0, 1, False)
    assert (target / "go" / "a.jpg").read_bytes() == b"a|"
    assert [path.read_bytes() for path in (world.base / "bin").iterdir()] == [b"a|"]


def test_a_copy_that_is_not_what_was_written_is_not_believed(world: World) -> None:
    keeper, victim = _pair(world)
    target = world.base / "target"
    target.mkdir()
    before = world.disk()

    class Rotting(OtherVolume):
        def write(self, handle: int, data: bytes) -> int:
            return super().write(handle, data[::-1])

    plan = world.plan([group(keeper, victim)], act=Act.MOVE, target=str(target))
    (outcome,) = world.execute(plan, Rotting(target)).outcomes
    assert "the copy is not what it should be" in outcome.words
    assert world.disk() == before


@pytest.mark.parametrize("act", [Act.SET_ASIDE, Act.TRASH])
def test_one_file_that_looks_like_two_is_put_back(world: World, act: Act) -> None:
    """A share mounted twice: the same file under two paths that differ in all numbers."""
    keeper, victim = _pair(world)
    before = world.disk()

    class Mirrored(BinSystem):
        """The keeper exists only as long as the victim does, under other numbers."""

        def _mirror(self, name: str, at: int | None) -> bool:
            folder = os.readlink(f"/proc/self/fd/{at}") if at is not None else os.path.dirname(name)
            return os.path.join(folder, os.path.basename(name)) == keeper.path

        def status(self, name: str, at: int | None = None, *, follow: bool = False) -> os.stat_result:
            if self._mirror(name, at) and not os.path.exists(victim.path):
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
            return super().status(name, at, follow=follow)

    system = Mirrored(world.base / "bin")
    plan = world.plan([group(keeper, victim)], act=act)
    if act is Act.TRASH:
        # Only there the numbers decide whether it is set aside first.
        verified = system.status_of

        def elsewhere(handle: int) -> os.stat_result:
            seen = verified(handle)
            if os.readlink(f"/proc/self/fd/{handle}") == keeper.path:
                return os.stat_result(
                    (*seen[:2], seen.st_dev + 1, *seen[3:]), {"st_mtime_ns": seen.st_mtime_ns}
                )
            return seen

        system.status_of = elsewhere  # type: ignore[method-assign]
        looked = system.status

        def also(name: str, at: int | None = None, *, follow: bool = False) -> os.stat_result:
            seen = looked(name, at, follow=follow)
            if system._mirror(name, at):
                return os.stat_result(
                    (*seen[:2], seen.st_dev + 1, *seen[3:]), {"st_mtime_ns": seen.st_mtime_ns}
                )
            return seen

        system.status = also  # type: ignore[method-assign]
    (outcome,) = world.execute(plan, system).outcomes
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.MISSING)
    assert world.disk() == before


def test_hard_links_join_no_volumes(world: World) -> None:
    keeper, victim = _pair(world)
    before = world.disk()

    class Apart(System):
        def status_of(self, handle: int) -> os.stat_result:
            return self._moved(super().status_of(handle), os.readlink(f"/proc/self/fd/{handle}"))

        def _moved(self, seen: os.stat_result, path: str) -> os.stat_result:
            if path != keeper.path:
                return seen
            return os.stat_result((*seen[:2], seen.st_dev + 1, *seen[3:]), {"st_mtime_ns": seen.st_mtime_ns})

    (outcome,) = world.execute(world.plan([group(keeper, victim)], act=Act.HARD_LINK), Apart()).outcomes
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.FORBIDDEN)
    assert "different volumes" in outcome.words
    assert world.disk() == before


def test_what_cannot_be_put_back_is_told_and_tried_again(world: World) -> None:
    keeper, victim = _pair(world)
    world.write("go/a.mov", "film")
    world.write("keep/a.mov", "film")
    before = world.disk()

    result = world.execute(world.plan([group(keeper, victim)]), _ReadOnly(after=1))
    (outcome,) = result.outcomes
    assert outcome.state is OutcomeState.FAILED
    place = world.folder / ".photosim-set-aside" / result.record / "go" / "a.jpg"
    assert place.exists()
    assert str(place) in outcome.words
    with world.journal() as journal:
        assert len(journal.open_lines()) == 1
    # Still read-only at the next start, then not any more.
    (finding,) = world.recover(_ReadOnly(after=0))
    assert not finding.settled
    (finding,) = world.recover()
    assert finding.settled
    assert world.disk() == before


def test_an_undo_that_cannot_be_finished_is_told_and_tried_again(world: World) -> None:
    keeper, victim = _pair(world)
    world.write("go/a.mov", "film")
    world.write("keep/a.mov", "film")
    before = world.disk()
    result = world.execute(world.plan([group(keeper, victim)]))

    (outcome,) = world.undo(result.record, _ReadOnly(after=1)).outcomes
    assert outcome.state.value == "failed"
    assert "Read-only file system" in outcome.words
    (finding,) = world.recover(_ReadOnly(after=0))
    assert not finding.settled
    (finding,) = world.recover()
    assert finding.settled
    assert world.disk() == before


def test_a_trash_that_takes_a_part(world: World) -> None:
    keeper, victim = _pair(world)
    film, twin = world.write("go/a.mov", "film"), world.write("keep/a.mov", "film")

    class Picky(BinSystem):
        def trash(self, path: str) -> None:
            if path.endswith(".mov"):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            super().trash(path)

    plan = world.plan([group(keeper, victim)], act=Act.TRASH)
    (outcome,) = world.execute(plan, Picky(world.base / "bin")).outcomes
    assert outcome.state is OutcomeState.FAILED
    assert f"“{victim.path}” went to the trash, and “{film}” did not" in outcome.words
    assert os.path.exists(twin)
    with world.journal() as journal:
        assert journal.records()[0].failed == 1


def test_a_trash_that_lies(world: World) -> None:
    keeper, victim = _pair(world)
    before = world.disk()

    class Lying(BinSystem):
        def trash(self, path: str) -> None:
            return

    plan = world.plan([group(keeper, victim)], act=Act.TRASH)
    (outcome,) = world.execute(plan, Lying(world.base / "bin")).outcomes
    assert outcome.state is OutcomeState.FAILED
    assert "the trash did not take it" in outcome.words
    assert world.disk() == before


def test_a_journal_that_cannot_be_written_stops_everything(world: World) -> None:
    keeper, victim = _pair(world)
    before = world.disk()
    plan = world.plan([group(keeper, victim)])
    for number in range(2):  # at its beginning, then before the act
        with world.journal() as journal:
            moment = Moment(number)
            with pytest.raises(LibraryError):
                execute(
                    plan,
                    FailingJournal(journal, moment),
                    world.ground(),
                    silent,
                    CancelToken(),
                    now=NOW,
                )
        assert world.disk() == before
        assert world.recover() == ()


@pytest.mark.parametrize("act", [Act.SET_ASIDE, Act.HARD_LINK])
def test_recovery_is_interrupted_itself(world: World, act: Act) -> None:
    keeper, victim = _pair(world)
    world.write("go/a.mov", "film")
    world.write("keep/a.mov", "film")
    before = world.disk()
    plan = world.plan([group(keeper, victim)], act=act)

    def cut() -> None:
        """Cut the power before the removal's second rename."""
        moment = Moment(1, Fault.CUT_BEFORE, among="rename")
        with pytest.raises(PowerCut):
            world.execute(plan, FailingSystem(world.base / "bin", moment))

    def settle(moment: Moment) -> None:
        with world.journal() as journal:
            recover(journal, world.ground(), system=FailingSystem(world.base / "bin", moment))

    cut()
    looking = Moment()
    settle(looking)
    assert world.disk() == before
    changing = [name for name in looking.steps if name in CHANGING]
    assert "rename" in changing
    for name in set(changing):
        for number in range(changing.count(name)):
            for fault in (Fault.CUT_BEFORE, Fault.CUT_AFTER):
                cut()
                # What an earlier round left may make this one a step shorter.
                with contextlib.suppress(PowerCut):
                    settle(Moment(number, fault, among=name))
                assert all(finding.settled for finding in world.recover())
                disk = {path: seen for path, seen in world.disk().items() if not path.endswith(".link")}
                assert disk == before
    with world.journal() as journal:
        states = {line.state for record in journal.records() for line in journal.lines(record.id)}
    assert states <= {LineState.NOT_DONE, LineState.UNDONE}


class _Once(System):
    """The first rename works, and then something happens; later ones fail."""

    def __init__(self, then: str = "") -> None:
        self._then = then
        self._done = 0

    def rename(self, *arguments: object) -> None:
        self._done += 1
        if self._done > 1:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        super().rename(*arguments)  # type: ignore[arg-type]
        if self._then:
            os.rename(self._then, f"{self._then}.gone")


def test_a_keeper_that_vanished_and_a_victim_that_cannot_be_put_back(world: World) -> None:
    keeper, victim = _pair(world)
    before = world.disk()
    result = world.execute(world.plan([group(keeper, victim)]), _Once(keeper.path))
    (outcome,) = result.outcomes
    place = world.folder / ".photosim-set-aside" / result.record / "go" / "a.jpg"
    assert outcome.state is OutcomeState.FAILED
    assert "is not there any more" in outcome.words
    assert str(place) in outcome.words
    os.rename(f"{keeper.path}.gone", keeper.path)
    (finding,) = world.recover()
    assert (finding.settled, finding.line.state) == (True, LineState.DONE)
    with world.journal() as journal:
        record = journal.records()[0].id
    world.undo(record)
    assert world.disk() == before


def test_a_file_that_cannot_be_read(world: World) -> None:
    keeper, victim = _pair(world)

    class Bad(System):
        def read(self, handle: int, size: int) -> bytes:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    (outcome,) = world.execute(world.plan([group(keeper, victim)]), Bad()).outcomes
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.UNREADABLE)
    assert "could not be read (Input/output error)" in outcome.words


def test_a_disk_that_tells_nothing_is_asked_again(world: World) -> None:
    keeper, victim = _pair(world)
    plan = world.plan([group(keeper, victim)])
    with pytest.raises(PowerCut):
        world.execute(plan, FailingSystem(world.base / "bin", Moment(0, Fault.CUT_AFTER, among="rename")))

    class Silent(System):
        def open(self, name: str, flags: int, at: int | None = None, mode: int = 0o600) -> int:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    (finding,) = world.recover(Silent())
    assert not finding.settled
    assert victim.path in finding.words
    (finding,) = world.recover()
    assert (finding.settled, finding.line.state) == (True, LineState.DONE)


def test_a_file_that_is_written_right_now(world: World) -> None:
    keeper, victim = _pair(world)

    class Busy(System):
        def read(self, handle: int, size: int) -> bytes:
            data = super().read(handle, size)
            Path(victim.path).write_bytes(b"more and more")
            return data

    (outcome,) = world.execute(world.plan([group(keeper, victim)]), Busy()).outcomes
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.CHANGED)
    assert "is being changed by another program right now" in outcome.words


def test_a_folder_that_closes_after_the_checks(world: World) -> None:
    keeper, victim = _pair(world)
    plan = world.plan([group(keeper, victim)])
    before = world.disk()
    moment = Moment()
    closing = FailingSystem(world.base / "bin", moment)
    with world.journal() as journal:

        class Telling(FailingJournal):
            """From the moment the line is written down, nothing can be opened any more."""

            def open_line(self, *arguments: object) -> int:
                number = super().open_line(*arguments)  # type: ignore[arg-type]
                moment.at, moment.among = moment.steps.count("open"), "open"
                return number

        telling = Telling(journal, moment)
        result = execute(plan, telling, world.ground(), silent, CancelToken(), now=NOW, system=closing)
    (outcome,) = result.outcomes
    assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.UNREADABLE)
    assert world.disk() == before
