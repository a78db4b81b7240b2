from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from photosim.domain.assets import asset_path
from photosim.domain.errors import ModelError
from photosim.encoding import Autoencoder, ModelCard, self_check
from photosim.encoding.autoencoder import SHIPPED_MODEL

if TYPE_CHECKING:
    from photosim.domain.encoder import Encoder

TINY = Path(__file__).parent / "tiny"
SHIPPED = asset_path("models", SHIPPED_MODEL)


@pytest.fixture(scope="module", params=[TINY, SHIPPED], ids=["tiny", "shipped"])
def model(request: pytest.FixtureRequest) -> Autoencoder:
    folder: Path = request.param
    return Autoencoder.load(folder)


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "model"))


def pictures(model: Autoencoder, count: int) -> NDArray[np.uint8]:
    size = model.input_spec.size
    rng = np.random.default_rng(5)
    coarse = rng.integers(0, 256, (count, 4, 4, 3), dtype=np.uint8)
    return np.kron(coarse, np.ones((1, size // 4, size // 4, 1), np.uint8))


def test_it_is_an_encoder(model: Autoencoder) -> None:
    encoder: Encoder = model
    assert encoder.model_id == model.card.model_id
    assert encoder.thresholds == model.card.thresholds


def test_the_golden_code_is_reproduced(model: Autoencoder) -> None:
    check = self_check(model)
    assert check.passed, check
    assert check.provider.endswith("ExecutionProvider")


def test_codes_have_unit_length_and_the_promised_shapes(model: Autoencoder) -> None:
    codes = model.encode(pictures(model, 7))
    assert codes.code.shape == (7, model.card.code_dims)
    assert codes.code.dtype == np.float32
    assert codes.bits.shape == (7, 8)
    assert codes.bits.dtype == np.uint8
    np.testing.assert_allclose(np.linalg.norm(codes.code, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("count", [2, 31, 33, 70])
def test_a_picture_is_encoded_the_same_in_any_company(model: Autoencoder, count: int) -> None:
    batch = pictures(model, count)
    together = model.encode(batch)
    for row in (0, count // 2, count - 1):
        alone = model.encode(batch[row : row + 1])
        np.testing.assert_allclose(alone.code[0], together.code[row], atol=1e-5)
        np.testing.assert_array_equal(alone.bits[0], together.bits[row])


def test_no_pictures_give_no_codes(model: Autoencoder) -> None:
    batch = pictures(model, 0)
    assert model.encode(batch).code.shape == (0, model.card.code_dims)
    assert model.reconstruct(batch).shape == batch.shape
    assert model.reconstruction_error(batch).shape == (0,)


def test_bits_are_the_signs_of_the_graph_packed_first_bit_first() -> None:
    import onnxruntime

    model = Autoencoder.load(TINY)
    batch = pictures(model, 3)
    session = onnxruntime.InferenceSession(
        (TINY / "encoder.onnx").read_bytes(), providers=["CPUExecutionProvider"]
    )
    (logits,) = session.run(["bits"], {"pixels": batch})
    bits = model.encode(batch).bits
    for row in range(3):
        unpacked = [bool(bits[row, place // 8] & (128 >> place % 8)) for place in range(64)]
        assert unpacked == [bool(value > 0) for value in logits[row]]


@pytest.mark.parametrize("method", ["encode", "reconstruct", "reconstruction_error", "redraw"])
@pytest.mark.parametrize("shape", [(8, 8, 3), (1, 8, 9, 3), (1, 3, 8, 8), (1, 8, 8, 4)])
def test_another_shape_is_refused(method: str, shape: tuple[int, ...]) -> None:
    model = Autoencoder.load(TINY)
    with pytest.raises(ValueError, match=r"expected uint8 \(N, 8, 8, 3\)"):
        getattr(model, method)(np.zeros(shape, np.uint8))


def test_another_type_is_refused() -> None:
    model = Autoencoder.load(TINY)
    with pytest.raises(ValueError, match="got float32"):
        model.encode(np.zeros((1, 8, 8, 3), np.float32))  # type: ignore[arg-type]


def test_reconstruction_draws_mean_colours() -> None:
    model = Autoencoder.load(TINY)
    flat = np.full((2, 8, 8, 3), 100, np.uint8)
    np.testing.assert_allclose(model.reconstruct(flat).astype(int), 100, atol=1)
    np.testing.assert_allclose(model.reconstruction_error(flat), 0, atol=1e-5)
    assert model.reconstruction_error(pictures(model, 2) // 2 * 2).shape == (2,)


def test_drawings_and_their_errors_come_in_one_pass() -> None:
    model = Autoencoder.load(TINY)
    batch = pictures(model, 40)
    both = model.redraw(batch)
    assert np.array_equal(both.pixels, model.reconstruct(batch))
    assert np.array_equal(both.error, model.reconstruction_error(batch))


def test_noise_is_drawn_worse_than_a_plain_picture() -> None:
    model = Autoencoder.load(SHIPPED)
    size = model.input_spec.size
    noise = np.random.default_rng(2).integers(0, 256, (1, size, size, 3), dtype=np.uint8)
    slope = np.broadcast_to(np.linspace(40, 200, size).astype(np.uint8)[None, :, None, None], noise.shape)
    errors = model.reconstruction_error(np.concatenate((noise, slope)))
    assert 0 <= errors[1] < errors[0] <= 2


def test_several_threads_share_a_model(model: Autoencoder) -> None:
    batch = pictures(model, 8)
    expected = model.encode(batch).code
    with ThreadPoolExecutor(4) as pool:
        for codes in pool.map(lambda _: model.encode(batch), range(12)):
            np.testing.assert_allclose(codes.code, expected, atol=1e-5)
        errors = list(pool.map(lambda _: model.reconstruction_error(batch), range(4)))
    np.testing.assert_allclose(errors[0], errors[-1], atol=1e-5)


def test_likeness_follows_the_knots_and_stays_flat_beyond() -> None:
    model = Autoencoder.load(TINY)
    assert model.likeness(0.0) == 1.0
    assert model.likeness(0.3) == pytest.approx(0.95)
    assert model.likeness(0.6) == pytest.approx(0.5)
    assert model.likeness(2.0) == 0.0


def test_the_shipped_likeness_never_rises() -> None:
    model = Autoencoder.load()
    chances = [model.likeness(distance) for distance in np.linspace(0, 2, 101)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.99
    assert chances[-1] < 0.05


@pytest.mark.parametrize("keep", [0, 100, -1])
def test_a_damaged_encoder_is_named(damaged: Path, keep: int) -> None:
    file = damaged / "encoder.onnx"
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(ModelError, match="damaged") as caught:
        Autoencoder.load(damaged)
    assert str(file) in str(caught.value)


def test_a_missing_encoder_is_named(damaged: Path) -> None:
    (damaged / "encoder.onnx").unlink()
    with pytest.raises(ModelError, match=r"encoder\.onnx.+cannot be read"):
        Autoencoder.load(damaged)


def test_a_file_that_fits_its_card_but_is_no_graph_is_named(damaged: Path) -> None:
    import hashlib

    content = b"not a graph"
    (damaged / "encoder.onnx").write_bytes(content)
    text = (damaged / "card.json").read_text(encoding="utf-8")
    old = ModelCard.read(TINY).encoder.sha256
    (damaged / "card.json").write_text(
        text.replace(old, hashlib.sha256(content).hexdigest()), encoding="utf-8"
    )
    with pytest.raises(ModelError, match=r"encoder\.onnx.+cannot be used"):
        Autoencoder.load(damaged)


def test_the_decoder_is_read_only_when_needed(damaged: Path) -> None:
    (damaged / "decoder.onnx").write_bytes(b"")
    model = Autoencoder.load(damaged)
    batch = pictures(model, 2)
    model.encode(batch)
    with pytest.raises(ModelError, match=r"decoder\.onnx.+damaged"):
        model.reconstruct(batch)


def test_an_unknown_golden_pattern_is_refused(damaged: Path) -> None:
    text = (damaged / "card.json").read_text(encoding="utf-8")
    (damaged / "card.json").write_text(text.replace("triangles-1", "squares-9"), encoding="utf-8")
    with pytest.raises(ModelError, match="squares-9"):
        self_check(Autoencoder.load(damaged))


def test_a_wrong_answer_fails_the_check(damaged: Path) -> None:
    text = (damaged / "card.json").read_text(encoding="utf-8")
    first = str(ModelCard.read(TINY).golden.code[0])
    (damaged / "card.json").write_text(text.replace(first, "0.9"), encoding="utf-8")
    assert not self_check(Autoencoder.load(damaged)).passed


def test_providers_are_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "photosim.encoding"):
        model = Autoencoder.load(TINY, providers=["NoSuchExecutionProvider", "CPUExecutionProvider"])
    assert model.provider == "CPUExecutionProvider"
    assert "asked for CPUExecutionProvider, runs on CPUExecutionProvider" in caplog.text


def test_no_known_provider_falls_back_to_the_cpu() -> None:
    assert Autoencoder.load(TINY, providers=["NoSuchExecutionProvider"]).provider == "CPUExecutionProvider"


def test_an_incomplete_installation_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photosim.encoding.autoencoder.SHIPPED_MODEL", "absent")
    with pytest.raises(ModelError, match="not completely installed"):
        Autoencoder.load()


def test_importing_the_room_does_not_load_the_runtime() -> None:
    code = "import sys, photosim.encoding; sys.exit('onnxruntime' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
