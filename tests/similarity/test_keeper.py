"""The choice, and its reasons word by word."""

# ruff: noqa: RUF001, DTZ001 - a multiplication sign is meant, and a camera's clock has no zone

from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photosim.domain.files import FileStamp, Role
from photosim.domain.photo import ContentId, Facts, Photo
from photosim.domain.rules import RuleSet
from photosim.domain.similarity import Relation
from photosim.similarity.keeper import choose
from photosim.similarity.keeper_rules import rules_for

PICTURE_RULES = rules_for(RuleSet(), Relation.SAME_PICTURE)
SHOT_RULES = rules_for(RuleSet(), Relation.SAME_MOMENT)

MAY_2019 = 1_556_700_000_000_000_000


def photo(
    path: str = "/p/a.jpg",
    *,
    size: int = 1000,
    mtime_ns: int = MAY_2019,
    role: Role = Role.NORMAL,
    missing: bool = False,
    **facts: Any,
) -> Photo:
    return Photo(
        path=path,
        stamp=FileStamp(size, mtime_ns, 1, 1),
        role=role,
        missing=missing,
        content=ContentId(path.encode().ljust(32)),
        preview_digest=b"",
        facts=Facts(**{"format": "JPEG", "width": 400, "height": 300, **facts}),
    )


A = photo("/p/a.jpg")
B = photo("/p/b.jpg")


def test_the_larger_picture_wins_and_says_so() -> None:
    large = photo("/p/zzz.jpg", width=4000, height=3000)
    choice = choose([photo("/p/a.jpg", width=1600, height=1200), large], PICTURE_RULES)
    assert choice.keeper == large
    assert choice.reasons == ("the largest: 4000 × 3000 pixels, the other 1600 × 1200",)


@pytest.mark.parametrize(
    ("keeper", "others", "reasons"),
    [
        pytest.param(
            photo("/p/z.jpg", width=4000, height=3000),
            [photo(f"/p/{n}.jpg", width=1600, height=1200) for n in range(2)],
            ["the largest: 4000 × 3000 pixels, the others 1600 × 1200"],
            id="others of one size",
        ),
        pytest.param(
            photo("/p/z.jpg", width=4000, height=3000),
            [A, photo("/p/b.jpg", width=1600, height=1200)],
            ["the largest: 4000 × 3000 pixels, the others at most 1600 × 1200"],
            id="others of several sizes",
        ),
        pytest.param(
            photo("/p/a.jpg", width=4000, height=3000),
            [photo("/p/bb.jpg", width=4000, height=3000), B],
            [
                "among the largest: 4000 × 3000 pixels, one other 400 × 300",
                "of those left, the shortest path",
            ],
            id="two of the largest",
        ),
        pytest.param(
            A,
            [replace(B, missing=True)],
            ["still in its place; the other was not found by the last scan"],
            id="present",
        ),
        pytest.param(
            A,
            [replace(B, missing=True), photo("/p/c.jpg", missing=True)],
            ["still in its place; the others were not found by the last scan"],
            id="present of three",
        ),
        pytest.param(
            replace(B, role=Role.PROTECTED),
            [photo("/p/a.jpg", width=4000, height=3000)],
            ["in a protected folder", "yet smaller than another: 400 × 300 pixels against 4000 × 3000"],
            id="protected beats larger",
        ),
        pytest.param(photo("/p/z.dng", format="RAW"), [A], ["the camera's raw picture"], id="raw"),
        pytest.param(
            photo("/p/z.jpg", latitude=48.8, longitude=2.3, exif_fields=34),
            [A, B],
            ["carries GPS and 34 EXIF fields, the others none"],
            id="exif against none",
        ),
        pytest.param(
            photo("/p/z.jpg", taken_at=datetime(2019, 5, 1), camera="Canon", exif_fields=34),
            [photo("/p/a.jpg", exif_fields=1), photo("/p/b.jpg", exif_fields=12)],
            [
                (
                    "carries the date, the camera and 34 EXIF fields, "
                    "the others at most 12 and not the date and the camera"
                )
            ],
            id="exif against some",
        ),
        pytest.param(
            photo("/p/z.jpg", exif_fields=1), [A], ["carries 1 EXIF field, the other none"], id="one field"
        ),
        pytest.param(
            photo("/p/z.jpg", exif_fields=9),
            [photo("/p/a.jpg", exif_fields=4)],
            ["carries 9 EXIF fields, the other 4"],
            id="more fields",
        ),
        pytest.param(
            photo("/p/z.jpg", camera="Canon", exif_fields=4),
            [photo("/p/a.jpg", exif_fields=9)],
            ["carries the camera, the other not"],
            id="fewer but weightier fields",
        ),
        pytest.param(
            photo("/p/z.jpg", camera="Canon", taken_at=datetime(2019, 5, 1)),
            [photo("/p/a.jpg", camera="Canon"), photo("/p/b.jpg", taken_at=datetime(2019, 5, 1))],
            ["carries more of the date, GPS and the camera than the others"],
            id="no single riches",
        ),
        pytest.param(
            photo("/p/z.jpg", sharpness=30.0),
            [photo("/p/a.jpg", sharpness=20.0)],
            ["the sharpest, 1.5 times as sharp as the next"],
            id="sharper",
        ),
        pytest.param(photo("/p/z.jpg", sharpness=30.0), [A], ["the sharpest"], id="sharper than nothing"),
        pytest.param(
            photo("/p/a.jpg", sharpness=92.0),
            [photo("/p/bb.jpg", sharpness=100.0), photo("/p/c.jpg", sharpness=90.0)],
            ["among the sharpest", "of those left, the shortest path"],
            id="hardly sharper than what was ruled out",
        ),
        pytest.param(
            photo("/p/z.jpg", size=3_400_000),
            [photo("/p/a.jpg", size=2_100_000)],
            ["the largest file: 3.4 MB, the other 2.1 MB"],
            id="bytes",
        ),
        pytest.param(
            photo("/p/z.jpg", size=3_400_002),
            [photo("/p/a.jpg", size=3_400_001), B],
            ["the largest file: 3,400,002 bytes, the others at most 3,400,001"],
            id="nearly equal bytes",
        ),
        pytest.param(
            photo("/p/z.jpg", mtime_ns=MAY_2019 - 86_400 * 10**9),
            [A],
            ["the oldest file, of 2019-04-30; the other of 2019-05-01"],
            id="older",
        ),
        pytest.param(
            photo("/p/z.jpg", mtime_ns=MAY_2019 - 86_400 * 10**9),
            [A, photo("/p/b.jpg", mtime_ns=MAY_2019 + 86_400 * 10**9)],
            ["the oldest file, of 2019-04-30; the others of 2019-05-01 or later"],
            id="oldest of three",
        ),
        pytest.param(
            photo("/p/z.jpg", mtime_ns=MAY_2019 - 2 * 10**9), [A], ["the oldest file"], id="older by seconds"
        ),
        pytest.param(A, [photo("/p/copies/a.jpg")], ["all are equal; the shortest path is kept"], id="path"),
        pytest.param(A, [B], ["all are equal; the first path by name is kept"], id="name"),
        pytest.param(
            A,
            [photo("/p/b.jpg", mtime_ns=MAY_2019 + 1)],
            ["all are equal; the first path by name is kept"],
            id="less than a second apart",
        ),
        pytest.param(A, [], ["the only photo"], id="alone"),
    ],
)
def test_choice_and_reasons(keeper: Photo, others: list[Photo], reasons: list[str]) -> None:
    for photos in ([keeper, *others], [*others, keeper]):
        choice = choose(photos, PICTURE_RULES)
        assert choice.keeper == keeper
        assert list(choice.reasons) == reasons


def test_riches_are_told_beside_the_reason_that_decided() -> None:
    best = photo("/p/z.jpg", width=4000, height=3000, latitude=1.0, longitude=2.0, exif_fields=34)
    assert choose([A, best, B], PICTURE_RULES).reasons == (
        "the largest: 4000 × 3000 pixels, the others 400 × 300",
        "carries GPS and 34 EXIF fields, the others none",
    )


def test_what_an_excluded_photo_does_better_is_not_claimed() -> None:
    """The small one has most bytes: "the largest file" would be untrue."""
    first = photo("/p/z.jpg", width=800, height=600, size=5000)
    second = photo("/p/a.jpg", width=800, height=600, size=4000)
    small = photo("/p/b.png", size=90_000)
    assert choose([second, small, first], PICTURE_RULES).reasons == (
        "among the largest: 800 × 600 pixels, one other 400 × 300",
        "of those left, the largest file: 5.0 kB, the other 4.0 kB",
    )


def test_a_frame_does_not_make_a_copy_the_better_one() -> None:
    original = photo("/p/z.jpg", width=1600, height=1068, camera="Canon", exif_fields=30)
    framed = photo("/p/a.jpg", width=1792, height=1260)
    small = photo("/p/b.jpg", width=800, height=534)
    assert choose([framed, original, small], PICTURE_RULES).reasons == (
        "among the largest: 1600 × 1068 pixels, one other 800 × 534",
        "carries the camera and 30 EXIF fields, the others none",
    )


def test_but_many_more_pixels_are_worth_more_than_exif() -> None:
    full = photo("/p/z.jpg", width=4000, height=3000)
    small = photo("/p/a.jpg", width=1600, height=1200, camera="Canon", exif_fields=30)
    assert choose([small, full], PICTURE_RULES).keeper == full


def test_of_two_with_exif_the_uncropped_one_is_kept_though_an_editor_added_fields() -> None:
    original = photo("/p/z.jpg", width=1600, height=1068, camera="Canon", exif_fields=30)
    cropped = photo("/p/a.jpg", width=1500, height=1000, camera="Canon", exif_fields=36)
    assert choose([cropped, original], PICTURE_RULES).reasons == (
        "the largest: 1600 × 1068 pixels, the other 1500 × 1000",
    )


def test_one_reason_a_topic() -> None:
    """Far larger than one, a little larger than the other: told once."""
    photos = [
        photo("/p/z.jpg", width=1000, height=1000),
        photo("/p/b.jpg", width=900, height=1000),
        photo("/p/a.jpg", width=100, height=100),
    ]
    assert choose(photos, PICTURE_RULES).reasons == (
        "the largest: 1000 × 1000 pixels, the others at most 900 × 1000",
    )


def test_one_pixel_row_does_not_decide_a_burst() -> None:
    blurred, sharp = photo("/p/a.jpg", height=301, sharpness=20.0), photo("/p/z.jpg", sharpness=40.0)
    assert choose([blurred, sharp], SHOT_RULES).reasons == ("the sharpest, 2.0 times as sharp as the next",)


def test_sharpness_never_makes_up_for_pixels() -> None:
    small = photo("/p/a.jpg", sharpness=900.0)
    assert choose([small, photo("/p/z.jpg", width=800)], PICTURE_RULES).keeper.path == "/p/z.jpg"
    assert choose([small, photo("/p/z.jpg", width=800)], SHOT_RULES).keeper.path == "/p/z.jpg"


def test_a_copy_with_text_over_it_measures_sharper_but_a_burst_wants_the_sharp_one() -> None:
    original, overlaid = photo("/p/z.jpg", sharpness=20.0, exif_fields=30), photo("/p/a.jpg", sharpness=40.0)
    assert choose([original, overlaid], PICTURE_RULES).keeper == original
    assert choose([original, overlaid], SHOT_RULES).keeper == overlaid


def test_nobody_to_choose_from() -> None:
    with pytest.raises(ValueError, match="no photo"):
        choose([], PICTURE_RULES)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            photo,
            st.text("abc/", min_size=1, max_size=6),
            size=st.integers(0, 2),
            mtime_ns=st.sampled_from([0, 1, 10**9, MAY_2019]),
            role=st.sampled_from(Role),
            missing=st.booleans(),
            width=st.sampled_from([200, 400]),
            exif_fields=st.integers(0, 2),
            camera=st.sampled_from(["", "Canon"]),
            latitude=st.sampled_from([None, 1.0]),
            longitude=st.just(2.0),
            format=st.sampled_from(["JPEG", "RAW"]),
            sharpness=st.sampled_from([0.0, 10.0, 10.5, 20.0]),
        ),
        min_size=1,
        max_size=7,
        unique_by=lambda p: p.path,
    ),
    st.randoms(use_true_random=False),
)
def test_no_order_of_the_photos_changes_the_choice(photos: list[Photo], random: Random) -> None:
    shuffled = list(photos)
    random.shuffle(shuffled)
    for rules in (PICTURE_RULES, SHOT_RULES):
        choice = choose(photos, rules)
        assert choice == choose(shuffled, rules)
        assert choice.keeper in photos
        assert choice.reasons
        assert choice.keeper.missing <= min(p.missing for p in photos)
