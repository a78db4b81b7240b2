"""Graphs are written as the runtime computes them fastest; needs the `train` dependencies."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="torch is a training dependency", exc_type=ImportError)
onnx = pytest.importorskip("onnx", reason="onnx is a training dependency", exc_type=ImportError)

import onnxruntime  # noqa: E402

from scripts.training.export import export_graph  # noqa: E402
from scripts.training.network import Autoencoder, NetworkShape  # noqa: E402
from scripts.training.quantise import quantise  # noqa: E402

SMALL = NetworkShape(size=32, widths=(8, 8, 16, 16), blocks=(0, 1, 0, 1), latent=4, pooled=16, code=8)


class Graph(torch.nn.Module):
    """From bytes to codes, as the encoder that ships."""

    def __init__(self, model: Autoencoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        scaled = pixels.permute(0, 3, 1, 2).float() / 255
        return self.model.encoder(self.model.normalise(scaled)).code


def write(graph: torch.nn.Module, x: torch.Tensor, names: tuple[list[str], list[str]], path: Path) -> None:
    # The exporter stumbles over what the libraries below it want to do away with, and tells what is missing.
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(action="ignore"):
            export_graph(graph, (x,), names, path)
    finally:
        logging.disable(logging.NOTSET)


class Fifth(torch.nn.Module):
    """Powers with a whole exponent, of numbers that may be negative."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.pow(5.0)


@pytest.fixture(scope="module")
def network() -> Graph:
    torch.manual_seed(3)
    model = Autoencoder(SMALL)
    with torch.no_grad():
        model.encoder.pool.exponent.fill_(3.6)
        for part in model.encoder.modules():
            if isinstance(part, torch.nn.BatchNorm2d):
                # As after a training; an untrained one is left out of the graph.
                part.bias.uniform_(-0.2, 0.4)
                part.running_mean.uniform_(-0.2, 0.2)
    return Graph(model).eval()


@pytest.fixture(scope="module")
def pixels() -> NDArray[np.uint8]:
    """Smooth pictures, from black to white."""
    coarse = torch.rand(64, 3, 5, 5, generator=torch.Generator().manual_seed(8)) * 1.4 - 0.2
    fine = torch.nn.functional.interpolate(coarse, (32, 32), mode="bicubic").clamp(0, 1)
    pictures: NDArray[np.uint8] = (fine * 255).round().to(torch.uint8).permute(0, 2, 3, 1).numpy()
    return np.ascontiguousarray(pictures)


@pytest.fixture(scope="module")
def exported(network: Graph, pixels: NDArray[np.uint8], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("graphs") / "encoder.onnx"
    write(network, torch.from_numpy(pixels[:2]), (["pixels"], ["code"]), path)
    return path


def kinds(path: Path) -> set[str]:
    return {node.op_type for node in onnx.load(str(path)).graph.node}


def codes(path: Path, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {next(iter(session.get_inputs())).name: pixels})
    made: NDArray[np.float32] = found
    return made


def test_the_pooling_goes_by_logarithms_and_says_the_same(
    network: Graph, exported: Path, pixels: NDArray[np.uint8]
) -> None:
    assert "Pow" not in kinds(exported)
    assert {"Log", "Exp"} <= kinds(exported)
    with torch.no_grad():
        wanted = network(torch.from_numpy(pixels)).numpy()
    assert np.abs(codes(exported, pixels) - wanted).max() < 1e-5


def test_whole_powers_of_negative_numbers_stay(tmp_path: Path) -> None:
    path = tmp_path / "fifth.onnx"
    x = torch.tensor([[-2.0], [3.0]])
    write(Fifth(), x, (["x"], ["y"]), path)
    assert codes(path, x.numpy()).ravel().tolist() == [-32.0, 243.0]


def test_eight_bits_begin_with_the_bytes_themselves(
    exported: Path, pixels: NDArray[np.uint8], tmp_path: Path
) -> None:
    path = tmp_path / "eight.onnx"
    quantise(exported, path, pixels)
    graph = onnx.load(str(path)).graph
    first = next(node for node in graph.node if node.op_type == "Conv")
    makers = {name: node for node in graph.node for name in node.output}
    before = makers[makers[first.input[0]].input[0]]
    assert before.op_type == "Transpose"
    assert list(before.input) == ["pixels"]
    assert kinds(path).isdisjoint({"Cast", "Sub"})
    moved = np.linalg.norm(codes(path, pixels) - codes(exported, pixels), axis=1)
    assert moved.mean() < 0.05


def test_eight_bits_fit_all_bytes_though_the_photos_show_few(
    exported: Path, pixels: NDArray[np.uint8], tmp_path: Path
) -> None:
    path = tmp_path / "eight.onnx"
    quantise(exported, path, pixels // 4 + 96)
    grey = pixels // 4 + 96
    moved = np.linalg.norm(codes(path, grey) - codes(exported, grey), axis=1)
    assert moved.mean() < 0.05
