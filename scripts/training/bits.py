"""The bits: a linear map of the finished code, learned in minutes after everything else.

Iterative quantization (Gong & Lazebnik, "A Procrustean approach to learning binary codes", 2011) turns the
largest axes of the codes so that cutting each at zero loses least. From there noise before the sigmoid and
the contrast between views go on. Bits learned together with the code, from the features before it, were
worse: they have to follow features that still change.
"""

import torch
from torch import Tensor, nn

from scripts.training import losses
from scripts.training.bank import Bank
from scripts.training.degrade import Dice
from scripts.training.network import BITS, Autoencoder
from scripts.training.views import make_views

_ROUNDS = 60
_STEPS = 600
_BATCH = 768
_RATE = 2e-3


@torch.no_grad()
def look(
    model: Autoencoder, squares: Tensor, bank: Bank, generator: torch.Generator, views: int
) -> tuple[Tensor, Tensor]:
    """Encode photos, uint8 (N, P, P, 3), by the finished network.

    Returns:
        Codes of mild views, float32 (N, D), and of strong views, float32 (views, N, D).
    """
    dice = Dice(generator, squares.device)
    found: list[list[Tensor]] = []
    for chunk in torch.split(squares, 128):
        photos = chunk.permute(0, 3, 1, 2).float() / 255
        seen = [
            make_views(photos, model.shape.size, bank, dice, strong=place > 0).seen
            for place in range(1 + views)
        ]
        found.append([model.encoder(model.normalise(pixels)).code for pixels in seen])
    mild, *strong = (torch.cat(part) for part in zip(*found, strict=True))
    return mild, torch.stack(strong)


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


def fit_bits(model: Autoencoder, squares: Tensor, bank: Bank, seed: int) -> None:
    """Give a finished network its bits, from training photos, uint8 (N, P, P, 3)."""
    generator = torch.Generator().manual_seed(seed)
    mild, strong = look(model, squares, bank, generator, views=2)
    to_bits = turn_axes(mild, generator)
    polish(to_bits, mild, strong, generator)
    model.encoder.to_bits.load_state_dict(to_bits.state_dict())
