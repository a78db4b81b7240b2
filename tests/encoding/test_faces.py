"""Faces are found, and their numbers are those of dlib."""

import importlib.util
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from photosim.domain.assets import asset_path
from photosim.domain.errors import ModelError, PhotosimError
from photosim.encoding import face_finder
from photosim.encoding.face_finder import FaceFinder, faces_available, method_of
from photosim.encoding.faces import CHIP_SIDE, FaceCard, FaceNetwork
from photosim.encoding.golden import TRIANGLES, golden_input
from tests.helpers.drawn_faces import ADA, BEN, face, group_photo

needs_dlib = pytest.mark.skipif(importlib.util.find_spec("dlib") is None, reason="the extra faces is absent")


@pytest.fixture(scope="module")
def network() -> FaceNetwork:
    return FaceNetwork(asset_path("models", "faces"))


@pytest.fixture(scope="module")
def finder(network: FaceNetwork) -> FaceFinder:
    return FaceFinder(asset_path("models", "faces"), network)


def _pixels(picture: Image.Image) -> NDArray[np.uint8]:
    return np.ascontiguousarray(picture)


def test_the_known_answer_comes_out(network: FaceNetwork) -> None:
    assert network.known_answer() < 1
    assert network.embed(np.empty((0, CHIP_SIDE, CHIP_SIDE, 3), np.uint8)).shape == (0, 128)


def test_faces_do_not_depend_on_their_company(network: FaceNetwork) -> None:
    chance = np.random.default_rng(1)
    chips = chance.integers(0, 256, (3, CHIP_SIDE, CHIP_SIDE, 3), np.uint8)
    together = network.embed(chips)
    assert together.dtype == np.float32
    alone = np.concatenate([network.embed(chip[None]) for chip in chips])
    assert np.abs(together - alone).max() < 1e-5


@needs_dlib
def test_embeddings_are_those_of_dlib(network: FaceNetwork, finder: FaceFinder) -> None:
    folder = os.environ.get("PHOTOSIM_FACE_MODELS")
    if not folder:
        pytest.skip("no folder of dlib's own models: name one with PHOTOSIM_FACE_MODELS")
    import dlib

    models = Path(folder)
    theirs = dlib.face_recognition_model_v1(str(models / "dlib_face_recognition_resnet_model_v1.dat"))
    chip = golden_input(TRIANGLES, CHIP_SIDE)
    expected = np.array(theirs.compute_face_descriptor(chip[0]))
    assert np.linalg.norm(network.embed(chip)[0] - expected) < 1e-5
    # As face_recognition.face_encodings does it, from the picture on.
    detector = dlib.get_frontal_face_detector()
    landmarks = dlib.shape_predictor(str(models / "shape_predictor_5_face_landmarks.dat"))
    for looks in (ADA, BEN):
        pixels = _pixels(face(looks))
        (place,) = detector(pixels, 1)
        expected = np.array(theirs.compute_face_descriptor(pixels, landmarks(pixels, place)))
        (found,) = finder.find(pixels)
        assert np.linalg.norm(found.embedding - expected) < 1e-5


@needs_dlib
def test_people_are_told_apart(finder: FaceFinder) -> None:
    ada, ada_again, ben = (
        finder.find(_pixels(face(*who)))[0].embedding for who in ((ADA, 0), (ADA, 1), (BEN, 0))
    )
    assert np.linalg.norm(ada - ada_again) < 0.3
    assert np.linalg.norm(ada - ben) > 0.6


@needs_dlib
@pytest.mark.parametrize("side", [240, 700, 1300])
def test_faces_are_found_where_they_are_at_every_size(finder: FaceFinder, side: int) -> None:
    found = finder.find(_pixels(group_photo(ADA, BEN, side=side)))
    assert len(found) == 2
    for place, seen in enumerate(found):
        assert seen.confidence > 0
        middle = seen.box.x + seen.box.width / 2
        assert middle == pytest.approx(0.25 + 0.5 * place, abs=0.05)
        assert seen.box.width == pytest.approx(0.27, abs=0.06)
        assert seen.box.y + seen.box.height / 2 == pytest.approx(0.58, abs=0.1)


@needs_dlib
def test_a_face_at_the_border_has_its_box_inside(finder: FaceFinder) -> None:
    (found,) = finder.find(_pixels(face(ADA).crop((50, 70, 196, 208))))
    box = found.box
    assert min(box.x, box.y) >= 0
    assert max(box.x + box.width, box.y + box.height) <= 1


@needs_dlib
def test_pictures_without_faces_have_none(finder: FaceFinder) -> None:
    assert finder.find(np.full((300, 400, 3), 128, np.uint8)) == []
    assert finder.find(np.zeros((1, 1, 3), np.uint8)) == []


def test_without_dlib_the_way_to_it_is_told(network: FaceNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_finder.importlib.util, "find_spec", lambda name: None)
    reason = faces_available()
    assert reason is not None
    assert "-m pip install dlib-bin" in reason
    with pytest.raises(PhotosimError, match="not installed"):
        FaceFinder(asset_path("models", "faces"), network)


def test_the_method_names_the_weights(network: FaceNetwork) -> None:
    assert network.card.encoder.sha256[:12] in method_of(network)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of models of its own, without the weights."""
    shutil.copy(asset_path("models", "faces", "card.json"), tmp_path)
    return tmp_path


def test_missing_and_damaged_files_are_told(folder: Path) -> None:
    network = FaceNetwork(folder)
    with pytest.raises(ModelError, match=r"encoder\.onnx.*cannot be read"):
        network.known_answer()
    (folder / "encoder.onnx").write_bytes(b"nothing")
    with pytest.raises(ModelError, match=r"encoder\.onnx.*damaged"):
        network.known_answer()


@needs_dlib
def test_damaged_landmarks_are_told(folder: Path) -> None:
    (folder / "landmarks.dat").write_bytes(b"nothing")
    with pytest.raises(ModelError, match=r"landmarks\.dat.*damaged"):
        FaceFinder(folder, FaceNetwork(folder))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": 9}, "format 9 is not 1"),
        ({"encoder": {"name": "a"}}, "malformed"),
        ({"golden": {"pattern": "x"}}, "“embedding” is missing"),
    ],
)
def test_a_malformed_card_is_told(folder: Path, change: dict[str, object], told: str) -> None:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    (folder / "card.json").write_text(json.dumps(card | change), "utf-8")
    with pytest.raises(ModelError, match=told):
        FaceCard.read(folder)


def test_a_card_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "card.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match="is not JSON"):
        FaceCard.read(folder)
    (folder / "card.json").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        FaceCard.read(folder)
