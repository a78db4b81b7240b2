"""Writing networks as ONNX graphs."""

from pathlib import Path

import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn

OPSET = 18


def export_graph(
    graph: nn.Module, examples: tuple[Tensor, ...], names: tuple[list[str], list[str]], path: Path
) -> None:
    """Write one graph with a free batch size and its weights inside the file."""
    batch = torch.export.Dim("batch", min=1, max=4096)
    program = torch.onnx.export(
        graph.eval(),
        examples,
        dynamo=True,
        dynamic_shapes=tuple({0: batch} for _ in examples),
        input_names=names[0],
        output_names=names[1],
        opset_version=OPSET,
        external_data=False,
        verbose=False,
    )
    assert program is not None
    program.save(str(path), external_data=False)
    written = onnx.load(str(path))
    # Traces of the exporter name the folders of the machine that ran it.
    for node in written.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in (*written.graph.value_info, *written.graph.input, *written.graph.output):
        del value.metadata_props[:]
    del written.graph.metadata_props[:], written.metadata_props[:]
    powers_by_logarithms(written.graph)
    onnx.save(written, str(path))


def powers_by_logarithms(graph: onnx.GraphProto) -> None:
    """Write every power with a broken exponent as exp(p log x), in place.

    Such a power is real for x >= 0 only, and there both are the same; but the runtime takes powers one by
    one, exponentials and logarithms several at once. Whole exponents stay: those it multiplies.
    """
    constants = {value.name: numpy_helper.to_array(value) for value in graph.initializer}
    for place, node in reversed(list(enumerate(graph.node))):
        if node.op_type != "Pow" or node.input[1] not in constants:
            continue
        base, exponent = node.input
        if not (constants[exponent] % 1).any():
            continue
        (power,) = node.output
        logarithm, product = f"{power}_logarithm", f"{power}_product"
        del graph.node[place]
        steps = (
            helper.make_node("Log", [base], [logarithm]),
            helper.make_node("Mul", [logarithm, exponent], [product]),
            helper.make_node("Exp", [product], [power]),
        )
        for step in reversed(steps):
            graph.node.insert(place, step)
