"""What cameras, apps and codecs do to the pixels of a photo, on whole batches.

All functions take and return float32 (N, 3, S, S) in 0..1 and run on the device of their input. Random
numbers come from the `torch.Generator` handed in (on the CPU, so that a resumed run continues them).
"""

import math

import torch
from torch import Tensor
from torch.nn import functional

LUMA = (0.299, 0.587, 0.114)


class Dice:
    """Random numbers from one CPU generator, delivered to one device."""

    def __init__(self, generator: torch.Generator, device: torch.device) -> None:
        self.generator = generator
        self.device = device

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        """Draw float32 numbers between `low` and `high`."""
        return (torch.rand(shape, generator=self.generator) * (high - low) + low).to(self.device)

    def normal(self, *shape: int) -> Tensor:
        """Draw float32 numbers of a standard normal."""
        return torch.randn(shape, generator=self.generator).to(self.device)

    def integers(self, below: int, *shape: int) -> Tensor:
        """Draw int64 numbers 0..below-1."""
        return torch.randint(below, shape, generator=self.generator).to(self.device)

    def number(self, low: float, high: float) -> float:
        """Draw one number."""
        return float(torch.rand((), generator=self.generator)) * (high - low) + low

    def some(self, probability: float | Tensor, count: int) -> Tensor:
        """Draw bool (count,), each true with `probability`."""
        return self.uniform(0.0, 1.0, count) < probability


def recolour(x: Tensor, dice: Dice, strength: Tensor) -> Tensor:
    """Change saturation, tint, brightness, contrast and gamma; grey and sepia for some.

    `strength` is float32 (N,), 0 leaves a photo as it is, 1 is the usual width of the changes.
    """
    count = len(x)
    luma = torch.tensor(LUMA, device=x.device)
    to_grey = luma.expand(3, 3)
    eye = torch.eye(3, device=x.device)
    amount = dice.uniform(-0.9, 0.9, count) * strength
    grey = dice.some(0.4 * strength, count)
    amount = torch.where(grey, torch.full_like(amount, -1.0), amount)
    matrix = eye + amount[:, None, None] * (eye - to_grey)
    tint = 1 + dice.uniform(-0.25, 0.25, count, 3) * (strength * dice.some(0.5, count))[:, None]
    sepia = torch.tensor(
        [[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]], device=x.device
    )
    is_sepia = dice.some(0.3 * strength, count)
    matrix = torch.where(is_sepia[:, None, None], sepia.expand(count, 3, 3), matrix * tint[:, :, None])
    mixing = 0.12 * dice.normal(count, 3, 3) * (strength * dice.some(0.35, count))[:, None, None]
    matrix = matrix + mixing
    contrast = torch.exp(dice.uniform(-0.6, 0.5, count) * strength)
    brightness = dice.uniform(-0.22, 0.22, count) * strength
    gamma = torch.exp(dice.uniform(-0.6, 0.6, count) * strength)
    flat = torch.bmm(matrix * contrast[:, None, None], x.flatten(2))
    middle = 0.5 * (1 - contrast) + brightness
    # On CPUs much faster than a power.
    out = (flat + middle[:, None, None]).clamp_(1e-3, 1.0).log_().mul_(gamma[:, None, None]).exp_()
    return out.view_as(x)


def vignette(x: Tensor, dice: Dice) -> Tensor:
    """Darken or fade towards the edges, as photo filters do."""
    side = x.shape[-1]
    line = torch.linspace(-1, 1, side, device=x.device)
    radius = (line[:, None] ** 2 + line[None, :] ** 2) / 2
    depth = dice.uniform(0.2, 0.8, len(x), 1, 1, 1)
    fade = dice.uniform(0.0, 0.35, len(x), 1, 1, 1) * dice.some(0.5, len(x))[:, None, None, None]
    return (x * (1 - depth * radius) * (1 - fade) + fade * dice.uniform(0.3, 1.0, len(x), 3, 1, 1)).clamp(
        0, 1
    )


def blur(x: Tensor, sigma: float) -> Tensor:
    """Blur with a Gaussian of `sigma` pixels."""
    reach = max(1, math.ceil(2.5 * sigma))
    line = torch.arange(-reach, reach + 1, device=x.device, dtype=x.dtype)
    kernel = torch.exp(-0.5 * (line / sigma) ** 2)
    kernel = (kernel / kernel.sum()).expand(3, 1, 1, -1)
    padded = functional.pad(x, (reach, reach, reach, reach), mode="replicate")
    return functional.conv2d(functional.conv2d(padded, kernel, groups=3), kernel.transpose(2, 3), groups=3)


def coarsen(x: Tensor, side: int) -> Tensor:
    """Shrink to `side` pixels and enlarge again."""
    small = functional.interpolate(x, (side, side), mode="area")
    return functional.interpolate(small, x.shape[-2:], mode="bilinear", align_corners=False)


def grain(x: Tensor, dice: Dice) -> Tensor:
    """Add noise, with another strength for each photo."""
    sigma = dice.uniform(0.01, 0.12, len(x), 1, 1, 1)
    return (x + sigma * dice.normal(*x.shape)).clamp(0, 1)


def _cosines(device: torch.device) -> Tensor:
    place = torch.arange(8, device=device, dtype=torch.float32)
    table = torch.cos((2 * place[None, :] + 1) * place[:, None] * math.pi / 16) * 0.5
    table[0] *= math.sqrt(0.5)
    return table


def jpeg(x: Tensor, dice: Dice) -> Tensor:
    """Quantise the 8x8 cosine blocks of luma and colour as JPEG does, qualities about 5 to 60.

    The side must be a multiple of 8. Entropy coding loses nothing, so quantisation is all that counts.
    """
    count, _, side, _ = x.shape
    ramp = torch.arange(8, device=x.device, dtype=torch.float32)
    # The standard's luminance table is close to a plane in frequency; the plane is enough here.
    table = 10 + 9 * (ramp[:, None] + ramp[None, :])
    scale = torch.exp(dice.uniform(math.log(0.8), math.log(7.0), count))
    step = table[None, :] * scale[:, None, None] / 255
    forth = torch.tensor([LUMA, (-0.1687, -0.3313, 0.5), (0.5, -0.4187, -0.0813)], device=x.device)
    back = torch.linalg.inv(forth)
    colour = (forth @ (x - 0.5).flatten(2)).view_as(x)
    # Both directions of the cosine transform in one product: a block as a row of 64 numbers.
    cosines = torch.kron(_cosines(x.device), _cosines(x.device))
    blocks = colour.reshape(count, 3, side // 8, 8, side // 8, 8).permute(0, 1, 2, 4, 3, 5)
    waves = blocks.reshape(count, 3, -1, 64) @ cosines.T
    weight = torch.tensor([1.0, 1.8, 1.8], device=x.device)[:, None]
    steps = (step.reshape(count, 1, 64) * weight)[:, :, None]
    waves = torch.round(waves / steps) * steps
    blocks = (waves @ cosines).reshape(count, 3, side // 8, side // 8, 8, 8)
    colour = blocks.permute(0, 1, 2, 4, 3, 5).reshape(count, 3, -1)
    out: Tensor = back @ colour + 0.5
    return out.clamp_(0, 1).view_as(x)
