"""A folder of real photos in which it is known what belongs together."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageFilter

from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.files import Role, Root
from tests.helpers.photos import sample_paths, save_jpeg
from tests.helpers.scanning import fill

SCRIPT = "<script>alert('x')<&>.jpg"
NOT_UTF8 = os.fsdecode(b"caf\xe9 \xff.jpg")


def make_family(folder: Path) -> None:
    """Fill `trip`, `backup` and `elsewhere` below `folder`.

    The pagoda: `trip/china.jpg` with a copy, one without its EXIF data, a small one, one named like a
    script, and `trip/burst.jpg`, the next shot. The dahlia: `trip/flower.jpg` and a small one named in
    Latin-1. `elsewhere/lonely.png` is like nothing; two files are no pictures.
    """
    trip, backup, elsewhere = (folder / name for name in ("trip", "backup", "elsewhere"))
    for place in (trip, backup, elsewhere):
        place.mkdir(parents=True)
    china, flower = (Image.open(path).convert("RGB") for path in sample_paths())
    save_jpeg(china, trip / "china.jpg", "2023:05:01 10:00:00")
    save_jpeg(china.crop((6, 4, 640, 427)), trip / "burst.jpg", "2023:05:01 10:00:02")
    save_jpeg(flower, trip / "flower.jpg", "2024:06:02 18:30:00")
    whole = (trip / "china.jpg").read_bytes()
    (backup / "china copy.jpg").write_bytes(whole)
    (backup / "china stripped.jpg").write_bytes(without_exif(whole))
    china.resize((320, 214)).save(backup / "small.jpg", quality=70)
    china.resize((480, 320)).save(backup / SCRIPT, quality=80)
    small = io.BytesIO()
    flower.resize((400, 267)).save(small, "JPEG", quality=75)
    Path(os.path.join(backup, NOT_UTF8)).write_bytes(small.getvalue())
    noise = Image.effect_noise((300, 200), 120).filter(ImageFilter.GaussianBlur(6))
    Image.merge("RGB", [noise, noise.rotate(180), noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT)]).save(
        elsewhere / "lonely.png"
    )
    (elsewhere / "notes.txt").write_text("no picture")
    (elsewhere / "broken<b>.jpg").write_bytes(whole[:700])


def without_exif(jpeg: bytes) -> bytes:
    """The same pixels, without the segment that holds the EXIF data."""
    start = jpeg.index(b"\xff\xe1")
    return jpeg[:start] + jpeg[start + 2 + int.from_bytes(jpeg[start + 2 : start + 4], "big") :]


@contextmanager
def family_library(folder: Path, *, protect: str = "") -> Iterator[Workspace]:
    """A library of the family, scanned with the shipped model; `protect` names one of its folders."""
    make_family(folder / "photos")
    with open_workspace(str(folder / "library")) as workspace:
        rescan(workspace, folder, protect=protect)
        # Opened by first use; tests look at what they leave open.
        workspace.library.thumbnails([photo.content for photo in workspace.photos()])
        workspace.reader.read(workspace.photos()[0].path)
        yield workspace


def rescan(workspace: Workspace, folder: Path, *, protect: str = "") -> None:
    roots = [
        Root(str(folder / "photos" / name), Role.PROTECTED if name == protect else Role.NORMAL)
        for name in ("trip", "backup", "elsewhere")
    ]
    fill(workspace, *roots)
