"""Statistics of the finished network."""

import torch
from torch import Tensor, nn

from scripts.training.bank import Bank
from scripts.training.degrade import Dice
from scripts.training.network import Autoencoder
from scripts.training.views import make_views

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
