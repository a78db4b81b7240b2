"""Build `tiny/`: a real model of a few kilobytes, for tests that have no use for a trained one.

    python tests/encoding/make_tiny_model.py

Needs the `train` dependencies. The code is a random projection of the picture's 2 x 2 mean colours.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.encoding import Autoencoder, ModelCard
from photosim.encoding.card import Golden, Preprocessing
from photosim.encoding.files import GraphFile
from photosim.encoding.golden import TRIANGLES, golden_input

SIZE, DIMS = 8, 16
FOLDER = Path(__file__).resolve().parent / "tiny"


def constant(name: str, values: object) -> onnx.TensorProto:
    return numpy_helper.from_array(np.asarray(values), name)


def encoder() -> onnx.ModelProto:
    rng = np.random.default_rng(3)
    nodes = [
        helper.make_node("Cast", ["pixels"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["float", "full"], ["scaled"]),
        helper.make_node("Sub", ["scaled", "middle"], ["centred"]),
        helper.make_node("Transpose", ["centred"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("AveragePool", ["planes"], ["latent"], kernel_shape=[4, 4], strides=[4, 4]),
        helper.make_node("Flatten", ["latent"], ["flat"]),
        helper.make_node("Gemm", ["flat", "to_code", "shift"], ["projected"]),
        helper.make_node("LpNormalization", ["projected"], ["code"], axis=1, p=2),
        helper.make_node("MatMul", ["flat", "to_bits"], ["bits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny-encoder",
        [helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["N", SIZE, SIZE, 3])],
        [
            helper.make_tensor_value_info("code", TensorProto.FLOAT, ["N", DIMS]),
            helper.make_tensor_value_info("bits", TensorProto.FLOAT, ["N", 64]),
            helper.make_tensor_value_info("latent", TensorProto.FLOAT, ["N", 3, 2, 2]),
        ],
        [
            constant("full", np.float32(255)),
            constant("middle", np.float32(0.5)),
            constant("to_code", rng.normal(size=(12, DIMS)).astype(np.float32)),
            constant("shift", rng.normal(size=DIMS).astype(np.float32) / 20),
            constant("to_bits", rng.normal(size=(12, 64)).astype(np.float32)),
        ],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def decoder() -> onnx.ModelProto:
    nodes = [
        helper.make_node("Resize", ["latent", "", "scales"], ["large"], mode="nearest"),
        helper.make_node("Add", ["large", "middle"], ["planes"]),
        helper.make_node("Transpose", ["planes"], ["drawn01"], perm=[0, 2, 3, 1]),
        helper.make_node("Mul", ["drawn01", "full"], ["float"]),
        helper.make_node("Cast", ["float"], ["drawn"], to=TensorProto.UINT8),
        helper.make_node("Cast", ["pixels"], ["wanted"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["float", "wanted"], ["missed"]),
        helper.make_node("Abs", ["missed"], ["off"]),
        helper.make_node("ReduceMean", ["off", "axes"], ["mean"], keepdims=0),
        helper.make_node("Div", ["mean", "full"], ["error"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny-decoder",
        [
            helper.make_tensor_value_info("latent", TensorProto.FLOAT, ["N", 3, 2, 2]),
            helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["N", SIZE, SIZE, 3]),
        ],
        [
            helper.make_tensor_value_info("drawn", TensorProto.UINT8, ["N", SIZE, SIZE, 3]),
            helper.make_tensor_value_info("error", TensorProto.FLOAT, ["N"]),
        ],
        [
            constant("scales", np.asarray([1, 1, 4, 4], np.float32)),
            constant("middle", np.float32(0.5)),
            constant("full", np.float32(255)),
            constant("axes", np.asarray([1, 2, 3], np.int64)),
        ],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def card(code: tuple[float, ...]) -> ModelCard:
    def described(name: str) -> GraphFile:
        return GraphFile(name=name, sha256=hashlib.sha256((FOLDER / name).read_bytes()).hexdigest())

    return ModelCard(
        name="tiny",
        version="1",
        input=Preprocessing(
            size=SIZE,
            resample="BOX",
            channels="RGB",
            layout="NHWC",
            dtype="uint8",
            mean=(0.5,) * 3,
            std=(1.0,) * 3,
        ),
        code_dims=DIMS,
        encoder=described("encoder.onnx"),
        decoder=described("decoder.onnx"),
        opset=18,
        training="nothing: a random projection of mean colours, for tests",
        golden=Golden(pattern=TRIANGLES, code=code, tolerance=1e-4),
        same_picture_distance=0.4,
        similar_distance=0.8,
        calibration=((0.2, 1.0), (0.4, 0.9), (0.8, 0.1), (1.6, 0.0)),
    )


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, model in (("encoder.onnx", encoder()), ("decoder.onnx", decoder())):
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, str(FOLDER / name))
    card((0.0,)).write(FOLDER)
    code = Autoencoder.load(FOLDER).encode(golden_input(TRIANGLES, SIZE)).code[0]
    card(tuple(round(float(value), 6) for value in code)).write(FOLDER)


if __name__ == "__main__":
    main()
