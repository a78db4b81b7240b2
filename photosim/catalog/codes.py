"""All codes of a model as one matrix: read once, then only what has come since."""

from __future__ import annotations

import sqlite3
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from photosim.catalog.database import select_among
from photosim.catalog.failures import sensible
from photosim.catalog.records import CodeTable
from photosim.domain.photo import ContentId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

_Kind = TypeVar("_Kind", np.int64, np.float32, np.uint8)

_BLOCK = 10_000
_BITS = 8
# Room for so large a share of what is there: while it lasts, adding copies nothing.
_SPARE = 1 / 16
_CODES = "SELECT content, code, bits FROM codes WHERE model = (SELECT id FROM models WHERE name = ?)"


class KeptCodes:
    """The codes of one model, as far as they were read; one thread at a time may use it.

    There is one matrix and never a second one beside it. It grows at its end, so what was given out stays
    as it was.
    """

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._contents: list[ContentId] = []
        self._numbers = np.empty(0, np.int64)
        self._code = np.empty((0, 0), np.float32)
        self._bits = np.empty((0, _BITS), np.uint8)

    @sensible()
    def read(self, connection: sqlite3.Connection, model_id: str) -> CodeTable:
        """The codes of every content that a photo of the library has, in the order in which they came.

        Args:
            connection: to the catalogue.
            model_id: the same in every call.
        """
        found = connection.execute("SELECT DISTINCT content FROM shown")
        shown = np.sort(np.fromiter((content for (content,) in found), np.int64))
        self._forget_others(shown)
        if self._contents:
            missing = np.setdiff1d(shown, self._numbers[: len(self._contents)]).tolist()
            rows = select_among(connection, f"{_CODES} AND content IN (*)", missing, (model_id,))
        else:
            # From front to back is several times faster than to look for each.
            rows = connection.execute(f"{_CODES} ORDER BY content", (model_id,))
        for block in _blocks(rows):
            self._add(connection, block, shown)
        size = len(self._contents)
        return CodeTable(list(self._contents), self._code[:size], self._bits[:size])

    def _forget_others(self, shown: NDArray[np.int64]) -> None:
        stays = np.isin(self._numbers[: len(self._contents)], shown)
        if stays.all():
            return
        kept = np.flatnonzero(stays)
        self._contents = [self._contents[row] for row in kept]
        self._numbers, self._code, self._bits = self._numbers[kept], self._code[kept], self._bits[kept]

    def _add(
        self, connection: sqlite3.Connection, block: list[tuple[Any, ...]], shown: NDArray[np.int64]
    ) -> None:
        wanted = np.isin(np.array([row[0] for row in block], np.int64), shown)
        rows = [row for row, is_wanted in zip(block, wanted.tolist(), strict=True) if is_wanted]
        if not rows:
            return
        numbers = [row[0] for row in rows]
        digests = dict(select_among(connection, "SELECT id, digest FROM contents WHERE id IN (*)", numbers))
        code = np.frombuffer(b"".join([row[1] for row in rows]), "<f2").astype(np.float32)
        code = code.reshape(len(rows), -1)
        # Half precision moves the norms by up to 0.001; distances assume unit rows.
        code /= np.sqrt(np.einsum("ij,ij->i", code, code))[:, None]
        bits = np.frombuffer(b"".join([row[2] for row in rows]), np.uint8).reshape(len(rows), _BITS)
        start, stop = len(self._contents), len(self._contents) + len(rows)
        if stop > len(self._code):
            room = int(max(stop, len(shown)) * (1 + _SPARE))
            self._numbers = _longer(self._numbers[:start], room, ())
            self._code = _longer(self._code[:start], room, code.shape[1:])
            self._bits = _longer(self._bits[:start], room, bits.shape[1:])
        self._numbers[start:stop], self._code[start:stop], self._bits[start:stop] = numbers, code, bits
        self._contents += [ContentId(digests[number]) for number in numbers]


def _longer(rows: NDArray[_Kind], room: int, width: tuple[int, ...]) -> NDArray[_Kind]:
    """The rows with room behind them, which takes no memory before it is written to."""
    longer = np.empty((room, *width), rows.dtype)
    if len(rows):
        longer[: len(rows)] = rows
    return longer


def _blocks(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    waiting = iter(rows)
    while block := list(islice(waiting, _BLOCK)):
        yield block
