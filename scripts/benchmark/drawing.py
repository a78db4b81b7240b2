"""How well photos are drawn again, by the model and by the plain autoencoder beside it."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

_WINDOW, _STEP = 7, 2
_GAP = 6


def one_minus_ssim(drawn: NDArray[np.uint8], wanted: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return 1 - SSIM of each picture, float64 (N,), of uint8 (N, S, S, 3).

    The formula of the decoder's graph (Wang et al. 2004; 7 x 7 windows), for pictures drawn by others too.
    """
    a, b = drawn / 255, wanted / 255

    def mean(x: NDArray[np.float64]) -> NDArray[np.float64]:
        windows = sliding_window_view(x, (_WINDOW, _WINDOW), axis=(1, 2))
        averages: NDArray[np.float64] = windows[:, ::_STEP, ::_STEP].mean((-2, -1))
        return averages

    mu_a, mu_b = mean(a), mean(b)
    var_a, var_b = mean(a * a) - mu_a**2, mean(b * b) - mu_b**2
    both = mean(a * b) - mu_a * mu_b
    c1, c2 = 0.01**2, 0.03**2
    ssim = (2 * mu_a * mu_b + c1) * (2 * both + c2) / ((mu_a**2 + mu_b**2 + c1) * (var_a + var_b + c2))
    errors: NDArray[np.float64] = 1 - ssim.mean((1, 2, 3))
    return errors


def sheet(rows: list[NDArray[np.uint8]], zoom: int = 2) -> Image.Image:
    """Lay pictures out in rows, uint8 (N, S, S, 3) each, one below the other."""
    count, side = rows[0].shape[:2]
    cell = side * zoom + _GAP
    out = Image.new("RGB", (count * cell + _GAP, len(rows) * cell + _GAP), "white")
    for line, row in enumerate(rows):
        for place, pixels in enumerate(row):
            picture = Image.fromarray(pixels).resize((side * zoom, side * zoom), Image.Resampling.BICUBIC)
            out.paste(picture, (_GAP + place * cell, _GAP + line * cell))
    return out
