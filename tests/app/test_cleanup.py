"""Plans carried out, stopped, interrupted, taken back: library, journal and disk agree every time."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from photosim.app.cleaning import cleanup
from photosim.app.cleaning.planning import make_plan
from photosim.app.judging.judgements import judge
from photosim.app.workspace import Workspace, open_workspace
from photosim.catalog.journal import JOURNAL_NAME
from photosim.domain.actions import SET_ASIDE_FOLDER, Act, OutcomeState, Plan, RefusalKind
from photosim.domain.errors import LibraryError, LibraryReadOnlyError
from photosim.domain.judgements import Verdict
from photosim.domain.marks import Mark
from photosim.domain.photo import Photo
from photosim.domain.planfile import plan_to_json
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.domain.scanning import ScanSummary
from photosim.domain.similarity import content_pair
from tests.app.groups_made import group
from tests.helpers.scanning import fill

pytestmark = pytest.mark.usefixtures("lent_processes")

TINY_MODEL = Path(__file__).resolve().parent.parent / "encoding" / "tiny"
REPOSITORY = TINY_MODEL.parent.parent.parent
COPIES = 6


class Library:
    """Photos with one copy each, and their library; opened and closed at will."""

    def __init__(self, folder: Path) -> None:
        self.photos = folder / "photos"
        self.place = folder / "library"

    def open(self) -> Workspace:
        return open_workspace(str(self.place), model_folder=TINY_MODEL)

    def scan(self, workspace: Workspace) -> ScanSummary:
        return fill(workspace, self.photos)

    def on_disk(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.photos)): path.read_bytes()
            for path in self.photos.rglob("*.jpg")
            if SET_ASIDE_FOLDER not in path.parts
        }

    def known(self, workspace: Workspace) -> set[str]:
        return {
            os.path.relpath(photo.path, self.photos)
            for photo in workspace.library.photos()
            if not photo.missing
        }


def plan_of(workspace: Workspace, act: Act = Act.SET_ASIDE, target: str | None = None) -> Plan:
    by_content: dict[bytes, list[Photo]] = {}
    for photo in sorted(workspace.library.photos(), key=lambda photo: "copies" in photo.path):
        by_content.setdefault(photo.content, []).append(photo)
    groups = [group(photos) for photos in by_content.values() if len(photos) > 1]
    return make_plan(workspace, groups, silent, CancelToken(), act=act, target=target)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path)
    (made.photos / "copies").mkdir(parents=True)
    for number in range(COPIES):
        image = Image.effect_noise((160, 120), 40 + 20 * number)
        image.save(made.photos / f"{number}.jpg")
        shutil.copy(made.photos / f"{number}.jpg", made.photos / "copies" / f"{number}.jpg")
    with made.open() as workspace:
        made.scan(workspace)
    return made


@pytest.fixture
def workspace(library: Library) -> Iterator[Workspace]:
    with library.open() as opened:
        yield opened


def test_the_library_knows_at_once_and_a_scan_agrees(library: Library, workspace: Workspace) -> None:
    before = library.on_disk()
    generation = workspace.library.generation()
    told: list[Progress] = []
    result = cleanup.apply(workspace, plan_of(workspace), told.append, CancelToken())
    assert result.counted(OutcomeState.DONE) == COPIES
    assert workspace.library.generation() != generation
    assert library.known(workspace) == set(library.on_disk()) == {f"{number}.jpg" for number in range(COPIES)}
    assert [progress.done for progress in told] == list(range(COPIES + 1))
    assert all(progress.total == COPIES for progress in told)
    assert library.scan(workspace).missing == 0
    undone = cleanup.undo(workspace, result.record, silent, CancelToken())
    assert len(undone.outcomes) == COPIES
    assert library.on_disk() == before
    assert library.known(workspace) == set(before)
    assert library.scan(workspace).unchanged == 2 * COPIES


def test_stopping_leaves_what_is_done_done(library: Library, workspace: Workspace) -> None:
    cancel = CancelToken()

    def stop_after_two(progress: Progress) -> None:
        if progress.done == 2:
            cancel.cancel()

    result = cleanup.apply(workspace, plan_of(workspace), stop_after_two, cancel)
    assert (result.cancelled, result.counted(OutcomeState.DONE), result.left) == (True, 2, COPIES - 2)
    assert library.known(workspace) == set(library.on_disk())
    (record,) = cleanup.history(workspace)
    assert (record.done, record.finished, record.removals) == (2, True, COPIES)
    # The rest is planned anew, and another record.
    assert cleanup.apply(workspace, plan_of(workspace), silent, CancelToken()).counted(OutcomeState.DONE) == 4
    assert [record.done for record in cleanup.history(workspace)] == [4, 2]


def test_one_of_a_plan_comes_back_and_is_to_be_decided_anew(library: Library, workspace: Workspace) -> None:
    copy, other = (str(library.photos / "copies" / f"{number}.jpg") for number in (0, 1))
    workspace.library.set_marks({copy: Mark.REMOVE, other: Mark.REMOVE})
    result = cleanup.apply(workspace, plan_of_all(workspace), silent, CancelToken())
    wanted = next(
        line.number for line in cleanup.lines(workspace, result.record) if line.removal.victim.path == copy
    )
    cleanup.undo(workspace, result.record, silent, CancelToken(), only=[wanted])
    assert os.path.exists(copy)
    assert not os.path.exists(other)
    assert workspace.library.marks() == {}
    assert library.known(workspace) == set(library.on_disk())


def plan_of_all(workspace: Workspace) -> Plan:
    """All copies, whatever is marked."""
    marks = workspace.library.marks()
    workspace.library.set_marks(dict.fromkeys(marks))
    plan = plan_of(workspace)
    workspace.library.set_marks(marks)
    return plan


def test_what_was_said_since_the_plan_counts(library: Library, workspace: Workspace) -> None:
    plan = plan_of(workspace)
    copy = str(library.photos / "copies" / "0.jpg")
    workspace.library.set_marks({copy: Mark.KEEP})
    result = cleanup.apply(workspace, plan, silent, CancelToken())
    (refused,) = [outcome for outcome in result.outcomes if outcome.state is OutcomeState.REFUSED]
    assert (refused.kind, refused.removal.victim.path) == (RefusalKind.JUDGED, copy)
    assert "since the plan was made you said that it is to be kept" in refused.words
    assert result.counted(OutcomeState.DONE) == COPIES - 1
    assert os.path.exists(copy)


def test_not_the_same_said_since_the_plan_counts(library: Library, workspace: Workspace) -> None:
    # The same pixels in other bytes, so that something can be said of the two.
    data = (library.photos / "0.jpg").read_bytes()
    comment = b"\xff\xfe\x00\x07hello"
    (library.photos / "copies" / "0.jpg").write_bytes(data[:2] + comment + data[2:])
    library.scan(workspace)
    photos = {os.path.relpath(photo.path, library.photos): photo for photo in workspace.library.photos()}
    pair = [photos["0.jpg"], photos[os.path.join("copies", "0.jpg")]]
    plan = make_plan(workspace, [group(pair)], silent, CancelToken())
    assert len(plan.removals) == 1
    judge(workspace, [content_pair(pair[0].content, pair[1].content)], Verdict.NOT_SAME)
    (outcome,) = cleanup.apply(workspace, plan, silent, CancelToken()).outcomes
    assert outcome.kind is RefusalKind.JUDGED


def test_links_are_known_at_once(library: Library, workspace: Workspace) -> None:
    cleanup.apply(workspace, plan_of(workspace, Act.HARD_LINK), silent, CancelToken())
    assert len(library.known(workspace)) == 2 * COPIES
    assert library.scan(workspace).unchanged == 2 * COPIES
    # Two names of one file are nothing to plan for, and nothing to complain of.
    again = plan_of(workspace, Act.HARD_LINK)
    assert (again.removals, again.refused) == ((), ())
    (record,) = cleanup.history(workspace)
    cleanup.undo(workspace, record.id, silent, CancelToken())
    assert library.scan(workspace).unchanged == 2 * COPIES
    cleanup.apply(workspace, plan_of(workspace, Act.SYMLINK), silent, CancelToken())
    assert library.known(workspace) == {f"{number}.jpg" for number in range(COPIES)}
    assert library.scan(workspace).missing == 0


def test_what_moved_within_the_library_is_known_in_its_new_place(
    library: Library, workspace: Workspace
) -> None:
    before = library.on_disk()
    target = library.photos / "sorted out"
    target.mkdir()
    plan = plan_of(workspace, Act.MOVE, str(target))
    result = cleanup.apply(workspace, plan, silent, CancelToken())
    assert result.counted(OutcomeState.DONE) == COPIES
    assert library.known(workspace) == set(library.on_disk())
    assert library.scan(workspace).unchanged == 2 * COPIES
    # Where an old place is taken meanwhile, a file comes back beside it, and that is known, too.
    taken = library.photos / "copies" / "0.jpg"
    taken.write_bytes(b"somebody else's")
    undone = cleanup.undo(workspace, result.record, silent, CancelToken())
    assert sum(bool(outcome.words) for outcome in undone.outcomes) == 1
    assert taken.read_bytes() == b"somebody else's"
    assert len(library.on_disk()) == len(before) + 1
    assert library.known(workspace) == set(library.on_disk()) - {os.path.join("copies", "0.jpg")}


def test_emptying_is_a_second_step(library: Library, workspace: Workspace) -> None:
    result = cleanup.apply(workspace, plan_of(workspace), silent, CancelToken())
    (library.photos / "0.jpg").write_bytes(b"the keeper was edited")
    emptied = cleanup.empty(workspace, result.record, silent, CancelToken())
    assert emptied.counted(OutcomeState.DONE) == COPIES - 1
    assert emptied.counted(OutcomeState.REFUSED) == 1
    (record,) = cleanup.history(workspace)
    assert (record.emptied, record.done) == (COPIES - 1, 1)
    left = [path.name for path in (library.photos / SET_ASIDE_FOLDER).rglob("*.jpg")]
    assert left == ["0.jpg"]


def test_opening_again_finds_nothing_to_settle(library: Library) -> None:
    with library.open() as workspace:
        cleanup.apply(workspace, plan_of(workspace), silent, CancelToken())
    with library.open() as workspace:
        assert workspace.recovery.sentences == ()


def test_a_library_for_reading_only_is_refused(library: Library, workspace: Workspace) -> None:
    plan, before = plan_of(workspace), library.on_disk()
    with library.open() as second:
        assert second.library.read_only
        assert cleanup.rehearse(second, plan, silent, CancelToken()).counted(OutcomeState.READY) == COPIES
        with pytest.raises(LibraryReadOnlyError, match="another photosim"):
            cleanup.apply(second, plan, silent, CancelToken())
        with pytest.raises(LibraryReadOnlyError):
            cleanup.undo(second, "any", silent, CancelToken())
        with pytest.raises(LibraryReadOnlyError):
            cleanup.empty(second, "any", silent, CancelToken())
        assert cleanup.history(second) == []
    assert library.on_disk() == before


def test_a_damaged_journal_keeps_nobody_from_looking(library: Library) -> None:
    (library.place / JOURNAL_NAME).write_bytes(b"this is no journal " * 500)
    with library.open() as workspace:
        (sentence,) = workspace.recovery.sentences
        assert "damaged" in sentence
        assert len(library.known(workspace)) == 2 * COPIES
        with pytest.raises(LibraryError, match="damaged"):
            cleanup.apply(workspace, plan_of(workspace), silent, CancelToken())
    assert len(library.on_disk()) == 2 * COPIES


def test_nothing_is_told_where_nothing_happened(library: Library) -> None:
    with library.open() as workspace:
        assert workspace.recovery.sentences == ()
        assert not (library.place / JOURNAL_NAME).exists()
        assert cleanup.history(workspace) == []
        assert not (library.place / JOURNAL_NAME).exists()


_KILL_AFTER = """
import os, signal, sys
from pathlib import Path
from photosim.app.cleaning import cleanup
from photosim.app.workspace import open_workspace
from photosim.domain.planfile import plan_from_json
from photosim.domain.progress import CancelToken
from tests.helpers.scanning import fill

library, model, plan, after = sys.argv[1:]

def report(progress):
    if progress.done == int(after):
        os.kill(os.getpid(), signal.SIGKILL)

with open_workspace(library, model_folder=Path(model)) as workspace:
    cleanup.apply(workspace, plan_from_json(Path(plan).read_bytes()), report, CancelToken())
"""


@pytest.mark.parametrize("after", [0, 1, 3, COPIES])
def test_after_a_kill_library_journal_and_disk_agree(library: Library, tmp_path: Path, after: int) -> None:
    before = library.on_disk()
    with library.open() as workspace:
        (tmp_path / "plan.json").write_text(plan_to_json(plan_of(workspace)))
    ended = subprocess.run(
        [sys.executable, "-c", _KILL_AFTER, library.place, TINY_MODEL, tmp_path / "plan.json", str(after)],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert len(library.on_disk()) == 2 * COPIES - after
    with library.open() as workspace:
        # What the killed process did is known without a scan, and can be undone.
        assert library.known(workspace) == set(library.on_disk())
        (record,) = cleanup.history(workspace)
        assert (record.done, record.finished) == (after, True)
        cleanup.undo(workspace, record.id, silent, CancelToken())
        assert library.on_disk() == before
        assert library.known(workspace) == set(before)


def test_undoing_links_to_what_was_taken_away_since(library: Library, workspace: Workspace) -> None:
    """Somebody deleted the kept file by hand: the other name holds its bytes, and undo goes on."""
    result = cleanup.apply(workspace, plan_of(workspace, Act.HARD_LINK), silent, CancelToken())
    kept = {outcome.removal.keeper.path for outcome in result.outcomes}
    for path in kept:
        os.rename(path, f"{path}.away")
    undone = cleanup.undo(workspace, result.record, silent, CancelToken())
    assert len(undone.outcomes) == COPIES
    with_copies = {f"copies/{number}.jpg" for number in range(COPIES)}
    assert with_copies <= {str(path.relative_to(library.photos)) for path in library.photos.rglob("*.jpg")}
    assert with_copies <= library.known(workspace)
