"""What can go wrong under a scan ends in one sentence, with nothing left running."""

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from photosim.app.scanning import stages
from photosim.app.scanning.scan import scan
from photosim.app.workspace import open_workspace
from photosim.domain.errors import LibraryError, LibraryReadOnlyError, ModelError
from photosim.domain.files import Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanProgress, ScanSettings
from tests.faults.scanning import TINY_MODEL, children_of, link_each, make_photos, start

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of POSIX")


def silent(_told: ScanProgress) -> None:
    """Nobody listens."""


def test_a_damaged_model_ends_the_scan_with_its_sentence(tmp_path: Path, sample_photos: Path) -> None:
    damaged = tmp_path / "model"
    shutil.copytree(TINY_MODEL, damaged)
    with (damaged / "encoder.onnx").open("ab") as graph:
        graph.write(b"garbage")
    with open_workspace(str(tmp_path / "library"), model_folder=damaged) as workspace:
        with pytest.raises(ModelError, match=r"encoder\.onnx"):
            scan(workspace, [Root(str(sample_photos))], ScanSettings(), silent, CancelToken())
        assert workspace.photos() == []
        assert workspace.library.pending()
    # With a sound model the very same library goes on.
    with open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL) as workspace:
        summary = scan(workspace, [Root(str(sample_photos))], ScanSettings(), silent, CancelToken())
        assert summary.added == 5


def test_an_error_while_paused_still_ends_the_scan(tmp_path: Path, sample_photos: Path) -> None:
    cancel = CancelToken()

    def pause_and_fail(_told: ScanProgress) -> None:
        cancel.pause()
        raise RuntimeError("the listener broke")

    with (
        open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL) as workspace,
        pytest.raises(RuntimeError, match="listener"),
    ):
        scan(workspace, [Root(str(sample_photos))], ScanSettings(), pause_and_fail, cancel)


def test_a_library_that_is_closed_under_the_scan_is_told(tmp_path: Path) -> None:
    make_photos(tmp_path / "photos", 40)
    workspace = open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL)

    def close(told: ScanProgress) -> None:
        if told.found:
            workspace.close()

    with pytest.raises(LibraryError):
        scan(workspace, [Root(str(tmp_path / "photos"))], ScanSettings(), close, CancelToken())


def test_a_second_photosim_on_the_library_cannot_scan_and_says_why(
    tmp_path: Path, sample_photos: Path
) -> None:
    library = str(tmp_path / "library")
    with (
        open_workspace(library, model_folder=TINY_MODEL),
        open_workspace(library, model_folder=TINY_MODEL) as second,
        pytest.raises(LibraryReadOnlyError, match="another photosim"),
    ):
        scan(second, [Root(str(sample_photos))], ScanSettings(), silent, CancelToken())


def test_a_stage_that_breaks_ends_all_and_shows_its_own_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_photos(tmp_path / "photos", 40)
    walk = stages.walk

    def breaking_walk(*arguments):  # type: ignore[no-untyped-def] # noqa: ANN002, ANN202
        for place, found in enumerate(walk(*arguments)):
            if place == 30:
                raise ZeroDivisionError("a bug in the walk")
            yield found

    monkeypatch.setattr(stages, "walk", breaking_walk)
    with (
        open_workspace(str(tmp_path / "library"), model_folder=TINY_MODEL) as workspace,
        pytest.raises(ZeroDivisionError, match="a bug in the walk"),
    ):
        scan(workspace, [Root(str(tmp_path / "photos"))], ScanSettings(), silent, CancelToken())


@posix_only
def test_a_full_disk_ends_the_scan_with_a_sentence(tmp_path: Path) -> None:
    import resource

    make_photos(tmp_path / "photos", 60)

    def small_disk() -> None:
        # No file may grow beyond this: to SQLite it looks like a disk without space.
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    process = start(tmp_path / "library", "scan", str(tmp_path / "photos"), preexec_fn=small_disk)
    out, err = process.communicate(timeout=100)
    assert process.returncode == 2, err
    assert out == ""
    assert "Traceback" not in err
    sentence = err.splitlines()[-1]
    assert sentence.startswith("photosim: ")
    assert str(tmp_path / "library") in sentence
    assert children_of(process.pid) == []


@posix_only
@pytest.mark.parametrize("to_all", [True, False], ids=["ctrl-c", "kill -INT"])
def test_ctrl_c_stops_in_order(tmp_path: Path, to_all: bool) -> None:
    make_photos(tmp_path / "photos", 400)
    link_each(tmp_path / "photos", 10)
    process = start(tmp_path / "library", "scan", str(tmp_path / "photos"), "--format", "json")
    deadline = time.monotonic() + 90
    while not stored(tmp_path / "library") and time.monotonic() < deadline:
        time.sleep(0.02)
    # A terminal sends it to the whole group, the decoding processes included.
    (os.killpg if to_all else os.kill)(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=100)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "stopped" in err
    summary = json.loads(out)
    assert 0 < summary["added"] < 4400
    assert summary["problems"] == []
    assert children_of(process.pid) == []


def stored(library: Path) -> int:
    if not (library / "catalog.sqlite").exists():
        return 0
    try:
        with open_workspace(str(library), read_only=True, model_folder=TINY_MODEL) as workspace:
            return workspace.library.photo_count()
    except LibraryError:  # it is being made just now
        return 0
