"""The autoencoder that photosim grew from: plain convolutions, mean squared error, nothing else.

A baseline of the benchmark for ever. 3x3 convolutions, ReLU and 2x2 pooling down to 16 channels at an eighth
of the side and back up to a sigmoid: 72,883 parameters. Its flattened code is compared by Euclidean distance.
"""

import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from scripts.training.state import Journal

SIZE = 96
BATCH = 10
RATE = 1e-3


def _conv(inside: int, outside: int) -> list[nn.Module]:
    return [nn.Conv2d(inside, outside, 3, padding=1), nn.ReLU(inplace=True)]


class PlainAutoencoder(nn.Module):
    """Encoder and decoder, from pixels 0..1 to pixels 0..1."""

    def __init__(self) -> None:
        super().__init__()
        pool = nn.MaxPool2d(2)
        up = nn.Upsample(scale_factor=2)
        self.encoder = nn.Sequential(
            *_conv(3, 64), pool, *_conv(64, 32), *_conv(32, 32), pool, *_conv(32, 16), *_conv(16, 16), pool
        )
        self.decoder = nn.Sequential(
            *_conv(16, 16),
            up,
            *_conv(16, 32),
            *_conv(32, 32),
            up,
            *_conv(32, 64),
            up,
            nn.Conv2d(64, 3, 3, 1, 1),
        )

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Map float32 (N, 3, S, S) to the map of codes (N, 16, S/8, S/8) and the picture drawn again."""
        code = self.encoder(pixels)
        return code, torch.sigmoid(self.decoder(code))


class PlainGraph(nn.Module):
    """The network with bytes at both ends, as the benchmark wants it."""

    def __init__(self, model: PlainAutoencoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Map uint8 (N, S, S, 3) to flat codes float32 (N, 2304) and the picture drawn again, uint8."""
        code, drawn = self.model(pixels.permute(0, 3, 1, 2).float() / 255)
        return code.flatten(1), (drawn * 255 + 0.5).to(torch.uint8).permute(0, 2, 3, 1)


def train_plain(squares: Tensor, minutes: float, journal: Journal, seed: int) -> PlainAutoencoder:
    """Train on untouched photos, uint8 (N, P, P, 3), by Adam for some minutes."""
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    model = PlainAutoencoder()
    optimiser = torch.optim.Adam(model.parameters(), lr=RATE)
    ends = time.monotonic() + minutes * 60
    steps, total = 0, 0.0
    while time.monotonic() < ends:
        numbers = torch.randint(len(squares), (BATCH,), generator=generator)
        photos = squares[numbers].permute(0, 3, 1, 2).float() / 255
        photos = functional.interpolate(photos, (SIZE, SIZE), mode="area")
        loss = functional.mse_loss(model(photos)[1], photos)
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        optimiser.step()
        steps += 1
        total += float(loss.detach())
        if steps % 100 == 0:
            journal.write(event="plain", step=steps, views=steps * BATCH, mse=round(total / 100, 5))
            total = 0.0
    return model.eval()


def save_plain(path: Path, model: PlainAutoencoder) -> None:
    """Write the graph for the benchmark."""
    from scripts.training.export import export_graph  # noqa: PLC0415 - only an export needs onnx

    pixels = torch.zeros(2, SIZE, SIZE, 3, dtype=torch.uint8)
    export_graph(PlainGraph(model), (pixels,), (["pixels"], ["code", "drawn"]), path)
