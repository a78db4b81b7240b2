"""What two photos are to each other."""

# ruff: noqa: DTZ001 - a camera's clock has no time zone

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from photosim.domain.encoder import Thresholds
from photosim.domain.photo import ContentId, Facts
from photosim.domain.similarity import Relation
from photosim.similarity.relation import (
    closer,
    judge,
    positions_of,
    relate,
    seconds_of,
    shot_of,
)

THRESHOLDS = Thresholds(same_picture=0.4, similar=0.8)
NOON = datetime(2019, 5, 1, 12)
PARIS = {"latitude": 48.8584, "longitude": 2.2945}
ROME = {"latitude": 41.9, "longitude": 12.49}


@dataclass(frozen=True)
class Seen:
    content: ContentId
    preview_digest: bytes
    facts: Facts


def seen(content: bytes, preview: bytes = b"", **facts: Any) -> Seen:
    return Seen(ContentId(content), preview or content, Facts("JPEG", 4, 3, **facts))


@pytest.mark.parametrize(
    ("first", "second", "distance", "relation"),
    [
        (seen(b"a"), seen(b"a"), 0.0, Relation.IDENTICAL_BYTES),
        (seen(b"a", b"p"), seen(b"b", b"p"), 0.0, Relation.IDENTICAL_PIXELS),
        (seen(b"a"), seen(b"b"), 0.4, Relation.SAME_PICTURE),
        (seen(b"a", taken_at=NOON), seen(b"b", taken_at=NOON), 0.4, Relation.SAME_PICTURE),
        (seen(b"a", taken_at=NOON), seen(b"b"), 0.4, Relation.SAME_PICTURE),
        (
            seen(b"a", taken_at=NOON),
            seen(b"b", taken_at=NOON + timedelta(seconds=1)),
            0.1,
            Relation.SAME_MOMENT,
        ),
        (
            seen(b"a", taken_at=NOON),
            seen(b"b", taken_at=NOON + timedelta(hours=2)),
            0.1,
            Relation.SAME_PICTURE,
        ),
        (seen(b"a"), seen(b"b"), 0.41, Relation.SAME_PLACE),
        (seen(b"a"), seen(b"b"), 0.81, Relation.UNRELATED),
        (
            seen(b"a", taken_at=NOON),
            seen(b"b", taken_at=NOON + timedelta(seconds=30)),
            0.8,
            Relation.SAME_MOMENT,
        ),
        (
            seen(b"a", taken_at=NOON),
            seen(b"b", taken_at=NOON - timedelta(seconds=31)),
            0.8,
            Relation.SAME_PLACE,
        ),
        (seen(b"a", taken_at=NOON), seen(b"b"), 0.8, Relation.SAME_PLACE),
        (seen(b"a", taken_at=NOON), seen(b"b", taken_at=NOON), 0.81, Relation.UNRELATED),
        (seen(b"a", **PARIS), seen(b"b", **PARIS), 0.8, Relation.SAME_PLACE),
        (seen(b"a", **PARIS), seen(b"b", **ROME), 0.8, Relation.UNRELATED),
        (seen(b"a", **PARIS), seen(b"b"), 0.8, Relation.SAME_PLACE),
    ],
)
def test_the_closest_the_evidence_allows(
    first: Seen, second: Seen, distance: float, relation: Relation
) -> None:
    assert relate(first, second, distance, THRESHOLDS) is relation
    assert relate(second, first, distance, THRESHOLDS) is relation


class Halving:
    """An encoder as far as a judgement needs one."""

    thresholds = THRESHOLDS

    def likeness(self, distance: float) -> float:
        return 0.5 - distance / 4


def test_identical_bytes_are_certain() -> None:
    assert judge(seen(b"a"), seen(b"a"), 0.0, Halving()) == (Relation.IDENTICAL_BYTES, 1.0)
    assert judge(seen(b"a"), seen(b"b"), 0.4, Halving()) == (Relation.SAME_PICTURE, 0.4)


def test_seconds_and_positions() -> None:
    facts = Facts("JPEG", 4, 3)
    zoned = replace(facts, taken_at=NOON.replace(tzinfo=UTC))
    seconds = seconds_of([facts, replace(facts, taken_at=NOON), zoned])
    assert np.isnan(seconds[0])
    assert seconds[1] == seconds[2]
    latitude, longitude = positions_of([facts, replace(facts, latitude=1.0), replace(facts, **PARIS)])
    assert np.isnan(latitude).tolist() == [True, True, False]
    assert longitude[2] == PARIS["longitude"]
    assert positions_of([])[0].shape == (0,)


def test_shots_are_told_apart_by_the_second_but_not_by_the_time_zone() -> None:
    facts = Facts("JPEG", 4, 3)
    assert np.isnan(shot_of(facts))
    noon = shot_of(replace(facts, taken_at=NOON))
    assert noon >= 0
    assert shot_of(replace(facts, taken_at=NOON + timedelta(milliseconds=900))) == pytest.approx(noon + 0.9)
    assert shot_of(replace(facts, taken_at=NOON - timedelta(hours=5, minutes=45))) == noon
    assert shot_of(replace(facts, taken_at=NOON + timedelta(seconds=1))) != noon


def test_closer() -> None:
    assert closer(Relation.SAME_PLACE, Relation.IDENTICAL_PIXELS) is Relation.IDENTICAL_PIXELS
    assert closer(Relation.SAME_MOMENT, Relation.UNRELATED) is Relation.SAME_MOMENT
