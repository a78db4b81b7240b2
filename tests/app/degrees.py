"""Pictures with copies that are harder to recognise from one to the next."""

from pathlib import Path

import numpy as np
from PIL import Image

from photosim.app.tuning.threshold import prepare_tuning
from photosim.app.workspace import Workspace
from photosim.domain.progress import CancelToken, silent
from tests.helpers.photos import sample_paths
from tests.helpers.scanning import fill

SCENES = 10


def make_degrees(folder: Path) -> None:
    """Fill a folder with `00.jpg` … and `00-copy.jpg` …, parts of two photos, the later the noisier."""
    folder.mkdir(parents=True)
    china, flower = (Image.open(path).convert("RGB") for path in sample_paths())
    random = np.random.default_rng(1)
    for number in range(SCENES):
        whole = (china, flower)[number % 2]
        left, top = 90 * (number // 2), 40 * (number % 3)
        scene = whole.crop((left, top, left + 270, top + 270))
        scene.save(folder / f"{number:02}.jpg", quality=92)
        noise = random.normal(0, 6.0 + 7.0 * number, (270, 270, 3))
        pixels = np.clip(np.asarray(scene, np.float64) + noise, 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"{number:02}-copy.jpg", quality=80)


def scan_degrees(workspace: Workspace, folder: Path) -> None:
    """Fill a library with them, and look closely at all pairs that can be asked about: that is kept."""
    make_degrees(folder)
    fill(workspace, folder)
    prepare_tuning(workspace, silent, CancelToken())
