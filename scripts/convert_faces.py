"""Turn dlib's face recognition network into the folder that ships: encoder.onnx, landmarks.dat, card.json.

    python scripts/convert_faces.py --models DIR [--out assets/models/faces]

DIR holds `dlib_face_recognition_resnet_model_v1.dat` and `shape_predictor_5_face_landmarks.dat` by Davis King
(https://github.com/davisking/dlib-models, CC0 1.0), which the package face_recognition_models carries, too.
The weights are read from the file's own format; dlib is not needed, but checks the result where it is
installed. Needs the packages of the group `train`.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import itertools
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from photosim.encoding.faces import CARD_FORMAT, CHIP_SIDE, FaceNetwork
from photosim.encoding.golden import TRIANGLES, golden_input

NETWORK = "dlib_face_recognition_resnet_model_v1.dat"
LANDMARKS = "shape_predictor_5_face_landmarks.dat"
OPSET = 17
PARITY = 1e-5
GOLDEN_TOLERANCE = 1e-4
_MEAN = (122.782, 117.001, 104.298)
_SCALE = 256.0
_TAG = re.compile(rb"\x01[\x04-\x10](con_4|affine_|fc_2|avg_pool_2|relu_110|max_pool_2|add_prev_111)")


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the file.

    Attributes:
        kind: dlib's name of it.
        values: its parameters, flat; none for layers without.
        numbers: the whole numbers that follow them: of a convolution filters, rows, columns, strides down and
            across, padding down and across.
    """

    kind: str
    values: NDArray[np.float32]
    numbers: tuple[int, ...]


class DatFile:
    """dlib's serialization: whole numbers with a length before them, tensors as float32."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def layers(self) -> Iterator[Layer]:
        """The layers in the order in which a picture passes them."""
        while (found := _TAG.search(self._data, self._at)) is not None:
            kind = found[1].decode()
            self._at = found.end()
            match kind:
                case "con_4":
                    values = self._tensor()
                    yield Layer(kind, values, tuple(self._number() for _ in range(7)))
                case "affine_":
                    yield Layer(kind, self._tensor(), ())
                case "fc_2":
                    self._number(), self._number()
                    yield Layer(kind, self._tensor(), ())
                case _:
                    yield Layer(kind, np.empty(0, np.float32), ())

    def _number(self) -> int:
        length = self._data[self._at]
        size = length & 0x7F
        raw = self._data[self._at + 1 : self._at + 1 + size]
        self._at += 1 + size
        number = int.from_bytes(raw, "little")
        return -number if length & 0x80 else number

    def _tensor(self) -> NDArray[np.float32]:
        version, *shape = (self._number() for _ in range(5))
        if version != 2:
            raise ValueError(f"tensors of version {version} are unknown")
        count = int(np.prod(shape))
        values = np.frombuffer(self._data, "<f4", count, self._at)
        self._at += 4 * count
        return values


@dataclass(slots=True)
class Convolution:
    """A convolution with the affine layer behind it folded in."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    stride: int
    padding: int


def convolutions(layers: list[Layer]) -> list[Convolution]:
    """Every convolution, with its affine layer."""
    made = []
    channels = 3
    for layer, behind in itertools.pairwise(layers):
        if layer.kind != "con_4":
            continue
        filters, rows, columns, stride, _, padding, _ = layer.numbers
        weight = layer.values[:-filters].reshape(filters, channels, rows, columns).astype(np.float64)
        bias = layer.values[-filters:].astype(np.float64)
        assert behind.kind == "affine_"
        gamma, beta = behind.values.astype(np.float64).reshape(2, filters)
        folded = weight * gamma[:, None, None, None]
        made.append(
            Convolution(folded.astype(np.float32), (bias * gamma + beta).astype(np.float32), stride, padding)
        )
        channels = filters
    return made


class GraphMaker:
    """Collects nodes; every method returns the name of what it makes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, values: NDArray[np.generic]) -> str:
        """A tensor of the graph."""
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def node(self, operator: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401 - as ONNX has them
        """An operator with one output."""
        name = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], **attributes))
        return name

    def convolve(self, name: str, layer: Convolution) -> str:
        """A convolution."""
        return self.node(
            "Conv",
            name,
            self.constant(layer.weight),
            self.constant(layer.bias),
            strides=[layer.stride] * 2,
            pads=[layer.padding] * 4,
        )

    def padded(self, name: str, channels: int, rows: int) -> str:
        """Zeros behind the last channels, rows and columns: dlib adds tensors of unequal size so."""
        if not channels and not rows:
            return name
        return self.node(
            "Pad", name, self.constant(np.array([0, 0, 0, 0, 0, channels, rows, rows], np.int64))
        )


def graph(layers: list[Layer]) -> onnx.ModelProto:
    """The whole network, from bytes to embedding."""
    make = GraphMaker()
    waiting = convolutions(layers)
    pixels = make.node("Cast", "chip", to=TensorProto.FLOAT)
    centred = make.node("Sub", pixels, make.constant(np.array(_MEAN, np.float32)))
    scaled = make.node("Div", centred, make.constant(np.array(_SCALE, np.float32)))
    first = waiting.pop(0)
    x = make.convolve(make.node("Transpose", scaled, perm=[0, 3, 1, 2]), first)
    side = (CHIP_SIDE - first.weight.shape[2]) // first.stride + 1
    x = make.node("MaxPool", make.node("Relu", x), kernel_shape=[3, 3], strides=[2, 2])
    side = (side - 3) // 2 + 1
    channels = first.weight.shape[0]
    while waiting:
        one, two = waiting.pop(0), waiting.pop(0)
        path = make.convolve(make.node("Relu", make.convolve(x, one)), two)
        filters = two.weight.shape[0]
        if one.stride == 1:
            x = make.node("Relu", make.node("Add", path, x))
            continue
        halved = make.node("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
        of_path, of_pool = (side - 3) // 2 + 1, (side - 2) // 2 + 1
        side = max(of_path, of_pool)
        path = make.padded(path, 0, side - of_path)
        halved = make.padded(halved, filters - channels, side - of_pool)
        x = make.node("Relu", make.node("Add", path, halved))
        channels = filters
    pooled = make.node("Flatten", make.node("GlobalAveragePool", x))
    (last,) = (layer for layer in layers if layer.kind == "fc_2")
    matrix = np.ascontiguousarray(last.values.reshape(channels, -1))
    make.nodes.append(helper.make_node("MatMul", [pooled, make.constant(matrix)], ["embedding"]))
    chip = helper.make_tensor_value_info("chip", TensorProto.UINT8, ["faces", CHIP_SIDE, CHIP_SIDE, 3])
    made = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["faces", matrix.shape[1]])
    body = helper.make_graph(make.nodes, "faces", [chip], [made], make.weights)
    model = helper.make_model(
        body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9, producer_name="photosim"
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _card(out: Path, models: Path) -> dict[str, object]:
    sources = "https://github.com/davisking/dlib-models"
    return {
        "format": CARD_FORMAT,
        "name": "faces",
        "version": "1",
        "licence": "CC0-1.0",
        "encoder": {"name": "encoder.onnx", "sha256": _digest(out / "encoder.onnx")},
        "landmarks": {"name": "landmarks.dat", "sha256": _digest(out / "landmarks.dat")},
        "sources": [
            {"file": name, "from": sources, "licence": "CC0-1.0", "sha256": _digest(models / name)}
            for name in (NETWORK, LANDMARKS)
        ],
    }


def _compare(network: FaceNetwork, models: Path) -> None:
    """Hold the graph against dlib's own network, on chips of every brightness.

    Raises:
        SystemExit: they differ.
    """
    if importlib.util.find_spec("dlib") is None:
        print("dlib is not installed: not compared with it")
        return
    import dlib  # noqa: PLC0415

    theirs = dlib.face_recognition_model_v1(str(models / NETWORK))
    chance = np.random.default_rng(1)
    chips = [golden_input(TRIANGLES, CHIP_SIDE)[0]]
    chips += [
        np.clip(chance.normal(level, 40, (CHIP_SIDE, CHIP_SIDE, 3)), 0, 255).astype(np.uint8)
        for level in (20, 90, 160, 235)
    ]
    ours = network.embed(np.stack(chips))
    apart = max(
        float(np.linalg.norm(np.array(theirs.compute_face_descriptor(chip)) - mine))
        for chip, mine in zip(chips, ours, strict=True)
    )
    print(f"largest distance to dlib's own embedding: {apart:.2g}")
    if apart > PARITY:
        raise SystemExit("the graph does not compute what dlib computes")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Convert dlib's face recognition network to ONNX.")
    parser.add_argument("--models", type=Path, required=True, help="the folder of dlib's .dat files")
    parser.add_argument("--out", type=Path, default=Path("assets/models/faces"), help="the folder to write")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    layers = list(DatFile((options.models / NETWORK).read_bytes()).layers())
    print(f"{sum(layer.values.size > 0 for layer in layers)} tensors")
    onnx.save(graph(layers), options.out / "encoder.onnx")
    (options.out / "landmarks.dat").write_bytes((options.models / LANDMARKS).read_bytes())
    card = _card(options.out, options.models)
    card["golden"] = {"pattern": TRIANGLES, "embedding": [0.0], "tolerance": GOLDEN_TOLERANCE}
    _write(options.out, card)
    network = FaceNetwork(options.out)
    _compare(network, options.models)
    answer = network.embed(golden_input(TRIANGLES, CHIP_SIDE))[0]
    card["golden"] = {
        "pattern": TRIANGLES,
        "embedding": [round(float(value), 6) for value in answer],
        "tolerance": GOLDEN_TOLERANCE,
    }
    _write(options.out, card)


def _write(out: Path, card: dict[str, object]) -> None:
    text = json.dumps(card, indent=2, ensure_ascii=False)
    (out / "card.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
