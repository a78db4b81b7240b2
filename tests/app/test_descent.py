"""Which of real files was made from which, and what is kept for it."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from photosim.app.finding.descent import Descent
from photosim.app.finding.descent_kept import FILE_NAME, kept_verdicts
from photosim.catalog.library import Library
from photosim.domain.errors import FileError
from photosim.domain.photo import ContentId, Photo
from photosim.domain.rules import RuleName, RuleSet, RuleUse
from photosim.domain.similarity import Relation
from photosim.imaging import thumbnail
from photosim.imaging.preview import Raster
from photosim.imaging.steps import brightness_steps
from photosim.similarity.keeper import Choice, choose
from photosim.similarity.keeper_rules import rules_for
from photosim.similarity.traces import Trace
from tests.app.test_true_pixels import Seen, here, read, seen
from tests.helpers.noise import Noise
from tests.helpers.photos import sample_paths


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo and what was made from it, all saved better than itself."""
    folder = tmp_path_factory.mktemp("descent")
    scene = Image.open(sample_paths()[0]).convert("RGB").resize((480, 320), Image.Resampling.LANCZOS)
    scene.save(folder / "original.jpg", quality=80)
    with Image.open(folder / "original.jpg") as opened:
        picture = opened.convert("RGB")
    over = picture.copy()
    ImageDraw.Draw(over).text((100, 200), "Greetings from the seaside", fill="white")
    made = {
        "again": picture,
        "over": over,
        "wide": picture.resize((600, 320), Image.Resampling.BICUBIC),
        "mirrored": ImageOps.mirror(picture),
        "turned": picture.transpose(Image.Transpose.ROTATE_90),
        "cropped": picture.crop((21, 10, 470, 310)),
        "bordered": ImageOps.expand(picture, 30, "white"),
    }
    for name, copy in made.items():
        copy.save(folder / f"{name}.jpg", quality=93)
    screen = Image.new("RGB", (700, 900), "#101114")
    screen.paste(picture.resize((640, 427), Image.Resampling.BICUBIC), (30, 200))
    screen.save(folder / "screen.png")
    scene.resize((240, 160)).save(folder / "small.jpg", quality=90)
    return folder


MADE = ("again", "over", "wide", "mirrored", "turned", "cropped", "bordered")


def chosen(photos: list[Photo], evidence: Seen) -> Choice:
    descent = Descent(photos, evidence, here, small=small_of(photos))
    return choose(photos, rules_for(RuleSet(), Relation.SAME_PICTURE, made_from=descent.made_from))


@pytest.mark.parametrize("name", [*MADE, "screen"])
def test_what_was_made_from_the_other_is_told(family: Path, name: str) -> None:
    (copy_path,) = family.glob(f"{name}.*")
    photos, evidence = seen(family / "original.jpg", copy_path)
    original, copy = photos
    descent = Descent(photos, evidence, here)
    assert descent.made_from(copy, [original]) is Trace.MARKS
    assert descent.made_from(original, [copy]) is None
    choice = chosen(photos, evidence)
    assert choice.keeper == original
    if name == "cropped":
        assert choice.reasons[0].startswith("the largest"), "nobody has to ask"
    else:
        assert choice.reasons[0] == "the other was made from it, as traces in its pixels show"


def test_of_what_was_saved_well_and_worse_the_better_is_kept(family: Path, tmp_path: Path) -> None:
    with Image.open(family / "original.jpg") as opened:
        opened.save(tmp_path / "worse.jpg", quality=60)
    photos, evidence = seen(family / "original.jpg", tmp_path / "worse.jpg")
    assert Descent(photos, evidence, here).made_from(photos[0], photos[1:]) is None
    assert chosen(photos, evidence).keeper == photos[0]


def test_answers_are_kept_beside_the_library_and_asked_for_once(family: Path, tmp_path: Path) -> None:
    photos, evidence = seen(family / "original.jpg", family / "over.jpg")
    asked = Trace.MARKS, photos[1].content, photos[0].content
    back = Trace.MARKS, photos[0].content, photos[1].content
    with Library.open(str(tmp_path / "library")) as library:
        with kept_verdicts(library) as verdicts:
            assert verdicts == {}
            assert Descent(photos, evidence, here, verdicts).shows(*asked)
        with kept_verdicts(library) as verdicts:
            assert verdicts == {asked: True}
            nothing = Descent(photos, evidence, unreadable, verdicts)
            assert nothing.shows(*asked)
            assert not nothing.shows(*back)
            assert len(verdicts) == 1, "of what could not be read more may be known later"
        file = tmp_path / "library" / FILE_NAME
        for damaged in (file.read_bytes()[:-40], b"nonsense", b""):
            file.write_bytes(damaged)
            with kept_verdicts(library) as verdicts:
                assert verdicts == {}


def test_answers_that_cannot_be_kept_stop_nothing(tmp_path: Path, noise_guard: Noise) -> None:
    noise_guard.expect("what was made from what was not kept")
    (tmp_path / "library" / FILE_NAME / "in the way").mkdir(parents=True)
    with Library.open(str(tmp_path / "library")) as library, kept_verdicts(library) as verdicts:
        verdicts[Trace.SPOILT, ContentId(b"c" * 32), ContentId(b"p" * 32)] = True
    with Library.open(str(tmp_path / "library")) as library, kept_verdicts(library) as verdicts:
        assert verdicts == {}


def unreadable(path: str, side: int, region: tuple[int, int, int, int]) -> Raster:
    raise FileError("read", path, "it is not there")


def test_the_first_of_many_is_kept(family: Path) -> None:
    photos, evidence = seen(*(family / f"{name}.jpg" for name in ("original", *MADE)))
    choice = chosen(photos, evidence)
    assert choice.keeper == photos[0]
    assert choice.reasons[0] == "not made from another, as others were"
    # Copies that were only laid on the original are told of beside each other, too.
    assert Descent(photos, evidence, here).made_from(photos[1], photos[2:3]) is None


def test_files_are_read_when_asked_and_once(family: Path) -> None:
    photos, evidence = seen(family / "original.jpg", family / "over.jpg", family / "small.jpg")
    read: list[str] = []

    def counting(path: str, side: int, region: tuple[int, int, int, int]) -> object:
        read.append(Path(path).stem)
        return here(path, side, region)

    descent = Descent(photos, evidence, counting)  # type: ignore[arg-type]
    assert read == []
    original, over, small = photos
    assert descent.made_from(small, [original, over]) is None
    assert read == [], "what was shrunk can keep no marks and is not read"
    for _ in range(2):
        assert descent.made_from(over, [original, small]) is Trace.MARKS
    assert sorted(read) == ["original", "over"]


def test_a_camera_is_not_doubted_for_what_names_none(family: Path) -> None:
    photos, evidence = seen(family / "over.jpg", family / "original.jpg")
    camera = replace(photos[0], facts=replace(photos[0].facts, camera="Canon EOS R5"))
    assert chosen([camera, photos[1]], evidence).keeper == camera
    both = [replace(photo, facts=replace(photo.facts, camera="Canon EOS R5")) for photo in photos]
    assert chosen(both, evidence).keeper == both[1]


def test_what_cannot_be_read_is_neither_parent_nor_child(family: Path, tmp_path: Path) -> None:
    for name in ("original", "over"):
        (tmp_path / f"{name}.jpg").write_bytes((family / f"{name}.jpg").read_bytes())
    photos, evidence = seen(tmp_path / "original.jpg", tmp_path / "over.jpg")

    original, over = photos

    def trace(copy: Photo, evidence: Seen) -> Trace | None:
        return Descent([original, copy], evidence, here).made_from(copy, [original])

    assert trace(over, evidence) is Trace.MARKS
    assert trace(replace(over, missing=True), evidence) is None
    assert trace(over, {}) is None
    os.utime(over.path, ns=(1, 1))
    assert trace(over, evidence) is None
    os.unlink(over.path)
    assert trace(over, evidence) is None


@pytest.fixture(scope="module")
def toned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo saved so well that it left no marks, and what was done to its colours."""
    folder = tmp_path_factory.mktemp("toned")
    scene = Image.open(sample_paths()[0]).convert("RGB").resize((480, 320), Image.Resampling.LANCZOS)
    pale = ImageEnhance.Color(scene).enhance(0.5)
    pale = pale.point([round(50 + 205 * value / 255) for value in range(256)] * 3)
    scene.save(folder / "original.jpg", quality=97)
    scene.save(folder / "sent.jpg", quality=88)
    scene.resize((240, 160)).save(folder / "small.jpg", quality=90)
    pale.save(folder / "pale.jpg", quality=99)
    pale.save(folder / "pale too.jpg", quality=92)
    ImageEnhance.Brightness(scene).enhance(1.12).save(folder / "brighter.jpg", quality=99)
    large = pale.resize((960, 640), Image.Resampling.LANCZOS)
    large.save(folder / "large and pale.jpg", quality=97)
    return folder


def test_what_was_washed_out_loses_though_it_is_saved_better(toned: Path) -> None:
    photos, evidence = seen(toned / "original.jpg", toned / "pale.jpg")
    descent = Descent(photos, evidence, here, small=small_of(photos))
    assert descent.made_from(photos[1], photos[:1]) is Trace.RETONED
    assert descent.made_from(photos[0], photos[1:]) is None
    others = (RuleUse(name, on=False) for name in RuleName if name is not RuleName.FIRST_HAND)
    alone = RuleSet(copies=(RuleUse(RuleName.FIRST_HAND), *others))
    choice = choose(photos, rules_for(alone, Relation.SAME_PICTURE, made_from=descent.made_from))
    assert choice.keeper == photos[0]
    assert choice.reasons[0] == "brightness or colours of the other were changed afterwards"
    assert Descent(photos, evidence, here).made_from(photos[1], photos[:1]) is None, "nobody looked"


def test_colours_do_not_speak_for_a_smaller_or_worse_picture(toned: Path) -> None:
    photos, evidence = seen(toned / "small.jpg", toned / "pale.jpg")
    descent = Descent(photos, evidence, here, small=small_of(photos))
    assert descent.made_from(photos[1], photos[:1]) is None
    worse = replace(photos[0], facts=replace(photos[1].facts, jpeg_quality=60))
    assert (
        Descent([worse, photos[1]], evidence, here, small=small_of(photos)).made_from(photos[1], [worse])
        is None
    )


def test_the_tones_of_most_are_the_first_ones(toned: Path) -> None:
    photos, evidence = seen(*(toned / f"{name}.jpg" for name in ("pale", "pale too", "original")))
    descent = Descent(photos, evidence, here, small=small_of(photos))
    assert descent.made_from(photos[0], photos[1:]) is not Trace.RETONED
    photos, evidence = seen(*(toned / f"{name}.jpg" for name in ("original", "sent", "small", "brighter")))
    descent = Descent(photos, {}, here, small=small_of(photos))
    assert descent.made_from(photos[3], photos[:1]) is None, "nobody laid them on each other"


def small_of(photos: list[Photo]) -> Callable[[ContentId], NDArray[np.uint8] | None]:
    pictures = {photo.content: thumbnail.decode(read(Path(photo.path))[1]) for photo in photos}
    return pictures.get


def test_steps_of_files(family: Path, tmp_path: Path) -> None:
    steps = brightness_steps(str(family / "original.jpg"))
    assert steps is not None
    assert len(steps) == 64
    assert steps[0] == 6
    assert brightness_steps(str(family / "screen.png")) is None
    assert brightness_steps(str(tmp_path / "none.jpg")) is None
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    assert brightness_steps(str(tmp_path / "broken.jpg")) is None
