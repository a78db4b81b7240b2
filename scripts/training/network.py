"""The network: a plain convolutional autoencoder with a copy-detection head.

Plain 3x3 convolutions with residual blocks (He et al., arXiv:1512.03385): on CPUs they do more work a
second than depthwise ones, so the same accuracy costs less time.
"""

from dataclasses import asdict, dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class NetworkShape:
    """Everything needed to rebuild a network before its weights are loaded."""

    size: int = 96
    widths: tuple[int, int, int, int] = (32, 64, 128, 192)
    blocks: tuple[int, int, int, int] = (0, 1, 1, 1)
    latent: int = 48
    pooled: int = 384
    code: int = 192

    def as_dict(self) -> dict[str, object]:
        """Return the shape as plain values for a checkpoint."""
        return asdict(self)


class Encoded(NamedTuple):
    """What the encoder says about a batch."""

    code: Tensor
    """float32 (N, code), L2-normalised."""
    latent: Tensor
    """float32 (N, latent, S/16, S/16), input of the decoder."""


def _conv(inside: int, outside: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)
    )


class Residual(nn.Module):
    """Two 3x3 convolutions and a way round them."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _conv(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))
        norm = self.second[1]
        assert isinstance(norm, nn.BatchNorm2d)
        # A block that starts as the identity lets a short training begin fast (arXiv:1706.02677, 5.1).
        nn.init.zeros_(norm.weight)

    def forward(self, x: Tensor) -> Tensor:
        """Map float32 (N, C, H, W) to the same shape."""
        return torch.relu(x + self.second(self.first(x)))


class GeneralizedMean(nn.Module):
    """GeM pooling (Radenovic et al., arXiv:1711.02512) with one learned exponent."""

    def __init__(self) -> None:
        super().__init__()
        self.exponent = nn.Parameter(torch.tensor(3.0))

    def forward(self, x: Tensor) -> Tensor:
        """Pool non-negative float32 (N, C, H, W) to (N, C)."""
        power = self.exponent.clamp(1.0, 8.0)
        return x.clamp(min=1e-4).pow(power).mean(dim=(2, 3)).pow(1.0 / power)


class Encoder(nn.Module):
    """From normalised pixels to code and latent map."""

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        stages: list[nn.Module] = []
        inside = 3
        for width, blocks in zip(shape.widths, shape.blocks, strict=True):
            stages.append(_conv(inside, width, 2))
            stages.extend(Residual(width) for _ in range(blocks))
            inside = width
        self.trunk = nn.Sequential(*stages)
        self.to_latent = nn.Conv2d(inside, shape.latent, 1)
        self.widen = nn.Sequential(
            nn.Conv2d(inside, shape.pooled, 1, bias=False),
            nn.BatchNorm2d(shape.pooled),
            nn.ReLU(inplace=True),
        )
        self.pool = GeneralizedMean()
        self.to_code = nn.Linear(shape.pooled, shape.code)

    def forward(self, x: Tensor) -> Encoded:
        """Encode float32 (N, 3, S, S), zero mean and unit scale; S a multiple of 16."""
        features = self.trunk(x)
        # Half precision is too short for the powers of the pooling.
        with torch.autocast(x.device.type, enabled=False):
            pooled = self.pool(self.widen(features.float()))
            code = functional.normalize(self.to_code(pooled), dim=1)
        return Encoded(code, self.to_latent(features))


class Decoder(nn.Module):
    """From the latent map back to pixels, by sub-pixel convolutions (Shi et al., arXiv:1609.05158)."""

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        inside = shape.latent
        for width in (64, 32, 24):
            layers += [nn.Conv2d(inside, width * 4, 3, 1, 1), nn.PixelShuffle(2), nn.ReLU(inplace=True)]
            inside = width
        layers += [nn.Conv2d(inside, 12, 3, 1, 1), nn.PixelShuffle(2)]
        self.layers = nn.Sequential(*layers)

    def forward(self, latent: Tensor) -> Tensor:
        """Decode float32 (N, latent, h, w) to logits of pixel values, (N, 3, 16h, 16w)."""
        decoded: Tensor = self.layers(latent)
        return decoded


class Autoencoder(nn.Module):
    """Encoder and decoder with the one normalisation they share."""

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.decoder = Decoder(shape)

    @staticmethod
    def normalise(pixels: Tensor) -> Tensor:
        """Map float pixels 0..1 (N, 3, S, S) to about zero mean and unit scale."""
        return (pixels - 0.45) * 4.0
