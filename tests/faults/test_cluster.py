"""A scan by a cluster gives the same library as one by this machine, whatever happens to the workers."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from photosim.app.scanning.cluster import ClusterReader
from photosim.app.workspace import open_workspace
from photosim.domain.errors import LibraryError, PhotosimError
from photosim.domain.files import FileStamp, FoundFile, Problem
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits
from tests.faults.cluster import Cluster
from tests.faults.scanning import TINY_MODEL, children_of, command, link_each, make_photos, start

pytest.importorskip("distributed", reason="the extra “cluster” is not installed")
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="ends processes by signals of POSIX"),
    pytest.mark.timeout(300),
]

_PHOTOS = 60
_MANY = 300


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster"), workers=2)
    yield made
    made.close()


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared") / "photos"
    make_photos(folder, _PHOTOS)
    (folder / "torn.jpg").write_bytes((folder / "crop-000.jpg").read_bytes()[:3000])
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many that something is left to do when the first ones are stored."""
    folder = tmp_path_factory.mktemp("many") / "photos"
    make_photos(folder, _MANY)
    return folder


@pytest.fixture(scope="module")
def far_more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many that no cluster is through with them before it is stopped."""
    folder = tmp_path_factory.mktemp("far more") / "photos"
    make_photos(folder, _MANY)
    link_each(folder, 10)
    return folder


def known(library: Path) -> list[tuple[str, FileStamp, bytes]]:
    with open_workspace(str(library), read_only=True, model_folder=TINY_MODEL) as workspace:
        return [(photo.path, photo.stamp, photo.content) for photo in workspace.photos()]


def test_a_cluster_makes_the_same_library(cluster: Cluster, photos: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for library, more in ((here, []), (there, ["--cluster", cluster.address])):
        arguments = command(library, "scan", str(photos), "--format", "json", *more)
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done
        told = json.loads(done.stdout)
        assert told["added"] == _PHOTOS
        assert [problem["path"] for problem in told["problems"]] == [str(photos / "torn.jpg")]
        assert "istributed" not in done.stderr
    assert known(here) == known(there)
    with (
        open_workspace(str(here), read_only=True, model_folder=TINY_MODEL) as one,
        open_workspace(str(there), read_only=True, model_folder=TINY_MODEL) as other,
    ):
        indexed, again = one.indexed(), other.indexed()
        codes = dict(zip(again.contents, again.code, strict=True))
        expected = np.stack([codes[content] for content in indexed.contents])
        np.testing.assert_allclose(indexed.code, expected, atol=1e-3)
        assert one.library.thumbnails(indexed.contents) == other.library.thumbnails(indexed.contents)
    # With nothing new there is nothing to ask the cluster for: this address leads nowhere.
    again_here = command(there, "scan", str(photos), "--format", "json", "--cluster", "tcp://127.0.0.1:1")
    done = subprocess.run(again_here, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["unchanged"] == _PHOTOS


def reader(cluster: Cluster, model_id: str | None = None) -> ClusterReader:
    with open_workspace(None, model_folder=TINY_MODEL) as workspace:
        its_id = workspace.encoder.model_id
    return ClusterReader(cluster.address, TINY_MODEL, model_id or its_id, DecodeLimits())


def test_another_model_is_refused(cluster: Cluster) -> None:
    with pytest.raises(PhotosimError, match=r"The worker tcp://.* has the model .*another-1-abc"):
        reader(cluster, "another-1-abc").__enter__()


_CONNECT = """
import sys
from photosim.app.scanning import cluster
from photosim.domain.errors import PhotosimError
from photosim.domain.scanning import DecodeLimits
cluster._CONNECT_SECONDS = 1
for address in sys.argv[1:]:
    try:
        cluster.ClusterReader(address, None, "any", DecodeLimits()).__enter__()
    except PhotosimError as error:
        print(str(error))
"""


def test_a_scheduler_that_is_not_there_is_told() -> None:
    addresses = ["tcp://127.0.0.1:1", "nonsense"]
    done = subprocess.run(
        [sys.executable, "-c", _CONNECT, *addresses], capture_output=True, text=True, check=True, timeout=100
    )
    told = done.stdout.splitlines()
    assert [line.partition(": check")[0] for line in told] == [
        f"No Dask scheduler answers at {address}" for address in addresses
    ]
    assert done.stderr == ""


def test_what_the_workers_cannot_read_is_listed(cluster: Cluster, photos: Path) -> None:
    status = (photos / "crop-001.jpg").stat()
    same = FileStamp(status.st_size, status.st_mtime_ns, 77, 99)
    other = FileStamp(status.st_size, status.st_mtime_ns + 10**10, 77, 99)
    files = [
        FoundFile(str(photos / "nowhere.jpg"), same),
        FoundFile(str(photos / "crop-001.jpg"), same),
        FoundFile(str(photos / "crop-002.jpg"), other),
    ]
    with reader(cluster) as opened:
        answers = list(opened.read_many(files, CancelToken()))
    problems = {answer.path: answer.reason for answer in answers if isinstance(answer, Problem)}
    assert "could not read it: It is not there any more." in problems[files[0].path]
    assert "another file under this path" in problems[files[2].path]
    [record] = [answer for answer in answers if not isinstance(answer, Problem)]
    # The stamp is this machine's: on another one the volume has another number.
    assert record.read.stamp == same


def test_a_worker_killed_on_the_way_loses_nothing(cluster: Cluster, many: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    scan = start(library, "scan", str(many), "--format", "json", "--cluster", cluster.address)
    wait_until_something_is_stored(scan, library)
    cluster.kill_worker(0)
    out, err = scan.communicate(timeout=200)
    assert scan.returncode == 0, err
    assert json.loads(out)["added"] == _MANY
    assert len(known(library)) == _MANY
    assert children_of(scan.pid) == []


def test_a_scan_by_a_cluster_stops(cluster: Cluster, far_more: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    scan = start(library, "scan", str(far_more), "--format", "json", "--cluster", cluster.address)
    wait_until_something_is_stored(scan, library)
    os.kill(scan.pid, signal.SIGINT)
    out, err = scan.communicate(timeout=100)
    assert scan.returncode == 130, err
    assert json.loads(out)["added"] == len(known(library)) < 11 * _MANY


def test_a_scan_stops_although_no_worker_answers_any_more(
    cluster: Cluster, far_more: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    scan = start(library, "scan", str(far_more), "--format", "json", "--cluster", cluster.address)
    wait_until_something_is_stored(scan, library)
    cluster.signal_workers(signal.SIGSTOP)
    try:
        os.kill(scan.pid, signal.SIGINT)
        # Whoever waits for a worker waits for ever.
        out, err = scan.communicate(timeout=100)
    finally:
        cluster.signal_workers(signal.SIGCONT)
    assert scan.returncode == 130, err
    assert json.loads(out)["added"] == len(known(library)) < 11 * _MANY


def wait_until_something_is_stored(scan: "subprocess.Popen[str]", library: Path) -> None:
    deadline = time.monotonic() + 100
    while scan.poll() is None and time.monotonic() < deadline:
        try:
            if (library / "catalog.sqlite").exists() and known(library):
                return
        except LibraryError:  # it is being made just now
            pass
        time.sleep(0.02)
    raise AssertionError(f"nothing was stored: {scan.communicate(timeout=60)}")
