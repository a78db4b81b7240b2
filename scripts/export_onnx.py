"""Turn a checkpoint into the model folder that ships: encoder.onnx, decoder.onnx, card.json.

    python scripts/export_onnx.py --checkpoint last.pt --out assets/models/lookalike-1

The distances and the calibration of the new card are those of the card it replaces, or wide open ones:
run `scripts/benchmark/calibrate.py` afterwards.
"""

import argparse
import hashlib
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from photosim.domain.errors import ModelError
from photosim.encoding import Autoencoder as ShippedModel
from photosim.encoding import ModelCard
from photosim.encoding.card import Golden, GraphFile, Preprocessing
from photosim.encoding.golden import TRIANGLES, golden_input
from scripts.training.losses import one_minus_ssim
from scripts.training.network import Autoencoder, NetworkShape
from scripts.training.state import averaged_model

OPSET = 18
PARITY = 1e-5
# Between processors and runtimes sums are taken in another order; a wrong model is off by tenths.
GOLDEN_TOLERANCE = 1e-3
GOLDEN_VALUES = 32
UNCALIBRATED = ((0.0, 1.0), (1.0, 0.5), (2.0, 0.0))


class EncoderGraph(nn.Module):
    """The encoder with everything between bytes and network inside."""

    def __init__(self, model: Autoencoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Map uint8 (N, S, S, 3) to code, logits of the bits, and latent map."""
        scaled = pixels.permute(0, 3, 1, 2).float() / 255
        encoded = self.model.encoder(self.model.normalise(scaled))
        return encoded.code, encoded.logits, encoded.latent


class DecoderGraph(nn.Module):
    """The decoder, and what it got wrong."""

    def __init__(self, model: Autoencoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, latent: Tensor, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Map latent map and original uint8 (N, S, S, 3) to the picture drawn again and 1 - SSIM (N,)."""
        drawn = torch.sigmoid(self.model.decoder(latent))
        wanted = pixels.permute(0, 3, 1, 2).float() / 255
        shown = (drawn * 255 + 0.5).to(torch.uint8).permute(0, 2, 3, 1)
        return shown, one_minus_ssim(drawn, wanted)


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


def normalisation() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Read mean and standard deviation off the network's own normalisation."""
    zero = float(Autoencoder.normalise(torch.zeros(1)))
    one = float(Autoencoder.normalise(torch.ones(1)))
    std = 1 / (one - zero)
    return (round(-zero * std, 6),) * 3, (round(std, 6),) * 3


def digest(path: Path) -> GraphFile:
    """Describe a written graph."""
    return GraphFile(name=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def previous_card(folder: Path) -> ModelCard | None:
    """Read the card that is about to be replaced, if there is one."""
    try:
        return ModelCard.read(folder)
    except ModelError:
        return None


def make_card(
    shape: NetworkShape, folder: Path, version: str, training: str, code: NDArray[np.float32]
) -> ModelCard:
    """Write down what is true of the exported model."""
    old = previous_card(folder)
    mean, std = normalisation()
    return ModelCard(
        name=folder.name.rsplit("-", 1)[0],
        version=version,
        input=Preprocessing(
            size=shape.size,
            resample="BILINEAR",
            channels="RGB",
            layout="NHWC",
            dtype="uint8",
            mean=mean,
            std=std,
        ),
        code_dims=shape.code,
        encoder=digest(folder / "encoder.onnx"),
        decoder=digest(folder / "decoder.onnx"),
        opset=OPSET,
        training=training,
        golden=Golden(
            pattern=TRIANGLES,
            code=tuple(round(float(value), 6) for value in code[:GOLDEN_VALUES]),
            tolerance=GOLDEN_TOLERANCE,
        ),
        same_picture_distance=old.same_picture_distance if old else 0.7,
        similar_distance=old.similar_distance if old else 1.0,
        calibration=old.calibration if old else UNCALIBRATED,
    )


def prove(folder: Path, encoder: EncoderGraph, decoder: DecoderGraph, size: int) -> float:
    """Compare the written graphs with the network that they were made from; return the largest difference."""
    model = ShippedModel.load(folder)
    pixels = np.random.default_rng(1).integers(0, 256, (5, size, size, 3), dtype=np.uint8)
    pixels[0] = golden_input(TRIANGLES, size)[0]
    with torch.no_grad():
        code, logits, latent = encoder(torch.from_numpy(pixels))
        _, error = decoder(latent, torch.from_numpy(pixels))
    codes = model.encode(pixels)
    difference = max(
        float(np.abs(codes.code - code.numpy()).max()),
        float(np.abs(model.reconstruction_error(pixels) - error.numpy()).max()),
    )
    if difference > PARITY or not np.array_equal(codes.bits, np.packbits(logits.numpy() > 0, axis=1)):
        raise RuntimeError(f"the exported graphs differ from the network by {difference:.2e}")
    return difference


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="model folder, NAME-MAJOR")
    parser.add_argument("--version", default="1", help="version in the card")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    model, kept = averaged_model(options.checkpoint)
    size = model.shape.size
    encoder, decoder = EncoderGraph(model), DecoderGraph(model)
    pixels = torch.from_numpy(np.repeat(golden_input(TRIANGLES, size), 2, axis=0))
    with torch.no_grad():
        code, _, latent = encoder(pixels)
    export_graph(encoder, (pixels,), (["pixels"], ["code", "bits", "latent"]), options.out / "encoder.onnx")
    export_graph(
        decoder, (latent, pixels), (["latent", "pixels"], ["drawn", "error"]), options.out / "decoder.onnx"
    )
    training = (
        f"{kept['counts'][2]:,} augmented views of {len(kept['order']):,} public photographs (scenes, "
        "objects, animals, houses, food, weather, clothing; longest side 168 pixels), without labels: "
        "reconstruction of the clean view, InfoNCE with KoLeo entropy between two views, noisy bits."
    )
    card = make_card(model.shape, options.out, options.version, training, code[0].numpy())
    card.write(options.out)
    print(
        f"{card.model_id}: graphs equal the network within {prove(options.out, encoder, decoder, size):.1e}"
    )


if __name__ == "__main__":
    main()
