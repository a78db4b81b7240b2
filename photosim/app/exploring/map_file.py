"""What is kept of a map: a derived file in the library's folder, of no loss when it is gone."""

from __future__ import annotations

import io
import logging
import os
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.atomic import write_atomically
from photosim.domain.errors import FileError
from photosim.domain.files import display_path

if TYPE_CHECKING:
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)
_FORMAT = 1


def load_rows(
    path: str, about: str, keys: Sequence[bytes], missing: NDArray[np.generic]
) -> NDArray[np.generic]:
    """A row for each key, as `save_rows` kept it.

    Args:
        path: the file; one that is absent, damaged or about something else is as good as empty.
        about: what the rows are about, as the name of a model.
        keys: equally long.
        missing: (K,) what a key without a row gets; its dtype and length are those of the rows.

    Returns:
        (N, K) of the dtype of `missing`.
    """
    rows = np.tile(missing, (len(keys), 1))
    known = _read(path, about, missing)
    for place, key in enumerate(keys):
        row = known.get(key)
        if row is not None:
            rows[place] = row
    return rows


def save_rows(path: str, about: str, keys: Sequence[bytes], rows: NDArray[np.generic]) -> None:
    """Keep a row for each key; see `load_rows`. A folder that cannot be written costs time later, no more."""
    buffer = io.BytesIO()
    digests = np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), -1)
    np.savez(buffer, format=np.array(_FORMAT), about=np.array(about), keys=digests, rows=rows)
    try:
        write_atomically(path, buffer.getvalue())
    except FileError as error:
        _log.warning("%s", error)


def _read(path: str, about: str, like: NDArray[np.generic]) -> dict[bytes, NDArray[np.generic]]:
    if not os.path.exists(path):
        return {}
    try:
        # Read here: where the archive is damaged, numpy leaves the file open.
        with open(path, "rb") as file:
            data = io.BytesIO(file.read())
        with np.load(data, allow_pickle=False) as stored:
            if int(stored["format"]) != _FORMAT or str(stored["about"]) != about:
                return {}
            keys, rows = stored["keys"], stored["rows"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        _log.warning("“%s” is not used: %s", display_path(path), error)
        return {}
    if rows.dtype != like.dtype or rows.shape != (len(keys), len(like)):
        return {}
    return {key.tobytes(): row for key, row in zip(keys, rows, strict=True)}
