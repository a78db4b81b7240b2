"""How well a picture tells that it was merely enlarged.

    python scripts/benchmark/enlarged.py --photos DIR [--sources 80] [--json FILE]

Sources as they are, and saved badly, beside the same enlarged by three filters and saved again. For every
scale the table tells the detail beyond it, and how many `similarity.enlarged` tells right.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.similarity.enlarged import detail_beyond, is_merely_enlarged

_FILTERS = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)
_SCALES = (1.25, 1.3, 1.5, 2.0, 3.0)


def _saved(picture: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


def kinds(picture: Image.Image, scale: float) -> Iterator[tuple[str, bool, Image.Image]]:
    """Name, whether it is enlarged, and the picture."""
    yield "as it is", False, picture
    for quality in (50, 20):
        yield f"JPEG {quality}", False, _saved(picture, quality)
    size = (round(picture.width * scale), round(picture.height * scale))
    for how in _FILTERS:
        large = picture.resize(size, how)
        yield f"enlarged, {how.name.lower()}", True, large
        yield f"enlarged, {how.name.lower()}, JPEG 85", True, _saved(large, 85)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, required=True, help="the folder that holds bench/")
    parser.add_argument("--sources", type=int, default=80)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    files = sorted((options.photos / "bench" / "sources").iterdir())
    figures: dict[str, dict[str, float]] = {}
    values: dict[str, list[tuple[float, bool]]] = {}
    for path in files[:: max(1, len(files) // options.sources)][: options.sources]:
        with Image.open(path) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        for scale in _SCALES:
            for name, enlarged, made in kinds(picture, scale):
                pixels = np.asarray(made)
                right = is_merely_enlarged(pixels, scale) is enlarged
                values.setdefault(f"{scale:g}  {name}", []).append((detail_beyond(pixels, scale), right))
    for key, rows in sorted(values.items()):
        detail = np.array([value for value, _ in rows])
        figures[key] = {
            "5 %": float(np.quantile(detail, 0.05)),
            "median": float(np.median(detail)),
            "95 %": float(np.quantile(detail, 0.95)),
            "told right": float(np.mean([right for _, right in rows])),
        }
        print(f"{key:36}" + "".join(f"  {name} {value:.3f}" for name, value in figures[key].items()))
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
