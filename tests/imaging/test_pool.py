"""Decoding processes: whatever a file or the system does to one of them, the others' photos arrive."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from photosim.domain.encoder import InputSpec
from photosim.domain.errors import Cancelled, FileError, PhotosimError
from photosim.domain.files import FileStamp, FoundFile, Problem
from photosim.domain.photo import ReadPhoto
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits
from photosim.imaging import batches
from photosim.imaging.pool import DecodePool
from tests.helpers.noise import Noise
from tests.imaging.samples import SPEC, china, saved, slow_png

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="looks into /proc, or needs a bounded address space"
)
SLOW_SIDE = 10_000
LIMITS = DecodeLimits()
# The slow file takes several times as long on the quickest machine.
HURRIED = DecodeLimits(max_seconds=0.05)


@pytest.fixture(scope="session")
def slow_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good picture that takes a good part of a second and 400 MB."""
    path = tmp_path_factory.mktemp("slow") / "slow.png"
    path.write_bytes(slow_png(SLOW_SIDE))
    return path


def found(*paths: Path) -> list[FoundFile]:
    return [FoundFile(str(path), FileStamp(path.stat().st_size, 0, 0, 0)) for path in paths]


def photos_in(folder: Path, count: int) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number:03}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(saved(china(320 + number, 240)))
    return paths


_others: set[int] = set()


@pytest.fixture(autouse=True)
def processes_of_others() -> None:
    """Some tests share decoding processes, which run until the end of the session."""
    _others.clear()
    _others.update(workers())


def workers() -> list[int]:
    children = [child.pid for child in multiprocessing.active_children() if child.pid is not None]
    return [pid for pid in children if pid not in _others]


def memory_of(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def has_open(pid: int, file: Path) -> bool:
    for link in Path(f"/proc/{pid}/fd").glob("*"):
        with contextlib.suppress(OSError):  # closed while we looked
            if os.readlink(link) == str(file):
                return True
    return False


def read_all(pool: DecodePool, files: list[FoundFile]) -> dict[str, ReadPhoto | Problem]:
    answers = {answer.path: answer for answer in pool.read_many(files, CancelToken())}
    assert set(answers) == {file.path for file in files}
    return answers


def kinds(answers: dict[str, ReadPhoto | Problem]) -> dict[str, str]:
    return {
        os.path.basename(path): answer.kind.value if isinstance(answer, Problem) else "photo"
        for path, answer in answers.items()
    }


def seconds_of(call: Callable[[], object]) -> float:
    """What it takes here and now: a measure for what must not take longer."""
    started = time.monotonic()
    call()
    return time.monotonic() - started


def test_every_file_gets_one_answer(tmp_path: Path) -> None:
    paths = photos_in(tmp_path, 40)
    (tmp_path / "notes.txt").write_bytes(b"hello")
    with DecodePool(SPEC, LIMITS, 2) as pool:
        answers = read_all(pool, found(*paths, tmp_path / "notes.txt"))
    assert kinds(answers).pop("notes.txt") == "other-file"
    assert sum(isinstance(answer, ReadPhoto) for answer in answers.values()) == 40
    assert workers() == []


def test_nothing_to_read_starts_nothing() -> None:
    with DecodePool(SPEC, LIMITS, 2) as pool:
        assert list(pool.read_many([], CancelToken())) == []
        assert workers() == []


def test_files_are_taken_only_as_fast_as_answers_are(tmp_path: Path) -> None:
    paths = photos_in(tmp_path, 4)
    taken = 0

    def endless() -> Iterator[FoundFile]:
        nonlocal taken
        while True:
            taken += 1
            yield found(paths[taken % 4])[0]

    with DecodePool(SPEC, LIMITS, 1) as pool:
        answers = pool.read_many(endless(), CancelToken())
        for _ in range(20):
            next(answers)
        assert taken <= 20 + 4 * 16


@posix_only
def test_a_killed_process_costs_no_photo(tmp_path: Path) -> None:
    paths = photos_in(tmp_path, 60)
    with DecodePool(SPEC, LIMITS, 2) as pool:
        answers = {}
        for answer in pool.read_many(found(*paths), CancelToken()):
            if len(answers) == 5:
                os.kill(workers()[0], signal.SIGKILL)
            answers[answer.path] = answer
        assert set(kinds(answers).values()) == {"photo"}
        assert len(answers) == 60


@posix_only
def test_a_process_killed_while_idle_is_replaced(tmp_path: Path) -> None:
    paths = photos_in(tmp_path, 3)
    with DecodePool(SPEC, LIMITS, 1) as pool:
        assert pool.read(str(paths[0])).facts.width == 320
        for worker in workers():
            os.kill(worker, signal.SIGKILL)
        assert set(kinds(read_all(pool, found(*paths))).values()) == {"photo"}


@linux_only
def test_a_file_that_ends_every_process_is_blamed_alone(tmp_path: Path, slow_file: Path) -> None:
    paths = photos_in(tmp_path, 6)
    with DecodePool(SPEC, LIMITS, 1) as pool:
        done = threading.Event()

        def killer() -> None:
            while not done.wait(0.002):
                for worker in workers():
                    if has_open(worker, slow_file) or memory_of(worker) > 200 * 1024**2:
                        os.kill(worker, signal.SIGKILL)

        thread = threading.Thread(target=killer)
        thread.start()
        try:
            answers = kinds(read_all(pool, found(*paths[:3], slow_file, *paths[3:])))
        finally:
            done.set()
            thread.join()
    assert answers.pop("slow.png") == "damaged"
    assert set(answers.values()) == {"photo"}


def test_a_file_that_takes_too_long_is_blamed_alone(tmp_path: Path, slow_file: Path) -> None:
    paths = photos_in(tmp_path, 6)
    with DecodePool(SPEC, HURRIED, 1) as pool:
        answers = kinds(read_all(pool, found(*paths[:3], slow_file, *paths[3:])))
    assert answers.pop("slow.png") == "too-slow"
    # Of the others each has its own answer: on a busy machine a small file may need as long.
    assert len(answers) == 6
    assert set(answers.values()) <= {"photo", "too-slow"}


@posix_only
def test_processes_that_stopped_dead_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They took no task yet, so that no time limit runs."""
    monkeypatch.setattr(batches, "_STALL_SECONDS", 0.5)
    paths = photos_in(tmp_path, 3)
    with DecodePool(SPEC, DecodeLimits(max_seconds=4.0), 1) as pool:
        pool.read(str(paths[0]))
        for worker in workers():
            os.kill(worker, signal.SIGSTOP)
        assert set(kinds(read_all(pool, found(*paths))).values()) == {"photo"}


@linux_only
def test_a_file_that_needs_too_much_memory_is_blamed_alone(tmp_path: Path, slow_file: Path) -> None:
    paths = photos_in(tmp_path, 2)
    with DecodePool(SPEC, DecodeLimits(max_memory=200 * 1024**2), 1) as pool:
        answers = read_all(pool, found(paths[0], slow_file, paths[1]))
    assert kinds(answers) == {"000.jpg": "photo", "slow.png": "too-large", "001.jpg": "photo"}
    problem = answers[str(slow_file)]
    assert isinstance(problem, Problem)
    assert "memory" in problem.reason


def test_a_stop_waits_for_no_file(tmp_path: Path, slow_file: Path) -> None:
    (first,) = photos_in(tmp_path, 1)
    cancel = CancelToken()
    with DecodePool(SPEC, LIMITS, 2) as pool:
        pool.read(str(first))
        alone = seconds_of(lambda: pool.read(str(slow_file)))
        answers = pool.read_many(found(first) + found(slow_file) * 200, cancel)
        next(answers)
        threading.Timer(0.1, cancel.cancel).start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            deque(answers, maxlen=0)
    # Two processes would need a hundred times as long as one file takes.
    assert time.monotonic() - started < 20 * alone
    assert workers() == []


def test_a_pause_hands_out_no_more_files(tmp_path: Path) -> None:
    paths = photos_in(tmp_path, 64)
    cancel = CancelToken()
    with DecodePool(SPEC, LIMITS, 1) as pool:
        answers = pool.read_many(found(*paths), cancel)
        next(answers)
        cancel.pause()
        resumed = threading.Timer(1.0, cancel.resume)
        resumed.start()
        assert len(list(answers)) == 63
        resumed.join()


def test_a_wish_is_read_beside_the_scan(tmp_path: Path) -> None:
    paths = photos_in(tmp_path, 30)
    with DecodePool(SPEC, LIMITS, 1) as pool:
        answers = pool.read_many(found(*paths), CancelToken())
        next(answers)
        assert pool.read(str(paths[7]), region=(0, 0, 100, 100)).facts.width == 100
        assert pool.read_bytes(paths[8].read_bytes(), "clipboard").facts.width == 328
        assert pool.render(str(paths[9]), 100).width == 100
        assert pool.thumbnail(str(paths[9])).startswith(b"\xff\xd8")
        assert len(list(answers)) == 29


def test_a_large_picture_that_nobody_waits_for_holds_nobody_up(tmp_path: Path, slow_file: Path) -> None:
    good = photos_in(tmp_path, 1)[0]
    nobody = CancelToken()
    nobody.cancel()
    with DecodePool(SPEC, LIMITS, 1) as pool:
        pool.read_bytes(saved(china(8, 8)), "warm")
        process = workers()
        for _ in range(3):
            with pytest.raises(Cancelled):
                pool.render(str(slow_file), 100, cancel=nobody)
        assert pool.render(str(good), 100, cancel=CancelToken()).width == 100
        assert workers() == process


def test_what_nobody_waits_for_any_more_ends_no_process(tmp_path: Path, slow_file: Path) -> None:
    good = photos_in(tmp_path, 1)[0]
    tokens = [CancelToken() for _ in range(4)]
    with DecodePool(SPEC, LIMITS, 1) as pool, ThreadPoolExecutor(4) as others:
        pool.read_bytes(saved(china(8, 8)), "warm")
        process = workers()
        # One of them is being decoded, the others wait for their turn.
        wishes = [others.submit(pool.render, str(slow_file), 100, None, token) for token in tokens]
        while not pool._outstanding:
            assert not any(wish.done() for wish in wishes)
        for token in tokens:
            token.cancel()
        for wish in wishes:
            with pytest.raises(Cancelled):
                wish.result()
        assert len(pool._outstanding) <= 1
        assert pool.render(str(good), 100, cancel=CancelToken()).width == 100
        assert workers() == process


def test_wishes_that_fail_are_errors_that_name_the_file(tmp_path: Path, slow_file: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"text")
    with DecodePool(SPEC, LIMITS, 1) as pool:
        with pytest.raises(FileError, match="text"):
            pool.read(str(tmp_path / "a.jpg"))
        with pytest.raises(FileError, match="clipboard"):
            pool.read_bytes(b"", "clipboard")
    with DecodePool(SPEC, HURRIED, 1) as pool, pytest.raises(FileError, match=r"longer than 0\.05 seconds"):
        pool.read(str(slow_file))


def test_a_mistake_of_ours_is_logged_and_ends_no_scan(tmp_path: Path, noise_guard: Noise) -> None:
    paths = photos_in(tmp_path, 3)
    for path in paths:
        noise_guard.expect(str(path), "photosim.imaging")
    noise_guard.expect("KeyError: 'NO SUCH FILTER'", "photosim.imaging")
    with DecodePool(InputSpec(160, "NO SUCH FILTER"), LIMITS, 1) as pool:
        answers = read_all(pool, found(*paths))
        with pytest.raises(KeyError):
            pool.read(str(paths[0]))
    assert set(kinds(answers).values()) == {"damaged"}


def test_nobody_waits_for_a_pool_that_was_closed(tmp_path: Path, slow_file: Path) -> None:
    pool = DecodePool(SPEC, LIMITS, 1)
    pool.read_bytes(saved(china(8, 8)), "warm")
    alone = seconds_of(lambda: pool.read(str(slow_file)))
    with ThreadPoolExecutor(2) as others:
        wish = others.submit(pool.read, str(slow_file))
        scan = others.submit(list, pool.read_many(found(slow_file) * 100, CancelToken()))
        time.sleep(0.1)
        pool.close()
        started = time.monotonic()
        for waiting in (wish, scan):
            with pytest.raises(PhotosimError):
                waiting.result(100 * alone)
        assert time.monotonic() - started < 20 * alone


def test_a_closed_pool_says_so(tmp_path: Path) -> None:
    pool = DecodePool(SPEC, LIMITS, 1)
    pool.close()
    pool.close()
    with pytest.raises(PhotosimError, match="ended"):
        pool.read(str(tmp_path / "a.jpg"))


def test_a_process_loads_neither_qt_nor_any_other_room() -> None:
    code = (
        "import sys; from photosim.domain.scanning import DecodeLimits; from photosim.imaging import worker;"
        "assert 'numpy' not in sys.modules and 'PIL' not in sys.modules;"
        "open_file = sys.stderr; worker.start(DecodeLimits(), 1);"
        "bad = [m for m in sys.modules if m.split('.')[0] in "
        "('PySide6', 'onnxruntime', 'sklearn', 'scipy', 'sqlite3', 'rawpy', 'pi_heif')];"
        "sys.exit(1 if bad else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@linux_only
def test_a_decoding_process_asks_the_system_for_memory_once(tmp_path: Path) -> None:
    """What one photo gave back serves the next: hardly a page is asked for anew."""
    (tmp_path / "a.jpg").write_bytes(saved(china(500, 333)))
    script = (
        "import resource, sys\n"
        "from photosim.domain.encoder import InputSpec\n"
        "from photosim.domain.scanning import DecodeLimits\n"
        "from photosim.imaging import worker\n"
        "def faults(): return resource.getrusage(resource.RUSAGE_SELF).ru_minflt\n"
        "def read(times):\n"
        "    answers = worker.read_files([sys.argv[1]] * times, InputSpec(96, 'BILINEAR'), limits)\n"
        "    assert all(hasattr(answer, 'thumbnail') for answer in answers)\n"
        "limits = DecodeLimits()\n"
        "worker.start(limits, 1)\n"
        "read(40)\n"
        "before = faults()\n"
        "for _ in range(4): read(10)\n"
        "sys.exit(int(faults() - before > 40 * 20))\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path / "a.jpg")], check=False, timeout=120)
    assert ended.returncode == 0
