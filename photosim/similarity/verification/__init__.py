"""Whether two pictures show the same, by laying one over the other."""

from photosim.similarity.verification.features import Features, extract
from photosim.similarity.verification.verify import METHOD, verify

__all__ = ["METHOD", "Features", "extract", "verify"]
