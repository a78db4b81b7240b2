"""The bits: a linear map of the finished code, learned in minutes after everything else.

Iterative quantization (Gong & Lazebnik, "A Procrustean approach to learning binary codes", 2011) turns the
largest axes of the codes so that cutting each at zero loses least. From there noise before the sigmoid and
the contrast between views go on. Bits learned together with the code, from the features before it, were
worse: they have to follow features that still change.
"""

import torch
from torch import Tensor, nn

from scripts.training import losses

BITS = 64
_ROUNDS = 60
_STEPS = 300
_BATCH = 768
# Faster, bits that agree well become correlated, and strangers share them.
_RATE = 5e-4


def turn_axes(codes: Tensor, generator: torch.Generator) -> nn.Linear:
    """Return the map of iterative quantization for codes, float32 (N, D)."""
    middle = codes.mean(0)
    centred = codes - middle
    _, axes = torch.linalg.eigh(centred.T @ centred)
    axes = axes.flip(1)[:, :BITS]
    flat = nn.functional.normalize(centred @ axes, dim=1)
    turn, _ = torch.linalg.qr(torch.randn(BITS, BITS, generator=generator))
    for _ in range(_ROUNDS):
        left, _, right = torch.linalg.svd(flat.T @ (flat @ turn).sign())
        turn = left @ right
    weight = (axes @ turn).T
    # Of unit spread, so that the noise means the same for every bit.
    weight = weight / (centred @ weight.T).std(0)[:, None]
    to_bits = nn.Linear(codes.shape[1], BITS)
    with torch.no_grad():
        to_bits.weight.copy_(weight)
        to_bits.bias.copy_(-(weight @ middle))
    return to_bits


def polish(
    to_bits: nn.Linear, mild: Tensor, strong: Tensor, generator: torch.Generator, steps: int = _STEPS
) -> None:
    """Teach the map that views of one photo share their bits, in spite of noise before the sigmoid."""
    optimiser = torch.optim.Adam(to_bits.parameters(), lr=_RATE)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = _RATE * (1 - step / steps)
        rows = torch.randperm(len(mild), generator=generator)[:_BATCH]
        asked = to_bits(strong[step % len(strong)][rows])
        noise = torch.randn(asked.shape, generator=generator)
        keys = losses.soft_bits(to_bits(mild[rows]), torch.zeros_like(asked), 0.0)
        own = torch.arange(len(rows))[:, None].expand(-1, 4)
        loss = losses.bits_terms(losses.soft_bits(asked, noise, 0.5), keys, losses.question(own, rows, rows))
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        optimiser.step()


def fit_bits(mild: Tensor, strong: Tensor, generator: torch.Generator) -> nn.Linear:
    """Learn the map from codes to the logits of the bits.

    Args:
        mild: float32 (N, D), codes of mild views.
        strong: float32 (V, N, D), codes of strong views of the same photos.
        generator: the random numbers.
    """
    to_bits = turn_axes(torch.cat((mild, *strong)), generator)
    polish(to_bits, mild, strong, generator)
    return to_bits
