"""Turn a checkpoint into the model folder that ships: encoder.onnx, decoder.onnx, card.json.

    python scripts/export_onnx.py --photos DIR --cache OUT --checkpoint OUT/last.pt --out assets/models/NAME-2

Before that the codes are spread and the bits are learned from them; afterwards the encoder's convolutions go
down to eight bits, unless `--fp32` forbids it. The distances and the calibration of the new card are those of
the card it replaces, or wide open ones: run `scripts/benchmark/calibrate.py` afterwards.
"""

import argparse
import hashlib
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from photosim.domain.errors import ModelError
from photosim.encoding import ModelCard
from photosim.encoding.card import Golden, Preprocessing
from photosim.encoding.files import GraphFile
from photosim.encoding.golden import TRIANGLES, golden_input
from scripts.training.bank import draw_bank
from scripts.training.export import OPSET, export_graph
from scripts.training.finish import Finished, finish
from scripts.training.losses import one_minus_ssim
from scripts.training.network import Autoencoder, NetworkShape
from scripts.training.photos import load_squares
from scripts.training.quantise import quantise
from scripts.training.state import averaged_model

PARITY = 1e-5
# Between processors and runtimes sums are taken in another order, and in eight bits a sum that ends near the
# middle of two steps may go either way; a wrong model is off by tenths.
GOLDEN_TOLERANCE = {"fp32": 1e-3, "int8": 2e-2}
GOLDEN_VALUES = 32
SEED = 20260
STORED_SIDE = 128
FINISHING_PHOTOS = 3072
CALIBRATION_PHOTOS = 512
UNCALIBRATED = ((0.0, 1.0), (1.0, 0.5), (2.0, 0.0))


class EncoderGraph(nn.Module):
    """The encoder with everything between bytes and network inside, and what was made for it afterwards."""

    def __init__(self, finished: Finished) -> None:
        super().__init__()
        self.model, self.spread, self.to_bits = finished

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Map uint8 (N, S, S, 3) to code, logits of the bits, and latent map."""
        scaled = pixels.permute(0, 3, 1, 2).float() / 255
        encoded = self.model.encoder(self.model.normalise(scaled))
        code = functional.normalize(self.spread(encoded.code), dim=1)
        return code, self.to_bits(code), encoded.latent


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
    shape: NetworkShape, folder: Path, training: str, code: NDArray[np.float32], tolerance: float
) -> ModelCard:
    """Write down what is true of the exported model."""
    name, version = folder.name.rsplit("-", 1)
    old = previous_card(folder)
    mean, std = normalisation()
    return ModelCard(
        name=name,
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
            tolerance=tolerance,
        ),
        same_picture_distance=old.same_picture_distance if old else 0.7,
        similar_distance=old.similar_distance if old else 1.0,
        calibration=old.calibration if old else UNCALIBRATED,
    )


def prove(folder: Path, encoder: EncoderGraph, decoder: DecoderGraph, size: int) -> float:
    """Compare the written graphs with the network that they were made from; return the largest difference."""
    pixels = np.random.default_rng(1).integers(0, 256, (5, size, size, 3), dtype=np.uint8)
    pixels[0] = golden_input(TRIANGLES, size)[0]
    with torch.no_grad():
        expected = encoder(torch.from_numpy(pixels))
        _, error = decoder(expected[2], torch.from_numpy(pixels))
    written = run(folder / "encoder.onnx", {"pixels": pixels}, ["code", "bits", "latent"])
    found = run(folder / "decoder.onnx", {"latent": written[2], "pixels": pixels}, ["error"])
    pairs = ((written[0], expected[0]), (written[2], expected[2]), (found[0], error))
    difference = max(float(np.abs(mine - theirs.numpy()).max()) for mine, theirs in pairs)
    if difference > PARITY or not np.array_equal(written[1] > 0, expected[1].numpy() > 0):
        raise RuntimeError(f"the exported graphs differ from the network by {difference:.2e}")
    return difference


def run(graph: Path, feeds: dict[str, NDArray[np.generic]], outputs: list[str]) -> list[NDArray[np.float32]]:
    """Compute some outputs of a graph."""
    session = onnxruntime.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    found: list[NDArray[np.float32]] = session.run(outputs, feeds)
    return found


def in_eight_bits(path: Path, squares: Tensor, size: int) -> None:
    """Replace an encoder by its 8-bit form and tell how far the codes of photos moved."""
    photos = squares[:: max(1, len(squares) // CALIBRATION_PHOTOS)]
    shrunk = functional.interpolate(photos.permute(0, 3, 1, 2).float(), (size, size), mode="area")
    pixels = shrunk.round().to(torch.uint8).permute(0, 2, 3, 1).contiguous().numpy()
    before = run(path, {"pixels": pixels[:128]}, ["code"])[0]
    quantise(path, path, pixels)
    after = run(path, {"pixels": pixels[:128]}, ["code"])[0]
    print(f"eight bits move codes by {np.linalg.norm(after - before, axis=1).mean():.3f}")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--photos", type=Path, required=True, help="folder with train/*.zip")
    parser.add_argument("--cache", type=Path, required=True, help="folder of the training, with its cache")
    parser.add_argument("--out", type=Path, required=True, help="model folder, NAME-VERSION")
    parser.add_argument("--fp32", action="store_true", help="do not go down to eight bits")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    model, kept = averaged_model(options.checkpoint)
    size = model.shape.size
    squares = torch.from_numpy(load_squares(options.photos, STORED_SIDE, options.cache))
    squares = squares[
        torch.randperm(len(squares), generator=torch.Generator().manual_seed(SEED))[:FINISHING_PHOTOS]
    ]
    encoder = EncoderGraph(finish(model, squares, draw_bank(SEED), SEED))
    decoder = DecoderGraph(model)
    pixels = torch.from_numpy(np.repeat(golden_input(TRIANGLES, size), 2, axis=0))
    with torch.no_grad():
        _, _, latent = encoder(pixels)
    path = options.out / "encoder.onnx"
    export_graph(encoder, (pixels,), (["pixels"], ["code", "bits", "latent"]), path)
    export_graph(
        decoder, (latent, pixels), (["latent", "pixels"], ["drawn", "error"]), options.out / "decoder.onnx"
    )
    print(f"graphs equal the network within {prove(options.out, encoder, decoder, size):.1e}")
    if not options.fp32:
        in_eight_bits(path, squares, size)
    code = run(path, {"pixels": golden_input(TRIANGLES, size)}, ["code"])[0][0]
    training = (
        f"{kept['counts'][2]:,} augmented views of {len(kept['order']):,} public photographs (scenes, "
        "objects, animals, houses, food, weather, clothing; longest side 168 pixels), without labels: "
        "reconstruction of the clean view, InfoNCE with KoLeo entropy against codes of an averaged network, "
        "noisy bits."
    )
    tolerance = GOLDEN_TOLERANCE["fp32" if options.fp32 else "int8"]
    card = make_card(model.shape, options.out, training, code, tolerance)
    card.write(options.out)
    print(card.model_id)


if __name__ == "__main__":
    main()
