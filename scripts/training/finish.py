"""What is done to a trained network before it is exported; minutes, no training."""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from scripts.training.bank import Bank
from scripts.training.bits import fit_bits
from scripts.training.degrade import Dice
from scripts.training.network import Autoencoder
from scripts.training.views import make_views

# Halfway between the codes as they are (0) and white ones (0.5): all the way, what hardly differs between
# photos counts as much as what does, and crops are lost.
_POWER = 0.25
_SETTLING = 2048
_BATCH = 64


@torch.no_grad()
def settle(model: Autoencoder, squares: Tensor, bank: Bank, seed: int) -> None:
    """Measure the means and variances of the batch norms anew (as in arXiv:1803.05407, section 3.2).

    Those that the averaged network has belong to other weights and to smaller views.

    Args:
        model: the averaged network; left in evaluation mode.
        squares: training photos, uint8 (N, P, P, 3).
        bank: what is laid over and around them.
        seed: of the views, half of them mild and half strong.
    """
    dice = Dice(torch.Generator().manual_seed(seed), squares.device)
    norms = [part for part in model.encoder.modules() if isinstance(part, nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
        norm.train()
    for number, chunk in enumerate(torch.split(squares, _BATCH)):
        photos = chunk.permute(0, 3, 1, 2).float() / 255
        seen = make_views(photos, model.shape.size, bank, dice, strong=number % 2 == 0).seen
        model.encoder(model.normalise(seen))
    model.eval()


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


@torch.no_grad()
def spread(codes: Tensor) -> nn.Linear:
    """Return a map that makes the axes of codes, float32 (N, D), more alike in spread, about their mean.

    Partial whitening, as SSCD does in full (arXiv:2202.10261): what nearly all photos have in common counts
    less. Codes are normalised again behind it.
    """
    middle = codes.mean(0)
    centred = codes - middle
    variances, axes = torch.linalg.eigh(centred.T @ centred / len(codes))
    weight = axes @ torch.diag(variances.clamp(min=1e-7).pow(-_POWER)) @ axes.T
    out = nn.Linear(codes.shape[1], codes.shape[1])
    out.weight.copy_(weight)
    out.bias.copy_(-(weight @ middle))
    return out


class Finished(NamedTuple):
    """A network that is ready to be exported."""

    model: Autoencoder
    spread: nn.Linear
    """From the network's codes to those that ship, before they are normalised."""
    to_bits: nn.Linear
    """From the codes that ship to the logits of the bits."""


def finish(model: Autoencoder, squares: Tensor, bank: Bank, seed: int) -> Finished:
    """Finish a network with some of the training photos, uint8 (N, P, P, 3)."""
    settle(model, squares[:_SETTLING], bank, seed)
    generator = torch.Generator().manual_seed(seed)
    mild, strong = look(model, squares, bank, generator, views=2)
    wide = spread(torch.cat((mild, *strong)))
    with torch.no_grad():
        mild, strong = (functional.normalize(wide(codes), dim=-1) for codes in (mild, strong))
    return Finished(model, wide, fit_bits(mild, strong, generator))
