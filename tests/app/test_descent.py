"""Which of real files was made from which, and what is kept for it."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageOps

from photosim.app.finding.descent import Descent
from photosim.app.finding.descent_kept import FILE_NAME, Asked, kept_verdicts
from photosim.catalog.library import Library
from photosim.domain.errors import FileError
from photosim.domain.photo import ContentId, Photo
from photosim.domain.rules import RuleSet
from photosim.domain.similarity import Relation
from photosim.imaging.preview import Raster
from photosim.imaging.steps import brightness_steps
from photosim.similarity.keeper import Choice, choose
from photosim.similarity.keeper_rules import rules_for
from tests.app.test_true_pixels import Seen, here, seen
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


MADE = ("over", "wide", "mirrored", "turned", "cropped", "bordered")


def chosen(photos: list[Photo], evidence: Seen) -> Choice:
    descent = Descent(photos, evidence, here)
    return choose(photos, rules_for(RuleSet(), Relation.SAME_PICTURE, first_hand=descent.first_hand))


@pytest.mark.parametrize("name", [*MADE, "screen"])
def test_what_was_made_from_the_other_is_told(family: Path, name: str) -> None:
    (copy_path,) = family.glob(f"{name}.*")
    photos, evidence = seen(family / "original.jpg", copy_path)
    original, copy = photos
    descent = Descent(photos, evidence, here)
    assert descent.is_made_from(copy.content, original.content)
    assert not descent.is_made_from(original.content, copy.content)
    choice = chosen(photos, evidence)
    assert choice.keeper == original
    assert choice.reasons[0] == "the other was made from it, as traces in its pixels show"


def test_of_what_was_merely_saved_again_the_better_is_kept(family: Path) -> None:
    photos, evidence = seen(family / "original.jpg", family / "again.jpg")
    original, copy = photos
    assert not Descent(photos, evidence, here).is_made_from(copy.content, original.content)
    assert chosen(photos, evidence).keeper == copy


def test_answers_are_kept_beside_the_library_and_asked_for_once(family: Path, tmp_path: Path) -> None:
    photos, evidence = seen(family / "original.jpg", family / "over.jpg")
    asked = [photo.content for photo in reversed(photos)]
    with Library.open(str(tmp_path / "library")) as library:
        with kept_verdicts(library) as verdicts:
            assert verdicts == {}
            assert Descent(photos, evidence, here, verdicts).is_made_from(*asked)
        with kept_verdicts(library) as verdicts:
            assert verdicts == {(Asked.MADE_FROM, *asked): True}
            nothing = Descent(photos, evidence, unreadable, verdicts)
            assert nothing.is_made_from(*asked)
            assert not nothing.is_made_from(*reversed(asked))
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
        verdicts[Asked.SPOILT, ContentId(b"c" * 32), ContentId(b"p" * 32)] = True
    with Library.open(str(tmp_path / "library")) as library, kept_verdicts(library) as verdicts:
        assert verdicts == {}


def unreadable(path: str, side: int, region: tuple[int, int, int, int]) -> Raster:
    raise FileError("read", path, "it is not there")


def test_the_first_of_many_is_kept(family: Path) -> None:
    photos, evidence = seen(*(family / f"{name}.jpg" for name in ("original", *MADE)))
    choice = chosen(photos, evidence)
    assert choice.keeper == photos[0]
    assert choice.reasons[0].startswith("the others were made from it")
    # Copies that were only laid on the original are told of beside each other, too.
    descent = Descent(photos, evidence, here)
    assert not descent.is_made_from(photos[1].content, photos[2].content)


def test_files_are_read_when_asked_and_once(family: Path) -> None:
    photos, evidence = seen(family / "original.jpg", family / "over.jpg", family / "small.jpg")
    read: list[str] = []

    def counting(path: str, side: int, region: tuple[int, int, int, int]) -> object:
        read.append(Path(path).stem)
        return here(path, side, region)

    descent = Descent(photos, evidence, counting)  # type: ignore[arg-type]
    assert read == []
    descent.first_hand(photos)
    descent.first_hand(photos)
    assert sorted(read) == ["original", "over"], "what was shrunk can keep no marks and is not read"


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

    def first_hand(photos: list[Photo]) -> list[Photo]:
        return Descent(photos, evidence, here).first_hand(photos)

    assert first_hand(photos) == photos[:1]
    gone = [photos[0], replace(photos[1], missing=True)]
    assert first_hand(gone) == gone
    assert Descent(photos, {}, here).first_hand(photos) == photos
    os.utime(photos[1].path, ns=(1, 1))
    assert first_hand(photos) == photos
    os.unlink(photos[1].path)
    assert first_hand(photos) == photos


def test_steps_of_files(family: Path, tmp_path: Path) -> None:
    steps = brightness_steps(str(family / "original.jpg"))
    assert steps is not None
    assert len(steps) == 64
    assert steps[0] == 6
    assert brightness_steps(str(family / "screen.png")) is None
    assert brightness_steps(str(tmp_path / "none.jpg")) is None
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    assert brightness_steps(str(tmp_path / "broken.jpg")) is None
