"""The ways of turning a picture into numbers that the benchmark compares."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from photosim.encoding import Autoencoder
from scripts.benchmark.corpus import Corpus
from scripts.benchmark.hashes import HASHES

CODES, BITS, PLAIN, THUMBNAIL = "photosim", "photosim bits", "plain autoencoder", "thumbnail 16x16"
SEARCHING = "photosim, as it searches"
LOOKING = "photosim, having looked"
BUCKET_BITS = 16
_BATCH = 64


class Plain:
    """The plain autoencoder that `scripts/train_autoencoder.py --network plain` leaves behind."""

    def __init__(self, path: Path) -> None:
        self._session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def _run(self, pixels: NDArray[np.uint8], output: str) -> NDArray[np.generic]:
        parts = [
            self._session.run([output], {"pixels": pixels[start : start + _BATCH]})[0]
            for start in range(0, len(pixels), _BATCH)
        ]
        return np.concatenate(parts)

    def encode(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the flattened codes, float32 (N, 2304), of uint8 (N, 96, 96, 3)."""
        return self._run(pixels, "code").astype(np.float32)

    def reconstruct(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Draw pictures again, uint8 (N, 96, 96, 3)."""
        return self._run(pixels, "drawn").astype(np.uint8)


def thumbnails(pixels: NDArray[np.uint8], side: int = 16) -> NDArray[np.float32]:
    """Average pixels down to `side` x `side` colours, flattened: what many tools compare."""
    count, size = pixels.shape[:2]
    tiles = pixels.reshape(count, side, size // side, side, size // side, 3)
    means: NDArray[np.float32] = np.empty((count, side * side * 3), np.float32)
    means[:] = tiles.mean((2, 4)).reshape(count, -1) / 255
    return means


def vectors(corpus: Corpus, model: Autoencoder, plain: Plain | None) -> dict[str, NDArray[np.float32]]:
    """Encode every picture by every method; L2 between hashes of 0 and 1 ranks as Hamming distance."""
    codes = model.encode(corpus.pixels)
    out = {CODES: codes.code, BITS: np.unpackbits(codes.bits, axis=1).astype(np.float32)}
    out |= {name: corpus.hashes[name].astype(np.float32) for name in HASHES}
    out[THUMBNAIL] = thumbnails(corpus.pixels)
    if plain is not None:
        out[PLAIN] = plain.encode(corpus.pixels)
    return out


def buckets(bits: NDArray[np.float32]) -> NDArray[np.int64]:
    """Number the bucket of each picture, int64 (N,), from bits of 0 and 1, first bit first."""
    weights = 1 << np.arange(BUCKET_BITS - 1, -1, -1, dtype=np.int64)
    return bits[:, :BUCKET_BITS].astype(np.int64) @ weights


def bit_facts(corpus: Corpus, bits: NDArray[np.float32], attack: NDArray[np.str_]) -> Mapping[str, float]:
    """Tell how well the bits are made, and how often a copy shares its original's bucket.

    Args:
        corpus: all pictures.
        bits: float32 (N, 64), 0 or 1.
        attack: names of the attacks that count as mild, whose copies ought to share the bucket.
    """
    originals = {corpus.items[row].group: row for row in corpus.rows("source")}
    copies = corpus.rows("copy")
    wanted = np.asarray([originals[corpus.items[row].group] for row in copies])
    apart = np.abs(bits[copies, :BUCKET_BITS] - bits[wanted, :BUCKET_BITS]).sum(1)
    mild = np.isin([corpus.items[row].name for row in copies], attack)
    strangers = bits[corpus.rows("source", "distractor")]
    spread = np.asarray(np.corrcoef(strangers.T))
    np.fill_diagonal(spread, 0)
    return {
        "copies in the bucket of their original": float((apart == 0).mean()),
        "copies at most one bit beside it": float((apart <= 1).mean()),
        "mild copies in the bucket": float((apart[mild] == 0).mean()),
        "mild copies at most one bit beside it": float((apart[mild] <= 1).mean()),
        "strangers": float(len(strangers)),
        "buckets that strangers use": float(len(np.unique(buckets(strangers)))),
        "rarest bit": float(strangers.mean(0).min()),
        "most frequent bit": float(strangers.mean(0).max()),
        "mean correlation of two bits": float(np.abs(spread).mean()),
    }
