"""An approximate index as bytes, so that it need not be built at every start."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import numpy as np

from photosim.similarity.approximate import ApproximateIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FORMAT = 2
_SEAL_BYTES = 32


def index_bytes(index: ApproximateIndex, state: str) -> bytes:
    """The index without its codes.

    Args:
        index: see there.
        state: names what it was built from besides the codes' keys: the model.
    """
    import faiss  # noqa: PLC0415

    target = io.BytesIO()
    np.savez(
        target,
        state=np.array(_full_state(state)),
        lists=faiss.serialize_index(index.lists),
        keys=index.keys,
        recall=np.float64(index.recall),
    )
    data = target.getvalue()
    return _seal(data) + data


def index_from(
    data: bytes, state: str, codes: NDArray[np.float32], keys: NDArray[np.uint64]
) -> ApproximateIndex | None:
    """The index of `index_bytes`, brought up to date.

    Args:
        data: of any origin.
        state: as it was given there.
        codes: (N, D) float32 of unit L2 norm, what is to be indexed now.
        keys: (N,) uint64.

    Returns:
        None where the data is damaged, of another state or version, or too little of it is left.
    """
    import faiss  # noqa: PLC0415

    # faiss trusts what it reads: nothing comes to it that was not written whole.
    if data[:_SEAL_BYTES] != _seal(data[_SEAL_BYTES:]):
        return None
    with np.load(io.BytesIO(data[_SEAL_BYTES:]), allow_pickle=False) as kept:
        if str(kept["state"]) != _full_state(state):
            return None
        lists = faiss.deserialize_index(kept["lists"])
        old = ApproximateIndex(
            lists, kept["keys"], float(kept["recall"]), codes, np.full(len(kept["keys"]), -1)
        )
    return old.updated(codes, keys)


def _full_state(state: str) -> str:
    import faiss  # noqa: PLC0415

    return f"{_FORMAT} {faiss.__version__} {state}"


def _seal(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_SEAL_BYTES).digest()
