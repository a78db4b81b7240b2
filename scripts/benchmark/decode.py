"""How fast photos are read, beside the least that any reader of JPEG must do.

The floor is libjpeg-turbo alone: the file's bytes are in memory, the picture is decoded at the smallest
scale that serves, nothing is done with it. `read` is everything photosim does with a file: reading, digest,
decoding, metadata, thumbnail, measures, the encoder's input. CPU time of one core; the best of several
rounds, since other programs only ever make it longer.

    python -m scripts.benchmark.decode [--photos DIR]
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, JpegImagePlugin

from photosim.domain.encoder import InputSpec
from photosim.domain.files import FoundFile, Problem, Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits, ScanSettings
from photosim.imaging.discover import walk
from photosim.imaging.pool import DecodePool
from photosim.imaging.read import read_photo

_SPEC = InputSpec(96, "BILINEAR")
_LIMITS = DecodeLimits()
_SIDE = 320


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds a photo.

    Attributes:
        floor: decoding alone.
        read: everything.
    """

    floor: float
    read: float

    @property
    def ratio(self) -> float:
        """How many times the floor reading costs."""
        return self.read / self.floor


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--photos", default=os.environ.get("PHOTOSIM_PHOTOS"), help="a folder with bench/sources"
    )
    parser.add_argument("--rounds", type=int, default=7, help="how often each measurement is repeated")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        large = twelve_megapixels(folder)
        show("12 megapixels", large, measure([large], options.rounds))
        show_pool("12 megapixels", [large] * 40)
    if options.photos:
        sources = [str(path) for path in sorted(Path(options.photos, "bench", "sources").glob("*.jpg"))]
        show(f"{len(sources)} small photos", sources[0], measure(sources, max(2, options.rounds // 2)))
        show_pool(f"{len(sources)} small photos", sources * 3)
    return 0


def twelve_megapixels(folder: str) -> str:
    """A JPEG of 4000 x 3000 pixels with the noise of a sensor; returns its path."""
    from sklearn.datasets import load_sample_image  # noqa: PLC0415 - decoding processes import this module

    scene = Image.fromarray(load_sample_image("china.jpg")).resize((4000, 3000), Image.Resampling.BICUBIC)
    noise = np.random.default_rng(1).normal(0, 9, (3000, 4000, 3))
    noisy = np.clip(np.asarray(scene, dtype=np.float32) + noise, 0, 255).astype(np.uint8)
    path = os.path.join(folder, "large.jpg")
    Image.fromarray(noisy).save(path, quality=88)
    return path


def measure(paths: Sequence[str], rounds: int) -> Cost:
    """Floor and cost of some JPEGs."""
    contents = [Path(path).read_bytes() for path in paths]

    def floor() -> None:
        for data in contents:
            decode_only(data)

    def read() -> None:
        for path in paths:
            if isinstance(read_photo(path, _SPEC, _LIMITS), Problem):
                raise SystemExit(f"{path} is no photo")

    return Cost(best(floor, rounds) / len(paths), best(read, rounds) / len(paths))


def decode_only(data: bytes) -> None:
    """Let libjpeg-turbo decode at the smallest of its scales that keeps `_SIDE` pixels."""
    image = JpegImagePlugin.JpegImageFile(BytesIO(data))
    share = min(1.0, _SIDE / max(image.size))
    image.draft(None, (max(1, int(image.width * share)), max(1, int(image.height * share))))
    image.load()


def best(work: Callable[[], None], rounds: int) -> float:
    """CPU milliseconds of the quickest round."""
    work()
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times) * 1000


def show(what: str, path: str, cost: Cost) -> None:
    """Print one line of the first table."""
    size = os.path.getsize(path) / 1e6
    print(
        f"{what} ({size:.2f} MB): floor {cost.floor:.2f} ms, read {cost.read:.2f} ms, "
        f"ratio {cost.ratio:.2f}, {1000 / cost.read:.0f} photos/s a core"
    )


def show_pool(what: str, paths: Sequence[str]) -> None:
    """Print what the processes make of it, once they run."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    known = {
        file.path: file for folder in {os.path.dirname(path) for path in paths} for file in found(folder)
    }
    files = [known[path] for path in paths]
    for workers in sorted({1, cores}):
        started = time.perf_counter()
        with DecodePool(_SPEC, _LIMITS, workers) as pool:
            pool.read(paths[0])
            ready = time.perf_counter()
            for _ in pool.read_many(files, CancelToken()):
                pass
            seconds = time.perf_counter() - ready
        print(
            f"{what}, {workers} process(es): first photo after {ready - started:.2f} s, "
            f"then {len(files) / seconds:.0f} photos/s"
        )


def found(folder: str) -> list[FoundFile]:
    """The files of a folder as discovery finds them."""
    return [
        file for file in walk([Root(folder)], ScanSettings(), CancelToken()) if not isinstance(file, Problem)
    ]


if __name__ == "__main__":
    sys.exit(main())
