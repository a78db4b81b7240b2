"""Whether two pictures show the same, by laying one over the other. OpenCV lives here only."""

from photosim.similarity.verification.features import Features, extract
from photosim.similarity.verification.verify import METHOD, verify

__all__ = ["METHOD", "Features", "extract", "verify"]
