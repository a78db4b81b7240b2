"""Two pictures of which it is known how they lie on each other: exactly how, and where they differ."""

from photosim.similarity.comparison.difference import Difference, Spot, difference
from photosim.similarity.comparison.registration import refined, snapped

__all__ = ["Difference", "Spot", "difference", "refined", "snapped"]
