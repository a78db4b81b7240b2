"""Where the time of a scan goes: processor milliseconds a photo, part by part.

    python -m scripts.benchmark.parts --photos DIR [--most 400] [--rounds 5] [--model DIR] [--json FILE]

Each part is done for every photo, one after the other, in one process with one thread; told is the least of
the rounds. `whole` is `read_photo` and the encoder as a scan calls them; what a scan takes beyond it (see
`scan`) goes to its processes, its queues and the catalogue. Prints JSON.
"""

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from blake3 import blake3
from numpy.typing import NDArray

from photosim.domain.files import Problem
from photosim.domain.photo import ReadPhoto
from photosim.domain.scanning import DecodeLimits
from photosim.encoding.autoencoder import Autoencoder
from photosim.imaging.decode import Need, decode
from photosim.imaging.jpeg import quality
from photosim.imaging.measure import preview_digest, sharpness
from photosim.imaging.metadata import read_metadata
from photosim.imaging.read import read_photo
from photosim.imaging.shrink import resampled
from photosim.imaging.source import load
from photosim.imaging.thumbnail import THUMBNAIL_SIDE, encode_pixels
from photosim.imaging.upright import fitted, reduced

Answer = TypeVar("Answer")

_LIMITS = DecodeLimits()
_BATCH = 32


class Clock:
    """Adds up processor seconds by part."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def time(self, part: str, work: Callable[[], Answer]) -> Answer:
        """Do a part of the work."""
        started = time.process_time()
        answer = work()
        self.spent[part] = self.spent.get(part, 0.0) + time.process_time() - started
        return answer


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, required=True, help="a folder of photos")
    parser.add_argument("--most", type=int, default=400, help="how many of them")
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is repeated")
    parser.add_argument("--model", type=Path, help="another model than the shipped one")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args()
    model = Autoencoder.load(options.model)
    files = readable(options.photos, options.most, model)
    rounds = [measured(files, model) for _ in range(options.rounds)]
    parts = {part: min(spent[part] for spent in rounds) / len(files) * 1000 for part in rounds[0]}
    whole = parts.pop("whole")
    told = {
        "photos": len(files),
        "ms_a_photo": {part: round(ms, 3) for part, ms in parts.items()},
        "sum": round(sum(parts.values()), 2),
        "whole": round(whole, 2),
        "share": {part: round(ms / sum(parts.values()), 2) for part, ms in parts.items()},
    }
    print(json.dumps(told, indent=2))
    if options.json:
        options.json.write_text(json.dumps(told, indent=2) + "\n", "utf-8")


def readable(folder: Path, most: int, model: Autoencoder) -> list[str]:
    """The first photos of a folder, by name."""
    files: list[str] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if not isinstance(read_photo(str(path), model.input_spec, _LIMITS), Problem):
            files.append(str(path))
        if len(files) == most:
            break
    if not files:
        raise SystemExit(f"There is no photo in {folder}.")
    return files


def measured(files: list[str], model: Autoencoder) -> dict[str, float]:
    """Processor seconds of each part, all photos together."""
    clock = Clock()
    inputs = [read_in_parts(path, model, clock) for path in files]
    for start in range(0, len(inputs), _BATCH):
        batch = np.stack(inputs[start : start + _BATCH])
        clock.time("network", partial(model.encode, batch))
    clock.time("whole", lambda: whole(files, model))
    return clock.spent


def read_in_parts(path: str, model: Autoencoder, clock: Clock) -> NDArray[np.uint8]:
    """What `read_photo` does, a part at a time; returns the encoder's input."""
    side = model.input_spec.size
    need = Need(max(THUMBNAIL_SIDE, side))
    source = clock.time("file", lambda: load(path, _LIMITS))
    clock.time("digest", lambda: blake3(source.data).digest())
    decoded = clock.time("decode", lambda: decode(source.data, source.format, need, _LIMITS, as_array=True))
    picture = clock.time("reduce", lambda: reduced(decoded, need))
    clock.time("metadata", lambda: read_metadata(decoded.exif))
    if decoded.format == "JPEG":
        clock.time("metadata", lambda: quality(source.data))
    clock.time("pixel digest", lambda: preview_digest(picture, decoded.width, decoded.height))
    clock.time("sharpness", lambda: sharpness(picture))
    size = fitted((picture.shape[1], picture.shape[0]), THUMBNAIL_SIDE)
    clock.time("thumbnail", lambda: encode_pixels(resampled(picture, size)))
    return clock.time("input", lambda: resampled(picture, (side, side)))


def whole(files: list[str], model: Autoencoder) -> None:
    """The same as a scan calls it."""
    photos = [read_photo(path, model.input_spec, _LIMITS) for path in files]
    inputs = [photo.model_input for photo in photos if isinstance(photo, ReadPhoto)]
    for start in range(0, len(inputs), _BATCH):
        model.encode(np.stack(inputs[start : start + _BATCH]))


if __name__ == "__main__":
    main()
