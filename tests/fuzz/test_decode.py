"""Broken pictures at random, in every way into the decoders; `scripts/fuzz.py` does the same by the thousand.

PHOTOSIM_FUZZ tells how many (200 without it).
"""

import os
from pathlib import Path

from scripts.fuzz import cases, fuzz
from scripts.fuzzing.seeds import from_folder, made

_CASES = int(os.environ.get("PHOTOSIM_FUZZ", "200"))


def test_broken_pictures_neither_crash_nor_hang_nor_change(tmp_path: Path) -> None:
    folder = os.environ.get("PHOTOSIM_PHOTOS")
    seeds = [*made(), *from_folder(Path(folder, "broken") if folder else None)]
    findings = fuzz(cases(seeds, _CASES, seed=0), tmp_path)
    assert findings.alarming == []
    assert set(findings.outcomes) == {"scan", "query", "large view", "thumbnail", "proof"}
    assert sum(findings.outcomes["scan"].values()) == _CASES
    # Some survive, most do not: were it otherwise, the mutations would prove nothing.
    assert 0 < findings.outcomes["scan"]["a photo"] < 0.8 * _CASES


def test_every_seed_is_sound(tmp_path: Path) -> None:
    seeds = made()
    assert set(fuzz(iter(seeds), tmp_path).outcomes["scan"]) == {"a photo"}


def test_a_case_depends_on_nothing_but_its_number() -> None:
    seeds = [b"first" * 100, b"second" * 100]
    few, many = list(cases(seeds, 5, seed=3)), list(cases(seeds, 50, seed=3))
    assert many[:5] == few
    assert len(set(many)) > 40
