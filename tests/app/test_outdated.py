"""A library that another model has encoded: told, never mixed, encoded anew bit by bit, nothing else lost."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from photosim.app.finding.search import search_file
from photosim.app.judging.judgements import judge
from photosim.app.outdated import Outdated, outdated
from photosim.app.scanning.estimate import estimate
from photosim.app.scanning.scan import scan
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.files import Root
from photosim.domain.judgements import Verdict
from photosim.domain.marks import Mark
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanProgress, ScanSettings, ScanSummary
from photosim.domain.similarity import content_pair
from tests.helpers.models import TINY_MODEL, another_model

pytestmark = pytest.mark.usefixtures("lent_processes")


@pytest.fixture
def later(tmp_path: Path, sample_photos: Path) -> Iterator[Workspace]:
    """A library of five photos that the tiny model has encoded, opened with another model."""
    library = str(tmp_path / "library")
    with open_workspace(library, model_folder=TINY_MODEL) as workspace:
        assert _scan(workspace, sample_photos).reencoded == 0
        assert outdated(workspace) == Outdated()
    with open_workspace(library, model_folder=another_model(tmp_path)) as workspace:
        yield workspace


def _scan(workspace: Workspace, folder: Path, cancel: CancelToken | None = None) -> ScanSummary:
    token = cancel or CancelToken()

    def told(progress: ScanProgress) -> None:
        if cancel is not None and progress.stored:
            token.cancel()

    return scan(workspace, [Root(str(folder))], ScanSettings(), told, token)


def _to_read(workspace: Workspace, folder: Path) -> int:
    roots = [Root(str(folder))]
    return estimate(workspace, roots, ScanSettings(), lambda _told: None, CancelToken()).new_photos


def test_it_is_told_and_codes_are_never_mixed(later: Workspace, sample_photos: Path) -> None:
    assert outdated(later) == Outdated(present=5)
    assert outdated(later).words == (
        "5 photos were encoded by another model: what looks like them is not found "
        "until they are encoded anew"
    )
    assert len(later.indexed().contents) == 0
    query = sample_photos / "china.jpg"
    assert search_file(later, str(query), 5).matches == ()
    (sample_photos / "new.jpg").write_bytes(query.read_bytes() + b"\n")
    assert _to_read(later, sample_photos) == 6
    first = _scan(later, sample_photos)
    assert (first.added, first.unchanged, first.reencoded) == (1, 5, 5)
    assert outdated(later) == Outdated()
    assert _to_read(later, sample_photos) == 0
    assert len(search_file(later, str(query), 6).matches) == 6


def test_it_goes_on_where_it_was_stopped_and_nothing_else_is_lost(
    later: Workspace, sample_photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = later.photos()[:2]
    judge(later, [content_pair(one.content, other.content)], Verdict.NOT_SAME)
    later.library.set_marks({one.path: Mark.KEEP})
    judged = later.library.judgements()
    monkeypatch.setattr("photosim.app.scanning.scan._STORE_BATCH", 1)
    stopped = _scan(later, sample_photos, CancelToken())
    assert stopped.cancelled
    done = stopped.reencoded
    assert outdated(later) == Outdated(present=5 - done)
    assert [root.path for root in later.library.pending()] == [str(sample_photos)]
    assert _scan(later, sample_photos).photos_read == 5 - done
    assert outdated(later) == Outdated()
    assert later.library.judgements() == judged
    assert later.library.marks() == {one.path: Mark.KEEP}


def test_what_is_not_there_waits_without_being_asked_for(later: Workspace, sample_photos: Path) -> None:
    gone, last = sorted(sample_photos.glob("*.jpg"))[:2]
    aside = sample_photos.parent / gone.name
    gone.rename(aside)
    last.unlink()
    _scan(later, sample_photos)
    assert outdated(later) == Outdated(missing=2)
    assert outdated(later).words == ""
    aside.rename(gone)
    assert _scan(later, sample_photos).photos_read == 1
    assert outdated(later) == Outdated(missing=1)


def test_no_scan_is_asked_for_where_it_would_not_help(later: Workspace, sample_photos: Path) -> None:
    away = sample_photos.rename(sample_photos.with_name("away"))
    assert outdated(later) == Outdated(missing=5)
    away.rename(sample_photos)
    damaged = sample_photos / "china.jpg"
    stamp = damaged.stat()
    damaged.write_bytes(b"no picture".ljust(stamp.st_size))
    os.utime(damaged, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert _scan(later, sample_photos).reencoded == 4
    assert outdated(later) == Outdated()


def test_one_photo_is_told_in_the_singular() -> None:
    assert Outdated(present=1).words == (
        "1 photo was encoded by another model: what looks like it is not found until it is encoded anew"
    )
