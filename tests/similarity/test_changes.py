"""What was done to a real photo, told from its copy alone, and said in a sentence."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

from photosim.domain.similarity import Evidence, Palette, Relation
from photosim.similarity.changes import changes
from photosim.similarity.sentences import sentence
from photosim.similarity.verification import verify
from photosim.similarity.verification.border import WHOLE, content_box
from tests.similarity.library import NOON, evidence, photo
from tests.similarity.test_verification import Edit, cropped, features, jpeg10, pixels, sample

TRANSPOSE = Image.Transpose
Picture = Image.Image


def sepia(picture: Picture) -> Picture:
    return ImageOps.colorize(picture.convert("L"), "#20140a", "#ffeecc")


def captioned(picture: Picture) -> Picture:
    out = picture.copy()
    ImageDraw.Draw(out).text((40, 300), "Holiday 2021", font=ImageFont.load_default(70), fill="white")
    return out


def bars(picture: Picture) -> Picture:
    return ImageOps.pad(picture, (640, 640), color="black")


def page(picture: Picture) -> Picture:
    """A photo between lines of text, as on a phone."""
    out = Image.new("RGB", (picture.width, picture.height + 500), "white")
    draw = ImageDraw.Draw(out)
    for top in (*range(20, 180, 40), *range(picture.height + 220, picture.height + 480, 40)):
        draw.text(
            (20, top), "Three days by the sea with friends", font=ImageFont.load_default(28), fill="black"
        )
    out.paste(picture, (0, 200))
    return out


CASES: dict[str, tuple[Edit, tuple[Relation, ...], str]] = {
    "jpeg": (jpeg10, (Relation.REENCODED,), "same picture, saved again"),
    "small": (
        lambda picture: picture.resize((214, 143)),
        (Relation.REENCODED,),
        "same picture, 3 times smaller, saved again",
    ),
    "stretched": (
        lambda picture: picture.resize((480, 427)),
        (Relation.REENCODED,),
        "same picture, 1.2 times smaller, stretched, saved again",
    ),
    "turned": (
        lambda picture: picture.transpose(TRANSPOSE.ROTATE_90),
        (Relation.TURNED,),
        "same picture, turned by 90°, saved again",
    ),
    "mirrored": (ImageOps.mirror, (Relation.TURNED,), "same picture, mirrored, saved again"),
    "cropped": (cropped(0.5), (Relation.CROPPED,), "same picture, cropped to 50 %, saved again"),
    "grey": (
        lambda picture: picture.convert("L").convert("RGB"),
        (Relation.EDITED,),
        "same picture, without colour, saved again",
    ),
    "sepia": (sepia, (Relation.EDITED,), "same picture, in one tint, other brightness, saved again"),
    "dark": (
        lambda picture: ImageEnhance.Brightness(picture).enhance(0.6),
        (Relation.EDITED,),
        "same picture, other brightness, saved again",
    ),
    "caption": (captioned, (Relation.EDITED,), ""),
    "frame": (
        lambda picture: ImageOps.expand(picture, 60, "brown"),
        (Relation.FRAMED,),
        "same picture, framed: it fills 66 % of the whole, saved again",
    ),
    "bars": (bars, (Relation.FRAMED,), "same picture, framed: it fills 67 % of the whole, saved again"),
    "page": (page, (Relation.FRAMED,), "same picture, framed: it fills 46 % of the whole, saved again"),
    "cropped, framed": (
        lambda picture: ImageOps.expand(cropped(0.5)(picture), 60, "white"),
        (Relation.FRAMED, Relation.CROPPED),
        "",
    ),
}


@pytest.mark.parametrize(("edit", "done", "words"), CASES.values(), ids=CASES.keys())
def test_what_was_done(edit: Edit, done: tuple[Relation, ...], words: str) -> None:
    original, edited = sample(0), edit(sample(0))
    found = verify(features(original), features(edited))
    assert found.same
    assert changes(found) == done
    assert changes(found.reversed()) == done
    assert changes(verify(features(edited), features(original))) == done
    one = photo("/one", "a", width=original.width, height=original.height)
    two = photo("/two", "b", width=edited.width, height=edited.height)
    told = sentence(one, two, done[0], found)
    assert told == words or (not words and told.startswith("same picture, "))


def test_a_frame_both_have_is_no_change() -> None:
    framed = ImageOps.expand(sample(0), 60, "brown")
    assert changes(verify(features(framed), features(jpeg10(framed)))) == (Relation.REENCODED,)


def test_pages_of_one_design_with_different_photos_are_different() -> None:
    flower = sample(1).resize(sample(0).size)
    assert not verify(features(page(sample(0))), features(page(flower))).same


def test_shots_that_each_lack_a_little_of_the_other_are_no_copies() -> None:
    wide = sample(0)
    for shift in (12, 20, 40):
        left, right = wide.crop((0, 0, 600, 400)), wide.crop((shift, 5, 600 + shift, 405))
        assert not verify(features(left), features(right)).same
        assert verify(features(left), features(wide)).same


@pytest.mark.parametrize("shift", [3, 5, 8])
def test_a_shot_of_as_much_that_is_shifted_by_a_hair_is_no_copy(shift: int) -> None:
    """A second later, the camera held as still as hands can: shifted, noisy, a little darker."""
    wide, chance = sample(0), np.random.default_rng(shift)
    first, later = wide.crop((0, 0, 600, 400)), wide.crop((shift, 1, 600 + shift, 401))
    grain = np.asarray(later, np.float32) * 0.9 + chance.normal(0, 6, (400, 600, 3))
    shot = Image.fromarray(grain.clip(0, 255).astype(np.uint8))
    found = verify(features(first), features(shot))
    assert found.agreement > 0.9
    assert not found.same
    assert not verify(features(shot), features(first)).same
    darker = ImageEnhance.Brightness(first).enhance(0.9)
    assert verify(features(first), features(darker)).same


def screen(picture: Picture, top: int) -> Picture:
    """The picture on a dark screen, scrolled to some height."""
    out = Image.new("RGB", (picture.width + 60, picture.height + 573), "#101114")
    draw = ImageDraw.Draw(out)
    for line in range(12):
        words = f"Three days {top * line} by the sea"
        draw.text((20, 20 + 80 * line), words, font=ImageFont.load_default(28), fill="grey")
    out.paste(picture, (30, top))
    return out


def test_one_picture_at_two_heights_of_a_screen_is_one_picture() -> None:
    found = verify(features(screen(sample(0), 100)), features(screen(sample(0), 160)))
    assert found.framed_first
    assert found.framed_second
    assert found.same


def test_borders() -> None:
    picture = sample(0)
    assert content_box(pixels(picture)) == WHOLE
    framed = ImageOps.expand(ImageOps.expand(picture, 40, "white"), 20, "black")
    assert content_box(pixels(framed)) == pytest.approx(
        (60 / 760, 60 / 547, 1 - 60 / 760, 1 - 60 / 547), abs=0.015
    )
    bars_ = content_box(pixels(bars(picture)))
    assert bars_ == pytest.approx((0.0, 107 / 640, 1.0, 534 / 640), abs=0.015)
    # Nearly nothing in it, nothing in it, too small to tell.
    assert content_box(pixels(ImageOps.expand(picture.resize((64, 43)), 290, "white"))) == WHOLE
    assert content_box(np.full((100, 100, 3), 7, np.uint8)) == WHOLE
    assert content_box(np.zeros((4, 4, 3), np.uint8)) == WHOLE
    # A horizon is no border: what is below it has another colour.
    sky = np.zeros((100, 100, 3), np.uint8)
    sky[:40] = (120, 160, 220)
    assert content_box(sky) == WHOLE


def seen(**found: object) -> Evidence:
    return evidence(transform=(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0), **found)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({}, "same picture, saved again"),
        ({"overlap_first": 0.62}, "same picture, cropped to 62 %, saved again"),
        (
            {"overlap_second": 0.4},
            "same picture, with more around it: the other is 40 % of it, saved again",
        ),
        ({"framed_first": True, "overlap_first": 0.7}, "same picture, without the frame, saved again"),
        ({"turn": 356.5, "mirrored": True}, "same picture, mirrored, turned by 3.5°, saved again"),
        ({"turn": 270.0}, "same picture, turned by 90°, saved again"),
        ({"turn": 0.4}, "same picture, saved again"),
        ({"tint": 20.0}, "same picture, other colours, saved again"),
        ({"tint": 20.0, "palette_first": Palette.GREY}, "same picture, in colour, saved again"),
        ({"tint": 3.0, "palette_first": Palette.GREY}, "same picture, saved again"),
        ({"changed": 0.07}, "same picture, 7 % of it changed, saved again"),
        ({"same": False}, "same picture, as other copies of it show, saved again"),
    ],
)
def test_sentences_on_copies(found: dict[str, object], words: str) -> None:
    told = sentence(photo("/a", "a"), photo("/b", "b"), Relation.SAME_PICTURE, seen(**found))
    assert told == words


def test_sentences_on_sizes_formats_and_dates() -> None:
    one, two = photo("/a", "a"), photo("/b", "b", format="WEBP", width=120, height=90)
    assert sentence(one, two, Relation.REENCODED, seen()) == (
        "same picture, 3.3 times smaller, saved again as WEBP"
    )
    assert sentence(two, one, Relation.REENCODED, seen()) == (
        "same picture, 3.3 times larger, saved again as JPEG"
    )
    huge = photo("/c", "c", width=8000, height=6000)
    assert "20 times larger" in sentence(one, huge, Relation.REENCODED, seen())
    assert sentence(one, two, Relation.SAME_PICTURE) == (
        "same picture, as other copies of it show, saved again as WEBP"
    )


def test_a_gap_is_told_of_the_time_that_a_photo_names_and_not_of_its_file() -> None:
    def told(seconds: float | None) -> str:
        taken = None if seconds is None else NOON + timedelta(seconds=seconds)
        first, second = photo("/a", "a", taken_at=NOON), photo("/b", "b", taken_at=taken)
        # Copied a second and a bit later, as a whole folder is.
        second = replace(second, stamp=replace(second.stamp, mtime_ns=1_300_000_000))
        return sentence(first, second, Relation.REENCODED, seen())

    assert told(0) == "same picture, saved again"
    assert told(None) == "same picture, saved again"
    assert told(0.003) == "same picture, saved again"
    assert told(7200) == "same picture, saved again, dated 2 h later"
    assert told(-3 * 86_400) == "same picture, saved again, dated 3 days earlier"
    assert told(1000 * 86_400) == "same picture, saved again, dated 3 years later"


def test_sentences_on_what_is_no_copy() -> None:
    one, two = photo("/a", "a", taken_at=NOON), photo("/b", "b", taken_at=NOON + timedelta(seconds=1.4))
    timeless = photo("/c", "c")
    assert sentence(one, two, Relation.SAME_MOMENT) == "same moment, taken 1.4 s later"
    assert sentence(two, one, Relation.SAME_MOMENT) == "same moment, taken 1.4 s earlier"
    assert sentence(one, one, Relation.SAME_MOMENT) == "same moment"
    assert sentence(one, timeless, Relation.SAME_MOMENT) == "same moment, by names and looks"
    assert sentence(one, timeless, Relation.SAME_PLACE) == "same place, by its looks"
    assert sentence(one, timeless, Relation.UNRELATED) == "looks different"
    assert sentence(one, two, Relation.UNRELATED) == "looks different"
    days = replace(two, facts=replace(two.facts, taken_at=NOON + timedelta(days=12)))
    assert sentence(one, days, Relation.SAME_PLACE) == "same place, taken 12 days later"
    assert sentence(one, two, Relation.IDENTICAL_BYTES) == "identical file, byte for byte"
    assert sentence(one, two, Relation.IDENTICAL_PIXELS).startswith("identical pixels")
