"""A full decode proves what two files show, and notices everything that one of them alone holds."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from photosim.domain.encoder import InputSpec
from photosim.domain.errors import FileError
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.jpeg_end import appended
from photosim.imaging.pool import DecodePool
from photosim.imaging.refusal import Refusal
from photosim.imaging.whole import WholePicture, whole_or_refuse
from tests.helpers.photos import sample_paths

LIMITS = DecodeLimits()


def _whole(path: Path) -> WholePicture:
    answer = whole_or_refuse(str(path), LIMITS)
    assert isinstance(answer, WholePicture), answer
    return answer


@pytest.fixture
def picture() -> Image.Image:
    with Image.open(sample_paths()[0]) as image:
        return image.convert("RGB")


def _same(first: Path, second: Path) -> bool:
    one, other = _whole(first), _whole(second)
    assert one.content != other.content
    return one.pixels == other.pixels


def test_metadata_makes_no_difference(tmp_path: Path, picture: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x010F] = "maker"
    picture.save(tmp_path / "plain.jpg", quality=90)
    picture.save(tmp_path / "told.jpg", quality=90, exif=exif, comment=b"with a comment")
    assert _same(tmp_path / "plain.jpg", tmp_path / "told.jpg")


def test_a_single_pixel_makes_a_difference(tmp_path: Path, picture: Image.Image) -> None:
    picture.save(tmp_path / "one.png")
    picture.putpixel((600, 400), (1, 2, 3))
    picture.save(tmp_path / "other.png")
    assert not _same(tmp_path / "one.png", tmp_path / "other.png")


def test_a_picture_that_was_turned_upright_is_the_same(tmp_path: Path, picture: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "told.png", exif=exif)
    picture.save(tmp_path / "upright.png")
    assert _same(tmp_path / "told.png", tmp_path / "upright.png")


def test_how_pixels_are_stored_makes_no_difference(tmp_path: Path, picture: Image.Image) -> None:
    few = picture.quantize(64)
    few.save(tmp_path / "palette.png")
    few.convert("RGB").save(tmp_path / "full.bmp")
    few.convert("RGBA").save(tmp_path / "opaque.webp", lossless=True)
    few.convert("RGB").save(tmp_path / "turned.tif")
    grey = picture.convert("L")
    grey.save(tmp_path / "grey.png")
    grey.convert("RGB").save(tmp_path / "grey in colour.png")
    for other in ("full.bmp", "opaque.webp", "turned.tif"):
        assert _same(tmp_path / "palette.png", tmp_path / other)
    assert _same(tmp_path / "grey.png", tmp_path / "grey in colour.png")


def test_transparency_makes_a_difference(tmp_path: Path, picture: Image.Image) -> None:
    clear = picture.convert("RGBA")
    clear.putpixel((0, 0), (*picture.getpixel((0, 0)), 0))  # type: ignore[misc]
    clear.save(tmp_path / "clear.png")
    picture.save(tmp_path / "opaque.png")
    assert not _same(tmp_path / "clear.png", tmp_path / "opaque.png")
    few = picture.quantize(16)
    few.save(tmp_path / "few.png")
    few.save(tmp_path / "few clear.png", transparency=3)
    assert not _same(tmp_path / "few.png", tmp_path / "few clear.png")


def test_an_animation_is_more_than_its_first_picture(tmp_path: Path, picture: Image.Image) -> None:
    small = picture.resize((64, 48)).quantize(32)
    later = small.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    small.save(tmp_path / "still.gif")
    small.save(tmp_path / "moving.gif", save_all=True, append_images=[later])
    small.save(tmp_path / "moving too.gif", save_all=True, append_images=[later], comment=b"again")
    assert not _same(tmp_path / "still.gif", tmp_path / "moving.gif")
    assert _same(tmp_path / "moving.gif", tmp_path / "moving too.gif")


def test_sixteen_bits_are_more_than_eight(tmp_path: Path) -> None:
    fine = np.arange(256 * 64, dtype=np.uint16).reshape(64, 256)
    Image.fromarray(fine).save(tmp_path / "fine.png")
    Image.fromarray((fine >> 8).astype(np.uint8)).save(tmp_path / "coarse.png")
    assert not _same(tmp_path / "fine.png", tmp_path / "coarse.png")
    Image.fromarray(fine).save(tmp_path / "fine.tif")
    Image.fromarray((fine >> 8).astype(np.uint8)).save(tmp_path / "coarse.tif")
    assert not _same(tmp_path / "fine.tif", tmp_path / "coarse.tif")


def test_other_colours_make_a_difference_srgb_is_understood(tmp_path: Path, picture: Image.Image) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    picture.save(tmp_path / "plain.png")
    picture.save(tmp_path / "srgb.png", icc_profile=srgb)
    picture.save(tmp_path / "wide.png", icc_profile=wide)
    assert _same(tmp_path / "plain.png", tmp_path / "srgb.png")
    assert not _same(tmp_path / "plain.png", tmp_path / "wide.png")


def test_a_film_behind_a_jpeg_makes_a_difference(tmp_path: Path, picture: Image.Image) -> None:
    for progressive in (False, True):
        stored = io.BytesIO()
        picture.save(stored, "JPEG", quality=88, progressive=progressive)
        jpeg = stored.getvalue()
        assert appended(jpeg) == b""
        film = b"\0\0\0\x18ftypmp42" + bytes(range(256))
        assert appended(jpeg + b"\0\0" + film) == film.strip(b"\0\xff")
        (tmp_path / "still.jpg").write_bytes(jpeg)
        (tmp_path / "padded.jpg").write_bytes(jpeg + bytes(512))
        (tmp_path / "motion.jpg").write_bytes(jpeg + film)
        assert _same(tmp_path / "still.jpg", tmp_path / "padded.jpg")
        assert not _same(tmp_path / "still.jpg", tmp_path / "motion.jpg")


def test_a_thumbnail_within_a_jpeg_does_not_end_it(picture: Image.Image) -> None:
    stored = io.BytesIO()
    picture.resize((60, 40)).save(stored, "JPEG")
    thumbnail = stored.getvalue()
    exif = b"Exif\0\0" + thumbnail
    segment = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    jpeg = thumbnail[:2] + b"\xff" + segment + thumbnail[2:]
    assert appended(jpeg) == b""
    assert appended(jpeg + b"tail") == b"tail"
    assert appended(jpeg[:-2]) == b""


def test_layers_make_a_difference(tmp_path: Path, picture: Image.Image) -> None:
    picture.save(tmp_path / "flat.tif")
    picture.save(tmp_path / "layered.tif", tiffinfo={37724: b"Adobe Photoshop Document Data Block\0"})
    assert not _same(tmp_path / "flat.tif", tmp_path / "layered.tif")


@pytest.mark.parametrize("suffix", ["avif", "heic"])
def test_some_kinds_are_equal_by_their_bytes_only(tmp_path: Path, picture: Image.Image, suffix: str) -> None:
    path, longer, copy = (tmp_path / f"{name}.{suffix}" for name in ("picture", "longer", "copy"))
    if suffix == "avif":
        picture.save(path)
    else:
        shipped = Path(__file__).parent / "data" / "with_thumbnail.heic"
        path.write_bytes(shipped.read_bytes())
    # A box that decoders skip: the pixels are the same, and yet nobody knows what else there may be.
    longer.write_bytes(path.read_bytes() + b"\0\0\0\x0cfreemore")
    copy.write_bytes(path.read_bytes())
    assert not _same(path, longer)
    assert _whole(path) == _whole(copy)


def test_what_is_cut_short_is_refused(tmp_path: Path, picture: Image.Image) -> None:
    picture.save(tmp_path / "whole.jpg", quality=90)
    data = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(data[: len(data) // 2])
    answer = whole_or_refuse(str(tmp_path / "cut.jpg"), LIMITS)
    assert isinstance(answer, Refusal)
    assert "ends early" in answer.reason
    small = io.BytesIO()
    pages = [picture.resize((64, 48)).quantize(32), picture.resize((64, 48)).rotate(90).quantize(32)]
    pages[0].save(small, "GIF", save_all=True, append_images=pages[1:])
    (tmp_path / "cut.gif").write_bytes(small.getvalue()[:-400])
    assert isinstance(whole_or_refuse(str(tmp_path / "cut.gif"), LIMITS), Refusal)


def test_a_process_of_its_own_decodes(tmp_path: Path, picture: Image.Image) -> None:
    picture.save(tmp_path / "a.png")
    with DecodePool(InputSpec(32, "BILINEAR"), LIMITS, 1) as pool:
        assert pool.whole(str(tmp_path / "a.png")) == _whole(tmp_path / "a.png")
        with pytest.raises(FileError, match=r"gone\.png"):
            pool.whole(str(tmp_path / "gone.png"))
