"""What photos show of others of their group, kept beside the library in a file that may be deleted."""

from __future__ import annotations

import logging
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.atomic import write_atomically
from photosim.domain.errors import FileError
from photosim.domain.photo import ContentId
from photosim.similarity.traces import Trace
from photosim.similarity.verification import METHOD

if TYPE_CHECKING:
    from photosim.catalog.library import Library

_log = logging.getLogger(__name__)

FILE_NAME = "descents.npz"

_FORMAT = f"2/{METHOD}"
_DIGEST_BYTES = 32


Question = tuple[Trace, ContentId, ContentId]
"""What, of which child, and of which parent."""


@contextmanager
def kept_verdicts(library: Library) -> Iterator[dict[Question, bool]]:
    """The answers that are known; those that are added meanwhile are kept, if the library may be written."""
    path = os.path.join(library.folder, FILE_NAME)
    known = _read(path)
    before = len(known)
    try:
        yield known
    finally:
        if len(known) > before and not library.read_only:
            try:
                _write(path, known)
            except FileError as error:
                # They are asked again; nothing is lost but time.
                _log.warning("what was made from what was not kept: %s", error)


def _read(path: str) -> dict[Question, bool]:
    try:
        with open(path, "rb") as file:
            data = file.read()
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            if str(arrays["format"]) != _FORMAT:
                return {}
            asked, pairs, verdicts = arrays["asked"], arrays["pair"], arrays["verdict"]
        if pairs.shape != (len(asked), 2 * _DIGEST_BYTES) or verdicts.shape != asked.shape:
            return {}
        return {
            (
                Trace(what),
                ContentId(pair[:_DIGEST_BYTES].tobytes()),
                ContentId(pair[_DIGEST_BYTES:].tobytes()),
            ): bool(verdict)
            for what, pair, verdict in zip(asked.tolist(), pairs, verdicts.tolist(), strict=True)
        }
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error):
        # Not there yet, or damaged: everything is asked anew.
        return {}


def _write(path: str, known: dict[Question, bool]) -> None:
    target = BytesIO()
    pairs = np.frombuffer(b"".join(child + parent for _, child, parent in known), np.uint8)
    np.savez_compressed(
        target,
        format=np.array(_FORMAT),
        asked=np.array([what for what, _, _ in known], np.uint8),
        pair=pairs.reshape(-1, 2 * _DIGEST_BYTES),
        verdict=np.array(list(known.values()), np.bool_),
    )
    write_atomically(path, target.getvalue())
