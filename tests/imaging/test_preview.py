"""What is painted first is upright and shows what the photo shows, or nothing."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photosim.domain.errors import FileError
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.preview import first_paint, render, render_or_refuse, thumbnail_or_refuse
from photosim.imaging.refusal import Refusal
from tests.imaging.samples import ORIENTATION, china, pixels, saved, turned_for


def camera_jpeg(photo: Image.Image, thumbnail: bytes, orientation: int = 1) -> bytes:
    """A JPEG with a thumbnail in its EXIF, as cameras write it."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    first = exif.tobytes()  # "Exif", then a TIFF with one directory of one entry
    body = bytearray(first[6:])
    order = "little" if body[:2] == b"II" else "big"
    start = int.from_bytes(body[4:8], order)
    link = start + 2 + 12 * int.from_bytes(body[start : start + 2], order)
    place = len(body)
    body[link : link + 4] = place.to_bytes(4, order)
    entries = [(0x0103, 3, 6), (0x0201, 4, place + 2 + 3 * 12 + 4), (0x0202, 4, len(thumbnail))]
    body += len(entries).to_bytes(2, order)
    for tag, kind, value in entries:
        packed = value.to_bytes(2, order) + b"\0\0" if kind == 3 else value.to_bytes(4, order)
        body += tag.to_bytes(2, order) + kind.to_bytes(2, order) + (1).to_bytes(4, order) + packed
    body += b"\0\0\0\0" + thumbnail
    return saved(photo, exif=b"Exif\0\0" + bytes(body))


def shown(jpeg: bytes | None, expected: Image.Image) -> float:
    assert jpeg is not None
    seen = pixels(jpeg)
    wanted = expected.resize(seen.shape[1::-1], Image.Resampling.BILINEAR)
    return float(np.abs(seen - np.asarray(wanted, dtype=np.int16)).mean())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_stored_thumbnail_comes_upright(tmp_path: Path, orientation: int) -> None:
    scene = china(900, 600)
    lying = turned_for(scene, orientation)
    small = lying.resize((lying.width // 6, lying.height // 6))
    path = tmp_path / "a.jpg"
    path.write_bytes(camera_jpeg(lying, saved(small, quality=90), orientation))
    assert shown(first_paint(str(path)), scene) < 8


def test_black_bars_are_cut_off(tmp_path: Path) -> None:
    scene = china(900, 600)
    boxed = Image.new("RGB", (160, 120))
    boxed.paste(scene.resize((160, 106)), (0, 7))
    path = tmp_path / "a.jpg"
    path.write_bytes(camera_jpeg(scene, saved(boxed, quality=90)))
    painted = first_paint(str(path))
    assert shown(painted, scene) < 12
    assert Image.open(BytesIO(painted or b"")).size == (160, 107)


def test_bars_at_the_sides_are_cut_off(tmp_path: Path) -> None:
    scene = china(600, 900)
    boxed = Image.new("RGB", (160, 120))
    boxed.paste(scene.resize((80, 120)), (40, 0))
    path = tmp_path / "a.jpg"
    path.write_bytes(camera_jpeg(scene, saved(boxed, quality=90)))
    assert Image.open(BytesIO(first_paint(str(path)) or b"")).size == (80, 120)


@pytest.mark.parametrize(
    "thumbnail",
    [
        saved(Image.new("RGB", (160, 120), "white")),
        b"\xff\xd8\xff\xe0nothing",
        b"",
        saved(china(150, 100))[:900],
    ],
)
def test_a_thumbnail_of_something_else_is_not_painted(tmp_path: Path, thumbnail: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(camera_jpeg(china(900, 600), thumbnail))
    assert first_paint(str(path)) is None


def test_files_without_a_stored_thumbnail_are_left_to_the_decoder(tmp_path: Path) -> None:
    for name, data in (
        ("a.jpg", saved(china())),
        ("b.png", saved(china(), "PNG")),
        ("c.txt", b"x"),
        ("d", b""),
    ):
        (tmp_path / name).write_bytes(data)
        assert first_paint(str(tmp_path / name)) is None
    assert first_paint(str(tmp_path / "gone.jpg")) is None
    assert first_paint(str(tmp_path)) is None


def test_the_thumbnail_is_that_of_a_scan(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved(china(1600, 1068)))
    thumbnail = thumbnail_or_refuse(str(path), DecodeLimits())
    assert isinstance(thumbnail, bytes)
    assert Image.open(BytesIO(thumbnail)).size == (320, 214)
    assert shown(thumbnail, china(1600, 1068)) < 6


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF"])
def test_the_large_view_is_upright_and_of_the_size_asked_for(tmp_path: Path, form: str) -> None:
    scene = china(1200, 800)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    path = tmp_path / "a"
    path.write_bytes(saved(turned_for(scene, 6), form, exif=exif))
    raster = render(str(path), 600)
    assert (raster.width, raster.height, len(raster.rgb)) == (600, 400, 600 * 400 * 3)
    seen = np.frombuffer(raster.rgb, dtype=np.uint8).reshape(400, 600, 3).astype(np.int16)
    assert np.abs(seen - np.asarray(scene.resize((600, 400)), dtype=np.int16)).mean() < 6
    assert render(str(path), 5000).width == 1200


def test_a_picture_that_cannot_be_shown_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved(china())[:3000])
    with pytest.raises(FileError, match=r"a\.jpg"):
        render(str(path), 100)
    assert isinstance(thumbnail_or_refuse(str(path), DecodeLimits()), Refusal)


def test_bytes_are_drawn_like_their_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved(china(1200, 800)))
    drawn = render_or_refuse("clipboard", 500, DecodeLimits(), data=path.read_bytes())
    assert drawn == render(str(path), 500)
    assert isinstance(render_or_refuse("clipboard", 500, DecodeLimits(), data=b"nothing"), Refusal)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_part_is_cut_from_the_upright_picture(tmp_path: Path, orientation: int) -> None:
    scene = china(900, 600)
    path = tmp_path / "a.jpg"
    path.write_bytes(saved(turned_for(scene, orientation), quality=95, exif=exif_with(orientation)))
    part = render(str(path), 4000, region=(500, 100, 320, 240))
    assert (part.width, part.height) == (320, 240)
    seen = np.frombuffer(part.rgb, np.uint8).reshape(240, 320, 3).astype(np.int16)
    assert np.abs(seen - np.asarray(scene.crop((500, 100, 820, 340)), np.int16)).mean() < 4
    assert render(str(path), 80, region=(500, 100, 320, 240)).width == 80


def test_a_part_outside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved(china(90, 60)))
    with pytest.raises(FileError, match="outside"):
        render(str(path), 100, region=(500, 100, 320, 240))


def exif_with(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return exif.tobytes()
