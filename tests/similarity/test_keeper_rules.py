"""Each rule, and the orders in which they are asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from photosim.domain.files import Role
from photosim.domain.photo import Photo
from photosim.domain.rules import COPIES, RuleName, RuleSet, RuleUse
from photosim.domain.similarity import Relation
from photosim.domain.words import dimension_words
from photosim.similarity.keeper import Choice, choose
from photosim.similarity.keeper_rules import (
    MeasureSharpness,
    Sharpness,
    is_edited,
    pick_by_default,
    rules_for,
)
from photosim.similarity.traces import Trace
from tests.similarity.test_keeper import photo

CAMERA = {"camera": "Canon EOS 80D"}


def only(*names: RuleName) -> RuleSet:
    """These rules in this order, the others off."""
    others = tuple(RuleUse(use.name, on=False) for use in COPIES if use.name not in names)
    return RuleSet(copies=(*(RuleUse(name) for name in names), *others))


def chosen(photos: Sequence[Photo], rules: RuleSet) -> Choice:
    choice = choose(photos, rules_for(rules, Relation.SAME_PICTURE))
    assert choice == choose(photos[::-1], rules_for(rules, Relation.SAME_PICTURE))
    return choice


# Preferred folders


def test_the_most_preferred_folder_wins() -> None:
    rules = replace(RuleSet(), folders=("/photos/best", "/photos"))
    photos = [photo("/elsewhere/a.jpg", width=4000), photo("/photos/b.jpg"), photo("/photos/best/2023/c.jpg")]
    choice = chosen(photos, rules)
    assert choice.keeper.path == "/photos/best/2023/c.jpg"
    assert choice.reasons[0] == "in “best”, which you prefer to the folder of the others"
    assert choice.reasons[-1].startswith("yet smaller than another")
    choice = chosen(photos[:2], rules)
    assert choice.keeper.path == "/photos/b.jpg"
    assert choice.reasons[0] == "in the preferred folder “photos”"


def test_a_preferred_folder_says_nothing_where_nobody_is_in_one() -> None:
    rules = replace(only(RuleName.FOLDER), folders=("/photos",))
    assert chosen([photo("/a/a.jpg"), photo("/a/b.jpg")], rules).reasons == (
        "all are equal; the first path by name is kept",
    )
    # A drive's root is named as it is.
    rules = replace(rules, folders=(os.sep,))
    assert chosen([photo("a.jpg"), photo("/b.jpg")], rules).reasons == ("in the preferred folder “/”",)


# Unedited


@pytest.mark.parametrize(
    ("others", "reason"),
    [
        (
            [photo("/p/a.jpg", software="Adobe Photoshop 25.1 (Windows)", **CAMERA)],
            "straight from the camera; the other was saved by Adobe Photoshop 25.1 (Windows)",
        ),
        (
            [photo("/p/a.jpg", software="Snapseed 2.0"), photo("/p/b.jpg", software="VSCO", **CAMERA)],
            "straight from the camera; the others were saved by Snapseed 2.0 and VSCO",
        ),
        (
            [photo("/p/a.png", software="Screenshot")],
            "straight from the camera; the other is a screenshot",
        ),
        (
            [photo(f"/p/{n}.png", software="Android Screenshot") for n in range(2)],
            "straight from the camera; the others are screenshots",
        ),
        (
            [photo("/p/IMG_E1234.JPG", software="17.1", **CAMERA)],
            "straight from the camera; the other is called an edited version",
        ),
        (
            [photo("/p/z-edited.jpg"), photo("/p/a-edited.jpg")],
            "straight from the camera; the others are called edited versions",
        ),
    ],
)
def test_the_cameras_own_file_beats_edited_ones(others: list[Photo], reason: str) -> None:
    original = photo("/p/z.jpg", software="Firmware 1.0.3", **CAMERA)
    choice = chosen([*others, original], only(RuleName.UNEDITED))
    assert choice.keeper == original
    assert choice.reasons == (reason,)


def test_a_stripped_copy_is_not_taken_for_the_original() -> None:
    """Nothing tells that it was edited, but it may have been: what still has its EXIF data is kept."""
    stripped = photo("/p/a.jpg")
    edited = photo("/p/z.jpg", software="Lightroom", taken_at=datetime(2019, 5, 1), **CAMERA)  # noqa: DTZ001
    assert chosen([stripped, edited], RuleSet()).keeper == edited
    original = replace(edited, path="/p/zz.jpg", facts=replace(edited.facts, software=""))
    assert chosen([stripped, edited, original], RuleSet()).keeper == original


def test_no_sign_of_editing() -> None:
    """The larger stripped one wins by its pixels, and is not called the camera's."""
    stripped = photo("/p/a.jpg", width=500)
    original, edited = photo("/p/b.jpg", **CAMERA), photo("/p/c.jpg", software="GIMP 2.10", **CAMERA)
    choice = chosen([stripped, original, edited], only(RuleName.UNEDITED, RuleName.MORE_PIXELS))
    assert choice.keeper == stripped
    assert choice.reasons[0] == "no sign of editing; one other was saved by GIMP 2.10"


@pytest.mark.parametrize(
    ("software", "edited"),
    [
        ("", False),
        ("Ver.1.00", False),
        ("16.5.1", False),
        ("HDR+ 1.0.345618096zd", False),
        ("G991BXXU5CVF3", False),
        ("digiKam-7.9.0", False),
        ("Adobe Photoshop Lightroom Classic 12.0 (Macintosh)", True),
        ("Photos 8.0", True),
        ("GIMP 2.10.34", True),
        ("Picasa", True),
        ("Microsoft Windows Photo Viewer 6.1.7600.16385", True),
        ("Android UP1A Screenshot", True),
    ],
)
def test_which_programs_edit(software: str, edited: bool) -> None:
    assert is_edited(photo(software=software)) is edited


# JPEG quality


def test_the_least_compressed_wins_where_all_are_jpegs() -> None:
    good, bad = photo("/p/z.jpg", jpeg_quality=93), photo("/p/a.jpg", jpeg_quality=71)
    rules = only(RuleName.JPEG_QUALITY)
    assert chosen([good, bad], rules).reasons == ("compressed least: JPEG quality 93, the other 71",)
    nearly = photo("/p/y.jpg", jpeg_quality=92)
    worst = photo("/p/b.jpg", jpeg_quality=40)
    assert chosen([good, bad, nearly, worst], rules).reasons == (
        "among the least compressed: JPEG quality 92, others at most 71",
        "of those left, the first path by name",
    )
    other = photo("/p/b.png", format="PNG")
    assert chosen([good, bad, other], rules).reasons == ("all are equal; the first path by name is kept",)


def test_quality_counts_among_those_left_though_another_has_none() -> None:
    photos = [
        photo("/p/a.png", width=100, format="PNG"),
        photo("/p/b.jpg", jpeg_quality=71),
        photo("/p/c.jpg", jpeg_quality=93),
    ]
    assert chosen(photos, RuleSet()).reasons == (
        f"among the largest: {dimension_words(400, 300)} pixels, one other {dimension_words(100, 300)}",
        "of those left, compressed least: JPEG quality 93, the other 71",
    )


# Frames


def test_a_frame_is_no_picture() -> None:
    """The story is the largest file by far, and shows nothing that the original lacks."""
    original, story = photo("/p/z.jpg", width=1600, height=1068), photo("/p/a.jpg", width=1600, height=2844)
    small = photo("/p/b.jpg", width=800, height=534)

    def share(one: Photo) -> float:
        return 0.375 if one == story else 1.0

    rules = rules_for(RuleSet(), Relation.SAME_PICTURE, share=share)
    choice = choose([story, original, small], rules, share)
    assert choice.keeper == original
    own, framed = dimension_words(1600, 1068), f"{dimension_words(1600, 2844)}, 38 % of it picture"
    assert choice.reasons == (
        f"the largest: {own} pixels, the others at most {framed}",
        "without a frame, unlike another",
    )
    # What is left of a picture only in a frame is kept there.
    choice = choose([story, small], rules, share)
    assert choice.keeper == story
    assert choice.reasons[0].startswith("the largest: ")
    large = photo("/p/zz.jpg", width=4000, height=3000)
    assert choose([story, large], rules, share).reasons[0].endswith(framed)


# Names


def test_names_of_copies_lose() -> None:
    original, copied = photo("/p/IMG_1234.jpg"), photo("/p/IMG_1234 (1).jpg", mtime_ns=0)
    assert chosen([original, copied], RuleSet()).reasons[0] == (
        "not named like a copy, as “IMG_1234 (1).jpg” is"
    )
    third = photo("/p/Kopie von IMG_1234.jpg", mtime_ns=0)
    assert chosen([original, copied, third], RuleSet()).reasons[0] == (
        "not named like a copy, as “IMG_1234 (1).jpg” and others are"
    )
    assert chosen([original, photo("/p/IMG_1234-edited.jpg")], RuleSet()).keeper == original
    mine = replace(RuleSet(), copy_names=("img_*",))
    assert (
        chosen([original, photo("/p/scan of the album.jpg")], mine).keeper.path == "/p/scan of the album.jpg"
    )


# Sharpness


def measured(values: dict[str, float], *, in_common: bool = False) -> MeasureSharpness:
    """A measure that knows some photos, by path."""

    def measure(photos: Sequence[Photo]) -> Sharpness | None:
        if any(one.path not in values for one in photos):
            return None
        return Sharpness({one.content: values[one.path] for one in photos}, in_common)

    return measure


def test_sharpness_is_what_the_measure_says() -> None:
    photos = [photo("/p/a.jpg", sharpness=900.0), photo("/p/b.jpg"), photo("/p/c.jpg", width=100)]
    rules = only(RuleName.MORE_PIXELS, RuleName.SHARPNESS)

    def choice(measure: MeasureSharpness) -> Choice:
        return choose(photos, rules_for(rules, Relation.SAME_PICTURE, measure))

    told = choice(measured({"/p/a.jpg": 1.0, "/p/b.jpg": 1.5, "/p/c.jpg": 0.2}, in_common=True))
    assert told.keeper.path == "/p/b.jpg"
    assert told.reasons[-1] == "the sharpest where all show the same, 1.5 times as sharp as the next"
    # The smallest could not be laid on the others; those left are compared all the same.
    told = choice(measured({"/p/a.jpg": 1.0, "/p/b.jpg": 1.5}))
    assert told.reasons[-1] == "of those left, the sharpest, 1.5 times as sharp as the next"
    told = choice(measured({}))
    assert told.keeper.path == "/p/a.jpg"
    assert told.reasons[-1] == "of those left, the first path by name"


def test_what_one_photo_alone_has_is_not_measured() -> None:
    def never(photos: Sequence[Photo]) -> Sharpness | None:
        raise AssertionError(photos)

    rules = only(RuleName.MORE_PIXELS, RuleName.SHARPNESS)
    photos = [photo("/p/a.jpg", width=4000), photo("/p/b.jpg")]
    assert choose(photos, rules_for(rules, Relation.SAME_PICTURE, never)).keeper == photos[0]


# Orders


def test_the_order_decides() -> None:
    large, told = photo("/p/a.jpg", width=500), photo("/p/b.jpg", exif_fields=30, **CAMERA)
    assert chosen([large, told], RuleSet()).keeper == told
    assert chosen([large, told], only(RuleName.MORE_PIXELS, RuleName.ORIGIN)).keeper == large


def test_protected_may_be_asked_later() -> None:
    kept, large = photo("/p/a.jpg", role=Role.PROTECTED), photo("/p/b.jpg", width=4000)
    assert pick_by_default([kept, large], Relation.SAME_PICTURE).keeper == kept
    assert chosen([kept, large], only(RuleName.FAR_MORE_PIXELS, RuleName.PROTECTED)).keeper == large


def test_without_any_rule_what_is_missing_is_never_kept() -> None:
    gone, here = photo("/a.jpg", missing=True, width=4000), photo("/p/somewhere/long.jpg")
    assert chosen([gone, here], only()).keeper == here
    assert chosen([photo("/p/abc.jpg"), photo("/p/b.jpg")], only()).reasons == (
        "all are equal; the shortest path is kept",
    )


# Made from another


def made_from_the_first(photo: Photo, others: Sequence[Photo]) -> Trace | None:
    """As if the first path were the parent of all others."""
    return Trace.MARKS if any(other.path < photo.path for other in others) else None


@pytest.mark.parametrize(
    ("count", "reason"),
    [
        (1, "the other was made from it, as traces in its pixels show"),
        (2, "the others were made from it, as traces in their pixels show"),
    ],
)
def test_what_others_were_made_from_is_kept_though_they_are_larger(count: int, reason: str) -> None:
    copies = [photo(f"/p/b{number}.jpg", width=4000, height=3000) for number in range(count)]
    rules = rules_for(RuleSet(), Relation.SAME_PICTURE, made_from=made_from_the_first)
    choice = choose([photo("/p/a.jpg"), *copies], rules)
    assert choice.keeper.path == "/p/a.jpg"
    assert choice.reasons[0] == reason


@pytest.mark.parametrize(("count", "was"), [(1, "one other was"), (2, "others were")])
def test_several_that_were_made_from_nothing(count: int, was: str) -> None:
    copies = [photo(f"/p/c{number}.jpg", width=4000, height=3000) for number in range(count)]

    def made_from(one: Photo, others: Sequence[Photo]) -> Trace | None:
        return Trace.MARKS if one in copies else None

    rules = rules_for(RuleSet(), Relation.SAME_PICTURE, made_from=made_from)
    photos = [photo(path) for path in ("/p/a.jpg", "/p/b.jpg")]
    assert choose([*photos, *copies], rules).reasons[0] == f"not made from another, as {was}"


@pytest.mark.parametrize(
    ("photos", "reason"),
    [
        (("a", "c0"), "brightness or colours of the other were changed afterwards"),
        (("a", "c0", "c1"), "brightness or colours of the others were changed afterwards"),
        (
            ("a", "b", "c0"),
            "its own are as they were; brightness or colours of one other were changed afterwards",
        ),
    ],
)
def test_other_colours_are_told_as_such(photos: Sequence[str], reason: str) -> None:
    def made_from(one: Photo, others: Sequence[Photo]) -> Trace | None:
        return Trace.RETONED if one.path.startswith("/p/c") else None

    rules = rules_for(RuleSet(), Relation.SAME_PICTURE, made_from=made_from)
    all_of_them = [photo(f"/p/{name}.jpg", width=4000 if name > "b" else 2000) for name in photos]
    assert choose(all_of_them, rules).reasons[0] == reason


def test_only_what_would_be_kept_is_asked_about() -> None:
    asked: list[str] = []

    def made_from(one: Photo, others: Sequence[Photo]) -> Trace | None:
        asked.append(one.path)
        return Trace.MARKS if one.path == "/p/wide.jpg" else None

    rules = rules_for(RuleSet(), Relation.SAME_PICTURE, made_from=made_from)
    photos = [photo(f"/p/{number}.jpg", width=800 + number, height=600) for number in range(20)]
    choice = choose([*photos, photo("/p/wide.jpg", width=1000, height=600)], rules)
    assert choice.keeper.path == "/p/19.jpg"
    assert set(asked) == {"/p/wide.jpg", "/p/19.jpg"}


def test_the_user_may_ask_last_of_all_what_was_made_from_what() -> None:
    rules = rules_for(
        only(RuleName.MORE_PIXELS, RuleName.FIRST_HAND),
        Relation.SAME_PICTURE,
        made_from=made_from_the_first,
    )
    photos = [photo("/p/a.jpg"), photo("/p/b.jpg"), photo("/p/large.jpg", width=4000, height=3000)]
    assert choose(photos, rules).keeper == photos[2]
    assert choose(photos[:2], rules).keeper == photos[0]


def test_what_comes_from_a_camera_is_only_asked_about_beside_its_like() -> None:
    rules = rules_for(only(RuleName.FIRST_HAND), Relation.SAME_PICTURE, made_from=made_from_the_first)
    taken = photo("/p/b.jpg", **CAMERA)
    assert choose([photo("/p/a.jpg"), taken], rules).reasons == (
        "all are equal; the first path by name is kept",
    )
    assert choose([photo("/p/aa.jpg", **CAMERA), taken], rules).keeper != taken
    # What names no camera may be made from what does.
    assert choose([photo("/p/0.jpg", **CAMERA), photo("/p/1.jpg")], rules).keeper.path == "/p/0.jpg"
