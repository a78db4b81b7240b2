"""Which of the pixels of real files are picture: screenshots, enlargements, files that changed."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from photosim.app.finding.descent_kept import Question
from photosim.app.finding.keepers import PictureShare
from photosim.app.finding.true_pixels import TruePixels
from photosim.domain.encoder import InputSpec
from photosim.domain.files import Role
from photosim.domain.photo import Photo, ReadPhoto
from photosim.domain.rules import RuleSet
from photosim.domain.scanning import DecodeLimits
from photosim.domain.similarity import ContentPair, Evidence, Relation, content_pair
from photosim.imaging import thumbnail
from photosim.imaging.preview import Raster, render
from photosim.imaging.read import read_photo
from photosim.similarity.keeper import Choice, choose
from photosim.similarity.keeper_rules import rules_for
from photosim.similarity.traces import Trace
from photosim.similarity.verification import extract, verify
from tests.helpers.photos import sample_paths

LIMITS = DecodeLimits()


def here(path: str, side: int, region: tuple[int, int, int, int]) -> Raster:
    return render(path, side, LIMITS, region)


Seen = dict[ContentPair, Evidence]


@pytest.fixture
def small(tmp_path: Path) -> Image.Image:
    picture = Image.open(sample_paths()[0]).convert("RGB").resize((480, 320), Image.Resampling.LANCZOS)
    picture.save(tmp_path / "small.jpg", quality=90)
    return picture


def read(path: Path) -> tuple[Photo, bytes]:
    found = read_photo(str(path), InputSpec(32, "BILINEAR"), LIMITS)
    assert isinstance(found, ReadPhoto)
    photo = Photo(
        found.path, found.stamp, Role.NORMAL, missing=False, content=found.content,
        preview_digest=found.preview_digest, facts=found.facts,
    )  # fmt: skip
    return photo, found.thumbnail


def seen(*paths: Path) -> tuple[list[Photo], Seen]:
    """Photos, and the first laid on all others."""
    known = [read(path) for path in paths]
    first, *others = ((photo, extract(thumbnail.decode(data))) for photo, data in known)
    evidence = {}
    for photo, features in others:
        one, two = sorted((first, (photo, features)), key=lambda pair: pair[0].content)
        evidence[content_pair(one[0].content, two[0].content)] = verify(one[1], two[1])
    return [photo for photo, _ in known], evidence


def counted(photos: list[Photo], evidence: Seen) -> list[float]:
    pixels = TruePixels(photos, PictureShare(photos, evidence), evidence, here)
    return [pixels(photo) for photo in photos]


def chosen(photos: list[Photo], evidence: Seen) -> Choice:
    share = PictureShare(photos, evidence)
    pixels = TruePixels(photos, share, evidence, here)
    return choose(
        photos, rules_for(RuleSet(), Relation.SAME_PICTURE, share=share, true_pixels=pixels), pixels
    )


def test_a_screenshot_does_not_win_by_what_the_screen_enlarged(small: Image.Image, tmp_path: Path) -> None:
    screen = Image.new("RGB", (1000, 1400), "#101114")
    screen.paste(small.resize((960, 640), Image.Resampling.LANCZOS), (20, 380))
    screen.save(tmp_path / "screen.png")
    photos, evidence = seen(tmp_path / "small.jpg", tmp_path / "screen.png")
    own, other = counted(photos, evidence)
    assert own == 480 * 320
    assert other < own
    choice = chosen(photos, evidence)
    assert choice.keeper == photos[0]
    assert choice.reasons[0] == "without a frame, unlike the other"
    assert choice.reasons[1].startswith("the largest: 480")
    assert choice.reasons[1].endswith("44 % of it picture, merely enlarged")


def test_what_was_enlarged_loses_and_what_holds_its_size_wins(small: Image.Image, tmp_path: Path) -> None:
    small.resize((960, 640), Image.Resampling.BICUBIC).save(tmp_path / "enlarged.jpg", quality=95)
    small.resize((240, 160), Image.Resampling.LANCZOS).save(tmp_path / "tiny.jpg", quality=95)
    photos, evidence = seen(*(tmp_path / f"{name}.jpg" for name in ("small", "enlarged", "tiny")))
    assert counted(photos, evidence) == [480 * 320, 480 * 320 * 0.999, 240 * 160]
    assert chosen(photos, evidence).keeper == photos[0]
    assert chosen(photos[1:], {}).keeper == photos[1]


def test_a_camera_is_believed(small: Image.Image, tmp_path: Path) -> None:
    small.resize((960, 640), Image.Resampling.BICUBIC).save(tmp_path / "large.jpg", quality=95)
    (own, large), evidence = seen(tmp_path / "small.jpg", tmp_path / "large.jpg")
    taken = replace(large, facts=replace(large.facts, camera="Canon EOS R5"))
    assert counted([own, taken], evidence) == [480 * 320, 960 * 640]


def test_what_cannot_be_read_keeps_its_pixels(small: Image.Image, tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    small.resize((960, 640), Image.Resampling.BICUBIC).save(path, quality=95)
    (own, large), evidence = seen(tmp_path / "small.jpg", path)
    believed = [480 * 320, 960 * 640]
    assert counted([own, large], evidence) != believed
    assert counted([own, replace(large, missing=True)], evidence) == believed
    os.utime(path, ns=(1, 1))
    assert counted([own, large], evidence) == believed
    path.write_bytes(b"no picture")
    status = path.stat()
    stamp = replace(large.stamp, size=status.st_size, mtime_ns=status.st_mtime_ns, inode=status.st_ino)
    assert counted([own, replace(large, stamp=stamp)], evidence) == believed
    path.unlink()
    assert counted([own, large], evidence) == believed


def test_what_was_found_enlarged_is_not_read_again(small: Image.Image, tmp_path: Path) -> None:
    small.resize((960, 640), Image.Resampling.BICUBIC).save(tmp_path / "enlarged.jpg", quality=95)
    photos, evidence = seen(tmp_path / "small.jpg", tmp_path / "enlarged.jpg")
    share = PictureShare(photos, evidence)
    known: dict[Question, bool] = {}
    first = TruePixels(photos, share, evidence, here, known)
    assert first(photos[1]) == 480 * 320 * 0.999
    assert known == {(Trace.ENLARGED, photos[1].content, photos[0].content): True}

    def unread(path: str, side: int, region: tuple[int, int, int, int]) -> Raster:
        raise AssertionError(path)

    assert TruePixels(photos, share, evidence, unread, known)(photos[1]) == first(photos[1])
