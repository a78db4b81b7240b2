"""The terms of the training loss."""

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

BUCKET_BITS = 16


class Question(NamedTuple):
    """Which keys are right for each of M views, which are wrong, and which do not count."""

    wanted: Tensor
    """float32 (M, N), rows of sum 1: how much each view shows of each photo of the batch."""
    banned: Tensor
    """bool (M, K): older keys of a photo that the view shows."""


def question(shown: Tensor, photos: Tensor, known: Tensor) -> Question:
    """Say what is asked of a batch.

    Args:
        shown: int64 (M, 4), rows of the batch that each view shows.
        photos: int64 (N,), the photos of the batch.
        known: int64 (K,), the photos of all keys; the first N are those of the batch.
    """
    wanted = torch.zeros(len(shown), len(photos), device=shown.device)
    wanted.scatter_add_(1, shown, torch.full(shown.shape, 1 / shown.shape[1], device=shown.device))
    same = (photos[shown][:, :, None] == known).any(1)
    same[:, : len(photos)] = False
    return Question(wanted, same)


def contrast(asked: Tensor, keys: Tensor, what: Question, temperature: float) -> tuple[Tensor, Tensor]:
    """InfoNCE (van den Oord et al., arXiv:1807.03748) of views against keys, most of them remembered.

    The keys come from the averaged network (momentum contrast, arXiv:1911.05722): codes remembered from the
    trained network itself (arXiv:1912.06798) made the codes collapse. A collage has four right answers; with
    one of them as the only right one nothing is learned from it.

    Args:
        asked: float32 (M, D), unit rows.
        keys: float32 (K, D), unit rows; the first ones are those of the batch.
        what: the right and the forbidden answers.
        temperature: softness of the comparison.

    Returns:
        The mean loss, and the share of views whose nearest key is right.
    """
    logits = (asked @ keys.T / temperature).masked_fill(what.banned, float("-inf"))
    here = what.wanted.shape[1]
    chances = functional.log_softmax(logits, 1)[:, :here]
    best = logits.argmax(1)
    right = what.wanted.gather(1, best.clamp(max=here - 1)[:, None])[:, 0] * (best < here)
    return -(what.wanted * chances).sum(1).mean(), (right > 0).float().mean()


def koleo(codes: Tensor) -> Tensor:
    """Kozachenko-Leonenko entropy term as in SSCD (Pizzi et al., arXiv:2202.10261).

    Pushes each code, a unit row of float32 (N, D), away from its nearest neighbour, which spreads the
    codes evenly and makes one distance mean the same everywhere.
    """
    with torch.no_grad():
        products = codes @ codes.T
        products.fill_diagonal_(-2.0)
        nearest = products.argmax(1)
    distance = (codes - codes[nearest]).square().sum(1).add(1e-8).sqrt()
    return -distance.add(1e-4).log().mean()


def one_minus_ssim(drawn: Tensor, wanted: Tensor, window: int = 7) -> Tensor:
    """Return 1 - SSIM (Wang et al. 2004) of each picture, float32 (N,), for pixels in 0..1."""

    def mean(x: Tensor) -> Tensor:
        return functional.avg_pool2d(x, window, stride=2)

    mu_a, mu_b = mean(drawn), mean(wanted)
    var_a = mean(drawn * drawn) - mu_a * mu_a
    var_b = mean(wanted * wanted) - mu_b * mu_b
    both = mean(drawn * wanted) - mu_a * mu_b
    c1, c2 = 0.01**2, 0.03**2
    ssim = (2 * mu_a * mu_b + c1) * (2 * both + c2) / ((mu_a**2 + mu_b**2 + c1) * (var_a + var_b + c2))
    return 1 - ssim.mean(dim=(1, 2, 3))


def soft_bits(logits: Tensor, noise: Tensor, sigma: float) -> Tensor:
    """Noisy bits in -1..1, float32 (N, 64).

    Gaussian noise before the sigmoid drives the activations to the ends (Salakhutdinov & Hinton,
    "Semantic hashing", 2009): only there does the noise not change them.
    """
    return 2 * torch.sigmoid(4 * (logits + sigma * noise)) - 1


def bits_terms(asked: Tensor, keys: Tensor, what: Question) -> Tensor:
    """Make bits tell photos apart, agree with those of the keys, and be independent of one another.

    The first 16 are the bucket of the semantic hash and have to work alone, hence a term of their own.

    Args:
        asked: float32 (M, 64), soft bits in -1..1.
        keys: float32 (K, 64), hard bits, -1 or 1.
        what: the right and the forbidden answers.
    """
    whole, _ = contrast(asked / 8, keys / 8, what, 0.15)
    head, _ = contrast(asked[:, :BUCKET_BITS] / 4, keys[:, :BUCKET_BITS] / 4, what, 0.25)
    centred = asked - asked.mean(0)
    scaled = centred / centred.square().mean(0).add(1e-6).sqrt()
    correlation = scaled.T @ scaled / len(asked)
    correlation = correlation - torch.diag(torch.diag(correlation))
    balance = asked.mean(0).square().mean()
    return whole + head + balance + 0.05 * correlation.square().sum() / len(correlation)
