"""Which edits of a real photo are still the same picture, and what is not."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, ImageOps

from photosim.domain.similarity import Transform
from photosim.similarity.verification import Features, extract, verify
from tests.helpers.photos import sample_paths

Picture = Image.Image
Edit = Callable[[Picture], Picture]
TRANSPOSE = Image.Transpose


def sample(number: int) -> Picture:
    with Image.open(sample_paths()[number]) as opened:
        return opened.convert("RGB")


def pixels(picture: Picture) -> NDArray[np.uint8]:
    small = picture.copy()
    small.thumbnail((320, 320))
    return np.asarray(small.convert("RGB"))


def features(picture: Picture) -> Features:
    return extract(pixels(picture))


def jpeg10(picture: Picture) -> Picture:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=10)
    return Image.open(file)


def captioned(picture: Picture) -> Picture:
    out = picture.copy()
    ImageDraw.Draw(out).text((40, 300), "Holiday 2021", font=ImageFont.load_default(70), fill="white")
    return out


def cropped(share: float) -> Edit:
    side = share**0.5

    def crop(picture: Picture) -> Picture:
        width, height = picture.size
        return picture.crop((20, 10, 20 + round(width * side), 10 + round(height * side)))

    return crop


EDITS: dict[str, Edit] = {
    "mirror": ImageOps.mirror,
    "turned": lambda picture: picture.transpose(TRANSPOSE.ROTATE_90),
    "upside down": lambda picture: picture.transpose(TRANSPOSE.ROTATE_180),
    "transposed": lambda picture: picture.transpose(TRANSPOSE.TRANSPOSE),
    "small": lambda picture: picture.resize((160, 107)),
    "stretched": lambda picture: picture.resize((480, 427)),
    "crop 75 %": cropped(0.75),
    "crop 50 %": cropped(0.5),
    "frame": lambda picture: ImageOps.expand(picture, 60, "brown"),
    "text": captioned,
    "jpeg10": jpeg10,
    "grey": lambda picture: picture.convert("L").convert("RGB"),
    "gamma": lambda picture: picture.point([round(255 * (value / 255) ** 2) for value in range(256)] * 3),
}


@pytest.mark.parametrize("number", [0, 1], ids=["china", "flower"])
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_is_the_same_picture_from_either_side(edit: Edit, number: int) -> None:
    original, edited = features(sample(number)), features(edit(sample(number)))
    assert verify(original, edited).same
    assert verify(edited, original).same


def test_the_evidence_tells_what_was_done() -> None:
    original = sample(0)
    turned = verify(features(original), features(original.transpose(TRANSPOSE.ROTATE_270)))
    assert (turned.turn, turned.mirrored) == (90.0, False)
    assert turned.scale == pytest.approx(1.0, abs=0.02)
    mirrored = verify(features(original), features(ImageOps.mirror(original)))
    assert (mirrored.turn, mirrored.mirrored) == (0.0, True)
    half = verify(features(original), features(cropped(0.5)(original)))
    assert half.overlap_first == pytest.approx(0.5, abs=0.03)
    assert half.overlap_second == pytest.approx(1.0, abs=0.02)
    # Both thumbnails have the same longest side, so the crop is shown larger.
    assert half.scale == pytest.approx(2**0.5, abs=0.03)
    framed = verify(features(original), features(ImageOps.expand(original, 60, "brown")))
    assert framed.overlap_first == pytest.approx(1.0, abs=0.02)
    assert framed.overlap_second == pytest.approx(640 * 427 / (760 * 547), abs=0.03)


@pytest.mark.parametrize("edit", ["turned", "mirror", "transposed", "crop 50 %"])
def test_seen_from_the_other_side(edit: str) -> None:
    one, two = features(sample(0)), features(EDITS[edit](sample(0)))
    there, back = verify(one, two), verify(two, one).reversed()
    assert back.turn == there.turn
    assert back.mirrored == there.mirrored
    assert (back.overlap_first, back.overlap_second, back.scale) == pytest.approx(
        (there.overlap_first, there.overlap_second, there.scale), abs=0.03
    )


def through(transform: Transform, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f, g, h, i = transform
    w = g * x + h * y + i
    return (a * x + b * y + c) / w, (d * x + e * y + f) / w


@pytest.mark.parametrize(
    ("edit", "corner"),
    [
        ("small", (0.0, 0.0)),
        ("stretched", (0.0, 0.0)),
        ("mirror", (1.0, 0.0)),
        # numpy and Pillow turn counterclockwise: the left upper corner comes to lie at the left lower.
        ("turned", (0.0, 1.0)),
        ("transposed", (0.0, 0.0)),
        ("frame", (60 / 760, 60 / 547)),
        ("crop 50 %", (-20 / 452.5, -10 / 301.9)),
    ],
)
def test_the_transform_takes_points_of_the_first_to_the_second(
    edit: str, corner: tuple[float, float]
) -> None:
    found = verify(features(sample(0)), features(EDITS[edit](sample(0))))
    assert found.transform is not None
    assert through(found.transform, 0.0, 0.0) == pytest.approx(corner, abs=0.015)
    back = found.reversed().transform
    assert back is not None
    assert through(back, *through(found.transform, 0.3, 0.8)) == pytest.approx((0.3, 0.8), abs=1e-6)


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_transform_of_plain_pictures(quarters: int, mirrored: bool) -> None:
    picture = pixels(soft(1))
    turned = np.rot90(picture[:, ::-1] if mirrored else picture, quarters)
    found = verify(extract(picture), extract(np.ascontiguousarray(turned)))
    assert found.transform is not None
    marked = np.zeros((3, 3), bool)
    marked[0, 1] = True
    (row,), (column,) = np.nonzero(np.rot90(marked[:, ::-1] if mirrored else marked, quarters))
    assert through(found.transform, 0.5, 0.0) == pytest.approx((column / 2, row / 2), abs=1e-6)


def test_neighbouring_views_of_a_panorama_are_not_the_same_picture() -> None:
    wide = sample(0)
    left, right = wide.crop((0, 0, 400, 427)), wide.crop((160, 0, 560, 427))
    evidence = verify(features(left), features(right))
    assert not evidence.same
    assert evidence.agreement > 0.9
    assert evidence.overlap_first == pytest.approx(0.6, abs=0.03)


def test_different_photos_are_not_the_same_picture() -> None:
    evidence = verify(features(sample(0)), features(sample(1)))
    assert not evidence.same
    assert (evidence.overlap_first, evidence.inliers, evidence.scale) == (0.0, 0, 0.0)


def mist(seed: int) -> Picture:
    """A sky: a smooth gradient, with a grain and an exposure of its own."""
    random = np.random.default_rng(seed)
    grain = random.normal(0, 1.5, (200, 300, 3))
    levels = np.linspace(90, 200 + 2 * seed, 200)[:, None, None]
    return Image.fromarray((levels + grain).clip(0, 255).astype(np.uint8))


def lens_cap(seed: int) -> Picture:
    grain = np.random.default_rng(seed).normal(4, 3, (200, 300, 3))
    return Image.fromarray(grain.clip(0, 255).astype(np.uint8))


def wall(seed: int) -> Picture:
    """White, darker towards one corner."""
    y, x = np.mgrid[0:200, 0:300] / 300
    levels = 235 - (20 + 4 * seed) * (x + y) + np.random.default_rng(seed).normal(0, 1, (200, 300))
    return Image.fromarray(np.repeat(levels.clip(0, 255).astype(np.uint8)[:, :, None], 3, axis=2))


def saved(picture: Picture, quality: int) -> Picture:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


@pytest.mark.parametrize("plain", [mist(1), wall(1), mist(3).transpose(TRANSPOSE.ROTATE_90)])
@pytest.mark.parametrize("quality", [95, 60])
def test_a_plain_picture_saved_again_is_the_same(plain: Picture, quality: int) -> None:
    assert verify(features(plain), features(saved(plain, quality))).same
    small = saved(plain, quality).resize((plain.width // 2, plain.height // 2), Image.Resampling.BICUBIC)
    assert verify(features(small), features(plain)).same
    turned = verify(features(plain), features(saved(plain, quality).transpose(TRANSPOSE.ROTATE_270)))
    assert turned.same
    assert turned.turn == 90.0


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (Image.new("RGB", (300, 200), "white"), Image.new("RGB", (300, 200), "white")),
        (Image.new("RGB", (300, 200), "black"), Image.new("RGB", (200, 200), "black")),
        (mist(1), mist(2)),
        (mist(1), ImageOps.flip(mist(2))),
        (lens_cap(1), lens_cap(2)),
        (lens_cap(1), lens_cap(1).resize((150, 100))),
        (wall(1), wall(2)),
        (wall(1), mist(1)),
        (sample(0).point([value // 64 for value in range(256)] * 3), Image.new("RGB", (300, 200))),
    ],
    ids=[
        "white",
        "black",
        "mist",
        "mist upside down",
        "lens cap",
        "one lens cap",
        "wall",
        "wall, mist",
        "dark",
    ],
)
def test_what_shows_nothing_is_never_the_same(one: Picture, two: Picture) -> None:
    assert not verify(features(one), features(two)).same


def soft(seed: int) -> Picture:
    """Far out of focus: shapes, but no points."""
    levels = np.random.default_rng(seed).integers(0, 255, (3, 4, 3), dtype=np.uint8)
    return Image.fromarray(levels).resize((320, 240), Image.Resampling.BICUBIC)


def test_a_plain_picture_is_compared_as_a_whole() -> None:
    original = features(soft(1))
    assert len(original.points) < 40
    assert verify(original, features(soft(1).resize((200, 150)))).same
    turned = verify(original, features(soft(1).transpose(TRANSPOSE.ROTATE_270)))
    assert turned.same
    assert turned.turn == 90.0
    for seed in range(2, 8):
        assert not verify(original, features(soft(seed))).same


def test_the_features_of_the_mirrored_picture_need_no_second_look() -> None:
    picture = pixels(sample(0))[:, :256]
    turned, looked = (
        extract(np.ascontiguousarray(picture)).mirrored(),
        extract(np.ascontiguousarray(picture[:, ::-1])),
    )
    assert np.array_equal(turned.grey, looked.grey)
    evidence = verify(turned, looked)
    assert evidence.same
    assert not evidence.mirrored
    assert evidence.inliers > 0.5 * min(len(turned.points), len(looked.points))


def test_a_tiny_picture() -> None:
    dot = extract(np.zeros((1, 1, 3), np.uint8))
    assert dot.points.shape == (0, 2)
    assert not verify(dot, features(sample(0))).same


def test_only_pictures_are_taken() -> None:
    with pytest.raises(ValueError, match="a picture is"):
        extract(np.zeros((10, 10), np.uint8))
