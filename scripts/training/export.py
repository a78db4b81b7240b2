"""Writing networks as ONNX graphs."""

from pathlib import Path

import onnx
import torch
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
    onnx.save(written, str(path))
