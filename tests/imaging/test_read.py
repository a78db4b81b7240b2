"""A file becomes a photo with the right pixels, or a problem in words."""

import os
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from blake3 import blake3
from PIL import Image, ImageCms

from photosim.domain.encoder import InputSpec
from photosim.domain.errors import FileError
from photosim.domain.files import FileStamp, Problem, ProblemKind
from photosim.domain.photo import ReadPhoto
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.read import read_bytes, read_or_refuse, read_photo
from photosim.imaging.refusal import Refusal
from tests.imaging.samples import (
    ORIENTATION,
    SPEC,
    china,
    dng,
    exif_with,
    jpeg_header,
    pixels,
    png_header,
    saved,
    turned_for,
)

LIMITS = DecodeLimits()


def read(data: bytes, name: str = "a.jpg") -> ReadPhoto:
    return read_bytes(data, name, SPEC, LIMITS)


def refusal(path: Path, limits: DecodeLimits = LIMITS) -> Problem:
    answer = read_photo(str(path), SPEC, limits)
    assert isinstance(answer, Problem)
    assert answer.path == str(path)
    assert answer.reason.endswith(".")
    return answer


def distance(photo: ReadPhoto, expected: Image.Image) -> float:
    """Mean difference of the thumbnail from a picture, in grey levels."""
    shown = pixels(photo.thumbnail)
    wanted = expected.convert("RGB").resize(shown.shape[1::-1], Image.Resampling.BILINEAR)
    return float(np.abs(shown - np.asarray(wanted, dtype=np.int16)).mean())


def test_a_photo_is_read_with_all_its_facts(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    data = saved(china(1600, 1068), exif=exif_with(Make="Canon", Model="Canon EOS 5D"))
    path.write_bytes(data)
    photo = read_photo(str(path), SPEC, LIMITS)
    assert isinstance(photo, ReadPhoto)
    assert photo.content == blake3(data).digest()
    status = path.stat()
    assert photo.stamp == FileStamp(len(data), status.st_mtime_ns, status.st_dev, status.st_ino)
    assert (photo.facts.format, photo.facts.width, photo.facts.height) == ("JPEG", 1600, 1068)
    assert photo.facts.camera == "Canon EOS 5D"
    assert Image.open(BytesIO(photo.thumbnail)).size == (320, 214)
    assert photo.model_input.shape == (160, 160, 3)
    assert photo.model_input.dtype == np.uint8
    assert distance(photo, china()) < 8
    assert photo.facts.sharpness > 100


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_all_eight_orientations_show_the_same_picture(form: str) -> None:
    scene = china(900, 600)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        photo = read(saved(turned_for(scene, orientation), form, exif=exif), "a")
        assert (photo.facts.width, photo.facts.height) == (900, 600)
        assert photo.facts.orientation == orientation
        assert distance(photo, scene) < 6


# A preview without EXIF cannot tell whether it was turned by half a circle already.
@pytest.mark.parametrize(
    ("orientation", "preview_is_upright"),
    [(1, True), (3, False), (6, True), (6, False), (8, True), (8, False)],
)
def test_camera_raw_shows_its_preview_upright(orientation: int, preview_is_upright: bool) -> None:
    scene = china(900, 600)
    lying = turned_for(scene, orientation)
    preview = scene if preview_is_upright else lying
    photo = read(
        dng(lying, saved(preview.resize((preview.width // 2, preview.height // 2))), orientation), "a.dng"
    )
    assert (photo.facts.format, photo.facts.width, photo.facts.height) == ("RAW", 900, 600)
    assert photo.facts.camera == "Testmaker Testcam 1"
    assert distance(photo, scene) < 6


@pytest.mark.parametrize("preview", ["none", "tiny", "broken"])
def test_camera_raw_without_a_useful_preview_is_developed(preview: str) -> None:
    scene = china(900, 600)
    stored = saved(china(80, 53) if preview == "tiny" else scene)
    data = dng(scene, None if preview == "none" else stored)
    if preview == "broken":
        data = data.replace(stored, stored[: len(stored) // 2].ljust(len(stored), b"\xff"))
    shown = Image.open(BytesIO(read(data, "a.dng").thumbnail)).convert("L")
    expected = scene.convert("L").resize(shown.size)
    likeness = np.corrcoef(np.asarray(shown).ravel(), np.asarray(expected).ravel())[0, 1]
    assert likeness > 0.9


def test_a_dng_is_known_whatever_its_name() -> None:
    assert read(dng(china(400, 300), None), "noname").facts.format == "RAW"


@pytest.mark.parametrize(
    ("image", "form"),
    [
        (china().convert("L"), "JPEG"),
        (china().convert("CMYK"), "JPEG"),
        (china().convert("CMYK"), "TIFF"),
        (china().convert("P", palette=Image.Palette.ADAPTIVE), "PNG"),
        (china().convert("P", palette=Image.Palette.ADAPTIVE), "GIF"),
        (china().convert("LA"), "PNG"),
        (china().convert("RGBA"), "WEBP"),
        (china(), "BMP"),
        (Image.fromarray(np.asarray(china().convert("L"), dtype=np.uint16) * 257), "PNG"),
        (Image.fromarray(np.asarray(china().convert("L"), dtype=np.uint16) * 257), "TIFF"),
        (Image.fromarray(np.asarray(china().convert("L"), dtype=np.float32) / 255), "TIFF"),
        (Image.fromarray(np.asarray(china().convert("L"), dtype=np.int32) * 257), "TIFF"),
    ],
)
def test_every_kind_of_pixels_becomes_plain_rgb(image: Image.Image, form: str) -> None:
    expected = china() if image.mode in ("CMYK", "P", "RGBA", "RGB") else china().convert("L")
    photo = read(saved(image, form), "a")
    assert photo.facts.format == form
    assert distance(photo, expected) < 8


def test_black_and_white_of_one_bit() -> None:
    image = china().convert("1")
    assert distance(read(saved(image, "PNG"), "a"), china().convert("L")) < 12


def test_lab_is_brought_to_rgb() -> None:
    lab = ImageCms.profileToProfile(
        china(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert distance(read(saved(lab, "TIFF"), "a"), china()) < 6


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_lies_on_white(mode: str) -> None:
    image = Image.new("RGBA", (400, 300), (200, 0, 0, 0))
    image.paste((0, 0, 200, 255), (0, 0, 200, 300))
    hole = mode == "P"
    data = saved(_palette_with_hole(), "PNG", transparency=0) if hole else saved(image.convert(mode), "PNG")
    shown = pixels(read(data, "a").thumbnail)
    assert shown[:, -100:].min() > 245
    assert shown[:, :100].max(axis=2).mean() < 215


def _palette_with_hole() -> Image.Image:
    image = Image.new("P", (400, 300), 0)
    image.putpalette([200, 0, 0, 0, 0, 200])
    image.paste(1, (0, 0, 200, 300))
    return image


def test_an_animation_shows_its_first_frame() -> None:
    second = Image.new("RGB", (640, 427), "red")
    data = saved(china(), "GIF", save_all=True, append_images=[second])
    assert distance(read(data, "a.gif"), china()) < 12


def test_an_embedded_colour_profile_is_honoured() -> None:
    """A profile whose green is another green changes what is seen, and only then."""
    odd = bytearray(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().replace(b"sRGB", b"none")
    )
    odd = bytes(odd).replace("sRGB".encode("utf-16-be"), "none".encode("utf-16-be"))
    green = odd.index(b"gXYZ", 128)
    place = int.from_bytes(odd[green + 4 : green + 8], "big")
    changed = odd[: place + 8] + (0x4000).to_bytes(4, "big") + (0x7000).to_bytes(4, "big") + odd[place + 16 :]
    plain, same, other = (read(saved(china(), icc_profile=icc)) for icc in (None, odd, changed))
    assert np.abs(pixels(plain.thumbnail) - pixels(same.thumbnail)).mean() < 2
    assert np.abs(pixels(plain.thumbnail) - pixels(other.thumbnail)).mean() > 4
    assert distance(read(saved(china(), icc_profile=b"no profile" * 20)), china()) < 8


def test_metadata_alone_does_not_change_the_preview_digest() -> None:
    bare, told = saved(china()), saved(china(), exif=exif_with(Make="x"))
    assert read(bare).preview_digest == read(told).preview_digest
    assert read(bare).content != read(told).content
    assert read(bare).preview_digest != read(saved(china(), quality=60)).preview_digest
    assert read(saved(china(320, 214))).preview_digest != read(saved(china())).preview_digest


@pytest.mark.parametrize("size", [(1, 1), (1, 65500), (65500, 1), (2, 3), (319, 1)])
def test_extreme_shapes_are_photos_too(size: tuple[int, int]) -> None:
    photo = read(saved(Image.new("RGB", size, "teal")))
    assert (photo.facts.width, photo.facts.height) == size
    assert max(Image.open(BytesIO(photo.thumbnail)).size) == min(320, max(size))
    assert photo.facts.sharpness == 0
    assert photo.model_input.shape == (160, 160, 3)


def test_an_encoder_with_a_large_eye_gets_more_pixels() -> None:
    photo = read_bytes(saved(china(2400, 1600)), "a", InputSpec(512, "LANCZOS"), LIMITS)
    assert photo.model_input.shape == (512, 512, 3)
    assert Image.open(BytesIO(photo.thumbnail)).size == (320, 213)


def test_a_region_is_cut_from_the_upright_picture() -> None:
    scene = china(1200, 800)
    for orientation in (1, 6, 7):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        data = saved(turned_for(scene, orientation), exif=exif, quality=95)
        photo = read_or_refuse("a", data, SPEC, LIMITS, (600, 200, 400, 300))
        assert isinstance(photo, ReadPhoto)
        assert (photo.facts.width, photo.facts.height) == (400, 300)
        assert distance(photo, scene.crop((600, 200, 1000, 500))) < 4


def test_a_region_is_clipped_and_one_outside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved(china()))
    clipped = read_or_refuse(str(path), None, SPEC, LIMITS, (600, -50, 500, 100))
    assert isinstance(clipped, ReadPhoto)
    assert clipped.facts.width == 40
    refused = read_or_refuse(str(path), None, SPEC, LIMITS, (640, 0, 5, 5))
    assert isinstance(refused, Refusal)
    assert "outside" in str(refused.as_error(str(path)))
    assert str(path) in str(refused.as_error(str(path)))


def test_bytes_without_a_file_have_a_stamp_of_their_size() -> None:
    data = saved(china())
    photo = read(data, "clipboard")
    assert photo.stamp == FileStamp(len(data), 0, 0, 0)
    assert photo.path == "clipboard"
    with pytest.raises(FileError, match="clipboard"):
        read(b"hello", "clipboard")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_that_ends_early_is_damaged(tmp_path: Path, share: float, progressive: bool) -> None:
    data = saved(china(), progressive=progressive)
    path = tmp_path / "a.jpg"
    path.write_bytes(data[: int(len(data) * share)])
    assert refusal(path).kind is ProblemKind.DAMAGED
    assert "ends early" in refusal(path).reason
    path.write_bytes(data[: int(len(data) * share)].ljust(len(data), b"\0"))
    assert refusal(path).kind is ProblemKind.DAMAGED


def test_what_a_camera_appends_does_no_harm() -> None:
    data = saved(china())
    for tail in (b"\0" * 4096, b"video" * 1000, b"\0" * 4096 + data[: len(data) // 2] + b"\0" * 200):
        assert distance(read(data + tail), china()) < 8


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_other_formats_that_end_early_are_damaged(tmp_path: Path, form: str, share: float) -> None:
    data = saved(china(), form)
    path = tmp_path / "a"
    path.write_bytes(data[: max(60, int(len(data) * share))])
    assert refusal(path).kind is ProblemKind.DAMAGED


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("empty.jpg", b"", ProblemKind.NOT_AN_IMAGE),
        ("text.jpg", b"not a picture at all", ProblemKind.NOT_AN_IMAGE),
        ("notes", b"not a picture at all", ProblemKind.OTHER_FILE),
        ("bomb.jpg", jpeg_header(65000, 65000), ProblemKind.TOO_LARGE),
        ("bomb.png", png_header(100_000, 100_000), ProblemKind.TOO_LARGE),
        ("flat.png", png_header(0, 5), ProblemKind.DAMAGED),
        ("hollow.png", png_header(5, 5), ProblemKind.DAMAGED),
        ("raw.dng", b"II*\0\x08\0\0\0" + b"\0" * 100, ProblemKind.DAMAGED),
        ("heif.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100, ProblemKind.DAMAGED),
    ],
)
def test_files_that_are_no_photos(tmp_path: Path, name: str, data: bytes, kind: ProblemKind) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert refusal(path).kind is kind


def test_limits_hold(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved(china()))
    small = refusal(path, DecodeLimits(max_pixels=640 * 427 - 1))
    assert small.kind is ProblemKind.TOO_LARGE
    assert "640 x 427" in small.reason
    assert refusal(path, DecodeLimits(max_bytes=100)).kind is ProblemKind.TOO_LARGE
    assert isinstance(read_photo(str(path), SPEC, DecodeLimits(max_pixels=640 * 427)), ReadPhoto)


def test_a_vast_file_is_not_read_to_learn_that_it_is_none(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with path.open("wb") as file:
        file.write(b"\0\0\0\x18ftypmp42\0\0\0\0isommp42")
        file.truncate(1 << 40)
    assert refusal(path).kind is ProblemKind.OTHER_FILE


def test_a_jpeg_without_suffix_is_a_photo(tmp_path: Path) -> None:
    path = tmp_path / "IMG_0001"
    path.write_bytes(saved(china()))
    assert isinstance(read_photo(str(path), SPEC, LIMITS), ReadPhoto)


def test_what_cannot_be_opened_is_unreadable(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.jpg").kind is ProblemKind.UNREADABLE
    assert refusal(tmp_path).kind is ProblemKind.UNREADABLE
    bad = read_photo("a\0b.jpg", SPEC, LIMITS)
    assert isinstance(bad, Problem)
    assert bad.kind is ProblemKind.UNREADABLE


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_pipe_does_not_hold_up_the_scan(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert refusal(tmp_path / "pipe.jpg").kind is ProblemKind.UNREADABLE


def test_broken_exif_does_not_spoil_a_good_picture() -> None:
    for exif in (
        b"Exif\0\0garbage",
        b"Exif\0\0II*\0\xff\xff\xff\x7f",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 400,
    ):
        photo = read(saved(china(), exif=exif))
        assert photo.facts.orientation == 1
        assert distance(photo, china()) < 8


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_how_a_png_stores_its_pixels_is_no_difference(mode: str) -> None:
    plain = china(500, 333).quantize(64).convert("RGB")
    stored = plain.quantize(64) if mode == "P" else plain.convert("RGBA")
    assert np.array_equal(stored.convert("RGB"), plain)
    one, other = (read(saved(image, "PNG"), "a.png") for image in (plain, stored))
    assert one.preview_digest == other.preview_digest
