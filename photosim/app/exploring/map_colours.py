"""The mean colour of every picture, for maps that are seen from afar; kept, as looking takes a while."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from photosim.app.exploring.map_file import load_rows, save_rows
from photosim.domain.errors import Cancelled
from photosim.domain.progress import CancelToken, Progress, RateMeter, Report
from photosim.imaging.tint import tint_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.domain.photo import ContentId

UNKNOWN = (128, 128, 128)
"""The colour of what has no thumbnail."""

_FILE = "map-colours.npz"
_ABOUT = "mean colour of the thumbnail"
_CHUNK = 500


def map_colours(
    workspace: Workspace, contents: Sequence[ContentId], report: Report, cancel: CancelToken
) -> NDArray[np.uint8]:
    """The mean colours of pictures, (N, 3) uint8 RGB; grey where there is no thumbnail.

    Args:
        workspace: the library.
        contents: the pictures.
        report: told how far it is.
        cancel: looked at now and then; what was found before is kept.

    Raises:
        Cancelled: a stop was asked for.
        LibraryError: the thumbnails cannot be read.
    """
    path = os.path.join(workspace.library.folder, _FILE)
    # The fourth number says whether the colour is known.
    rows = load_rows(path, _ABOUT, contents, np.zeros(4, np.uint8)).astype(np.uint8)
    unknown = np.flatnonzero(rows[:, 3] == 0).tolist()
    try:
        _look(workspace, contents, rows, unknown, report, cancel)
    except Cancelled:
        _keep(workspace, path, contents, rows)
        raise
    if unknown:
        _keep(workspace, path, contents, rows)
    return np.where(rows[:, 3:] > 0, rows[:, :3], np.array(UNKNOWN, np.uint8)).astype(np.uint8)


def _look(
    workspace: Workspace,
    contents: Sequence[ContentId],
    rows: NDArray[np.uint8],
    unknown: Sequence[int],
    report: Report,
    cancel: CancelToken,
) -> None:
    meter = RateMeter()
    for start in range(0, len(unknown), _CHUNK):
        cancel.checkpoint()
        chunk = unknown[start : start + _CHUNK]
        thumbnails = workspace.library.thumbnails([contents[row] for row in chunk])
        for row in chunk:
            data = thumbnails.get(contents[row])
            tint = tint_of(data) if data is not None else None
            if tint is not None:
                rows[row] = (*tint, 1)
        done = start + len(chunk)
        report(Progress("Looking at colours", done, len(unknown), meter.update(done)))


def _keep(workspace: Workspace, path: str, contents: Sequence[ContentId], rows: NDArray[np.uint8]) -> None:
    known = np.flatnonzero(rows[:, 3]).tolist()
    if known and not workspace.library.read_only:
        save_rows(path, _ABOUT, [contents[row] for row in known], rows[known])
