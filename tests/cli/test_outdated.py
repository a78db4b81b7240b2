"""What the command line tells of a library that another model has encoded."""

from pathlib import Path

from tests.cli.conftest import Photosim
from tests.helpers.models import another_model
from tests.helpers.photos import sample_paths


def test_one_sentence_and_one_command(photosim: Photosim, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "china.jpg").write_bytes(sample_paths()[0].read_bytes())
    assert photosim("scan", folder).code == 0
    model = ("--model", another_model(tmp_path))
    asked = photosim("groups", *model)
    assert asked.code == 0
    assert asked.err == (
        "photosim: 1 photo was encoded by another model: what looks like it is not found "
        "until it is encoded anew: photosim scan\n"
    )
    assert photosim("history", *model).err == ""
    assert ": 1 unchanged, 1 encoded anew.\n" in photosim("scan", *model).out
    assert photosim("groups", *model).err == ""
