"""The terms of the training loss."""

import torch
from torch import Tensor
from torch.nn import functional

BUCKET_BITS = 16


def contrast(first: Tensor, second: Tensor, photos: Tensor, temperature: float) -> tuple[Tensor, Tensor]:
    """InfoNCE (van den Oord et al., arXiv:1807.03748) between two views, against all others of the batch.

    Codes remembered from earlier batches (arXiv:1912.06798) were tried as further negatives: at the learning
    rates of a short training the network runs away from its own past instead, and the codes collapse.

    Args:
        first: float32 (N, D), unit rows.
        second: float32 (N, D), unit rows; row i shows the same photo as row i of `first`.
        photos: int64 (N,), which photo each row shows, so that a photo is never its own negative.
        temperature: softness of the comparison.

    Returns:
        The mean loss, and the share of rows whose partner was the nearest.
    """
    both = torch.cat((first, second))
    shown = torch.cat((photos, photos))
    rows = torch.arange(len(both), device=first.device)
    partner = (rows + len(first)) % len(both)
    same = shown[:, None] == shown[None, :]
    same[rows, partner] = False
    logits = (both @ both.T / temperature).masked_fill(same, float("-inf"))
    right = (logits.argmax(1) == partner).float().mean()
    return functional.cross_entropy(logits, partner), right


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


def bits_terms(first: Tensor, second: Tensor, photos: Tensor) -> Tensor:
    """Make bits tell photos apart, agree between views, and be independent of one another.

    The first 16 are the bucket of the semantic hash and have to work alone, hence a term of their own.
    """
    whole, _ = contrast(first / 8, second / 8, photos, 0.15)
    head, _ = contrast(first[:, :BUCKET_BITS] / 4, second[:, :BUCKET_BITS] / 4, photos, 0.25)
    both = torch.cat((first, second))
    centred = both - both.mean(0)
    scaled = centred / centred.square().mean(0).add(1e-6).sqrt()
    correlation = scaled.T @ scaled / len(both)
    correlation = correlation - torch.diag(torch.diag(correlation))
    return whole + head + both.mean(0).square().mean() + 0.05 * correlation.square().sum() / len(correlation)
