import os
from pathlib import Path

import numpy as np
import pytest

from photosim.app.model import open_model
from photosim.app.scanning.embed import embed, save_npz
from photosim.domain.errors import Cancelled, FileError
from photosim.domain.files import ProblemKind
from photosim.domain.progress import CancelToken, Progress, silent
from tests.app.conftest import TINY_MODEL


def test_every_picture_has_its_row(sample_photos: Path) -> None:
    (sample_photos / "notes.txt").write_text("milk")
    encoder = open_model(TINY_MODEL)
    told: list[Progress] = []
    embedding = embed(encoder, [str(sample_photos)], told.append, CancelToken())
    assert [os.path.basename(path) for path in embedding.paths] == [
        "china-burst.jpg",
        "china-small.jpg",
        "china.jpg",
        "flower-copy.jpg",
        "flower.jpg",
    ]
    assert embedding.code.shape == (5, encoder.card.code_dims)
    assert embedding.bits.shape == (5, 8)
    assert embedding.reconstruction_error.shape == (5,)
    assert (embedding.reconstruction_error >= 0).all()
    assert np.array_equal(embedding.code[3], embedding.code[4])
    assert [problem.kind for problem in embedding.problems] == [ProblemKind.OTHER_FILE]
    assert told[-1].done == 5


def test_nothing_to_encode_gives_empty_arrays(tmp_path: Path) -> None:
    embedding = embed(open_model(TINY_MODEL), [str(tmp_path)], silent, CancelToken())
    assert embedding.paths == ()
    assert len(embedding.code) == len(embedding.bits) == len(embedding.reconstruction_error) == 0
    save_npz(embedding, str(tmp_path / "none.npz"))
    with np.load(tmp_path / "none.npz") as arrays:
        assert len(arrays["paths"]) == 0


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="nowhere"):
        embed(open_model(TINY_MODEL), [str(tmp_path / "nowhere")], silent, CancelToken())


def test_stopping_leaves_nothing(sample_photos: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        embed(open_model(TINY_MODEL), [str(sample_photos)], silent, cancel)


def test_names_that_are_not_utf8_survive_the_file(tmp_path: Path, sample_photos: Path) -> None:
    if os.name != "posix":
        pytest.skip("file names are Unicode here")
    folder = tmp_path / "odd"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/caf\xe9.jpg", "wb") as file:
        file.write((sample_photos / "china.jpg").read_bytes())
    embedding = embed(open_model(TINY_MODEL), [str(folder)], silent, CancelToken())
    save_npz(embedding, str(tmp_path / "codes.npz"))
    with np.load(tmp_path / "codes.npz") as arrays:
        assert os.path.exists(str(arrays["paths"][0]))
