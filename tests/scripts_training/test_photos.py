from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scripts.training.photos import is_held_out, list_members, load_held_out, load_squares


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    (folder / "train").mkdir(parents=True)
    for number in range(2):
        with zipfile.ZipFile(folder / "train" / f"train-{number:02d}.zip", "w") as archive:
            for place in range(30):
                data = io.BytesIO()
                Image.new("RGB", (40, 30), (place * 8, number * 200, 10)).save(data, "WEBP", lossless=True)
                archive.writestr(f"set/{number}{place:03d}.webp", data.getvalue())
    return folder


def test_the_split_never_moves() -> None:
    # Codes of published models depend on it: these three stay where they are for ever.
    assert [is_held_out(name) for name in ("catsdogs/000000.webp", "a", "b")] == [False, False, True]
    share = np.mean([is_held_out(f"set/{number}") for number in range(5000)])
    assert share == pytest.approx(0.2, abs=0.02)


def test_both_sides_are_everything_and_nothing_twice(photos: Path) -> None:
    kept = list_members(photos, held_out=False)
    held = list_members(photos, held_out=True)
    assert len(kept) + len(held) == 60
    assert not set(kept) & set(held)


def test_squares_are_decoded_once(photos: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    squares = load_squares(photos, 16, cache)
    assert squares.shape == (len(list_members(photos, held_out=False)), 16, 16, 3)
    assert squares.dtype == np.uint8
    for archive in (photos / "train").iterdir():
        member_names = zipfile.ZipFile(archive).namelist()
        with zipfile.ZipFile(archive, "w") as emptied:
            for name in member_names:
                emptied.writestr(name, b"")
    np.testing.assert_array_equal(load_squares(photos, 16, cache), squares)


def test_held_out_photos_come_from_all_archives(photos: Path) -> None:
    pixels = load_held_out(photos, 16, 4)
    assert pixels.shape == (4, 16, 16, 3)
    assert set(np.unique(pixels[..., 1])) == {0, 200}


def test_no_photos_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no training photos"):
        list_members(tmp_path, held_out=False)
