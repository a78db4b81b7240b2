"""Numbers that the reduced picture tells."""

import numpy as np
from blake3 import blake3
from PIL import Image


def sharpness(image: Image.Image) -> float:
    """Variance of the Laplacian of the grey picture, >= 0; 0 for pictures narrower than three pixels."""
    grey = np.asarray(image.convert("L"), dtype=np.int16)
    if min(grey.shape) < 3:
        return 0.0
    inner = grey[1:-1, 1:-1]
    laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * inner
    values = laplacian.astype(np.float32).ravel()
    values -= values.mean(dtype=np.float64)
    return float(np.vdot(values, values)) / values.size


def preview_digest(image: Image.Image, width: int, height: int) -> bytes:
    """Digest (32 bytes) of the upright reduced pixels and the full size."""
    return blake3(f"{width}x{height}:".encode() + image.tobytes()).digest()
