from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from photosim.domain.errors import ModelError
from photosim.encoding import ModelCard

TINY = Path(__file__).parent / "tiny"


def values() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((TINY / "card.json").read_text(encoding="utf-8"))
    return loaded


def write(folder: Path, changed: object) -> None:
    (folder / "card.json").write_text(json.dumps(changed), encoding="utf-8")


def test_a_written_card_reads_back_the_same(tmp_path: Path) -> None:
    card = ModelCard.read(TINY)
    card.write(tmp_path)
    assert ModelCard.read(tmp_path) == card


def test_the_model_id_follows_the_weights() -> None:
    changed = values()
    changed["encoder"]["sha256"] = "0" * 64
    other = ModelCard.from_values(changed)
    card = ModelCard.read(TINY)
    assert card.model_id != other.model_id
    assert card.model_id.startswith("tiny-1-")


def test_specs_come_from_the_card() -> None:
    card = ModelCard.read(TINY)
    assert (card.input_spec.size, card.input_spec.resample) == (8, "BOX")
    assert (card.thresholds.same_picture, card.thresholds.similar) == (0.4, 0.8)


@pytest.mark.parametrize("key", sorted(set(values()) - {"format"}))
def test_a_missing_entry_is_named(tmp_path: Path, key: str) -> None:
    changed = values()
    del changed[key]
    write(tmp_path, changed)
    with pytest.raises(ModelError, match=f"“{key}” is missing"):
        ModelCard.read(tmp_path)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"format": 99}, "format 99"),
        ({"same_picture_distance": 0.9}, "distances must satisfy"),
        ({"similar_distance": 2.5}, "distances must satisfy"),
        ({"same_picture_distance": "near"}, "'near' is not a number"),
        ({"same_picture_distance": float("nan")}, "not a number"),
        ({"calibration": [[0.1, 1.0]]}, "two knots"),
        ({"calibration": [[0.5, 1.0], [0.1, 0.0]]}, "rising distances"),
        ({"calibration": [[0.1, 0.2], [0.5, 0.9]]}, "must not rise"),
        ({"calibration": [[0.1, 1.2], [0.5, 0.9]]}, "within 0..1"),
        ({"name": ""}, "'' is not a text"),
        ({"code_dims": 0}, "positive whole number"),
        ({"code_dims": 16.5}, "positive whole number"),
        ({"golden": {"pattern": "triangles-1", "code": [], "tolerance": 1}}, "golden code"),
        ({"encoder": {"name": "../encoder.onnx", "sha256": "0"}}, "plain file name"),
    ],
)
def test_a_contradiction_is_explained(tmp_path: Path, changes: dict[str, object], reason: str) -> None:
    write(tmp_path, values() | changes)
    with pytest.raises(ModelError, match=reason) as caught:
        ModelCard.read(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_another_layout_is_refused(tmp_path: Path) -> None:
    changed = values()
    changed["input"]["layout"] = "NCHW"
    write(tmp_path, changed)
    with pytest.raises(ModelError, match="NHWC"):
        ModelCard.read(tmp_path)


def test_no_card_and_no_json_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        ModelCard.read(tmp_path)
    (tmp_path / "card.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="is not JSON"):
        ModelCard.read(tmp_path)
    write(tmp_path, [])
    with pytest.raises(ModelError, match="malformed"):
        ModelCard.read(tmp_path)
