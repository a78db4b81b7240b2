"""The command line as a shell starts it: streams, encodings, traces on disk, time to start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
TINY_MODEL = REPOSITORY / "tests" / "encoding" / "tiny"

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="names and pipes of POSIX")


def photosim(
    *arguments: str | Path, library: Path | None = None, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    common = ["--model", str(TINY_MODEL), *(["--library", str(library)] if library else [])]
    return subprocess.run(
        [sys.executable, "-m", "photosim", *common, *map(str, arguments)],
        capture_output=True,
        env={**os.environ, **(environment or {})},
        cwd=REPOSITORY,
        check=False,
    )


def noise(stderr: bytes) -> list[bytes]:
    """What was told besides progress, which comes only when a machine takes its time."""
    progress = (b"Looking for photos: ", b"Reading photos: ", b"Comparing photos: ")
    return [line for line in stderr.splitlines() if not line.startswith(progress)]


def test_the_whole_job_leaves_traces_in_the_library_only(tmp_path: Path, sample_photos: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    variables = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP")
    environment = dict.fromkeys(variables, str(home))
    environment |= {name: "" for name in os.environ if name.startswith("XDG_")}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    library = tmp_path / "library"
    before = {path: path.read_bytes() for path in sample_photos.iterdir()}
    for command in (["scan", sample_photos], ["query", sample_photos / "china.jpg"], ["groups"], ["pairs"]):
        ended = photosim(*command, library=library, environment=environment)
        assert (ended.returncode, noise(ended.stderr)) == (0, []), command
    assert list(home.rglob("*")) == []
    assert {path: path.read_bytes() for path in sample_photos.iterdir()} == before
    assert (library / "logs" / "photosim.log").read_text(encoding="utf-8").count("scan done") == 1


@posix_only
def test_no_file_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    code = (
        "import os; from photosim.__main__ import main; main(['--version']); "
        f"told = os.open({str(tmp_path / 'told')!r}, os.O_CREAT | os.O_WRONLY); os.write(told, b'%d' % told)"
    )
    command = 'exec "$0" -c "$1" <&- >&- 2>&-'
    subprocess.run(["sh", "-c", command, sys.executable, code], cwd=REPOSITORY, check=True)
    assert int((tmp_path / "told").read_text()) > 2


@posix_only
@pytest.mark.parametrize("locale", ["C", "C.UTF-8", ""])
def test_every_name_gets_through_in_every_locale(tmp_path: Path, sample_photos: Path, locale: str) -> None:
    names = ["가족 여행.jpg", "Zürich 夏.jpg"]
    for name in names:
        (sample_photos / name).write_bytes((sample_photos / "flower.jpg").read_bytes())
    odd = os.fsencode(sample_photos) + b"/caf\xe9.jpg"
    with open(odd, "wb") as file:
        file.write((sample_photos / "flower.jpg").read_bytes())
    environment = {"LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    library = tmp_path / "library"
    scanned = photosim("scan", sample_photos, "--format", "json", library=library, environment=environment)
    assert scanned.returncode == 0, scanned.stderr
    assert json.loads(scanned.stdout)["added"] == 8
    grouped = photosim("groups", "--format", "json", library=library, environment=environment)
    text = grouped.stdout.decode("utf-8")
    for name in [*names, "caf\N{REPLACEMENT CHARACTER}.jpg"]:
        assert name in text
    # The file with the odd name can be opened again, too.
    asked = subprocess.run(
        [sys.executable, "-m", "photosim", "--library", library, "--model", TINY_MODEL, "query", odd],
        capture_output=True,
        env={**os.environ, **environment},
        cwd=REPOSITORY,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr


@posix_only
@pytest.mark.parametrize(("command", "codes"), [("--help", {0, 141}), ("pairs", {141})])
def test_a_reader_that_goes_away_is_no_error(
    tmp_path: Path, sample_photos: Path, command: str, codes: set[int]
) -> None:
    library = tmp_path / "library"
    photosim("scan", sample_photos, library=library)
    reading, writing = os.pipe()
    os.close(reading)  # gone before the first word
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "photosim", "--library", library, "--model", TINY_MODEL, command],
            stdout=writing,
            stderr=subprocess.PIPE,
            cwd=REPOSITORY,
            check=False,
        )
    finally:
        os.close(writing)
    assert noise(ended.stderr) == []
    # Whether argparse notices that its help was not read differs between the versions of Python.
    assert ended.returncode in codes


def test_wrong_usage_is_two() -> None:
    ended = photosim("scam")
    assert ended.returncode == 2
    assert b"invalid choice" in ended.stderr


def test_importing_the_command_line_brings_nothing_heavy() -> None:
    program = (
        "import sys, photosim.__main__, photosim.cli.main, photosim.cli.arguments;"
        "heavy = {'numpy', 'sklearn', 'onnxruntime', 'PySide6', 'PIL', 'sqlite3', 'pebble', 'platformdirs'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=REPOSITORY, check=True)
    assert ended.stdout.split() == [b"[]"]


@pytest.mark.parametrize(
    "module",
    ["app.scanning.scan", "app.scanning.embed", "app.workspace", "app.finding.groups", "cli.commands.scan"],
)
def test_the_use_cases_know_nothing_of_qt(module: str) -> None:
    program = f"import sys, photosim.{module}; print('PySide6' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=REPOSITORY, check=True)
    assert ended.stdout.split() == [b"False"]


@posix_only
def test_help_is_there_at_once() -> None:
    import resource

    def seconds(*arguments: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], capture_output=True, cwd=REPOSITORY, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    # Time of the processor, the best of five, and a measure from the same machine: neither other programs
    # nor a slow machine must fail this test.
    least = min(seconds("-c", "import argparse, dataclasses, logging") for _ in range(5))
    helped = min(seconds("-m", "photosim", "--help") for _ in range(5))
    assert helped < 4 * least
