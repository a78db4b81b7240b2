"""Files that break readers: each ends as a photo or as a listed problem, and nothing reaches the terminal.

The scan runs in a Python of its own, as a user's does, so that whatever libraries print is seen here.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.imaging.samples import (
    ORIENTATION,
    china,
    dng,
    jpeg_header,
    png_header,
    saved,
    turned_for,
)

_SCRIPT = """
import json, resource, sys, time
from photosim.domain.encoder import InputSpec
from photosim.domain.files import Problem, Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits, ScanSettings
from photosim.imaging.discover import walk
from photosim.imaging.pool import DecodePool
from photosim.imaging.read import read_photo

def told(answer):
    if isinstance(answer, Problem):
        return [answer.path, answer.kind, answer.reason]
    return [answer.path, "photo", [answer.facts.width, answer.facts.height, answer.facts.orientation]]

if __name__ == "__main__":
    folder, in_processes, result = sys.argv[1], sys.argv[2] == "processes", sys.argv[3]
    spec, limits = InputSpec(160, "BILINEAR"), DecodeLimits(max_seconds=20)
    files = list(walk([Root(folder)], ScanSettings(include_hidden=True), CancelToken()))
    started = time.monotonic()
    if in_processes:
        with DecodePool(spec, limits, 2) as pool:
            answers = list(pool.read_many(files, CancelToken()))
    else:
        answers = [read_photo(file.path, spec, limits) for file in files]
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with open(result, "w") as out:
        json.dump({"files": [file.path for file in files], "answers": [told(a) for a in answers],
                   "seconds": time.monotonic() - started, "kilobytes": children}, out)
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="measures with means that Windows does not have")


def scanned(folder: Path, tmp_path: Path, how: str) -> dict[str, list[object]]:
    """Every answer by the file's path below the folder, once it is sure that nothing was printed."""
    script, result = tmp_path / "scan_here.py", tmp_path / "result.json"
    script.write_text(_SCRIPT)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, str(script), str(folder), how, str(result)],
        env=environment,
        capture_output=True,
        check=False,
        timeout=110,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")
    told = json.loads(result.read_text())
    answers = {path: rest for path, *rest in told["answers"]}
    assert sorted(answers) == sorted(told["files"])
    assert len(told["answers"]) == len(told["files"])
    assert told["kilobytes"] < 1_000_000
    return {os.path.relpath(path, folder): rest for path, rest in answers.items()}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files as found on real disks, each broken or odd in its own way."""
    folder = tmp_path_factory.mktemp("odd files")
    jpeg = saved(china())
    grey = china().convert("L")
    files = {
        "good.jpg": jpeg,
        "no suffix": jpeg,
        "wrong suffix.png": jpeg,
        "truncated.jpg": jpeg[: len(jpeg) // 2],
        "zero tail.jpg": jpeg[: len(jpeg) // 2].ljust(len(jpeg), b"\0"),
        "empty.jpg": b"",
        "zeros.jpg": b"\0" * 5000,
        "text.jpg": b"this is no picture",
        "page.jpg": b"<!DOCTYPE html><html></html>",
        "bomb.jpg": jpeg_header(65000, 65000),
        "bomb.png": png_header(65000, 65000),
        "one pixel.jpg": saved(Image.new("RGB", (1, 1))),
        "thread.jpg": saved(Image.new("RGB", (1, 65500))),
        "cmyk.jpg": saved(china().convert("CMYK")),
        "sixteen.png": saved(Image.frombytes("I;16", (64, 64), os.urandom(8192)), "PNG"),
        "palette.png": saved(china().convert("P"), "PNG", transparency=3),
        "moving.gif": saved(china(), "GIF", save_all=True, append_images=[Image.new("RGB", (640, 427))]),
        "tiles.tif": saved(grey, "TIFF", compression="tiff_lzw"),
        "torn.tif": saved(grey, "TIFF", compression="tiff_lzw")[:-9000],
        "jpeg.tif": saved(china(), "TIFF", compression="jpeg").replace(b"\xff\xda", b"\xff\x00"),
        "raw.dng": dng(china(), jpeg),
        "torn.dng": dng(china(), None)[:5000],
        "text.nef": b"no camera wrote this",
        "good.avif": saved(china(), "AVIF"),
        "torn.avif": saved(china(), "AVIF")[:9000],
        "drawing.psd": b"8BPS\0\1" + b"\0" * 100,
        "page.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n",
        "letter.pdf": b"%PDF-1.7\n",
        "notes.txt": b"hello",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    if sys.platform == "linux":
        with open(os.fsencode(folder) + b"/caf\xe9.jpg", "wb") as odd:
            odd.write(jpeg)
    os.mkfifo(folder / "pipe.jpg")
    with open(folder / "film.mp4", "wb") as film:
        film.write(b"\0\0\0\x18ftypmp42\0\0\0\0isommp42")
        film.truncate(1 << 36)
    return folder


@pytest.mark.parametrize("how", ["processes", "here"])
def test_odd_files_made_here(made: Path, tmp_path: Path, how: str) -> None:
    answers = scanned(made, tmp_path, how)
    photos = {name for name, (kind, _) in answers.items() if kind == "photo"}
    good = {
        "good.jpg",
        "no suffix",
        "wrong suffix.png",
        "one pixel.jpg",
        "thread.jpg",
        "cmyk.jpg",
        "sixteen.png",
    }
    good |= {"palette.png", "moving.gif", "tiles.tif", "raw.dng", "good.avif"}
    if sys.platform == "linux":
        good.add(os.fsdecode(b"caf\xe9.jpg"))
    assert photos == good
    assert {name: kind for name, (kind, _) in answers.items() if name not in good} == {
        "truncated.jpg": "damaged",
        "zero tail.jpg": "damaged",
        "empty.jpg": "not-an-image",
        "zeros.jpg": "not-an-image",
        "text.jpg": "not-an-image",
        "page.jpg": "not-an-image",
        "bomb.jpg": "too-large",
        "bomb.png": "too-large",
        "torn.tif": "damaged",
        "jpeg.tif": "damaged",
        "torn.dng": "damaged",
        "text.nef": "not-an-image",
        "torn.avif": "damaged",
        "drawing.psd": "not-an-image",
        "page.eps": "not-an-image",
        "letter.pdf": "other-file",
        "notes.txt": "other-file",
        "film.mp4": "other-file",
    }


@pytest.mark.parametrize("how", ["processes", "here"])
def test_the_folder_of_broken_photos(photos: Path, tmp_path: Path, how: str) -> None:
    folder = photos / "broken"
    answers = scanned(folder, tmp_path, how)
    assert len(answers) == sum(len(names) for _, _, names in os.walk(folder))
    for kind, told in answers.values():
        assert kind in {"photo", "damaged", "not-an-image", "other-file"}
        if kind != "photo":
            assert isinstance(told, str)
            assert told.endswith(".")
            assert not any(word in told for word in ("Error", "Exception", "0x", "libtiff", "Pillow"))
    expected = {
        "avif/fox.profile2.12bpc.yuv420.monochrome.odd-height.avif": [1204, 799, 1],
        "avif/star.gif": [159, 159, 1],
        "exif_samples/jpg__exif-org__olympus-c960.jpg": [640, 480, 1],
        "heif/tests__images__heif__RGBA_10__128x128.heif": [128, 128, 1],
        "heif/tests__images__heif__RGB_12__29x100.heif": [29, 100, 1],
        "pillow/Tests__images__hopper_orientation_5.jpg": [128, 128, 5],
        "pillow/Tests__images__hopper_orientation_7.webp": [128, 128, 7],
        "pillow/Tests__images__g4_orientation_8.tif": [590, 88, 8],
        "pillow/Tests__images__junk_jpeg_header.jpg": [1024, 768, 1],
        "pillow/Tests__images__bmp__g__pal8rle.bmp": [127, 64, 1],
        "pillow/Tests__images__lab-red.tif": [10, 10, 1],
    }
    assert {name: answers[name] for name in expected} == {
        name: ["photo", size] for name, size in expected.items()
    }
    assert (
        answers["pillow/Tests__images__rgba.psd"][1]
        == "This is a Photoshop file, which photosim does not read."
    )
    assert answers["pillow/Tests__images__eps__zero_bb.eps"][0] == "not-an-image"
    assert answers["exif_orientation/Makefile"][0] == "other-file"


def test_the_turned_samples_show_one_picture(photos: Path) -> None:
    import numpy as np

    from photosim.domain.encoder import InputSpec
    from photosim.domain.photo import ReadPhoto
    from photosim.domain.scanning import DecodeLimits
    from photosim.imaging.read import read_photo

    samples = sorted((photos / "broken" / "pillow").glob("*hopper_orientation_*"))
    assert len(samples) >= 6
    pictures = []
    for path in samples:
        photo = read_photo(str(path), InputSpec(64, "BILINEAR"), DecodeLimits())
        assert isinstance(photo, ReadPhoto)
        pictures.append(photo.model_input.astype(np.int16))
    for picture in pictures[1:]:
        assert np.abs(picture - pictures[0]).mean() < 8


def test_a_camera_that_was_turned_writes_the_same_photo(tmp_path: Path) -> None:
    scene = china(900, 600)
    folder = tmp_path / "turned"
    folder.mkdir()
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        (folder / f"{orientation}.jpg").write_bytes(saved(turned_for(scene, orientation), exif=exif))
    answers = scanned(folder, tmp_path, "processes")
    assert answers == {f"{number}.jpg": ["photo", [900, 600, number]] for number in range(1, 9)}
