"""Keys of earlier batches: thousands of negatives for the price of small batches."""

from typing import NamedTuple

import torch
from torch import Tensor


class Keys(NamedTuple):
    """What the averaged network said about some photos."""

    photos: Tensor
    """int64 (K,): which photos."""
    code: Tensor
    """float32 (K, D), unit rows."""


class Memory:
    """The newest keys, the oldest forgotten first (momentum contrast, arXiv:1911.05722)."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: Keys | None = None

    def join(self, fresh: Keys) -> Keys:
        """Return the fresh keys followed by the remembered ones, and remember the fresh ones too."""
        if self.kept is None:
            both = fresh
        else:
            both = Keys(*(torch.cat(pair) for pair in zip(fresh, self.kept, strict=True)))
        self.kept = Keys(*(part[: self.most] for part in both))
        return both
