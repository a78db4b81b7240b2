"""The hashes everyone uses, as baselines."""

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_MAKERS = {
    "aHash-64": lambda picture: imagehash.average_hash(picture, 8),
    "dHash-64": lambda picture: imagehash.dhash(picture, 8),
    "pHash-64": lambda picture: imagehash.phash(picture, 8),
    "pHash-256": lambda picture: imagehash.phash(picture, 16),
}
HASHES = tuple(_MAKERS)


def hash_bits(name: str, picture: Image.Image) -> NDArray[np.bool_]:
    """Hash an upright picture to bool (B,).

    The hashes get the app's upright thumbnail: more than most tools give them, which look at stored pixels
    and miss every photo that is turned by its EXIF tag.
    """
    return np.asarray(_MAKERS[name](picture).hash, bool).ravel()
