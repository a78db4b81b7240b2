"""Numbers that the reduced picture tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blake3 import blake3

from photosim.imaging.shrink import opencv

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def sharpness(pixels: NDArray[np.uint8]) -> float:
    """Variance of the Laplacian of the grey picture, >= 0; 0 for pictures narrower than three pixels.

    Args:
        pixels: uint8 (H, W, 3), RGB.
    """
    if min(pixels.shape[:2]) < 3:
        return 0.0
    cv2 = opencv()
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    # Without its edge, where neighbours are missing.
    values = cv2.Laplacian(grey, cv2.CV_16S)[1:-1, 1:-1]
    # Sums of integers: exact, and quicker than OpenCV's own deviation.
    total, squares = float(cv2.sumElems(values)[0]), float(cv2.norm(values, cv2.NORM_L2SQR))
    count = int(values.size)
    return (squares - total**2 / count) / count


def preview_digest(pixels: NDArray[np.uint8], width: int, height: int) -> bytes:
    """Digest (32 bytes) of the upright reduced pixels, uint8 (H, W, 3), and the full size."""
    digest = blake3(f"{width}x{height}:".encode())
    digest.update(pixels.data)
    return digest.digest()
