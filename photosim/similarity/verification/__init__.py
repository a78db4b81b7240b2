"""Whether two pictures show the same, by laying one over the other."""

from photosim.similarity.verification.features import SIDE, Features, extract, extract_page
from photosim.similarity.verification.verify import METHOD, verify

__all__ = ["METHOD", "SIDE", "Features", "extract", "extract_page", "verify"]
