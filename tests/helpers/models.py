"""Models for tests."""

import json
import shutil
from pathlib import Path

TINY_MODEL = Path(__file__).resolve().parent.parent / "encoding" / "tiny"


def another_model(place: Path) -> Path:
    """A folder with a model that works as the tiny one and calls itself a later version."""
    folder = place / "another-model"
    shutil.copytree(TINY_MODEL, folder)
    card = folder / "card.json"
    told = json.loads(card.read_text(encoding="utf-8"))
    card.write_text(json.dumps({**told, "version": f"{told['version']}-later"}), encoding="utf-8")
    return folder
