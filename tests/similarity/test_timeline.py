"""When pictures were taken, where no camera tells."""

# ruff: noqa: DTZ001 - a camera's clock has no time zone

import os
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from photosim.domain.photo import Photo
from photosim.domain.progress import CancelToken, silent
from photosim.similarity.pictures import find_moments, find_pictures
from photosim.similarity.timeline import SECONDS_PER_NUMBER, Timeline, time_in_name
from tests.similarity.library import Looking, after, code, photo, table_of


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("IMG_20190501_120301.jpg", datetime(2019, 5, 1, 12, 3, 1)),
        ("PXL_20210102_235959123.jpg", datetime(2021, 1, 2, 23, 59, 59)),
        ("2019-05-01 12.03.01.jpg", datetime(2019, 5, 1, 12, 3, 1)),
        ("2019-05-01T12:03:01-edited.jpg", datetime(2019, 5, 1, 12, 3, 1)),
        ("WhatsApp Image 2020-02-29 at 08.15.30 (1).jpeg", datetime(2020, 2, 29, 8, 15, 30)),
        ("Screenshot_20230105-101112.png", datetime(2023, 1, 5, 10, 11, 12)),
        ("20190501120301.jpg", datetime(2019, 5, 1, 12, 3, 1)),
        ("20190230_120000.jpg", None),
        ("IMG-20190501-WA0003.jpg", None),
        ("DSC_0041.JPG", None),
        ("120190501120301.jpg", None),
        ("2019-05-01.jpg", None),
    ],
)
def test_the_time_in_a_name(name: str, taken: datetime | None) -> None:
    assert time_in_name(os.path.join("/photos/2018-01-01 10.00.00", name)) == taken


def written(path: str, seconds: float, content: str = "") -> Photo:
    made = photo(path, content or path)
    return replace(made, stamp=replace(made.stamp, mtime_ns=int(seconds * 1e9)))


def test_what_a_camera_noted_counts_more_than_names() -> None:
    line = Timeline(
        [
            [photo("/IMG_20190501_120301.jpg", "a", taken_at=after(5))],
            [photo("/b.jpg", "b", taken_at=after(9)), photo("/older.jpg", "c", taken_at=after(7))],
            [photo("/no number", "d")],
        ]
    )
    assert line.seconds[1] - line.seconds[0] == 2
    assert np.isnan(line.seconds[2])


def test_a_series_lies_on_a_line_of_its_own() -> None:
    line = Timeline(
        [
            [written("/trip/DSC_0041.JPG", 0)],
            [written("/trip/dsc_0043.jpg", 20)],
            [written("/trip/DSC_0044.JPG", 1000)],
            [written("/other/DSC_0041.JPG", 0)],
            [written("/trip/PICT0041.JPG", 0)],
        ]
    )
    gaps = np.abs(line.seconds[1:] - line.seconds[0])
    assert gaps[0] == 2 * SECONDS_PER_NUMBER
    assert gaps[1] == 3 * SECONDS_PER_NUMBER
    assert gaps[2:].min() > 1e6
    apart = line.apart_in_series(30.0)
    rows = np.arange(3)
    assert np.argwhere(apart(rows[:1], rows)).ravel().tolist() == [2]


def moments(photos: list[Photo], angles: list[float]) -> list[list[str]]:
    table = table_of(
        photos, {p.content.decode(): code(angle) for p, angle in zip(photos, angles, strict=True)}
    )
    pictures = find_pictures(table, 0.6, Looking(table, 0.01), silent, CancelToken())
    found = find_moments(table, pictures, 0.6, silent, CancelToken())
    return [sorted(f.path for p in group for f in table.files_of(p.contents)) for group in found]


def test_a_burst_without_times_is_a_moment_by_its_numbers() -> None:
    photos = [written(f"/trip/DSC_00{41 + n}.JPG", n, str(n)) for n in range(3)]
    assert moments(photos, [0.0, 0.1, 0.2]) == [[p.path for p in photos]]
    # They must be alike, close in number and written at one time.
    assert moments(photos, [0.0, 1.0, 2.0]) == []
    far = [written(f"/trip/DSC_00{40 + 10 * n}.JPG", n, str(n)) for n in range(3)]
    assert moments(far, [0.0, 0.1, 0.2]) == []
    later = [written(f"/trip/DSC_00{41 + n}.JPG", 3600 * n, str(n)) for n in range(3)]
    assert moments(later, [0.0, 0.1, 0.2]) == []


def test_times_in_names_and_times_of_cameras_are_of_one_clock() -> None:
    photos = [
        photo("/IMG_20230514_120003.jpg", "a"),
        photo("/b.jpg", "b", taken_at=after(0)),
        photo("/c.jpg", "c", taken_at=after(60)),
    ]
    assert moments(photos, [0.0, 0.1, 0.05]) == [["/IMG_20230514_120003.jpg", "/b.jpg"]]
