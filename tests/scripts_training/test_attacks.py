from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from scripts.benchmark.attacks import ATTACKS, BY_NAME, Attack, attacked


def picture(seed: int, size: tuple[int, int] = (240, 180)) -> Image.Image:
    coarse = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)


OTHERS = [picture(seed) for seed in range(100, 104)]


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        return ImageOps.exif_transpose(image).convert("RGB")


def difference(a: Image.Image, b: Image.Image) -> float:
    first, second = (np.asarray(p.resize((64, 64)), np.float64) for p in (a, b))
    return float(np.abs(first - second).mean())


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
@pytest.mark.parametrize("size", [(240, 180), (150, 260)])
def test_every_attack_gives_a_picture(attack: Attack, size: tuple[int, int]) -> None:
    for source in ("a", "b"):
        out = opened(attacked(attack, source, picture(1, size), OTHERS))
        assert min(out.size) > 20
        assert np.asarray(out).std() > 1


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_repeats_itself(attack: Attack) -> None:
    once = attacked(attack, "a", picture(1), OTHERS)
    assert once == attacked(attack, "a", picture(1), OTHERS)


@pytest.mark.parametrize("name", ["tilt", "crop 50 %", "filter", "screenshot", "collage", "strong mixture"])
def test_source_and_seed_change_an_attack(name: str) -> None:
    attack = BY_NAME[name]
    once = attacked(attack, "a", picture(1), OTHERS)
    assert once != attacked(attack, "b", picture(1), OTHERS)
    assert once != attacked(attack, "a", picture(1), OTHERS, seed=2)


def test_names_are_unique() -> None:
    assert len(BY_NAME) == len(ATTACKS)


@pytest.mark.parametrize(
    "name", ["exact pixels (png)", "jpeg85", "webp60", "exif stripped", "exif turned", "resize 50 %"]
)
def test_a_harmless_attack_looks_the_same(name: str) -> None:
    original = picture(1)
    assert difference(opened(attacked(BY_NAME[name], "a", original, OTHERS)), original) < 4


def test_the_tag_of_a_turned_photo_is_needed() -> None:
    data = attacked(BY_NAME["exif turned"], "b", picture(1), OTHERS)
    with Image.open(io.BytesIO(data)) as stored:
        assert stored.getexif()[0x0112] in {3, 6, 8}


@pytest.mark.parametrize(("name", "share"), [("crop 90 %", 0.9), ("crop 50 %", 0.5), ("crop 35 %", 0.35)])
def test_crops_keep_their_share(name: str, share: float) -> None:
    original = picture(1)
    out = opened(attacked(BY_NAME[name], "a", original, OTHERS))
    assert out.width * out.height / (original.width * original.height) == pytest.approx(share, abs=0.02)
