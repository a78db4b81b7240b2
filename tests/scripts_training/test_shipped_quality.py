"""The shipped model on real photos: a floor under the benchmark, small enough for every test run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from photosim.domain.scanning import DecodeLimits
from photosim.encoding import Autoencoder
from photosim.imaging.read import read_bytes
from scripts.benchmark.attacks import ATTACKS, attacked

INDEXED, ASKED = 60, 6


def test_attacked_copies_find_their_originals(photos: Path) -> None:
    model = Autoencoder.load(threads=2)
    paths = sorted((photos / "bench" / "sources").iterdir())[:INDEXED]

    def square(data: bytes, name: str) -> np.ndarray:
        return read_bytes(data, name, model.input_spec, DecodeLimits()).model_input

    index = model.encode(np.stack([square(path.read_bytes(), path.name) for path in paths])).code
    pictures = []
    for path in paths[:10]:
        with Image.open(path) as opened:
            pictures.append(opened.convert("RGB"))
    copies, wanted = [], []
    for row in range(ASKED):
        for attack in ATTACKS:
            data = attacked(attack, paths[row].name, pictures[row], pictures[ASKED:])
            copies.append(square(data, attack.name))
            wanted.append(row)
    nearest = (model.encode(np.stack(copies)).code @ index.T).argmax(axis=1)
    assert np.mean(nearest == np.asarray(wanted)) > 0.85
