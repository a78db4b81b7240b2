"""The world changes under a scan: drives go, clocks turn back, files are swapped, others write."""

import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from photosim.app.cleaning.cleanup import apply
from photosim.app.scanning.scan import scan
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.actions import Act, CompanionProof, FileProof, OutcomeState, Plan, RefusalKind, Removal
from photosim.domain.files import ProblemKind, Root
from photosim.domain.photo import Photo
from photosim.domain.planfile import with_id
from photosim.domain.progress import CancelToken, silent
from photosim.domain.scanning import ScanProgress, ScanSettings, ScanSummary
from photosim.domain.similarity import Relation
from tests.faults.scanning import TINY_MODEL, make_photos

_PHOTOS = 40
_YEAR_NS = 31_556_952 * 10**9


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    make_photos(tmp_path / "photos", _PHOTOS)
    return tmp_path / "photos"


def quiet(_told: ScanProgress) -> None:
    """Nobody listens."""


def scanned(
    workspace: Workspace, folder: Path, report: Callable[[ScanProgress], None] = quiet
) -> ScanSummary:
    return scan(workspace, [Root(str(folder))], ScanSettings(), report, CancelToken())


def opened(tmp_path: Path) -> Workspace:
    return open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL)


def present(workspace: Workspace) -> set[str]:
    return {photo.path for photo in workspace.photos() if not photo.missing}


def test_a_drive_that_is_unplugged_on_the_way_loses_nothing(tmp_path: Path, photos: Path) -> None:
    away = tmp_path / "unplugged"

    def unplug(told: ScanProgress) -> None:
        if told.found and photos.exists():
            photos.rename(away)

    with opened(tmp_path) as workspace:
        first = scanned(workspace, photos, unplug)
        # What was read is kept, what was not is listed; nothing counts as damaged.
        assert first.added + len(first.problems) >= _PHOTOS
        assert {problem.kind for problem in first.problems} <= {ProblemKind.UNREADABLE}
        assert all("not there any more" in problem.reason for problem in first.problems)
        away.rename(photos)
        second = scanned(workspace, photos)
        assert (second.missing, second.problems) == (0, ())
        assert len(present(workspace)) == _PHOTOS


def test_a_drive_that_is_unplugged_between_scans_is_missed_and_comes_back(
    tmp_path: Path, photos: Path
) -> None:
    away = tmp_path / "unplugged"
    with opened(tmp_path) as workspace:
        scanned(workspace, photos)
        photos.rename(away)
        gone = scanned(workspace, photos)
        # A root that is not there says nothing of its files: they stay known, with codes and thumbnails.
        assert len(workspace.photos()) == _PHOTOS
        assert [problem.path for problem in gone.problems] == [str(photos)]
        away.rename(photos)
        back = scanned(workspace, photos)
        assert (back.added, back.changed, back.photos_read) == (0, 0, 0)
        assert len(present(workspace)) == _PHOTOS


def test_a_drive_that_leaves_its_mount_point_behind_takes_no_photo_with_it(
    tmp_path: Path, photos: Path
) -> None:
    """Unplugged in the middle of a scan of files that were all changed: an empty folder is left."""
    away = tmp_path / "unplugged"

    def unplug(told: ScanProgress) -> None:
        if told.found and not away.exists():
            photos.rename(away)
            photos.mkdir()

    with opened(tmp_path) as workspace:
        scanned(workspace, photos)
        for path in photos.iterdir():
            os.utime(path)
        lost = scanned(workspace, photos, unplug)
        assert lost.missing == 0
        assert len(present(workspace)) == _PHOTOS
        photos.rmdir()
        away.rename(photos)
        back = scanned(workspace, photos)
        assert (back.missing, back.problems) == (0, ())
        assert len(present(workspace)) == _PHOTOS


def test_an_empty_mount_point_is_told_and_takes_no_photo_with_it(tmp_path: Path) -> None:
    """The drive was not there when the scan began; its folder was, and was empty."""
    shared = Path("/dev/shm")
    if not shared.is_dir() or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second volume")
    with tempfile.TemporaryDirectory(dir=shared) as drive, opened(tmp_path) as workspace:
        make_photos(Path(drive) / "photos", 3)
        mount = tmp_path / "mount"
        mount.symlink_to(Path(drive) / "photos")
        scanned(workspace, mount)
        mount.unlink()
        mount.mkdir()
        gone = scanned(workspace, mount)
        (problem,) = gone.problems
        assert (gone.missing, problem.path, len(present(workspace))) == (0, str(mount), 3)
        assert "held 3 photos of another drive" in problem.reason
        mount.rmdir()
        mount.symlink_to(Path(drive) / "photos")
        back = scanned(workspace, mount)
        assert (back.unchanged, back.problems) == (3, ())


def test_a_folder_that_was_emptied_on_its_own_disk_is_missed(tmp_path: Path, photos: Path) -> None:
    with opened(tmp_path) as workspace:
        scanned(workspace, photos)
        for path in photos.iterdir():
            path.unlink()
        emptied = scanned(workspace, photos)
        assert (emptied.missing, emptied.problems, present(workspace)) == (_PHOTOS, (), set())


def test_a_clock_that_was_turned_back_hides_no_change(tmp_path: Path, photos: Path) -> None:
    one, other, future = (photos / f"crop-{number:03}.jpg" for number in (0, 1, 2))
    with opened(tmp_path) as workspace:
        scanned(workspace, photos)
        # Saved again while the clock was years slow, and years fast.
        one.write_bytes(other.read_bytes())
        os.utime(one, (10**8, 10**8))
        future.write_bytes(other.read_bytes())
        os.utime(future, (4 * 10**9, 4 * 10**9))
        again = scanned(workspace, photos)
        assert (again.changed, again.unchanged) == (2, _PHOTOS - 2)
        contents = {photo.path: photo.content for photo in workspace.photos()}
        assert contents[str(one)] == contents[str(other)] == contents[str(future)]
        assert scanned(workspace, photos).unchanged == _PHOTOS


def test_a_clock_beyond_all_measure_ends_no_scan(tmp_path: Path, photos: Path) -> None:
    late, early = photos / "crop-000.jpg", photos / "crop-001.jpg"
    for path, year in ((late, 2440), (early, 1650)):
        try:
            os.utime(path, ns=((year - 1970) * _YEAR_NS, (year - 1970) * _YEAR_NS))
        except (OverflowError, OSError):
            pytest.skip(f"this disk knows no year {year}")
    with opened(tmp_path) as workspace:
        assert scanned(workspace, photos).added == _PHOTOS
        assert scanned(workspace, photos).unchanged == _PHOTOS


def test_a_file_swapped_under_its_stamp_is_noticed_before_anything_is_removed(
    tmp_path: Path, photos: Path
) -> None:
    keeper, victim = photos / "crop-003.jpg", photos / "crop-004.jpg"
    with opened(tmp_path) as workspace:
        scanned(workspace, photos)
        status = keeper.stat()
        swapped = bytearray(keeper.read_bytes())
        swapped[len(swapped) // 2] ^= 1
        with keeper.open("r+b") as file:
            file.write(swapped)
        os.utime(keeper, ns=(status.st_atime_ns, status.st_mtime_ns))
        # A scan trusts size, time and number of a file, which is what makes it quick …
        assert scanned(workspace, photos).unchanged == _PHOTOS
        known = {photo.path: photo for photo in workspace.photos()}
        assert known[str(keeper)].content == known[str(victim)].content
        # … and cleaning up trusts nothing: it reads the bytes.
        result = apply(workspace, plan_of(known[str(keeper)], known[str(victim)]), silent, CancelToken())
        [outcome] = result.outcomes
        assert (outcome.state, outcome.kind) == (OutcomeState.REFUSED, RefusalKind.CHANGED)
        assert keeper.read_bytes() == bytes(swapped)
        assert victim.exists()


def test_another_file_put_in_its_place_is_noticed(tmp_path: Path, photos: Path) -> None:
    place, other = photos / "crop-000.jpg", tmp_path / "other.jpg"
    with opened(tmp_path) as workspace:
        scanned(workspace, photos)
        status = place.stat()
        swapped = bytearray(place.read_bytes())
        swapped[len(swapped) // 2] ^= 1
        other.write_bytes(swapped)
        os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
        os.replace(other, place)
        # Same name, size and time, but another number.
        again = scanned(workspace, photos)
        assert (again.changed, again.unchanged) == (1, _PHOTOS - 1)


def plan_of(keeper: Photo, victim: Photo) -> Plan:
    def proof(photo: Photo) -> FileProof:
        return FileProof(photo.path, photo.stamp, photo.content)

    none: tuple[CompanionProof, ...] = ()
    removal = Removal(proof(victim), proof(keeper), none, Relation.IDENTICAL_BYTES, "g", "", decided=True)
    return with_id(Plan("", "2026-01-01T00:00:00+00:00", Act.SET_ASIDE, None, (removal,), (), (), ()))


def test_somebody_else_who_writes_for_a_while_is_waited_for(tmp_path: Path, photos: Path) -> None:
    locked, done = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            locked.set()
            done.wait(1.0)
            other.execute("ROLLBACK")

    with opened(tmp_path) as workspace:
        holder = threading.Thread(target=hold, args=(str(tmp_path / "library" / "catalog.sqlite"),))

        def disturb(told: ScanProgress) -> None:
            if told.found and not locked.is_set():
                holder.start()
                locked.wait()

        summary = scanned(workspace, photos, disturb)
        done.set()
        holder.join()
        assert (summary.added, summary.problems) == (_PHOTOS, ())
        assert len(present(workspace)) == _PHOTOS
