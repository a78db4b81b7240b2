import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from photosim.app.scanning import stages
from photosim.app.scanning.scan import scan
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.files import ProblemKind, Role, Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanProgress, ScanSettings, ScanSummary
from photosim.encoding.sessions import LateSession
from tests.app.conftest import TINY_MODEL
from tests.helpers.photos import sample_paths


def run_scan(
    workspace: Workspace,
    *folders: Path | Root,
    report: Callable[[ScanProgress], None] = lambda _told: None,
    cancel: CancelToken | None = None,
    settings: ScanSettings | None = None,
) -> ScanSummary:
    roots = [folder if isinstance(folder, Root) else Root(str(folder)) for folder in folders]
    return scan(workspace, roots, settings or ScanSettings(), report, cancel or CancelToken())


def names(workspace: Workspace) -> list[str]:
    return [os.path.basename(photo.path) for photo in workspace.photos()]


def counts(summary: ScanSummary) -> dict[str, int]:
    fields = ("added", "changed", "moved", "unchanged", "missing")
    return {name: getattr(summary, name) for name in fields if getattr(summary, name)}


def make_crops(folder: Path, number: int) -> None:
    """Small photos that all differ."""
    folder.mkdir(exist_ok=True)
    with Image.open(sample_paths()[0]) as opened:
        picture = opened.convert("RGB")
    for place in range(number):
        left, top = 13 * place % 400, 7 * place % 200
        picture.crop((left, top, left + 200, top + 150)).save(folder / f"crop-{place:03}.jpg", quality=85)


def test_photos_enter_the_library_with_code_and_thumbnail(workspace: Workspace, sample_photos: Path) -> None:
    summary = run_scan(workspace, sample_photos)
    assert counts(summary) == {"added": 5}
    assert summary.problems == ()
    assert summary.photos_read == 5
    assert not summary.cancelled
    assert names(workspace) == sorted(os.listdir(sample_photos))
    indexed = workspace.indexed()
    assert len(indexed.contents) == 4  # two files hold the same bytes
    assert all(workspace.library.thumbnail(content) for content in indexed.contents)


def test_an_unchanged_folder_is_not_even_opened(
    tmp_path: Path, sample_photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = str(tmp_path / "library")
    with open_workspace(library, model_folder=TINY_MODEL) as first:
        run_scan(first, sample_photos)
    # Whoever opened a file now would not recognise it.
    for path in sample_photos.iterdir():
        status = path.stat()
        path.write_bytes(b"\0" * status.st_size)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def forbidden(*_arguments: object) -> None:
        pytest.fail("a decoding pool was made")

    monkeypatch.setattr(stages, "DecodePool", forbidden)
    with open_workspace(library, model_folder=TINY_MODEL) as again:
        summary = run_scan(again, sample_photos)
        session = again.encoder._encoder  # type: ignore[attr-defined]
        assert isinstance(session, LateSession)
        assert not session.is_open
    assert counts(summary) == {"unchanged": 5}
    assert summary.photos_read == 0


def test_changes_moves_and_losses_are_told_apart(workspace: Workspace, sample_photos: Path) -> None:
    run_scan(workspace, sample_photos)
    (sample_photos / "new home").mkdir()
    (sample_photos / "china.jpg").rename(sample_photos / "new home" / "renamed.jpg")
    (sample_photos / "china-small.jpg").unlink()
    Image.new("RGB", (90, 60), "teal").save(sample_photos / "flower-copy.jpg")
    Image.new("RGB", (90, 60), "navy").save(sample_photos / "added.jpg")
    summary = run_scan(workspace, sample_photos)
    assert counts(summary) == {"added": 1, "changed": 1, "moved": 1, "unchanged": 2, "missing": 1}
    assert summary.photos_read == 2
    missing = [os.path.basename(photo.path) for photo in workspace.photos() if photo.missing]
    assert missing == ["china-small.jpg"]


def test_bad_files_become_problems_and_stay_so_without_being_read_again(
    workspace: Workspace, sample_photos: Path
) -> None:
    (sample_photos / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"nonsense" * 50)
    (sample_photos / "notes.txt").write_text("milk, bread")
    first = run_scan(workspace, sample_photos)
    assert counts(first) == {"added": 5}
    kinds = {os.path.basename(problem.path): problem.kind for problem in first.problems}
    assert kinds.keys() == {"broken.jpg", "notes.txt"}
    assert kinds["notes.txt"] is ProblemKind.OTHER_FILE
    again = run_scan(workspace, sample_photos)
    assert again.problems == first.problems
    assert counts(again) == {"unchanged": 5}
    assert again.photos_read == 0


def test_a_folder_that_is_gone_takes_no_photo_with_it(workspace: Workspace, sample_photos: Path) -> None:
    run_scan(workspace, sample_photos)
    away = sample_photos.rename(sample_photos.with_name("unplugged"))
    summary = run_scan(workspace, sample_photos)
    assert [problem.kind for problem in summary.problems] == [ProblemKind.UNREADABLE]
    assert summary.missing == 0
    assert len(workspace.photos()) == 5
    away.rename(sample_photos)
    assert counts(run_scan(workspace, sample_photos)) == {"unchanged": 5}


def test_an_empty_folder_is_a_scan_like_any_other(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told: list[ScanProgress] = []
    summary = run_scan(workspace, tmp_path / "empty", report=told.append)
    assert counts(summary) == {}
    assert told[-1].discovered
    assert told[-1].progress.total == 0


def test_reports_hold_every_find_once_and_come_at_most_ten_times_a_second(
    workspace: Workspace, tmp_path: Path
) -> None:
    make_crops(tmp_path / "photos", 60)
    (tmp_path / "photos" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 99)
    told: list[ScanProgress] = []
    started = time.monotonic()
    run_scan(workspace, tmp_path / "photos", report=told.append)
    seconds = time.monotonic() - started
    assert len([file for part in told for file in part.found]) == 61
    stored = [photo for part in told for photo in part.stored]
    assert sorted(photo.path for photo in stored) == [photo.path for photo in workspace.photos()]
    assert [os.path.basename(problem.path) for part in told for problem in part.problems] == ["broken.png"]
    # The last one comes when all is done, whenever that is.
    assert len(told) - 1 <= seconds / 0.1
    last = told[-1].progress
    assert (last.done, last.total, told[-1].discovered) == (61, 61, True)
    done = [part.progress.done for part in told]
    assert done == sorted(done)


def test_photos_of_a_protected_folder_are_told_as_protected(
    workspace: Workspace, sample_photos: Path
) -> None:
    inner = sample_photos / "keep"
    inner.mkdir()
    shutil.copy(sample_photos / "china.jpg", inner / "kept.jpg")
    told: list[ScanProgress] = []
    run_scan(workspace, Root(str(sample_photos)), Root(str(inner), Role.PROTECTED), report=told.append)
    roles = {os.path.basename(photo.path): photo.role for part in told for photo in part.stored}
    assert roles.pop("kept.jpg") is Role.PROTECTED
    assert set(roles.values()) == {Role.NORMAL}


class CountingSession(LateSession):
    """Counts the pictures that go through a real session."""

    pictures = 0

    def run(self, outputs, feeds):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
        self.pictures += len(feeds["pixels"])
        return super().run(outputs, feeds)


def test_copies_are_encoded_once(workspace: Workspace, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    make_crops(photos, 10)
    for copy in range(9):
        shutil.copytree(photos, photos / f"copy-{copy}", ignore=shutil.ignore_patterns("copy-*"))
    encoder = workspace.encoder
    session = encoder._encoder  # type: ignore[attr-defined]
    counting = CountingSession(session._opener)
    encoder._encoder = counting  # type: ignore[attr-defined]
    assert counts(run_scan(workspace, photos)) == {"added": 100}
    assert counting.pictures == 10
    shutil.copytree(photos / "copy-0", tmp_path / "elsewhere")
    assert counts(run_scan(workspace, tmp_path / "elsewhere")) == {"added": 10}
    assert counting.pictures == 10


def test_cancelling_keeps_what_is_finished_and_the_next_scan_goes_on(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However many cores there are: between two reports no more is read than there is.
    monkeypatch.setattr(stages, "decode_workers", lambda: 1)
    make_crops(tmp_path / "photos", 400)
    cancel = CancelToken()

    def report(told: ScanProgress) -> None:
        if told.stored:
            cancel.cancel()

    summary = run_scan(workspace, tmp_path / "photos", report=report, cancel=cancel)
    assert summary.cancelled
    assert 0 < summary.added < 400
    assert len(workspace.photos()) == summary.added == len(workspace.indexed().contents)
    assert workspace.library.pending()
    finished = run_scan(workspace, tmp_path / "photos")
    assert finished.added == 400 - summary.added
    assert finished.unchanged == summary.added
    assert not workspace.library.pending()


def test_cancelling_while_the_processes_come_up_waits_for_no_photo(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_crops(tmp_path / "photos", 200)
    for copy in range(4):
        for photo in sorted((tmp_path / "photos").glob("crop-*")):
            os.link(photo, tmp_path / "photos" / f"again-{copy}-{photo.name}")
    make_crops(tmp_path / "one", 1)
    started = time.monotonic()
    run_scan(workspace, tmp_path / "one")
    one_photo = time.monotonic() - started
    cancel = CancelToken()
    asked: list[float] = []

    def cancelling() -> int:
        # The decoding processes come up next: the worst moment.
        asked.append(time.monotonic())
        cancel.cancel()
        return 2

    monkeypatch.setattr(stages, "decode_workers", cancelling)
    summary = run_scan(workspace, tmp_path / "photos", cancel=cancel)
    # A scan of one photo starts and ends the processes just so.
    assert time.monotonic() - asked[0] < 5 * one_photo
    assert summary.cancelled
    # No more than fits between two stages, however late the stop is passed on.
    assert summary.photos_read < 300


def test_a_token_cancelled_beforehand_reads_nothing(workspace: Workspace, sample_photos: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    summary = run_scan(workspace, sample_photos, cancel=cancel)
    assert summary.cancelled
    assert summary.photos_read == 0


def test_a_paused_scan_stands_still_and_goes_on(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "decode_workers", lambda: 1)
    make_crops(tmp_path / "photos", 400)
    cancel = CancelToken()
    while_paused: list[int] = []

    def report(told: ScanProgress) -> None:
        if told.stored and not while_paused:
            cancel.pause()
        if cancel.paused:
            while_paused.append(told.progress.done)
            # What was in hand comes to its end; then nothing may move any more.
            if len(while_paused) >= 20 and len(set(while_paused[-10:])) == 1:
                cancel.resume()

    summary = run_scan(workspace, tmp_path / "photos", report=report, cancel=cancel)
    assert summary.added == 400
    assert while_paused[-1] < 400


def test_a_scan_that_is_paused_can_be_cancelled(workspace: Workspace, tmp_path: Path) -> None:
    make_crops(tmp_path / "photos", 60)
    cancel = CancelToken()
    # From the start, so that no machine is quicker.
    cancel.pause()
    reports = 0

    def report(_told: ScanProgress) -> None:
        nonlocal reports
        reports += 1
        if reports == 5:
            cancel.cancel()

    summary = run_scan(workspace, tmp_path / "photos", report=report, cancel=cancel)
    assert summary.cancelled
    assert summary.added < 60


def test_photos_without_a_code_of_this_model_are_read_again(tmp_path: Path, sample_photos: Path) -> None:
    library = str(tmp_path / "library")
    with open_workspace(library, model_folder=TINY_MODEL) as first:
        run_scan(first, sample_photos)
    other = tmp_path / "other-model"
    shutil.copytree(TINY_MODEL, other)
    card = (other / "card.json").read_text()
    (other / "card.json").write_text(card.replace('"version": "', '"version": "other-', 1))
    with open_workspace(library, model_folder=other) as second:
        summary = run_scan(second, sample_photos)
        assert summary.photos_read == 5
        assert counts(summary) == {"unchanged": 5}
        assert len(second.indexed().contents) == 4


def test_exclusions_and_hidden_files(workspace: Workspace, sample_photos: Path) -> None:
    shutil.copy(sample_photos / "china.jpg", sample_photos / ".hidden.jpg")
    settings = ScanSettings(exclude=("flower*",), include_hidden=True)
    run_scan(workspace, sample_photos, settings=settings)
    assert names(workspace) == [".hidden.jpg", "china-burst.jpg", "china-small.jpg", "china.jpg"]


def test_a_library_among_the_photos_is_not_looked_at(sample_photos: Path) -> None:
    library = sample_photos / "my [old] library"
    for expected in ({"added": 5}, {"unchanged": 5}):
        with open_workspace(str(library), model_folder=TINY_MODEL) as workspace:
            summary = run_scan(workspace, sample_photos)
            assert counts(summary) == expected
            assert summary.problems == ()


def test_what_is_unchanged_is_counted_beside_a_folder_that_is_away(
    workspace: Workspace, tmp_path: Path
) -> None:
    here, away = tmp_path / "here", tmp_path / "away"
    make_crops(here, 2)
    away.mkdir()
    (away / "damaged.jpg").write_bytes(b"\xff\xd8\xff no picture")
    (here / "notes.txt").write_text("no picture")
    assert counts(run_scan(workspace, here, away)) == {"added": 2}
    away.rename(tmp_path / "elsewhere")
    again = run_scan(workspace, here, away)
    assert counts(again) == {"unchanged": 2}
    assert len(again.problems) == 3
