from pathlib import Path

import pytest

from photosim.app.encoder_facts import encoder_facts
from photosim.app.scanning.estimate import Estimate, estimate
from photosim.app.scanning.scan import scan
from photosim.app.workspace import open_workspace
from photosim.domain.errors import Cancelled
from photosim.domain.files import Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings


def test_counts_by_name_and_knows_what_is_known(tmp_path: Path, sample_photos: Path) -> None:
    (sample_photos / "notes.txt").write_text("no picture")
    size = sum(path.stat().st_size for path in sample_photos.glob("*.jpg"))
    told: list[Estimate] = []
    roots, settings = [Root(str(sample_photos))], ScanSettings()
    with open_workspace(str(tmp_path / "library")) as workspace:
        first = estimate(workspace, roots, settings, told.append, CancelToken())
        assert first == Estimate(files=6, photos=5, known=0, new_bytes=size, unreadable=0, complete=True)
        scan(workspace, roots, settings, lambda _progress: None, CancelToken())
        (sample_photos / "new.jpg").write_bytes(b"12345")
        second = estimate(workspace, roots, settings, told.append, CancelToken())
    assert (second.known, second.new_photos, second.new_bytes) == (5, 1, 5)
    assert all(not step.complete for step in told)


def test_follows_the_exclusions_and_counts_closed_folders(tmp_path: Path, sample_photos: Path) -> None:
    roots = [Root(str(sample_photos)), Root(str(tmp_path / "unplugged"))]
    with open_workspace(str(tmp_path / "library")) as workspace:
        found = estimate(workspace, roots, ScanSettings(("flower*",)), lambda _step: None, CancelToken())
    assert (found.photos, found.unreadable) == (3, 1)


def test_can_be_stopped(tmp_path: Path, sample_photos: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with open_workspace(str(tmp_path / "library")) as workspace, pytest.raises(Cancelled):
        estimate(workspace, [Root(str(sample_photos))], ScanSettings(), lambda _step: None, cancel)


def test_the_encoder_says_what_it_runs_on(tmp_path: Path) -> None:
    with open_workspace(str(tmp_path / "library")) as workspace:
        facts = encoder_facts(workspace)
    assert facts.model_id
    assert facts.actual in facts.requested
    assert facts.requested[-1] == "CPUExecutionProvider"
