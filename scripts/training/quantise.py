"""Encoders in eight bits: a quarter of the size, about twice the speed."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime import quantization
from onnxruntime.quantization.shape_inference import quant_pre_process

_BATCH = 32
# The powers of the pooling and the last linear maps are too fine for 256 steps, and cost nothing.
_QUANTISED = ["Conv", "Add", "Relu"]


class _Photos(quantization.CalibrationDataReader):  # type: ignore[misc]  # the library is untyped
    """Hands photos to the runtime, which notes the range of every activation."""

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        self._batches: Iterator[NDArray[np.uint8]] = (
            pixels[start : start + _BATCH] for start in range(0, len(pixels), _BATCH)
        )

    def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
        """Return the next batch, None after the last."""
        batch = next(self._batches, None)
        return None if batch is None else {"pixels": batch}


def quantise(source: Path, target: Path, pixels: NDArray[np.uint8]) -> None:
    """Write an encoder with 8-bit convolutions (static, QDQ, weights by channel).

    Activations are unsigned and weights signed, which is what processors multiply fastest. Weights keep to
    seven bits: without VNNI instructions sums of two full products would overflow. The first convolution
    takes the bytes of the picture as they are.

    Args:
        source: the encoder in float32.
        target: where the new one goes.
        pixels: uint8 (N, S, S, 3), training photos that show the range of every activation.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantization.quantize_static(
            str(prepared),
            str(target),
            _Photos(pixels),
            quant_format=quantization.QuantFormat.QDQ,
            op_types_to_quantize=_QUANTISED,
            per_channel=True,
            reduce_range=True,
            activation_type=quantization.QuantType.QUInt8,
            weight_type=quantization.QuantType.QInt8,
        )
        written = onnx.load(str(target))
        entrance = _Entrance(written.graph)
        entrance.take_bytes(_normalised(prepared, entrance.name, pixels.shape[1]))
    del written.metadata_props[:]
    onnx.save(written, str(target))


class _Entrance:
    """Where the normalised picture comes to the first convolution of a graph in eight bits."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self._graph = graph
        self._makers = {name: node for node in graph.node for name in node.output}
        self._constants = {value.name: value for value in graph.initializer}
        first = next(node for node in graph.node if node.op_type == "Conv")
        self._input, self._weight, self._bias = (self._makers[name] for name in first.input)
        self.name: str = self._makers[self._input.input[0]].input[0]
        """Of the normalised picture in float32."""

    def take_bytes(self, normalised: NDArray[np.float64]) -> None:
        """Leave out the normalisation: in 256 steps its result is the bytes again.

        Args:
            normalised: what it makes of each byte, (256,); a straight line.
        """
        step = (normalised[-1] - normalised[0]) / 255
        zero = int(np.clip(np.round(-normalised[0] / step), 0, 255))
        # The nought of the bytes lies between two of them; what is missing, is missing in every pixel alike.
        rest = (normalised[0] + step * zero) / step
        weight, scale = self._value(self._weight.input[0]), self._value(self._weight.input[1])
        bias = self._value(self._bias.input[0]) * self._value(self._bias.input[1]).astype(np.float64)
        scale = scale.astype(np.float64) * step
        bias = bias / scale + rest * weight.sum(axis=(1, 2, 3), dtype=np.float64)
        self._set(self._bias.input[0], np.round(bias).astype(np.int32))
        self._set(self._bias.input[1], scale.astype(np.float32))
        self._set(self._input.input[1], np.array(step, np.float32))
        self._set(self._input.input[2], np.array(zero, np.uint8))
        self._input.input[0] = "bytes"
        self._graph.node.insert(0, helper.make_node("Transpose", ["pixels"], ["bytes"], perm=[0, 3, 1, 2]))
        _drop_unused(self._graph)

    def _value(self, name: str) -> NDArray[np.generic]:
        return numpy_helper.to_array(self._constants[name])

    def _set(self, name: str, value: NDArray[np.generic]) -> None:
        self._constants[name].CopyFrom(numpy_helper.from_array(value, name))


def _normalised(prepared: Path, name: str, size: int) -> NDArray[np.float64]:
    """What a graph in float32 makes of each byte until it is called `name`, (256,)."""
    part = prepared.with_name("part.onnx")
    onnx.utils.extract_model(str(prepared), str(part), ["pixels"], [name])
    session = onnxruntime.InferenceSession(str(part), providers=["CPUExecutionProvider"])
    values = np.resize(np.arange(256, dtype=np.uint8), size * size)
    picture = np.repeat(values.reshape(1, size, size, 1), 3, axis=3)
    (made,) = session.run([name], {"pixels": picture})
    of_byte: NDArray[np.float64] = made[0, 0].reshape(-1)[:256].astype(np.float64)
    return of_byte


def _drop_unused(graph: onnx.GraphProto) -> None:
    """Remove what nothing depends on any more."""
    needed = {output.name for output in graph.output}
    for node in reversed(list(graph.node)):
        if needed.isdisjoint(node.output):
            graph.node.remove(node)
        else:
            needed.update(node.input)
    for value in [value for value in graph.initializer if value.name not in needed]:
        graph.initializer.remove(value)
